"""Terms that the work itself proposes; nothing enters the glossary unless a person accepts it.

Three sources: what people corrected in the same way again and again, word groups that translate
each other in approved pairs, and Dutch terms that a text has more of than general language. Each
proposal shows its evidence, and one that was refused is not made again.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from workbench.corpus import concepts as log
from workbench.corpus import documents, rows
from workbench.corpus.corrections import Correction, corrections
from workbench.corpus.database import Database
from workbench.corpus.rows import Filters
from workbench.domain import SegmentStatus
from workbench.glossary.association import associations
from workbench.glossary.concepts import Concept, ConceptStatus, Glossary, Term, TermStatus
from workbench.glossary.extraction import extract, groups
from workbench.glossary.matcher import Matcher
from workbench.glossary.rows import slug

__all__ = ["Source", "Suggestion", "accepted", "refuse", "suggest"]

LEAST = 3
"""Segments in which the same correction must have been made."""

EXAMPLES = 5
"""Sentences shown with a proposal, at most."""

_PAGE = 500
_TOKEN = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")
_EDGES = frozenset("a an the of to in on at by for with and or is are was were be".split())  # noqa: SIM905


class Source(StrEnum):
    """Where a proposal comes from."""

    CORRECTIONS = "corrections"
    PAIRS = "approved pairs"
    TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed term.

    Attributes:
        source: Where it comes from.
        dutch: The Dutch term.
        english: The English term; empty where only the Dutch one is known.
        instead: What the machine wrote instead, or empty.
        count: In how many segments it was seen.
        strength: What proposals of one source are sorted by.
        examples: (Dutch, English) sentences as evidence.
    """

    source: Source
    dutch: str
    english: str
    instead: str
    count: int
    strength: float
    examples: tuple[tuple[str, str], ...] = ()


def suggest(
    database: Database,
    glossary: Glossary,
    *,
    sources: Sequence[Source] = tuple(Source),
    limit: int = 50,
) -> list[Suggestion]:
    """Return the proposals of each source, strongest first; nothing is written.

    Args:
        database: The store.
        glossary: What is known already is not proposed.
        sources: Which sources to look into.
        limit: Most proposals of each source.
    """
    refused = log.rejected(database)
    matcher = Matcher(glossary)
    found: list[Suggestion] = []
    for kind, look in (
        (Source.CORRECTIONS, _from_corrections),
        (Source.PAIRS, _from_pairs),
        (Source.TEXTS, _from_texts),
    ):
        if kind not in sources:
            continue
        new = (
            one
            for one in look(database)
            if (one.dutch.casefold(), one.english.casefold()) not in refused
            and (one.dutch.casefold(), "") not in refused
            and not _known(matcher, one)
        )
        found += [one for one, _ in zip(new, range(limit), strict=False)]
    return found


def _known(matcher: Matcher, one: Suggestion) -> bool:
    """Tell whether the glossary has the whole Dutch term, with this English if one is proposed."""
    for match in matcher.find(one.dutch):
        if match.start == 0 and match.end == len(one.dutch):
            english = {term.text.casefold() for term in match.concept.of("en")}
            return not one.english or one.english.casefold() in english or not one.instead
    return False


def _from_corrections(database: Database) -> Iterator[Suggestion]:
    seen: dict[tuple[str, str], dict[int, Correction]] = defaultdict(dict)
    for correction in corrections(database):
        for old, new in replacements(correction.machine, correction.person):
            seen[old, new][correction.segment] = correction
    proposals = []
    for (old, new), evidence in seen.items():
        if len(evidence) < LEAST:
            continue
        dutch = _common_term([one.source for one in evidence.values()])
        if dutch:
            examples = tuple((one.source, one.person) for one in evidence.values())[:EXAMPLES]
            proposals.append(
                Suggestion(
                    Source.CORRECTIONS, dutch, new, old, len(evidence), len(evidence), examples
                )
            )
    yield from sorted(proposals, key=lambda one: -one.strength)


def replacements(machine: str, person: str) -> Iterator[tuple[str, str]]:
    """Yield (words of the machine, words put in their place), in lower case, four at most."""
    left, right = _TOKEN.findall(machine), _TOKEN.findall(person)
    lower = [word.casefold() for word in left], [word.casefold() for word in right]
    for kind, a, b, c, d in SequenceMatcher(None, *lower, autojunk=False).get_opcodes():
        if kind != "replace":
            continue
        old, new = lower[0][a:b], lower[1][c:d]
        for words in (old, new):
            while words and words[0] in _EDGES:
                words.pop(0)
            while words and words[-1] in _EDGES:
                words.pop()
        short = 0 < len(old) <= 4 and 0 < len(new) <= 4
        if short and all(word[0].isalpha() for word in (*old, *new)):
            yield " ".join(old), " ".join(new)


def _common_term(sentences: Sequence[str]) -> str:
    """Return the longest Dutch word group that all sentences share, empty if there is none."""
    shared: Counter[str] = Counter()
    for sentence in sentences:
        shared.update({" ".join(group).casefold() for group in groups(sentence, "nl")})
    everywhere = [text for text, count in shared.items() if count == len(sentences)]
    return max(everywhere, key=lambda text: (text.count(" "), len(text)), default="")


def _from_pairs(database: Database) -> Iterator[Suggestion]:
    pairs = [
        (row.source, row.target)
        for row in _rows(database, Filters(statuses=(SegmentStatus.APPROVED,)))
    ]
    for one in associations(pairs):
        examples = tuple(
            (source, target)
            for source, target in pairs
            if one.source in source.casefold() and one.target in target.casefold()
        )
        yield Suggestion(
            Source.PAIRS,
            one.source,
            one.target,
            "",
            one.together,
            one.likelihood,
            examples[:EXAMPLES],
        )


def _from_texts(database: Database) -> Iterator[Suggestion]:
    texts = [row.source for row in _rows(database, Filters(translatable=True))]
    for one in extract(dict.fromkeys(texts)):
        examples = (text for text in texts if one.text in text)
        shown = tuple((text, "") for text, _ in zip(examples, range(EXAMPLES), strict=False))
        yield Suggestion(Source.TEXTS, one.text, "", "", one.count, one.score, shown)


def _rows(database: Database, filters: Filters) -> Iterator[rows.SegmentRow]:
    for document in documents.listing(database):
        if document.pair.source != "nl":
            continue
        start = 0
        while window := rows.rows(database, document.id, start=start, limit=_PAGE, filters=filters):
            yield from window
            start += len(window)


def accepted(one: Suggestion, *, dutch: str = "", english: str = "") -> Concept:
    """Return the concept that a proposal becomes, perhaps after a person edited it.

    What the machine wrote instead becomes a forbidden rendering; without an English term the
    concept is only proposed. Save it with :func:`workbench.workflow.terminology.save_concept`.
    """
    source, target = (dutch or one.dutch).strip(), (english or one.english).strip()
    terms = [Term("nl", source)]
    if target:
        terms.append(Term("en", target))
    if one.instead and one.instead.casefold() != target.casefold():
        terms.append(Term("en", one.instead, TermStatus.FORBIDDEN))
    status = ConceptStatus.ACTIVE if target else ConceptStatus.PROPOSED
    return Concept(id=slug(source), terms=tuple(terms), status=status)


def refuse(database: Database, one: Suggestion, *, author: str) -> None:
    """Remember that a proposal was refused."""
    log.reject(database, one.dutch, one.english, author=author)
