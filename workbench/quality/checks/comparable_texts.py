"""Texts without what does not count when two of them are compared."""

import re

__all__ = ["bare", "plain"]


def plain(text: str) -> str:
    """Return a text without case, spaces at its ends and its final full stop."""
    return " ".join(text.casefold().split()).rstrip(".")


def bare(text: str) -> str:
    """Return the letters and figures of a text in lower case, with one space between words."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()
