"""The plain shapes of a TMX unit as patterns, and what their attributes and references say.

The patterns match nothing that an XML parser would read otherwise: whoever finds more than they
allow raises :class:`NotPlain`, and leaves it to the parser.
"""

import re

from workbench.exchange.tmx_units import PROPS

__all__ = ["OWN", "PLAIN", "TELLING", "NotPlain", "attributes_of", "unescape"]

_VALUE = '([^"<]*+)'
_CONTENT = "([^<]*+)"
_OWN_VARIANT = f'<tuv xml:lang="{_VALUE}"><seg>{_CONTENT}</seg></tuv>\n'
OWN = re.compile(
    rf'\s*+<tu tuid="{_VALUE}" datatype="plaintext"'
    + "".join(
        f'(?: {name}="{_VALUE}")?+'
        for name in ("creationdate", "creationid", "changedate", "changeid")
    )
    + f">\n(?:<note>{_CONTENT}</note>\n)?+"
    + "".join(
        f'(?:<prop type="{name}">{_CONTENT}</prop>\n)?+'
        for name in ("x-document", "x-segment", "x-status")
    )
    + f'((?:<prop type="(?:{"|".join(PROPS[3:])})">[^<]*+</prop>\n)*+)'
    + f"{_OWN_VARIANT}{_OWN_VARIANT}</tu>"
)
"""A unit as our own writer makes it."""

_ATTRIBUTES = r"((?:\s++[A-Za-z_][\w:.-]*+\s*+=\s*+(?:\"[^<\"]*+\"|'[^<']*+'))*+)\s*+"
_BARE = _ATTRIBUTES.replace("((?:", "(?:(?:", 1)
_TOLD = rf"((?:\s*+(?:<prop{_BARE}>[^<]*+</prop\s*+>|<note{_BARE}>[^<]*+</note\s*+>))*+)"
_VARIANT = rf"\s*+<tuv{_ATTRIBUTES}>{_TOLD}\s*+<seg\s*+>{_CONTENT}</seg\s*+>\s*+</tuv\s*+>"
PLAIN = re.compile(rf"\s*+<tu{_ATTRIBUTES}>{_TOLD}{_VARIANT}{_VARIANT}\s*+</tu\s*+>")
"""A unit of two variants without inline tags: attributes, props and notes of it and of each."""

_ATTRIBUTE = re.compile(r"\s([A-Za-z_][\w:.-]*+)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)')")
TELLING = re.compile(r"<(prop|note)([^>]*+)>([^<]*+)<")
"""A prop or a note: its name, its attributes and its content."""

_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class NotPlain(Exception):
    """Only the parser can say what this is."""


def attributes_of(text: str) -> dict[str, str]:
    """Return the attributes of a tag by name.

    Args:
        text: What stands between the tag's name and its end.

    Raises:
        NotPlain: One is there twice, or has a prefix.
    """
    if not text:
        return {}
    found = _ATTRIBUTE.findall(text)
    values = {name: double or single for name, double, single in found}
    prefixed = any(":" in name and name != "xml:lang" for name in values)
    # A name twice is broken XML, and the parser knows more of white space and prefixes.
    if len(values) != len(found) or prefixed:
        raise NotPlain
    if "&" in text or "\n" in text or "\t" in text:
        values = {
            name: unescape(value.replace("\n", " ").replace("\t", " "))
            for name, value in values.items()
        }
    return values


def unescape(text: str) -> str:
    """Return content with its character references and predefined entities resolved.

    Raises:
        NotPlain: There is another entity, or a character that XML can't hold.
    """
    if "&" not in text:
        return text
    if text.count("&") != len(_REFERENCE.findall(text)):
        raise NotPlain
    return _REFERENCE.sub(_referred, text)


def _referred(match: re.Match[str]) -> str:
    name, decimal, hexadecimal = match.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code > 0x10FFFF or _ILLEGAL.match(chr(code)):
        raise NotPlain
    return chr(code)
