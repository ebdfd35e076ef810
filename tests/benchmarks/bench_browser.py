"""What a reviewer waits for, measured in a real browser beside a page of plain widgets.

All waits are taken inside of the page, by its own clock and by the same means on both pages. The
figures are those of a person's machine: a machine that does much else at the time gives others,
so its load stands beside them.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from selenium.webdriver import Chrome

from tests.benchmarks import page_scripts as page
from tests.benchmarks.plain_page import PAGE, plain_page
from tests.benchmarks.rows import Row
from tests.browser.conftest import Server, chrome
from tests.browser.grid import _ROOT, Grid, open_review
from tests.browser.store import fill

SEGMENTS = 50_000
TIMES = 30
FEW = 12

PREFIXES = (
    *("1. Without", "1. Without a man", "1. Without a mandate", "1. Without a mandate, peace enf"),
    *("1. The Net", "1. For the Netherlands", "1. Peace", "1. There is no", "1. It is not pos"),
    *("1. In the absence of", "1. A mandate is", "1. No peace enforcement with"),
)


def measure() -> Iterator[Row]:
    """Yield the waits of a reviewer in a document of 50 000 segments, and the load at the end."""
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
            # Not both at once: each has the machine for itself.
            server.kill()
            with plain_page(place, f"sqlite:///{server.home / 'workbench.db'}") as url:
                yield from _plain(driver, url)
        finally:
            driver.quit()
            server.kill()
    yield Row("browser: load of the machine (1 minute) at the end", f"{os.getloadavg()[0]:.1f}")


def _grid(driver: Chrome, server: Server) -> Iterator[Row]:
    open_review(driver, server.url)
    opened = _run(driver, page.READY)
    # Once more, when the server has everything in memory that it keeps there.
    driver.refresh()
    Grid(driver).ready()
    again = _run(driver, page.READY)
    yield Row(
        f"browser: review page of {SEGMENTS} segments, ready to type",
        f"{again / 1000:.1f} s (first time {opened / 1000:.1f} s)",
    )
    Grid(driver).editor().click()
    _run(driver, page.NEXT)
    yield _row("browser: next segment", _times(driver, page.NEXT, TIMES), 50)
    yield _row("browser: decide and next segment", _times(driver, page.APPROVE, TIMES), 50)
    yield _row("browser: save acknowledged", _times(driver, page.SAVE, TIMES), 100)
    yield _row(
        f"browser: jump anywhere in {SEGMENTS} segments by the scroll bar, rows shown",
        [_run(driver, page.JUMP, (index * 37 % 101) / 101) for index in range(1, TIMES)],
        100,
    )
    end = [_run(driver, page.JUMP, number) for _ in range(FEW) for number in (0, 1)]
    yield _row("browser: jump to the end and back, rows shown", end, 100)
    places = [1 + index * 7_919 % SEGMENTS for index in range(1, FEW + 1)]
    yield _row(
        "browser: go to a number, ready to type",
        [_run(driver, page.GO_TO, number) for number in places],
        100,
    )
    frames = _all(driver, page.SCROLL)
    yield _row("browser: frame while scrolling 9000 pixels a second", frames, 34)
    yield Row("browser: memory of the page after all that", f"{_run(driver, page.MEMORY):.0f} MB")
    _run(driver, page.GO_TO, 1)
    # The first question loads the model.
    _run(driver, page.COMPLETE, "1. Without")
    waits = [_run(driver, page.COMPLETE, prefix) for prefix in PREFIXES]
    yield _row("browser: completion of what was typed", waits, 300)


def _plain(driver: Chrome, url: str) -> Iterator[Row]:
    """Measure the same document on a page with a text area and a button for each segment."""
    name = f"a page of {PAGE} text areas with buttons"
    # As with the grid, not the first time.
    for _ in range(2):
        driver.get(url)
        opened = _run(driver, page.PLAIN_READY, PAGE, plain=True)
    yield Row(f"browser, plain widgets: {name}, ready to type", f"{opened / 1000:.1f} s")
    saves = [
        _run(driver, page.PLAIN_SAVE, index % PAGE, f"Saved plain {index}", plain=True)
        for index in range(FEW)
    ]
    yield _row(f"browser, plain widgets: save acknowledged on {name}", saves)
    turns = [
        _run(driver, page.PLAIN_TURN, 1 + PAGE * turn, PAGE, plain=True)
        for turn in range(1, FEW + 1)
    ]
    yield _row(f"browser, plain widgets: the next {PAGE} segments shown", turns)


def _times(driver: Chrome, code: str, times: int) -> list[float]:
    return [_run(driver, code) for _ in range(times)]


def _run(driver: Chrome, code: str, *arguments: Any, plain: bool = False) -> float:
    """Return the milliseconds (or whatever number) that a script measured in the page."""
    return float(_all(driver, code, *arguments, plain=plain))


def _all(driver: Chrome, code: str, *arguments: Any, plain: bool = False) -> Any:
    driver.set_script_timeout(60)
    head = page.PLAIN if plain else _ROOT + page.GRID
    body = f"{head}{page.COMMON} const work = async function () {{ {code} }};"
    call = "const done = arguments[arguments.length - 1]; work.apply(null, arguments).then(done);"
    return driver.execute_async_script(body + call, *arguments)


def _row(what: str, waits: Sequence[float], most: int | None = None) -> Row:
    middle = median(waits)
    slow = sorted(waits)[int(0.95 * (len(waits) - 1))]
    target = "" if most is None else f"under {most} ms"
    met = None if most is None else middle <= most
    return Row(
        f"{what}, median of {len(waits)} (95 %)", f"{middle:.0f} ms ({slow:.0f} ms)", target, met
    )
