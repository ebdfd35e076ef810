"""From source sentences to finished drafts: engine, cache, second search where something was left
out, glossary and detection in one row.

The same pipeline serves stored documents, files and evaluation, so that a sentence comes out
the same wherever it is translated.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from workbench.domain import Hypothesis, Origin, Provenance
from workbench.engine.argos import ArgosEngine
from workbench.engine.base import Engine
from workbench.engine.cache import TranslationCache
from workbench.engine.completeness import WIDER_BEAM, BackReader, Completeness, Examined
from workbench.engine.confidence import segment_confidence
from workbench.engine.contents import Package
from workbench.engine.jobs import Progress, translate_batch
from workbench.engine.omission import Omission
from workbench.engine.packages import PackageStore
from workbench.engine.problems import detect_problems
from workbench.engine.uppercase import as_sentence, raised
from workbench.errors import Cancelled, PackageError
from workbench.glossary.concepts import Glossary
from workbench.glossary.enforcement import Enforcer
from workbench.glossary.files import load_glossary
from workbench.glossary.matcher import Matcher
from workbench.language import DUTCH, NL_EN, LanguagePair, primary
from workbench.settings import Settings

__all__ = ["Drafted", "Pipeline", "back_reader", "package_for"]

_STOPPED = "the translation was stopped"

N_BEST = 4
"""Hypotheses asked for: the glossary looks for its terms among them first."""


def package_for(settings: Settings, pair: LanguagePair, *, name: str = "") -> Package:
    """Return the package that translates a pair; one that is named comes before all others.

    Raises:
        PackageError: There is none, or it is broken.
    """
    name = name or (settings.package if pair == NL_EN else "")
    return PackageStore(settings.packages).get(name, pair=pair)


def back_reader(settings: Settings, pair: LanguagePair) -> BackReader | None:
    """Return a reader of the opposite direction; none where no package for it is there."""
    try:
        package = package_for(settings, pair.reversed())
    except PackageError:
        return None
    return BackReader(package, threads=settings.threads)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A finished draft; ``index`` is the place of its source in the list given."""

    index: int
    text: str
    provenance: Provenance


class Pipeline:
    """An engine with the glossary that its translations come under.

    Args:
        engine: Translates.
        glossary: Is applied; an empty one changes nothing.
        cache: Keeps translations between runs; None does without.
        reader: Reads sources back to find what drafts left out; None goes by the attention.
    """

    def __init__(
        self,
        engine: Engine,
        glossary: Glossary,
        *,
        cache: TranslationCache | None = None,
        reader: BackReader | None = None,
    ) -> None:
        self.engine = engine
        self.glossary = glossary
        self._cache = cache
        self._reader = reader
        self._completeness = Completeness(engine, reader)

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        package: str = "",
        glossary: Path | None = None,
        pair: LanguagePair = NL_EN,
    ) -> "Pipeline":
        """Make the pipeline of the settings; the model is loaded when it is first needed.

        The glossary goes from Dutch to English and is not applied the other way.

        Args:
            settings: Which package, threads, beam and glossaries.
            package: Name of another installed package.
            glossary: Another glossary: a file or a folder.
            pair: Direction, when it is not told by a package that is named.

        Raises:
            PackageError: The package is not there or broken.
            GlossaryError: A glossary row can't be used.
        """
        chosen = package_for(settings, pair, name=package)
        engine = ArgosEngine(chosen, threads=settings.threads, beam=settings.beam)
        reader = back_reader(settings, chosen.pair)
        cache = TranslationCache(settings.cache)
        if chosen.pair.source != DUTCH:
            return cls(engine, Glossary.of([]), cache=cache, reader=reader)
        place = glossary or settings.glossaries
        # The folder of the settings may not be there yet; a file somebody names must be.
        known = load_glossary(place) if glossary or place.exists() else Glossary.of([])
        return cls(engine, known, cache=cache, reader=reader)

    def under(self, glossary: Glossary) -> "Pipeline":
        """Return the same pipeline with another glossary; the models are shared."""
        return Pipeline(self.engine, glossary, cache=self._cache, reader=self._reader)

    @property
    def glossary_version(self) -> str:
        """Version of the glossary, empty when it has no concepts."""
        return self.glossary.version if len(self.glossary) else ""

    @property
    def source_words(self) -> frozenset[str]:
        """Dutch words that the glossary knows, to mend hyphens with when reading documents."""
        source = self.engine.info.pair.source
        return frozenset(
            word
            for concept in self.glossary
            for term in concept.terms
            if term.language == source
            for word in term.text.split()
        )

    def run(
        self,
        sources: Sequence[str],
        *,
        batch: int = 64,
        progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Iterator[list[Drafted]]:
        """Translate sentences and give the drafts batch by batch, in the order they get ready.

        One in capitals is read as a sentence, and its draft is given in capitals.

        Args:
            sources: Source sentences.
            batch: Drafts in a batch; the last one may be smaller.
            progress: Told how far the engine is.
            cancelled: Asked now and then.

        Raises:
            Cancelled: ``cancelled`` said so; the drafts that were ready have been given.
        """
        waiting: list[tuple[int, list[Hypothesis]]] = []
        language = primary(self.engine.info.pair.source)
        read = [as_sentence(source, language) for source in sources]

        def finished() -> list[Drafted]:
            return [
                _in_its_case(draft, sources[draft.index], read[draft.index])
                for draft in self._finish(read, waiting, cancelled)
            ]

        found = translate_batch(
            self.engine,
            read,
            cache=self._cache,
            progress=progress,
            cancelled=cancelled,
            n_best=N_BEST,
        )
        given = 0
        for item in found:
            waiting.append(item)
            if len(waiting) >= batch:
                given += len(waiting)
                yield finished()
                waiting = []
        if waiting:
            given += len(waiting)
            yield finished()
        if given < len(sources):
            # The stream of the engine just ends when it is told to stop.
            raise Cancelled(_STOPPED)

    @cached_property
    def _wider(self) -> Engine:
        return self.engine.with_beam(WIDER_BEAM)

    def _search_wider(
        self, sources: Sequence[str], *, cancelled: Callable[[], bool] | None
    ) -> list[list[Hypothesis]]:
        found = dict(
            translate_batch(
                self._wider, sources, cache=self._cache, cancelled=cancelled, n_best=WIDER_BEAM
            )
        )
        if len(found) < len(sources):
            raise Cancelled(_STOPPED)
        return [found[index] for index in range(len(sources))]

    @cached_property
    def _enforcer(self) -> Enforcer:
        return Enforcer(Matcher(self.glossary), self.engine)

    def _finish(
        self,
        sources: Sequence[str],
        found: Sequence[tuple[int, list[Hypothesis]]],
        cancelled: Callable[[], bool] | None,
    ) -> list[Drafted]:
        texts = [sources[index] for index, _ in found]
        examined = self._completeness.examine(
            texts,
            [options for _, options in found],
            search=partial(self._search_wider, cancelled=cancelled),
        )
        hypotheses = [each.options for each in examined]
        enforced = self._enforcer.enforce(texts, hypotheses)
        judged = self._judge(texts, hypotheses, [result.text for result in enforced])
        missing = self._missing(texts, examined, judged)
        drafts: list[Drafted] = []
        for (index, _), source, result, best, gap in zip(
            found, texts, enforced, judged, missing, strict=True
        ):
            flags = detect_problems(source, best, pair=self.engine.info.pair)
            if gap is not None and "dropped" not in flags:
                flags = (*flags, "omitted")
            if not result.complete:
                flags = (*flags, "term")
            drafts.append(
                Drafted(
                    index,
                    result.text,
                    Provenance(
                        origin=Origin.MACHINE,
                        engine=self.engine.signature,
                        glossary=self.glossary_version,
                        author=self.engine.info.name,
                        raw=result.raw,
                        confidence=segment_confidence(best),
                        flags=flags,
                        terms=result.outcomes,
                    ),
                )
            )
        return drafts

    def _missing(
        self, sources: list[str], examined: list[Examined], drafts: list[Hypothesis]
    ) -> list[Omission | None]:
        """Return what each draft leaves out; those that the glossary changed are looked at anew."""
        missing = [each.gap for each in examined]
        changed = [
            index
            for index, (each, draft) in enumerate(zip(examined, drafts, strict=True))
            if draft.text != each.options[0].text
        ]
        found = self._completeness.omissions(
            [sources[index] for index in changed], [drafts[index] for index in changed]
        )
        for index, gap in zip(changed, found, strict=True):
            missing[index] = gap
        return missing

    def _judge(
        self, sources: list[str], hypotheses: list[list[Hypothesis]], texts: list[str]
    ) -> list[Hypothesis]:
        """Return each text as a hypothesis; those that the glossary made are scored anew."""
        known = [
            next((option for option in options if option.text == text), None)
            for options, text in zip(hypotheses, texts, strict=True)
        ]
        unknown = [number for number, option in enumerate(known) if option is None]
        scored = iter(
            self.engine.score([(sources[n], texts[n]) for n in unknown]) if unknown else ()
        )
        return [
            replace(next(scored), flags=options[0].flags) if option is None else option
            for option, options in zip(known, hypotheses, strict=True)
        ]


def _in_its_case(draft: Drafted, source: str, read: str) -> Drafted:
    """Return the draft in capitals if its source is, which was read as a sentence."""
    if source == read:
        return draft
    provenance = draft.provenance
    terms = tuple(
        replace(
            term,
            source=source[term.start : term.end],
            target=raised(term.target),
            suggestion=raised(term.suggestion),
        )
        for term in provenance.terms
    )
    provenance = replace(provenance, raw=raised(provenance.raw), terms=terms)
    return Drafted(draft.index, raised(draft.text), provenance)
