"""The aligner asked again: what a stretch would become, and what else one row could be."""

from collections.abc import Mapping, Sequence
from typing import Any

from workbench.align.aligner import Alignment, align
from workbench.align.alternatives import alternatives as other_beads
from workbench.corpus import alignment_rows, alignment_runs, alignment_texts, alignments
from workbench.corpus.alignment_regroup import Group
from workbench.corpus.alignment_rows import RowView
from workbench.corpus.alignment_tables import PINNED, SOURCE, TARGET
from workbench.corpus.alignment_texts import Sentence
from workbench.corpus.database import Database
from workbench.domain import Bead
from workbench.errors import SettingsError
from workbench.glossary.concepts import Glossary
from workbench.workflow.align_evidence import concepts_in, stored_pairs
from workbench.workflow.alignment import groups_of

__all__ = ["alternatives", "preview_realignment"]

Json = dict[str, Any]

_CONTEXT = 12
"""Rows on each side that take part when one row's alternatives are weighed."""


def preview_realignment(
    database: Database,
    alignment_id: int,
    *,
    scope: str,
    row: int | None = None,
    last: int | None = None,
    glossary: Glossary | None = None,
) -> Json:
    """Align again what nobody decided on, and say what would change; nothing is written.

    Args:
        database: The store.
        alignment_id: The alignment.
        scope: ``around`` (between the decided rows next to ``row``), ``here`` (from ``row`` to the
            end), ``selection`` (``row`` to ``last``), or ``all``.
        row: The row, where the scope needs one.
        last: The other end of a selection.
        glossary: Its terms are evidence.

    Returns:
        ``changes``: old and new rows side by side; and ``plan``, to be given to
        :func:`workbench.workflow.alignment_editor.apply_realignment`.

    Raises:
        SettingsError: There is no such scope.
        NotFoundError: The row is not there any more.
    """
    info = alignments.head(database, alignment_id)
    run = _run(database, alignment_id, scope, row, last)
    before = alignment_rows.read(database, alignment_id, [number for number, _ in run])
    taken = [view.id for view in before]
    sides = alignment_texts.sentences_in(database, taken)
    texts = [[one.text for one in side] for side in sides]
    pins = [_bead(view, sides) for view in before if view.status in PINNED]
    bridged = bool(info.engine) and any(one.translation for one in sides[SOURCE])
    found = align(
        *texts,
        translation=[one.translation or one.text for one in sides[SOURCE]] if bridged else None,
        concepts=concepts_in(glossary, texts[SOURCE], len(sides[TARGET]), info.pair),
        known=stored_pairs(database, texts[SOURCE]),
        pins=pins,
        languages=info.pair,
    )
    groups = groups_of(found, *sides)
    views = {one.id: one.text for side in sides for one in side}
    return {
        "changes": _hunks(before, groups, views),
        "plan": {
            "moment": info.moment,
            "rows": taken,
            "groups": [
                [list(g.source), list(g.target), g.probability, dict(g.reasons)] for g in groups
            ],
        },
    }


def alternatives(
    database: Database, alignment_id: int, row_id: int, *, limit: int = 5
) -> list[Json]:
    """Return what a row could be instead, the likeliest first.

    Raises:
        NotFoundError: The row is not there any more.
    """
    info = alignments.head(database, alignment_id)
    near = alignment_rows.read(
        database, alignment_id, alignment_runs.near(database, alignment_id, row_id, _CONTEXT)
    )
    sides = alignment_texts.sentences_in(database, [view.id for view in near])
    beads = tuple(_bead(view, sides) for view in near)
    row = next(index for index, view in enumerate(near) if view.id == row_id)
    bridged = bool(info.engine) and any(one.translation for one in sides[SOURCE])
    texts = [[one.text for one in side] for side in sides]
    found = other_beads(
        Alignment(beads, ()),
        *texts,
        row=row,
        known=stored_pairs(database, texts[SOURCE]),
        translation=[one.translation or one.text for one in sides[SOURCE]] if bridged else None,
        # What somebody decided on nearby is no partner for this row.
        pins=[
            bead
            for view, bead in zip(near, beads, strict=True)
            if view.status in PINNED and view.id != row_id
        ],
        languages=info.pair,
        limit=limit,
        context=_CONTEXT,
    )
    return [
        {
            "source": [[sides[SOURCE][i].id, sides[SOURCE][i].text] for i in bead.source],
            "target": [[sides[TARGET][i].id, sides[TARGET][i].text] for i in bead.target],
            "probability": round(bead.probability, 4),
        }
        for bead in found
    ]


def _run(
    database: Database, alignment_id: int, scope: str, row: int | None, last: int | None
) -> list[tuple[int, str]]:
    if scope == "all":
        return alignment_runs.run_of_rows(database, alignment_id)
    if row is None or scope not in ("around", "here", "selection"):
        raise SettingsError(f"there is no way to align {scope!r} again")
    if scope == "around":
        return alignment_runs.open_run(database, alignment_id, row)
    if scope == "selection":
        return alignment_runs.run_of_rows(database, alignment_id, first=row, last=last or row)
    return alignment_runs.run_of_rows(database, alignment_id, first=row)


def _bead(view: RowView, sides: Sequence[Sequence[Sentence]]) -> Bead:
    places = [{one.id: index for index, one in enumerate(side)} for side in sides]
    return Bead(
        tuple(sorted(places[SOURCE][one.id] for one in view.source)),
        tuple(sorted(places[TARGET][one.id] for one in view.target)),
        view.probability if view.probability is not None else 1.0,
    )


def _hunks(
    before: Sequence[RowView], groups: Sequence[Group], texts: Mapping[int, str]
) -> list[Json]:
    """Return the stretches in which old and new rows differ, each as short as it can be."""
    old = [
        (tuple(s.id for s in view.source), tuple(t.id for t in view.target), view.probability)
        for view in before
    ]
    new = [(group.source, group.target, group.probability) for group in groups]
    hunks: list[Json] = []
    i = j = 0
    while i < len(old):
        first, second = i, j
        only_old: set[int] = {*old[i][0], *old[i][1]}
        only_new: set[int] = set()
        i += 1
        # Whatever side lacks sentences goes on, until both hold the same ones.
        while only_old or only_new:
            if only_old:
                more = {*new[j][0], *new[j][1]}
                j += 1
                only_old, only_new = only_old - more, only_new | (more - only_old)
            else:
                more = {*old[i][0], *old[i][1]}
                i += 1
                only_old, only_new = more - only_new, only_new - more
        if [pair[:2] for pair in old[first:i]] != [pair[:2] for pair in new[second:j]]:
            hunks.append(
                {
                    "before": [_told(pair, texts) for pair in old[first:i]],
                    "after": [_told(pair, texts) for pair in new[second:j]],
                }
            )
    return hunks


def _told(
    pair: tuple[tuple[int, ...], tuple[int, ...], float | None], texts: Mapping[int, str]
) -> Json:
    return {
        "source": " ".join(texts[number] for number in pair[0]),
        "target": " ".join(texts[number] for number in pair[1]),
        "probability": pair[2],
    }
