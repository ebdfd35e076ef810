"""A terminologist's day: a TBX comes in, conflicts are settled, terms are added, impact is seen."""

from pathlib import Path

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Server, console_errors, foreign_requests, screenshot
from tests.browser.grid import click_button, wait
from workbench.corpus import documents, rows, segments
from workbench.corpus.database import Database
from workbench.domain import SegmentStatus
from workbench.exchange.terms.base import read_terms, write_terms
from workbench.glossary.concepts import Concept, Term
from workbench.glossary.files import load_glossary
from workbench.workflow.catalogue import catalogue

pytestmark = pytest.mark.browser

GLOSSARY = """\
concept,domain,nl,en,admitted,forbidden,pos,enforcement,status,note
vredesafdwinging,peace,vredesafdwinging,peace enforcement,,,noun,force,active,
verdrag,law,verdrag,agreement,,,noun,force,active,
"""
DOCUMENT = """De minister zei dat vredesafdwinging een mandaat vereist.

Vredesafdwinging is geen oorlog.

De wolkenkrabber staat in de stad.

Dit is de laatste zin.
"""
INCOMING = [
    Concept("treaty", (Term("nl", "verdrag"), Term("en", "treaty")), domain="law"),
    Concept("mandate", (Term("nl", "mandaat"), Term("en", "mandate")), domain="law"),
    Concept("same", (Term("nl", "drone"), Term("en", "drone"))),
]
SECONDS = 180


@pytest.fixture
def desk(idle_server: Server, tmp_path: Path) -> Server:
    """A server with a small glossary and a translated document, one segment approved."""
    folder = idle_server.home / "glossaries"
    folder.mkdir()
    (folder / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    idle_server.environment["WORKBENCH_GLOSSARIES"] = str(folder)
    path = tmp_path / "nota.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    idle_server.run("ingest", str(path))
    idle_server.run("translate", "--all")
    database = Database.open(f"sqlite:///{idle_server.home / 'workbench.db'}")
    (info,) = documents.listing(database)
    second = rows.rows(database, info.id)[1]
    segments.save(
        database,
        second.id,
        text="Peace enforcement is not war.",
        version=second.version,
        author="ben",
        status=SegmentStatus.APPROVED,
    )
    database.close()
    idle_server.start()
    return idle_server


def body(browser: Chrome) -> str:
    return str(browser.execute_script("return document.body.innerText"))


def shows(browser: Chrome, text: str) -> None:
    try:
        wait(lambda: text in body(browser), seconds=SECONDS)
    except AssertionError:
        screenshot(browser, "terms-failed")
        raise AssertionError(f"no {text!r} in {body(browser)}") from None


def field(browser: Chrome, name: str) -> None:
    wait(
        lambda: browser.find_elements(By.CSS_SELECTOR, f"input[aria-label='{name}']"),
        seconds=SECONDS,
        what=name,
    )


def fill(browser: Chrome, name: str, text: str) -> None:
    field(browser, name)
    box = browser.find_element(By.CSS_SELECTOR, f"input[aria-label='{name}']")
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(text)
    box.send_keys(Keys.TAB)


def add(browser: Chrome, dutch: str, english: str) -> None:
    fill(browser, "Dutch", dutch)
    fill(browser, "English", english)
    click_button(browser, "Add")


def targets(server: Server) -> list[str]:
    database = Database.open(f"sqlite:///{server.home / 'workbench.db'}")
    (info,) = documents.listing(database)
    found = [row.target for row in rows.rows(database, info.id)]
    database.close()
    return found


def test_a_terminologists_day(desk: Server, browser: Chrome, tmp_path: Path) -> None:
    browser.set_script_timeout(SECONDS)
    folder = desk.home / "glossaries"
    incoming = tmp_path / "incoming.tbx"
    write_terms(INCOMING, incoming)

    # A TBX comes in: what is new, what contradicts the glossary, what is the same word.
    browser.get(f"{desk.url}/glossary")
    shows(browser, "2 of 2 concepts")
    click_button(browser, "Import and export")
    upload = wait(
        lambda: browser.find_elements(By.CSS_SELECTOR, "input[type=file]"),
        seconds=SECONDS,
        what="the upload",
    )[0]
    upload.send_keys(str(incoming))
    shows(browser, "1 new · 1 conflicting · 1 source = target")
    screenshot(browser, "terms-import")
    assert "verdrag,law,verdrag,agreement" in (folder / "terms.csv").read_text(encoding="utf-8")
    click_button(browser, "Write 1 concept")
    shows(browser, "Written from incoming.tbx: 1 concept")

    # The contradiction is settled by hand: the glossary's row is changed.
    click_button(browser, "Concepts")
    shows(browser, "3 of 3 concepts")
    mandate = load_glossary(folder / "imported.csv").by_id["mandate"]
    assert mandate.target == "mandate"
    desk.run("glossary", "import", str(incoming), "--save", "--conflicts", "take")
    assert catalogue(folder).glossary.by_id["verdrag"].target == "treaty"

    # Three terms are added; one of them changes a draft, which is seen before it is saved.
    browser.get(f"{desk.url}/glossary?term=wolkenkrabber")
    shows(browser, "Recognised as: wolkenkrabber")
    shows(browser, "In 1 segments")
    fill(browser, "English", "tower block")
    click_button(browser, "Add")
    shows(browser, "Before it is saved")
    shows(browser, "1 machine draft to change")
    screenshot(browser, "terms-impact")
    assert "tower block" not in " ".join(targets(desk))
    click_button(browser, "Save and change 1 segment")
    shows(browser, "wolkenkrabber is saved in imported.csv. Changed: 1 segment.")
    assert "tower block" in targets(desk)[2].casefold()
    for dutch, english in (("raket", "missile"), ("leger", "army")):
        add(browser, dutch, english)
        shows(browser, f"{dutch} is saved")

    # A known concept gets another English term: drafts and approved texts, apart.
    fill(browser, "Find", "vredesafd")
    shows(browser, "1 of 6 concepts")
    table = browser.find_element(By.CSS_SELECTOR, "[data-testid=stDataFrame] canvas")
    offset = -table.size["height"] // 2 + 35 + 17
    ActionChains(browser).move_to_element_with_offset(
        table, -table.size["width"] // 2 + 12, offset
    ).click().perform()
    shows(browser, "vredesafdwinging → peace enforcement")
    fill(browser, "English", "enforcement of peace")
    click_button(browser, "Save")
    shows(browser, "1 text of people to decide about")
    screenshot(browser, "terms-impact-people")
    click_button(browser, "Save and change 1 segment")
    shows(browser, "vredesafdwinging is saved")
    now = targets(desk)
    assert "enforcement of peace" in now[0]
    assert now[1] == "Peace enforcement is not war."

    # Who changed what; and everything goes out again.
    click_button(browser, "Changes")
    shows(browser, "Import")
    screenshot(browser, "terms-changes")
    click_button(browser, "Import and export")
    shows(browser, "Download 6 concepts")
    exported = tmp_path / "out.tbx"
    desk.run("glossary", "export", "-o", str(exported))
    assert {entry.cells["nl"] for entry in read_terms(exported)} == {
        "vredesafdwinging",
        "verdrag",
        "mandaat",
        "wolkenkrabber",
        "raket",
        "leger",
    }
    assert console_errors(browser) == []
    assert foreign_requests(browser, desk.url) == []
