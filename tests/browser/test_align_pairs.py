"""How texts are brought in to be aligned, in a real browser on a real server."""

from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser.aligning import SLOW, Editor, dutch, english, until
from tests.browser.conftest import Server, screenshot
from tests.browser.grid import click_button, wait
from workbench.app.uploads import KeptUpload, Plan
from workbench.corpus import (
    alignments,
)
from workbench.corpus.database import Database

pytestmark = pytest.mark.browser


def test_an_empty_store_says_what_to_do(server: Server, browser: Chrome) -> None:
    browser.get(f"{server.url}/align")
    until(lambda: "No pair yet" in browser.find_element(By.TAG_NAME, "body").text, "the page")
    screenshot(browser, "align-empty")


def test_a_pair_is_uploaded_and_opened(server: Server, browser: Chrome, tmp_path: Path) -> None:
    lines = range(12)
    files = [tmp_path / "nota.nl.txt", tmp_path / "nota.en.txt"]
    for path, sentence in zip(files, (dutch, english), strict=True):
        path.write_text("\n\n".join(sentence(n) for n in lines), encoding="utf-8")
    browser.get(f"{server.url}/align")
    inputs = until(
        lambda: (
            len(found := browser.find_elements(By.CSS_SELECTOR, "input[type=file]")) == 3 and found
        ),
        "the form",
    )
    # The wrong way round first: one click puts it right.
    inputs[0].send_keys(str(files[1]))
    inputs[1].send_keys(str(files[0]))
    until(lambda: "nota.nl.txt" in browser.find_element(By.TAG_NAME, "body").text, "the upload")
    click_button(browser, "Align", then="the sides are swapped")
    until(lambda: "swapped" in browser.find_element(By.TAG_NAME, "body").text, "the message")
    screenshot(browser, "align-swapped")
    click_button(browser, "Swap the sides and align", then="being aligned")
    # Asked of the page itself: the list is drawn again every two seconds.
    opens = (
        "return [...document.querySelectorAll('button')].some(b => b.innerText.trim() === 'Open')"
    )
    wait(lambda: browser.execute_script(opens), seconds=400, what="the aligner")
    screenshot(browser, "align-list")
    click_button(browser, "Open", then="All pairs")
    editor = Editor(browser)
    until(lambda: editor.has(".row.active .sentence"), "the editor")


def test_a_folder_of_pairs_is_brought_in_at_once(
    server: Server, browser: Chrome, tmp_path: Path
) -> None:
    folder = tmp_path / "pairs"
    folder.mkdir()
    for name in ("brief", "nota"):
        for end, sentence in (("nl", dutch), ("en", english)):
            text = "\n\n".join(f"{name}: {sentence(n)}" for n in range(6))
            (folder / f"{name}.{end}.txt").write_text(text, encoding="utf-8")
    (folder / "alleen.nl.txt").write_text(dutch(1), encoding="utf-8")
    browser.get(f"{server.url}/align")
    inputs = until(
        lambda: (
            len(found := browser.find_elements(By.CSS_SELECTOR, "input[type=file]")) == 3 and found
        ),
        "the form",
    )
    tab = "//*[@role='tab'][contains(., 'A folder of pairs')]"
    browser.find_element(By.XPATH, tab).click()
    until(lambda: "belong together when" in browser.find_element(By.TAG_NAME, "body").text, "it")
    inputs[2].send_keys(str(folder))
    until(lambda: "alleen.nl.txt" in browser.find_element(By.TAG_NAME, "body").text, "the upload")
    screenshot(browser, "align-folder")
    click_button(browser, "Align all pairs", then="2 pairs: being aligned")
    until(
        lambda: "no other file" in browser.find_element(By.TAG_NAME, "body").text,
        "the word on the file without a partner",
    )
    screenshot(browser, "align-folder-told")
    wait(
        lambda: browser.find_element(By.TAG_NAME, "body").text.count("6 rows") == 2,
        seconds=3 * SLOW,
        what="both aligned",
    )


def test_what_a_killed_server_left_behind_is_aligned_at_the_next_start(idle_server: Server) -> None:
    """Nobody opens a page: the start of the server is enough."""
    upload = KeptUpload.begin(idle_server.home / "uploads")
    for name, sentence in (("0/nota.nl.txt", dutch), ("1/nota.en.txt", english)):
        upload.put(name, "\n\n".join(sentence(n) for n in range(6)).encode())
    upload.plan = Plan.of(["0/nota.nl.txt", "1/nota.en.txt"])
    del upload
    idle_server.start()
    database = Database.open(f"sqlite:///{idle_server.home / 'workbench.db'}")
    wait(
        lambda: [info.aligned is not None for info in alignments.listing(database)] == [True],
        seconds=3 * SLOW,
        what="the alignment",
    )
    database.close()
