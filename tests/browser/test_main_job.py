"""The main job as people do it: upload, translate, correct, approve, export; and the glossary."""

import json
import zipfile
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Server, console_errors, foreign_requests, screenshot
from tests.browser.grid import Grid, click_button, open_review, wait
from workbench.exchange.base import Options, reader

pytestmark = pytest.mark.browser

REPOSITORY = Path(__file__).parents[2]
GLOSSARY = """concept,domain,nl,en,pos,enforcement,status
vredesafdwinging,peace-operations,vredesafdwinging,peace enforcement,noun,force,active
gewapende-neutraliteit,security,gewapende neutraliteit,armed neutrality,noun,force,active
"""
DOCUMENT = """Kop van het stuk

De minister zei dat vredesafdwinging een mandaat vereist. Men kiest voor gewapende neutraliteit.

Dit is de laatste zin.
"""


@pytest.fixture
def small(idle_server: Server) -> Server:
    """A server with a glossary of two terms of its own."""
    folder = idle_server.home / "glossaries"
    folder.mkdir()
    (folder / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    idle_server.environment["WORKBENCH_GLOSSARIES"] = str(folder)
    idle_server.start()
    return idle_server


def upload(browser: Chrome, url: str, *paths: Path, then: str = "") -> None:
    browser.get(url)
    field = wait(
        lambda: browser.find_elements(By.CSS_SELECTOR, "input[type=file]"), what="the upload"
    )[0]
    field.send_keys("\n".join(map(str, paths)))
    wait(lambda: paths[-1].name in browser.page_source, what="the chosen file")
    click_button(browser, "Add and translate", then=then or f"{paths[-1].name}: ")


def body(browser: Chrome) -> str:
    return str(browser.execute_script("return document.body.innerText"))


def download(browser: Chrome, folder: Path, name: str) -> Path:
    browser.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)}
    )
    click_button(browser, "Download TMX")
    wait(lambda: (folder / name).is_file(), what="the download")
    return folder / name


def test_upload_translate_correct_approve_export(
    small: Server, browser: Chrome, tmp_path: Path
) -> None:
    path = tmp_path / "nota.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    upload(browser, small.url, path)
    wait(lambda: "4 draft" in body(browser), seconds=120, what="the translation")
    screenshot(browser, "documents")
    click_button(browser, "Review")
    grid = Grid(browser).ready()
    assert "peace enforcement" in grid.text(1)
    assert "armed neutrality" in grid.text(2)
    grid.editor().click()
    grid.press(Keys.ALT, Keys.ARROW_DOWN)
    grid.wait_active(1)
    correction = "The minister said that peace enforcement requires a mandate & a plan."
    grid.type(correction)
    grid.approve()
    grid.wait_status(1, "approved")

    browser.refresh()
    grid.ready()
    assert grid.text(1) == correction

    wait(lambda: browser.find_elements(By.LINK_TEXT, "Corpus"), what="the link")[0].click()
    wait(lambda: "1 pair" in body(browser), what="the approved pair")
    screenshot(browser, "corpus")
    exported = download(browser, tmp_path, "corpus.tmx")
    (unit,) = reader("tmx").read(exported, Options())
    assert unit.source.text == "De minister zei dat vredesafdwinging een mandaat vereist."
    assert unit.target.text == correction
    assert not console_errors(browser)
    assert not foreign_requests(browser, small.url)


def test_unusable_files_get_a_message_and_no_traceback(
    small: Server, browser: Chrome, tmp_path: Path
) -> None:
    empty = tmp_path / "leeg.txt"
    empty.write_text("")
    binary = tmp_path / "programma.txt"
    binary.write_bytes(bytes(range(256)) * 40)
    broken = tmp_path / "kapot.docx"
    broken.write_bytes(b"PK\x03\x04 this is no zip")
    good = tmp_path / "goed.txt"
    good.write_text("Dit is een goede zin. En dit is er nog een.", encoding="utf-8")
    upload(browser, small.url, empty, binary, broken, good)
    wait(lambda: "goed.txt: 2 segments" in body(browser), seconds=60, what="the good file")
    told = body(browser)
    for name in ("leeg.txt", "programma.txt", "kapot.docx"):
        assert name in told
    assert "Traceback" not in told
    screenshot(browser, "documents-errors")


def test_the_samples_are_one_click_away(small: Server, browser: Chrome) -> None:
    browser.get(small.url)
    click_button(browser, "Add the sample documents", then="segments ·")
    wait(lambda: body(browser).count("segments ·") == 5, seconds=60, what="five documents")
    told = body(browser)
    assert "English · 10 segments" in told
    assert "Dutch · 28 segments" in told


def test_a_term_is_added_and_applied_again(small: Server, browser: Chrome, tmp_path: Path) -> None:
    path = tmp_path / "nota.txt"
    path.write_text("De wolkenkrabber staat in de stad.", encoding="utf-8")
    small.run("ingest", str(path))
    small.run("translate", "--all")
    browser.get(f"{small.url}/glossary")
    fields = wait(
        lambda: browser.find_elements(By.CSS_SELECTOR, "input[aria-label=Dutch]"), what="the form"
    )
    fields[0].send_keys("wolkenkrabber")
    browser.find_element(By.CSS_SELECTOR, "input[aria-label=English]").send_keys("tower block")
    click_button(browser, "Add", then="Before it is saved")
    click_button(browser, "Save only", then="wolkenkrabber is saved")
    wait(lambda: "wolkenkrabber is saved" in body(browser), what="the message")
    written = (small.home / "glossaries" / "terms.csv").read_text(encoding="utf-8")
    assert written.startswith(GLOSSARY)
    assert "wolkenkrabber,,wolkenkrabber,tower block,noun,force,active" in written
    screenshot(browser, "glossary")
    click_button(browser, "Apply again", then="being applied")
    wait(lambda: "being applied" in body(browser), what="the job")

    def drafts() -> str:
        exported = tmp_path / "drafts.tmx"
        small.run("export", "--status", "all", "-o", str(exported))
        return exported.read_text(encoding="utf-8")

    wait(lambda: "tower block" in drafts(), seconds=90, what="the new term in the draft")


def chosen(browser: Chrome) -> str:
    """Return the text of the page's first choice box."""
    box = browser.find_element(By.CSS_SELECTOR, "[data-testid=stSelectbox]")
    value = box.find_element(By.CSS_SELECTOR, "input").get_attribute("value")
    return f"{box.text} {value}"


def test_another_package_can_be_chosen(small: Server, browser: Chrome, tmp_path: Path) -> None:
    (embedded,) = (REPOSITORY / "workbench" / "engine" / "embedded").glob("translate-nl_en-*")
    other = tmp_path / "translate-nl_en-9_9.argosmodel"
    with zipfile.ZipFile(embedded) as known, zipfile.ZipFile(other, "w") as copy:
        for name in known.namelist():
            if not name.endswith("/"):
                renamed = "translate-nl_en-9_9/" + name.split("/", 1)[1]
                content = known.read(name)
                if name.endswith("metadata.json"):
                    content = json.dumps({**json.loads(content), "package_version": "9.9"}).encode()
                copy.writestr(renamed, content)
    (tmp_path / "nota.txt").write_text("De brug is nieuw.", encoding="utf-8")
    small.run("ingest", str(tmp_path / "nota.txt"))
    small.run("translate", "--all")
    browser.get(small.url)
    wait(lambda: "1 draft" in body(browser), what="the draft")
    assert "Translate with" not in body(browser)
    small.run("packages", "install", str(other))
    browser.refresh()
    wait(lambda: "Translate with" in body(browser), what="the choice")
    field = browser.find_element(By.CSS_SELECTOR, "[data-testid=stSelectbox] input")
    field.click()
    field.send_keys("9_9", Keys.ENTER)
    wait(lambda: "9_9" in body(browser) or "9_9" in chosen(browser), what="the choice to hold")
    click_button(browser, "Translate again")

    def engine() -> str:
        small.run("export", "--status", "all", "-o", str(tmp_path / "drafts.tmx"))
        (unit,) = reader("tmx").read(tmp_path / "drafts.tmx", Options())
        return unit.provenance.engine

    wait(lambda: "9_9" in engine(), seconds=60, what="a draft by the other package")


def test_every_page_without_any_document(small: Server, browser: Chrome) -> None:
    for page, wanted in (
        ("", "Nothing here yet"),
        ("review", "There is no document yet"),
        ("glossary", "2 of 2 concepts"),
        ("corpus", "No pairs yet"),
    ):
        browser.get(f"{small.url}/{page}")
        wait(lambda wanted=wanted: wanted in body(browser), what=wanted)
        screenshot(browser, f"empty-{page or 'documents'}")
        assert "Traceback" not in body(browser)


def test_a_broken_glossary_is_named_and_breaks_nothing(small: Server, browser: Chrome) -> None:
    (small.home / "glossaries" / "terms.csv").write_text("nl,en\n,\xff\n", encoding="latin-1")
    browser.get(f"{small.url}/glossary")
    wait(lambda: "terms.csv" in body(browser), what="the name of the file")
    assert "Traceback" not in body(browser)


def test_the_seed_document_is_reviewed(idle_server: Server, browser: Chrome) -> None:
    seed = REPOSITORY / "seeds" / "001_b0fab361cfa2a5f6.txt"
    idle_server.run("ingest", str(seed))
    idle_server.run("translate", "--all")
    idle_server.start()
    grid = open_review(browser, idle_server.url)
    terms = grid.script("return root.querySelectorAll('.source .term').length")
    assert terms > 5
    screenshot(browser, "review-seed")
