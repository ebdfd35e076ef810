"""Phrases are found in both languages, in every document, approved ones first."""

import pytest

from workbench.corpus import documents, rows, segments
from workbench.corpus.concordance import concordance
from workbench.corpus.database import Database
from workbench.domain import Document, Segment, SegmentKind, SegmentStatus
from workbench.errors import SettingsError


@pytest.fixture
def filled(database: Database) -> Database:
    dutch = ("Het mandaat is helder.", "Zonder 100%_mandaat geen inzet.", "Oekraïne wint.")
    content = tuple(Segment(text, SegmentKind.SENTENCE, 0, 0, 9, "nl") for text in dutch)
    number = documents.add(
        database, Document("nl.txt", "txt", "x" * 9, "nl", content, "4" * 64)
    ).document.id
    for row, target in zip(
        rows.rows(database, number), ("The mandate is clear.", "No mandate.", ""), strict=True
    ):
        if target:
            status = SegmentStatus.APPROVED if row.position == 1 else None
            segments.save(
                database, row.id, text=target, version=row.version, author="a", status=status
            )
    english = (Segment("A mandate.", SegmentKind.SENTENCE, 0, 0, 9, "en", translatable=False),)
    documents.add(database, Document("en.txt", "txt", "x" * 9, "en", english, "5" * 64))
    return database


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("mandate", ["No mandate.", "", "The mandate is clear."]),
        ("MANDAAT", ["No mandate.", "The mandate is clear."]),
        ("  the   mandate ", ["The mandate is clear."]),
        ("oekraïne", [""]),
        ("OEKRAÏNE", [""]),
        ("100%_", ["No mandate."]),
        ("0_m", []),
        ("niets", []),
    ],
)
def test_what_is_found(filled: Database, phrase: str, found: list[str]) -> None:
    assert [line.target for line in concordance(filled, phrase)] == found


def test_the_limit_holds(filled: Database) -> None:
    assert len(concordance(filled, "mandate", limit=1)) == 1


@pytest.mark.parametrize("phrase", ["", " ", "a"])
def test_one_letter_is_too_short(filled: Database, phrase: str) -> None:
    with pytest.raises(SettingsError, match="two letters"):
        concordance(filled, phrase)
