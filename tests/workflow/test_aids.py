"""Help while typing: completion, other words, other translations, confidence of words."""

import threading
from typing import Any

import pytest

from tests.workflow.review_kit import document, row_at
from workbench.corpus import documents, rows
from workbench.corpus.database import Database
from workbench.domain import (
    Document,
    Segment,
    SegmentKind,
)
from workbench.engine.argos import ArgosEngine
from workbench.errors import StoreError
from workbench.workflow.aids import Aids

__all__ = ["document"]


def test_completion_goes_on_from_exactly_what_was_typed(
    database: Database, document: int, engine: ArgosEngine
) -> None:
    aids = Aids(lambda _: engine)
    row = row_at(database, document, 1)
    for prefix in ("", "The", "The min", "The minister", "The minister "):
        found = aids.complete(database, row.id, prefix=prefix, person="anna")
        assert found["prefix"] == prefix
        assert (prefix + found["rest"]).strip()
    assert found["rest"][:1] != " "
    long = aids.complete(database, row.id, prefix="x" * 5000, person="anna")
    assert long["rest"] == ""


def test_only_the_newest_question_is_answered(
    database: Database, document: int, engine: ArgosEngine
) -> None:
    aids = Aids(lambda _: engine)
    row = row_at(database, document, 0)
    answers: dict[int, Any] = {}

    def ask(number: int) -> None:
        answers[number] = aids.complete(
            database, row.id, prefix="The debate"[: number + 2], person="anna"
        )

    with aids._busy:
        asking = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
        for thread in asking:
            thread.start()
        while len(aids._serials) < 1 or aids._serials["complete", "anna"] < 6:
            pass
    for thread in asking:
        thread.join()
    assert len([1 for answer in answers.values() if "stale" not in answer]) == 1
    other = aids.complete(database, row.id, prefix="The", person="bert")
    assert "stale" not in other


def test_a_completion_makes_no_other_words_void(
    database: Database, document: int, engine: ArgosEngine
) -> None:
    aids = Aids(lambda _: engine)
    row = row_at(database, document, 0)
    found: list[Any] = []

    def ask() -> None:
        found.append(aids.alternatives(database, row.id, prefix="The ", person="anna"))

    with aids._busy:
        asking = threading.Thread(target=ask)
        asking.start()
        while not aids._serials:
            pass
        completing = threading.Thread(
            target=lambda: aids.complete(database, row.id, prefix="The de", person="anna")
        )
        completing.start()
        while len(aids._serials) < 2:
            pass
    asking.join()
    completing.join()
    assert found[0]["offers"]


def test_other_words_and_other_translations(
    database: Database, document: int, engine: ArgosEngine
) -> None:
    aids = Aids(lambda _: engine)
    row = row_at(database, document, 0)
    offers = aids.alternatives(database, row.id, prefix="The ", person="anna")["offers"]
    words = [each["word"] for each in offers]
    assert len(words) > 1
    assert len(set(words)) == len(words)
    assert all(each["text"].startswith(f"The {each['word']}") for each in offers)
    assert all(0 < each["probability"] <= 1 for each in offers)
    whole = aids.alternatives(database, row.id, person="anna")["offers"]
    assert len({each["text"] for each in whole}) == len(whole) > 0


def test_confidence_of_each_word(database: Database, document: int, engine: ArgosEngine) -> None:
    aids = Aids(lambda _: engine)
    found = rows.rows(database, document)
    scored = aids.confidences(database, [row.id for row in found])
    assert [each["id"] for each in scored] == [row.id for row in found if row.target]
    for each, row in zip(scored, found, strict=False):
        words = [row.target[start:end] for start, end, _ in each["words"]]
        assert words == row.target.split()
        assert all(0 <= probability <= 1 for _, _, probability in each["words"])
    assert aids.confidences(database, [found[0].id]) == scored[:1]


def test_what_is_passed_through_gets_no_help(database: Database, engine: ArgosEngine) -> None:
    content = (Segment("http://x.nl", SegmentKind.URL, 0, 0, 1, "nl", translatable=False),)
    number = documents.add(
        database, Document("u.txt", "txt", "x", "nl", content, "8" * 64)
    ).document.id
    with pytest.raises(StoreError, match="passed through"):
        Aids(lambda _: engine).complete(
            database, row_at(database, number, 0).id, prefix="", person="anna"
        )
