"""The progress page over a store in which something was reviewed."""

from collections.abc import Callable

import pytest
from selenium.webdriver import Chrome

from tests.browser.conftest import Server, console_errors, foreign_requests, screenshot
from tests.browser.grid import wait
from tests.corpus.conftest import make_document
from workbench.corpus import documents, machine_drafts, rows, segments
from workbench.corpus.database import Database
from workbench.corpus.machine_drafts import Draft
from workbench.domain import Origin, Provenance, SegmentStatus

pytestmark = pytest.mark.browser


def fill(server: Server) -> None:
    database = Database.open(f"sqlite:///{server.home / 'workbench.db'}")
    for name, digest in (("vloot <b>.txt", "aa"), ("leger.txt", "bb")):
        sources = [f"Zin {number} gaat over de vloot en het leger." for number in range(30)]
        document = make_document(sources, name=name, sha256=digest * 32)
        number = documents.add(database, document).document.id
        before = rows.rows(database, number)
        drafts = [
            Draft(
                row.id,
                row.version,
                f"Sentence {row.position} is about the fleet and the army.",
                Provenance(Origin.MACHINE, engine="engine", confidence=0.5 + row.position / 60),
            )
            for row in before
        ]
        machine_drafts.put_drafts(database, number, drafts, author="engine")
        for row in before[:24]:
            text = f"Sentence {row.position} is about the fleet and the army."
            if row.position % 3 == 0:
                text = text.replace("fleet", "navy").replace("is about", "concerns")
            segments.save(
                database,
                row.id,
                text=text,
                version=row.version + 1,
                author="anna",
                status=SegmentStatus.APPROVED if row.position % 4 else SegmentStatus.REVIEWED,
            )
    database.close()


@pytest.mark.parametrize(("dark", "width"), [(False, 1280), (True, 1920)])
def test_progress(
    idle_server: Server, open_browser: Callable[..., Chrome], dark: bool, width: int
) -> None:
    fill(idle_server)
    idle_server.start()
    browser = open_browser(dark=dark, width=width, height=1500)
    browser.get(f"{idle_server.url}/progress")

    def body() -> str:
        return str(browser.execute_script("return document.body.innerText"))

    wait(lambda: "What was changed" in body(), seconds=120, what="the figures")
    charts = "return document.querySelectorAll('[data-testid=stVegaLiteChart] canvas,"
    charts += " [data-testid=stVegaLiteChart] svg').length"
    wait(lambda: browser.execute_script(charts) >= 5, seconds=60, what="five charts")
    told = body()
    assert "48 of 60" in told
    assert "67% of 48 segments were left as they were" in told
    assert "People are listed by name" in told
    # Forty-eight approvals in a few seconds are no pace, and too few to learn from.
    assert "not known yet" in told
    assert "after 3 stretches of about ten minutes of work (0 so far)" in told
    assert "From the model alone, 48 post-edits so far" in told
    screenshot(browser, f"progress-{'dark' if dark else 'light'}")
    assert console_errors(browser) == []
    assert foreign_requests(browser, idle_server.url) == []


def test_nothing_yet(server: Server, browser: Chrome) -> None:
    browser.get(f"{server.url}/progress")
    wait(
        lambda: "progress shows once there is a document" in browser.page_source,
        seconds=120,
        what="the empty page",
    )
