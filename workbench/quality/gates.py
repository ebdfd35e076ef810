"""What keeps a pair out of a released corpus: a gate for each reason, to set or leave out.

The rules are those of the usual corpus filters (Koehn et al. 2018, "Findings of the WMT 2018
shared task on parallel corpus filtering"; bicleaner's hard rules), made for Dutch and English. A
gate judges one unit by itself; what needs the whole corpus (duplicates, conflicts, the split)
is in :data:`CORPUS_GATES` and done by ``workflow.release``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from workbench.domain import SegmentStatus, TranslationUnit
from workbench.errors import SettingsError
from workbench.language import primary
from workbench.quality.figures import address_differences, number_differences
from workbench.text.identify import text_language
from workbench.text.placeables import find_placeables
from workbench.text.words import dutch_words, word_texts

__all__ = ["CORPUS_GATES", "GATES", "OFF", "Gate", "GateKind", "choose", "is_name"]

OFF = "off"
"""The parameter that leaves a gate out."""

NEVER_OFF = ("status", "empty")
"""Gates that can't be left out."""

_STATUSES = {
    "approved": frozenset({SegmentStatus.APPROVED}),
    "reviewed": frozenset({SegmentStatus.APPROVED, SegmentStatus.REVIEWED}),
    "all": frozenset({SegmentStatus.APPROVED, SegmentStatus.REVIEWED, SegmentStatus.DRAFT}),
}
_RATIO_FREE = 20
"""Texts up to so many characters may differ in length as they like: *NAVO*, *the alliance*."""

_PARTICLES = frozenset(
    re.findall(r"\w+", "van de der den het ten ter te op in aan en of and the la le von du")
)


@dataclass(frozen=True, slots=True)
class GateKind:
    """What a gate is, for people who choose.

    Attributes:
        name: As in ``--gate name=value``.
        title: Name for people.
        explanation: What it keeps out and why.
        default: Its parameter unless another is given.
        choices: What the parameter may be; empty for a number.
        least: Smallest number allowed.
    """

    name: str
    title: str
    explanation: str
    default: str
    choices: tuple[str, ...] = ()
    least: float = 0.0

    def checked(self, value: str) -> str:
        """Return a parameter for this gate.

        Raises:
            SettingsError: The gate can't be set so.
        """
        if value == OFF or value in self.choices:
            return value
        if not self.choices:
            try:
                number = float(value)
            except ValueError:
                number = -1.0
            # Also refuses what is no number: every comparison with NaN is false.
            if self.least <= number < float("inf"):
                return value
        allowed = ", ".join(self.choices) or f"a number from {self.least:g}"
        leaving = "" if self.name in NEVER_OFF else f", or {OFF}"
        raise SettingsError(
            f"the gate {self.name!r} can't be set to {value!r}",
            where="gate",
            fix=f"Choose {allowed}{leaving}",
        )


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate with its parameter.

    Attributes:
        kind: Which gate.
        value: Its parameter, checked.
    """

    kind: GateKind
    value: str

    def reason(self, unit: TranslationUnit) -> str:
        """Return why the unit can't pass, or an empty text when it can."""
        return _JUDGES[self.kind.name](unit, self.value)


def _status(unit: TranslationUnit, value: str) -> str:
    return "" if unit.status in _STATUSES[value] else f"its status is {unit.status}"


def _empty(unit: TranslationUnit, value: str) -> str:
    for side, text in (("source", unit.source.text), ("target", unit.target.text)):
        if not any(map(str.isalnum, text)):
            return f"the {side} has no words" if text.strip() else f"the {side} is empty"
    return ""


def _copy(unit: TranslationUnit, value: str) -> str:
    source, target = _bare(unit.source.text), _bare(unit.target.text)
    if source != target or is_name(unit.source.text):
        return ""
    return "the target is a copy of the source"


def _ratio(unit: TranslationUnit, value: str) -> str:
    shorter, longer = sorted((len(unit.source.text), len(unit.target.text)))
    if longer <= _RATIO_FREE or longer <= float(value) * shorter:
        return ""
    return f"one side is {longer / max(1, shorter):.1f} times as long as the other"


def _language(unit: TranslationUnit, value: str) -> str:
    for side, variant in (("source", unit.source), ("target", unit.target)):
        wanted = primary(variant.language)
        if len(word_texts(variant.text)) < float(value):
            continue
        found = text_language(variant.text, wanted)
        if found != wanted:
            return f"the {side} is {found}, not {wanted}"
    return ""


def _numbers(unit: TranslationUnit, value: str) -> str:
    return _differences(
        "number",
        number_differences(
            unit.source.text,
            unit.target.text,
            source_language=primary(unit.source.language),
            target_language=primary(unit.target.language),
        ),
    )


def _addresses(unit: TranslationUnit, value: str) -> str:
    return _differences("address", address_differences(unit.source.text, unit.target.text))


def _differences(what: str, found: tuple[tuple[str, ...], tuple[str, ...]]) -> str:
    parts = [
        f"{what} only in the {side}: {', '.join(items)}"
        for side, items in zip(("source", "target"), found, strict=True)
        if items
    ]
    return "; ".join(parts)


def is_name(text: str) -> bool:
    """Whether a text may be the same in Dutch and English: a name, a number, an address.

    Words must have a capital or a digit, but for particles such as *van*. A single word that
    the Dutch word list has in lower case (*Inleiding*) is no name, nor is a line in capitals
    that consists of such words.
    """
    bare = list(text)
    for found in find_placeables(text):
        bare[found.start : found.end] = " " * (found.end - found.start)
    words = word_texts("".join(bare))
    if not words:
        return True
    known = [word.lower() in dutch_words() for word in words]
    if text.isupper() or len(words) == 1:
        return all(word[0].isupper() for word in words) and sum(known) * 2 <= len(words)
    proper = [word for word in words if word.lower() not in _PARTICLES]
    return bool(proper) and all(word[0].isupper() for word in proper)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


_JUDGES: Mapping[str, Callable[[TranslationUnit, str], str]] = {
    "status": _status,
    "empty": _empty,
    "copy": _copy,
    "ratio": _ratio,
    "language": _language,
    "numbers": _numbers,
    "addresses": _addresses,
}

GATES: tuple[GateKind, ...] = (
    GateKind(
        "status",
        "Status",
        "Only pairs that people approved; or reviewed ones too, or drafts as well. "
        "Rejected pairs never pass.",
        "approved",
        tuple(_STATUSES),
    ),
    GateKind("empty", "Both sides", "Both sides have words or figures.", "on", ("on",)),
    GateKind(
        "copy",
        "No copies",
        "The English is not the Dutch again, unless it is a name or a number.",
        "on",
        ("on",),
    ),
    GateKind(
        "ratio",
        "Length",
        "The longer side has at most so many times the characters of the shorter one; texts up to "
        f"{_RATIO_FREE} characters are free.",
        "2.5",
        least=1.0,
    ),
    GateKind(
        "language",
        "Language",
        "Each side is in its language, from so many words up: below 5 nobody can tell.",
        "5",
        least=1.0,
    ),
    GateKind(
        "numbers",
        "Numbers",
        "Both sides have the same numbers: 1.000,5 in Dutch is 1,000.5 in English.",
        "on",
        ("on",),
    ),
    GateKind(
        "addresses",
        "Addresses",
        "Both sides have the same web and e-mail addresses.",
        "on",
        ("on",),
    ),
)
"""The gates that look at one unit, in the order in which they are asked."""

CORPUS_GATES: tuple[GateKind, ...] = (
    GateKind(
        "duplicates",
        "Duplicates",
        "Exact duplicates become one pair that says how often it occurs.",
        "merge",
        ("merge",),
    ),
    GateKind(
        "leak",
        "No leakage",
        "No sentence of the test or development part occurs in a part that models learn from.",
        "on",
        ("on",),
    ),
    GateKind(
        "conflicts",
        "Conflicts",
        "The same Dutch with different English is kept and marked, or kept out.",
        "mark",
        ("mark", "reject"),
    ),
)
"""The gates that need the whole corpus, in the order in which they are applied."""


def choose(values: Mapping[str, str] | None = None) -> dict[str, Gate]:
    """Return all gates that are not off, by name, in their order.

    Args:
        values: Parameter by name of gate, ``off`` to leave it out; the others have their default.

    Raises:
        SettingsError: No such gate, or it can't be set so. Status and both sides can't be off.
    """
    values = dict(values or {})
    kinds = {kind.name: kind for kind in (*GATES, *CORPUS_GATES)}
    for name in values:
        if name not in kinds:
            raise SettingsError(
                f"there is no gate {name!r}", where="gate", fix=f"Gates: {', '.join(kinds)}"
            )
    for name in NEVER_OFF:
        if values.get(name) == OFF:
            raise SettingsError(
                f"the gate {name!r} can't be left out",
                where="gate",
                fix="Rejected and empty pairs never leave; use status=all for drafts too",
            )
    chosen = {name: kind.checked(values.get(name, kind.default)) for name, kind in kinds.items()}
    return {name: Gate(kinds[name], value) for name, value in chosen.items() if value != OFF}
