"""Offline machine translation on Argos packages."""
