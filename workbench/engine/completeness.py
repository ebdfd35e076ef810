"""Whether drafts say all that their sources say, and a second, wider search for those that do not.

With a package for the opposite direction the source is read back: that model tells how surprising
each of its words is, given the draft. Without such a package the attention of the draft has to do.

The most probable translation is often one that leaves something out. Where the best of the beam
does, a wider search is made, and the first of its hypotheses that leaves nothing out comes in its
place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.domain import Hypothesis
from workbench.engine.base import Engine
from workbench.engine.contents import Package
from workbench.engine.decoding import LazyDecoder
from workbench.engine.omission import Omission, find_omission, limit
from workbench.engine.pieces import token_spans
from workbench.engine.problems import NOTES, detect_problems
from workbench.engine.renderings import Surprisal
from workbench.engine.stress import without_stress
from workbench.language import EN_NL, NL_EN, primary

__all__ = ["WIDER_BEAM", "BackReader", "Completeness", "Examined", "attended_spans"]

WIDER_BEAM = 8
"""Beam and hypotheses of the second search. With 16 a fifth less is left out, for three times the
time (measured on FLORES dev)."""

Search = Callable[[Sequence[str]], Sequence[Sequence[Hypothesis]]]
"""Gives for each source its hypotheses, best first."""


@dataclass(frozen=True, slots=True)
class Examined:
    """The hypotheses of a source after the look at what they leave out.

    Attributes:
        options: The hypotheses, the one to show first.
        gap: What the first one leaves out, if anything.
    """

    options: list[Hypothesis]
    gap: Omission | None = None


class BackReader:
    """A package for the opposite direction that judges and never translates.

    The model is loaded when it is first used; threads may share it.

    Args:
        package: From the language of the drafts to that of their sources.
        threads: CPU threads in all; 0 takes all cores.
    """

    def __init__(self, package: Package, *, threads: int = 0) -> None:
        self._model = LazyDecoder(package, threads=threads)

    def surprisals(self, pairs: Sequence[tuple[str, str]]) -> list[Surprisal]:
        """Return what the model makes of each source, given its translation.

        Args:
            pairs: (source, translation) pairs; where one is empty so is the answer.
        """
        decoder = self._model.get()
        filled = [index for index, pair in enumerate(pairs) if all(map(str.strip, pair))]
        judged = decoder.judge(
            [decoder.read(pairs[index][1]) for index in filled],
            [decoder.pieces.encode(without_stress(pairs[index][0])) for index in filled],
            align=False,
        )
        found = dict(zip(filled, judged, strict=True))
        nothing = Hypothesis("", (), 0.0)
        return [
            Surprisal(each.tokens, each.log_probs)
            for each in (found.get(index, nothing) for index in range(len(pairs)))
        ]


def attended_spans(engine: Engine, source: str, draft: Hypothesis) -> list[tuple[int, int]]:
    """Return the spans of a source that the words of its translation attended to."""
    spans = token_spans(engine.source_tokens(source), source)
    return [spans[index] for index in set(draft.alignment) if index < len(spans)]


class Completeness:
    """Finds what drafts left out.

    Args:
        engine: Wrote the drafts.
        reader: Reads their sources back; None goes by the attention.
    """

    def __init__(self, engine: Engine, reader: BackReader | None = None) -> None:
        self._engine = engine
        self._reader = reader

    def omissions(
        self, sources: Sequence[str], drafts: Sequence[Hypothesis]
    ) -> list[Omission | None]:
        """Return for each draft the stretch of its source that it says nothing of.

        Args:
            sources: Source texts.
            drafts: Their translations, with `score`, and `alignment` where there is no reader.

        Returns:
            None for a draft that is whole, and for all drafts where the languages are not Dutch
            and English, or where they are from English and nobody reads back.
        """
        pair = self._engine.info.pair
        if not pair.agrees_with(NL_EN) and not (self._reader and pair.agrees_with(EN_NL)):
            return [None] * len(sources)
        texts = [draft.text for draft in drafts]
        read: Sequence[Surprisal | None] = [None] * len(sources)
        if self._reader is not None:
            read = self._reader.surprisals(list(zip(sources, texts, strict=True)))
        return [
            self._omission(source, draft, surprisal)
            for source, draft, surprisal in zip(sources, drafts, read, strict=True)
        ]

    def examine(
        self, sources: Sequence[str], hypotheses: Sequence[list[Hypothesis]], *, search: Search
    ) -> list[Examined]:
        """Put a hypothesis first that leaves nothing out, where the best one does and one is found.

        One that has a fault which the best one does not have is passed over.

        Without a reader nothing is put first: the attention, which would have to do, has ordered
        the beam already.

        Args:
            sources: Source texts.
            hypotheses: Their translations, best first, at least one for each.
            search: The wider search; asked for the sources whose best hypothesis lacks something.
        """
        gaps = self.omissions(sources, [options[0] for options in hypotheses])
        found = [Examined(list(h), gap) for h, gap in zip(hypotheses, gaps, strict=True)]
        lacking = [index for index, each in enumerate(found) if each.gap is not None]
        if self._reader is None or not lacking:
            return found
        texts = [sources[index] for index in lacking]
        best = [hypotheses[index][0] for index in lacking]
        for index, whole in zip(lacking, self._whole(texts, best, search(texts)), strict=True):
            if whole is not None:
                others = [each for each in hypotheses[index] if each.text != whole.text]
                found[index] = Examined([whole, *others])
        return found

    def _whole(
        self,
        sources: Sequence[str],
        best: Sequence[Hypothesis],
        hypotheses: Sequence[Sequence[Hypothesis]],
    ) -> list[Hypothesis | None]:
        """Return for each source the first hypothesis that leaves nothing out.

        Only the first of a search has its names and numbers put right; one with a fault that the
        best one does not have is no gain.
        """
        sound = []
        for source, first, options in zip(sources, best, hypotheses, strict=True):
            had = self._faults(source, first)
            sound.append([each for each in options if self._faults(source, each) <= had])
        pairs = [(s, h) for s, options in zip(sources, sound, strict=True) for h in options]
        gaps = iter(self.omissions([s for s, _ in pairs], [h for _, h in pairs]))
        return [
            next((h for h, gap in [(h, next(gaps)) for h in options] if gap is None), None)
            for options in sound
        ]

    def _faults(self, source: str, hypothesis: Hypothesis) -> set[str]:
        return {*detect_problems(source, hypothesis, pair=self._engine.info.pair)} - NOTES

    def _omission(
        self, source: str, draft: Hypothesis, surprisal: Surprisal | None
    ) -> Omission | None:
        if not draft.text.strip() or (surprisal is None and not draft.alignment):
            return None
        attended = attended_spans(self._engine, source, draft) if surprisal is None else []
        language = primary(self._engine.info.pair.source)
        found = find_omission(
            source, draft.text, language=language, surprisal=surprisal, attended=attended
        )
        enough = limit(draft.score, language=language, read=surprisal is not None)
        return found if found is not None and found.weight > enough else None
