"""Language codes (BCP 47) and language pairs."""

import re
from dataclasses import dataclass
from typing import Self

from workbench.errors import SettingsError

__all__ = [
    "DUTCH",
    "ENGLISH",
    "EN_NL",
    "NL_EN",
    "LanguagePair",
    "canonical",
    "direction",
    "primary",
]

DUTCH = "nl"
ENGLISH = "en"

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")


_SHORTEST = {"nld": DUTCH, "dut": DUTCH, "eng": ENGLISH}
"""Codes of three letters (ISO 639-2, ISO 639-3) that have one of two, which then counts."""


def canonical(tag: str) -> str:
    """Return a BCP 47 tag in canonical form: ``NL_be`` gives ``nl-BE``, ``nld`` gives ``nl``.

    RFC 5646, 2.1.1 (case) and 2.2.1 (the shortest code of a language).

    Raises:
        SettingsError: The tag is no language code.
    """
    tag = tag.strip().replace("_", "-")
    if not _TAG.fullmatch(tag):
        raise SettingsError(f"{tag!r} is no language code", fix="Write it like nl or nl-NL")
    language, *rest = tag.split("-")
    language = language.lower()
    return "-".join(
        [
            _SHORTEST.get(language, language),
            *(part.title() if len(part) == 4 else part.upper() for part in rest),
        ]
    )


def primary(tag: str) -> str:
    """Return the language without script and region: ``nl-BE`` gives ``nl``."""
    return canonical(tag).split("-")[0]


def direction(source: str, target: str) -> str:
    """Return how two languages are written together: ``nl-en``, or ``nl-NL:en-GB`` with regions.

    Unlike in a :class:`LanguagePair`, they may be what a file says, and no codes at all.
    """
    return f"{source}{':' if '-' in f'{source}{target}' else '-'}{target}"


@dataclass(frozen=True, slots=True)
class LanguagePair:
    """A translation direction, in canonical codes."""

    source: str
    target: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", canonical(self.source))
        object.__setattr__(self, "target", canonical(self.target))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``nl-en`` or ``nl_en``; for regions write ``nl-NL:en-GB``.

        Raises:
            SettingsError: There are not exactly two language codes.
        """
        parts = text.split(":") if ":" in text else re.split("[-_]", text)
        if len(parts) != 2:
            raise SettingsError(
                f"{text!r} is no language pair",
                fix="Write it like nl-en, or with regions like nl-NL:en-GB",
            )
        return cls(parts[0], parts[1])

    def reversed(self) -> "LanguagePair":
        """Return the opposite direction."""
        return LanguagePair(self.target, self.source)

    def agrees_with(self, other: "LanguagePair") -> bool:
        """Tell whether both have the same languages in the same order, whatever their regions."""
        return (primary(self.source), primary(self.target)) == (
            primary(other.source),
            primary(other.target),
        )

    def __str__(self) -> str:
        return direction(self.source, self.target)


NL_EN = LanguagePair(DUTCH, ENGLISH)
EN_NL = NL_EN.reversed()
