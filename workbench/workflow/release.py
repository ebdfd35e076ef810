"""A corpus leaves the house: gated, split, described, and the same bytes for the same state.

A release is a folder (or a ZIP) with a TMX for each part, the rejected pairs with their reasons,
a dataset card and the checksums of all files. It appears whole or not at all.
"""

import csv
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workbench.corpus import units
from workbench.corpus.database import Database
from workbench.counts import counted
from workbench.domain import SegmentStatus, TranslationUnit
from workbench.errors import Cancelled, StoreError
from workbench.exchange import base
from workbench.exchange.columns import guard
from workbench.quality.gates import Gate, choose
from workbench.workflow.appearing import appearing, names_in
from workbench.workflow.release_card import Statistics, card, sha256_of
from workbench.workflow.release_plan import (
    GateEffect,
    PartCount,
    Plan,
    ReleaseOptions,
    SourceCount,
)
from workbench.workflow.release_spool import PARTS, Spool

__all__ = ["CARD", "CHECKSUMS", "REJECTED", "Release", "preview", "release"]

CARD = "README.md"
CHECKSUMS = "SHA256SUMS"
REJECTED = "rejected.tsv"
WHOLE = "corpus"
"""Name of the one part when nothing is split."""

_STATUSES = tuple(status for status in SegmentStatus if status != SegmentStatus.UNTRANSLATED)
_REPORT_EVERY = 500
_COMMON = ("status", "empty")
"""Gates whose verdict ends the questioning."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release that was written: where, with what in it, and the files' checksums by name."""

    path: Path
    plan: Plan
    files: Mapping[str, str]


def preview(
    database: Database,
    options: ReleaseOptions,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """Return what a release would have, without writing it.

    Args:
        database: The store.
        options: What is chosen.
        progress: Called with the pairs judged and their total.
        cancelled: Asked now and then; True stops.

    Raises:
        SettingsError: A gate can't be set so, or all pairs are in other languages.
        StoreError: There is no room on disk for what is looked at.
        Cancelled: Stopped by ``cancelled``.
    """
    watch = _Watch(progress, cancelled, _count(database, options), rounds=1)
    with (
        tempfile.TemporaryDirectory(prefix="workbench-release-") as folder,
        _judged(database, options, Path(folder), watch, hter=False) as (plan, _),
    ):
        return plan


def release(
    database: Database,
    out: Path,
    options: ReleaseOptions,
    *,
    replace: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Release:
    """Write a release to a folder, or to a file if ``out`` ends in ``.zip``.

    Args:
        database: The store.
        out: The new folder or ZIP.
        options: What is chosen.
        replace: Whether an earlier release there may be replaced; anything else never is.
        progress: Called with the steps done and their total.
        cancelled: Asked now and then; True stops and leaves nothing behind.

    Raises:
        SettingsError: A gate can't be set so, or all pairs are in other languages.
        StoreError: No pair passes, something else is at ``out``, or it can't be written.
        Cancelled: Stopped by ``cancelled``.
    """
    _free(out, replace=replace)
    watch = _Watch(progress, cancelled, _count(database, options), rounds=2)
    with (
        appearing(out) as place,
        _judged(database, options, place.beside, watch, hter=True) as (plan, spool),
    ):
        place.moment = spool.moment()
        files = _write(place.content, spool, plan, options, place.moment, watch)
    watch.done()
    return Release(out, plan, files)


class _Watch:
    """Counts steps, reports them and asks whether to go on."""

    def __init__(
        self,
        progress: Callable[[int, int], None] | None,
        cancelled: Callable[[], bool] | None,
        total: int,
        *,
        rounds: int,
    ) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._total = total * rounds
        self._steps = 0

    def step(self) -> None:
        self._steps += 1
        if self._steps % _REPORT_EVERY == 0:
            if self._progress is not None:
                self._progress(min(self._steps, self._total), self._total)
            if self._cancelled is not None and self._cancelled():
                raise Cancelled("the release was stopped")

    def done(self) -> None:
        if self._progress is not None:
            self._progress(self._total, self._total)


def _count(database: Database, options: ReleaseOptions) -> int:
    return units.count(
        database,
        statuses=_STATUSES,
        documents=options.documents,
        project=options.project,
        pair=options.pair,
    )


@contextmanager
def _judged(
    database: Database, options: ReleaseOptions, folder: Path, watch: _Watch, *, hter: bool
) -> Iterator[tuple[Plan, Spool]]:
    """Give the plan and the spool it was counted from."""
    gates = choose(options.gates)
    single = [gate for name, gate in gates.items() if name not in _CORPUS]
    concerned: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    spool = Spool(folder)
    try:
        spool.begin()
        seen = 0
        for unit in units.stream(
            database,
            statuses=_STATUSES,
            documents=options.documents,
            project=options.project,
            pair=options.pair,
            hter=hter,
        ):
            seen += 1
            reasons = _reasons(unit, single)
            concerned.update(list(reasons))
            if len(reasons) == 1:
                alone.update(list(reasons))
            spool.add(unit, reasons)
            watch.step()
        conflicts = gates["conflicts"].value if "conflicts" in gates else ""
        found = spool.settle(
            shares=options.split,
            merge="duplicates" in gates,
            leak="leak" in gates,
            conflicts=conflicts,
        )
        concerned.update(found)
        alone.update({name: count for name, count in found.items() if name != "duplicates"})
        if conflicts == "mark":
            alone["conflicts"] = 0
        alone["duplicates"] = found["duplicates"]
        whole = None if options.split else WHOLE
        parts = tuple(PartCount(whole or name, *rest) for name, *rest in spool.parts())
        kept = sum(part.units for part in parts)
        plan = Plan(
            seen=seen,
            kept=kept,
            rejected=seen - kept - found["duplicates"],
            effects=tuple(
                GateEffect(gate, concerned[name], alone[name]) for name, gate in gates.items()
            ),
            parts=parts,
            sources=tuple(
                SourceCount(key, name, part and (whole or part), seen, kept)
                for key, name, part, seen, kept in spool.documents()
            ),
            elsewhere=units.elsewhere(
                database,
                statuses=_STATUSES,
                documents=options.documents,
                project=options.project,
                pair=options.pair,
            ),
        )
        yield plan, spool
    except sqlite3.Error as error:
        raise StoreError(
            f"the pairs can't be kept on disk meanwhile ({error})",
            where=str(folder.parent),
            fix="Free some space there",
        ) from error
    finally:
        spool.close()


_CORPUS = ("duplicates", "leak", "conflicts")


def _reasons(unit: TranslationUnit, gates: list[Gate]) -> dict[str, str]:
    found: dict[str, str] = {}
    for gate in gates:
        if reason := gate.reason(unit):
            found[gate.kind.name] = reason
            if gate.kind.name in _COMMON:
                break
    return found


def _write(
    folder: Path,
    spool: Spool,
    plan: Plan,
    options: ReleaseOptions,
    moment: datetime | None,
    watch: _Watch,
) -> dict[str, str]:
    """Write all files and return their checksums by name."""
    if not plan.kept:
        raise StoreError(
            f"no pair passes the gates ({counted(plan.seen, 'pair')} judged)",
            fix="See which gate holds them with --preview; approve segments first",
        )
    statistics = Statistics()
    written = base.Options(pair=options.pair, moment=moment)
    files: dict[str, str] = {}
    for part in plan.parts:
        name = f"{part.name}.tmx"
        with (folder / name).open("wb") as file:
            base.writer("tmx").write(
                _watched(spool.kept(part.name if options.split else PARTS[-1]), statistics, watch),
                file,
                written,
            )
        files[name] = sha256_of(folder / name)
    with (folder / REJECTED).open("w", encoding="utf-8", newline="") as text:
        table = csv.writer(text, dialect="excel-tab", lineterminator="\n")
        table.writerow(_REJECTED_COLUMNS)
        for unit, reasons in spool.rejected():
            table.writerow([guard(cell) for cell in _rejected_row(unit, reasons)])
            watch.step()
    files[REJECTED] = sha256_of(folder / REJECTED)
    (folder / CARD).write_text(
        card(plan, options, statistics, moment=moment, files=files), encoding="utf-8", newline="\n"
    )
    files[CARD] = sha256_of(folder / CARD)
    sums = "".join(f"{digest}  {name}\n" for name, digest in sorted(files.items()))
    (folder / CHECKSUMS).write_text(sums, encoding="ascii", newline="\n")
    return files


_REJECTED_COLUMNS = ("gates", "reasons", "nl", "en", "document", "segment", "status", "uid")


def _rejected_row(unit: TranslationUnit, reasons: Mapping[str, str]) -> list[str]:
    return [
        " ".join(reasons),
        "; ".join(reasons.values()),
        unit.source.text,
        unit.target.text,
        unit.document,
        str(unit.segment),
        str(unit.status),
        unit.uid,
    ]


def _watched(
    kept: Iterator[TranslationUnit], statistics: Statistics, watch: _Watch
) -> Iterator[TranslationUnit]:
    for unit in kept:
        statistics.add(unit)
        yield unit
        watch.step()


def _free(out: Path, *, replace: bool) -> None:
    out = base.place_for(out, folder=True)
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if not {CARD, CHECKSUMS, REJECTED} <= names_in(out):
        raise StoreError(
            "there is something else here already", where=str(out), fix="Choose another place"
        )
    if not replace:
        raise StoreError(
            "there is a release here already",
            where=str(out),
            fix="Choose another place, or replace it with --replace",
        )
