"""The segment grid as a person sees it: rows by number, keys, and what the active row says."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from selenium.common.exceptions import (
    ElementClickInterceptedException,
    StaleElementReferenceException,
)
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

_ROOT = """
const find = (node) => {
  for (const one of node.querySelectorAll('*')) {
    if (!one.shadowRoot) continue;
    if (one.shadowRoot.querySelector('.segment-grid')) return one.shadowRoot;
    const deeper = find(one.shadowRoot);
    if (deeper) return deeper;
  }
  return null;
};
const root = find(document);
if (!root) return null;
"""


def wait(condition: Callable[[], Any], *, seconds: float = 60, what: str = "") -> Any:
    """Wait until a condition holds and return its value."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s for {what or condition}")


@dataclass
class Grid:
    """The grid of an open review page."""

    driver: Chrome

    def script(self, code: str, *arguments: Any) -> Any:
        return self.driver.execute_script(_ROOT + code, *arguments)

    def ready(self) -> "Grid":
        wait(
            lambda: self.script("return root.querySelector('.row.active .editor') !== null"),
            seconds=90,
            what="the grid",
        )
        return self

    def press(self, *keys: str) -> None:
        """Press keys together: the last one while the others are held."""
        chain = ActionChains(self.driver)
        for key in keys[:-1]:
            chain.key_down(key)
        chain.send_keys(keys[-1])
        for key in reversed(keys[:-1]):
            chain.key_up(key)
        chain.perform()

    def approve(self) -> None:
        self.press(Keys.CONTROL, Keys.ENTER)

    def type(self, text: str) -> None:
        """Replace the active row's text."""
        # Not the element's own send_keys, which first moves the caret to the end.
        self.editor().click()
        self.press(Keys.CONTROL, "a")
        ActionChains(self.driver).send_keys(text).perform()

    def editor(self) -> Any:
        return self.script("return root.querySelector('.row.active .editor')")

    @property
    def active(self) -> int:
        """Position of the active segment, from 0."""
        return int(self.script("return root.querySelector('.row.active').dataset.position"))

    def wait_active(self, position: int) -> None:
        try:
            wait(lambda: self.active == position, what=f"segment {position} to be active")
        except AssertionError as error:
            row = self.script("return root.querySelector('.row.active').innerText")
            raise AssertionError(f"{error}; active is {self.active}: {row}") from None

    def text(self, position: int, part: str = "target") -> str:
        """Return what a row in sight shows; the active row's text is in its editor."""
        return str(
            self.script(
                """
                const row = root.querySelector(`.row[data-position="${arguments[0]}"]`);
                if (!row) return "";
                const editor = row.querySelector('.editor');
                if (arguments[1] === 'target' && editor) return editor.value;
                return row.querySelector(`.${arguments[1]}`).textContent;
                """,
                position,
                part,
            )
        )

    def wait_status(self, position: int, status: str) -> None:
        """Wait until a row shows a review status."""
        self._wait_class(position, f".status-{status}")

    def wait_save(self, position: int, state: str) -> None:
        """Wait until a row shows how its save stands: draft, saving, saved, offline, conflict."""
        self._wait_class(position, f".save-{state}")

    def _wait_class(self, position: int, selector: str) -> None:
        code = """
            const row = root.querySelector(`.row[data-position="${arguments[0]}"]`);
            return row !== null && row.querySelector(`.meta ${arguments[1]}`) !== null;
        """
        wait(
            lambda: self.script(code, position, selector),
            what=f"{selector} in row {position}, which says {self.text(position, 'meta')!r}",
        )

    def summary(self) -> str:
        return str(self.script("return root.querySelector('.summary').textContent"))

    def click(self, selector: str) -> None:
        wait(
            lambda: self.script(f"return root.querySelector({selector!r}) !== null"), what=selector
        )
        self.script(f"root.querySelector({selector!r}).click()")


def open_review(driver: Chrome, url: str, document: int = 1) -> Grid:
    """Open the review page on a document."""
    driver.get(f"{url}/review?document={document}")
    return Grid(driver).ready()


def click_button(driver: Chrome, word: str, *, then: str = "") -> None:
    """Click a button of the page by its word; the page may redraw it at any moment.

    With `then`, a page that shows that text already counts as clicked: a redraw can take a button
    away between the click and the browser's answer. A button that can't be pressed yet, as while a
    file is on its way, is waited for.
    """

    def clicked() -> bool:
        try:
            if then and then in driver.find_element(By.TAG_NAME, "body").text:
                return True
            for one in driver.find_elements(By.TAG_NAME, "button"):
                if one.text.strip() == word and one.is_displayed() and one.is_enabled():
                    one.click()
                    return True
        except (StaleElementReferenceException, ElementClickInterceptedException):
            pass
        return False

    wait(clicked, what=f"a button {word!r}")
