"""Who goes by Tab sees where they are: every control shows its focus, in both themes."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from selenium.webdriver import ActionChains, Chrome, Keys

from tests.browser.conftest import Server
from tests.browser.focus import shown, stops
from tests.browser.grid import wait
from tests.browser.tour import VIEWS, open_view

pytestmark = pytest.mark.browser

LEAST = 0.5
"""Of a control's perimeter; a line above or below a wide one is as much."""

LIGHT = (
    "documents > Add documents",
    "review?document=1",
    "align > New pair",
    "align?alignment=1",
    "glossary > Import and export > terms.csv",
    "glossary?term=mandaat",
    "corpus > How the file begins",
    "memories",
    "progress",
)
DARK = ("documents > Add documents", "review?document=1", "align?alignment=1", "memories")


@pytest.mark.parametrize(("dark", "names"), [(False, LIGHT), (True, DARK)], ids=["light", "dark"])
def test_the_focus_of_the_keyboard_is_seen(
    toured: Server, open_browser: Callable[..., Chrome], dark: bool, names: tuple[str, ...]
) -> None:
    browser = open_browser(width=1280, height=800, dark=dark)
    measured: dict[str, float] = {}
    for view in VIEWS:
        if view.name not in names:
            continue
        open_view(browser, toured, view)
        for stop in stops(browser):
            # One of each kind: the boxes of a page are many, and all drawn by the same rule. The
            # link that skips to the content is on the page only while it has the focus.
            skips = stop["name"].startswith("stSkipToContent")
            if not skips and stop["name"] not in measured:
                measured[stop["name"]] = shown(browser, stop["box"])
    assert len(measured) > 2 * len(names)
    assert {name: share for name, share in measured.items() if share < LEAST} == {}


_OVER_A_TABLE = """
const one = document.activeElement, bar = one.closest('[data-testid=stElementToolbar]');
return bar && {
  button: getComputedStyle(one).outlineStyle,
  opacity: getComputedStyle(bar).opacity,
  frame: getComputedStyle(bar.closest('[data-testid=stDataFrame]')).outlineStyle,
};
"""


def test_the_buttons_over_a_table_show_their_own_focus(toured: Server, browser: Chrome) -> None:
    view = next(view for view in VIEWS if view.name == "glossary > Import and export > terms.csv")
    open_view(browser, toured, view)
    stop = next(each for each in stops(browser) if browser.execute_script(_OVER_A_TABLE))
    drawn = browser.execute_script(_OVER_A_TABLE)
    # Around the button alone, in sight: the frame of the table is near enough to count for one.
    assert drawn == {"button": "solid", "opacity": "1", "frame": "none"}
    assert shown(browser, stop["box"]) >= LEAST


_PRESSED = """
const press = { bubbles: true, cancelable: true, detail: 1 };
document.activeElement.dispatchEvent(new MouseEvent('click', press));
"""
"""A click as the mouse makes one, at the button that has the focus."""


@pytest.mark.parametrize("path", ["", "memories", "align?alignment=1"])
def test_a_popover_is_gone_through_by_keys_alone(
    toured: Server, browser: Chrome, path: str
) -> None:
    view = next(view for view in VIEWS if view.path == path)
    open_view(browser, toured, replace(view, steps=()))
    within = "return Boolean(document.activeElement.closest('[data-testid=stPopoverBody]'))"
    there = "return Boolean(document.querySelector('[data-testid=stPopoverBody]'))"
    opener = "return document.activeElement.dataset.testid === 'stPopoverButton'"
    top = browser.execute_script("return document.querySelector('h1')?.getBoundingClientRect().top")
    if path.startswith("align"):
        # The grid takes the focus when it comes, and has stops of its own for longer than that.
        wait(lambda: not browser.execute_script("return document.activeElement === document.body"))
        browser.execute_script("document.querySelector('[data-testid=stPopoverButton]').focus()")
    else:
        for _ in stops(browser, most=60):
            if browser.execute_script(opener):
                break
    ActionChains(browser).send_keys(Keys.ENTER).perform()
    wait(lambda: browser.execute_script(within), what="the focus in the popover")
    ActionChains(browser).send_keys(Keys.ESCAPE).perform()
    wait(lambda: browser.execute_script(opener), what="the focus on the button again")
    # A key that closes it leads nobody into what the mouse opens next.
    ActionChains(browser).send_keys(Keys.ENTER).perform()
    wait(lambda: browser.execute_script(within), what="the focus in the popover")
    browser.execute_script("document.querySelector('[aria-expanded=true][kind]').focus()")
    ActionChains(browser).send_keys(Keys.ENTER).perform()
    wait(lambda: not browser.execute_script(there), what="the popover closed")
    browser.execute_script(_PRESSED)
    wait(lambda: browser.execute_script(there), what="the popover open by the mouse")
    time.sleep(0.3)
    assert not browser.execute_script(within)
    assert top is None or top < 90, "the script takes no room"
