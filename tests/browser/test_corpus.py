"""The corpus page: choose, preview, download, release with its gates, and the last exports."""

import time
import zipfile
from pathlib import Path

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By

from tests.browser.conftest import Server, console_errors, screenshot
from tests.browser.grid import click_button, wait
from tests.workflow.release_kit import BAD, GOOD, store
from workbench.corpus.database import Database
from workbench.exchange.base import Options, reader

pytestmark = pytest.mark.browser

PATIENCE = 120


@pytest.fixture
def corpus(idle_server: Server) -> Server:
    """A server with three documents, each with pairs that pass and pairs that do not."""
    database = Database.open(f"sqlite:///{idle_server.home / 'workbench.db'}")
    for number, name in enumerate(("nota.txt", "debat.txt", "brief.txt")):
        own = [(f"Dit is zin {number} {k}.", f"This is line {number} {k}.", "approved")
               for k in range(12)]  # fmt: skip
        store(database, name, [*own, *GOOD, *BAD])
    database.close()
    idle_server.start()
    return idle_server


def body(browser: Chrome) -> str:
    return str(browser.execute_script("return document.body.innerText"))


def tab(browser: Chrome, name: str) -> None:
    def clicked() -> bool:
        for one in browser.find_elements(By.CSS_SELECTOR, "[role=tab]"):
            if one.text.strip() == name:
                one.click()
                return True
        return False

    wait(clicked, seconds=PATIENCE, what=f"the tab {name}")


def pick(browser: Chrome, label: str, option: str) -> None:
    """Choose an option of a selection by typing it."""

    def picked() -> bool:
        try:
            for box in browser.find_elements(By.CSS_SELECTOR, "[data-testid=stSelectbox]"):
                if box.text.startswith(label):
                    field = box.find_element(By.TAG_NAME, "input")
                    if option in f"{box.text} {field.get_attribute('value')}":
                        return True
                    field.click()
                    field.send_keys(option, Keys.ENTER)
                    break
        except WebDriverException:
            # Drawn anew in between.
            pass
        time.sleep(1)
        return False

    wait(picked, seconds=PATIENCE, what=f"{option} for {label}")


def test_export_with_preview_and_once_more(corpus: Server, browser: Chrome, tmp_path: Path) -> None:
    browser.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
    )
    browser.get(f"{corpus.url}/corpus")
    wait(lambda: "54 pairs" in body(browser), seconds=PATIENCE, what="the pairs")
    wait(lambda: "How the file begins" in body(browser), seconds=PATIENCE, what="the preview")
    browser.find_element(By.XPATH, "//*[text()='How the file begins']").click()
    wait(lambda: "<seg>Dit is zin 0 0.</seg>" in body(browser), what="the first rows")
    screenshot(browser, "corpus-export")
    click_button(browser, "Download TMX")
    wait(lambda: (tmp_path / "corpus.tmx").is_file(), seconds=PATIENCE, what="the download")
    assert len(list(reader("tmx").read(tmp_path / "corpus.tmx", Options()))) == 54
    wait(lambda: "Last exports" in body(browser), seconds=PATIENCE, what="the list")
    wait(lambda: "54 pairs ·" in body(browser), what="the export in it")
    click_button(browser, "Make again")
    wait(lambda: body(browser).count("54 pairs ·") == 2, seconds=PATIENCE, what="the second")
    assert not console_errors(browser)


def test_a_release_shows_what_each_gate_does_before_it_is_made(
    corpus: Server, browser: Chrome, tmp_path: Path
) -> None:
    browser.set_window_size(1280, 1600)
    browser.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
    )
    browser.get(f"{corpus.url}/corpus")
    tab(browser, "Release")
    wait(lambda: "What it does" in body(browser), seconds=PATIENCE, what="the gates")
    click_button(browser, "Show the effect", then="being judged")
    # Of each document 12 own pairs pass; the 3 shared ones become one each.
    wait(lambda: "39 of 63 pairs pass" in body(browser), seconds=PATIENCE, what="the effect")
    assert "18 are kept out" in body(browser)
    screenshot(browser, "corpus-release")
    click_button(browser, "Make the release", then="Release: Dutch-English corpus")
    wait(lambda: "39 pairs ·" in body(browser), seconds=PATIENCE, what="the release")
    click_button(browser, "Download")
    wait(lambda: (tmp_path / "release.zip").is_file(), seconds=PATIENCE, what="the download")
    with zipfile.ZipFile(tmp_path / "release.zip") as archive:
        assert {"README.md", "SHA256SUMS", "rejected.tsv", "train.tmx"} <= set(archive.namelist())
    assert "Traceback" not in body(browser)
    screenshot(browser, "corpus-released")


def test_a_file_for_each_document_and_the_whole_corpus_back(
    corpus: Server, browser: Chrome, tmp_path: Path
) -> None:
    browser.set_window_size(1280, 1600)
    browser.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
    )
    browser.get(f"{corpus.url}/corpus")
    wait(lambda: "How the file begins" in body(browser), seconds=PATIENCE, what="the choices")
    pick(browser, "What to say of each pair", "Status, place and note")
    toggle = "//*[contains(text(), 'One file for each document')]"
    wait(lambda: browser.find_elements(By.XPATH, toggle), what="the toggle")[0].click()
    browser.find_element(By.XPATH, "//*[text()='How the file begins']").click()
    wait(lambda: "x-status" in body(browser), seconds=PATIENCE, what="the first rows")
    wait(lambda: "x-origin" not in body(browser), what="no more than was chosen")
    click_button(browser, "Download TMX")
    wait(lambda: (tmp_path / "corpus.zip").is_file(), seconds=PATIENCE, what="the download")
    with zipfile.ZipFile(tmp_path / "corpus.zip") as archive:
        assert archive.namelist() == ["brief.tmx", "debat.tmx", "nota.tmx"]
        assert b"x-origin" not in archive.read("nota.tmx")
    wait(lambda: "a file for each document" in body(browser), seconds=PATIENCE, what="the list")
    browser.find_element(By.XPATH, toggle).click()
    pick(browser, "What to say of each pair", "Also what made it")
    pick(browser, "Status", "Every one (as JSON Lines)")
    wait(lambda: "63 pairs" in body(browser), seconds=PATIENCE, what="rejected ones too")
    click_button(browser, "Download JSONL")
    wait(lambda: (tmp_path / "corpus.jsonl").is_file(), seconds=PATIENCE, what="the download")
    tab(browser, "Bring back")
    (upload,) = wait(
        lambda: browser.find_elements(By.CSS_SELECTOR, "input[type=file]"),
        seconds=PATIENCE,
        what="the upload",
    )
    upload.send_keys(str(tmp_path / "corpus.jsonl"))
    project = browser.find_element(By.CSS_SELECTOR, "input[aria-label=Project]")
    project.send_keys(Keys.CONTROL, "a")
    project.send_keys("moved")
    click_button(browser, "Look into it", then="63 to be written")
    wait(lambda: "63 to be written" in body(browser), seconds=PATIENCE, what="the preview")
    assert "63 changes in their histories" in body(browser)
    assert corpus.run("status").count("nota.txt") == 1, "nothing is written yet"
    screenshot(browser, "corpus-bring-back")
    click_button(browser, "Bring it in", then="63 units of 3 documents are in moved now.")
    wait(lambda: "are in moved now" in body(browser), seconds=PATIENCE, what="the import")
    again = tmp_path / "again.jsonl"
    corpus.run("export", "-o", str(again), "--status", "every", "--project", "moved")
    assert len(again.read_text(encoding="utf-8").splitlines()) == 63
    assert not console_errors(browser)
