"""An alignment in a few letters: ``a|A; b c|B`` are two rows, the second of two to one."""

from typing import Any

from tests.corpus.conftest import make_document
from workbench.corpus import (
    alignment_edits,
    alignment_moves,
    alignment_regroup,
    alignment_rows,
    alignment_texts,
    alignments,
)
from workbench.corpus.alignment_actions import Request
from workbench.corpus.alignment_regroup import Group
from workbench.corpus.alignment_rows import RowView
from workbench.corpus.alignments import AlignmentInfo
from workbench.corpus.database import Database

Layout = str

START = "a|A; b|B; c d|C D; e|; |E; f|F"
"""What most tests begin with."""


def build(database: Database, layout: Layout, *, probability: float = 0.9) -> AlignmentInfo:
    """Store a pair of texts and group their sentences as the layout says."""
    rows = [[cell.split() for cell in row.split("|")] for row in layout.split(";")]
    # The texts are in alphabetical order, whatever the rows say: links may cross.
    sides = [sorted(word for row in rows for word in row[side]) for side in (0, 1)]
    documents = [
        make_document(words, name=f"{name}.txt", sha256=name * 32, language=name)
        for words, name in zip(sides, ("nl", "en"), strict=True)
    ]
    info = alignments.create(database, *documents, author="anna")
    ids: list[dict[str, list[int]]] = [{}, {}]
    for side in (0, 1):
        for one in alignment_texts.sentences(database, info.id, side):
            ids[side].setdefault(one.text, []).append(one.id)
    groups = [
        Group(
            *(tuple(ids[side][word].pop(0) for word in row[side]) for side in (0, 1)),
            probability=probability,
            reasons={"words": 0.5},
        )
        for row in rows
    ]
    alignment_regroup.put_groups(database, info.id, groups, engine="bridge", by=Request("aligner"))
    return alignments.get(database, info.id)


def views(database: Database, alignment: int) -> list[RowView]:
    return list(alignment_rows.stream(database, alignment))


def layout(database: Database, alignment: int) -> Layout:
    """Return the rows as they are, in the notation of :func:`build`."""
    return "; ".join(f"{row.source_text}|{row.target_text}" for row in views(database, alignment))


def row_with(database: Database, alignment: int, text: str) -> RowView:
    """Return the row in which a sentence is."""
    return next(
        row
        for row in views(database, alignment)
        for one in (*row.source, *row.target)
        if one.text == text
    )


def sentence(database: Database, alignment: int, text: str) -> int:
    return next(
        one.id
        for row in views(database, alignment)
        for one in (*row.source, *row.target)
        if one.text == text
    )


def versions(database: Database, alignment: int) -> dict[int, int]:
    return {row.id: row.version for row in views(database, alignment)}


def do(database: Database, alignment: int, name: str, *args: Any, **options: Any) -> Any:
    """Call an operation; texts stand for the row (``r:``) or the sentence that has them.

    Anna asks, and saw the rows as they are; ``versions``, ``moment`` and ``token`` say otherwise.
    """

    def found(value: Any) -> Any:
        if isinstance(value, str) and value.startswith("r:"):
            return row_with(database, alignment, value[2:]).id
        if isinstance(value, str) and value.startswith("s:"):
            return sentence(database, alignment, value[2:])
        if isinstance(value, list):
            return [found(one) for one in value]
        return value

    asked = {key: options.pop(key) for key in ("versions", "moment", "token") if key in options}
    asked.setdefault("versions", versions(database, alignment))
    module = alignment_edits if hasattr(alignment_edits, name) else alignment_moves
    told = {key: found(value) for key, value in options.items()}
    return getattr(module, name)(
        database, alignment, *map(found, args), by=Request("anna", **asked), **told
    )
