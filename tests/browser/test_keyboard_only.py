"""What somebody meets who never touches the mouse: nothing but keys is pressed here."""

from typing import Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Desk
from tests.browser.grid import Grid, open_review, wait
from tests.browser.test_team import closed, open_sheet, sheet, write
from workbench.corpus import documents
from workbench.domain import Document, Segment, SegmentKind

pytestmark = pytest.mark.browser

WRITING = "return Boolean(root.activeElement?.classList.contains('editor'))"


def focused(grid: Grid, attribute: str) -> Any:
    return grid.script("return root.activeElement?.getAttribute(arguments[0])", attribute)


def test_a_decision_goes_on_from_what_is_passed_through(desk: Desk) -> None:
    kinds = [("https://example.org/a", SegmentKind.URL), ("Dat klopt.", SegmentKind.SENTENCE)]
    content = tuple(
        Segment(text, kind, 0, 0, 1, "nl", translatable=kind != SegmentKind.URL)
        for text, kind in kinds
    )
    with desk.store() as database:
        added = documents.add(database, Document("p.txt", "txt", "x", "nl", content, "5" * 64))
    grid = open_review(desk.driver, desk.server.url, added.document.id)
    for keys in ((Keys.CONTROL, Keys.ENTER), (Keys.CONTROL, Keys.SHIFT, Keys.ENTER)):
        grid.press(Keys.ALT, Keys.ARROW_UP)
        grid.wait_active(0)
        grid.press(*keys)
        grid.wait_active(1)


def test_the_search_field_and_the_filters_lead_into_the_text(desk: Desk) -> None:
    grid = desk.grid
    grid.press(Keys.ALT, "f")
    write(grid, "17. Without" + Keys.ENTER)
    grid.wait_active(16)
    wait(lambda: grid.script(WRITING), what="the cursor in what was found")
    grid.press(Keys.ALT, "f")
    grid.press(Keys.CONTROL, "a")
    write(grid, Keys.DELETE + Keys.ENTER)
    wait(lambda: grid.script(WRITING), what="the cursor where it was")
    assert grid.active == 16
    open_sheet(grid, "Filters", Keys.ALT, Keys.SHIFT, "f")
    while focused(grid, "name") != "pattern":
        write(grid, Keys.TAB)
    write(grid, "^3\\d" + Keys.ENTER)
    closed(grid)
    grid.wait_active(29)
    wait(lambda: grid.script(WRITING), what="the cursor in the first that is shown")


def test_a_split_is_proposed_where_it_can_be_done(desk: Desk) -> None:
    grid = desk.grid
    grid.editor().send_keys(Keys.END)
    open_sheet(grid, "Split segment 1", Keys.ALT, "x")
    cuts = grid.script(
        "return [...root.querySelectorAll('.cut')].map((each) => ["
        "Number(each.getAttribute('aria-valuenow')), Number(each.getAttribute('aria-valuemax'))])"
    )
    assert all(0.2 < at / length < 0.8 for at, length in cuts), cuts
    # However far the bar of the source is moved, both parts keep some of it.
    ActionChains(desk.driver).send_keys(Keys.ARROW_RIGHT * 30).perform()
    write(grid, Keys.ENTER)
    closed(grid)
    wait(lambda: desk.stored(1).source == "weg.", what="the second part")


def test_after_a_key_is_changed_the_next_one_is_at_hand(desk: Desk) -> None:
    grid = desk.grid
    open_sheet(grid, "Keyboard", Keys.F1)
    while focused(grid, "data-key") != "merge":
        write(grid, Keys.TAB)
    write(grid, Keys.ENTER)
    grid.press(Keys.ALT, "y")
    wait(lambda: "Alt+Y" in sheet(grid), what="the new key")
    wait(lambda: focused(grid, "data-key") == "merge", what="the focus on the same key")
    write(grid, Keys.ENTER)
    grid.press(Keys.ALT, "j")
    wait(lambda: "Alt+Y" not in sheet(grid), what="the old key")


def test_tab_leaves_the_grid_for_the_top_of_the_page(desk: Desk) -> None:
    desk.grid.editor().click()
    reached = "const one = document.activeElement; return one.tagName === 'A' ? one.innerText : ''"
    for _ in range(40):
        write(desk.grid, Keys.TAB)
        if desk.driver.execute_script(reached):
            return
    raise AssertionError("the links at the top are not reached by Tab")


def test_all_of_the_text_is_in_sight_in_a_larger_zoom(desk: Desk) -> None:
    hidden = (
        "const editor = root.querySelector('.row.active .editor');"
        "return editor.scrollHeight - editor.clientHeight"
    )
    desk.grid.type("1. " + 12 * "A sentence of some length. ")
    wait(lambda: desk.grid.script(hidden) <= 1, what="the text as it was typed")
    screen = {"width": 800, "height": 600, "deviceScaleFactor": 1.5, "mobile": False}
    desk.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    try:
        wait(lambda: desk.driver.execute_script("return innerWidth") == 800, what="the zoom")
        wait(lambda: desk.grid.script(hidden) <= 1, seconds=10, what="the whole text")
    finally:
        desk.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
