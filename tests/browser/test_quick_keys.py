"""Keys pressed behind a form, a search or a question whose answer is still on its way."""

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Desk
from tests.browser.grid import Grid, open_review, wait
from tests.browser.store import DRAFT
from tests.browser.test_team import open_sheet, sheet
from tests.browser.test_waiting import go_to, held, hold_back, let_go, write
from workbench.corpus import assignments, comments, documents
from workbench.domain import Document, Segment, SegmentKind

pytestmark = pytest.mark.browser

FOCUS = "const a = root.activeElement; return a ? a.dataset.action || a.className || a.tagName : ''"


def said(grid: Grid) -> str:
    return str(grid.script("return root.querySelector('.notice').textContent"))


def test_keys_behind_a_hand_back_are_for_the_text(desk: Desk) -> None:
    grid = desk.grid
    grid.editor().click()
    hold_back(grid, "/hand-back")
    open_sheet(grid, "Hand back", Keys.ALT, "r")
    write(grid, "Wrong.")
    grid.press(Keys.CONTROL, Keys.ENTER)
    wait(lambda: held(grid) > 0, what="the hand-back to be sent")
    grid.press(Keys.ALT, Keys.ARROW_DOWN)
    write(grid, " More.")
    grid.press(Keys.CONTROL, Keys.SHIFT, Keys.ENTER)
    let_go(grid)
    wait(lambda: desk.stored(1).status == "reviewed", what="the next segment's decision")
    assert desk.stored(1).target == f"2. {DRAFT} More."
    assert desk.stored(0).status == "rejected"
    with desk.store() as database:
        (remark,) = comments.listing(database, desk.stored(0).id)
    assert remark.text == "Wrong."


def test_a_sheet_that_was_left_while_it_was_sent_stays_closed(desk: Desk) -> None:
    grid = desk.grid
    grid.editor().click()
    grid.press(Keys.CONTROL, Keys.END)
    open_sheet(grid, "Remarks", Keys.ALT, "k")
    hold_back(grid, "POST .*/comments")
    write(grid, "One.")
    grid.press(Keys.CONTROL, Keys.ENTER)
    wait(lambda: held(grid) > 0, what="the remark to be sent")
    write(grid, "Two.")
    grid.press(Keys.CONTROL, Keys.ENTER)
    grid.press(Keys.ESCAPE)
    write(grid, " On.")
    let_go(grid)
    wait(lambda: held(grid) > 0, what="the second remark to be sent")
    let_go(grid)
    wait(lambda: grid.text(0) == f"1. {DRAFT} On.", what="the text behind the sheet")
    assert sheet(grid) == ""
    with desk.store() as database:
        remarks = [each.text for each in comments.listing(database, desk.stored(0).id)]
    assert remarks == ["One.", "Two."]


def test_a_form_is_filled_in_before_it_is_there(desk: Desk) -> None:
    grid = desk.grid
    grid.editor().click()
    hold_back(grid, "/people")
    grid.press(Keys.ALT, "p")
    write(grid, f"carla{Keys.TAB}3{Keys.TAB}5{Keys.ENTER}{Keys.ESCAPE}")
    assert sheet(grid) == ""
    let_go(grid)

    def ranges() -> list[assignments.Range]:
        with desk.store() as database:
            return assignments.ranges(database, desk.document)

    wait(lambda: ranges() == [assignments.Range(2, 4, "carla")], what="the assignment")
    wait(lambda: sheet(grid) == "", what="the sheet to close")


def test_keys_behind_a_search_are_for_what_it_finds(desk: Desk) -> None:
    grid = desk.grid
    grid.press(Keys.ALT, "f")
    hold_back(grid, "/search")
    write(grid, f"25.{Keys.ENTER}")
    wait(lambda: held(grid) > 0, what="the search to be asked")
    write(grid, " Found.")
    grid.press(Keys.CONTROL, Keys.SHIFT, Keys.ENTER)
    let_go(grid)
    wait(lambda: desk.stored(24).status == "reviewed", what="the decision on what was found")
    assert desk.stored(24).target == f"25. {DRAFT} Found."
    assert grid.script("return root.querySelector('.search').value") == "25."


def test_what_is_typed_for_nothing_is_told(desk: Desk) -> None:
    texts = ["Ja.", "http://www.x.nl"]
    kinds = [SegmentKind.SENTENCE, SegmentKind.URL]
    content = tuple(
        Segment(text, kind, 0, 0, 1, "nl", translatable=kind is SegmentKind.SENTENCE)
        for text, kind in zip(texts, kinds, strict=True)
    )
    filler = tuple(Segment(f"Zin {n}.", SegmentKind.SENTENCE, 1, 0, 1, "nl") for n in range(120))
    with desk.store() as database:
        added = documents.add(
            database, Document("u.txt", "txt", "x", "nl", filler + content, "6" * 64)
        )
    grid = open_review(desk.driver, desk.server.url, added.document.id)
    hold_back(grid, "/rows")
    go_to(grid, 122)
    write(grid, "for an address")
    let_go(grid)
    wait(lambda: "“for an address”" in said(grid), what=f"the text to be told: {said(grid)}")


def test_mending_takes_no_letter_that_came_after_the_finding(desk: Desk) -> None:
    grid = desk.grid
    lines = "return [...root.querySelectorAll('.finding-line')].map(l => l.textContent).join()"
    grid.type("1. Without a mandate  no way")
    wait(lambda: "space" in grid.script(lines), what="the double space")
    hold_back(grid, "/findings")
    write(grid, " at all.")
    grid.press(Keys.ALT, "q")
    write(grid, " Never.")
    wait(lambda: held(grid) > 0, what="the findings to be asked for")
    let_go(grid)
    wanted = "1. Without a mandate no way at all. Never."
    wait(lambda: grid.text(0) == wanted, what=f"{wanted}, not {grid.text(0)}")


def test_a_reason_is_typed_before_the_finding_is_known(desk: Desk) -> None:
    grid = desk.grid
    lines = "return [...root.querySelectorAll('.finding-line')].map(l => l.textContent).join()"
    grid.editor().click()
    hold_back(grid, "/findings")
    grid.type("1. Without a mandate  no way.")
    grid.press(Keys.ALT, Keys.SHIFT, "q")
    write(grid, f"on purpose{Keys.ENTER}")
    while not grid.script("return root.querySelector('.finding-line.dismissed') !== null"):
        let_go(grid)
    assert "dismissed" in grid.script(lines)
    assert grid.text(0) == "1. Without a mandate  no way."


def test_a_word_is_chosen_before_the_list_is_there(desk: Desk) -> None:
    grid = desk.grid
    grid.type("1. The way")
    grid.press(Keys.ALT, "a")
    offers = "return [...root.querySelectorAll('.offer b')].map(o => o.textContent)"
    words = wait(lambda: grid.script(offers), seconds=60, what="other words")
    grid.press(Keys.ESCAPE)
    hold_back(grid, "/alternatives")
    grid.press(Keys.ALT, "a")
    write(grid, f"{Keys.ARROW_DOWN}{Keys.TAB} then")
    wait(lambda: held(grid) > 0, what="the words to be asked for")
    let_go(grid)
    wait(lambda: grid.text(0) == f"1. The {words[1]} then", what="the chosen word")
    assert "no term 7" not in said(grid)
    grid.press(Keys.ALT, "7")
    wait(lambda: "There is no term 7." in said(grid), what="a word on a term that is not there")


def test_a_button_of_the_row_keeps_the_focus_and_no_letter(desk: Desk) -> None:
    grid = desk.grid
    grid.type("1. Half done")
    grid.script("root.querySelector('.row.active [data-action=reject]').focus()")
    # The save draws the row anew.
    grid.wait_save(0, "saved")
    assert grid.script(FOCUS) == "reject"
    write(grid, "know, or so")
    assert (grid.active, grid.text(0)) == (0, "1. Half doneknow, or so")


def test_of_two_findings_the_same_button_keeps_the_focus(desk: Desk) -> None:
    grid = desk.grid
    grid.type("1. Is is  2 words too  many")
    second = "[...root.querySelectorAll('.row.active [data-action=dismissFinding]')][1]"
    wait(lambda: grid.script(f"return Boolean({second})"), what="two findings")
    grid.script(f"{second}.focus()")
    key = grid.script("return root.activeElement.dataset.finding")
    grid.wait_save(0, "saved")
    assert grid.script("return root.activeElement.dataset.finding") == key
    assert key == grid.script(f"return {second}.dataset.finding")


def test_what_is_typed_behind_a_revert_is_no_conflict(desk: Desk) -> None:
    grid = desk.grid
    grid.type("1. Other.")
    grid.wait_save(0, "saved")
    open_sheet(grid, "History", Keys.ALT, "h")
    hold_back(grid, "/revert")
    grid.script(
        "[...root.querySelectorAll('.history button')]"
        ".findLast(b => b.textContent === 'Go back to this').click()"
    )
    write(grid, " Or not.")
    wait(lambda: held(grid) > 0, what="the revert to be sent")
    let_go(grid)
    wait(lambda: desk.stored(0).target == f"1. {DRAFT} Or not.", what="the text behind it")
    assert "Somebody else" not in grid.text(0, "drawer")
