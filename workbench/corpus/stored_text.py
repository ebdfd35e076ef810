"""Texts as every database can hold them, and the digest by which equal ones are found."""

import hashlib

__all__ = ["source_hash", "storable"]


def source_hash(text: str) -> str:
    """Return the digest by which equal source texts are found, 32 hexadecimal digits."""
    return hashlib.blake2b(storable(text).encode(), digest_size=16).hexdigest()


def storable(text: str) -> str:
    """Return a text that every database can hold, with the same offsets."""
    # PostgreSQL stores no NUL and no driver encodes a lone surrogate. Both are replaced one for
    # one, so that offsets into the raw text stay right.
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text
