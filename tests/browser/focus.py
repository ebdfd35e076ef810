"""What has the keyboard's focus, and by how much the page shows it (WCAG 2.2, 2.4.7 and 1.4.11)."""

import base64
import io
from collections.abc import Iterator
from typing import Any

import numpy as np
from PIL import Image
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

__all__ = ["shown", "stops"]

LEAST_CONTRAST = 3.0

AROUND = 6
"""CSS pixels around an element that are looked at, for an outline beside it."""

_DEEPEST = """
let one = document.activeElement;
while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
"""

_FOCUSED = f"""
{_DEEPEST}
if (!one || one === document.body || one === document.documentElement) return null;
// What is drawn of a control is often around the element that has the focus.
const around = 'label, [data-baseweb], .row:has(.editor:focus)';
// The cells of a table are no elements: its frame shows the focus. Its buttons show their own.
const button = one.closest('[data-testid=stElementToolbar]');
const cells = !button && one.closest('[data-testid=stDataFrame]');
let drawn = cells || one.closest(around) || one;
while (drawn.getBoundingClientRect().height < 4) drawn = drawn.parentElement;
const box = drawn.getBoundingClientRect();
const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)];
const [right, bottom] = [Math.min(box.right, innerWidth), Math.min(box.bottom, innerHeight)];
const kind = one.closest('[data-testid]')?.dataset.testid || '';
return {{
  name: `${{kind}} ${{one.tagName}} ${{one.getAttribute('role') || one.type || ''}}`
    + ` ${{one.getAttribute('class') || ''}}`,
  words: (one.innerText || one.ariaLabel || one.value || '').trim().slice(0, 40),
  box: [left, top, right, bottom],
}};
"""

_STILL = """
const rules = '*, *::before, *::after { transition: none !important; animation: none !important;'
  + ' caret-color: transparent !important; }';
const put = (root) => {
  if (!root.querySelector('style.still')) {
    const style = document.createElement('style');
    style.className = 'still';
    style.textContent = rules;
    (root.head || root).append(style);
  }
  for (const one of root.querySelectorAll('*')) if (one.shadowRoot) put(one.shadowRoot);
};
put(document);
"""


def _keep_still(browser: Chrome) -> None:
    """Stop what moves by itself: transitions, and the caret, which blinks."""
    browser.execute_script(_STILL)


def _focused(browser: Chrome) -> dict[str, Any] | None:
    """Return what has the focus: its kind as `name`, its `words`, its `box`; None for nothing."""
    found: dict[str, Any] | None = browser.execute_script(_FOCUSED)
    return found


def stops(browser: Chrome, *, most: int = 40) -> Iterator[dict[str, Any]]:
    """Go through a page by Tab and give what has the focus, until nothing has it."""
    for _ in range(most):
        # Or a link that slides in when it has the focus is measured on its way.
        _keep_still(browser)
        ActionChains(browser).send_keys(Keys.TAB).perform()
        found = _focused(browser)
        if found is None:
            return
        yield found


def shown(browser: Chrome, box: list[float]) -> float:
    """Return how much of an element's perimeter shows that it has the focus.

    The page is looked at with the focus and without it. What counts is the number of pixels whose
    two colours have a contrast of `LEAST_CONTRAST` or more, as a share of the perimeter: a line
    around the whole element is 1 or more.

    Args:
        browser: With the focus on the element, which has it again afterwards.
        box: Left, top, right and bottom in CSS pixels.
    """
    _keep_still(browser)
    left, top, right, bottom = box
    clip = (left - AROUND, top - AROUND, right + AROUND, bottom + AROUND)
    with_focus = _picture(browser, clip)
    browser.execute_script(f"{_DEEPEST} window.before = one; one.blur();")
    without = _picture(browser, clip)
    browser.execute_script("window.before.focus({ preventScroll: true })")
    light, dark = np.maximum(with_focus, without), np.minimum(with_focus, without)
    pixels = int(((light + 0.05) / (dark + 0.05) >= LEAST_CONTRAST).sum())
    return pixels / (2 * (right - left + bottom - top))


def _picture(browser: Chrome, clip: tuple[float, float, float, float]) -> "np.ndarray[Any, Any]":
    """Return the relative luminance (0 to 1) of each pixel of a part of the window."""
    taken = browser.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    image = Image.open(io.BytesIO(base64.b64decode(taken["data"]))).convert("RGB").crop(clip)
    part = np.asarray(image, dtype=float) / 255
    linear = np.where(part <= 0.03928, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    luminance: np.ndarray[Any, Any] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return luminance
