"""Term checks of a translated segment and of a whole document.

Eight questions, each on the forms of both sides: is a term missing, forbidden, only admitted,
there less often than in the source, rendered in two ways, there without its source term, changed
although it must not be translated, or in the wrong case?
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbench.glossary.concepts import CaseRule, Concept, Enforcement
from workbench.glossary.matcher import Matcher, TermMatch
from workbench.glossary.targets import (
    admitted_forms,
    allowed_forms,
    find_targets,
    forbidden_forms,
    preferred_forms,
    spans_of,
)

__all__ = ["Severity", "TermCheck", "TermChecker", "TermIssue"]

Span = tuple[int, int]


class TermCheck(StrEnum):
    """What was checked."""

    MISSING = "missing"
    FORBIDDEN = "forbidden"
    ADMITTED = "admitted"
    FEWER = "fewer"
    INCONSISTENT = "inconsistent"
    UNSOURCED = "unsourced"
    UNTOUCHED = "do-not-translate"
    CASE = "case"


class Severity(StrEnum):
    """How bad it is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class TermIssue:
    """Something about a term that a reviewer should look at.

    Attributes:
        check: Which check found it.
        severity: How bad it is.
        concept: Id of the concept.
        message: What is the matter and what is wanted, a sentence without full stop.
        source: Spans of the term in the source text; may be empty.
        target: Spans in the target text; may be empty.
    """

    check: TermCheck
    severity: Severity
    concept: str
    message: str
    source: tuple[Span, ...] = ()
    target: tuple[Span, ...] = ()


class TermChecker:
    """Checks translations against a glossary.

    Args:
        matcher: Of the glossary.
    """

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._by_word: dict[str, list[Concept]] = defaultdict(list)
        for concept in matcher.glossary.active:
            if concept.enforcement is not Enforcement.SHOW:
                for form in preferred_forms(concept):
                    self._by_word[form.split()[0].casefold()].append(concept)

    def check(self, source: str, target: str) -> list[TermIssue]:
        """Return the issues of one segment pair, in the order of the source.

        An empty target has none: it isn't translated yet.
        """
        if not target.strip():
            return []
        matches = [
            match
            for match in self._matcher.find(source)
            if match.concept.enforcement is not Enforcement.SHOW
        ]
        by_concept: dict[str, list[TermMatch]] = defaultdict(list)
        for match in matches:
            by_concept[match.concept.id].append(match)
        found = find_targets([match.concept for match in matches], target)
        busy = [span for spans in found.values() for span in spans]
        issues: list[TermIssue] = []
        for identity, group in by_concept.items():
            issues += self._of_concept(group, target, found[identity], busy)
        issues += self._unsourced(source, target, by_concept, busy)
        return issues

    def _of_concept(
        self, group: Sequence[TermMatch], target: str, there: Sequence[Span], busy: Sequence[Span]
    ) -> list[TermIssue]:
        concept = group[0].concept
        source = tuple((match.start, match.end) for match in group)
        wanted = concept.target or concept.source
        mild = concept.enforcement is Enforcement.CHECK
        issues = []
        forbidden = [
            span
            for span in spans_of(forbidden_forms(concept), target, CaseRule.ANY)
            if not any(span[0] < end and span[1] > start for start, end in busy)
        ]
        if forbidden:
            words = target[slice(*forbidden[0])]
            message = f"{words!r} must not be used for {concept.source!r}; use {wanted!r}"
            issues.append(
                TermIssue(
                    TermCheck.FORBIDDEN,
                    Severity.ERROR,
                    concept.id,
                    message,
                    source,
                    tuple(forbidden),
                )
            )
        other_case = spans_of(allowed_forms(concept), target, CaseRule.ANY)
        if not there and concept.untouched:
            message = f"{concept.source!r} must stay as it is"
            issues.append(
                TermIssue(TermCheck.UNTOUCHED, Severity.ERROR, concept.id, message, source)
            )
        elif not there and other_case and concept.case is not CaseRule.ANY:
            message = f"write {wanted!r} with these capitals"
            issues.append(
                TermIssue(
                    TermCheck.CASE,
                    Severity.WARNING,
                    concept.id,
                    message,
                    source,
                    tuple(other_case),
                )
            )
        elif not there and not forbidden:
            message = f"{wanted!r} for {group[0].text!r} is missing"
            severity = Severity.NOTE if mild else Severity.ERROR
            issues.append(TermIssue(TermCheck.MISSING, severity, concept.id, message, source))
        elif there and len(there) < len(group):
            message = f"{wanted!r} is there {len(there)} times, {len(group)} times in the source"
            issues.append(
                TermIssue(
                    TermCheck.FEWER, Severity.WARNING, concept.id, message, source, tuple(there)
                )
            )
        preferred = set(spans_of(preferred_forms(concept), target, concept.case))
        only = [
            span
            for span in spans_of(admitted_forms(concept), target, concept.case)
            if span in there and not any(s <= span[0] and span[1] <= e for s, e in preferred)
        ]
        if only:
            message = f"{target[slice(*only[0])]!r} is admitted; {wanted!r} is preferred"
            issues.append(
                TermIssue(
                    TermCheck.ADMITTED, Severity.NOTE, concept.id, message, source, tuple(only)
                )
            )
        return issues

    def _unsourced(
        self,
        source: str,
        target: str,
        by_concept: dict[str, list[TermMatch]],
        busy: Sequence[Span],
    ) -> list[TermIssue]:
        """Terms of several words in the target whose Dutch term isn't in the source.

        Single words are left out: they translate many things that are no terms.
        """
        words = {word.casefold() for word in re.findall(r"[\w-]+", target)}
        near = {concept.id: concept for word in words for concept in self._by_word.get(word, ())}
        issues = []
        claimed = list(busy)
        for concept in sorted(near.values(), key=lambda concept: -len(concept.target)):
            if concept.id in by_concept or " " not in concept.target:
                continue
            if any(
                spans_of(allowed_forms(m[0].concept), concept.target, CaseRule.ANY)
                for m in by_concept.values()
            ):
                continue
            spans = [
                span
                for span in spans_of(preferred_forms(concept), target, concept.case)
                if not any(span[0] < end and span[1] > start for start, end in claimed)
                and target[slice(*span)].casefold() not in source.casefold()
            ]
            if spans:
                claimed += spans
                message = (
                    f"{concept.target!r} is there, but {concept.source!r} is not in the source"
                )
                issues.append(
                    TermIssue(
                        TermCheck.UNSOURCED,
                        Severity.WARNING,
                        concept.id,
                        message,
                        (),
                        tuple(spans),
                    )
                )
        return issues

    def check_document(self, pairs: Iterable[tuple[str, str]]) -> dict[int, list[TermIssue]]:
        """Return the issues of each segment pair by its number, from 0.

        On top of :meth:`check`: a concept that the document renders in more than one way is
        inconsistent wherever it differs from the rendering used most (the preferred one in a tie).
        """
        issues: dict[int, list[TermIssue]] = {}
        uses: dict[str, dict[str, list[tuple[int, Span]]]] = defaultdict(lambda: defaultdict(list))
        concepts: dict[str, Concept] = {}
        for number, (source, target) in enumerate(pairs):
            found = self.check(source, target)
            if found:
                issues[number] = found
            matches = self._matcher.find(source)
            for identity, spans in find_targets((m.concept for m in matches), target).items():
                concept = next(m.concept for m in matches if m.concept.id == identity)
                if concept.enforcement is Enforcement.SHOW:
                    continue
                concepts[identity] = concept
                for span in spans:
                    uses[identity][_lemma(concept, target[slice(*span)])].append((number, span))
        for identity, renderings in uses.items():
            if len(renderings) < 2:
                continue
            concept = concepts[identity]
            usual = max(
                renderings, key=lambda text: (len(renderings[text]), text == concept.target)
            )
            for text, places in renderings.items():
                for number, span in places if text != usual else ():
                    issues.setdefault(number, []).append(
                        TermIssue(
                            TermCheck.INCONSISTENT,
                            Severity.WARNING,
                            identity,
                            f"{text!r} here, {usual!r} elsewhere for {concept.source!r}",
                            (),
                            (span,),
                        )
                    )
        return dict(sorted(issues.items()))


def _lemma(concept: Concept, words: str) -> str:
    """Return the English term of which `words` is a form."""
    for term in concept.of("en"):
        one = Concept(concept.id, (*concept.of("nl"), term), pos=concept.pos)
        forms = (*allowed_forms(one), term.text)
        if words.casefold() in {form.casefold() for form in forms}:
            return term.text
    return words
