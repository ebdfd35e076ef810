"""A memory of another tool: looked into, agreed to, used at once, switched off and deleted."""

from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser.conftest import Server, console_errors, foreign_requests, screenshot
from tests.browser.grid import click_button, wait

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
    told = wait(lambda: body(browser) if "1 problems" in body(browser) else "", what="the facts")
    assert "2 units" in told
    assert "No memories yet" in server.run("memories")
    screenshot(browser, "memories-preview")
    click_button(browser, "Import the good part", then="klant: 1 units imported")
    assert "klant: 1 units, nl-en, on" in server.run("memories")
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


def test_a_file_that_is_no_memory_is_explained(
    server: Server, browser: Chrome, tmp_path: Path
) -> None:
    path = tmp_path / "kapot.tmx"
    path.write_text("this is no TMX", encoding="utf-8")
    look_into(browser, server.url, path)
    click_button(browser, "Preview", then="this is no TMX file")
    told = body(browser)
    assert "kapot.tmx" in told and "Traceback" not in told and str(tmp_path) not in told
