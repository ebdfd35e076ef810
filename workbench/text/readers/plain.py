"""Plain text and Markdown: find the encoding, keep every character.

UTF-8 comes first, byte order marks are believed, and only what is neither is guessed
(charset-normalizer, with Windows-1252 as the habit of Dutch office files).
"""

import codecs

from workbench.errors import InputError
from workbench.text.readers.base import RawText

__all__ = ["decode", "read_plain"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSED = ["cp1252", "cp1250", "utf_16_le", "utf_16_be", "latin_1", "mac_roman", "cp850"]
_SAMPLE = 200_000


def decode(data: bytes, *, name: str) -> str:
    """Return the text of a file.

    Raises:
        InputError: The file is no text or its encoding can't be told.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise _unreadable(name, f"it claims to be {encoding.upper()} but is not") from error
    if _utf16_without_mark(data):
        return data.decode("utf-16-le" if data[1] == 0 else "utf-16-be")
    if b"\0" in data[:_SAMPLE]:
        raise _unreadable(name, "it is a binary file")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    return _guess(data, name)


def read_plain(name: str, data: bytes) -> RawText:
    """Read a plain text file.

    Raises:
        InputError: The file is no text or its encoding can't be told.
    """
    return RawText(decode(data, name=name), "txt")


def _utf16_without_mark(data: bytes) -> bool:
    """Whether nearly every second byte is zero, as in UTF-16 text of Western languages."""
    sample = data[:4000]
    if len(sample) < 8 or len(data) % 2:
        return False
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    return max(even, odd) > 0.7 * half and min(even, odd) < 0.05 * half


def _guess(data: bytes, name: str) -> str:
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1a\x1b" for byte in data[:_SAMPLE])
    if controls > len(data[:_SAMPLE]) / 100:
        raise _unreadable(name, "it is a binary file")
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_isolation=_GUESSED).best()
    candidates = ["cp1252"]
    if best is not None and best.encoding not in ("latin_1", "cp1252"):
        # cp1252 explains Dutch text as well as any of its neighbours; take another only when
        # cp1252 has bytes it can't explain.
        candidates.append(best.encoding)
    for encoding in (*candidates, "latin_1"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable(name, "its encoding can't be told")


def _unreadable(name: str, why: str) -> InputError:
    return InputError(
        f"this file can't be read as text: {why}",
        where=name,
        fix="Save it as UTF-8 text, or give it the suffix of its real format",
    )
