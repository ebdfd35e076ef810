"""JSON routes of the review grid: thin, guarded, and the same use cases as the command line.

How a route is guarded and answers errors is in ``routing``; what people do together in a document
and to many segments at once is in ``team_routes``, new terms are in ``term_routes``.
"""

import json
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute

from workbench.app import state, team_routes, term_routes
from workbench.app.routing import Body, field, number, numbers, optional, route
from workbench.app.security import Denied
from workbench.corpus.preferences import prefer, preferences
from workbench.workflow import checks, review, review_history, selection, term_checks

__all__ = ["routes"]

PREFERENCES = ("keys", "view")
LONGEST_PREFERENCE = 20_000
"""Characters of JSON."""


def routes() -> Sequence[BaseRoute]:
    """Return the routes that the server adds to Streamlit's own."""
    return [
        route("/api/documents/{document:int}/outline", "GET", _outline),
        route("/api/documents/{document:int}/rows", "GET", _rows),
        route("/api/documents/{document:int}/positions", "GET", _positions),
        route("/api/documents/{document:int}/search", "POST", _search),
        route("/api/documents/{document:int}/confidence", "POST", _confidence, aside=True),
        route("/api/documents/{document:int}/changes", "GET", _changes),
        route("/api/documents/{document:int}/undo", "POST", _undo),
        route("/api/documents/{document:int}/redo", "POST", _redo),
        route("/api/concordance", "GET", _concordance),
        route("/api/segments/{segment:int}", "GET", _segment),
        route("/api/segments/{segment:int}", "POST", _save),
        route("/api/segments/{segment:int}/history", "GET", _history),
        route("/api/segments/{segment:int}/revert", "POST", _revert),
        route("/api/segments/{segment:int}/matches", "GET", _matches, aside=True),
        route("/api/segments/{segment:int}/complete", "POST", _complete, aside=True),
        route("/api/segments/{segment:int}/alternatives", "POST", _alternatives, aside=True),
        route("/api/segments/{segment:int}/findings", "POST", _findings, aside=True),
        route("/api/segments/{segment:int}/dismiss", "POST", _dismiss),
        route("/api/segments/{segment:int}/restore", "POST", _restore),
        route("/api/preferences", "GET", _preferences),
        route("/api/preferences", "POST", _prefer),
        *team_routes.routes(),
        *term_routes.routes(),
    ]


def _outline(request: Request, body: Body, user: str) -> dict[str, Any]:
    return review.outline(state.database(), request.path_params["document"])


def _rows(request: Request, body: Body, user: str) -> dict[str, Any]:
    start = number(request, "start", 0)
    limit = min(number(request, "limit", 100), 500)
    document = request.path_params["document"]
    return {"rows": review.rows(state.database(), document, start=start, limit=limit)}


def _positions(request: Request, body: Body, user: str) -> dict[str, Any]:
    query = request.query_params
    return {
        "positions": review.positions(
            state.database(),
            request.path_params["document"],
            show=query.get("filter", ""),
            text=query.get("text", ""),
        )
    }


def _changes(request: Request, body: Body, user: str) -> dict[str, Any]:
    since = number(request, "since", 0)
    return review.changes(state.database(), request.path_params["document"], since=since)


def _undo(request: Request, body: Body, user: str) -> dict[str, Any]:
    return review_history.undo(state.database(), request.path_params["document"], author=user)


def _redo(request: Request, body: Body, user: str) -> dict[str, Any]:
    return review_history.redo(state.database(), request.path_params["document"], author=user)


def _save(request: Request, body: Body, user: str) -> dict[str, Any]:
    return review.save(
        state.database(),
        request.path_params["segment"],
        text=field(body, "text", str),
        version=field(body, "version", int),
        status=body.get("status") or None,
        author=user,
        alone=optional(body, "alone", bool),
        glossary=state.glossary(),
    )


def _segment(request: Request, body: Body, user: str) -> dict[str, Any]:
    return {"row": review.current(state.database(), request.path_params["segment"])}


def _history(request: Request, body: Body, user: str) -> dict[str, Any]:
    return {"revisions": review_history.history(state.database(), request.path_params["segment"])}


def _revert(request: Request, body: Body, user: str) -> dict[str, Any]:
    return review_history.revert(
        state.database(),
        request.path_params["segment"],
        to_version=field(body, "to", int),
        version=field(body, "version", int),
        author=user,
        glossary=state.glossary(),
    )


def _concordance(request: Request, body: Body, user: str) -> dict[str, Any]:
    return {"lines": review.concordance(state.database(), request.query_params.get("text", ""))}


def _matches(request: Request, body: Body, user: str) -> dict[str, Any]:
    segment = request.path_params["segment"]
    return {"matches": review.matches(state.database(), state.memory(), segment)}


def _search(request: Request, body: Body, user: str) -> dict[str, Any]:
    found = selection.positions(
        state.database(), request.path_params["document"], body, glossary=state.glossary()
    )
    return {"positions": found}


def _confidence(request: Request, body: Body, user: str) -> dict[str, Any]:
    segments = numbers(body, "segments")
    return {"segments": state.aids().confidences(state.database(), segments)}


def _complete(request: Request, body: Body, user: str) -> dict[str, Any]:
    return state.aids().complete(
        state.database(),
        request.path_params["segment"],
        prefix=field(body, "prefix", str),
        person=f"{user} {optional(body, 'window', str, '')[:40]}",
        terms=optional(body, "terms", bool, True),
    )


def _alternatives(request: Request, body: Body, user: str) -> dict[str, Any]:
    return state.aids().alternatives(
        state.database(),
        request.path_params["segment"],
        prefix=optional(body, "prefix", str, ""),
        person=f"{user} {optional(body, 'window', str, '')[:40]}",
        terms=optional(body, "terms", bool, True),
    )


def _findings(request: Request, body: Body, user: str) -> dict[str, Any]:
    segment = request.path_params["segment"]
    text = field(body, "text", str)
    glossary = state.glossary()
    found = checks.findings(state.database(), segment, text=text, glossary=glossary)
    terms = term_checks.segment_terms(state.database(), segment, text=text, glossary=glossary)
    return {"findings": found, "terms": terms}


def _dismiss(request: Request, body: Body, user: str) -> dict[str, Any]:
    found = checks.dismiss(
        state.database(),
        request.path_params["segment"],
        field(body, "key", str),
        field(body, "reason", str),
        user,
        glossary=state.glossary(),
    )
    return {"findings": found}


def _restore(request: Request, body: Body, user: str) -> dict[str, Any]:
    found = checks.restore(
        state.database(),
        request.path_params["segment"],
        field(body, "key", str),
        user,
        glossary=state.glossary(),
    )
    return {"findings": found}


def _preferences(request: Request, body: Body, user: str) -> dict[str, Any]:
    return {"preferences": preferences(state.database(), user)}


def _prefer(request: Request, body: Body, user: str) -> dict[str, Any]:
    name = field(body, "name", str)
    if name not in PREFERENCES:
        raise Denied(400, "There is no such preference")
    if len(json.dumps(body.get("value"))) > LONGEST_PREFERENCE:
        raise Denied(413, "This preference is too long")
    prefer(state.database(), user, name, body.get("value"))
    return {"preferences": preferences(state.database(), user)}
