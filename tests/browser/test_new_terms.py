"""Terms added while reviewing: words are selected, the panel says what they would do, and saves."""

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Server, console_errors, foreign_requests, screenshot
from tests.browser.grid import open_review, wait
from tests.browser.store import fill, stored
from tests.browser.terms import SECONDS, panel, press_button, select_dutch, value
from workbench.glossary.files import load_glossary

pytestmark = pytest.mark.browser

GLOSSARY = """\
concept,domain,nl,en,admitted,forbidden,pos,enforcement,status,note
peace,,vredesafdwinging,peace enforcement,,peace coercion,noun,force,active,
"""


@pytest.fixture
def desk(idle_server: Server) -> Server:
    """A server with a document of twelve drafts and a glossary of one concept."""
    folder = idle_server.home / "glossaries"
    folder.mkdir()
    (folder / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    idle_server.environment["WORKBENCH_GLOSSARIES"] = str(folder)
    fill(idle_server.home, count=12).close()
    idle_server.start()
    return idle_server


def test_a_term_from_both_sides_of_a_segment(desk: Server, browser: Chrome) -> None:
    grid = open_review(browser, desk.url)
    grid.wait_active(0)
    # English words in the text, then Dutch ones in the source.
    draft = grid.text(0)
    at = draft.index("viable path")
    grid.script(
        "const e = root.querySelector('.row.active .editor'); e.focus();"
        "e.setSelectionRange(arguments[0], arguments[1]);",
        at,
        at + len("viable path"),
    )
    select_dutch(grid, 0, "weg")
    wait(lambda: grid.script("return !root.querySelector('.take-term').hidden"), what="the button")
    screenshot(browser, "review-term-button")
    grid.press(Keys.ALT, "l")
    wait(lambda: "Recognised as: weg" in panel(grid), seconds=SECONDS, what="the forms")
    assert (value(grid, "dutch"), value(grid, "english")) == ("weg", "viable path")
    told = panel(grid)
    assert "wegen" in told and "viable paths" in told
    assert "In 12 segments" in told
    assert "proef.txt, 1" in told

    # Nothing is written before the impact was seen; Escape leaves all as it was.
    grid.press(Keys.ESCAPE)
    assert panel(grid) == ""
    assert grid.script("return root.activeElement.className") == "editor"
    assert "weg" not in load_glossary(desk.home / "glossaries").by_id

    # The selection is remembered; the button by it opens the same panel.
    select_dutch(grid, 0, "weg")
    grid.click(".take-term")
    wait(lambda: "Recognised as: weg" in panel(grid), seconds=SECONDS, what="the forms")
    grid.script("root.querySelector('.term-panel [name=english]').select()")
    ActionChains(browser).send_keys("route").perform()
    press_button(grid, "Add")
    wait(lambda: "Before it is saved" in panel(grid), seconds=SECONDS, what="the impact")
    screenshot(browser, "review-term-impact")
    assert "to change" in panel(grid)
    assert "route" not in stored(desk, 0).target
    word = grid.script("return root.querySelector('.term-panel button.primary').textContent")
    press_button(grid, word)
    wait(lambda: panel(grid) == "", seconds=SECONDS, what="the panel to close")
    concept = load_glossary(desk.home / "glossaries").by_id["weg"]
    assert concept.target == "route"
    wait(lambda: "route" in grid.text(0), what="the new text in the grid")
    assert "route" in stored(desk, 0).target
    assert grid.script("return root.activeElement.className") == "editor"

    # Its places are marked on both sides, and what is wrong with a term as it is typed.
    def marked(part: str, kind: str) -> str:
        code = f"return [...root.querySelectorAll('.row.active {part} .{kind}')]"
        return str(grid.script(code + ".map((one) => one.textContent).join(' ')"))

    wait(lambda: "weg" in marked(".source", "term"), seconds=SECONDS, what="the Dutch term")
    wait(lambda: "route" in marked(".mirror", "term"), seconds=SECONDS, what="the English term")
    grid.type("1. Without a mandate peace coercion is no route.")
    wait(
        lambda: marked(".mirror", "term-forbidden") == "peace coercion",
        seconds=SECONDS,
        what="the word that is not allowed",
    )
    wait(
        lambda: marked(".source", "term-forbidden") == "vredesafdwinging",
        seconds=SECONDS,
        what="its Dutch term",
    )
    grid.type("1. Without a mandate peace enforcement is no way.")
    wait(
        lambda: marked(".source", "term-missing") == "weg",
        seconds=SECONDS,
        what="the term that is missing",
    )
    screenshot(browser, "review-term-states")

    # A term that is there already is named.
    select_dutch(grid, 0, "vredesafdwinging")
    grid.press(Keys.ALT, "l")
    wait(lambda: "In terms.csv already" in panel(grid), seconds=SECONDS, what="the known concept")
    screenshot(browser, "review-term-known")
    grid.press(Keys.ESCAPE)

    # The key is in the help and can be changed there.
    grid.press(Keys.F1)
    wait(
        lambda: grid.script("return root.querySelector('[data-key=addTerm]').textContent"),
        what="the key",
    )
    assert grid.script("return root.querySelector('[data-key=addTerm]').textContent") == "Alt+L"
    assert console_errors(browser) == []
    assert foreign_requests(browser, desk.url) == []
