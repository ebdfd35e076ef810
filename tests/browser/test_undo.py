"""Undo from the keyboard of what is no text: remarks, dismissed findings, the second reviewer."""

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Desk
from tests.browser.grid import Grid, wait
from tests.browser.test_team import closed, open_sheet, send, sheet, write
from workbench.corpus import comments
from workbench.workflow import checks, review

pytestmark = pytest.mark.browser


def said(grid: Grid) -> str:
    return str(grid.script("return root.querySelector('.notice').textContent"))


def undo(grid: Grid, message: str) -> None:
    grid.press(Keys.ALT, "z")
    wait(lambda: message in said(grid), what=f"{message}, not {said(grid)}")


def redo(grid: Grid, message: str) -> None:
    grid.press(Keys.ALT, Keys.SHIFT, "z")
    wait(lambda: message in said(grid), what=f"{message}, not {said(grid)}")


def test_remark_dismissal_and_second_reviewer_are_undone_after_a_reload(desk: Desk) -> None:
    grid = desk.grid
    segment = desk.stored(0).id

    def state() -> tuple[list[str], list[object], bool]:
        with desk.store() as database:
            found = checks.findings(database, segment)
            reasons = [each["dismissed"] and each["dismissed"]["reason"] for each in found]
            second = review.outline(database, desk.document)["second_reviewer"]
            return [each.text for each in comments.listing(database, segment)], reasons, second

    grid.type("1. Without a mandate  it is no path.")
    grid.wait_save(0, "saved")
    open_sheet(grid, "Remarks", Keys.ALT, "k")
    write(grid, "Is this what it says?")
    grid.press(Keys.CONTROL, Keys.ENTER)
    wait(lambda: state()[0] == ["Is this what it says?"], what="the remark")
    grid.press(Keys.ESCAPE)
    wait(lambda: "more than one space" in grid.text(0, "drawer"), what="the finding")
    open_sheet(grid, "Dismiss", Keys.ALT, Keys.SHIFT, "q")
    write(grid, "on purpose")
    send(grid)
    closed(grid)
    wait(lambda: "dismissed" in grid.text(0, "drawer"), what="the dismissal")
    open_sheet(grid, "Who reviews what", Keys.ALT, "p")
    grid.script("root.querySelector('.sheet .kind-check input').click()")
    wait(lambda: state()[2], what="the second reviewer")
    grid.press(Keys.ESCAPE)
    wait(lambda: sheet(grid) == "", what="the sheet to close")
    done = state()
    assert done[1][0] == "on purpose"

    desk.driver.refresh()
    grid.ready()
    grid.wait_active(0)
    grid.editor().click()
    undo(grid, "The choice about a second reviewer is undone")
    assert not state()[2]
    wait(lambda: "dismissed" in grid.text(0, "drawer"), what="the finding as dismissed")
    undo(grid, "The dismissal of a finding in segment 1 is undone")
    assert state()[1] == [None] * len(done[1])
    wait(lambda: "dismissed" not in grid.text(0, "drawer"), what="the finding to be open again")
    assert "1 open remark" in grid.text(0, "meta")
    undo(grid, "The remark on segment 1 is undone")
    assert state()[0] == []
    wait(lambda: "remark" not in grid.text(0, "meta"), what="the row without a remark")

    desk.driver.refresh()
    grid.ready()
    grid.editor().click()
    redo(grid, "The remark on segment 1 is done again")
    wait(lambda: "1 open remark" in grid.text(0, "meta"), what="the remark in the row again")
    redo(grid, "The dismissal of a finding in segment 1 is done again")
    wait(lambda: "dismissed" in grid.text(0, "drawer"), what="the dismissal again")
    redo(grid, "The choice about a second reviewer is done again")
    assert state() == done


def test_undo_takes_back_what_was_done_last_though_the_first_save_is_slow(desk: Desk) -> None:
    grid = desk.grid
    desk.driver.execute_script(
        """
        const real = window.fetch;
        let slow = true;
        window.fetch = async (path, options) => {
          if (slow && String(options && options.body).includes("Half done.")) {
            slow = false;
            await new Promise((resolve) => setTimeout(resolve, 2500));
          }
          return real(path, options);
        };
        """
    )
    grid.type("1. Half done.")
    grid.press(Keys.CONTROL, "s")
    grid.press(Keys.ALT, Keys.ARROW_DOWN)
    grid.approve()
    grid.wait_active(2)
    grid.press(Keys.ALT, "z")
    grid.wait_active(1)
    grid.wait_status(1, "draft")
    assert (desk.stored(0).target, desk.stored(1).status) == ("1. Half done.", "draft")
