"""Documents for tests of releases and exports, and what is in a release."""

import csv
import hashlib
import random
from pathlib import Path

from tests.corpus.conftest import make_document
from workbench.corpus import documents, rows, segments
from workbench.corpus.database import Database
from workbench.domain import SegmentStatus
from workbench.exchange.tmx_reader import read_tmx
from workbench.workflow.release_plan import Plan, ReleaseOptions

ONE = ReleaseOptions(split=None)


def store(
    database: Database, name: str, pairs: list[tuple[str, str, str]], *, project: str = "default"
) -> int:
    """Add a document whose segments have these sources, targets and statuses."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    document = make_document([source for source, _, _ in pairs], name=name, sha256=sha256)
    number = documents.add(database, document, project=project).document.id
    segments.save_many(
        database,
        [
            segments.Edit(row.id, row.version, target, SegmentStatus(status))
            for row, (_, target, status) in zip(
                rows.rows(database, number, limit=len(pairs)), pairs, strict=True
            )
            if target
        ],
        author="anna",
    )
    return number


GOOD = [
    ("De brug is nieuw.", "The bridge is new.", "approved"),
    ("Het kost 1.000,5 euro.", "It costs 1,000.5 euros.", "approved"),
    ("Zie www.nos.nl voor meer.", "See www.nos.nl for more.", "approved"),
]


BAD = [
    ("Dit is een concept.", "This is a draft.", "draft"),
    ("Dit is afgekeurd.", "This was rejected.", "rejected"),
    ("Dit is bekeken.", "This was reviewed.", "reviewed"),
    ("Dit blijft gewoon staan zo.", "Dit blijft gewoon staan zo.", "approved"),
    ("Het kost 12 euro.", "It costs 21 euros.", "approved"),
    ("Een zin die veel langer is dan de andere kant.", "A sentence.", "approved"),
    ("Nog niet vertaald.", "", "untranslated"),
]


def effects(plan: Plan) -> dict[str, tuple[int, int]]:
    return {each.gate.kind.name: (each.concerned, each.alone) for each in plan.effects}


def targets(path: Path) -> list[str]:
    return [unit.target.text for unit in read_tmx(path)]


def rejected(folder: Path) -> dict[str, str]:
    with (folder / "rejected.tsv").open(encoding="utf-8", newline="") as file:
        return {row["nl"]: row["gates"] for row in csv.DictReader(file, dialect="excel-tab")}


def filled(database: Database, number: int = 24) -> None:
    """Add documents that share some of their sentences with others."""
    chance = random.Random(3)
    for n in range(number):
        own = [(f"Zin {n} {k} is kort.", f"Line {n} {k} is short.") for k in range(5)]
        shared = [(f"Deel {k} is hetzelfde.", f"Part {k} is the same.") for k in range(4)]
        letter = chr(ord("a") + n)
        other = [(f"Deel {k} is hetzelfde", f"Part {k} is like {letter}.") for k in range(4)]
        pairs = own + chance.sample(shared, 2) + chance.sample(other, 2)
        store(database, f"document-{n}.txt", [(*pair, "approved") for pair in pairs])


def loose(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def digests(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
