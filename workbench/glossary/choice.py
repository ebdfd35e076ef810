"""Which candidate is taken: judged by the model, the best that lost nothing, and not too dear."""

import math
from dataclasses import dataclass

from workbench.domain import Hypothesis, TermStrategy
from workbench.glossary.attempt import Attempt
from workbench.glossary.candidates import Candidate
from workbench.glossary.concepts import Enforcement
from workbench.glossary.outcome import Decoder
from workbench.glossary.verification import acceptable

__all__ = ["Chooser", "Thresholds"]

WHOLE = (TermStrategy.ANNOTATED, TermStrategy.ALTERNATIVE)
"""Strategies that translate the sentence as a whole."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How much of the model's liking a term may cost.

    A drop is allowed up to ``limit + share * |score of the free translation|``: a weak model is
    unsure of everything, also of its own text, and would veto every term under a fixed limit.
    In a short sentence one improbable word costs 2 nats a token and more, so what must be
    forced has no limit.

    Attributes:
        force: Limit for concepts with enforcement *force*, in nats a token.
        prefer: Limit for concepts with enforcement *prefer*.
        share: Share of the free translation's own mean log-probability.
    """

    force: float = math.inf
    prefer: float = 0.3
    share: float = 0.5

    def allows(self, drop: float, free_score: float, enforcement: Enforcement) -> bool:
        """Tell whether a term of this enforcement may cost `drop`."""
        limit = self.force if enforcement is Enforcement.FORCE else self.prefer
        return drop <= limit + self.share * abs(free_score)


class Chooser:
    """Takes for each attempt the best of its candidates.

    Args:
        decoder: Judges them against the original source.
        thresholds: How much a term may cost.
    """

    def __init__(self, decoder: Decoder, thresholds: Thresholds) -> None:
        self._decoder = decoder
        self._thresholds = thresholds

    def choose(
        self,
        proposals: list[tuple[Attempt, list[Candidate]]],
        *,
        most: float = math.inf,
    ) -> None:
        """Score the acceptable candidates in one call; take the best one of each attempt.

        Args:
            proposals: Attempts and candidates for them; an attempt may be there several times.
            most: What a candidate may lose against the text so far, in nats a token.
        """
        kept: dict[int, tuple[Attempt, dict[str, Candidate]]] = {}
        for attempt, candidates in proposals:
            good = kept.setdefault(id(attempt), (attempt, {}))[1]
            for each in candidates:
                if each.text not in good and _useful(attempt, each):
                    good[each.text] = each
        pairs = [(attempt.source, text) for attempt, found in kept.values() for text in found]
        scores = iter(self._decoder.score(pairs, align=False) if pairs else [])
        for attempt, found in kept.values():
            scored = [(candidate, next(scores)) for candidate in found.values()]
            scored = [
                (candidate, judged)
                for candidate, judged in scored
                if attempt.current.score - judged.score + candidate.against <= most
            ]
            if scored:
                self._take(attempt, scored)

    def _take(self, attempt: Attempt, scored: list[tuple[Candidate, Hypothesis]]) -> None:
        """Take the best candidate if its loss is allowed, else keep it as a suggestion."""

        def worth(item: tuple[Candidate, Hypothesis]) -> tuple[int, float]:
            candidate, judged = item
            return -len(attempt.missing(candidate.text)), judged.score - candidate.against

        candidate, judged = max(scored, key=worth)
        if worth((candidate, judged)) <= attempt.worth:
            return
        drop = max(0.0, attempt.free.score - judged.score)
        whole = candidate.strategy in WHOLE
        before = attempt.missing(attempt.raw if whole else attempt.text)
        gained = [n for n in before if n not in attempt.missing(candidate.text)]
        strictest = min(
            (attempt.matches[number].concept.enforcement for number in gained),
            key=lambda enforcement: enforcement is Enforcement.FORCE,
        )
        if self._thresholds.allows(drop, attempt.free.score, strictest):
            attempt.text = candidate.text
            attempt.current = judged
            attempt.handicap = candidate.against + (0.0 if whole else attempt.handicap)
            for number in gained:
                attempt.how[number] = (candidate.strategy, drop)
        else:
            for number in gained:
                attempt.suggestions[number] = (candidate.text, drop)


def _useful(attempt: Attempt, candidate: Candidate) -> bool:
    """Tell whether a candidate has more terms than the text so far and has lost nothing.

    A whole translation may also take the place of another one with as many terms.
    """
    lacks = len(attempt.missing(candidate.text))
    most = len(attempt.missing(attempt.text))
    if candidate.strategy in WHOLE:
        most = min(most + 1, len(attempt.missing(attempt.raw)))
    return lacks < most and acceptable(
        candidate.text, attempt.raw, attempt.source, attempt.concepts, attempt.wanted
    )
