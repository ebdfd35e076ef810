"""Groups from the aligner: the first rows, and new ones without touching what people decided.

New groups come as a complete new order of the sentences of a run of rows. A group that holds the
same sentences as a row keeps that row, with its status, note and history; only the rest changes,
in one action that one undo takes back.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from workbench.corpus.alignment_actions import Done, Request, known_request
from workbench.corpus.alignment_desk import Desk
from workbench.corpus.alignment_states import commit
from workbench.corpus.alignment_tables import (
    GAP,
    PINNED,
    SOURCE,
    TARGET,
    AlignmentRow,
    RowStatus,
)
from workbench.corpus.alignment_units import publish
from workbench.corpus.database import Database
from workbench.errors import StoreError

__all__ = ["Group", "put_groups", "regroup"]

Members = tuple[frozenset[int], frozenset[int]]


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences that belong together, by their numbers in the store.

    Attributes:
        source: Source sentences.
        target: Target sentences.
        probability: That the group is right, 0 to 1, or None.
        reasons: What speaks for it, as JSON values by name.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    probability: float | None = None
    reasons: Mapping[str, Any] = field(default_factory=dict)


def put_groups(
    database: Database,
    alignment_id: int,
    groups: Sequence[Group],
    *,
    engine: str,
    warning: str = "",
    by: Request,
) -> Done:
    """Store the aligner's first result: all sentences in rows, in this order.

    Raises:
        NotFoundError: There is no such alignment.
        StoreError: It is aligned already, or the groups don't hold every sentence once.
    """
    with database.write() as session:
        known = known_request(session, alignment_id, by)
        if known is not None:
            return known
        desk = Desk(session, alignment_id)
        if desk.pair.aligned is not None:
            raise StoreError("this pair is aligned already", where=desk.pair.name)
        loose = {sentence.id: sentence for sentence in desk.unassigned()}
        held = [number for group in groups for number in (*group.source, *group.target)]
        if len(held) != len(loose) or set(held) != set(loose):
            raise StoreError("the groups don't hold every sentence once", where=desk.pair.name)
        rows = desk.new_rows([(index + 1) * GAP for index in range(len(groups))])
        for row, group in zip(rows, groups, strict=True):
            row.status = str(RowStatus.AUTOMATIC)
            row.probability = group.probability
            row.reasons = dict(group.reasons)
            desk.move((loose[number] for number in (*group.source, *group.target)), row)
        desk.pair.aligned = datetime.now(UTC)
        desk.pair.engine = engine
        desk.pair.warning = warning
        return commit(desk, "align", by, publish=publish)


def regroup(
    database: Database,
    alignment_id: int,
    row_ids: Sequence[int],
    groups: Sequence[Group],
    *,
    by: Request,
) -> Done:
    """Put groups in the place of a run of rows.

    Args:
        database: The store.
        alignment_id: The alignment.
        row_ids: The rows, one after the other as they stand.
        groups: Their sentences in new groups, in their new order.
        by: Who asks, with the moment of the alignment when the groups were made.

    Raises:
        StaleEditError: Something changed since.
        StoreError: The groups lose or double a sentence, or take apart a row that a person
            decided on.
    """
    with database.write() as session:
        desk = Desk(session, alignment_id)
        known = known_request(session, alignment_id, by)
        if known is not None:
            return known
        rows = desk.rows(row_ids)
        above, below = desk.beside(rows[0], -1), desk.beside(rows[-1], 1)
        by_members = {_members(desk, row): row for row in rows}
        _check(desk, rows, groups, by_members)
        sentences = {
            sentence.id: sentence
            for row in rows
            for side in (SOURCE, TARGET)
            for sentence in desk.cell(row, side)
        }
        kept = [by_members.get(_key(group)) for group in groups]
        free = [row for row in rows if row not in kept]
        missing = sum(row is None for row in kept) - len(free)
        # New rows first get any place; the order is made below.
        free += desk.new_rows([0] * max(0, missing))
        ordered: list[AlignmentRow] = []
        for group, known_row in zip(groups, kept, strict=True):
            row = known_row or free.pop(0)
            ordered.append(row)
            if known_row is None:
                desk.move((sentences[number] for number in (*group.source, *group.target)), row)
                row.status, row.note, row.reason = str(RowStatus.AUTOMATIC), "", ""
            if row.status == str(RowStatus.AUTOMATIC):
                row.probability, row.reasons = group.probability, dict(group.reasons)
        _place(ordered, kept, above, below)
        return commit(desk, "realign", by, publish=publish)


def _members(desk: Desk, row: AlignmentRow) -> Members:
    source, target = (
        frozenset(sentence.id for sentence in desk.cell(row, side)) for side in (SOURCE, TARGET)
    )
    return source, target


def _key(group: Group) -> Members:
    return frozenset(group.source), frozenset(group.target)


def _check(
    desk: Desk,
    rows: Sequence[AlignmentRow],
    groups: Sequence[Group],
    by_members: dict[Members, AlignmentRow],
) -> None:
    held = sorted(number for group in groups for number in (*group.source, *group.target))
    there = sorted(number for members in by_members for side in members for number in side)
    if held != there:
        raise StoreError("the new groups don't hold every sentence once", where=desk.pair.name)
    wanted = {_key(group) for group in groups}
    for members, row in by_members.items():
        if row.status in PINNED and members not in wanted:
            raise StoreError(
                "a row that somebody decided on would be taken apart", where=f"row {row.id}"
            )


def _place(
    ordered: Sequence[AlignmentRow],
    kept: Sequence[AlignmentRow | None],
    above: AlignmentRow | None,
    below: AlignmentRow | None,
) -> None:
    """Give rows positions in their new order; rows that were kept stay where they are if they can.

    Raises:
        StoreError: There is no room for the others between two of these.
    """
    fixed = _increasing([row.position if row is not None else None for row in kept])
    low = above.position if above is not None else None
    start = 0
    for stop in [*fixed, len(ordered)]:
        run = ordered[start:stop]
        if stop < len(ordered):
            high: int | None = ordered[stop].position
        else:
            high = below.position if below is not None else None
        for row, position in zip(run, _spread(low, high, len(run)), strict=True):
            row.position = position
        low, start = high, stop + 1


def _spread(low: int | None, high: int | None, count: int) -> list[int]:
    if low is None:
        low = (high or 0) - GAP * (count + 1)
    if high is None:
        high = low + GAP * (count + 1)
    step = (high - low) // (count + 1)
    if count and step == 0:
        raise StoreError("there is no room left between these rows", fix="Re-align more rows")
    return [low + step * (number + 1) for number in range(count)]


def _increasing(values: Sequence[int | None]) -> list[int]:
    """Return the indices of a longest increasing subsequence; None is never in it."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for index, value in enumerate(values):
        if value is None:
            continue
        place = bisect_left(tails, value, key=lambda one: values[one] or 0)
        before[index] = tails[place - 1] if place else None
        tails[place : place + 1] = [index]
    chain: list[int] = []
    at = tails[-1] if tails else None
    while at is not None:
        chain.append(at)
        at = before[at]
    return chain[::-1]
