"""A reviewer's hour: 200 segments with mixed actions, a cut network and a killed server.

At the end the store holds exactly what the keys that were pressed should have put there.
"""

from dataclasses import dataclass

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Server, console_errors, foreign_requests
from tests.browser.grid import Grid, open_review, wait
from tests.browser.store import DRAFT, fill
from workbench.corpus import comments, history, rows
from workbench.corpus.database import Database

pytestmark = pytest.mark.browser

SEGMENTS = 200
CUT = range(60, 75)
"""Segments that are reviewed without a network."""

KILLED = range(140, 150)
"""Segments that are reviewed without a server."""


@dataclass
class Expected:
    """What the store should hold of a segment."""

    target: str
    status: str = "draft"
    origin: str = "machine"
    remark: str = ""


class Reviewer:
    """Somebody who works through a document by the keyboard, and notes what should come of it."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.expected = [Expected(f"{index + 1}. {DRAFT}") for index in range(SEGMENTS)]

    def work(self, position: int, *, alone: bool) -> None:
        """Do one segment; ``alone`` leaves out what needs an answer of the server."""
        self.grid.wait_active(position)
        wait(self.at_the_cursor, what=f"the cursor in segment {position}")
        kind = position % 10
        entry = self.expected[position]
        if kind == 4:
            self.write(position, "Written anew.")
            self.approve(entry)
        elif kind == 5:
            self.grid.press(Keys.CONTROL, Keys.SHIFT, Keys.ENTER)
            entry.status = "reviewed"
        elif kind == 6 and not alone:
            self.hand_back(position, entry)
        elif kind == 7:
            self.write(position, "Half done.")
            self.grid.press(Keys.CONTROL, "s")
            self.grid.press(Keys.ALT, Keys.ARROW_DOWN)
        elif kind == 8 and not alone:
            self.regret(position, entry)
        elif kind == 9:
            self.write(position, "Left as it was typed.")
            self.grid.press(Keys.ALT, Keys.ARROW_DOWN)
        else:
            self.approve(entry)

    def at_the_cursor(self) -> bool:
        """Whether the cursor is in the text."""
        return bool(self.grid.script("return root.activeElement?.classList.contains('editor')"))

    def write(self, position: int, text: str) -> None:
        entry = self.expected[position]
        entry.target, entry.origin = f"{position + 1}. {text}", "human"
        self.grid.type(entry.target)

    def approve(self, entry: Expected) -> None:
        self.grid.approve()
        entry.status = "approved"

    def hand_back(self, position: int, entry: Expected) -> None:
        self.grid.press(Keys.ALT, "r")
        shown = "return root.querySelector('.overlay:not([hidden]) textarea') !== null"
        wait(lambda: self.grid.script(shown), what="the form")
        ActionChains(self.grid.driver).send_keys(f"Look at {position + 1}.").perform()
        self.grid.press(Keys.CONTROL, Keys.ENTER)
        wait(lambda: not self.grid.script(shown), what="the form to close")
        entry.status, entry.remark = "rejected", f"Look at {position + 1}."
        self.grid.press(Keys.ALT, Keys.ARROW_DOWN)

    def regret(self, position: int, entry: Expected) -> None:
        self.grid.approve()
        self.grid.wait_active(position + 1)
        self.grid.press(Keys.ALT, "z")
        self.grid.wait_active(position)
        self.grid.wait_status(position, "draft")
        self.grid.press(Keys.CONTROL, Keys.SHIFT, Keys.ENTER)
        entry.status = "reviewed"

    def go_to(self, position: int) -> None:
        self.grid.press(Keys.ALT, "g")
        ActionChains(self.grid.driver).send_keys(str(position + 1), Keys.ENTER).perform()
        self.grid.wait_active(position)

    def all_sent(self) -> bool:
        """Whether nothing waits in the browser any more."""
        waiting = "return Object.keys(localStorage).filter(k => k.includes('outbox')).length"
        return not self.grid.driver.execute_script(waiting)


def test_an_hour_of_review(idle_server: Server, browser: Chrome) -> None:
    fill(idle_server.home, count=SEGMENTS).close()
    idle_server.environment["WORKBENCH_GLOSSARIES"] = str(idle_server.home / "no-glossary")
    idle_server.start()
    reviewer = Reviewer(open_review(browser, idle_server.url))
    reviewer.grid.editor().click()
    for position in range(SEGMENTS):
        if position == CUT.start:
            browser.execute_script(
                "window.fetchAgain = window.fetch; window.fetch = () => Promise.reject()"
            )
        if position == CUT.stop:
            browser.execute_script("window.fetch = window.fetchAgain")
            wait(reviewer.all_sent, seconds=120, what="all that was decided offline")
        if position == KILLED.start:
            wait(reviewer.all_sent, what="all before the server is killed")
            assert not console_errors(browser)
            idle_server.kill()
        if position == KILLED.stop:
            idle_server.start()
            wait(reviewer.all_sent, seconds=180, what="all that was decided without a server")
            reviewer.grid.ready()
            # Without a server, the browser says that nobody answers and Streamlit's page asks
            # whether it still runs; nothing else complains.
            known = ("ERR_CONNECTION", "Is Streamlit still running?")
            assert [
                one for one in console_errors(browser) if not any(text in one for text in known)
            ] == []
            reviewer.go_to(position)
        reviewer.work(position, alone=position in CUT or position in KILLED)
    wait(reviewer.all_sent, seconds=120, what="the last edits")
    assert not console_errors(browser)
    assert not foreign_requests(browser, idle_server.url)
    compare(idle_server, reviewer.expected)


def compare(server: Server, expected: list[Expected]) -> None:
    database = Database.open(f"sqlite:///{server.home / 'workbench.db'}")
    found = rows.rows(database, 1, limit=SEGMENTS)
    assert len(found) == SEGMENTS
    for row, entry in zip(found, expected, strict=True):
        where = f"segment {row.position + 1}"
        assert (row.target, row.status) == (entry.target, entry.status), where
        assert row.origin == entry.origin, where
        remarks = [each.text for each in comments.listing(database, row.id)]
        assert remarks == ([entry.remark] if entry.remark else []), where
        # Every change is in the history, none twice and none missing.
        versions = [each.version for each in history.history(database, row.id)]
        assert versions == list(range(2, row.version + 1)), where
    database.close()
