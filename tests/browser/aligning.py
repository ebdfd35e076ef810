"""The alignment editor in a browser, and a store with an alignment to work on."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome

from tests.browser.conftest import Server
from tests.browser.grid import Grid, wait
from tests.corpus.conftest import make_document
from workbench.corpus import (
    alignment_regroup,
    alignment_rows,
    alignment_texts,
    alignments,
    units,
)
from workbench.corpus.alignment_actions import Request
from workbench.corpus.alignment_regroup import Group
from workbench.corpus.alignment_rows import RowView
from workbench.corpus.database import Database

COUNT = 60
SLOW = 60.0
"""Seconds that a busy machine may take."""


def dutch(number: int) -> str:
    return f"Zin {number} gaat over de krijgsmacht, en over de gewapende neutraliteit."


def english(number: int) -> str:
    return f"Sentence {number} is about the armed forces, and about armed neutrality."


def fill(home: Path, *, count: int = COUNT) -> None:
    """Store an alignment whose rows 3 (a wrong merge), 5 and 6 (swapped) are doubtful."""
    database = Database.open(f"sqlite:///{home / 'workbench.db'}")
    source = make_document([dutch(n) for n in range(count)], name="nota.nl.txt", sha256="1" * 64)
    target = make_document(
        [english(n) for n in range(count)], name="nota.en.txt", sha256="2" * 64, language="en"
    )
    info = alignments.create(database, source, target, author="anna")
    sides = [alignment_texts.sentences(database, info.id, side) for side in (0, 1)]
    alignment_texts.put_translations(
        database, {one.id: english(one.number - 1).replace("forces", "powers") for one in sides[0]}
    )
    groups = []
    for index in range(count):
        if index == 4:
            continue
        pair = [[sides[0][index].id], [sides[1][index].id]]
        chance = 0.97
        if index == 3:
            pair[0].append(sides[0][4].id)
            pair[1].append(sides[1][4].id)
            chance = 0.3
        if index in (6, 7):
            pair[1] = [sides[1][13 - index].id]
            chance = 0.4
        groups.append(
            Group(
                tuple(pair[0]),
                tuple(pair[1]),
                chance,
                {"words": ["neutrality"], "length_ratio": 1.0, "known": index == 3},
            )
        )
    alignment_regroup.put_groups(database, info.id, groups, engine="test", by=Request("aligner"))
    database.close()


def stored(server: Server) -> list[RowView]:
    database = Database(f"sqlite:///{server.home / 'workbench.db'}")
    rows = list(alignment_rows.stream(database, 1))
    database.close()
    return rows


def accepted(server: Server) -> list[str]:
    database = Database(f"sqlite:///{server.home / 'workbench.db'}")
    found = [unit.source.text for unit in units.stream(database)]
    database.close()
    return found


@dataclass
class Editor(Grid):
    """The alignment editor of an open page."""

    @property
    def active(self) -> int:
        """Number of the active row, from 1."""
        return int(self.script("return root.querySelector('.row.active .number').textContent"))

    def cell(self, side: str) -> str:
        return str(self.script(f"return root.querySelector('.row.active .{side}').textContent"))

    def text_of(self, selector: str) -> str:
        """Return the text of the first element found, or an empty one."""
        code = (
            f"const one = root.querySelector({json.dumps(selector)}); return one && one.textContent"
        )
        return str(self.script(code) or "")

    def has(self, selector: str) -> bool:
        return bool(self.script(f"return root.querySelector({json.dumps(selector)}) !== null"))

    def notice(self) -> str:
        return str(self.script("return root.querySelector('.notice').textContent"))

    def put_cursor(self, side: str, offset: int, sentence: int = 0) -> None:
        """Put the cursor into the active row as a click would."""
        self.script(
            """
            const cell = root.querySelector(`.row.active .${arguments[0]}`);
            const line = cell.querySelectorAll('.sentence')[arguments[2]];
            cell.focus();
            const selection = root.getSelection ? root.getSelection() : document.getSelection();
            selection.collapse(line.firstChild, arguments[1]);
            """,
            side,
            offset,
            sentence,
        )


def open_editor(driver: Chrome, url: str) -> Editor:
    driver.get(f"{url}/align?alignment=1")
    editor = Editor(driver)
    wait(lambda: editor.has(".row.active .sentence"), seconds=SLOW, what="the editor")
    return editor


def until(condition: Callable[[], Any], what: str) -> Any:
    return wait(condition, seconds=SLOW, what=what)
