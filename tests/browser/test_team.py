"""Work on structure, on many segments and with others, from the keyboard."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Desk, screenshot
from tests.browser.grid import Grid, open_review, wait
from workbench.corpus import comments, documents, rows, segments
from workbench.domain import Document, Segment, SegmentKind

pytestmark = pytest.mark.browser


def sheet(grid: Grid) -> str:
    code = "const s = root.querySelector('.overlay:not([hidden]) .sheet');"
    return str(grid.script(code + "return s ? s.textContent : ''"))


def open_sheet(grid: Grid, title: str, *keys: str) -> None:
    grid.press(*keys)
    wait(lambda: sheet(grid).startswith(title), what=title)


def write(grid: Grid, text: str) -> None:
    ActionChains(grid.driver).send_keys(text).perform()


def field(grid: Grid, name: str, value: str) -> None:
    """Set a field of the open form as a person would find it set."""
    grid.script(
        """
        const input = root.querySelector(`.sheet [name="${arguments[0]}"]`);
        if (input.type === 'checkbox') input.checked = arguments[1] !== '';
        else input.value = arguments[1];
        input.dispatchEvent(new Event('input', { bubbles: true }));
        input.dispatchEvent(new Event('change', { bubbles: true }));
        """,
        name,
        value,
    )


def send(grid: Grid) -> None:
    grid.script("root.querySelector('.sheet form').requestSubmit()")


def closed(grid: Grid) -> None:
    wait(lambda: sheet(grid) == "", what=f"the sheet to close: {sheet(grid)}")


def counts(grid: Grid, segments: int) -> bool:
    return grid.summary() == f"0 of {segments} approved"


def larger(grid: Grid, before: float) -> bool:
    size = "return parseFloat(getComputedStyle(root.querySelector('.row .source')).fontSize)"
    return float(grid.script(size)) > before


def test_hand_back_with_a_remark_that_is_answered_and_settled(desk: Desk) -> None:
    grid = desk.grid
    grid.editor().click()
    open_sheet(grid, "Hand back", Keys.ALT, "r")
    assert grid.script("return root.querySelector('.sheet').getAttribute('aria-modal')") == "true"
    for _ in range(6):
        grid.press(Keys.TAB)
        inside = "return root.querySelector('.sheet').contains(root.activeElement)"
        assert grid.script(inside)
    grid.script("root.querySelector('.sheet textarea').focus()")
    write(grid, "Wrong tense.")
    screenshot(desk.driver, "review-hand-back")
    grid.press(Keys.CONTROL, Keys.ENTER)
    closed(grid)
    wait(lambda: desk.stored(0).status == "rejected", what="the rejection")
    wait(lambda: "1 open remark" in grid.text(0, "meta"), what="the remark in the row")
    open_sheet(grid, "Remarks", Keys.ALT, "k")
    assert "Wrong tense." in sheet(grid) and "handed back" in sheet(grid)
    write(grid, "Mended, please look again.")
    grid.press(Keys.CONTROL, Keys.ENTER)
    wait(lambda: "look again" in sheet(grid).split("A remark")[0], what="the answer")
    grid.click(".remarks li button")
    wait(lambda: "settled by" in sheet(grid), what="the first remark to be settled")
    screenshot(desk.driver, "review-remarks")
    grid.press(Keys.ESCAPE)
    wait(lambda: "1 open remark" in grid.text(0, "meta"), what="one open remark")
    assert grid.script("return root.activeElement.className") == "editor"


def test_split_merge_and_undo(desk: Desk, open_browser: Callable[..., Chrome]) -> None:
    grid = desk.grid
    other = open_review(open_browser(), desk.server.url, desk.document)
    before = grid.text(0)
    grid.editor().click()
    grid.press(Keys.HOME)
    for _ in range(4):
        grid.press(Keys.CONTROL, Keys.ARROW_RIGHT)
    open_sheet(grid, "Split segment 1", Keys.ALT, "x")
    screenshot(grid.driver, "review-split")
    grid.press(Keys.ENTER)
    closed(grid)
    wait(lambda: grid.summary() == "0 of 41 approved", what="one segment more")
    parts = [desk.stored(0), desk.stored(1)]
    assert " ".join(part.target for part in parts) == before
    assert parts[0].source + " " + parts[1].source == f"1. {desk.stored(2).source[3:]}"
    wait(lambda: other.summary() == "0 of 41 approved", what="the other window to see it")
    grid.wait_active(0)
    grid.press(Keys.ALT, "j")
    wait(lambda: grid.summary() == "0 of 40 approved", what="the merge")
    assert desk.stored(0).target == before
    for count in (41, 40):
        grid.press(Keys.ALT, "z")
        wait(partial(counts, grid, count), what="the undo")
    wait(lambda: grid.text(0) == before, what="the whole text again")


def test_filters_together_and_replace_with_preview_and_one_undo(desk: Desk) -> None:
    grid = desk.grid
    grid.editor().click()
    open_sheet(grid, "Filters", Keys.ALT, Keys.SHIFT, "f")
    screenshot(desk.driver, "review-filters")
    field(grid, "pattern", "(a+")
    send(grid)
    wait(lambda: "no regular expression" in sheet(grid), what="what is wrong with the pattern")
    field(grid, "pattern", r"^[12]\d\.")
    field(grid, "within", "target")
    field(grid, "status-draft", "on")
    send(grid)
    closed(grid)
    wait(lambda: "matches ^[12]" in str(grid.script("return root.textContent")), what="conditions")
    wait(lambda: grid.text(9) and not grid.text(0), what="only what matches")
    assert grid.script("return root.querySelector('.viewport').ariaRowCount") == "20"
    open_sheet(grid, "Find and replace", Keys.ALT, "e")
    field(grid, "find", "no viable path")
    field(grid, "replacement", "no way")
    send(grid)
    wait(lambda: "Replace in 20 segments" in sheet(grid), what="the preview")
    screenshot(desk.driver, "review-replace")
    send(grid)
    closed(grid)
    wait(lambda: "no way" in desk.stored(9).target, what="the replacement")
    assert "no viable path" in desk.stored(0).target
    assert "no way" in desk.stored(28).target
    grid.press(Keys.ALT, "z")
    wait(lambda: "no viable path" in desk.stored(28).target, what="one undo for all")
    assert "no viable path" in desk.stored(9).target


def test_a_status_for_all_shown_and_assignments(desk: Desk) -> None:
    grid = desk.grid
    grid.editor().click()
    open_sheet(grid, "Who reviews what", Keys.ALT, "p")
    field(grid, "person", "carla")
    field(grid, "first", "3")
    field(grid, "last", "5")
    send(grid)
    wait(lambda: "Segments 3–5carla" in sheet(grid), what="the assignment")
    grid.press(Keys.ESCAPE)
    wait(lambda: "for carla" in grid.text(2, "meta"), what="the assignment in the row")
    open_sheet(grid, "Filters", Keys.ALT, Keys.SHIFT, "f")
    field(grid, "assignee", "carla")
    send(grid)
    closed(grid)
    open_sheet(grid, "A status for all", Keys.ALT, "b")
    send(grid)
    wait(lambda: "3 segments will change" in sheet(grid), what="the preview")
    send(grid)
    closed(grid)
    wait(lambda: desk.stored(4).status == "approved", what="the status")
    assert [desk.stored(n).status for n in (1, 2, 3, 5)] == [
        "draft",
        "approved",
        "approved",
        "draft",
    ]
    grid.press(Keys.ALT, "z")
    wait(lambda: desk.stored(2).status == "draft", what="one undo for all")
    assert desk.stored(4).status == "draft"
    grid.press(Keys.ALT, "z")
    wait(lambda: desk.stored(2).assignee == "", what="the assignment undone")
    wait(lambda: "for carla" not in grid.text(2, "meta"), what="the row without it")
    desk.driver.refresh()
    grid.ready()
    grid.press(Keys.ALT, Keys.SHIFT, "z")
    wait(lambda: desk.stored(2).assignee == "carla", what="the assignment again")


def test_a_single_segment_is_spoken_of_as_one(desk: Desk) -> None:
    grid = desk.grid
    grid.editor().click()
    open_sheet(grid, "Filters", Keys.ALT, Keys.SHIFT, "f")
    field(grid, "pattern", r"^12\.")
    send(grid)
    closed(grid)
    wait(lambda: "12." in grid.text(11) and not grid.text(0), what="only what matches")
    open_sheet(grid, "A status for all", Keys.ALT, "b")
    wait(lambda: "1 segment is shown" in sheet(grid), what="how many are shown")
    send(grid)
    wait(lambda: "1 segment will change" in sheet(grid), what="the preview")
    assert "Approve: 1 segment" in sheet(grid) and "1 segments" not in sheet(grid)
    send(grid)
    closed(grid)
    told = "return root.textContent"
    wait(lambda: "1 segment is approved now." in str(grid.script(told)), what="the message")


def test_keys_are_changed_kept_and_refused(desk: Desk) -> None:
    grid = desk.grid
    grid.editor().click()
    open_sheet(grid, "Keyboard", Keys.F1)
    screenshot(desk.driver, "review-keys")
    grid.click(".key[data-key=approveNext]")
    grid.press(Keys.ALT, "h")
    wait(lambda: "is taken: History" in sheet(grid), what="the refusal")
    grid.click(".key[data-key=approveNext]")
    grid.press("a")
    wait(lambda: "would be typed" in sheet(grid), what="the refusal of a letter")
    grid.click(".key[data-key=approveNext]")
    grid.press(Keys.ALT, "y")
    wait(lambda: "Alt+Y" in sheet(grid), what="the new key")
    desk.driver.refresh()
    grid.ready()
    grid.editor().click()
    grid.approve()
    grid.press(Keys.ALT, "y")
    grid.wait_active(1)
    wait(lambda: desk.stored(0).status == "approved", what="the approval by the new key")
    open_sheet(grid, "Keyboard", Keys.F1)
    grid.script(
        "[...root.querySelectorAll('.sheet button')].find("
        "(b) => b.textContent.startsWith('Back to')).click()"
    )
    wait(lambda: "Alt+Y" not in sheet(grid), what="the usual keys")


def test_repeats_follow_and_this_one_only_does_not(desk: Desk) -> None:
    texts = ["Dat klopt.", "Nee hoor.", "Dat klopt.", "Dat klopt.", "Tot slot."]
    content = tuple(Segment(text, SegmentKind.SENTENCE, 0, 0, 1, "nl") for text in texts)
    with desk.store() as database:
        added = documents.add(database, Document("r.txt", "txt", "x", "nl", content, "4" * 64))
    desk.document = added.document.id
    grid = open_review(desk.driver, desk.server.url, desk.document)
    assert "repeated ×3" in grid.text(0, "meta")
    grid.type("That is special.")
    grid.press(Keys.CONTROL, Keys.ALT, Keys.ENTER)
    grid.wait_active(1)
    wait(lambda: desk.stored(0).status == "approved", what="this one")
    assert desk.stored(2).status == "untranslated"
    grid.press(Keys.ALT, Keys.ARROW_DOWN)
    grid.wait_active(2)
    grid.type("That is right.")
    grid.approve()
    wait(lambda: desk.stored(3).target == "That is right.", what="the repeat")
    wait(lambda: desk.stored(3).status == "approved", what="its approval")
    assert desk.stored(0).target == "That is special."
    grid.wait_active(4)
    grid.press(Keys.ALT, "z")
    wait(lambda: desk.stored(3).status != "approved", what="one undo for both")
    assert desk.stored(2).status != "approved"


def test_a_text_whose_segment_is_gone_is_not_lost(desk: Desk) -> None:
    from workbench.corpus import structure

    grid = desk.grid
    row = desk.stored(0)
    desk.cut()
    grid.type("Typed in vain?")
    grid.wait_save(0, "offline")
    with desk.store() as database:
        structure.split(
            database, row.id, source_at=12, target_at=10, version=row.version, author="bert"
        )
    desk.mend()
    wait(lambda: "no place any more" in sheet(grid), what="the text to be shown")
    kept = "return root.querySelector('.sheet textarea').value"
    assert grid.script(kept) == "Typed in vain?"


def test_a_remark_of_somebody_else_is_seen(desk: Desk) -> None:
    grid = desk.grid
    with desk.store() as database:
        row = rows.rows(database, desk.document, start=2, limit=1)[0]
        comments.add(database, row.id, text="Is this right?", author="bert")
        segments.save(database, row.id, text="3. Changed.", version=row.version, author="bert")
    wait(lambda: "1 open remark" in grid.text(2, "meta"), what="the remark")
    wait(lambda: grid.text(2) == "3. Changed.", what="the text")


def test_zoom_doubts_and_order(desk: Desk, open_browser: Callable[..., Chrome]) -> None:
    size = "return parseFloat(getComputedStyle(root.querySelector('.row .source')).fontSize)"
    doubts = "return root.querySelectorAll('.doubt').length"
    for dark in (False, True):
        browser = open_browser(width=1920, height=1080, dark=dark)
        grid = open_review(browser, desk.server.url, desk.document)
        grid.editor().click()
        before = grid.script(size)
        grid.press(Keys.ALT, "=")
        wait(partial(larger, grid, before), what="larger letters")
        grid.press(Keys.ALT, "w")
        wait(partial(grid.script, doubts), seconds=60, what="doubts")
        screenshot(browser, f"review-doubts-{'dark' if dark else 'light'}")
        grid.press(Keys.ALT, "w")
        grid.press(Keys.ALT, "-")
    grid.press(Keys.ALT, "o")
    order = "return root.querySelector('.conditions').textContent"
    wait(lambda: "most effort first" in grid.script(order), what="the order")
    assert re.search(r"from the model alone, \d+ post-edits? so far", grid.script(order))
    assert grid.script("return root.querySelector('.gauge.alone') !== null")
