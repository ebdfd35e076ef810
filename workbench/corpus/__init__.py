"""The store: projects, documents, segments, their translations and all their history."""
