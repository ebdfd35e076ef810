"""JSON routes of the alignment editor, guarded as all routes are (``routing``)."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute

from workbench.app import state
from workbench.app.routing import Body, field, number, numbers, optional, route
from workbench.corpus import alignments
from workbench.workflow import alignment_again, alignment_editor
from workbench.workflow.alignment_checks import Judge

__all__ = ["judge_for", "routes"]

MOST_ROWS = 300
"""Rows with their texts in one answer."""

_JUDGES: dict[tuple[str, str], Judge] = {}
"""One for each glossary version and pair of languages; making one takes a while."""


def routes() -> Sequence[BaseRoute]:
    """Return the routes that the server adds."""
    base = "/api/alignments/{alignment:int}"
    return [
        route(f"{base}/outline", "GET", _outline),
        route(f"{base}/rows", "POST", _rows),
        route(f"{base}/changes", "GET", _changes),
        route(f"{base}/search", "GET", _search),
        route(f"{base}/rows/{{row:int}}/history", "GET", _history),
        route(f"{base}/rows/{{row:int}}/alternatives", "GET", _alternatives, aside=True),
        route(f"{base}/operations", "POST", _operate),
        route(f"{base}/preview", "POST", _preview, aside=True),
        route(f"{base}/apply", "POST", _apply),
    ]


def judge_for(alignment_id: int) -> Judge:
    """Return what looks at the rows of an alignment, with the glossary as it is now.

    Raises:
        NotFoundError: There is no such alignment.
    """
    glossary = state.glossary()
    pair = alignments.head(state.database(), alignment_id).pair
    key = (glossary.version if glossary else "", str(pair))
    if key not in _JUDGES:
        _JUDGES.clear()
        _JUDGES[key] = Judge(glossary, pair)
    return _JUDGES[key]


def _outline(request: Request, body: Body, user: str) -> dict[str, Any]:
    alignment = request.path_params["alignment"]
    return alignment_editor.outline(state.database(), alignment, judge_for(alignment))


def _rows(request: Request, body: Body, user: str) -> dict[str, Any]:
    wanted = numbers(body, "rows")[:MOST_ROWS]
    alignment = request.path_params["alignment"]
    return {"rows": alignment_editor.rows(state.database(), alignment, wanted)}


def _changes(request: Request, body: Body, user: str) -> dict[str, Any]:
    return alignment_editor.changes(
        state.database(), request.path_params["alignment"], since=number(request, "since", 0)
    )


def _search(request: Request, body: Body, user: str) -> dict[str, Any]:
    text = request.query_params.get("text", "")
    alignment = request.path_params["alignment"]
    return {"rows": alignment_editor.search(state.database(), alignment, text)}


def _history(request: Request, body: Body, user: str) -> dict[str, Any]:
    params = request.path_params
    return {
        "entries": alignment_editor.history(state.database(), params["alignment"], params["row"])
    }


def _alternatives(request: Request, body: Body, user: str) -> dict[str, Any]:
    params = request.path_params
    found = alignment_again.alternatives(state.database(), params["alignment"], params["row"])
    return {"alternatives": found}


def _operate(request: Request, body: Body, user: str) -> dict[str, Any]:
    alignment = request.path_params["alignment"]
    return alignment_editor.operate(
        state.database(), alignment, body, author=user, judge=judge_for(alignment)
    )


def _preview(request: Request, body: Body, user: str) -> dict[str, Any]:
    return alignment_again.preview_realignment(
        state.database(),
        request.path_params["alignment"],
        scope=field(body, "scope", str),
        row=optional(body, "row", int),
        last=optional(body, "last", int),
        glossary=state.glossary(),
    )


def _apply(request: Request, body: Body, user: str) -> dict[str, Any]:
    alignment = request.path_params["alignment"]
    return alignment_editor.apply_realignment(
        state.database(), alignment, body, author=user, judge=judge_for(alignment)
    )
