"""The alignment editor's use cases, as values that go over JSON: for the app and the CLI."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from workbench.corpus import (
    alignment_edits,
    alignment_history,
    alignment_moves,
    alignment_regroup,
    alignment_rows,
    alignment_units,
    alignments,
)
from workbench.corpus.alignment_actions import Done, Request
from workbench.corpus.alignment_regroup import Group
from workbench.corpus.alignment_rows import RowView, SentenceView, Shape
from workbench.corpus.alignment_tables import SOURCE, TARGET, RowStatus
from workbench.corpus.database import Database
from workbench.errors import SettingsError
from workbench.workflow.alignment_checks import Judge, judge_rows

__all__ = [
    "apply_realignment",
    "changes",
    "history",
    "operate",
    "outline",
    "rows",
    "search",
]

Json = dict[str, Any]


def outline(database: Database, alignment_id: int, judge: Judge) -> Json:
    """Return the shape of a whole alignment.

    Raises:
        NotFoundError: There is no such alignment.
    """
    info = alignments.get(database, alignment_id)
    judge_rows(database, alignment_id, judge)
    return {
        "name": info.name,
        "names": list(info.names),
        "languages": [info.pair.source, info.pair.target],
        "sizes": list(info.sizes),
        "warning": info.warning,
        "gold": info.gold is not None,
        "moment": info.moment,
        "revision": alignment_history.newest(database, alignment_id),
        "rows": [_shape(shape) for shape in alignment_rows.outline(database, alignment_id)],
    }


def rows(database: Database, alignment_id: int, row_ids: Sequence[int]) -> list[Json]:
    """Return rows with their texts, and the units of the corpus that compete with them."""
    found = alignment_rows.read(database, alignment_id, row_ids)
    rivals: dict[int, list[Json]] = {}
    for rival in alignment_units.rivals(database, [row.id for row in found]):
        told = {"document": rival.document, "target": rival.target, "same": rival.same}
        if told not in rivals.setdefault(rival.row, []):
            rivals[rival.row].append(told)
    return [{**_row(row), "rivals": rivals.get(row.id, [])} for row in found]


def search(database: Database, alignment_id: int, text: str) -> list[int]:
    """Return the rows in which a phrase occurs."""
    return alignment_rows.search(database, alignment_id, text.strip())


def history(database: Database, alignment_id: int, row_id: int) -> list[Json]:
    """Return what happened to a row, newest first."""
    return [
        {
            "time": entry.at.isoformat(),
            "author": entry.author,
            "action": alignment_history.ACTIONS.get(entry.kind, entry.kind),
            "status": entry.status,
            "note": entry.note,
            "source": entry.source,
            "target": entry.target,
        }
        for entry in reversed(alignment_history.history(database, alignment_id, row_id))
    ]


def changes(database: Database, alignment_id: int, *, since: int) -> Json:
    """Return what anybody changed since an action."""
    changed, removed, revision = alignment_history.changes(database, alignment_id, after=since)
    return {
        "rows": rows(database, alignment_id, changed),
        "removed": removed,
        "revision": revision,
        "moment": alignments.head(database, alignment_id).moment,
    }


def operate(
    database: Database, alignment_id: int, wish: Mapping[str, Any], *, author: str, judge: Judge
) -> Json:
    """Do one operation.

    Args:
        database: The store.
        alignment_id: The alignment.
        wish: ``operation`` (a name of :mod:`workbench.corpus.alignment_edits`, ``accept``,
            ``accept_sure``, ``undo`` or ``redo``), its arguments by name, ``versions`` of the rows
            that the author saw, and a ``token``.
        author: Who wants it.
        judge: Looks at the rows that changed.

    Returns:
        The rows that changed, the numbers of those that are gone, and a message.

    Raises:
        SettingsError: There is no such operation, or an argument is missing or wrong.
        StaleEditError: A row changed since the author saw it.
        StoreError: The operation makes no sense here.
    """
    name = wish.get("operation")
    if not isinstance(name, str) or name not in _OPERATIONS:
        raise SettingsError(f"there is no operation {name!r}")
    try:
        done = _OPERATIONS[name](database, alignment_id, _Wish(wish), author)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise SettingsError(f"{name}: {error} is missing or wrong") from error
    return _answer(database, alignment_id, done, judge)


class _Wish:
    """The arguments of a request, each of the type that its operation wants."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def number(self, name: str) -> int:
        value = self._values[name]
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(name)
        return value

    def maybe(self, name: str) -> int | None:
        return None if self._values.get(name) is None else self.number(name)

    def numbers(self, name: str) -> list[int]:
        values = self._values[name]
        if not isinstance(values, list) or not all(type(value) is int for value in values):
            raise ValueError(name)
        return values

    def text(self, name: str) -> str:
        value = self._values[name]
        if not isinstance(value, str):
            raise ValueError(name)
        return value

    def chance(self, name: str) -> float:
        return float(self._values[name])

    def by(self, author: str) -> Request:
        versions = self._values.get("versions")
        if not isinstance(versions, dict | None):
            raise TypeError("versions")
        token = self._values.get("token")
        return Request(
            author,
            None if versions is None else {int(row): int(seen) for row, seen in versions.items()},
            self.maybe("moment"),
            str(token)[:64] if token else None,
        )


def _accept_sure(database: Database, alignment_id: int, wish: _Wish, author: str) -> Done:
    """Accept all automatic rows with both sides, no flag, and at least a probability."""
    least = wish.chance("probability")
    sure = [
        shape.id
        for shape in alignment_rows.outline(database, alignment_id)
        if shape.status is RowStatus.AUTOMATIC
        and all(shape.numbers)
        and not shape.flags
        and (shape.probability or 0.0) >= least
    ]
    if not sure:
        return Done("", message="No row is that sure.")
    done = alignment_edits.set_status(
        database,
        alignment_id,
        sure,
        RowStatus.ACCEPTED,
        by=Request(author, token=wish.by(author).token),
    )
    return Done(done.kind, done.rows, done.removed, f"{len(sure)} rows are accepted.")


_OPERATIONS: dict[str, Callable[[Database, int, _Wish, str], Done]] = {
    "accept": lambda d, a, w, who: alignment_edits.set_status(
        d, a, w.numbers("rows"), RowStatus.ACCEPTED, by=w.by(who)
    ),
    "accept_sure": _accept_sure,
    "set_status": lambda d, a, w, who: alignment_edits.set_status(
        d, a, w.numbers("rows"), RowStatus(w.text("status")), by=w.by(who)
    ),
    "set_note": lambda d, a, w, who: alignment_edits.set_note(
        d, a, w.number("row"), w.text("note"), by=w.by(who)
    ),
    "merge": lambda d, a, w, who: alignment_moves.merge(
        d,
        a,
        w.number("row"),
        step=w.number("step"),
        sides=(SOURCE, TARGET) if w.maybe("side") is None else (w.number("side"),),
        by=w.by(who),
    ),
    "split_row": lambda d, a, w, who: alignment_moves.split_row(
        d, a, w.number("row"), source=w.number("source"), target=w.number("target"), by=w.by(who)
    ),
    "split_sentence": lambda d, a, w, who: alignment_moves.split_sentence(
        d, a, w.number("sentence"), w.number("offset"), by=w.by(who)
    ),
    "send": lambda d, a, w, who: alignment_moves.send(
        d,
        a,
        w.number("row"),
        side=w.number("side"),
        step=w.number("step"),
        sentence_id=w.maybe("sentence"),
        offset=w.maybe("offset"),
        by=w.by(who),
    ),
    "insert_empty": lambda d, a, w, who: alignment_moves.insert_empty(
        d,
        a,
        w.number("row"),
        side=w.number("side"),
        by=w.by(who),
    ),
    "swap": lambda d, a, w, who: alignment_moves.swap(
        d, a, w.number("row"), side=w.number("side"), step=w.number("step"), by=w.by(who)
    ),
    "link": lambda d, a, w, who: alignment_moves.link(
        d, a, w.number("row"), w.numbers("sentences"), by=w.by(who)
    ),
    "own_row": lambda d, a, w, who: alignment_moves.own_row(
        d, a, w.numbers("sentences"), by=w.by(who)
    ),
    "unalign": lambda d, a, w, who: alignment_edits.unalign(
        d, a, w.number("row"), w.text("reason"), by=w.by(who)
    ),
    "edit_text": lambda d, a, w, who: alignment_edits.edit_text(
        d, a, w.number("sentence"), w.text("text"), by=w.by(who)
    ),
    "undo": lambda d, a, w, who: alignment_history.undo(d, a, w.by(who)),
    "redo": lambda d, a, w, who: alignment_history.redo(d, a, w.by(who)),
}


def _answer(database: Database, alignment_id: int, done: Done, judge: Judge) -> Json:
    changed = alignment_rows.read(database, alignment_id, done.rows)
    judge_rows(database, alignment_id, judge, rows=changed)
    return {
        "kind": done.kind,
        "rows": rows(database, alignment_id, done.rows),
        "removed": list(done.removed),
        "message": done.message,
        "moment": alignments.head(database, alignment_id).moment,
    }


def apply_realignment(
    database: Database, alignment_id: int, plan: Mapping[str, Any], *, author: str, judge: Judge
) -> Json:
    """Do what a preview of :mod:`workbench.workflow.alignment_again` showed.

    Raises:
        StaleEditError: Something changed since the preview.
        SettingsError: This is no plan.
    """
    try:
        groups = [
            Group(
                tuple(map(int, source)),
                tuple(map(int, target)),
                None if chance is None else float(chance),
                dict(reasons),
            )
            for source, target, chance, reasons in plan["groups"]
        ]
        rows_, moment = [int(number) for number in plan["rows"]], int(plan["moment"])
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise SettingsError("this is no plan of a re-alignment") from error
    done = alignment_regroup.regroup(
        database,
        alignment_id,
        rows_,
        groups,
        by=Request(
            author, moment=moment, token=str(plan["token"])[:64] if plan.get("token") else None
        ),
    )
    return _answer(database, alignment_id, done, judge)


def _shape(shape: Shape) -> list[Any]:
    marks = [
        *shape.flags,
        *(["double"] if shape.doubled else []),
        *(["torn"] if shape.torn else []),
    ]
    return [
        shape.id,
        shape.position,
        shape.version,
        str(shape.status),
        shape.probability,
        marks,
        list(shape.lengths),
        [list(side) for side in shape.numbers],
    ]


def _row(row: RowView) -> Json:
    return {
        "id": row.id,
        "position": row.position,
        "version": row.version,
        "status": str(row.status),
        "probability": row.probability,
        "reasons": dict(row.reasons),
        "note": row.note,
        "reason": row.reason,
        "author": row.author,
        "changed": row.changed.isoformat(),
        "flags": list(row.flags),
        "source": [_sentence(one) for one in row.source],
        "target": [_sentence(one) for one in row.target],
        "stored": row.segment is not None,
    }


def _sentence(one: SentenceView) -> Json:
    told: Json = {"id": one.id, "number": one.number, "text": one.text, "kind": one.kind}
    if one.original != one.text:
        told["original"] = one.original
    if one.translation:
        told["translation"] = one.translation
    return told
