"""Routes that answer JSON: guarded, run in a thread, and with errors that the grid understands.

Every route checks origin and token (``security``), runs its use case in a thread, and answers
errors as ``{"error": message}`` with a status: 400 no sense in it, 401 token, 403 origin, 404 not
there, 409 somebody saved in between, 413 too large, 415 no JSON, 422 refused, 503 not now: the
database is busy or out of reach, and the same request will do later.

Browsers write every answer of 400 and more to their console as an error, though a refusal that was
foreseen is none. To a request with ``X-Quiet``, as the grids send it, such an answer goes as 200
with its status in ``X-Status``; what nobody foresaw stays a 500.
"""

import json
import logging
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from workbench.app import state
from workbench.app.security import MAX_BODY_BYTES, Denied, check_origin
from workbench.errors import (
    FindingsError,
    NotFoundError,
    StaleEditError,
    UnavailableError,
    WorkbenchError,
)
from workbench.workflow import review

__all__ = ["Body", "Handler", "field", "number", "numbers", "optional", "pairs", "route"]

_LOG = logging.getLogger(__name__)

Body = dict[str, Any]
Handler = Callable[[Request, Body, str], dict[str, Any]]

MOST_ASIDE = 4
"""Threads for what may be late."""

MOST_NUMBERS = 200_000
"""Entries of a list in a body."""


def route(path: str, method: str, handler: Handler, *, aside: bool = False) -> Route:
    """Return a route whose handler gets the request, its JSON body and the user's name.

    Args:
        path: Its path, with Starlette's parameters.
        method: GET or POST.
        handler: What answers.
        aside: It helps a person and may be late: only a few of these run at once, so that a save
            never waits behind them for a thread.
    """

    async def endpoint(request: Request) -> Response:
        refused = partial(_error, quiet="x-quiet" in request.headers)
        try:
            check_origin(request)
            user, renew = state.tokens().user(_token(request))
            if any(not _whole(each) for each in request.path_params.values()):
                raise Denied(404, "There is no such number")
            body = await _body(request) if method == "POST" else {}
            limiter = _few() if aside else None
            answer = await run_sync(partial(handler, request, body, user), limiter=limiter)
        except Denied as error:
            return refused(error.status, str(error))
        except StaleEditError as error:
            segment = request.path_params.get("segment")
            row = await run_sync(review.row, state.database(), segment) if segment else None
            return refused(409, str(error), theirs=error.theirs, version=error.version, row=row)
        except FindingsError as error:
            return refused(422, str(error), findings=list(error.findings))
        except NotFoundError as error:
            return refused(404, str(error))
        except UnavailableError as error:
            _LOG.warning("%s %s: %s", method, request.url.path, error)
            return refused(503, str(error))
        except WorkbenchError as error:
            return refused(422, str(error))
        except Exception:
            _LOG.exception("%s %s failed", method, request.url.path)
            return refused(500, "The workbench could not do this; its log says more")
        headers = {"X-Token": state.tokens().issue(user)} if renew else {}
        return JSONResponse(answer, headers={"Cache-Control": "no-store", **headers})

    return Route(path, endpoint, methods=[method])


@cache
def _few() -> CapacityLimiter:
    return CapacityLimiter(MOST_ASIDE)


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
    if b"\\u" in data:
        # Half a character, which no database and no answer can hold, becomes a question mark.
        body = json.loads(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"))
    if not isinstance(body, dict):
        raise Denied(400, "A JSON object is wanted")
    return body


def number(request: Request, name: str, default: int) -> int:
    """Return a whole number of the query, 0 or more.

    Raises:
        Denied: It is none.
    """
    value = request.query_params.get(name, "")
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or len(value) > 15:
        raise Denied(400, f"{name} must be a whole number")
    return int(value)


def field(body: Body, name: str, kind: type[Any]) -> Any:
    """Return a value of the body that must be there and of this type.

    Raises:
        Denied: It is not.
    """
    value = body.get(name)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise Denied(400, f"{name} is missing or of the wrong type")
    if kind is int and not _whole(value):
        raise Denied(400, f"{name} must be a whole number, 0 or more")
    return value


def optional(body: Body, name: str, kind: type[Any], default: Any = None) -> Any:
    """Return a value of the body, or a default where there is none.

    Raises:
        Denied: It is of another type.
    """
    return default if body.get(name) is None else field(body, name, kind)


def numbers(body: Body, name: str) -> list[int]:
    """Return a list of whole numbers of the body.

    Raises:
        Denied: It is none, or too long.
    """
    value = field(body, name, list)
    if len(value) > MOST_NUMBERS or not all(_whole(each) for each in value):
        raise Denied(400, f"{name} must be a list of whole numbers")
    return list(value)


def pairs(body: Body, name: str) -> list[tuple[int, int]]:
    """Return a list of pairs of whole numbers of the body, such as segments with versions.

    Raises:
        Denied: It is none, or too long.
    """
    value = field(body, name, list)
    fits = len(value) <= MOST_NUMBERS and all(
        isinstance(each, list) and len(each) == 2 and _whole(each[0]) and _whole(each[1])
        for each in value
    )
    if not fits:
        raise Denied(400, f"{name} must be a list of pairs of whole numbers")
    return [(first, second) for first, second in value]


def _whole(value: object) -> bool:
    # As far as every database counts.
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31


def _error(status: int, message: str, *, quiet: bool = False, **more: Any) -> JSONResponse:
    foreseen = quiet and status != 500
    return JSONResponse(
        {"error": message, **more},
        status_code=200 if foreseen else status,
        headers={"Cache-Control": "no-store", "X-Status": str(status)},
    )
