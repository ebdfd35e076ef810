"""The English side of a concept: which words count as its term, and how they are written.

A term is looked for as whole words in any allowed form; capitals follow the concept's case rule,
and a hyphen or a line end counts as a space. Longer terms take their words first, so the *UN* of
*UN Security Council* is not also the term *UN*.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from workbench.glossary.concepts import CaseRule, Concept, TermStatus
from workbench.glossary.forms import all_forms
from workbench.language import ENGLISH

__all__ = [
    "allowed_forms",
    "find_targets",
    "is_plural",
    "preferred_forms",
    "spans_of",
    "with_article",
]

_ALLOWED = (TermStatus.PREFERRED, TermStatus.ADMITTED)
_GAP = r"[\s\u00a0-]+"
_AN_LETTERS = frozenset("AEFHILMNORSX")
_SPOKEN = frozenset(("NATO", "NASA", "SACEUR", "SHORAD", "UNESCO", "SOFA", "NAVO"))


@lru_cache(maxsize=8192)
def preferred_forms(concept: Concept) -> tuple[str, ...]:
    """Return the forms of the preferred English term, the term itself first."""
    return _forms(concept, TermStatus.PREFERRED)


@lru_cache(maxsize=8192)
def allowed_forms(concept: Concept) -> tuple[str, ...]:
    """Return the forms of the preferred and the admitted English terms."""
    return _forms(concept, *_ALLOWED)


@lru_cache(maxsize=8192)
def forbidden_forms(concept: Concept) -> tuple[str, ...]:
    """Return the forms of the English terms that must not be used."""
    return _forms(concept, TermStatus.FORBIDDEN, TermStatus.DEPRECATED)


@lru_cache(maxsize=8192)
def admitted_forms(concept: Concept) -> tuple[str, ...]:
    """Return the forms of the English terms that are tolerated."""
    return _forms(concept, TermStatus.ADMITTED)


def _forms(concept: Concept, *statuses: TermStatus) -> tuple[str, ...]:
    if concept.untouched and TermStatus.PREFERRED in statuses:
        return (concept.source,)
    terms = concept.of(ENGLISH, *statuses)
    return tuple(dict.fromkeys(form for term in terms for form in all_forms(term, concept.pos)))


@lru_cache(maxsize=16384)
def _pattern(forms: tuple[str, ...], case: CaseRule) -> re.Pattern[str]:
    parts = []
    for form in sorted(forms, key=len, reverse=True):
        words = [re.escape(word) for word in re.split(r"[\s-]+", form)]
        if case is CaseRule.PERMISSIVE:
            words = [
                "".join(
                    f"[{mark}{mark.upper()}]" if mark.islower() and mark.upper() != mark else mark
                    for mark in re.findall(r"\\.|.", word)
                )
                for word in words
            ]
        parts.append(_GAP.join(words))
    flags = re.IGNORECASE if case is CaseRule.ANY else re.NOFLAG
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})(?![^\W_])", flags)


def spans_of(forms: Sequence[str], text: str, case: CaseRule) -> list[tuple[int, int]]:
    """Return where any of the forms stands in `text`, in order, without overlaps."""
    if not forms:
        return []
    return [match.span() for match in _pattern(tuple(forms), case).finditer(text)]


def find_targets(concepts: Iterable[Concept], text: str) -> dict[str, list[tuple[int, int]]]:
    """Return for each concept, by id, the spans of its allowed English terms in `text`.

    No two spans of different concepts overlap; the longer term has the words.
    """
    distinct = {concept.id: concept for concept in concepts}
    found = [
        (start, end, identity)
        for identity, concept in distinct.items()
        for start, end in spans_of(allowed_forms(concept), text, concept.case)
    ]
    claims: dict[tuple[int, int], list[str]] = {}
    for start, end, identity in found:
        claims.setdefault((start, end), []).append(identity)
    result: dict[str, list[tuple[int, int]]] = {identity: [] for identity in distinct}
    taken: list[tuple[int, int]] = []
    for start, end in sorted(claims, key=lambda span: (span[0] - span[1], span)):
        if any(start < right and end > left for left, right in taken):
            continue
        taken.append((start, end))
        # Concepts that share an English term take turns.
        result[min(claims[start, end], key=lambda name: len(result[name]))].append((start, end))
    return {identity: sorted(spans) for identity, spans in result.items()}


def is_plural(form: str, base: str) -> bool:
    """Tell whether an English form is a plural of `base`."""
    return form != base and (len(form) > len(base) or form.endswith(("s", "men", "people")))


def with_article(text: str) -> str:
    """Return ``a`` or ``an``, as it goes before `text`."""
    word = re.split(r"[\s-]", text.lstrip("'\"‘“(") or "x")[0]
    if word.isupper() and len(word) > 1 and word not in _SPOKEN:
        return "an" if word[0] in _AN_LETTERS else "a"
    lower = word.casefold()
    if lower.startswith(("eu", "uni", "use", "usu", "one", "once", "ukrain", "ut")):
        return "a"
    return "an" if lower[:1] in "aeiou" or lower.startswith(("hour", "honest", "honour")) else "a"
