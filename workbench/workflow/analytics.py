"""How reviewing goes: per document, person, engine and glossary, and the work that is left.

Everything comes from the revisions. People are listed by name and never compared: what takes
long may have been hard.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from workbench.corpus import documents, postedits
from workbench.corpus.database import Database
from workbench.corpus.postedits import Deed, PostEdit
from workbench.domain import TermStrategy
from workbench.quality.edits import edit_report
from workbench.quality.metrics import MetricScore
from workbench.workflow.confidence import calibration_json, learn
from workbench.workflow.pace import NEEDED, READING, Pace, pace, seconds_spent

__all__ = ["analytics"]

Json = dict[str, Any]


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
        ``words``, ``minutes`` at the pace so far, ``fast`` and ``slow`` (its quartiles; all three
        None while there are fewer ``stretches`` of work than ``needed``), and ``reading``, the
        minutes that reading both texts takes. ``calibration``: see
        :func:`workbench.workflow.confidence.calibration_json`. ``signatures``: how the scores
        were made.
    """
    infos = documents.listing(database, project=project)
    edits = postedits.post_edits(database, project=project)
    done = list(postedits.deeds(database, project=project))
    spent = seconds_spent(done)
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
        "left": _left(database, project, done),
        "calibration": calibration_json(learn(edits)),
        "signatures": list(signatures),
    }


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


def _left(database: Database, project: str | None, deeds: Sequence[Deed]) -> Json:
    segments, words = postedits.words_left(database, project=project)
    known = pace(deeds)
    found: Json = {
        "segments": segments,
        "words": words,
        "minutes": None,
        "fast": None,
        "slow": None,
        "stretches": known if isinstance(known, int) else known.stretches,
        "needed": NEEDED,
        "reading": _minutes(words, READING),
    }
    if isinstance(known, Pace):
        found["minutes"] = _minutes(words, known.middle)
        found["fast"], found["slow"] = _minutes(words, known.fast), _minutes(words, known.slow)
    return found


def _minutes(words: int, seconds: float) -> float:
    return round(words * seconds / 60, 1)


def _score(score: MetricScore) -> Json:
    return {
        "value": round(float(score.value), 2),
        "mean": None if score.mean is None else round(float(score.mean), 2),
        "margin": None if score.margin is None else round(float(score.margin), 2),
    }
