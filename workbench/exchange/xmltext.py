"""Text that XML 1.0 can hold.

XML 1.0 (5th edition, 2.2) allows only #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] |
[#x10000-#x10FFFF]: a form feed or a lone surrogate in one segment makes a whole file unreadable.
"""

import re

__all__ = ["attribute", "content", "legal"]

_PLAIN = re.compile("[ -%'-;=?-~\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*").fullmatch
"""Text without anything that is illegal or has to be escaped: nearly all there is."""

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """Return the text without the characters that XML 1.0 can't hold."""
    return _ILLEGAL.sub("", text)


def content(text: str) -> str:
    """Return the text as element content.

    A carriage return is written as a reference, since a parser turns a bare one into a line
    feed (XML 1.0, 2.11).
    """
    if _PLAIN(text):
        return text
    text = legal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def attribute(text: str) -> str:
    """Return the text as an attribute value in double quotes.

    Line breaks and tabs are written as references, since a parser turns bare ones into spaces
    (XML 1.0, 3.3.3).
    """
    if '"' not in text and _PLAIN(text):
        return text
    text = content(text).replace('"', "&quot;")
    return text.replace("\n", "&#10;").replace("\t", "&#9;")
