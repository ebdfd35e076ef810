"""Numbers with their nouns, as the pages say them."""

__all__ = ["counted"]


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 segment``, ``2 segments``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
