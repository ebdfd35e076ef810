"""Terms applied to the output of any translation package: :class:`Enforcer`.

Natural, annotated, alternative, forced, patched, not applied - in this order a term is sought,
and every outcome is recorded. The model itself judges each candidate against the *original*
source (mean log-probability a token) and the best one that lost nothing is taken; for a term
that is only preferred, one that the model finds much worse than its free translation is not
taken, but kept as a suggestion. docs/glossary.md explains the thresholds.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from workbench.domain import Hypothesis, TermOutcome, TermStrategy
from workbench.glossary.attention import WordMap, word_map
from workbench.glossary.candidates import (
    Candidate,
    acceptable,
    forced_beginnings,
    lingers,
    patches,
    swapped,
    wanted_forms,
    with_right_articles,
)
from workbench.glossary.concepts import Concept, Enforcement
from workbench.glossary.matcher import TermMatch
from workbench.glossary.outcome import Decoder, Enforced, Finder
from workbench.glossary.targets import find_targets

__all__ = ["Enforcer", "Thresholds"]

ROUNDS = 6
"""Terms missing in one sentence that are treated one after the other, at most."""

N_BEST = 4
"""Hypotheses asked for where the caller gave only one."""

DISAGREEMENT = 0.3
"""What a term in the wrong number loses against one in the right number, in nats a token.

So does a text in which the word that the term replaces still stands (*an accord was reached
agreement*)."""

CHEAP = 0.2
"""What a patch may cost to be taken at once, in nats a token."""

APPLIED = (Enforcement.FORCE, Enforcement.PREFER)


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


@dataclass(slots=True)
class _Sentence:
    """A sentence under way: its terms, and the best text found so far."""

    source: str
    raw: str
    matches: list[TermMatch]
    hypotheses: Sequence[Hypothesis]
    text: str
    free: Hypothesis
    current: Hypothesis
    how: dict[int, tuple[TermStrategy, float]] = field(default_factory=dict)
    suggestions: dict[int, tuple[str, float]] = field(default_factory=dict)
    tried: set[int] = field(default_factory=set)

    @property
    def concepts(self) -> list[Concept]:
        return [match.concept for match in self.matches]

    @property
    def wanted(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for match in self.matches:
            counts[match.concept.id] = counts.get(match.concept.id, 0) + 1
        return counts

    def missing(self, text: str) -> list[int]:
        """Return the numbers of the matches whose term is not in `text`."""
        left = {name: len(spans) for name, spans in find_targets(self.concepts, text).items()}
        absent = []
        for number, match in enumerate(self.matches):
            left[match.concept.id] -= 1
            if left[match.concept.id] < 0:
                absent.append(number)
        return absent


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
        self._thresholds = thresholds or Thresholds()

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
        results: list[Enforced | None] = [None] * len(sources)
        open_: dict[int, _Sentence] = {}
        for number, (source, found) in enumerate(zip(sources, hypotheses, strict=True)):
            raw = found[0].text
            matches = [
                match
                for match in self._matcher.find(source)
                if match.concept.enforcement in APPLIED and wanted_forms(match)
            ]
            sentence = _Sentence(source, raw, matches, found, raw, found[0], found[0])
            if matches and raw and sentence.missing(raw):
                open_[number] = sentence
            else:
                results[number] = _enforced(sentence)
        self._apply(list(open_.values()))
        for number, sentence in open_.items():
            results[number] = _enforced(sentence)
        return [result for result in results if result is not None]

    def _apply(self, sentences: list[_Sentence]) -> None:
        if not sentences:
            return
        pairs = [(sentence.source, sentence.raw) for sentence in sentences]
        free = self._decoder.score(pairs, align=False)
        for sentence, scored in zip(sentences, free, strict=True):
            # The search has left the alignment of its own text.
            sentence.free = sentence.current = replace(sentence.free, score=scored.score)
        self._whole_sentences(sentences)
        for _ in range(ROUNDS):
            unfinished = [
                (sentence, number)
                for sentence in sentences
                for number in sentence.missing(sentence.text)[:ROUNDS]
                if number not in sentence.tried
            ]
            first = {id(sentence): (sentence, number) for sentence, number in reversed(unfinished)}
            if not first:
                return
            self._one_term(list(first.values()))

    def _whole_sentences(self, sentences: list[_Sentence]) -> None:
        """Try annotated source and the other hypotheses, which may hold several terms at once."""
        annotated = self._annotated(sentences)
        few = [sentence for sentence in sentences if len(sentence.hypotheses) < 2]
        more = self._decoder.translate([s.source for s in few], n_best=N_BEST) if few else []
        extra = {id(sentence): found for sentence, found in zip(few, more, strict=True)}
        proposals = []
        for sentence, marked in zip(sentences, annotated, strict=True):
            others = extra.get(id(sentence), sentence.hypotheses)
            candidates = self._written(sentence, marked, TermStrategy.ANNOTATED)
            candidates += self._written(sentence, others, TermStrategy.ALTERNATIVE)
            absent = len(sentence.missing(sentence.raw))
            useful = {
                candidate.text: candidate
                for candidate in reversed(candidates)
                if len(sentence.missing(candidate.text)) < absent
            }
            proposals.append((sentence, list(useful.values())))
        self._choose(proposals)
        self._swapped([sentence for sentence in sentences if sentence.missing(sentence.text)])

    def _swapped(self, sentences: list[_Sentence]) -> None:
        """Translate sources into which the missing English terms are written."""
        if not sentences:
            return
        sources = [
            swapped(s.source, [s.matches[number] for number in s.missing(s.text)])
            for s in sentences
        ]
        found = self._decoder.translate(sources, n_best=N_BEST)
        self._align(sentences)
        self._choose(
            [
                (sentence, self._written(sentence, options, TermStrategy.ALTERNATIVE))
                for sentence, options in zip(sentences, found, strict=True)
            ]
        )

    def _written(
        self, sentence: _Sentence, found: Sequence[Hypothesis], strategy: TermStrategy
    ) -> list[Candidate]:
        """Make candidates of whole translations; the words of the free one may linger in them."""
        if not found:
            return []
        self._align([sentence])
        words = self._words(sentence)
        absent = [sentence.matches[number] for number in sentence.missing(sentence.text)]
        texts = [with_right_articles(each.text, sentence.concepts) for each in found]
        return [
            Candidate(
                text,
                strategy,
                not any(lingers(text, sentence.text, words, match) for match in absent),
            )
            for text in texts
        ]

    def _annotated(self, sentences: list[_Sentence]) -> list[Sequence[Hypothesis]]:
        if self._decoder.info.terminology is None:
            return [()] * len(sentences)
        sources = []
        for sentence in sentences:
            spans = [
                (match.start, match.end, wanted_forms(match)[0])
                for match in sentence.matches
                if len(match.parts) == 1
            ]
            sources.append(self._decoder.annotate(sentence.source, spans))
        return list(self._decoder.translate(sources, n_best=N_BEST))

    def _one_term(self, jobs: list[tuple[_Sentence, int]]) -> None:
        """Treat one missing term in each sentence, all of them together.

        Judging a patched text costs one pass of the model, finishing a forced beginning one for
        each word; so a patch that the model hardly minds is taken without looking further.
        """
        patched: list[list[Candidate]] = []
        self._align([sentence for sentence, _ in jobs])
        maps = [self._words(sentence) for sentence, _ in jobs]
        for (sentence, number), words in zip(jobs, maps, strict=True):
            sentence.tried.add(number)
            match = sentence.matches[number]
            title = _titled(sentence.source, match)
            found = patches(sentence.text, words, match, title=title)
            patched.append([Candidate(text, TermStrategy.PATCHED, fits) for text, fits in found])
        before = [sentence.text for sentence, _ in jobs]
        self._choose(
            [(sentence, found) for (sentence, _), found in zip(jobs, patched, strict=True)],
            most=CHEAP,
        )
        left = [at for at, (sentence, _) in enumerate(jobs) if sentence.text == before[at]]
        requests: list[tuple[str, str]] = []
        owners: list[tuple[int, bool]] = []
        for at in left:
            sentence, number = jobs[at]
            match = sentence.matches[number]
            title = _titled(sentence.source, match)
            for start, fits in forced_beginnings(sentence.text, maps[at], match, title=title):
                requests.append((sentence.source, start))
                owners.append((at, fits))
        completions = self._decoder.complete(requests, quick=True) if requests else []
        for (at, fits), finished in zip(owners, completions, strict=True):
            patched[at] += [
                Candidate(each.text, TermStrategy.FORCED, fits) for each in finished[:1]
            ]
        self._choose([(jobs[at][0], patched[at]) for at in left])

    def _align(self, sentences: list[_Sentence]) -> None:
        """See that the texts so far have an alignment; candidates are judged without."""
        bare = [sentence for sentence in sentences if not sentence.current.alignment]
        if not bare:
            return
        pairs = [(sentence.source, sentence.text) for sentence in bare]
        for sentence, aligned in zip(bare, self._decoder.score(pairs), strict=True):
            sentence.current = aligned

    def _words(self, sentence: _Sentence) -> WordMap:
        pieces = self._decoder.source_tokens(sentence.source)
        return word_map(sentence.source, pieces, sentence.current)

    def _choose(
        self,
        proposals: list[tuple[_Sentence, list[Candidate]]],
        *,
        most: float = math.inf,
    ) -> None:
        """Score the acceptable candidates in one call; take the best one of each sentence.

        Args:
            proposals: Sentences and their candidates.
            most: What a candidate may lose against the text so far, in nats a token.
        """
        kept: list[tuple[_Sentence, list[Candidate]]] = []
        for sentence, candidates in proposals:
            absent = len(sentence.missing(sentence.text))
            good = {
                candidate.text: candidate
                for candidate in candidates
                if len(sentence.missing(candidate.text)) < absent
                and acceptable(
                    candidate.text,
                    sentence.raw,
                    sentence.source,
                    sentence.concepts,
                    sentence.wanted,
                )
            }
            kept.append((sentence, list(good.values())))
        pairs = [(sentence.source, each.text) for sentence, found in kept for each in found]
        scores = iter(self._decoder.score(pairs, align=False) if pairs else [])
        for sentence, found in kept:
            scored = [(candidate, next(scores)) for candidate in found]
            scored = [each for each in scored if sentence.current.score - each[1].score <= most]
            if scored:
                self._take(sentence, scored)

    def _take(self, sentence: _Sentence, scored: list[tuple[Candidate, Hypothesis]]) -> None:
        """Take the best candidate if its loss is allowed, else keep it as a suggestion."""
        before = sentence.missing(sentence.text)

        def worth(item: tuple[Candidate, Hypothesis]) -> tuple[int, float]:
            candidate, judged = item
            return (
                -len(sentence.missing(candidate.text)),
                judged.score - (0.0 if candidate.agrees else DISAGREEMENT),
            )

        candidate, judged = max(scored, key=worth)
        drop = max(0.0, sentence.free.score - judged.score)
        gained = [n for n in before if n not in sentence.missing(candidate.text)]
        strictest = min(
            (sentence.matches[number].concept.enforcement for number in gained),
            key=lambda enforcement: enforcement is Enforcement.FORCE,
        )
        if self._thresholds.allows(drop, sentence.free.score, strictest):
            sentence.text = candidate.text
            sentence.current = judged
            for number in gained:
                sentence.how[number] = (candidate.strategy, drop)
        else:
            for number in gained:
                sentence.suggestions[number] = (candidate.text, drop)


def _titled(source: str, match: TermMatch) -> bool:
    """Tell whether the term stands in a title in which every word has a capital."""
    words = match.text.split()
    return (
        len(words) > 1
        and all(word[:1].isupper() for word in words)
        and (match.concept.source != match.text)
    )


def _enforced(sentence: _Sentence) -> Enforced:
    spans = find_targets(sentence.concepts, sentence.text)
    used: dict[str, int] = {}
    outcomes = []
    for number, match in enumerate(sentence.matches):
        identity = match.concept.id
        at = used.get(identity, 0)
        used[identity] = at + 1
        here = spans[identity][at : at + 1]
        if here:
            strategy, drop = sentence.how.get(number, (TermStrategy.NATURAL, 0.0))
            target = sentence.text[slice(*here[0])]
            suggestion = ""
        else:
            strategy, target = TermStrategy.NOT_APPLIED, wanted_forms(match)[0]
            suggestion, drop = sentence.suggestions.get(number, ("", 0.0))
        outcomes.append(
            TermOutcome(
                concept=identity,
                source=match.text,
                start=match.start,
                end=match.end,
                target=target,
                strategy=strategy,
                score_drop=drop,
                suggestion=suggestion,
            )
        )
    return Enforced(sentence.text, sentence.raw, tuple(outcomes))
