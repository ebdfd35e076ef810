"""Writing units of the store to a file, whole or not at all."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench.corpus import units
from workbench.corpus.database import Database
from workbench.domain import SegmentStatus, TranslationUnit
from workbench.errors import Cancelled, SettingsError
from workbench.exchange import base
from workbench.language import LanguagePair

__all__ = ["STATUS_CHOICES", "ExportSummary", "export_units", "statuses_for"]

STATUS_CHOICES = {
    "approved": (SegmentStatus.APPROVED,),
    "reviewed": (SegmentStatus.APPROVED, SegmentStatus.REVIEWED),
    "all": (SegmentStatus.APPROVED, SegmentStatus.REVIEWED, SegmentStatus.DRAFT),
}
"""What a person chooses, and the statuses it means; rejected texts never leave."""

_REPORT_EVERY = 500


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What an export wrote.

    Attributes:
        path: The file.
        format: Name of its format.
        units: Units in it.
        skipped: Units left out because the format can't hold one of their sides.
        bytes: Size of the file.
    """

    path: Path
    format: str
    units: int
    skipped: int
    bytes: int


def statuses_for(choice: str) -> tuple[SegmentStatus, ...]:
    """Return the statuses that ``approved``, ``reviewed`` (or better) or ``all`` means.

    Raises:
        SettingsError: It is none of these.
    """
    if choice not in STATUS_CHOICES:
        raise SettingsError(
            f"{choice!r} is no choice of statuses", fix=f"Choose {', '.join(STATUS_CHOICES)}"
        )
    return STATUS_CHOICES[choice]


def export_units(
    database: Database,
    path: Path,
    *,
    format: str = "",  # noqa: A002
    statuses: Collection[SegmentStatus] = (SegmentStatus.APPROVED,),
    documents: Collection[int] | None = None,
    project: str | None = None,
    pair: LanguagePair | None = None,
    properties: bool = True,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ExportSummary:
    """Write the units of a selection to a file; the old file stays until the new one is whole.

    Args:
        database: The store.
        path: The file.
        format: Name of a format; empty takes it from the file's ending.
        statuses: Statuses wanted.
        documents: Only these documents; None takes all.
        project: Only this project; None takes all.
        pair: Language codes to write, such as nl-NL and en-GB; None takes nl and en.
        properties: Whether to write where each unit comes from.
        progress: Called with the units written and their total.
        cancelled: Asked now and then; True stops and leaves the old file.

    Raises:
        SettingsError: No such format.
        StoreError: The file can't be written.
        Cancelled: Stopped by ``cancelled``.
    """
    name = format or base.format_for(path).name
    writer = base.writer(name)
    options = base.Options(properties=properties)
    if pair is not None:
        options = base.Options(pair=pair, properties=properties)
    total = units.count(database, statuses=statuses, documents=documents, project=project)
    read = 0

    def watched() -> Iterator[TranslationUnit]:
        nonlocal read
        for unit in units.stream(database, statuses=statuses, documents=documents, project=project):
            yield unit
            read += 1
            if read % _REPORT_EVERY == 0:
                if progress is not None:
                    progress(read, total)
                if cancelled is not None and cancelled():
                    raise Cancelled("the export was stopped", where=str(path))

    with base.atomic(path) as file:
        written = writer.write(watched(), file, options)
    if progress is not None:
        progress(total, total)
    return ExportSummary(path, name, written, read - written, path.stat().st_size)
