"""Checks of a translated segment against its source, each with its reason and often with a fix."""
