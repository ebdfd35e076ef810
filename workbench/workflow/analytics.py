"""How reviewing goes: per document, person, engine and glossary, and the work that is left.

Everything comes from the revisions. People are listed by name and never compared: what takes
long may have been hard.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from workbench.corpus import documents, postedits
from workbench.corpus import rows as reading
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.corpus.postedits import Deed, PostEdit
from workbench.domain import Origin, SegmentStatus, TermStrategy
from workbench.quality.calibration import Calibration, calibrate
from workbench.quality.edits import edit_rate, edit_report
from workbench.quality.metrics import MetricScore

__all__ = ["LONGEST_PAUSE", "analytics", "calibration", "expected_effort", "review_order"]

Json = dict[str, Any]

LONGEST_PAUSE = 180.0
"""Seconds that the time between two actions counts at most: longer is a pause."""

_ENOUGH = 20
"""Finished segments from which the time left is estimated."""

_DONE = (SegmentStatus.REVIEWED, SegmentStatus.APPROVED)


def analytics(database: Database, *, project: str | None = None, samples: int = 1000) -> Json:
    """Return figures of all that was reviewed, ready for JSON.

    Args:
        database: The store.
        project: Only this project.
        samples: Bootstrap samples for 95 % confidence intervals; 0 for none.

    Returns:
        ``documents``, ``people``, ``engines`` and ``glossaries``: lists of objects with ``name``,
        ``segments`` (finished), ``words`` (of their sources), ``minutes`` and ``quality``: None
        without machine texts, else ``hter`` and ``chrf`` (``value``, ``mean``, ``margin``),
        ``unchanged`` (share), ``edits`` (count by kind), ``post_edited`` (segments measured),
        ``terms`` (``found``, ``applied``, ``kept``). Documents also have ``id``, ``counts`` by
        status and ``all_words``. ``days``: finished segments a day. ``left``: ``segments``,
        ``words`` and ``minutes`` (None while nobody knows). ``calibration``: see
        :func:`calibration`. ``signatures``: how the scores were made.
    """
    infos = documents.listing(database, project=project)
    edits = postedits.post_edits(database, project=project)
    done = list(postedits.deeds(database, project=project))
    spent = _seconds(done)
    people = sorted({deed.person for deed in done} | {edit.person for edit in edits})
    signatures: dict[str, None] = {}

    def group(name: str, chosen: Sequence[PostEdit], seconds: float) -> Json:
        entry: Json = {
            "name": name,
            "segments": len(chosen),
            "words": sum(edit.words for edit in chosen),
            "minutes": round(seconds / 60, 1),
            "quality": None,
        }
        if chosen:
            report = edit_report(
                [edit.machine for edit in chosen],
                [edit.final for edit in chosen],
                samples=samples,
            )
            signatures[f"HTER (TER) {report.hter.signature}"] = None
            signatures[f"chrF2 {report.chrf.signature}"] = None
            entry["quality"] = {
                "post_edited": report.segments,
                "hter": _score(report.hter),
                "chrf": _score(report.chrf),
                "unchanged": report.unchanged,
                "edits": {str(kind): number for kind, number in report.kinds.items()},
                "terms": _terms(chosen),
            }
        return entry

    by_document = [
        group(
            info.name,
            [edit for edit in edits if edit.document == info.id],
            sum(seconds for (_, document), seconds in spent.items() if document == info.id),
        )
        | {
            "id": info.id,
            "counts": {str(status): number for status, number in info.counts.items()},
            "all_words": info.words,
        }
        for info in infos
    ]
    return {
        "documents": by_document,
        "people": [
            group(
                person,
                [edit for edit in edits if edit.person == person],
                sum(seconds for (who, _), seconds in spent.items() if who == person),
            )
            for person in people
        ],
        "engines": _grouped(edits, lambda edit: edit.engine, group),
        "glossaries": _grouped(edits, lambda edit: edit.glossary, group),
        "days": _days(done),
        "left": _left(infos, sum(spent.values())),
        "calibration": _calibration_json(_calibrated(edits)),
        "signatures": list(signatures),
    }


def calibration(database: Database) -> Calibration:
    """Learn the effort expected at each confidence from all that was reviewed."""
    return _calibrated(postedits.post_edits(database))


def expected_effort(database: Database, document_id: int) -> Json:
    """Return the effort that each segment still to be reviewed will cost.

    Returns:
        ``effort``: words to be changed by position; ``few``: whether this rests on less than
        50 finished segments; ``segments``: how many it rests on.

    Raises:
        NotFoundError: There is no such document.
    """
    info = documents.get(database, document_id)
    learned = calibration(database)
    effort = {}
    for row in reading.rows(database, document_id, limit=info.segments):
        if not row.translatable or row.status in _DONE:
            continue
        if not row.target:
            effort[row.position] = float(row.words)
        elif row.origin is Origin.MACHINE:
            effort[row.position] = learned.effort(row.confidence) * row.words
        else:
            effort[row.position] = 0.0
    return {"effort": effort, "few": learned.few, "segments": learned.segments}


def review_order(database: Database, document_id: int) -> list[int]:
    """Return the positions still to be reviewed, the most expected effort a word first.

    Raises:
        NotFoundError: There is no such document.
    """
    effort = expected_effort(database, document_id)["effort"]
    return sorted(effort, key=lambda position: (-effort[position], position))


def _calibrated(edits: Iterable[PostEdit]) -> Calibration:
    return calibrate(
        (edit.confidence, edit_rate(edit.machine, edit.final))
        for edit in edits
        if edit.confidence is not None
    )


def _calibration_json(learned: Calibration) -> Json:
    steps = [step / 20 for step in range(21)]
    return {
        "segments": learned.segments,
        "few": learned.few,
        "curve": [{"confidence": step, "effort": round(learned.effort(step), 4)} for step in steps],
    }


def _seconds(deeds: Iterable[Deed]) -> dict[tuple[str, int], float]:
    """Return the time that people spent, by person and document.

    The time between two actions of a person goes to the later one, up to the longest pause; what
    came before the first action is not known and not counted.
    """
    spent: dict[tuple[str, int], float] = defaultdict(float)
    last: dict[str, datetime] = {}
    for deed in deeds:
        if deed.person in last:
            gap = (deed.at - last[deed.person]).total_seconds()
            if gap <= LONGEST_PAUSE * 10:
                spent[deed.person, deed.document] += min(gap, LONGEST_PAUSE)
        last[deed.person] = deed.at
    return dict(spent)


def _grouped(
    edits: Sequence[PostEdit],
    name: Callable[[PostEdit], str],
    group: Callable[[str, Sequence[PostEdit], float], Json],
) -> list[Json]:
    members: dict[str, list[PostEdit]] = defaultdict(list)
    for edit in edits:
        members[name(edit)].append(edit)
    return [group(key or "none", members[key], 0.0) for key in sorted(members)]


def _terms(edits: Iterable[PostEdit]) -> Json:
    """Return glossary terms found in sources, those the machine wrote, and those still there."""
    found = applied = kept = 0
    for edit in edits:
        for term in edit.terms:
            found += 1
            applied += term["strategy"] != TermStrategy.NOT_APPLIED
            kept += str(term["target"]).casefold() in edit.final.casefold()
    return {"found": found, "applied": applied, "kept": kept}


def _days(deeds: Iterable[Deed]) -> list[Json]:
    counts = Counter(deed.at.date().isoformat() for deed in deeds for _ in range(deed.segments))
    return [{"day": day, "changes": number} for day, number in sorted(counts.items())]


def _left(infos: Sequence[DocumentInfo], seconds: float) -> Json:
    segments = words = finished = finished_words = 0
    for info in infos:
        open_ = info.translatable - sum(info.counts[status] for status in _DONE)
        segments += open_
        finished += info.translatable - open_
        share = open_ / info.translatable if info.translatable else 0.0
        words += round(info.words * share)
        finished_words += round(info.words * (1 - share))
    known = finished >= _ENOUGH and seconds > 0 and finished_words
    minutes = words * seconds / finished_words / 60 if known else None
    return {
        "segments": segments,
        "words": words,
        "minutes": None if minutes is None else round(minutes, 1),
    }


def _score(score: MetricScore) -> Json:
    return {
        "value": round(float(score.value), 2),
        "mean": None if score.mean is None else round(float(score.mean), 2),
        "margin": None if score.margin is None else round(float(score.margin), 2),
    }
