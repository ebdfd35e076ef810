"""Keys pressed before their segment is there: none is lost, none lands in another segment."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Desk
from tests.browser.grid import Grid, open_review, wait
from tests.browser.store import DRAFT, fill
from workbench.corpus import comments, structure

pytestmark = pytest.mark.browser

SLOW = """
const [pattern, pause] = [new RegExp(arguments[0]), arguments[1]];
const now = window.fetch;
window.slow = 0;
window.fetch = async (url, options) => {
  if (pattern.test(`${options.method} ${url}`)) {
    window.slow += 1;
    await new Promise((go) => setTimeout(go, pause));
  }
  return now(url, options);
};
"""


def slow_down(grid: Grid, pattern: str, milliseconds: int = 1200) -> None:
    """Let requests whose method and path match a pattern set off late."""
    grid.driver.execute_script(SLOW, pattern, milliseconds)


def slowed(grid: Grid) -> int:
    return int(grid.driver.execute_script("return window.slow"))


def write(grid: Grid, text: str) -> None:
    ActionChains(grid.driver).send_keys(text).perform()


def go_to(grid: Grid, number: int) -> None:
    grid.press(Keys.ALT, "g")
    write(grid, f"{number}{Keys.ENTER}")


def split(desk: Desk, position: int) -> None:
    """Split a segment, as somebody else would in another window."""
    row = desk.stored(position)
    with desk.store() as database:
        structure.split(
            database, row.id, source_at=12, target_at=10, version=row.version, author="bert"
        )


def test_no_letter_is_lost_while_the_shape_is_read_anew(desk: Desk) -> None:
    grid = desk.grid
    go_to(grid, 6)
    grid.wait_active(5)
    grid.type("6. Begun ")
    before = grid.text(5)
    slow_down(grid, r"(outline|/search|/rows|GET .*/segments/\d+)")
    split(desk, 0)
    wait(lambda: slowed(grid) > 0, what="the shape to be asked for")
    typed = ""
    while grid.summary() != "0 of 41 approved":
        letter = "abcdefghijklmnopqrstuvwxyz"[len(typed) % 26]
        write(grid, letter)
        typed += letter
    grid.wait_active(6)
    write(grid, " end.")
    assert grid.text(6) == f"{before}{typed} end."
    grid.press(Keys.CONTROL, Keys.HOME)
    write(grid, "> ")
    split(desk, 1)
    asked = slowed(grid)
    wait(lambda: slowed(grid) > asked, what="the shape to be asked for again")
    write(grid, "x")
    wait(lambda: grid.summary() == "0 of 42 approved", seconds=90, what="the second split")
    grid.wait_active(7)
    write(grid, "y")
    assert grid.text(7) == f"> xy{before}{typed} end."
    grid.approve()
    wait(lambda: desk.stored(7).status == "approved", what="the approval")
    assert desk.stored(7).target == f"> xy{before}{typed} end."
    assert desk.stored(6).status == desk.stored(8).status == "draft"


def test_keys_wait_for_a_row_that_is_not_loaded(desk: Desk) -> None:
    fill(desk.server.home, count=300, name="long.txt").close()
    desk.document += 1
    grid = open_review(desk.driver, desk.server.url, desk.document)
    slow_down(grid, "/rows", 5000)
    go_to(grid, 250)
    grid.press(Keys.CONTROL, "a")
    write(grid, "250. Early bird")
    write(grid, Keys.BACKSPACE)
    assert grid.text(249) == "250. Early bird"
    grid.approve()
    write(grid, " And on.")
    grid.press(Keys.CONTROL, Keys.SHIFT, Keys.ENTER)
    grid.wait_active(251)
    wait(lambda: desk.stored(250).status == "reviewed", what="the second decision")
    assert desk.stored(249).target == "250. Early bir"
    assert desk.stored(249).status == "approved"
    assert desk.stored(250).target == f"251. {DRAFT} And on."


def test_keys_behind_an_undo_are_for_what_it_brings_back(desk: Desk) -> None:
    grid = desk.grid
    grid.editor().click()
    grid.approve()
    grid.wait_active(1)
    wait(lambda: desk.stored(0).status == "approved", what="the approval")
    slow_down(grid, "/undo")
    grid.press(Keys.ALT, "z")
    write(grid, " Better.")
    grid.press(Keys.CONTROL, Keys.SHIFT, Keys.ENTER)
    wait(lambda: desk.stored(0).status == "reviewed", what="the decision after the undo")
    assert desk.stored(0).target == f"1. {DRAFT} Better."
    assert desk.stored(1).status == "draft"
    assert desk.stored(1).target == f"2. {DRAFT}"


def test_a_remark_is_typed_before_its_sheet_is_there(desk: Desk) -> None:
    grid = desk.grid
    grid.editor().click()
    slow_down(grid, "GET .*/comments")
    grid.press(Keys.ALT, "k")
    write(grid, "Why so?")
    grid.press(Keys.CONTROL, Keys.ENTER)
    row = desk.stored(0)

    def remarks() -> list[str]:
        with desk.store() as database:
            return [each.text for each in comments.listing(database, row.id)]

    wait(lambda: remarks() == ["Why so?"], what="the remark")
    assert desk.stored(0).target == f"1. {DRAFT}"
    assert desk.stored(0).status == "draft"


def test_what_fails_takes_no_key_for_something_else(desk: Desk) -> None:
    grid = desk.grid
    desk.driver.execute_script(
        """
        const now = window.fetch;
        window.fetch = async (url, options) => {
          if (!url.endsWith('/history')) return now(url, options);
          await new Promise((go) => setTimeout(go, 1000));
          throw new TypeError('cut');
        };
        """
    )
    grid.press(Keys.ALT, "h")
    write(grid, "lost?")
    grid.approve()
    said = "return root.querySelector('.notice').textContent"
    wait(lambda: "“lost?”" in grid.script(said), what="the text to be told")
    assert grid.active == 0
    assert grid.text(0) == f"1. {DRAFT}"
    write(grid, "!")
    assert grid.text(0) == f"1. {DRAFT}!"
