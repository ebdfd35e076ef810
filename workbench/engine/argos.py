"""Translation with the model of an Argos package, straight on CTranslate2.

``argostranslate.translate`` loads gigabytes of sentence splitters, translates one sentence at a
time and loses the sentence pairs. Here a whole list of segments is one job: sorted by length,
in batches of about a thousand tokens, on all cores, with the same beam and length penalty, so
that each sentence comes out as there. Then the faults are looked for and mended where possible.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from typing import Self

from workbench.domain import Hypothesis
from workbench.engine import terminology
from workbench.engine.base import EngineInfo
from workbench.engine.completion import complete
from workbench.engine.decoding import LENGTH_PENALTY, Decoder, LazyDecoder
from workbench.engine.mending import Mender
from workbench.engine.packages import Package
from workbench.engine.splitting import ends_sentence, join_parts, sentences_of, split_long
from workbench.errors import SettingsError
from workbench.language import primary

__all__ = ["ArgosEngine"]

REVISION = 4
"""Raised when the same package and options give other output: old cache entries then lapse."""

MAX_SOURCE_TOKENS = 150
"""Longer segments are translated in parts."""


class ArgosEngine:
    """A translator on one package; it may be shared by threads.

    The model is loaded when it is first used. Several threads may call; CTranslate2 queues them.

    Args:
        package: An unpacked package (:class:`~workbench.engine.packages.Package`).
        threads: CPU threads in all; 0 takes all cores.
        beam: Beam size, 1 or more.
        mend: Whether faulty translations are mended; without, the output is the beam's best,
            as it comes from ``argostranslate.translate``.

    Raises:
        SettingsError: `threads` or `beam` is out of range.
    """

    def __init__(
        self, package: Package, *, threads: int = 0, beam: int = 4, mend: bool = True
    ) -> None:
        if beam < 1:
            raise SettingsError(f"beam size {beam} is below 1", where="beam", fix="Take 4")
        if threads < 0:
            raise SettingsError(f"{threads} threads are too few", where="threads", fix="Take 0")
        self._package = package
        self._beam = beam
        self._mend = mend
        self._model = LazyDecoder(package, threads=threads)

    @property
    def info(self) -> EngineInfo:
        """Name, version, languages and hash of the package."""
        return self._package.info

    @property
    def signature(self) -> str:
        """Everything that determines the output, for caches and provenance."""
        package = self._package
        options = f"beam={self._beam} lp={LENGTH_PENALTY} mend={int(self._mend)} r{REVISION}"
        return f"{package.name} {package.version} {package.sha256[:12]} {options}"

    def with_beam(self, beam: int) -> Self:
        """Return an engine on the same loaded model with another beam."""
        other = copy(self)
        other._beam = beam
        return other

    def translate(self, sources: Sequence[str], *, n_best: int = 1) -> list[list[Hypothesis]]:
        """Translate segments.

        Args:
            sources: One segment each; a line end counts as a space.
            n_best: Most hypotheses for each.

        Returns:
            For each source its hypotheses, the one to show first, the others in the order of
            the beam; `flags` says what is wrong with them
            (:mod:`workbench.engine.problems`). An empty source gives one empty hypothesis. A
            segment of several sentences is translated sentence by sentence, one that was too
            long in parts (flag ``split``); its hypotheses differ in all parts at once.
        """
        parts = [self._parts(source) for source in sources]
        texts = list(dict.fromkeys(part for group in parts for part in group if part))
        found = dict(zip(texts, self._translate_parts(texts, n_best), strict=True))
        nothing = [Hypothesis("", (), 0.0)]
        results = []
        for group in parts:
            hypotheses = [found.get(part) or nothing for part in group]
            if len(group) == 1:
                results.append(hypotheses[0][:n_best])
            else:
                most = min(max(map(len, hypotheses)), n_best)
                joined = (
                    self._joined(group, [each[min(rank, len(each) - 1)] for each in hypotheses])
                    for rank in range(most)
                )
                results.append(list({each.text: each for each in joined}.values()))
        return results

    def avoid(
        self, sources: Sequence[str], banned: Sequence[str], *, n_best: int = 1
    ) -> list[list[Hypothesis]]:
        """Translate in other words than the ones given; faults are not mended.

        The words are banned as the tokenizer writes them at the beginning of a word, in small
        letters, with a capital, and in capitals; a model may still spell them in other pieces.

        Args:
            sources: One segment each, within the model's length; longer ones are cut.
            banned: Words or phrases that shall not be in the translations, nor begin a word there.
            n_best: Most hypotheses for each.
        """
        pieces = self._decoder.pieces
        words = [word for word in banned if word.strip()]
        written = (form for word in words for form in (word, word[:1].upper() + word[1:]))
        cased = dict.fromkeys([*written, *(word.upper() for word in words)])
        tokens = [self._decoder.read(source) for source in sources]
        filled = [series for series in tokens if series]
        found = iter(
            self._decoder.search(
                filled,
                beam=self._beam,
                n_best=n_best,
                banned=[series for series in map(pieces.encode, cased) if series],
            )
            if filled
            else []
        )
        return [next(found) if series else [Hypothesis("", (), 0.0)] for series in tokens]

    def complete(
        self,
        requests: Sequence[tuple[str, str]],
        *,
        n_best: int = 1,
        alternatives: bool = False,
        unfinished: bool = False,
        quick: bool = False,
    ) -> list[list[Hypothesis]]:
        """Translate with a given beginning of the target.

        Args:
            requests: (source, target prefix) pairs.
            n_best: Most hypotheses for each.
            alternatives: Give hypotheses that differ in the first word behind the prefix.
            unfinished: The last word of each prefix may lack its end: ``the peace enf`` then
                goes on with ``orcement``. Otherwise it is whole, and a new word follows.
            quick: One greedy search and nothing more, several times cheaper: there may be no
                hypothesis at all, and `score` is that of the text behind the prefix.

        Returns:
            For each request its hypotheses, best first. All begin with the prefix, and their
            `score` and `log_probs` count the prefix in.
        """
        return complete(
            self._decoder,
            requests,
            beam=self._beam,
            n_best=n_best,
            alternatives=alternatives,
            unfinished=unfinished,
            quick=quick,
        )

    def score(self, pairs: Sequence[tuple[str, str]], *, align: bool = True) -> list[Hypothesis]:
        """Judge given translations.

        Args:
            pairs: (source, target) pairs.
            align: Whether alignments are wanted; they cost more than the judging.

        Returns:
            For each pair its target as a hypothesis with `log_probs` and `alignment` of its
            tokens; `score` is the mean log-probability, the end of the sentence counted in.
        """
        pieces = self._decoder.pieces
        sources = [self._decoder.read(source) for source, _ in pairs]
        targets = [pieces.encode(target) for _, target in pairs]
        filled = [index for index, source in enumerate(sources) if source]
        judged = self._decoder.judge(
            [sources[index] for index in filled],
            [targets[index] for index in filled],
            align=align,
        )
        found = {
            index: replace(hypothesis, text=pairs[index][1])
            for index, hypothesis in zip(filled, judged, strict=True)
        }
        return [
            found.get(index) or Hypothesis(target, (), 0.0)
            for index, (_, target) in enumerate(pairs)
        ]

    def annotate(self, source: str, spans: Sequence[tuple[int, int, str]]) -> str:
        """Write target terms into a source text, for a package that takes them.

        Args:
            source: Plain source text.
            spans: (start, end, target term), not overlapping.

        Raises:
            PackageError: The package takes no terms (``info.terminology`` is None).
        """
        return terminology.annotate(source, spans, self._package.terminology)

    def source_tokens(self, source: str) -> list[str]:
        """Return the subword tokens of a source text, which `Hypothesis.alignment` counts."""
        return self._decoder.read(source)

    @property
    def _decoder(self) -> Decoder:
        return self._model.get()

    def _translate_parts(self, texts: list[str], n_best: int) -> list[list[Hypothesis]]:
        if not texts:
            return []
        decoder = self._decoder
        tokens = [decoder.read(text) for text in texts]
        if not self._mend:
            return decoder.search(tokens, beam=self._beam, n_best=n_best)
        # The whole beam is there for the asking; mending chooses among it.
        style = self._package.terminology
        beams = decoder.search(
            tokens,
            beam=self._beam,
            n_best=max(n_best, self._beam),
            cover=[not terminology.is_annotated(text, style) for text in texts],
        )
        mender = Mender(decoder, pair=self._package.pair, style=style)
        return mender.mend(texts, tokens, beams, n_best=n_best)

    def _parts(self, source: str) -> list[str]:
        """Cut a segment into sentences, and those too long; an annotated one is left whole."""
        text = " ".join(source.split())
        if terminology.is_annotated(text, self._package.terminology):
            return [text]
        pieces = self._decoder.pieces
        return [
            part
            for sentence in sentences_of(text, primary(self._package.pair.source))
            for part in split_long(
                sentence, lambda part: len(pieces.encode(part)), limit=MAX_SOURCE_TOKENS
            )
        ]

    def _joined(self, parts: list[str], hypotheses: list[Hypothesis]) -> Hypothesis:
        """Make one hypothesis of those of the parts of a segment."""
        text = join_parts(parts, [each.text for each in hypotheses])
        alignment: list[int] = []
        offset = 0
        for part, each in zip(parts, hypotheses, strict=True):
            alignment += [offset + index for index in each.alignment]
            offset += len(self._decoder.pieces.encode(part))
        lengths = [len(each.tokens) + 1 for each in hypotheses]
        total = sum(each.score * length for each, length in zip(hypotheses, lengths, strict=True))
        flags = dict.fromkeys(flag for each in hypotheses for flag in each.flags)
        if not all(map(ends_sentence, parts[:-1])):
            flags["split"] = None
        return Hypothesis(
            text,
            tuple(token for each in hypotheses for token in each.tokens),
            total / sum(lengths),
            tuple(alignment),
            flags=tuple(flags),
        )
