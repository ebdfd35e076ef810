"""The segment grid: a document's segments side by side, edited from the keyboard.

The component's scripts are joined in the order below into one module, since a Streamlit
component takes its JavaScript as one text and this needs no build step that way. The grid talks
to the JSON routes of ``workbench.app.api``; Streamlit itself only mounts it and hands it a token.
"""

from functools import cache
from pathlib import Path
from typing import Any, Protocol

__all__ = ["segment_grid"]

SCRIPTS = (
    "heights.js",
    "client.js",
    "outbox.js",
    "marks.js",
    "terms.js",
    "merge.js",
    "keys.js",
    "sheet.js",
    "form.js",
    "sureness.js",
    "row.js",
    "shape.js",
    "matches.js",
    "ghost.js",
    "offers.js",
    "findings.js",
    "doubts.js",
    "list.js",
    "rows.js",
    "toolbar.js",
    "writing.js",
    "waiting.js",
    "stray.js",
    "grid.js",
    "showing.js",
    "deciding.js",
    "actions.js",
    "watch.js",
    "remarks.js",
    "restructure.js",
    "filters.js",
    "bulk.js",
    "assign.js",
    "concordance.js",
    "picked.js",
    "newterm.js",
    "preferences.js",
    "keysettings.js",
    "mount.js",
)

_FOLDER = Path(__file__).parent


class _Mount(Protocol):
    def __call__(self, *, key: str, data: Any, **options: Any) -> Any: ...


def segment_grid(*, document: int, sha256: str, token: str, user: str) -> bool:
    """Mount the grid for one document; true if its token has expired and a new one is needed."""
    state = _component()(
        key=f"segment-grid-{document}",
        data={"document": document, "sha256": sha256, "token": token, "user": user},
        on_expired_change=lambda: None,
    )
    return bool(state.expired)


@cache
def _component() -> _Mount:
    import streamlit.components.v2 as components

    mount: _Mount = components.component(
        "segment_grid",
        html='<div class="segment-grid"></div>',
        css=(_FOLDER / "grid.css").read_text(encoding="utf-8"),
        js="\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in SCRIPTS),
    )
    return mount
