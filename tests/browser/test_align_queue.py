"""What an aligner decided while the server failed at it, or while two tabs were open."""

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.keys import Keys

from tests.browser.aligning import fill, open_editor, stored, until
from tests.browser.conftest import Server

pytestmark = pytest.mark.browser

# The rows themselves come late, as from a busy server.
FAILING = """
const real = window.fetch;
window.tries = 0;
window.fetch = async (path, options) => {
  if (String(path).endsWith("/rows")) await new Promise((resolve) => setTimeout(resolve, 3000));
  if (!String(options && options.body).includes('"split_row"')) return real(path, options);
  window.tries += 1;
  const told = JSON.stringify({ error: "The workbench could not do this" });
  return new Response(told, { status: 500 });
};
"""


@pytest.fixture
def filled(idle_server: Server) -> Server:
    fill(idle_server.home)
    idle_server.start()
    return idle_server


def accepted(server: Server) -> int:
    return sum(row.status == "accepted" for row in stored(server))


def test_one_that_the_server_fails_at_holds_up_no_other(filled: Server, browser: Chrome) -> None:
    editor = open_editor(browser, filled.url)
    browser.execute_script(FAILING)
    rows = len(stored(filled))
    editor.press("s")
    until(lambda: "could not do this" in editor.notice(), "the page to say so")
    assert browser.execute_script("return window.tries") == 3
    editor.press(Keys.ENTER)
    until(lambda: accepted(filled) == 1, "the decision behind it")
    assert len(stored(filled)) == rows
    kept = "return Object.keys(localStorage).join()"
    # The store has it a moment before the page has the answer.
    until(lambda: "-waits-" not in browser.execute_script(kept), "nothing left to send")


def test_two_tabs_keep_what_waits_in_each(filled: Server, browser: Chrome) -> None:
    for tab in range(2):
        if tab:
            browser.switch_to.new_window("tab")
        editor = open_editor(browser, filled.url)
    filled.kill()
    # The second tab decides on another row than the first.
    editor.press("n")
    editor.press(Keys.ENTER)
    until(lambda: "Offline: 1 action waits" in editor.notice(), "the second tab to say so")
    browser.close()
    browser.switch_to.window(browser.window_handles[0])
    editor.press(Keys.ENTER)
    until(lambda: "Offline: 1 action waits" in editor.notice(), "the first tab to say so")
    browser.get("about:blank")
    filled.start()
    open_editor(browser, filled.url)
    until(lambda: accepted(filled) == 2, "both to be done")
