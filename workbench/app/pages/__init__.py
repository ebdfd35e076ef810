"""The pages of the app, one module each, with one function that draws it."""
