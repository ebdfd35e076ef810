"""Looking into glossaries and measuring them: what the command line and the app ask for.

Adding, changing and deleting concepts is in :mod:`workbench.workflow.terminology`.
"""

import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.domain import Hypothesis, TermStrategy
from workbench.engine.base import Engine
from workbench.glossary.attention import word_map
from workbench.glossary.checks import TermChecker, TermIssue
from workbench.glossary.concepts import Concept, Enforcement, Glossary, Term
from workbench.glossary.enforcement import Enforcer
from workbench.glossary.files import (
    GlossaryFile,
    glossary_paths,
    load_glossary,
    read_glossary_file,
)
from workbench.glossary.matcher import Matcher, MatchKind, TermMatch
from workbench.glossary.outcome import Enforced, Finder
from workbench.glossary.sheet import Problem, conflicts
from workbench.quality.metrics import chrf

__all__ = [
    "DropBand",
    "PairFinder",
    "TermScores",
    "check_pairs",
    "check_places",
    "evaluate_terms",
    "find",
    "random_terms",
]

N_BEST = 4
DROPS = (0.1, 0.2, 0.4, 1.0, None)
"""Upper bounds of the bands of drops, in nats a token."""

_WORD = re.compile(r"[^\W\d_]{5,}")


def find(text: str, place: Path) -> list[TermMatch]:
    """Return the terms of a glossary (a file or a folder) in a Dutch text."""
    return Matcher(load_glossary(place)).find(text)


def check_places(places: Iterable[Path]) -> list[Problem]:
    """Return what is wrong or doubtful in glossary files and folders of them, taken together.

    Args:
        places: Files and folders, in order of priority; one that is named twice counts once.

    Raises:
        GlossaryError: A file as a whole can't be read.
    """
    paths = dict.fromkeys(path for place in places for path in glossary_paths(place))
    files = [read_glossary_file(path) for path in paths]
    problems = [problem for file in files for problem in file.problems]
    home = {concept.file: file for file in files for concept in file.concepts}
    seen: dict[str, GlossaryFile] = {}
    for file in files:
        for concept in file.concepts:
            first = seen.setdefault(concept.id, file)
            if first is not file:
                line = file.records[file.rows[concept.id]].line
                message = f"concept {concept.id!r} is in {first.path.name} already"
                problems.append(Problem(file.path.name, line, message))
    for earlier, later, text, said in conflicts([c for file in files for c in file.concepts]):
        if earlier.file != later.file:
            file = home[later.file]
            line = file.records[file.rows[later.id]].line
            message = f"{text!r} {said} (in {Path(earlier.file).name}, which wins)"
            problems.append(Problem(file.path.name, line, message, error=False))
    return problems


def check_pairs(
    pairs: Iterable[tuple[str, str]], places: Sequence[Path]
) -> tuple[int, dict[int, list[TermIssue]]]:
    """Check (source, target) segments; return how many there are and the issues by number."""
    listed = list(pairs)
    checker = TermChecker(Matcher(load_glossary(places)))
    return len(listed), checker.check_document(listed)


@dataclass(frozen=True, slots=True)
class TermScores:
    """How well terms come into translations.

    Attributes:
        sentences: Sentences in the set.
        with_terms: Sentences with a term to apply.
        terms: Terms to apply in them.
        natural: Share of the terms that the engine writes by itself.
        success: Share of the terms that are in the text after the glossary was applied.
        consistency: Share of the occurrences that show their concept's most frequent rendering.
        strategies: Terms by how they came in.
        affected: Sentences in which the glossary had something to do.
        chrf_raw: chrF2 of the engine's own text over all sentences, 0 to 100.
        chrf: chrF2 of the text with the glossary applied.
        chrf_affected_raw: chrF2 of the engine's own text over the affected sentences.
        chrf_affected: chrF2 of the text with the glossary over the affected sentences.
        seconds_per_affected: Time for an affected sentence, in seconds, on this machine.
        drops: What the thresholds are calibrated on: affected sentences by their largest drop.
    """

    sentences: int
    with_terms: int
    terms: int
    natural: float
    success: float
    consistency: float
    strategies: Mapping[str, int]
    affected: int
    chrf_raw: float
    chrf: float
    chrf_affected_raw: float
    chrf_affected: float
    seconds_per_affected: float
    drops: tuple["DropBand", ...] = ()


@dataclass(frozen=True, slots=True)
class DropBand:
    """Sentences that lost about as much of the model's liking for their terms.

    Attributes:
        most: Largest drop of the band, in nats a token; None for no bound.
        sentences: How many there are.
        change: Mean change of their chrF2, in points.
        worse: Share of them whose chrF2 fell.
    """

    most: float | None
    sentences: int
    change: float
    worse: float


def evaluate_terms(
    engine: Engine,
    matcher: Finder,
    pairs: Sequence[tuple[str, str]],
    hypotheses: Sequence[Sequence[Hypothesis]] | None = None,
) -> TermScores:
    """Translate, apply the terms, and compare with the references.

    Args:
        engine: Translates.
        matcher: Finds the terms: a glossary's, or :class:`PairFinder` for the control.
        pairs: (source, reference).
        hypotheses: The engine's translations, if there already.
    """
    sources = [source for source, _ in pairs]
    found = hypotheses or engine.translate(sources, n_best=N_BEST)
    began = time.perf_counter()
    results = Enforcer(matcher, engine).enforce(sources, found)
    seconds = time.perf_counter() - began
    return _scores(results, [reference for _, reference in pairs], seconds)


def _scores(results: Sequence[Enforced], references: Sequence[str], seconds: float) -> TermScores:
    outcomes = [outcome for result in results for outcome in result.outcomes]
    strategies = Counter(outcome.strategy for outcome in outcomes)
    affected = [
        number
        for number, result in enumerate(results)
        if any(outcome.strategy is not TermStrategy.NATURAL for outcome in result.outcomes)
    ]
    renderings: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        if outcome.strategy is not TermStrategy.NOT_APPLIED:
            renderings[outcome.concept][_stem(outcome.target)] += 1
    usual = sum(counts.most_common(1)[0][1] for counts in renderings.values())
    applied = sum(sum(counts.values()) for counts in renderings.values())

    def measured(numbers: Iterable[int], *, raw: bool) -> float:
        chosen = list(numbers)
        if not chosen:
            return 0.0
        texts = [results[n].raw if raw else results[n].text for n in chosen]
        return chrf(texts, [references[n] for n in chosen]).value

    everything = range(len(results))
    return TermScores(
        sentences=len(results),
        with_terms=sum(bool(result.outcomes) for result in results),
        terms=len(outcomes),
        natural=strategies[TermStrategy.NATURAL] / max(len(outcomes), 1),
        success=applied / max(len(outcomes), 1),
        consistency=usual / max(applied, 1),
        strategies={strategy.value: strategies[strategy] for strategy in TermStrategy},
        affected=len(affected),
        chrf_raw=measured(everything, raw=True),
        chrf=measured(everything, raw=False),
        chrf_affected_raw=measured(affected, raw=True),
        chrf_affected=measured(affected, raw=False),
        seconds_per_affected=seconds / max(len(affected), 1),
        drops=_bands([(results[n], references[n]) for n in affected]),
    )


def _bands(affected: Sequence[tuple[Enforced, str]]) -> tuple[DropBand, ...]:
    changes: dict[float | None, list[float]] = {most: [] for most in DROPS}
    for result, reference in affected:
        drop = max(outcome.score_drop for outcome in result.outcomes)
        band = next(most for most in DROPS if most is None or drop <= most)
        before, after = (chrf([text], [reference]).value for text in (result.raw, result.text))
        changes[band].append(after - before)
    return tuple(
        DropBand(
            most,
            len(found),
            sum(found) / len(found),
            sum(change < 0 for change in found) / len(found),
        )
        for most, found in changes.items()
        if found
    )


def _stem(text: str) -> str:
    """Return a rendering without the plural that makes no difference here."""
    return re.sub(r"(?:ies|y|es|s)$", "", text.casefold())


class PairFinder:
    """Finds given (source words, target words) pairs, each in its own sentence only."""

    def __init__(self, terms: Mapping[str, Sequence[tuple[int, int, str]]]) -> None:
        self._terms = terms

    def find(self, text: str) -> list[TermMatch]:
        """Return the pairs of this very sentence."""
        return [
            TermMatch(
                concept=Concept(
                    id=f"random-{start}",
                    terms=(Term("nl", text[start:end]), Term("en", target, generated=False)),
                    enforcement=Enforcement.FORCE,
                ),
                text=text[start:end],
                start=start,
                end=end,
                kind=MatchKind.EXACT,
                form=text[start:end],
                parts=((start, end),),
            )
            for start, end, target in self._terms.get(text, ())
        ]


def random_terms(
    engine: Engine, pairs: Sequence[tuple[str, str]], glossary: Glossary, *, seed: int = 7
) -> PairFinder:
    """Draw a random word of each source and its counterpart in the reference, as a control.

    The counterpart is the reference word whose tokens attend to the word when the engine reads
    the reference. Words of glossary terms are left out. A system that only knows how to copy
    the glossary's terms fails on these (WMT23 and WMT25 terminology tasks).
    """
    chance = random.Random(seed)
    matcher = Matcher(glossary)
    scored = engine.score(pairs)
    terms: dict[str, list[tuple[int, int, str]]] = {}
    for (source, reference), hypothesis in zip(pairs, scored, strict=True):
        taken = [(match.start, match.end) for match in matcher.find(source)]
        options = list(
            _counterparts(source, reference, hypothesis, engine.source_tokens(source), taken)
        )
        if options:
            terms[source] = [chance.choice(options)]
    return PairFinder(terms)


def _counterparts(
    source: str,
    reference: str,
    hypothesis: Hypothesis,
    pieces: Sequence[str],
    taken: Sequence[tuple[int, int]],
) -> Iterator[tuple[int, int, str]]:
    words = word_map(source, pieces, hypothesis)
    for match in _WORD.finditer(source):
        start, end = match.span()
        if match.start() == 0 or any(start < right and end > left for left, right in taken):
            continue
        weights = words.weights(start, end)
        attending = [number for number, weight in enumerate(weights) if weight >= 0.75]
        if len(attending) == 1:
            left, right = words.words[attending[0]]
            if _WORD.fullmatch(reference, left, right):
                yield start, end, reference[left:right]
