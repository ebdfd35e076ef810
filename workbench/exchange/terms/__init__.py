"""Glossaries in the formats of other tools."""
