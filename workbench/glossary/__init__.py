"""Terminology: concepts and their files, recognition in Dutch, enforcement, and checks."""
