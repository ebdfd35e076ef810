"""What an aligner does, in a real browser on a real server with a real store."""

from collections.abc import Callable

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.aligning import COUNT, accepted, dutch, english, fill, open_editor, stored, until
from tests.browser.conftest import Server, foreign_requests, screenshot
from tests.corpus.conftest import make_document
from workbench.corpus import (
    alignment_regroup,
    alignment_texts,
    alignments,
)
from workbench.corpus.alignment_actions import Request
from workbench.corpus.alignment_regroup import Group
from workbench.corpus.database import Database

pytestmark = pytest.mark.browser


@pytest.fixture
def filled(idle_server: Server) -> Server:
    fill(idle_server.home)
    idle_server.start()
    return idle_server


def test_an_aligners_session_with_a_kill_in_the_middle(filled: Server, browser: Chrome) -> None:
    editor = open_editor(browser, filled.url)
    # The least certain row comes first: a wrong merge.
    until(lambda: editor.active == 4, "the least certain row")
    assert "about 3 wrong left" in editor.summary() or "about 4 wrong left" in editor.summary()
    assert "30 %" in str(
        editor.script("return root.querySelector('.row.active .link').textContent")
    )
    assert "powers" in editor.text_of(".row.active .bridge .missing")
    assert "approved before" in editor.text_of(".row.active .drawer")
    editor.press("s")
    until(lambda: len(stored(filled)) == COUNT, "the split")
    until(lambda: editor.cell("source") == dutch(3), "the split on the page")
    assert stored(filled)[3].target_text == english(3)
    editor.press(Keys.ENTER)
    until(lambda: accepted(filled) == [dutch(3)], "the accepted row in the corpus")
    # Then the swapped neighbours, and what the split left, which nobody accepted yet.
    until(lambda: editor.active == 7, "the next uncertain row")
    assert editor.summary().startswith(f"1 of {COUNT} rows decided")
    editor.put_cursor("target", 0)
    editor.press("w")
    until(lambda: stored(filled)[6].target_text == english(6), "the swap")
    until(lambda: editor.cell("target") == english(6), "the swap on the page")
    # The server dies; what is decided meanwhile is kept and done when it is back.
    filled.kill()
    editor.press(Keys.ENTER)
    until(lambda: "Offline" in editor.notice(), "the page to say so")
    screenshot(browser, "align-offline")
    filled.start()
    until(lambda: dutch(6) in accepted(filled), "the action to be sent again")
    # Undo without limit, over the restart, and redo.
    editor = open_editor(browser, filled.url)
    for _ in range(4):
        editor.press(Keys.CONTROL, "z")
    until(lambda: [r.status for r in stored(filled)] == ["automatic"] * (COUNT - 1), "the undo")
    assert accepted(filled) == []
    for _ in range(4):
        editor.press(Keys.CONTROL, Keys.SHIFT, "z")
    until(lambda: accepted(filled) == [dutch(3), dutch(6)], "the redo")
    assert foreign_requests(browser, filled.url) == []


def test_a_sentence_is_split_sent_and_corrected(filled: Server, browser: Chrome) -> None:
    editor = open_editor(browser, filled.url)
    editor.press("f")
    editor.press("n")
    until(lambda: editor.active == 5, "the next row")
    editor.put_cursor("source", dutch(5).index("en over"))
    editor.press("x")
    until(lambda: len(stored(filled)[4].source) == 2, "the split sentence")
    sentences = "return root.querySelectorAll('.row.active .source .sentence').length"
    until(lambda: editor.script(sentences) == 2, "it on the page")
    editor.put_cursor("source", 3, 1)
    editor.press("d")
    until(lambda: len(stored(filled)[5].source) == 2, "the sentence below")
    editor.press(Keys.CONTROL, "z")
    until(lambda: len(stored(filled)[4].source) == 2, "the undo")
    # A row that is drawn anew takes the cursor away.
    until(lambda: editor.script(sentences) == 2, "the undo on the page")
    editor.put_cursor("target", 2)
    editor.press("e")
    until(lambda: editor.has(".row.active textarea.editor"), "the text area")
    editor.press(Keys.CONTROL, "a")
    ActionChains(browser).send_keys("A better sentence.").perform()
    editor.press(Keys.ENTER)
    until(lambda: stored(filled)[4].target_text == "A better sentence.", "the correction")
    (one,) = stored(filled)[4].target
    assert one.original == english(5)
    editor.press("?")
    until(lambda: editor.has(".sheet .keys"), "the keys")
    screenshot(browser, "align-keys")
    editor.press(Keys.ESCAPE)
    editor.press("h")
    until(lambda: "text corrected" in editor.text_of(".history"), "the history")
    screenshot(browser, "align-history")


def test_partners_unaligned_rows_and_filters(filled: Server, browser: Chrome) -> None:
    editor = open_editor(browser, filled.url)
    editor.press(Keys.ARROW_UP)
    until(lambda: editor.active == 3, "the row above")
    editor.press("2")
    until(lambda: len(stored(filled)) == COUNT, "two one-sided rows")
    assert {row.reason for row in stored(filled)[2:4]} == {"added"}
    editor.click(".filter[data-filter=unaligned]")
    until(lambda: editor.script("return root.querySelectorAll('.row').length") == 2, "the filter")
    screenshot(browser, "align-unaligned")
    # Every filter has a key; none leaves the editor without its row.
    editor.press("q")
    until(lambda: editor.has(".choice-list.short"), "the filters")
    screenshot(browser, "align-filters")
    editor.press("x")
    until(lambda: editor.notice() == "No row here.", "the empty filter")
    editor.press("q")
    until(lambda: editor.has(".choice-list.short"), "the filters again")
    editor.press("u")
    until(lambda: editor.script("return root.querySelectorAll('.row').length") == 2, "them")
    editor.press("p")
    until(lambda: editor.has(".choice"), "partners to choose from")
    screenshot(browser, "align-partner")
    editor.click(".choice")
    until(lambda: len(stored(filled)) < COUNT, "the link")
    editor.press(Keys.SHIFT, Keys.ENTER)
    until(lambda: editor.has(".ask input"), "the question")
    editor.press(Keys.ENTER)
    until(lambda: len(accepted(filled)) > 50, "the sure rows")


def test_rows_passed_by_come_last(filled: Server, browser: Chrome) -> None:
    editor = open_editor(browser, filled.url)
    seen = [editor.active]
    for _ in range(3):
        editor.press("n")
        until(lambda: editor.active != seen[-1], "the next uncertain row")
        seen.append(editor.active)
    assert len(set(seen)) == len(seen)
    assert seen[0] == 4


def test_the_active_row_is_seen_whole_in_a_low_window(
    filled: Server, open_browser: Callable[..., Chrome]
) -> None:
    editor = open_editor(open_browser(width=850, height=800), filled.url)
    code = """
        const row = root.querySelector('.row.active').getBoundingClientRect();
        const room = root.querySelector('.row.active').closest('.viewport');
        return row.bottom <= room.getBoundingClientRect().bottom + 1;
    """
    for _ in range(4):
        until(lambda: editor.script(code), "the whole row")
        before = editor.active
        editor.press("n")
        until(lambda before=before: editor.active != before, "the next row")


def test_re_alignment_is_shown_before_it_is_done(filled: Server, browser: Chrome) -> None:
    editor = open_editor(browser, filled.url)
    editor.press("g")
    until(lambda: editor.has(".hunk"), "the preview")
    screenshot(browser, "align-preview")
    assert len(stored(filled)) == COUNT - 1
    editor.click("button[data-action=apply]")
    until(lambda: stored(filled)[3].target_text == english(3), "the new rows")
    editor.press(Keys.CONTROL, "z")
    until(lambda: len(stored(filled)) == COUNT - 1, "the undo")


def test_hostile_text_is_shown_as_text(idle_server: Server, browser: Chrome) -> None:
    hostile = '<img src=x onerror="window.hacked = 1">'
    database = Database.open(f"sqlite:///{idle_server.home / 'workbench.db'}")
    texts = [make_document([hostile], name=f"{hostile}.txt", sha256=str(n) * 64) for n in range(2)]
    info = alignments.create(database, texts[0], texts[1])
    (a,), (b,) = (alignment_texts.sentences(database, info.id, side) for side in (0, 1))
    alignment_regroup.put_groups(
        database, info.id, [Group((a.id,), (b.id,), 0.5)], engine="", by=Request("x")
    )
    database.close()
    idle_server.start()
    editor = open_editor(browser, idle_server.url)
    assert editor.cell("source") == hostile
    assert browser.execute_script("return window.hacked") is None


def test_looks(filled: Server, open_browser: Callable[..., Chrome]) -> None:
    for width, height in ((1280, 900), (1920, 1080)):
        for dark in (False, True):
            driver = open_browser(width=width, height=height)
            scheme = "dark" if dark else "light"
            driver.execute_cdp_cmd(
                "Emulation.setEmulatedMedia",
                {"features": [{"name": "prefers-color-scheme", "value": scheme}]},
            )
            editor = open_editor(driver, filled.url)
            until(lambda editor=editor: editor.active == 4, "the least certain row")
            screenshot(driver, f"align-{width}-{scheme}")
            widths = (
                "return ['source', 'target'].map("
                "name => root.querySelector(`.row.active .${name}`).clientWidth)"
            )
            source, target = editor.script(widths)
            assert source == target > 300
            driver.quit()
