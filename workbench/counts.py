"""Numbers with their nouns, as pages, messages and errors say them."""

__all__ = ["counted"]


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: ``1 segment``, ``2 segments``, ``1,000 segments``.

    Args:
        number: How many.
        noun: The noun for one of them.
        plural: The noun for any other number; the noun with an s if not given.
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
