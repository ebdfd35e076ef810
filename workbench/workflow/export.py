"""Writing units of the store to a file, whole or not at all."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench.corpus import units
from workbench.corpus.database import Database
from workbench.domain import SegmentStatus, TranslationUnit
from workbench.errors import Cancelled, SettingsError
from workbench.exchange import base
from workbench.language import NL_EN, LanguagePair

__all__ = [
    "NATIVE",
    "STATUS_CHOICES",
    "Chosen",
    "ExportSummary",
    "Watch",
    "export_units",
    "refuse_rejected",
    "statuses_for",
]

STATUS_CHOICES = {
    "approved": (SegmentStatus.APPROVED,),
    "reviewed": (SegmentStatus.APPROVED, SegmentStatus.REVIEWED),
    "all": (SegmentStatus.APPROVED, SegmentStatus.REVIEWED, SegmentStatus.DRAFT),
    "every": (
        SegmentStatus.APPROVED,
        SegmentStatus.REVIEWED,
        SegmentStatus.DRAFT,
        SegmentStatus.REJECTED,
    ),
}
"""What a person chooses, and the statuses it means; ``every`` is for the native form only."""

NATIVE = "jsonl"
"""The format that holds all that the store knows of a unit, and so rejected ones too."""

_FULL = (base.Properties.USUAL, base.Properties.ALL)

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
        files: Files that the units are in.
        elsewhere: Units of the selection in other languages, which were passed over.
    """

    path: Path
    format: str
    units: int
    skipped: int
    bytes: int
    files: int = 1
    elsewhere: int = 0


def statuses_for(choice: str) -> tuple[SegmentStatus, ...]:
    """Return the statuses that a name in :data:`STATUS_CHOICES` means.

    Raises:
        SettingsError: It is none of these.
    """
    if choice not in STATUS_CHOICES:
        raise SettingsError(
            f"{choice!r} is no choice of statuses", fix=f"Choose {', '.join(STATUS_CHOICES)}"
        )
    return STATUS_CHOICES[choice]


class Watch:
    """Counts units that go by, reports them and asks whether to go on.

    Args:
        total: Units expected.
        progress: Called with the units read and their total.
        cancelled: Asked now and then; True stops.
    """

    def __init__(
        self,
        total: int,
        progress: Callable[[int, int], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._total = total
        self._progress = progress
        self._cancelled = cancelled
        self.read = 0

    def over(self, chosen: Iterable[TranslationUnit]) -> Iterator[TranslationUnit]:
        """Yield the units.

        Raises:
            Cancelled: Somebody stopped it.
        """
        for unit in chosen:
            yield unit
            self.read += 1
            if self.read % _REPORT_EVERY == 0:
                if self._progress is not None:
                    self._progress(self.read, self._total)
                if self._cancelled is not None and self._cancelled():
                    raise Cancelled("the export was stopped")

    def done(self) -> None:
        """Report that all is read."""
        if self._progress is not None:
            self._progress(self._total, self._total)


def refuse_rejected(statuses: Collection[SegmentStatus], format: str) -> None:  # noqa: A002
    """Keep rejected pairs out of files that another tool would take for a memory.

    Raises:
        SettingsError: They are chosen, and the format is not the native one.
    """
    if SegmentStatus.REJECTED in statuses and format != NATIVE:
        raise SettingsError(
            "rejected pairs leave only as JSON Lines",
            fix="Choose that format, or all but the rejected",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The units of a selection, with all that a format is to say of them.

    Units of the opposite direction are turned round to `pair`, but for the native format, which
    says of every unit in which direction it was translated.

    Attributes:
        format: Name of the format.
        statuses: Statuses wanted.
        level: How much to write of where each unit comes from.
        pair: Direction wanted.
        documents: Only these documents; None takes all.
        project: Only this project; None takes all.
    """

    format: str
    statuses: Collection[SegmentStatus]
    level: base.Properties
    pair: LanguagePair
    documents: Collection[int] | None = None
    project: str | None = None

    def count(self, database: Database) -> int:
        """Return how many there are, those of the opposite direction included."""
        return units.count(
            database,
            statuses=self.statuses,
            documents=self.documents,
            project=self.project,
            pair=self._direction,
        )

    def elsewhere(self, database: Database) -> int:
        """Return how many are passed over, since they are in other languages."""
        return units.elsewhere(
            database,
            statuses=self.statuses,
            documents=self.documents,
            project=self.project,
            pair=self._direction,
        )

    def units(self, database: Database) -> Iterator[TranslationUnit]:
        """Yield the units."""
        return units.stream(
            database,
            statuses=self.statuses,
            documents=self.documents,
            project=self.project,
            pair=self._direction,
            whole=self._whole,
            hter=self._hter,
        )

    def by_document(
        self, database: Database
    ) -> Iterator[tuple[int, str, Iterator[TranslationUnit]]]:
        """Yield number, name and units of each document, all of one moment."""
        return units.by_document(
            database,
            statuses=self.statuses,
            documents=self.documents,
            project=self.project,
            pair=self._direction,
            whole=self._whole,
            hter=self._hter,
        )

    @property
    def _direction(self) -> LanguagePair | None:
        return None if self.format == NATIVE else self.pair

    @property
    def _whole(self) -> bool:
        return self.format == NATIVE and self.level in _FULL

    @property
    def _hter(self) -> bool:
        # No other format tells it, and it takes time.
        return self.format == "tmx" and self.level in _FULL


def export_units(
    database: Database,
    path: Path,
    *,
    format: str = "",  # noqa: A002
    statuses: Collection[SegmentStatus] = (SegmentStatus.APPROVED,),
    documents: Collection[int] | None = None,
    project: str | None = None,
    pair: LanguagePair | None = None,
    properties: base.Properties | bool = True,
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
        properties: How much to write of where each unit comes from.
        progress: Called with the units written and their total.
        cancelled: Asked now and then; True stops and leaves the old file.

    Raises:
        SettingsError: No such format, one that may not hold such statuses, or all units are in
            other languages.
        StoreError: The file can't be written.
        Cancelled: Stopped by ``cancelled``.
    """
    name = format or base.format_for(path).name
    writer = base.writer(name)
    refuse_rejected(statuses, name)
    options = base.Options(pair=pair or NL_EN, properties=properties)
    chosen = Chosen(
        format=name,
        statuses=statuses,
        level=options.level,
        pair=options.pair,
        documents=documents,
        project=project,
    )
    watch = Watch(chosen.count(database), progress, cancelled)
    with base.atomic(path) as file:
        written = writer.write(watch.over(chosen.units(database)), file, options)
    watch.done()
    return ExportSummary(
        path=path,
        format=name,
        units=written,
        skipped=watch.read - written,
        bytes=path.stat().st_size,
        elsewhere=chosen.elsewhere(database),
    )
