"""Use cases: what the command line and the app do, one module each."""
