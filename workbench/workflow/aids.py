"""What the model offers while a person types: the rest of the sentence, other words, doubts.

The newest question of a person counts: one that waits while a newer comes is answered with
nothing at once, so that questions never queue up behind each other however fast somebody types.
What they asked for themselves (other words) no completion makes void, for which nobody asked.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from workbench.corpus import rows as reading
from workbench.corpus.database import Database
from workbench.corpus.rows import SegmentRow
from workbench.domain import Hypothesis
from workbench.engine.base import Engine
from workbench.engine.confidence import segment_confidence, word_confidences
from workbench.engine.uppercase import (
    as_sentence,
    in_capitals,
    pair_as_read,
    raised_hypothesis,
    sentence_case,
)
from workbench.errors import StoreError
from workbench.language import LanguagePair, primary

__all__ = ["Aids"]

Json = dict[str, Any]

KEPT_WORDS = 20_000
"""Segments whose word confidences are remembered."""

MOST_SCORED = 200
"""Segments that one question may ask the confidence of."""

_AROUND = "\"'‘’“”«»„.,;:!?()[]…"

LONGEST_PREFIX = 2000
"""Characters of a text that is to be continued; no segment that people translate is longer."""


class Aids:
    """The model's help for one person after the other.

    Args:
        engine: Gives the engine of a direction; it loads its model when it is first asked.
    """

    def __init__(self, engine: Callable[[LanguagePair], Engine]) -> None:
        self._engine = engine
        self._busy = threading.Lock()
        self._serials: dict[tuple[str, str], int] = {}
        self._counting = threading.Lock()
        self._words: OrderedDict[tuple[int, int], list[list[float]]] = OrderedDict()

    def complete(
        self,
        database: Database,
        segment_id: int,
        *,
        prefix: str,
        person: str,
        terms: bool = True,
    ) -> Json:
        """Continue a translation from exactly what was typed.

        Args:
            database: The store.
            segment_id: The segment that is translated.
            prefix: What was typed; its last word may lack its end.
            person: Who types: a newer completion for the same person makes this one void.
            terms: Ask the package for the glossary's terms, if it obeys them.

        Returns:
            ``prefix`` as it was given and ``rest``, what the model writes behind it (empty when
            there is nothing to add); or ``stale`` when a newer question came.

        Raises:
            NotFoundError: There is no such segment.
            StoreError: It is passed through.
        """
        asker = ("complete", person)
        serial = self._next(asker)
        row = _translatable(database, segment_id)
        if len(prefix) > LONGEST_PREFIX:
            return {"prefix": prefix, "rest": ""}
        with self._busy:
            if serial != self._serials[asker]:
                return {"prefix": prefix, "stale": True}
            engine = self._engine(row.pair)
            source = _source(engine, row, terms=terms)
            begun, loud = _begun(row, prefix, unfinished=True)
            (found,) = engine.complete([(source, begun)], unfinished=True)
            found = list(map(raised_hypothesis, found)) if loud else found
        return {"prefix": prefix, "rest": _rest(found[0].text, prefix) if found else ""}

    def alternatives(
        self,
        database: Database,
        segment_id: int,
        *,
        prefix: str = "",
        person: str,
        terms: bool = True,
        limit: int = 6,
    ) -> Json:
        """Offer other words behind a prefix, or other translations of the whole segment.

        Args:
            database: The store.
            segment_id: The segment.
            prefix: The text before the cursor, ending before a word; empty asks for whole
                translations.
            person: Who asks: a newer question of this kind makes this one void.
            terms: As for :meth:`complete`.
            limit: Most offers.

        Returns:
            ``offers``, best first: ``word`` (the next word, empty for whole translations),
            ``text`` (the whole target with it) and ``probability`` (of a token, 0 to 1); or
            ``stale``.

        Raises:
            NotFoundError: There is no such segment.
            StoreError: It is passed through.
        """
        asker = ("alternatives", person)
        serial = self._next(asker)
        row = _translatable(database, segment_id)
        with self._busy:
            if serial != self._serials[asker]:
                return {"offers": [], "stale": True}
            engine = self._engine(row.pair)
            source = _source(engine, row, terms=terms)
            begun, loud = _begun(row, prefix)
            if prefix.strip():
                (found,) = engine.complete([(source, begun)], n_best=limit, alternatives=True)
            else:
                (found,) = engine.translate([source], n_best=limit)
            found = list(map(raised_hypothesis, found)) if loud else found
        return {"offers": _offers(found, prefix)[:limit]}

    def confidences(self, database: Database, segment_ids: Sequence[int]) -> list[Json]:
        """Return how sure the model is of each word of stored targets.

        Args:
            database: The store.
            segment_ids: The segments, at most :data:`MOST_SCORED`.

        Returns:
            For each segment with a target: ``id``, ``version`` and ``words``, a list of
            ``[start, end, probability]`` with Python string indices. A word is as sure as its
            least sure piece (:mod:`workbench.engine.confidence`).

        Raises:
            NotFoundError: One of the segments is not there.
        """
        rows = [
            row
            for row in reading.find(database, list(segment_ids)[:MOST_SCORED])
            if row.translatable and row.target
        ]
        unknown = [row for row in rows if (row.id, row.version) not in self._words]
        if unknown:
            with self._busy:
                for pair in {row.pair for row in unknown}:
                    some = [row for row in unknown if row.pair == pair]
                    texts = [pair_as_read(row.source, row.target, pair) for row in some]
                    scored = self._engine(pair).score(texts, align=False)
                    for row, hypothesis in zip(some, scored, strict=True):
                        self._words[row.id, row.version] = _words(hypothesis)
            while len(self._words) > KEPT_WORDS:
                self._words.popitem(last=False)
        return [
            {
                "id": row.id,
                "version": row.version,
                "words": self._words.get((row.id, row.version), []),
            }
            for row in rows
        ]

    def _next(self, asker: tuple[str, str]) -> int:
        with self._counting:
            self._serials[asker] = self._serials.get(asker, 0) + 1
            return self._serials[asker]


def _source(engine: Engine, row: SegmentRow, *, terms: bool) -> str:
    """Return the source as it is read, with glossary terms if the package obeys them."""
    read = as_sentence(row.source, primary(row.pair.source))
    if not terms or not row.terms or engine.info.terminology is None:
        return read
    spans: list[tuple[int, int, str]] = []
    for term in sorted(row.terms, key=lambda each: each.start):
        if term.target and (not spans or term.start >= spans[-1][1]):
            spans.append((term.start, term.end, term.target))
    return engine.annotate(read, spans)


def _begun(row: SegmentRow, prefix: str, *, unfinished: bool = False) -> tuple[str, bool]:
    """Return the prefix as the model is given it, and whether the answer is set in capitals."""
    if not in_capitals(row.source, primary(row.pair.source)) or prefix != prefix.upper():
        return prefix, False
    return sentence_case(prefix, primary(row.pair.target), unfinished=unfinished), True


def _translatable(database: Database, segment_id: int) -> SegmentRow:
    (row,) = reading.find(database, [segment_id])
    if not row.translatable:
        raise StoreError(
            "this segment is passed through as it is", where=f"segment {row.position + 1}"
        )
    return row


def _rest(text: str, prefix: str) -> str:
    """Return what stands behind the prefix; nothing when the model did not go on from it."""
    if text.startswith(prefix):
        return text[len(prefix) :]
    bare = prefix.rstrip()
    return text[len(bare) :].lstrip() if text.startswith(bare) else ""


def _offers(found: Sequence[Hypothesis], prefix: str) -> list[Json]:
    offers: list[Json] = []
    seen: set[str] = set()
    for hypothesis in found:
        rest = _rest(hypothesis.text, prefix)
        word = rest.split()[0] if prefix.strip() and rest.split() else ""
        # ‘peace’ and "peace", are one word to choose from.
        key = word.strip(_AROUND).casefold() or word or hypothesis.text
        if key in seen or (prefix.strip() and not word):
            continue
        seen.add(key)
        offers.append(
            {
                "word": word,
                "text": hypothesis.text,
                "probability": round(segment_confidence(hypothesis), 4),
            }
        )
    return offers


def _words(hypothesis: Hypothesis) -> list[list[float]]:
    if len(hypothesis.log_probs) != len(hypothesis.tokens):
        return []
    return [
        [word.start, word.end, round(word.confidence, 3)] for word in word_confidences(hypothesis)
    ]
