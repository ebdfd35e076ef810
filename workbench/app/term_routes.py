"""JSON routes for new terms from the editor: choices, forms and sentences, impact, saving."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute

from workbench.app import state
from workbench.app.routing import Body, field, numbers, optional, route

__all__ = ["routes"]

FIELDS = ("english", "admitted", "forbidden", "pos", "enforcement", "status", "domain", "note")


def routes() -> Sequence[BaseRoute]:
    """Return these routes; ``api.routes`` has them all."""
    return [
        route("/api/terms", "GET", _choices),
        route("/api/terms", "POST", _save),
        route("/api/terms/look", "POST", _look, aside=True),
        route("/api/terms/impact", "POST", _impact, aside=True),
    ]


def _choices(request: Request, body: Body, user: str) -> dict[str, Any]:
    return state.new_terms().choices()


def _look(request: Request, body: Body, user: str) -> dict[str, Any]:
    document = optional(body, "document", int, 0)
    return state.new_terms().look(state.database(), _wish(body), document=document)


def _impact(request: Request, body: Body, user: str) -> dict[str, Any]:
    return state.new_terms().preview(
        state.database(), _wish(body), file=field(body, "file", str), person=user
    )


def _save(request: Request, body: Body, user: str) -> dict[str, Any]:
    return state.new_terms().save(
        state.database(),
        field(body, "wish", str),
        apply=field(body, "apply", bool),
        people=numbers(body, "people"),
        person=user,
        document=field(body, "document", int),
    )


def _wish(body: Body) -> dict[str, str]:
    rest = {name: optional(body, name, str, "") for name in FIELDS}
    return {"dutch": field(body, "dutch", str), **rest}
