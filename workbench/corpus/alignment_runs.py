"""Rows that stand one after the other: by their ends, by decided rows around, by distance.

Only the rows of the run are read, so that a stretch of a long alignment costs what it is long.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from workbench.corpus.alignment_tables import PINNED, AlignmentRow
from workbench.corpus.database import Database
from workbench.errors import NotFoundError

__all__ = ["near", "open_run", "run_of_rows"]

Run = list[tuple[int, str]]
"""Number and status of each row."""

_position = AlignmentRow.position


def run_of_rows(
    database: Database, alignment_id: int, *, first: int | None = None, last: int | None = None
) -> Run:
    """Return the rows from one to another, in order; None is an end, and either may come first.

    Raises:
        NotFoundError: One of the two rows is not there.
    """
    with database.read() as session:
        ends = [
            _place(session, alignment_id, number) for number in (first, last) if number is not None
        ]
        if first is not None and last is not None:
            return _between(session, alignment_id, _position.between(min(ends), max(ends)))
        if first is not None:
            return _between(session, alignment_id, _position >= ends[0])
        if last is not None:
            return _between(session, alignment_id, _position <= ends[0])
        return _between(session, alignment_id)


def open_run(database: Database, alignment_id: int, row: int) -> Run:
    """Return a row with its neighbours up to the next decided row above and below, without these.

    Raises:
        NotFoundError: The row is not there.
    """
    with database.read() as session:
        here = _place(session, alignment_id, row)
        limits: list[ColumnElement[bool]] = []
        for step in (-1, 1):
            wall = _positions(
                alignment_id,
                _position < here if step < 0 else _position > here,
                AlignmentRow.status.in_([str(status) for status in PINNED]),
            ).order_by(_position.desc() if step < 0 else _position)
            found = session.scalar(wall.limit(1))
            if found is not None:
                limits.append(_position > found if step < 0 else _position < found)
        return _between(session, alignment_id, *limits)


def near(database: Database, alignment_id: int, row: int, count: int) -> list[int]:
    """Return the numbers of a row and of up to ``count`` rows on each side of it, in order.

    Raises:
        NotFoundError: The row is not there.
    """
    with database.read() as session:
        here = _place(session, alignment_id, row)
        query = select(AlignmentRow.id).where(
            AlignmentRow.alignment_id == alignment_id, AlignmentRow.alive
        )
        above = session.scalars(
            query.where(_position < here).order_by(_position.desc()).limit(count)
        )
        below = session.scalars(query.where(_position >= here).order_by(_position).limit(count + 1))
        return [*reversed(above.all()), *below.all()]


def _positions(alignment_id: int, *conditions: ColumnElement[bool]) -> Any:
    return select(_position).where(
        and_(AlignmentRow.alignment_id == alignment_id, AlignmentRow.alive, *conditions)
    )


def _place(session: Session, alignment_id: int, row: int) -> int:
    found: int | None = session.scalar(_positions(alignment_id, AlignmentRow.id == row))
    if found is None:
        raise NotFoundError(f"row {row} is not there any more")
    return found


def _between(session: Session, alignment_id: int, *conditions: ColumnElement[bool]) -> Run:
    query = (
        select(AlignmentRow.id, AlignmentRow.status)
        .where(AlignmentRow.alignment_id == alignment_id, AlignmentRow.alive, *conditions)
        .order_by(_position)
    )
    return [(row.id, row.status) for row in session.execute(query)]
