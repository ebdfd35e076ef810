"""Every text can be read: a contrast of 4.5 to its ground (WCAG 2.1, 1.4.3), in both themes."""

from collections.abc import Callable

import pytest
from selenium.webdriver import Chrome

from tests.browser.conftest import Desk, Server, screenshot
from tests.browser.grid import Grid, wait
from tests.browser.tour import VIEWS, open_view

pytestmark = pytest.mark.browser

# Relative luminance and contrast as WCAG 2.1 defines them; what is behind a text is mixed from all
# that is drawn under it.
TOO_FAINT = r"""
const parse = (text) => {
  const numbers = (text.match(/-?[\d.]+(e-?\d+)?/g) || []).map(Number);
  const scale = text.startsWith('color(srgb') ? 255 : 1;
  return [...numbers.slice(0, 3).map((each) => each * scale), numbers[3] ?? 1];
};
const over = (top, low) => [0, 1, 2].map((i) => top[i] * top[3] + low[i] * (1 - top[3]));
const luminance = (colour) => {
  const [r, g, b] = colour.map((each) => each / 255).map(
    (each) => (each <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const up = (node) => node.parentElement || node.getRootNode().host;
const ground = (node) => {
  const layers = [];
  const text = node.getBoundingClientRect();
  let scrolls = false;
  for (let each = node; each; each = up(each)) {
    const style = getComputedStyle(each);
    const box = each.getBoundingClientRect();
    scrolls ||= style.overflowY !== 'visible';
    // What hangs out of its box is drawn on another ground; what is scrolled away is not.
    if (!scrolls && (text.bottom <= box.top || text.top >= box.bottom)) continue;
    const colour = parse(style.backgroundColor);
    layers.unshift(colour);
    if (colour[3] === 1) break;
  }
  return layers.reduce((low, top) => over(top, low), [255, 255, 255]);
};
const found = new Set();
const walk = (root) => {
  for (const node of root.querySelectorAll('*')) {
    if (node.shadowRoot) walk(node.shadowRoot);
    const own = [...node.childNodes].filter((each) => each.nodeType === 3 && each.data.trim());
    const field = node.matches('textarea, input:not([type=checkbox], [type=range])');
    const text = field ? node.value || node.placeholder : own.map((each) => each.data).join();
    const style = getComputedStyle(node, field && !node.value ? '::placeholder' : null);
    const box = node.getBoundingClientRect();
    const colour = parse(style.color);
    const seen = node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (!text || !seen || colour[3] === 0 || box.width < 2 || box.height < 2) continue;
    // What cannot be used just now may be faint, and of a picture 3 to 1 is asked (1.4.11).
    if (node.closest('[disabled], .mirror, label:has(:disabled)')) continue;
    const least = node.dataset.testid === 'stIconMaterial' ? 3 : 4.5;
    const low = ground(node);
    for (let each = node; each; each = up(each)) colour[3] *= getComputedStyle(each).opacity;
    const [more, less] = [luminance(over(colour, low)), luminance(low)].sort((a, b) => b - a);
    const contrast = (more + 0.05) / (less + 0.05);
    const name = `${node.tagName}.${node.className}`;
    if (contrast < least) found.add(`${contrast.toFixed(2)} ${name}: ${text.trim().slice(0, 40)}`);
  }
};
walk(document);
return [...found];
"""


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_can_be_read(
    toured: Server, open_browser: Callable[..., Chrome], dark: bool
) -> None:
    browser = open_browser(width=1280, dark=dark)
    faint = {}
    for view in VIEWS:
        open_view(browser, toured, view)
        faint[view.name] = browser.execute_script(TOO_FAINT)
    assert {name: found for name, found in faint.items() if found} == {}


def test_at_150_percent_no_line_of_the_text_is_cut_off(desk: Desk) -> None:
    grid: Grid = desk.grid
    grid.type("1. " + "Without a mandate there is no viable path for the Netherlands. " * 4)
    desk.driver.execute_script("document.body.style.zoom = '1.5'")
    whole = (
        "const e = root.querySelector('.row.active .editor');"
        "return e.scrollHeight <= e.clientHeight + 1"
    )
    try:
        wait(lambda: grid.script(whole), seconds=20, what="all lines to be in sight")
        screenshot(desk.driver, "review-zoom-150")
    finally:
        desk.driver.execute_script("document.body.style.zoom = ''")
