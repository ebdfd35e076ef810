"""A terminologist's day: import, conflicts, new terms from the editor, impact, again, export."""

from contextlib import suppress
from pathlib import Path

import pytest
from lxml import etree
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Server, console_errors, foreign_requests, screenshot
from tests.browser.grid import Grid, click_button, open_review, wait
from tests.browser.terms import SECONDS, panel, press_button, select_dutch, value, write
from workbench.corpus import concepts, documents, rows, segments
from workbench.corpus.database import Database
from workbench.corpus.rows import SegmentRow
from workbench.domain import SegmentStatus
from workbench.exchange.terms.base import read_terms, write_terms
from workbench.glossary.concepts import Concept, Term
from workbench.glossary.files import load_glossary
from workbench.settings import REPOSITORY
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
APPROVED = "Peace enforcement is not war."
INCOMING = [
    Concept("treaty", (Term("nl", "verdrag"), Term("en", "treaty")), domain="law"),
    Concept("mandate", (Term("nl", "mandaat"), Term("en", "mandate")), domain="law"),
    Concept("same", (Term("nl", "drone"), Term("en", "drone"))),
]


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
        text=APPROVED,
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

    def written() -> bool:
        # A form that has just been opened may be drawn once more.
        with suppress(StaleElementReferenceException):
            box = browser.find_element(By.CSS_SELECTOR, f"input[aria-label='{name}']")
            box.send_keys(Keys.CONTROL, "a")
            box.send_keys(text)
            box.send_keys(Keys.TAB)
            return True
        return False

    wait(written, seconds=SECONDS, what=f"{text} in {name}")


def choose(browser: Chrome, dutch: str, english: str) -> None:
    """Find a concept and open its form by a click on its row."""
    fill(browser, "Find", dutch)
    shows(browser, "1 of ")
    table = browser.find_element(By.CSS_SELECTOR, "[data-testid=stDataFrame] canvas")
    offset = -table.size["height"] // 2 + 35 + 17
    ActionChains(browser).move_to_element_with_offset(
        table, -table.size["width"] // 2 + 12, offset
    ).click().perform()
    shows(browser, f"{dutch} → {english}")


def stored(server: Server) -> list[SegmentRow]:
    database = Database.open(f"sqlite:///{server.home / 'workbench.db'}")
    (info,) = documents.listing(database)
    found = rows.rows(database, info.id)
    database.close()
    return found


def authors(server: Server, identity: str) -> list[tuple[str, str]]:
    """Return the history of a concept, newest first."""
    database = Database.open(f"sqlite:///{server.home / 'workbench.db'}")
    found = [(change.action, change.author) for change in concepts.history(database, identity)]
    database.close()
    return found


def new_term(grid: Grid, position: int, dutch: str, english: str) -> None:
    """Open the panel with selected Dutch words, and name the English term."""
    select_dutch(grid, position, dutch)
    grid.press(Keys.ALT, "l")
    wait(lambda: f"Recognised as: {dutch}" in panel(grid), seconds=SECONDS, what=dutch)
    assert value(grid, "dutch") == dutch
    write(grid, "english", english)


def test_a_terminologists_day(desk: Server, browser: Chrome, tmp_path: Path) -> None:
    browser.set_script_timeout(SECONDS)
    browser.set_page_load_timeout(SECONDS)
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
    # Somebody gives the id to another concept after that look: it is said, and nothing written.
    with (folder / "terms.csv").open("a", encoding="utf-8") as file:
        file.write("mandate,law,opdracht,commission,,,noun,force,active,\n")
    click_button(browser, "Write 1 concept")
    shows(browser, "the glossary was changed after you looked at this file")
    assert not (folder / "imported.csv").exists()
    (folder / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    fill(browser, "Domain of new concepts", "law")
    wait(
        lambda: "was changed after" not in body(browser), seconds=SECONDS, what="the file once more"
    )
    click_button(browser, "Write 1 concept")
    shows(browser, "Written from incoming.tbx: 1 concept")
    assert load_glossary(folder / "imported.csv").by_id["mandate"].target == "mandate"
    assert authors(desk, "mandate")[0][0] == "import"

    # The contradiction is settled by hand: the glossary's own row takes the term of the file.
    click_button(browser, "Concepts")
    shows(browser, "3 of 3 concepts")
    choose(browser, "verdrag", "agreement")
    fill(browser, "English", "treaty")
    click_button(browser, "Save")
    shows(browser, "verdrag is saved in terms.csv.")
    assert catalogue(folder).glossary.by_id["verdrag"].target == "treaty"
    assert catalogue(folder).clashes == ()

    # What the import has made old is translated again, in the background.
    shows(browser, "1 document with machine drafts of an older glossary")
    click_button(browser, "Apply again")
    version = catalogue(folder).glossary.version
    wait(
        lambda: {row.glossary for row in stored(desk) if row.origin == "machine"} == {version},
        seconds=SECONDS,
        what="the new drafts",
    )
    assert "mandate" in stored(desk)[0].target

    # Three terms are added from the editor. The first changes a draft, which is seen before.
    grid = open_review(browser, desk.url)
    new_term(grid, 2, "wolkenkrabber", "tower block")
    assert "In 1 segment" in panel(grid)
    press_button(grid, "Add")
    wait(lambda: "1 machine draft to change" in panel(grid), seconds=SECONDS, what="the impact")
    screenshot(browser, "terms-impact")
    assert "tower block" not in stored(desk)[2].target.casefold()
    press_button(grid, "Save and change 1 segment")
    wait(lambda: "tower block" in grid.text(2).casefold(), seconds=SECONDS, what="the new text")
    assert "tower block" in stored(desk)[2].target.casefold()
    # The second touches a text that somebody approved: it is listed apart, and left as it is.
    new_term(grid, 1, "oorlog", "warfare")
    press_button(grid, "Add")
    wait(lambda: "1 text of people to decide" in panel(grid), seconds=SECONDS, what="the impact")
    screenshot(browser, "terms-impact-people")
    press_button(grid, "Save")
    wait(lambda: panel(grid) == "", seconds=SECONDS, what="the panel to close")
    assert (stored(desk)[1].target, stored(desk)[1].status) == (APPROVED, "approved")
    # The third is in the draft already: it is saved at once.
    new_term(grid, 3, "laatste zin", "last sentence")
    press_button(grid, "Add")
    wait(lambda: panel(grid) == "", seconds=SECONDS, what="the panel to close")
    saved = load_glossary(folder)
    assert [saved.by_id[name].target for name in ("wolkenkrabber", "oorlog", "laatste-zin")] == [
        "tower block",
        "warfare",
        "last sentence",
    ]
    # The name is that of whoever has opened the page.
    assert authors(desk, "oorlog") == [("add", "reviewer")]

    # A known concept gets another English term: drafts and approved texts, apart.
    browser.get(f"{desk.url}/glossary")
    shows(browser, "6 of 6 concepts")
    choose(browser, "vredesafdwinging", "peace enforcement")
    fill(browser, "English", "enforcement of peace")
    click_button(browser, "Save")
    shows(browser, "1 text of people to decide about")
    click_button(browser, "Save and change 1 segment")
    shows(browser, "vredesafdwinging is saved")
    now = stored(desk)
    assert "enforcement of peace" in now[0].target
    assert now[1].target == APPROVED

    # Who changed what; and everything goes out again.
    click_button(browser, "Changes")
    shows(browser, "Import")
    screenshot(browser, "terms-changes")
    click_button(browser, "Import and export")
    click_button(browser, "Download 6 concepts")
    exported = wait(
        lambda: next(iter((tmp_path / "downloads").glob("*.tbx")), None),
        seconds=SECONDS,
        what="the download",
    )
    schema = etree.RelaxNG(etree.parse(str(REPOSITORY / "tests" / "data" / "tbx-basic.rng")))
    schema.assertValid(etree.parse(str(exported)))
    assert {entry.cells["nl"]: entry.cells["en"] for entry in read_terms(exported)} == {
        "vredesafdwinging": "enforcement of peace",
        "verdrag": "treaty",
        "mandaat": "mandate",
        "wolkenkrabber": "tower block",
        "oorlog": "warfare",
        "laatste zin": "last sentence",
    }
    assert console_errors(browser) == []
    assert foreign_requests(browser, desk.url) == []
