"""Terms applied to the output of any translation package: :class:`Enforcer`.

A sentence that lacks a term is attempted in two ways at once: from another translation of the
whole sentence (annotated source, the beam, English terms in the source, forbidden renderings
banned), and from the free translation (its words exchanged, or finished anew behind the term).
The model itself judges every candidate against the *original* source (mean log-probability a
token) and the best one that lost nothing is taken; for a term that is only preferred, one that
the model finds much worse than its free translation is not taken, but kept as a suggestion.
Every outcome is recorded. docs/glossary.md explains the thresholds.
"""

from collections.abc import Sequence
from dataclasses import replace

from workbench.domain import Hypothesis, TermStrategy
from workbench.glossary.attempt import Attempt
from workbench.glossary.attention import WordMap, word_map
from workbench.glossary.candidates import (
    Candidate,
    capitalised,
    forced_beginnings,
    patches,
    swapped,
    wanted_forms,
    with_right_articles,
)
from workbench.glossary.choice import Chooser, Thresholds
from workbench.glossary.concepts import Enforcement
from workbench.glossary.matcher import TermMatch
from workbench.glossary.outcome import Decoder, Enforced, Finder
from workbench.glossary.verification import against, in_number

__all__ = ["Enforcer", "terms_to_apply"]

ROUNDS = 6
"""Terms missing in one sentence that are treated one after the other, at most."""

N_BEST = 4
"""Hypotheses asked for where the caller gave only one."""

CHEAP = 0.2
"""What a patch may cost to be taken at once, in nats a token."""

APPLIED = (Enforcement.FORCE, Enforcement.PREFER)


def terms_to_apply(finder: Finder, source: str) -> list[TermMatch]:
    """Return the terms of a source text that are put into its translation, in their order."""
    return [
        match
        for match in finder.find(source)
        if match.concept.enforcement in APPLIED and wanted_forms(match)
    ]


class Enforcer:
    """Applies the terms of a glossary to translations.

    Args:
        matcher: Finds the terms in the source.
        decoder: The package's engine; :class:`workbench.glossary.outcome.Decoder`.
        thresholds: How much a term may cost.
    """

    def __init__(
        self, matcher: Finder, decoder: Decoder, *, thresholds: Thresholds | None = None
    ) -> None:
        self._matcher = matcher
        self._decoder = decoder
        self._chooser = Chooser(decoder, thresholds or Thresholds())

    def enforce(
        self, sources: Sequence[str], hypotheses: Sequence[Sequence[Hypothesis]]
    ) -> list[Enforced]:
        """Apply the glossary to translated sentences, all of them in a few batched calls.

        Args:
            sources: Source sentences.
            hypotheses: For each its hypotheses, best first, at least one.

        Returns:
            For each sentence its text, the engine's own text, and the outcome of each term
            with enforcement *force* or *prefer*, in the order of the source.
        """
        attempts: list[Attempt] = []
        open_: dict[int, Attempt] = {}
        for number, (source, found) in enumerate(zip(sources, hypotheses, strict=True)):
            raw = found[0].text
            matches = terms_to_apply(self._matcher, source)
            attempt = Attempt(source, raw, matches, found, raw, found[0], found[0])
            attempts.append(attempt)
            if matches and raw and attempt.missing(raw):
                open_[number] = attempt
        best = dict(zip(open_, self._best(list(open_.values())), strict=True))
        return [best.get(number, attempt).result() for number, attempt in enumerate(attempts)]

    def _best(self, attempts: list[Attempt]) -> list[Attempt]:
        """Return for each sentence the better one of two attempts."""
        if not attempts:
            return []
        free = self._decoder.score([(each.source, each.raw) for each in attempts], align=False)
        for attempt, scored in zip(attempts, free, strict=True):
            # The search has left the alignment of its own text.
            attempt.free = attempt.current = replace(attempt.free, score=scored.score)
        self._whole_sentences(attempts)
        others = [each.anew() if each.text != each.raw else each for each in attempts]
        both = [*attempts, *(other for other in others if other.rival is not None)]
        for _ in range(ROUNDS):
            unfinished = [
                (attempt, number)
                for attempt in both
                for number in attempt.missing(attempt.text)[:ROUNDS]
                if number not in attempt.tried
            ]
            first = {id(attempt): (attempt, number) for attempt, number in reversed(unfinished)}
            if not first:
                break
            self._one_term(list(first.values()))
        return [
            max(pair, key=lambda attempt: attempt.worth)
            for pair in zip(attempts, others, strict=True)
        ]

    def _whole_sentences(self, attempts: list[Attempt]) -> None:
        """Try other translations of the whole sentence, which may hold several terms at once."""
        annotated = self._annotated(attempts)
        few = [attempt for attempt in attempts if len(attempt.hypotheses) < 2]
        more = self._decoder.translate([each.source for each in few], n_best=N_BEST) if few else []
        extra = {id(attempt): found for attempt, found in zip(few, more, strict=True)}
        proposals = []
        for attempt, marked in zip(attempts, annotated, strict=True):
            others = extra.get(id(attempt), attempt.hypotheses)
            candidates = self._written(attempt, marked, TermStrategy.ANNOTATED)
            candidates += self._written(attempt, others, TermStrategy.ALTERNATIVE)
            proposals.append((attempt, candidates))
        self._chooser.choose(proposals)
        open_ = [attempt for attempt in attempts if not attempt.settled(CHEAP)]
        self._chooser.choose([*self._swapped(open_), *self._without_banned(open_)])

    def _swapped(self, attempts: list[Attempt]) -> list[tuple[Attempt, list[Candidate]]]:
        """Translate sources into which the English terms are written."""
        if not attempts:
            return []
        found = self._decoder.translate([_swapped(each) for each in attempts], n_best=N_BEST)
        return [
            (attempt, self._written(attempt, options, TermStrategy.ALTERNATIVE))
            for attempt, options in zip(attempts, found, strict=True)
        ]

    def _without_banned(self, attempts: list[Attempt]) -> list[tuple[Attempt, list[Candidate]]]:
        """Translate anew where a forbidden rendering stands in for the term, which is banned.

        A ban holds for a whole call of the decoder, so there is one call for each set of words.
        """
        groups: dict[tuple[str, ...], list[Attempt]] = {}
        for attempt in attempts:
            if attempt.banned:
                groups.setdefault(attempt.banned, []).append(attempt)
        proposals = []
        for banned, group in groups.items():
            sources = [*(each.source for each in group), *map(_swapped, group)]
            found = self._decoder.avoid(sources, banned, n_best=N_BEST)
            proposals += [
                (attempt, self._written(attempt, options, TermStrategy.ALTERNATIVE))
                for attempt, options in zip([*group, *group], found, strict=True)
            ]
        return proposals

    def _written(
        self, attempt: Attempt, found: Sequence[Hypothesis], strategy: TermStrategy
    ) -> list[Candidate]:
        """Make candidates of whole translations.

        The words of the free one may linger in them, and a term may be in the wrong number.
        """
        if not found:
            return []
        free = attempt.free
        words = word_map(attempt.source, self._decoder.source_tokens(attempt.source), free)
        absent = attempt.unsaid
        texts = [
            with_right_articles(capitalised(each.text, attempt.raw), attempt.concepts)
            for each in found
        ]
        return [
            Candidate(
                text,
                strategy,
                against(
                    text,
                    attempt.raw,
                    words,
                    absent,
                    raw=attempt.raw,
                    fits=all(in_number(text, match) for match in absent),
                ),
            )
            for text in texts
        ]

    def _annotated(self, attempts: list[Attempt]) -> list[Sequence[Hypothesis]]:
        if self._decoder.info.terminology is None:
            return [()] * len(attempts)
        sources = []
        for attempt in attempts:
            spans = [
                (match.start, match.end, wanted_forms(match)[0])
                for match in attempt.matches
                if len(match.parts) == 1
            ]
            sources.append(self._decoder.annotate(attempt.source, spans))
        return list(self._decoder.translate(sources, n_best=N_BEST))

    def _one_term(self, jobs: list[tuple[Attempt, int]]) -> None:
        """Treat one missing term in each sentence, all of them together.

        Judging a patched text costs one pass of the model, finishing a forced beginning one for
        each word; so a patch that the model hardly minds is taken without looking further, and
        nothing is forced where another attempt has found such a text.
        """
        patched: list[list[Candidate]] = []
        self._align([attempt for attempt, _ in jobs])
        maps = [self._words(attempt) for attempt, _ in jobs]
        for (attempt, number), words in zip(jobs, maps, strict=True):
            attempt.tried.add(number)
            match = attempt.matches[number]
            title = _titled(attempt.source, match)
            patched.append(
                [
                    Candidate(
                        text,
                        TermStrategy.PATCHED,
                        against(text, attempt.text, words, [match], raw=attempt.raw, fits=fits),
                    )
                    for text, fits in patches(attempt.text, words, match, title=title)
                ]
            )
        before = [attempt.text for attempt, _ in jobs]
        self._chooser.choose(
            [(attempt, found) for (attempt, _), found in zip(jobs, patched, strict=True)],
            most=CHEAP,
        )
        left = [
            at
            for at, (attempt, _) in enumerate(jobs)
            if attempt.text == before[at]
            and not (attempt.rival is not None and attempt.rival.settled(CHEAP))
        ]
        requests: list[tuple[str, str]] = []
        owners: list[tuple[int, bool]] = []
        for at in left:
            attempt, number = jobs[at]
            match = attempt.matches[number]
            title = _titled(attempt.source, match)
            for start, fits in forced_beginnings(attempt.text, maps[at], match, title=title):
                requests.append((attempt.source, start))
                owners.append((at, fits))
        completions = self._decoder.complete(requests, quick=True) if requests else []
        for (at, fits), finished in zip(owners, completions, strict=True):
            attempt, number = jobs[at]
            match = attempt.matches[number]
            patched[at] += [
                Candidate(
                    each.text,
                    TermStrategy.FORCED,
                    against(each.text, attempt.text, maps[at], [match], raw=attempt.raw, fits=fits),
                )
                for each in finished[:1]
            ]
        self._chooser.choose([(jobs[at][0], patched[at]) for at in left])

    def _align(self, attempts: list[Attempt]) -> None:
        """See that the texts so far have an alignment; candidates are judged without."""
        bare = [attempt for attempt in attempts if not attempt.current.alignment]
        if not bare:
            return
        pairs = [(attempt.source, attempt.text) for attempt in bare]
        for attempt, aligned in zip(bare, self._decoder.score(pairs), strict=True):
            attempt.current = aligned

    def _words(self, attempt: Attempt) -> WordMap:
        pieces = self._decoder.source_tokens(attempt.source)
        return word_map(attempt.source, pieces, attempt.current)


def _titled(source: str, match: TermMatch) -> bool:
    """Tell whether the term stands in a title in which every word has a capital."""
    words = match.text.split()
    return (
        len(words) > 1
        and all(word[:1].isupper() for word in words)
        and (match.concept.source != match.text)
    )


def _swapped(attempt: Attempt) -> str:
    """Return the source with the English terms that the free translation lacks."""
    return swapped(attempt.source, attempt.unsaid)
