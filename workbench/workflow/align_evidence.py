"""What a team knows already that helps to align two texts: the concepts of its glossary."""

from collections.abc import Callable, Iterable, Sequence

from workbench.glossary.concepts import Concept, Glossary
from workbench.glossary.matcher import Matcher
from workbench.glossary.targets import find_targets
from workbench.language import DUTCH, LanguagePair, primary

__all__ = ["concepts_in"]

_MOST_LOOKS = 2_000_000
"""Concepts times target sentences above which the glossary's terms are no evidence: too slow."""

_MATCHERS: dict[str, Matcher] = {}
"""The newest, by its glossary's version; making one takes longer than a short stretch does."""


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
