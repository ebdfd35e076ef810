"""The first start: the page is there at once, and what takes long is seen while it goes on."""

import os
import signal
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser.conftest import Server, console_errors, foreign_requests, screenshot
from tests.browser.grid import wait
from tests.browser.test_main_job import body, upload
from workbench.corpus import documents, jobs
from workbench.corpus.database import Database
from workbench.domain import SegmentStatus

pytestmark = pytest.mark.browser


def store(server: Server) -> Database:
    return Database.open(f"sqlite:///{server.home / 'workbench.db'}")


def drafts(database: Database) -> int:
    return sum(info.counts[SegmentStatus.DRAFT] for info in documents.listing(database))


def test_the_page_is_there_before_the_samples_are_translated(
    idle_server: Server, browser: Chrome
) -> None:
    asked = idle_server.cut_off()
    idle_server.options = ("--seeds",)
    idle_server.start()
    database = store(idle_server)
    stored = documents.listing(database)
    assert len(stored) == 5
    assert any(info.counts[SegmentStatus.UNTRANSLATED] for info in stored), "it waited for them"
    browser.get(idle_server.url)
    wait(
        lambda: "Waiting until" in body(browser) or "a second" in body(browser),
        seconds=180,
        what="how far it is",
    )
    screenshot(browser, "first-start")
    assert not console_errors(browser)

    # Killed in the middle, as by a power cut, it goes on with the next start.
    running = jobs.running(database)
    (pid,) = {int(job.owner.rpartition(":")[2]) for job in running}
    os.kill(pid, signal.SIGKILL)
    wait(lambda: not jobs.running(database), seconds=90, what="the server to notice")
    wait(lambda: "broke off" in body(browser), seconds=90, what="the word about it")
    kept = drafts(database)
    idle_server.kill()
    idle_server.start()
    wait(lambda: drafts(database) > kept, seconds=180, what="the translation to go on")
    (again,) = {int(job.owner.rpartition(":")[2]) for job in jobs.running(database)}
    assert again != pid
    os.kill(again, signal.SIGKILL)
    database.close()
    assert not asked.exists(), asked.read_text()
    assert not foreign_requests(browser, idle_server.url)


def test_the_first_page_has_an_address_that_people_type(server: Server, browser: Chrome) -> None:
    browser.get(f"{server.url}/documents?from=memory")
    wait(lambda: "Nothing here yet" in body(browser), seconds=120, what="the page")
    assert "not found" not in body(browser).casefold()
    assert browser.current_url == f"{server.url}/?from=memory"
    assert not console_errors(browser)
    browser.get(f"{server.url}/dokumente")
    wait(
        lambda: "not found" in body(browser).casefold(),
        seconds=120,
        what="the word that there is no such page",
    )


def test_a_large_file_is_seen_to_be_read_and_survives_leaving_the_page(
    server: Server, browser: Chrome, tmp_path: Path
) -> None:
    path = tmp_path / "groot.txt"
    line = "Het kabinet van {} heeft in {} besloten dat de regeling voor {} wordt herzien.\n\n"
    path.write_text("".join(line.format(n, 1000 + n, n * 7) for n in range(60_000)), "utf-8")
    upload(browser, server.url, path, then="Reading groot.txt")
    wait(lambda: "Reading groot.txt" in body(browser), seconds=120, what="how far it is")
    screenshot(browser, "documents-reading")
    browser.find_element(By.LINK_TEXT, "Glossary").click()
    database = store(server)
    wait(lambda: documents.listing(database), seconds=300, what="the document")
    (info,) = documents.listing(database)
    assert info.translatable == 60_000
    wait(lambda: jobs.running(database), seconds=120, what="its translation")
    (job,) = jobs.running(database)
    os.kill(int(job.owner.rpartition(":")[2]), signal.SIGKILL)
    database.close()
