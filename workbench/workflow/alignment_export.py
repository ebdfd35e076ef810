"""Rows of an alignment as a file of translation units, and a second file of what was left out."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from workbench.corpus import alignment_rows, alignments
from workbench.corpus.alignment_rows import RowView
from workbench.corpus.alignment_tables import RowStatus
from workbench.corpus.alignments import AlignmentInfo
from workbench.corpus.database import Database
from workbench.domain import Bead, Origin, Provenance, SegmentStatus, TranslationUnit, Variant
from workbench.errors import SettingsError
from workbench.exchange import base
from workbench.exchange.columns import guard

__all__ = ["export_rows", "statuses_for_rows"]

_UNIT_STATUS = {
    RowStatus.ACCEPTED: SegmentStatus.APPROVED,
    RowStatus.CORRECTED: SegmentStatus.REVIEWED,
    RowStatus.REJECTED: SegmentStatus.REJECTED,
}


def statuses_for_rows(choice: str) -> tuple[RowStatus, ...]:
    """Return the statuses that ``accepted``, ``decided`` or ``all`` means.

    Raises:
        SettingsError: It is none of these.
    """
    choices = {
        "accepted": (RowStatus.ACCEPTED,),
        "decided": (RowStatus.ACCEPTED, RowStatus.CORRECTED),
        "all": tuple(status for status in RowStatus if status is not RowStatus.REJECTED),
    }
    if choice not in choices:
        raise SettingsError(f"{choice!r} is no choice of rows", fix=f"Choose {', '.join(choices)}")
    return choices[choice]


def export_rows(
    database: Database,
    alignment_id: int,
    path: Path,
    *,
    format: str = "",  # noqa: A002
    statuses: Iterable[RowStatus] = (RowStatus.ACCEPTED,),
    probability: float = 0.0,
    left_out: Path | None = None,
) -> tuple[int, int]:
    """Write rows with both sides to a file, and what was left out to a second one.

    Args:
        database: The store.
        alignment_id: The alignment.
        path: The file.
        format: Name of a format; empty takes it from the file's ending.
        statuses: Rows of these statuses.
        probability: Of automatic rows, only those with at least this, 0 to 1.
        left_out: File for all other rows: tab-separated status, reason, source, target.

    Returns:
        Rows written and rows left out.

    Raises:
        NotFoundError: There is no such alignment.
        SettingsError: No such format.
        StoreError: A file can't be written.
    """
    info = alignments.get(database, alignment_id)
    writer = base.writer(format or base.format_for(path).name)
    wanted = frozenset(statuses)
    others: list[RowView] = []

    def units() -> Iterator[TranslationUnit]:
        for row in alignment_rows.stream(database, alignment_id):
            sure = row.probability is None or row.probability >= probability
            decided = row.status is not RowStatus.AUTOMATIC
            if row.status in wanted and row.source and row.target and (sure or decided):
                yield _unit(row, info)
            else:
                others.append(row)

    with base.atomic(path) as file:
        written = writer.write(units(), file, base.Options(pair=info.pair))
    if left_out is not None:
        with base.atomic(left_out) as file:
            for row in others:
                cells = (row.status, row.reason or row.note, row.source_text, row.target_text)
                file.write(("\t".join(map(_cell, cells)) + "\n").encode())
    return written, len(others)


def _cell(text: str) -> str:
    return guard(" ".join(str(text).split()))


def _unit(row: RowView, info: AlignmentInfo) -> TranslationUnit:
    return TranslationUnit(
        uid=f"alignment-{info.id}-{row.id}",
        source=Variant(info.pair.source, row.source_text),
        target=Variant(info.pair.target, row.target_text),
        status=_UNIT_STATUS.get(row.status, SegmentStatus.DRAFT),
        provenance=Provenance(
            origin=Origin.ALIGNED,
            engine=info.engine,
            author=row.author,
            confidence=row.probability,
            flags=row.flags,
        ),
        document=info.name,
        segment=row.source[0].number,
        created=info.created,
        changed=row.changed,
        creator=info.creator,
        changer=row.author,
        note=row.note,
        bead=Bead(
            # Both halves of a split sentence have its number.
            tuple(sorted({one.number - 1 for one in row.source})),
            tuple(sorted({one.number - 1 for one in row.target})),
            1.0 if row.probability is None else row.probability,
        ),
    )
