"""What a reviewer waits for, measured in a real browser beside a page of plain widgets."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.benchmarks.rows import Row
from tests.browser.conftest import Server, chrome
from tests.browser.grid import _ROOT, Grid, open_review, wait
from tests.browser.store import fill

SEGMENTS = 50_000
TIMES = 30

PREFIXES = (
    *("1. Without", "1. Without a man", "1. Without a mandate", "1. Without a mandate, peace enf"),
    *("1. The Net", "1. For the Netherlands", "1. Peace", "1. There is no", "1. It is not pos"),
    *("1. In the absence of", "1. A mandate is", "1. No peace enforcement with"),
)

KEY = """
const press = (key, code, more) => root.activeElement.dispatchEvent(new KeyboardEvent('keydown',
  { key, code, bubbles: true, composed: true, cancelable: true, ...more }));
const until = (holds) => new Promise((go) => {
  const look = () => (holds() ? go(performance.now()) : setTimeout(look, 1));
  look();
});
const active = () => root.querySelector('.row.active');
"""

NEXT = """
const before = active().dataset.position;
const begun = performance.now();
press('ArrowDown', 'ArrowDown', { altKey: true });
const ended = await until(() => {
  const row = active();
  return row && row.dataset.position !== before && root.activeElement.className === 'editor'
    && row.contains(root.activeElement);
});
return ended - begun;
"""

SAVE = """
const editor = active().querySelector('.editor');
editor.value = 'Saved ' + Math.random();
editor.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
await until(() => active().querySelector('.save-draft'));
const begun = performance.now();
press('s', 'KeyS', { ctrlKey: true });
const ended = await until(() => active().querySelector('.save-saved'));
return ended - begun;
"""

COMPLETE = """
const editor = active().querySelector('.editor');
editor.value = '';
editor.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
await new Promise((go) => setTimeout(go, 600));
const begun = performance.now();
editor.value = arguments[0];
editor.setSelectionRange(editor.value.length, editor.value.length);
editor.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
const late = () => performance.now() > begun + 8000;
const ended = await until(() => active().querySelector('.ghost') || late());
return ended - begun;
"""

JUMP = """
const viewport = root.querySelector('.viewport');
const begun = performance.now();
viewport.scrollTop = arguments[0] * viewport.scrollHeight;
await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
const ended = await until(() => {
  const box = viewport.getBoundingClientRect();
  const seen = [...root.querySelectorAll('.row:not(.active)')].filter((row) => {
    const place = row.getBoundingClientRect();
    return place.bottom > box.top && place.top < box.bottom;
  });
  return seen.length > 2 && seen.every((row) => !row.classList.contains('loading'));
});
return ended - begun;
"""

SHOWN = "return document.body.textContent.includes(arguments[0])"

PLAIN = """
import streamlit as st

st.session_state.setdefault("saved", {})


@st.fragment
def page():
    for number in range(10):
        text = st.text_area(f"segment {number}", key=f"text-{number}")
        st.session_state["saved"][number] = text
    st.caption("saved: " + str(st.session_state["saved"]))


page()
"""


def measure() -> Iterator[Row]:
    """Yield the waits of a reviewer in a document of 50 000 segments."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        server = Server(place / "home")
        server.home.mkdir()
        server.environment["WORKBENCH_GLOSSARIES"] = str(place / "none")
        fill(server.home, count=SEGMENTS).close()
        server.start()
        driver = chrome(place / "profile", width=1280, height=900)
        try:
            yield from _grid(driver, server)
            yield from _plain(driver, place)
        finally:
            driver.quit()
            server.kill()


def _grid(driver: Chrome, server: Server) -> Iterator[Row]:
    begun = time.perf_counter()
    grid = open_review(driver, server.url)
    opened = time.perf_counter() - begun
    yield Row(f"browser: review page of {SEGMENTS} segments, ready", f"{opened:.1f} s")
    grid.editor().click()
    _run(driver, NEXT)
    yield _row("browser: next segment", [_run(driver, NEXT) for _ in range(TIMES)], 50)
    yield _row("browser: save acknowledged", [_run(driver, SAVE) for _ in range(TIMES)], 100)
    jumps = [_run(driver, JUMP, (index * 37 % 100) / 100) for index in range(1, TIMES)]
    yield _row(f"browser: jump anywhere in {SEGMENTS} segments", jumps, 100)
    grid = Grid(driver)
    ActionChains(driver).key_down(Keys.ALT).send_keys("g").key_up(Keys.ALT).perform()
    ActionChains(driver).send_keys("1", Keys.ENTER).perform()
    grid.wait_active(0)
    # The first question loads the model.
    _run(driver, COMPLETE, "1. Without")
    waits = [_run(driver, COMPLETE, prefix) for prefix in PREFIXES]
    yield _row("browser: completion of what was typed", waits, 300)


def _plain(driver: Chrome, place: Path) -> Iterator[Row]:
    """Measure the same save on a page of ten plain text areas."""
    script = place / "plain.py"
    script.write_text(PLAIN, encoding="utf-8")
    with _streamlit(script) as url:
        driver.get(url)
        areas = wait(
            lambda: driver.find_elements(By.TAG_NAME, "textarea"), seconds=60, what="the page"
        )
        waits = []
        for number in range(TIMES):
            text = f"Saved {number}"
            area = areas[number % len(areas)]
            area.click()
            area.send_keys(Keys.CONTROL, "a")
            area.send_keys(text)
            begun = time.perf_counter()
            area.send_keys(Keys.CONTROL, Keys.ENTER)
            wait(partial(driver.execute_script, SHOWN, f"'{text}'"), what="the save")
            waits.append(1000 * (time.perf_counter() - begun))
    yield Row("browser: save settled on a page of ten plain text areas", f"{median(waits):.0f} ms")


@contextlib.contextmanager
def _streamlit(script: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "streamlit", "run", str(script)),
            *("--server.port", str(port), "--server.headless", "true"),
            *("--browser.gatherUsageStats", "false"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    url = f"http://localhost:{port}"

    def answers() -> bool:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                return True
        except OSError:
            return False

    try:
        wait(answers, what="streamlit")
        yield url
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _run(driver: Chrome, code: str, *arguments: Any) -> float:
    """Return the milliseconds that a script measured in the page."""
    driver.set_script_timeout(60)
    body = f"{KEY} const work = async function () {{ {code} }};"
    call = "const done = arguments[arguments.length - 1]; work.apply(null, arguments).then(done);"
    return float(driver.execute_async_script(_ROOT + body + call, *arguments))


def _row(what: str, waits: list[float], most: int) -> Row:
    middle = median(waits)
    slow = sorted(waits)[int(0.95 * (len(waits) - 1))]
    return Row(
        f"{what}, median of {len(waits)} (95 %)",
        f"{middle:.0f} ms ({slow:.0f} ms)",
        f"under {most} ms",
        middle <= most,
    )
