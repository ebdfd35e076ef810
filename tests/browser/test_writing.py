"""Writing in the grid: completion, other words, findings, and a conflict that stays in sight."""

from collections.abc import Callable

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Desk, console_errors, screenshot
from tests.browser.grid import Grid, open_review, wait

pytestmark = pytest.mark.browser

GHOST = "const g = root.querySelector('.row.active .ghost'); return g ? g.textContent : ''"


def ghost(grid: Grid) -> str:
    return str(grid.script(GHOST))


def test_completion_goes_on_from_what_is_typed(desk: Desk) -> None:
    grid = desk.grid
    grid.type("1. With")
    rest = wait(lambda: ghost(grid), seconds=60, what="a completion")
    screenshot(desk.driver, "review-ghost")
    grid.press(Keys.TAB)
    taken = grid.text(0)
    assert taken.startswith("1. With") and len(taken) > len("1. With")
    assert ("1. With" + rest).startswith(taken)
    wait(lambda: ghost(grid), what="the rest of it")
    grid.press(Keys.ALT, Keys.ARROW_RIGHT)
    whole = grid.text(0)
    assert whole == "1. With" + rest
    assert ghost(grid) == ""
    wait(lambda: desk.stored(0).target == whole.strip(), what="the text in the store")
    assert not [error for error in console_errors(desk.driver) if "/review/_stcore/" not in error]


def test_typing_on_keeps_what_fits_and_drops_what_does_not(desk: Desk) -> None:
    grid = desk.grid
    grid.type("1. Wi")
    rest = wait(lambda: ghost(grid), seconds=60, what="a completion")
    grid.press(rest[0])
    assert ghost(grid) == rest[1:]
    grid.press(Keys.ESCAPE)
    assert ghost(grid) == ""
    assert grid.script("return root.activeElement.className") == "editor"
    grid.press("#")
    grid.press(Keys.ALT, Keys.SHIFT, "g")
    grid.type("1. With")
    grid.wait_save(0, "saved")
    assert ghost(grid) == ""


def test_tab_without_a_completion_leaves_the_text(desk: Desk) -> None:
    grid = desk.grid
    grid.editor().click()
    grid.press(Keys.TAB)
    assert grid.script("return root.activeElement.className") != "editor"


def test_an_answer_that_breaks_off_takes_no_key_away(desk: Desk) -> None:
    grid = desk.grid
    desk.driver.execute_script(
        """
        const real = window.fetch;
        window.brokenOff = 0;
        window.fetch = (url, options) => {
          if (!String(url).endsWith('/findings')) return real(url, options);
          window.brokenOff += 1;
          const body = new ReadableStream({ start: (c) => { c.error(new Error('cut')); } });
          return Promise.resolve(new Response(body, { status: 200 }));
        };
        """
    )
    grid.type("1. A text that is looked at.")
    wait(lambda: desk.driver.execute_script("return window.brokenOff"), what="a broken answer")
    grid.press(" ")
    grid.approve()
    grid.wait_active(1)
    grid.approve()
    grid.wait_active(2)
    wait(
        lambda: desk.stored(0).status == desk.stored(1).status == "approved", what="both approvals"
    )
    assert desk.stored(0).target == "1. A text that is looked at."
    assert not [error for error in console_errors(desk.driver) if "/review/_stcore/" not in error]


def test_keys_come_back_when_the_page_takes_the_focus_away(desk: Desk) -> None:
    grid = desk.grid
    grid.type("1. Half")
    grid.script("root.activeElement.blur()")
    assert desk.driver.execute_script("return document.activeElement === document.body")
    ActionChains(desk.driver).send_keys(" done.").perform()
    assert grid.text(0) == "1. Half done."
    grid.script("root.activeElement.blur()")
    grid.approve()
    grid.wait_active(1)
    # Who has clicked elsewhere does not write here.
    desk.driver.execute_script(
        "document.body.dispatchEvent(new MouseEvent('mousedown', {bubbles: true}))"
    )
    grid.script("root.activeElement.blur()")
    before = grid.text(1)
    ActionChains(desk.driver).send_keys("x").perform()
    assert grid.text(1) == before
    wait(lambda: desk.stored(0).target == "1. Half done.", what="the text in the store")


def test_every_approval_that_comes_back_is_named(desk: Desk) -> None:
    grid = desk.grid
    # Faster than the checks: the grid knows of no finding, the server does.
    desk.driver.execute_script(
        """
        const real = window.fetch;
        window.fetch = (url, options) =>
          String(url).endsWith('/findings') ? new Promise(() => {}) : real(url, options);
        """
    )
    for position in range(2):
        grid.wait_active(position)
        grid.type(f"{position + 1}. In 1999 that was so.")
        grid.approve()
    said = "return root.querySelector('.toolbar').textContent"
    wait(lambda: "Not approved: 1, 2." in grid.script(said), what="both numbers")
    assert desk.stored(0).status == desk.stored(1).status == "draft"
    # A refusal that was foreseen is no error of the page.
    assert not console_errors(desk.driver)


def test_other_words_at_the_cursor(desk: Desk) -> None:
    grid = desk.grid
    grid.type("1. The way")
    grid.press(Keys.ALT, "a")
    offers = "return [...root.querySelectorAll('.offer b')].map(o => o.textContent)"
    words = wait(lambda: grid.script(offers), seconds=60, what="other words")
    screenshot(desk.driver, "review-other-words")
    assert len(words) > 1
    grid.press(Keys.ARROW_DOWN)
    grid.press(Keys.TAB)
    assert grid.text(0) == f"1. The {words[1]}"
    grid.press(Keys.ALT, Keys.SHIFT, "a")
    rests = "return [...root.querySelectorAll('.offer .rest')].map(o => o.textContent)"
    texts = wait(lambda: grid.script(rests), seconds=60, what="other translations")
    grid.press(Keys.ENTER)
    assert grid.text(0) == texts[0]
    grid.press(Keys.ALT, Keys.SHIFT, "a")
    wait(lambda: grid.script(rests), seconds=60, what="other translations again")
    grid.press(Keys.ESCAPE)
    assert not grid.script(rests)
    assert grid.script("return root.activeElement.className") == "editor"


def test_findings_come_while_typing_are_mended_and_dismissed(desk: Desk) -> None:
    grid = desk.grid
    lines = "return [...root.querySelectorAll('.finding-line')].map(l => l.textContent)"
    grid.type("1. Without a mandate peace enforcement is no way for the  Netherlands.")
    wait(lambda: "space" in str(grid.script(lines)), what="the double space")
    wait(lambda: grid.script("return root.querySelector('.mirror .finding') !== null"), what="mark")
    screenshot(desk.driver, "review-findings")
    grid.press(Keys.ALT, "q")
    assert "  " not in grid.text(0)
    wait(lambda: "space" not in str(grid.script(lines)), what="the finding to go")
    grid.type("1. Without a mandate peace\u200b enforcement is no way for the Netherlands.")
    wait(lambda: grid.script(lines), what="the invisible character")
    grid.approve()
    wait(lambda: "Not approved" in grid.text(0, "drawer"), what="why it is not approved")
    assert grid.active == 0
    grid.press(Keys.ALT, Keys.SHIFT, "q")
    wait(lambda: grid.script("return root.querySelector('.sheet input') !== null"), what="a form")
    grid.press("ok")
    grid.press(Keys.ENTER)
    wait(lambda: "dismissed" in str(grid.script(lines)), what="the dismissal")
    grid.approve()
    grid.wait_active(1)
    wait(lambda: desk.stored(0).status == "approved", what="the approval")


def test_a_conflict_stays_in_sight_while_typing_and_both_changes_are_merged(
    desk: Desk, open_browser: Callable[..., Chrome]
) -> None:
    mine = desk.grid
    theirs = open_review(open_browser(), desk.server.url, desk.document)
    base = "1. One two three four five six."
    mine.type(base)
    mine.wait_save(0, "saved")
    wait(lambda: theirs.text(0) == base, what="the other window to see it")
    desk.cut()
    mine.type(base.replace("two", "zwei"))
    mine.wait_save(0, "offline")
    theirs.type(base.replace("five", "fünf"))
    theirs.wait_save(0, "saved")
    desk.mend()
    mine.wait_save(0, "conflict")
    mine.press("!")
    assert "Somebody else saved" in mine.text(0, "drawer")
    mine.press(Keys.BACKSPACE)
    screenshot(mine.driver, "review-merge")
    mine.click(".conflict button[data-action=keepBoth]")
    both = base.replace("two", "zwei").replace("five", "fünf")
    wait(lambda: desk.stored(0).target == both, what="both changes")
    assert mine.text(0) == both
