"""The corpus page: choose, preview, download, release with its gates, and the last exports."""

import zipfile
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser.conftest import Server, console_errors, screenshot
from tests.browser.grid import click_button, wait
from tests.workflow.test_release import BAD, GOOD, store
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
