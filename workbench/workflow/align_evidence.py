"""What a team knows already that helps to align two texts: its glossary, and what it approved."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path

from workbench.align.known import Known, groups, plain, remembered
from workbench.corpus import memories
from workbench.corpus.database import Database
from workbench.domain import SegmentStatus
from workbench.exchange.base import Options, format_for, reader
from workbench.glossary.concepts import Concept, Glossary
from workbench.glossary.matcher import Matcher
from workbench.glossary.targets import find_targets
from workbench.language import DUTCH, LanguagePair, primary

__all__ = ["ApprovedPairs", "concepts_in", "stored_pairs"]

_MOST_LOOKS = 2_000_000
"""Concepts times target sentences above which the glossary's terms are no evidence: too slow."""

_MATCHERS: dict[str, Matcher] = {}
"""The newest, by its glossary's version; making one takes longer than a short stretch does."""

_ASKED = 5000
"""Groups of sentences that the store is asked of at once: bounds the memory for a long text."""


def concepts_in(
    glossary: Glossary | None, sources: Iterable[str], targets: int, pair: LanguagePair
) -> Callable[[str, str], Sequence[str]] | None:
    """Return what names the concepts in a text of either language, for the aligner.

    Only concepts that occur in the source are looked for in the target; None when there is no
    glossary, or it does not serve this pair, or would take too long.
    """
    if not glossary or primary(pair.source) != DUTCH:
        return None
    matcher = _matcher(glossary)
    cache: dict[str, Sequence[str]] = {}
    known: dict[str, Concept] = {}
    for text in sources:
        matches = matcher.find(text)
        cache[text] = [match.concept.id for match in matches]
        known.update((match.concept.id, match.concept) for match in matches)
    if not known or len(known) * targets > _MOST_LOOKS:
        return None

    def concepts(text: str, language: str) -> Sequence[str]:
        if primary(language) == primary(pair.source):
            if text not in cache:
                cache[text] = [match.concept.id for match in matcher.find(text)]
            return cache[text]
        spans = find_targets(known.values(), text)
        return [identity for identity, found in spans.items() if found]

    return concepts


def _matcher(glossary: Glossary) -> Matcher:
    known = _MATCHERS.get(glossary.version)
    if known is None:
        known = Matcher(glossary)
        _MATCHERS.clear()
        _MATCHERS[glossary.version] = known
    return known


def stored_pairs(database: Database, sources: Sequence[str]) -> Known:
    """Return what the store has of the sentences of a text, and of groups of them.

    Approved and reviewed units count, and those of the memories that are on.
    """
    found: dict[str, set[str]] = {}
    asked = (text for _, _, text in groups(sources))
    while some := set(islice(asked, _ASKED)):
        for source, targets in memories.known_targets(database, some).items():
            found[source] = set(map(plain, targets))
    return found


class ApprovedPairs:
    """Pairs of texts that were approved before, out of files and, if wished, the store.

    Args:
        files: In any format of :mod:`workbench.exchange`. As in an imported memory all that was
            not rejected counts: files of other tools don't say what was approved.
        pair: Languages of the two sides.
        database: The store, or None for the files alone.

    Raises:
        SettingsError: No format has a file's ending.
        InputError: A file can't be read.
    """

    def __init__(
        self, files: Iterable[Path], pair: LanguagePair, *, database: Database | None = None
    ) -> None:
        self._database = database
        self._read = remembered(
            (unit.source.text, unit.target.text)
            for path in files
            for unit in reader(format_for(path).name).read(path, Options(pair=pair))
            if unit.status is not SegmentStatus.REJECTED
        )

    def known(self, sources: Sequence[str]) -> Known:
        """Return what is known of the sentences of a text, and of groups of them."""
        if self._database is None:
            return self._read
        stored = stored_pairs(self._database, sources)
        return {
            text: {*stored.get(text, ()), *self._read.get(text, ())}
            for text in stored.keys() | self._read.keys()
        }
