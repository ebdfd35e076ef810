"""All checks by name, and running them over a segment or a document."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from workbench.quality.checks.base import Check, DocumentCheck, Finding, Pair

__all__ = ["check_document", "check_pair", "checks", "document_checks", "rules_version"]


@cache
def checks() -> Mapping[str, Check]:
    """Return the checks of one segment by name, in the order in which people read them."""
    from workbench.quality.checks import (
        addresses,
        capitals,
        characters,
        dates,
        enclosures,
        grammar,
        languages,
        length,
        markup,
        meaning,
        numbers,
        punctuation,
        quantities,
        repetition,
        spacing,
    )

    families: tuple[Iterable[Check], ...] = (
        length.RULES,
        languages.RULES,
        repetition.RULES,
        meaning.RULES,
        numbers.RULES,
        dates.RULES,
        quantities.RULES,
        addresses.RULES,
        markup.RULES,
        enclosures.RULES,
        punctuation.RULES,
        spacing.RULES,
        capitals.RULES,
        grammar.RULES,
        characters.RULES,
    )
    return {check.name: check for family in families for check in family}


@cache
def document_checks() -> Mapping[str, DocumentCheck]:
    """Return the checks that compare the segments of a document, by name."""
    from workbench.quality.checks import consistency

    return {check.name: check for check in consistency.RULES}


def check_pair(pair: Pair) -> list[Finding]:
    """Return what all checks of one segment find; an empty target is only empty."""
    every = checks()
    if not pair.target.strip():
        return list(every["empty"].find(pair))
    found: list[Finding] = []
    for check in _for(pair.dutch_english):
        found.extend(check.find(pair))
    return found


@cache
def _for(dutch_english: bool) -> tuple[Check, ...]:
    return tuple(check for check in checks().values() if dutch_english or not check.dutch_english)


def check_document(pairs: Sequence[Pair]) -> dict[int, list[Finding]]:
    """Return what the checks that compare segments find, by index of the pair."""
    found: dict[int, list[Finding]] = {}
    for check in document_checks().values():
        for index, finding in check.find(pairs):
            found.setdefault(index, []).append(finding)
    return found


@cache
def rules_version() -> str:
    """Return a digest of the checks themselves: what they found before a change counts no more."""
    digest = hashlib.blake2b(digest_size=8)
    for file in sorted(files("workbench.quality.checks").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".py"):
            digest.update(file.read_bytes())
    return digest.hexdigest()
