"""Every page of the app with something on it, and each of its tabs, views and dialogs."""

import time
from dataclasses import dataclass

from selenium.common.exceptions import (
    ElementClickInterceptedException,
    StaleElementReferenceException,
)
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser import aligning, store
from tests.browser.conftest import Server
from tests.browser.grid import wait
from tests.browser.test_memories import TMX
from tests.workflow import release_kit
from workbench.corpus.database import Database

__all__ = ["VIEWS", "View", "fill", "open_view"]

_PATIENCE = 120
_AGAIN = 20.0

_TERMS = """\
concept,domain,nl,en,admitted,forbidden,pos,enforcement,status,note
vredesafdwinging,peace,vredesafdwinging,peace enforcement,,,noun,force,active,
brug,roads,brug,bridge,,,noun,force,active,
brug-2,cards,brug,deck,,,noun,force,active,
zonder,,,,,,noun,force,active,
"""
"""Two concepts of the same Dutch term, and a row without one: the page has conflicts to show."""


@dataclass(frozen=True, slots=True)
class View:
    """Something that the app shows.

    Attributes:
        path: Its page, as an address.
        text: What the page says once it is drawn.
        steps: Words of the tabs and buttons that lead to it, or names of `FILES` that are given to
            the page's upload, each with what the page then says.
    """

    path: str
    text: str
    steps: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """What a failed test calls it."""
        return " > ".join((self.path or "documents", *(word for word, _ in self.steps)))


VIEWS = (
    View("", "segments", (("Delete", "This can't be undone"),)),
    View("", "segments", (("Add documents", "Add and translate"),)),
    View("review?document=1", "put in by the glossary"),
    View("align", "sentences", (("New pair", "or a document of the store"),)),
    View("align", "sentences", (("New pair", "Two texts"), ("A folder of pairs", "Two files"))),
    View("align", "sentences", (("Delete", "accepted rows stay"),)),
    View("align?alignment=1", "automatic"),
    View("align?alignment=1", "automatic", (("Export", "Automatic rows"),)),
    View("align?alignment=1", "automatic", (("Gold", "somebody decided on"),)),
    View("glossary", "New concept"),
    View("glossary?term=mandaat", "Recognised as"),
    View("glossary", "New concept", (("Proposals", "Refuse"),)),
    View("glossary", "New concept", (("Put terms right", "lack a term"),)),
    View("glossary", "New concept", (("Import and export", "TBX, CSV"),)),
    View(
        "glossary", "New concept", (("Import and export", "TBX, CSV"), ("terms.csv", "1 conflict"))
    ),
    View("glossary", "New concept", (("Changes", "Changes"),)),
    View("glossary", "New concept", (("Conflicts", "can't be used"),)),
    View("corpus", "pairs", (("How the file begins", "<seg>"),)),
    View("corpus", "pairs", (("Release", "What it does"), ("Show the effect", "pairs pass"))),
    View("corpus", "pairs", (("Bring back", "never replaced"),)),
    View("memories", "Imported memories"),
    View("memories", "Imported memories", (("klant.tmx", "klant.tmx"), ("Preview", "would be"))),
    View("progress", "Words left"),
)

FILES = {
    "terms.csv": "nl,en\nbrug,overpass\nmandaat,mandate\n",
    "klant.tmx": TMX,
}


def fill(server: Server) -> None:
    """Fill the store of a server that is not started yet, for all views."""
    folder = server.home / "glossaries"
    folder.mkdir(parents=True)
    (folder / "terms.csv").write_text(_TERMS, encoding="utf-8")
    server.environment["WORKBENCH_GLOSSARIES"] = str(folder)
    store.fill(server.home).close()
    aligning.fill(server.home, count=12)
    database = Database.open(f"sqlite:///{server.home / 'workbench.db'}")
    pairs = [*release_kit.GOOD, *release_kit.BAD]
    for name in ("nota.txt", "debat.txt"):
        release_kit.store(database, name, pairs)
    database.close()
    for name, text in FILES.items():
        (server.home / name).write_text(text, encoding="utf-8")
    server.run("import", str(server.home / "klant.tmx"), "--good-part")


_TEXT = """
const deep = (root) => [...root.querySelectorAll('*')]
  .map((one) => one.shadowRoot && [one.shadowRoot.textContent, deep(one.shadowRoot)]).flat(9);
return [document.body.innerText, ...deep(document)].join(' ');
"""


def open_view(browser: Chrome, server: Server, view: View) -> None:
    """Open a view and wait until it is drawn."""
    browser.get(f"{server.url}/{view.path}")
    _shows(browser, view.text)
    for word, text in view.steps:
        if word in FILES:
            field = browser.find_element(By.CSS_SELECTOR, "input[type=file]")
            field.send_keys(str(server.home / word))
            _shows(browser, text)
        else:
            _press(browser, word, text)


def _shows(browser: Chrome, text: str) -> None:
    wait(lambda: text in browser.execute_script(_TEXT), seconds=_PATIENCE, what=text)
    # What is drawn anew keeps its old look, half transparent, until its new one is there.
    stale = "return document.querySelector('[data-stale=true], [data-testid=stStatusWidget]')"
    wait(lambda: not browser.execute_script(stale), seconds=_PATIENCE, what=f"{text} in the end")


def _press(browser: Chrome, word: str, text: str) -> None:
    """Press a tab, a button or the head of what is folded, by its words.

    It is pressed again when nothing comes of it: a form may go off before its file is there.
    """
    pressed = -_AGAIN

    def told() -> bool:
        nonlocal pressed
        try:
            if text in browser.execute_script(_TEXT):
                return True
            if time.monotonic() - pressed < _AGAIN:
                return False
            for one in browser.find_elements(By.CSS_SELECTOR, "button, [role=tab], summary"):
                if one.is_displayed() and word in one.text.splitlines():
                    one.click()
                    pressed = time.monotonic()
                    break
        except (StaleElementReferenceException, ElementClickInterceptedException):
            pass
        return False

    wait(told, seconds=_PATIENCE, what=f"{text} after {word}")
    _shows(browser, text)
