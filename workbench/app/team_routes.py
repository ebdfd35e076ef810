"""JSON routes for work on many segments and of many people: bulk changes, remarks, assignments."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute

from workbench.app import state
from workbench.app.routing import Body, field, numbers, optional, pairs, route
from workbench.corpus.outline import people
from workbench.counts import counted
from workbench.workflow import bulk, document_checks, teamwork

__all__ = ["routes"]


def routes() -> Sequence[BaseRoute]:
    """Return these routes; ``api.routes`` has them all."""
    return [
        route("/api/documents/{document:int}/people", "GET", _people),
        route("/api/documents/{document:int}/checks", "GET", _checks),
        route("/api/documents/{document:int}/assign", "POST", _assign),
        route("/api/documents/{document:int}/second-reviewer", "POST", _second),
        route("/api/documents/{document:int}/merge", "POST", _merge),
        route("/api/documents/{document:int}/bulk/preview", "POST", _preview_bulk),
        route("/api/documents/{document:int}/bulk", "POST", _bulk),
        route("/api/documents/{document:int}/replace/preview", "POST", _preview_replace),
        route("/api/documents/{document:int}/replace", "POST", _replace),
        route("/api/segments/{segment:int}/split", "POST", _split),
        route("/api/segments/{segment:int}/comments", "GET", _comments),
        route("/api/segments/{segment:int}/comments", "POST", _comment),
        route("/api/segments/{segment:int}/hand-back", "POST", _hand_back),
        route("/api/comments/{comment:int}/settle", "POST", _settle),
    ]


def _people(request: Request, body: Body, user: str) -> dict[str, Any]:
    names = people(state.database(), request.path_params["document"])
    return {"people": sorted({*names, user})}


def _checks(request: Request, body: Body, user: str) -> dict[str, Any]:
    document = request.path_params["document"]
    return {
        "checks": document_checks.summary(state.database(), document, glossary=state.glossary())
    }


def _assign(request: Request, body: Body, user: str) -> dict[str, Any]:
    ranges = teamwork.assign(
        state.database(),
        request.path_params["document"],
        person=field(body, "person", str),
        author=user,
        first=optional(body, "first", int, 0),
        last=optional(body, "last", int),
    )
    return {"assignments": ranges}


def _second(request: Request, body: Body, user: str) -> dict[str, Any]:
    wanted = field(body, "wanted", bool)
    document = request.path_params["document"]
    teamwork.require_second(state.database(), document, wanted=wanted, author=user)
    return {"second_reviewer": wanted}


def _merge(request: Request, body: Body, user: str) -> dict[str, Any]:
    return teamwork.merge(state.database(), pairs(body, "segments"), author=user)


def _split(request: Request, body: Body, user: str) -> dict[str, Any]:
    return teamwork.split(
        state.database(),
        request.path_params["segment"],
        source_at=field(body, "source_at", int),
        target_at=field(body, "target_at", int),
        version=field(body, "version", int),
        author=user,
    )


def _preview_bulk(request: Request, body: Body, user: str) -> dict[str, Any]:
    return bulk.preview_status(
        state.database(),
        request.path_params["document"],
        numbers(body, "positions"),
        status=field(body, "status", str),
        author=user,
        glossary=state.glossary(),
    )


def _bulk(request: Request, body: Body, user: str) -> dict[str, Any]:
    rows = bulk.set_status(
        state.database(),
        pairs(body, "targets"),
        status=field(body, "status", str),
        author=user,
        glossary=state.glossary(),
    )
    verb = "is" if len(rows) == 1 else "are"
    return {
        "rows": rows,
        "message": f"{counted(len(rows), 'segment')} {verb} {body['status']} now.",
    }


def _preview_replace(request: Request, body: Body, user: str) -> dict[str, Any]:
    positions = None if body.get("positions") is None else numbers(body, "positions")
    found = bulk.preview_replace(
        state.database(), request.path_params["document"], positions, **_wish(body)
    )
    return {"changes": found}


def _replace(request: Request, body: Body, user: str) -> dict[str, Any]:
    rows = bulk.replace(
        state.database(),
        pairs(body, "targets"),
        author=user,
        keep_status=optional(body, "keep_status", bool, False),
        glossary=state.glossary(),
        **_wish(body),
    )
    return {"rows": rows, "message": f"Replaced in {counted(len(rows), 'segment')}."}


def _wish(body: Body) -> dict[str, Any]:
    return {
        "find": field(body, "find", str),
        "replacement": field(body, "replacement", str),
        **{name: optional(body, name, bool, False) for name in ("regex", "case", "words")},
    }


def _comments(request: Request, body: Body, user: str) -> dict[str, Any]:
    return {"comments": teamwork.comments(state.database(), request.path_params["segment"])}


def _comment(request: Request, body: Body, user: str) -> dict[str, Any]:
    found = teamwork.comment(
        state.database(),
        request.path_params["segment"],
        text=field(body, "text", str),
        author=user,
    )
    return {"comments": found}


def _hand_back(request: Request, body: Body, user: str) -> dict[str, Any]:
    return teamwork.hand_back(
        state.database(),
        request.path_params["segment"],
        version=field(body, "version", int),
        note=field(body, "note", str),
        author=user,
    )


def _settle(request: Request, body: Body, user: str) -> dict[str, Any]:
    found = teamwork.settle(
        state.database(),
        request.path_params["comment"],
        author=user,
        settled=optional(body, "settled", bool, True),
    )
    return {"comments": found}
