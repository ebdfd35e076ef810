"""The alignment editor: two texts side by side in rows, grouped and decided on from the keyboard.

Its base (virtual list, row heights, requests, sheets, marked text) is the segment grid's, joined
from there; its own scripts know rows of two cells. As the segment grid, it talks to JSON routes
(``workbench.app.alignment_api``), and Streamlit only mounts it.
"""

from functools import cache
from pathlib import Path
from typing import Any, Protocol

from workbench.app.components import segment_grid

__all__ = ["alignment_grid"]

SHARED = ("heights.js", "client.js", "marks.js", "keys.js", "sheet.js", "list.js", "stray.js")
SCRIPTS = (
    "words.js",
    "caret.js",
    "model.js",
    "queue.js",
    "dotplot.js",
    "pair_keys.js",
    "pair_row.js",
    "pair_rows.js",
    "pair_selection.js",
    "pair_going.js",
    "pair_sheets.js",
    "pair_toolbar.js",
    "pair_actions.js",
    "pair_texts.js",
    "pair_answers.js",
    "pair_filters.js",
    "pair_grid.js",
    "pair_mount.js",
)

_FOLDER = Path(__file__).parent
_BASE = Path(segment_grid.__file__).parent


class _Mount(Protocol):
    def __call__(self, *, key: str, data: Any, **options: Any) -> Any: ...


def alignment_grid(*, alignment: int, created: str, token: str, user: str) -> bool:
    """Mount the editor for one alignment; true if its token has expired and a new one is needed.

    Args:
        alignment: Number of the alignment.
        created: When it was made; with the number, the name of what waits in the browser.
        token: For the routes.
        user: Who edits.
    """
    state = _component()(
        key=f"alignment-grid-{alignment}",
        data={"alignment": alignment, "created": created, "token": token, "user": user},
        on_expired_change=lambda: None,
    )
    return bool(state.expired)


@cache
def _component() -> _Mount:
    import streamlit.components.v2 as components

    scripts = [_BASE / name for name in SHARED] + [_FOLDER / name for name in SCRIPTS]
    styles = [_BASE / "grid.css", _FOLDER / "pair.css"]
    mount: _Mount = components.component(
        "alignment_grid",
        html='<div class="segment-grid alignment-grid"></div>',
        css="\n".join(path.read_text(encoding="utf-8") for path in styles),
        js="\n".join(path.read_text(encoding="utf-8") for path in scripts),
    )
    return mount
