"""The documents page says of each document how its translation stands, and reads what is added."""

import pytest
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from tests.corpus.conftest import make_document
from workbench.app import server
from workbench.app.adding import Adding
from workbench.app.pages.documents import ADDING
from workbench.corpus import documents, jobs
from workbench.corpus.database import Database
from workbench.corpus.jobs import JobState
from workbench.corpus.tables import Job


def page() -> None:
    from workbench.app.pages import documents

    documents.draw()


def drawn(adding: Adding | None = None) -> AppTest:
    app = AppTest.from_function(page, default_timeout=300)
    if adding is not None:
        app.session_state[ADDING] = [adding]
    app.run()
    assert not app.exception, app.exception
    return app


def captions(app: AppTest) -> list[str]:
    return [caption.value for caption in app.caption]


def test_how_a_translation_stands(database: Database) -> None:
    number = documents.add(database, make_document(["Een zin."])).document.id
    assert captions(drawn()) == []
    job = jobs.start(database, "translate", document_id=number, total=1, message=jobs.WAITING)
    assert captions(drawn()) == ["Waiting until the documents before it are translated"]
    jobs.begin(database, job.id, total=1)
    assert captions(drawn()) == []
    jobs.finish(database, job.id, state=JobState.FAILED, message="the package is broken [x](y)")
    (why,) = captions(drawn())
    assert why.startswith("Not translated: the package is broken")
    assert "[x](y)" not in why, "Markdown of a message is not drawn"
    job = jobs.start(database, "translate", document_id=number, total=1)
    with database.write() as session:
        session.execute(update(Job).where(Job.id == job.id).values(owner="elsewhere:1"))
        session.execute(
            update(Job).where(Job.id == job.id).values(heartbeat=job.started.replace(year=2020))
        )
    assert captions(drawn()) == ["The translation broke off. *Translate* goes on from there."]


def test_files_are_read_one_by_one_and_each_gets_its_word(database: Database) -> None:
    speech = b"The minister spoke to the House of Commons about the war yesterday evening."
    adding = Adding(
        [("leeg.txt", b""), ("speech.txt", speech), ("../speech.txt", speech)], english=False
    )
    assert adding.wait(300)
    assert [kind for kind, _ in adding.messages] == ["error", "info", "info"]
    (stored,) = documents.listing(database)
    assert stored.name == "speech.txt"
    app = drawn(adding)
    assert "leeg.txt: this file is empty" in app.error[0].value.replace("\\", "")
    assert [info.value.replace("\\", "") for info in app.info] == [
        "speech.txt: English, kept as it is; there is nothing to translate.",
        "speech.txt is there already.",
    ]
    # It is said once.
    app.run()
    assert (len(app.error), len(app.info)) == (0, 0)
    assert jobs.listing(database) == []


def test_a_file_that_nobody_foresaw_is_no_reason_to_drop_the_next(database: Database) -> None:
    speech = b"The minister spoke to the House of Commons about the war yesterday evening."
    adding = Adding([("a\0.txt", speech), ("speech.txt", speech)], english=False)
    assert adding.wait(300)
    assert [kind for kind, _ in adding.messages] == ["error", "info"]
    assert "something went wrong" in adding.messages[0][1]
    assert [one.name for one in documents.listing(database)] == ["speech.txt"]


@pytest.mark.parametrize("query", ["", "?document=3&x=%26"])
def test_the_first_page_has_an_address_that_people_type(query: str) -> None:
    route = Route("/documents", server._to_first_page, methods=["GET"])
    client = TestClient(Starlette(routes=[route]), follow_redirects=False)
    answer = client.get(f"/documents{query}")
    assert (answer.status_code, answer.headers["location"]) == (307, f"/{query}")
