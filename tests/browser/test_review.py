"""What a reviewer does, in a real browser on a real server with a real store."""

from collections.abc import Callable

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Server, console_errors, foreign_requests, screenshot
from tests.browser.grid import Grid, open_review, wait
from tests.browser.store import fill, stored
from workbench.corpus import documents, rows, segments
from workbench.corpus.database import Database
from workbench.domain import Document, Segment, SegmentKind

pytestmark = pytest.mark.browser


def test_correct_and_approve_from_the_keyboard(filled: Server, browser: Chrome) -> None:
    grid = open_review(browser, filled.url)
    assert "peace enforcement" in grid.text(0)
    grid.type("1. A corrected heading.")
    grid.approve()
    grid.wait_active(1)
    assert browser.execute_script("return document.hasFocus()")
    grid.wait_status(0, "approved")
    grid.approve()
    grid.wait_active(2)
    wait(lambda: grid.summary() == "2 of 40 approved", what="the count")
    screenshot(browser, "review-1280")
    wait(lambda: stored(filled, 1).status == "approved", what="the store")
    assert stored(filled, 0).target == "1. A corrected heading."
    assert stored(filled, 0).origin == "human"
    assert stored(filled, 1).origin == "machine"

    browser.refresh()
    grid.ready()
    assert grid.active == 2
    assert grid.text(0) == "1. A corrected heading."
    assert not [error for error in console_errors(browser) if "/review/_stcore/" not in error]
    assert not foreign_requests(browser, filled.url)


def test_typing_is_saved_without_any_key(filled: Server, browser: Chrome) -> None:
    grid = open_review(browser, filled.url)
    grid.type("Just typed.")
    grid.wait_save(0, "saved")
    assert stored(filled, 0).target == "Just typed."
    assert stored(filled, 0).status == "draft"


def test_typing_on_after_a_save_keeps_the_space(filled: Server, browser: Chrome) -> None:
    grid = open_review(browser, filled.url)
    grid.type("the peace ")
    grid.wait_save(0, "saved")
    assert stored(filled, 0).target == "the peace"
    grid.press("t")
    assert grid.text(0) == "the peace t"


def test_an_approval_during_a_slow_save_is_not_lost(filled: Server, browser: Chrome) -> None:
    grid = open_review(browser, filled.url)
    browser.execute_script(
        "const now = window.fetch; window.fetch = (...asked) =>"
        " new Promise((go) => setTimeout(go, 1500)).then(() => now(...asked));"
    )
    grid.editor().click()
    grid.approve()
    grid.wait_active(1)
    grid.press(Keys.ALT, Keys.ARROW_UP)
    grid.wait_active(0)
    grid.type("1. Better.")
    grid.approve()
    wait(lambda: stored(filled, 0).target == "1. Better.", what="the second text")
    wait(lambda: stored(filled, 0).status == "approved", what="the approval")


def test_keys_in_the_search_field_change_no_segment(filled: Server, browser: Chrome) -> None:
    grid = open_review(browser, filled.url)
    grid.press(Keys.ALT, "f")
    grid.approve()
    grid.press(Keys.ALT, "s")
    grid.press(Keys.ESCAPE)
    assert grid.active == 0
    assert "peace enforcement" in grid.text(0)
    assert stored(filled, 0).status == "draft"


def test_undo_and_redo_from_the_keyboard(filled: Server, browser: Chrome) -> None:
    grid = open_review(browser, filled.url)
    grid.editor().click()
    grid.approve()
    grid.wait_active(1)
    wait(lambda: stored(filled, 0).status == "approved", what="the approval")
    grid.press(Keys.ALT, "z")
    grid.wait_active(0)
    wait(lambda: stored(filled, 0).status == "draft", what="the undo")
    grid.press(Keys.ALT, Keys.SHIFT, "z")
    wait(lambda: stored(filled, 0).status == "approved", what="the redo")


def test_an_empty_translation_is_not_approved(filled: Server, browser: Chrome) -> None:
    grid = open_review(browser, filled.url)
    grid.editor().click()
    grid.press(Keys.CONTROL, "a")
    grid.press(Keys.BACKSPACE)
    grid.approve()
    wait(lambda: "Write one first" in grid.text(0, "drawer"), what="the message")
    assert grid.active == 0
    assert stored(filled, 0).status != "approved"


def test_moving_jumping_and_filtering(filled: Server, browser: Chrome) -> None:
    grid = open_review(browser, filled.url)
    grid.editor().click()
    grid.press(Keys.ALT, Keys.ARROW_DOWN)
    grid.wait_active(1)
    grid.press(Keys.ALT, Keys.ARROW_UP)
    grid.wait_active(0)
    grid.press(Keys.ALT, "g")
    grid.press("3")
    grid.press("3")
    grid.press(Keys.ENTER)
    grid.wait_active(32)
    grid.approve()
    grid.wait_active(33)
    grid.click(".filter[data-filter=approved]")
    wait(lambda: grid.text(32) and not grid.text(31), what="only the approved row")
    screenshot(browser, "review-filtered")


def test_terms_are_marked_and_inserted(filled: Server, browser: Chrome) -> None:
    grid = open_review(browser, filled.url)
    marks = "return [...root.querySelectorAll('.row.active .source .term')].map(m => m.textContent)"
    assert grid.script(marks) == ["vredesafdwinging"]
    grid.type("About ")
    wait(lambda: "not in your text" in grid.text(0, "drawer"), what="the missing term")
    grid.press(Keys.ALT, "1")
    assert grid.text(0) == "About peace enforcement"
    wait(lambda: "in your text" in grid.text(0, "drawer"), what="the term")
    assert "not in your text" not in grid.text(0, "drawer")
    grid.press(Keys.ALT, "t")
    raw = "return root.querySelector('.row.active .raw').textContent"
    wait(lambda: "peace coercion" in grid.script(raw), what="the text before the glossary")


def test_what_was_approved_comes_back_as_a_match(filled: Server, browser: Chrome) -> None:
    grid = open_review(browser, filled.url)
    grid.type("1. My own wording of it.")
    grid.approve()
    grid.wait_active(1)
    found = "return [...root.querySelectorAll('.row.active .match')].map(m => m.textContent)"
    (line,) = wait(lambda: grid.script(found), what="a match")
    assert "1. My own wording of it." in line
    # Where it comes from: document and segment, status, person, day.
    assert "proef.txt, 1 · approved · " in line
    percent = int(line.split(" %")[0])
    assert 95 <= percent < 100
    screenshot(browser, "review-match")
    grid.press(Keys.ALT, Keys.SHIFT, "1")
    wait(lambda: grid.text(1) == "1. My own wording of it.", what="the match in the text")


def test_concordance_of_the_selected_words(filled: Server, browser: Chrome) -> None:
    database = Database.open(f"sqlite:///{filled.home / 'workbench.db'}")
    english = "A viable path to peace was not found."
    content = (Segment(english, SegmentKind.SENTENCE, 0, 0, 37, "en", translatable=False),)
    documents.add(database, Document("read.txt", "txt", english, "en", content, "3" * 64))
    database.close()
    grid = open_review(browser, filled.url)
    grid.type("viable path")
    grid.press(Keys.CONTROL, "a")
    grid.press(Keys.ALT, "c")
    found = "return [...root.querySelectorAll('.line')].map(l => l.textContent)"
    lines = wait(lambda: grid.script(found), what="the lines")
    assert any(english in line and "read.txt, 1, only in en" in line for line in lines)
    assert len(lines) > 20
    marks = "return [...root.querySelectorAll('.line .found')].map(m => m.textContent)"
    assert set(grid.script(marks)) == {"viable path"}
    screenshot(browser, "review-concordance")
    grid.press(Keys.ESCAPE)
    assert not grid.script("return root.querySelector('.sheet') === null")


def test_back_to_the_machines_text(filled: Server, browser: Chrome) -> None:
    grid = open_review(browser, filled.url)
    before = grid.text(0)
    grid.type("Mine.")
    grid.wait_save(0, "saved")
    grid.press(Keys.ALT, "m")
    wait(lambda: grid.text(0) == before, what="the machine's text")


def test_what_is_passed_through_can_not_be_edited(idle_server: Server, browser: Chrome) -> None:
    database = Database.open(f"sqlite:///{idle_server.home / 'workbench.db'}")
    content = (
        Segment("Een zin.", SegmentKind.SENTENCE, 0, 0, 8, "nl"),
        Segment("http://example.org/", SegmentKind.URL, 1, 9, 28, "nl", translatable=False),
    )
    documents.add(database, Document("url.txt", "txt", "x" * 28, "nl", content, "2" * 64))
    database.close()
    idle_server.start()
    grid = open_review(browser, idle_server.url)
    grid.editor().click()
    grid.press(Keys.ALT, Keys.ARROW_DOWN)
    grid.wait_active(1)
    assert grid.editor() is None
    assert grid.text(1) == "address, kept as it is"
    grid.approve()
    grid.press("x")
    grid.press("k")
    grid.wait_active(0)
    assert stored(idle_server, 1).status == "untranslated"
    assert stored(idle_server, 1).target == ""


def test_help_and_history(filled: Server, browser: Chrome) -> None:
    grid = open_review(browser, filled.url)
    grid.type("Version two.")
    grid.wait_save(0, "saved")
    grid.press(Keys.F1)
    assert grid.script("return root.querySelectorAll('.sheet .keys dt').length") > 10
    screenshot(browser, "review-keys")
    grid.press(Keys.ESCAPE)
    grid.editor().click()
    grid.press(Keys.ALT, "h")
    entries = (
        "return [...root.querySelectorAll('.history p')].map((p) => [...p.childNodes]"
        ".filter((n) => n.nodeName !== 'DEL').map((n) => n.textContent).join(''))"
    )
    wait(lambda: len(grid.script(entries) or []) >= 2, what="two revisions")
    assert grid.script(entries)[0] == "Version two."
    screenshot(browser, "review-history")
    backs = "return [...root.querySelectorAll('.history button')].filter("
    backs += "(b) => b.textContent === 'Go back to this')"
    assert grid.script(f"{backs}.length") == 1
    grid.script(f"{backs}[0].click()")
    wait(lambda: stored(filled, 0).origin == "machine", what="the machine's text in the store")
    wait(lambda: stored(filled, 0).target == grid.text(0), what="the same on the page")
    grid.press(Keys.ALT, "z")
    wait(lambda: stored(filled, 0).target == "Version two.", what="the undo of it")


def test_a_stale_edit_shows_both_texts_and_loses_none(
    filled: Server, open_browser: Callable[..., Chrome]
) -> None:
    mine, theirs = (open_review(open_browser(), filled.url) for _ in range(2))
    mine.driver.execute_script(
        "window.fetchAgain = window.fetch; window.fetch = () => Promise.reject()"
    )
    mine.type("Mine.")
    mine.wait_save(0, "offline")
    theirs.type("Theirs.")
    theirs.wait_save(0, "saved")
    mine.driver.execute_script("window.fetch = window.fetchAgain")
    mine.wait_save(0, "conflict")
    box = mine.text(0, "drawer")
    assert "Theirs: Theirs." in box
    assert "Yours: Mine." in box
    assert stored(filled, 0).target == "Theirs."
    screenshot(mine.driver, "review-conflict")
    mine.click(".conflict button[data-action=keepMine]")
    wait(lambda: stored(filled, 0).target == "Mine.", what="the choice")
    wait(lambda: theirs.text(0) == "Mine.", what="the other window to see it")


def test_a_killed_server_loses_no_edit(filled: Server, browser: Chrome) -> None:
    grid = open_review(browser, filled.url)
    filled.kill()
    grid.type("Typed while the server was down.")
    grid.wait_save(0, "offline")
    filled.start()
    wait(
        lambda: stored(filled, 0).target == "Typed while the server was down.",
        seconds=40,
        what="the edit to be sent again",
    )


def test_a_closed_page_loses_no_edit(filled: Server, browser: Chrome) -> None:
    grid = open_review(browser, filled.url)
    browser.execute_script("window.fetch = () => Promise.reject()")
    grid.type("Typed before the page was closed.")
    grid.wait_save(0, "draft")
    browser.get("about:blank")
    assert stored(filled, 0).target != "Typed before the page was closed."
    open_review(browser, filled.url)
    wait(
        lambda: stored(filled, 0).target == "Typed before the page was closed.",
        what="the edit to be sent on return",
    )


def test_hostile_text_is_shown_as_text(idle_server: Server, browser: Chrome) -> None:
    hostile = '<script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">'
    database = fill(idle_server.home, count=3)
    row = rows.rows(database, 1, limit=1)[0]
    segments.save(database, row.id, text=hostile, version=row.version, author="x")
    database.close()
    idle_server.start()
    grid = open_review(browser, idle_server.url)
    grid.editor().click()
    grid.press(Keys.ALT, Keys.ARROW_DOWN)
    grid.wait_active(1)
    assert grid.text(0) == hostile
    assert browser.execute_script("return window.hacked") is None


def test_five_thousand_segments_scroll_and_jump(idle_server: Server, browser: Chrome) -> None:
    fill(idle_server.home, count=5000).close()
    idle_server.start()
    grid = open_review(browser, idle_server.url)
    assert grid.script("return root.querySelectorAll('.row').length") < 60
    grid.script("root.querySelector('.viewport').scrollTop = 1e9")
    wait(lambda: grid.text(4999).startswith("5000."), what="the last row")
    assert grid.script("return root.querySelectorAll('.row').length") < 60


def test_dark_and_wide(filled: Server, open_browser: Callable[..., Chrome]) -> None:
    wide = open_browser(width=1920, height=1080)
    open_review(wide, filled.url)
    screenshot(wide, "review-1920")
    grid = Grid(wide)
    widths = "return [...root.querySelectorAll('.row.active > div')].map(d => d.clientWidth)"
    number, source, target, *_ = grid.script(widths)
    assert source == target
    assert number < 60
