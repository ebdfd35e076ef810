"""JSON routes of the review grid: thin, guarded, and the same use cases as the command line.

Every route checks origin and token (``security``), runs its use case of ``workflow.review`` in a
thread, and answers errors as ``{"error": message}`` with a status the grid understands: 401 token,
403 origin, 404 not there, 409 somebody saved in between, 413 too large, 422 refused.
"""

import json
import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from workbench.app import state
from workbench.app.security import MAX_BODY_BYTES, Denied, check_origin
from workbench.errors import NotFoundError, StaleEditError, WorkbenchError
from workbench.workflow import review

__all__ = ["routes"]

_LOG = logging.getLogger(__name__)

Body = dict[str, Any]
Handler = Callable[[Request, Body, str], dict[str, Any]]


def routes() -> Sequence[BaseRoute]:
    """Return the routes that the server adds to Streamlit's own."""
    return [
        _route("/api/documents/{document:int}/outline", "GET", _outline),
        _route("/api/documents/{document:int}/rows", "GET", _rows),
        _route("/api/documents/{document:int}/positions", "GET", _positions),
        _route("/api/documents/{document:int}/changes", "GET", _changes),
        _route("/api/documents/{document:int}/undo", "POST", _undo),
        _route("/api/documents/{document:int}/redo", "POST", _redo),
        _route("/api/concordance", "GET", _concordance),
        _route("/api/segments/{segment:int}", "POST", _save),
        _route("/api/segments/{segment:int}/history", "GET", _history),
        _route("/api/segments/{segment:int}/matches", "GET", _matches),
    ]


def _outline(request: Request, body: Body, user: str) -> dict[str, Any]:
    return review.outline(state.database(), request.path_params["document"])


def _rows(request: Request, body: Body, user: str) -> dict[str, Any]:
    start = _number(request, "start", 0)
    limit = min(_number(request, "limit", 100), 500)
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
    since = _number(request, "since", 0)
    return review.changes(state.database(), request.path_params["document"], since=since)


def _undo(request: Request, body: Body, user: str) -> dict[str, Any]:
    return review.undo(state.database(), request.path_params["document"], author=user)


def _redo(request: Request, body: Body, user: str) -> dict[str, Any]:
    return review.redo(state.database(), request.path_params["document"], author=user)


def _save(request: Request, body: Body, user: str) -> dict[str, Any]:
    return review.save(
        state.database(),
        request.path_params["segment"],
        text=_field(body, "text", str),
        version=_field(body, "version", int),
        status=body.get("status") or None,
        author=user,
    )


def _history(request: Request, body: Body, user: str) -> dict[str, Any]:
    return {"revisions": review.history(state.database(), request.path_params["segment"])}


def _concordance(request: Request, body: Body, user: str) -> dict[str, Any]:
    return {"lines": review.concordance(state.database(), request.query_params.get("text", ""))}


def _matches(request: Request, body: Body, user: str) -> dict[str, Any]:
    segment = request.path_params["segment"]
    return {"matches": review.matches(state.database(), state.memory(), segment)}


def _route(path: str, method: str, handler: Handler) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            check_origin(request)
            user, renew = state.tokens().user(_token(request))
            body = await _body(request) if method == "POST" else {}
            answer = await run_sync(partial(handler, request, body, user))
        except Denied as error:
            return _error(error.status, str(error))
        except StaleEditError as error:
            row = await run_sync(review.row, state.database(), request.path_params["segment"])
            return _error(409, str(error), theirs=error.theirs, version=error.version, row=row)
        except NotFoundError as error:
            return _error(404, str(error))
        except WorkbenchError as error:
            return _error(422, str(error))
        except Exception:
            _LOG.exception("%s %s failed", method, request.url.path)
            return _error(500, "The workbench could not do this; its log says more")
        headers = {"X-Token": state.tokens().issue(user)} if renew else {}
        return JSONResponse(answer, headers={"Cache-Control": "no-store", **headers})

    return Route(path, endpoint, methods=[method])


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme != "Bearer" or not token:
        raise Denied(401, "Not allowed: open the page again")
    return token


async def _body(request: Request) -> Body:
    if request.headers.get("content-type", "").split(";")[0] != "application/json":
        raise Denied(415, "Only JSON is understood")
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > MAX_BODY_BYTES:
            raise Denied(413, f"This is larger than {MAX_BODY_BYTES // 2**20} MB")
    try:
        body = json.loads(data or b"{}")
    except (ValueError, RecursionError):
        raise Denied(400, "This is not JSON") from None
    if not isinstance(body, dict):
        raise Denied(400, "A JSON object is wanted")
    return body


def _number(request: Request, name: str, default: int) -> int:
    value = request.query_params.get(name, "")
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or len(value) > 15:
        raise Denied(400, f"{name} must be a whole number")
    return int(value)


def _field(body: Body, name: str, kind: type[Any]) -> Any:
    value = body.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise Denied(400, f"{name} is missing or of the wrong type")
    return value


def _error(status: int, message: str, **more: Any) -> JSONResponse:
    return JSONResponse(
        {"error": message, **more}, status_code=status, headers={"Cache-Control": "no-store"}
    )
