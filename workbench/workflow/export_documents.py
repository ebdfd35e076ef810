"""One file for each document, in a folder or a ZIP, named after the documents."""

import re
from collections.abc import Callable, Collection
from pathlib import Path

from workbench.corpus.database import Database
from workbench.domain import SegmentStatus
from workbench.errors import StoreError
from workbench.exchange import base
from workbench.language import NL_EN, LanguagePair
from workbench.workflow.appearing import appearing
from workbench.workflow.export import Chosen, ExportSummary, Watch, refuse_rejected

__all__ = ["FileNames", "export_documents"]

_LONGEST_STEM = 150
"""Bytes; a file name may have 255 with its ending and a number."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever their ending."""


def export_documents(
    database: Database,
    out: Path,
    *,
    format: str = "tmx",  # noqa: A002
    statuses: Collection[SegmentStatus] = (SegmentStatus.APPROVED,),
    documents: Collection[int] | None = None,
    project: str | None = None,
    pair: LanguagePair | None = None,
    properties: base.Properties | bool = True,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ExportSummary:
    """Write the units of a selection, those of each document to a file of its own.

    Documents without such a unit get none. All files are of one moment, whatever people do
    meanwhile, and appear together, or none of them.

    Args:
        database: The store.
        out: A new or empty folder, or a file ending in ``.zip``, which is replaced.
        format: Name of the format of each file.
        statuses: Statuses wanted.
        documents: Only these documents; None takes all.
        project: Only this project; None takes all.
        pair: Language codes to write; None takes nl and en.
        properties: How much to write of where each unit comes from.
        progress: Called with the units written and their total.
        cancelled: Asked now and then; True stops and leaves nothing.

    Raises:
        SettingsError: No such format, one that may not hold such statuses, or all units are in
            other languages.
        StoreError: No document has such a unit, there is something in the folder, or it can't
            be written.
        Cancelled: Stopped by ``cancelled``.
    """
    writer = base.writer(format)
    refuse_rejected(statuses, format)
    options = base.Options(pair=pair or NL_EN, properties=properties)
    packed = out.suffix.lower() == ".zip"
    place = base.place_for(out, folder=True)
    if place.exists() and (place.is_dir() == packed or (place.is_dir() and any(place.iterdir()))):
        raise StoreError(
            "there is something else here already",
            where=str(out),
            fix="Name a new or empty folder, or a file ending in .zip",
        )
    selection = Chosen(
        format=format,
        statuses=statuses,
        level=options.level,
        pair=options.pair,
        documents=documents,
        project=project,
    )
    watch = Watch(selection.count(database), progress, cancelled)
    names = FileNames(base.FORMATS[format].endings[0])
    written = files = 0
    with appearing(out) as new:
        for number, name, chosen in selection.by_document(database):
            with (new.content / names.free(number, name)).open("wb") as file:
                written += writer.write(watch.over(chosen), file, options)
            files += 1
        if not files:
            raise StoreError(
                "no document has such a pair",
                fix="Choose other statuses, or approve segments first",
            )
        size = sum(file.stat().st_size for file in new.content.iterdir())
    watch.done()
    return ExportSummary(
        path=out,
        format=format,
        units=written,
        skipped=watch.read - written,
        bytes=out.stat().st_size if packed else size,
        files=files,
        elsewhere=selection.elsewhere(database),
    )


class FileNames:
    """Names of files after documents; no two are the same anywhere.

    Args:
        ending: Of the files, such as ``.tmx``.
    """

    def __init__(self, ending: str) -> None:
        self._ending = ending
        self._taken: set[str] = set()

    def free(self, number: int, document: str) -> str:
        """Return a name for a document with this number and name, which may hold anything."""
        stem = re.sub(r"[^\w .()&+,-]", "_", Path(document.replace("\\", "/")).stem)
        stem = stem.encode()[:_LONGEST_STEM].decode(errors="ignore").strip(" .")
        if not stem or _RESERVED.fullmatch(stem.split(".")[0]):
            stem = f"document-{number}"
        # Names that differ in case alone are one name on some disks.
        while stem.casefold() in self._taken:
            stem = f"{stem}-{number}"
        self._taken.add(stem.casefold())
        return f"{stem}{self._ending}"
