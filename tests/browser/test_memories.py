"""A memory of another tool: looked into, agreed to, used at once, switched off and deleted."""

from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Server, console_errors, foreign_requests, screenshot
from tests.browser.grid import click_button, open_review, wait
from tests.browser.store import SENTENCE

pytestmark = pytest.mark.browser

TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t"
 adminlang="en" srclang="nl" datatype="plaintext"/><body>
<tu><tuv xml:lang="nl"><seg>Het mandaat is helder.</seg></tuv>
<tuv xml:lang="en"><seg>The mandate is clear.</seg></tuv></tu>
<tu><tuv xml:lang="nl"><seg>Leeg.</seg></tuv><tuv xml:lang="en"><seg> </seg></tuv></tu>
</body></tmx>
"""


def body(browser: Chrome) -> str:
    return str(browser.execute_script("return document.body.innerText"))


def look_into(browser: Chrome, url: str, path: Path) -> None:
    browser.get(f"{url}/memories")
    wait(lambda: "Import a memory" in body(browser), seconds=60, what="the title of the upload")
    fields = wait(
        lambda: browser.find_elements(By.CSS_SELECTOR, "input[type=file]"),
        seconds=60,
        what="the upload",
    )
    fields[0].send_keys(str(path))
    wait(lambda: path.name in browser.page_source, seconds=60, what="the chosen file")


def test_a_memory_is_looked_into_imported_used_and_deleted(
    server: Server, browser: Chrome, tmp_path: Path
) -> None:
    path = tmp_path / "klant.tmx"
    path.write_text(TMX, encoding="utf-8")
    look_into(browser, server.url, path)
    click_button(browser, "Preview", then="1 would be imported")
    told = wait(lambda: body(browser) if "1 problem" in body(browser) else "", what="the facts")
    assert "2 units" in told
    assert "No memories yet" in server.run("memories")
    screenshot(browser, "memories-preview")
    click_button(browser, "Import the good part", then="klant: 1 unit imported")
    assert "klant: 1 unit, nl-en, on" in server.run("memories")
    look_into(browser, server.url, path)
    click_button(browser, "Preview", then="0 would be imported")
    wait(lambda: "1 in this memory already" in body(browser), seconds=60, what="what it has")
    assert "0 would be imported" in body(browser)
    fields = wait(
        lambda: browser.find_elements(By.CSS_SELECTOR, "input[aria-label='Name of the memory']"),
        what="the name",
    )
    fields[0].send_keys(" again", Keys.ENTER)
    wait(lambda: "1 would be imported" in body(browser), seconds=60, what="the other memory's plan")
    click_button(browser, "Discard")
    assert "The mandate is clear." in server.run("concordance", "mandaat")
    screenshot(browser, "memories")
    wait(
        lambda: browser.find_elements(By.CSS_SELECTOR, "[data-testid=stCheckbox] label"),
        what="the switch",
    )[0].click()
    wait(lambda: "off" in server.run("memories"), seconds=60, what="the memory off")
    assert "The mandate" not in server.run("concordance", "mandaat")
    browser.find_element(By.CSS_SELECTOR, "[data-testid=stPopover] button").click()
    wait(lambda: "This can't be undone" in body(browser), what="the question")
    click_button(browser, "Delete", then="klant is deleted")
    wait(lambda: "klant is deleted" in body(browser), seconds=60, what="the deletion")
    assert "No memories yet" in server.run("memories")
    assert not console_errors(browser)
    assert not foreign_requests(browser, server.url)


def unit(source: str, target: str) -> str:
    return (
        f'<tu><tuv xml:lang="nl"><seg>{source}</seg></tuv>'
        f'<tuv xml:lang="en"><seg>{target}</seg></tuv></tu>'
    )


def memory(*units: str) -> str:
    head = TMX[: TMX.index("<tu>")]
    return f"{head}{''.join(units)}</body></tmx>"


def test_an_imported_memory_is_a_match_in_the_editor_at_once(
    filled: Server, browser: Chrome, tmp_path: Path
) -> None:
    """Also in a review page that was open before, and before any word is approved there."""
    path = tmp_path / "klant.tmx"
    path.write_text(memory(unit(f"2. {SENTENCE}", "2. As the customer has it.")), encoding="utf-8")
    grid = open_review(browser, filled.url)
    review = browser.current_window_handle
    browser.switch_to.new_window("tab")
    look_into(browser, filled.url, path)
    click_button(browser, "Preview", then="1 would be imported")
    click_button(browser, "Import", then="klant: 1 unit imported")
    wait(lambda: "klant: 1 unit imported" in body(browser), what="the import")
    browser.switch_to.window(review)
    grid.approve()
    grid.wait_active(1)
    found = "return [...root.querySelectorAll('.row.active .match')].map(m => m.textContent)"
    lines = wait(
        lambda: [line for line in grid.script(found) if "customer" in line], what="the match"
    )
    assert lines[0].startswith("100 %") and "klant" in lines[0]
    screenshot(browser, "memories-match")
    grid.press(Keys.ALT, Keys.SHIFT, "1")
    wait(lambda: grid.text(1) == "2. As the customer has it.", what="the match in the text")
    assert not console_errors(browser)


def test_a_preview_tells_of_duplicates_conflicts_and_other_languages(
    filled: Server, browser: Chrome, tmp_path: Path
) -> None:
    known = tmp_path / "known.tmx"
    known.write_text(memory(unit("De motie.", "The motion.")), encoding="utf-8")
    filled.run("import", str(known))
    path = tmp_path / "klant.tmx"
    path.write_text(
        memory(
            unit("De motie.", "A motion."),
            unit("De wet.", "The act."),
            unit("De wet.", "The act."),
            unit("De wet.", "The law."),
            '<tu><tuv xml:lang="de"><seg>Das Gesetz.</seg></tuv></tu>',
        ),
        encoding="utf-8",
    )
    look_into(browser, filled.url, path)
    click_button(browser, "Preview", then="3 would be imported")
    told = wait(lambda: body(browser) if "0 problems" in body(browser) else "", what="the facts")
    for fact in (
        "4 units",
        "1 duplicate",
        "1 translated otherwise in the store",
        "1 translated in several ways by the file",
        "1 in other languages",
    ):
        assert fact in told
    click_button(browser, "Discard", then="known: ")
    wait(lambda: "Preview of" not in body(browser), what="the page without the preview")
    assert "klant" not in filled.run("memories")


def test_languages_that_the_file_lacks_or_nobody_has(
    server: Server, browser: Chrome, tmp_path: Path
) -> None:
    path = tmp_path / "franse.tmx"
    path.write_text(memory(unit("a", "b")).replace('"nl"', '"fr-CA"'), encoding="utf-8")
    look_into(browser, server.url, path)
    click_button(browser, "Preview", then="no unit is nl-en (1 unit in the file)")
    told = wait(
        lambda: body(browser) if "no unit is nl-en" in body(browser) else "", what="the message"
    )
    assert "Languages in the file: en, fr-CA" in told
    look_into(browser, server.url, path)
    field = browser.find_element(By.CSS_SELECTOR, "input[aria-label='Language code of the source']")
    field.send_keys("!", Keys.TAB)
    click_button(browser, "Preview", then="nl!")
    told = wait(lambda: body(browser) if "'nl!'" in body(browser) else "", what="the message")
    assert "Traceback" not in told
    assert "No memories yet" in server.run("memories")


def test_a_file_that_is_no_memory_is_explained(
    server: Server, browser: Chrome, tmp_path: Path
) -> None:
    path = tmp_path / "kapot.tmx"
    path.write_text("this is no TMX", encoding="utf-8")
    look_into(browser, server.url, path)
    click_button(browser, "Preview", then="this is no TMX file")
    told = body(browser)
    assert "kapot.tmx" in told and "Traceback" not in told and str(tmp_path) not in told
