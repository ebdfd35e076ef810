"""Checks whose knowledge is elsewhere: the terms of the glossary, and the names of the engine.

``quality`` knows neither of them; here their results take the form of all other findings.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.engine.anchors import Anchor, find_anchors, lost_anchors
from workbench.glossary.checks import Severity as TermSeverity
from workbench.glossary.concepts import Glossary
from workbench.quality.checks.base import Finding, Pair, Severity, quoted
from workbench.text.words import dutch_words
from workbench.workflow.term_checks import term_findings

__all__ = ["OUTSIDE", "Outside", "name_findings", "term_issues"]


@dataclass(frozen=True, slots=True)
class Outside:
    """What people are told of such a check; see :class:`workbench.quality.checks.base.Check`."""

    name: str
    title: str
    severity: Severity
    explanation: str


OUTSIDE = (
    Outside(
        "names",
        "Name or abbreviation lost",
        Severity.WARNING,
        "A name or abbreviation of the source is not in the translation in any of the forms known "
        "for it: NAVO is NATO, Oekraïne is Ukraine.",
    ),
    Outside(
        "terms",
        "Glossary term",
        Severity.ERROR,
        "A term of the glossary is missing, forbidden, changed though it must stay, there less "
        "often than in the source, in the wrong case, or without its Dutch term in the source.",
    ),
)
"""In the order of the catalogue, behind all others."""

_SEVERITIES = {
    TermSeverity.ERROR: Severity.ERROR,
    TermSeverity.WARNING: Severity.WARNING,
    TermSeverity.NOTE: Severity.INFO,
}


def name_findings(pair: Pair) -> list[Finding]:
    """Return the names and abbreviations of a Dutch source that its translation lost.

    Most names have an English form that no list holds (*Malediven*). So a name counts as lost only
    if it is an abbreviation, or if what stands beside it was kept: *Jens Stoltenberg* became
    *Jens Solensburg*.
    """
    if not pair.dutch_english or not any(map(str.isupper, pair.source)):
        return []
    anchors = [anchor for anchor in find_anchors(pair.source) if anchor.kind == "name"]
    gone = lost_anchors(anchors, pair.target)
    lost = [anchor for anchor in gone if _counts(anchor, anchors, gone, pair.source)]
    if not lost:
        return []
    texts = list(dict.fromkeys(anchor.text for anchor in lost))
    forms = {form for anchor in lost for form in anchor.accepted}
    wanted = f"; expected {quoted(sorted(forms))}" if forms != set(texts) else ""
    verb = "is" if len(texts) == 1 else "are"
    return [
        Finding(
            "names",
            Severity.WARNING,
            f"{quoted(texts)} {verb} missing in the translation{wanted}",
            source=tuple((anchor.start, anchor.end) for anchor in lost),
        )
    ]


def _counts(anchor: Anchor, anchors: Sequence[Anchor], gone: Sequence[Anchor], source: str) -> bool:
    if anchor.text.isupper() and anchor.text.isalpha():
        return True
    if not anchor.copied or not anchor.text.isalpha() or anchor.text.lower() in dutch_words():
        return False
    return any(
        source[other.end : anchor.start] == " " and other.copied and other.text.isalpha()
        for other in anchors
        if other not in gone and other.text.lower() not in dutch_words()
    )


def term_issues(pair: Pair, glossary: Glossary) -> list[Finding]:
    """Return what is wrong with the glossary terms of a pair."""
    return [
        Finding(
            "terms",
            _SEVERITIES[issue["severity"]],
            issue["message"],
            source=tuple(issue["source"]),
            target=tuple(issue["target"]),
        )
        for issue in term_findings(pair.source, pair.target, glossary)["issues"]
    ]
