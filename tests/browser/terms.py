"""The panel for a new term as a person meets it: words are selected, buttons pressed."""

from typing import Any

from selenium.webdriver.common.action_chains import ActionChains

from tests.browser.grid import Grid, wait

SECONDS = 300
"""Longest wait for something that the model does, on a machine that has much else to do."""


def panel(grid: Grid) -> str:
    """Return what the panel shows; empty while it is closed."""
    return str(
        grid.script(
            "const p = root.querySelector('.overlay:not([hidden]) .term-panel');"
            "return p ? p.innerText : ''"
        )
    )


def value(grid: Grid, name: str) -> str:
    return str(grid.script(f"return root.querySelector('.term-panel [name={name}]').value"))


def press_button(grid: Grid, word: str) -> None:
    code = """
        const found = [...root.querySelectorAll('.term-panel button')]
            .find((one) => one.textContent === arguments[0] && !one.hidden && !one.disabled);
        if (found) found.click();
        return Boolean(found);
    """
    wait(lambda: grid.script(code, word), seconds=SECONDS, what=word)


def select_dutch(grid: Grid, position: int, word: str) -> None:
    """Select a word of a source text as a mouse does, drawn over it."""

    def selected() -> bool:
        # A letter form that arrives late moves the words under the mouse.
        spot: dict[str, Any] = grid.script(
            """
            const row = root.querySelector(`.row[data-position="${arguments[0]}"]`);
            const source = row.querySelector('.source');
            const walk = document.createTreeWalker(source, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
              const at = walk.currentNode.textContent.indexOf(arguments[1]);
              if (at < 0) continue;
              const range = document.createRange();
              range.setStart(walk.currentNode, at);
              range.setEnd(walk.currentNode, at + arguments[1].length);
              const box = range.getBoundingClientRect();
              return { from: box.left + 1, to: box.right - 1, y: box.top + box.height / 2 };
            }
            return null;
            """,
            position,
            word,
        )
        chain = ActionChains(grid.driver)
        pointer = chain.w3c_actions.pointer_action
        pointer.move_to_location(round(spot["from"]), round(spot["y"])).pointer_down()
        pointer.move_to_location(round(spot["to"]), round(spot["y"])).pointer_up()
        chain.perform()
        return str(grid.script("return String(root.getSelection())")).strip() == word

    wait(selected, what=f"{word} to be selected")


def write(grid: Grid, name: str, text: str) -> None:
    """Fill a field of the panel, as by keyboard."""
    grid.script(f"root.querySelector('.term-panel [name={name}]').select()")
    ActionChains(grid.driver).send_keys(text).perform()
