"""Keys pressed before their segment is there: none is lost, none lands in another segment."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Desk
from tests.browser.grid import Grid, open_review, wait
from tests.browser.store import DRAFT, fill
from workbench.corpus import comments, structure

pytestmark = pytest.mark.browser

HOLD = """
const pattern = new RegExp(arguments[0]);
const now = window.fetch;
window.held = [];
window.fetch = async (url, options) => {
  const late = pattern.test(`${options.method} ${url}`);
  if (late) await new Promise((go) => window.held.push(go));
  if (late && window.cut) throw new TypeError('cut');
  return now(url, options);
};
"""


def hold_back(grid: Grid, pattern: str) -> None:
    """Hold requests back whose method and path match a pattern, until they are let go."""
    grid.driver.execute_script(HOLD, pattern)


def held(grid: Grid) -> int:
    return int(grid.driver.execute_script("return window.held.length"))


def let_go(grid: Grid) -> None:
    """Let the requests go that are held back now."""
    grid.driver.execute_script("window.held.splice(0).forEach((go) => go())")


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


def type_until(grid: Grid, summary: str) -> str:
    """Type letter by letter while the shape is read, request after request; return the letters."""
    typed = ""
    while grid.summary() != summary:
        assert len(typed) < 400, "the shape is never read"
        letter = "abcdefghijklmnopqrstuvwxyz"[len(typed) % 26]
        write(grid, letter)
        typed += letter
        if len(typed) % 2 == 0:
            let_go(grid)
    return typed


def test_no_letter_is_lost_while_the_shape_is_read_anew(desk: Desk) -> None:
    grid = desk.grid
    go_to(grid, 6)
    grid.wait_active(5)
    grid.type("6. Begun ")
    hold_back(grid, r"(/outline|/search|/rows|GET .*/segments/\d+$)")
    split(desk, 0)
    wait(lambda: held(grid) > 0, what="the shape to be asked for")
    typed = type_until(grid, "0 of 41 approved")
    grid.wait_active(6)
    write(grid, " end.")
    assert grid.text(6) == f"6. Begun {typed} end."
    # The cursor, too, stays where it is.
    grid.press(Keys.CONTROL, Keys.HOME)
    split(desk, 1)
    wait(lambda: held(grid) > 0, what="the shape to be asked for again")
    before = type_until(grid, "0 of 42 approved")
    grid.wait_active(7)
    write(grid, "> ")
    text = f"{before}> 6. Begun {typed} end."
    assert grid.text(7) == text
    grid.press(Keys.CONTROL, Keys.SHIFT, Keys.ENTER)
    wait(lambda: desk.stored(7).status == "reviewed", what="the decision")
    assert desk.stored(7).target == text
    assert desk.stored(6).status == desk.stored(8).status == "draft"


def test_keys_wait_for_a_row_that_is_not_loaded(desk: Desk) -> None:
    fill(desk.server.home, count=300, name="long.txt").close()
    desk.document += 1
    grid = open_review(desk.driver, desk.server.url, desk.document)
    hold_back(grid, "/rows")
    go_to(grid, 250)
    grid.press(Keys.CONTROL, "a")
    write(grid, "250. Early bird")
    assert grid.text(249) == "250. Early bird"
    write(grid, Keys.BACKSPACE)
    grid.press(Keys.CONTROL, Keys.SHIFT, Keys.ENTER)
    write(grid, " And on.")
    grid.press(Keys.CONTROL, Keys.SHIFT, Keys.ENTER)
    assert desk.stored(249).version == desk.stored(250).version
    let_go(grid)
    grid.wait_active(251)
    wait(lambda: desk.stored(250).status == "reviewed", what="the second decision")
    assert desk.stored(249).target == "250. Early bir"
    assert desk.stored(249).status == "reviewed"
    assert desk.stored(250).target == f"251. {DRAFT} And on."


def test_keys_behind_an_undo_are_for_what_it_brings_back(desk: Desk) -> None:
    grid = desk.grid
    grid.approve()
    grid.wait_active(1)
    wait(lambda: desk.stored(0).status == "approved", what="the approval")
    hold_back(grid, "/undo")
    grid.press(Keys.ALT, "z")
    write(grid, " Better.")
    grid.press(Keys.CONTROL, Keys.SHIFT, Keys.ENTER)
    wait(lambda: held(grid) > 0, what="the undo to be asked for")
    let_go(grid)
    wait(lambda: desk.stored(0).status == "reviewed", what="the decision after the undo")
    assert desk.stored(0).target == f"1. {DRAFT} Better."
    assert desk.stored(1).status == "draft"
    assert desk.stored(1).target == f"2. {DRAFT}"


def test_a_remark_is_typed_before_its_sheet_is_there(desk: Desk) -> None:
    grid = desk.grid
    hold_back(grid, "GET .*/comments")
    grid.press(Keys.ALT, "k")
    write(grid, "Why so?")
    grid.press(Keys.CONTROL, Keys.ENTER)
    let_go(grid)
    row = desk.stored(0)

    def remarks() -> list[str]:
        with desk.store() as database:
            return [each.text for each in comments.listing(database, row.id)]

    wait(lambda: remarks() == ["Why so?"], what="the remark")
    assert desk.stored(0).target == f"1. {DRAFT}"
    assert desk.stored(0).status == "draft"


def test_an_answer_that_was_lost_is_no_conflict(desk: Desk) -> None:
    grid = desk.grid
    # The server takes the first save; only its answer never arrives.
    desk.driver.execute_script(
        """
        const now = window.fetch;
        window.lost = 0;
        window.fetch = async (url, options) => {
          const answer = await now(url, options);
          const save = options.method === 'POST' && /segments\\/\\d+$/.test(url);
          if (!save || window.lost) return answer;
          window.lost += 1;
          throw new TypeError('cut');
        };
        """
    )
    grid.type("1. Sent once.")
    wait(lambda: desk.stored(0).target == "1. Sent once.", what="the save")
    write(grid, " And more.")
    wait(lambda: desk.stored(0).target == "1. Sent once. And more.", what="the next save")
    grid.wait_save(0, "saved")
    assert "Somebody else" not in grid.text(0, "drawer")


def test_what_fails_takes_no_key_for_something_else(desk: Desk) -> None:
    grid = desk.grid
    hold_back(grid, "/history")
    grid.press(Keys.ALT, "h")
    write(grid, "lost?")
    grid.approve()
    desk.driver.execute_script("window.cut = true")
    let_go(grid)
    said = "return root.querySelector('.notice').textContent"
    wait(lambda: "“lost?”" in grid.script(said), what="the text to be told")
    assert grid.active == 0
    assert grid.text(0) == f"1. {DRAFT}"
    write(grid, "!")
    assert grid.text(0) == f"1. {DRAFT}!"
