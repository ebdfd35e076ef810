"""Starts the app: Streamlit's pages and the grid's JSON routes in one process, on 127.0.0.1."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import RedirectResponse

__all__ = ["require_free", "serve"]

_SCRIPT = Path(__file__).with_name("script") / "main.py"

CONFIG: dict[str, Any] = {
    "browser.gatherUsageStats": False,
    "browser.serverAddress": "localhost",
    "server.address": "127.0.0.1",
    "server.maxUploadSize": 100,
    "server.fileWatcherType": "none",
    "server.disconnectedSessionTTL": 600,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    # It is Streamlit's to developers: an advertisement over the page, and lines in the log.
    "logger.hideWelcomeMessage": True,
    # Only the two variants are set: a theme of its own would stay light for those who want dark.
    "theme.light.primaryColor": "#1d5f8a",
    "theme.light.baseRadius": "4px",
    "theme.dark.primaryColor": "#6cb0dc",
    "theme.dark.baseRadius": "4px",
}
"""Given in code as well as in ``.streamlit/config.toml``, which counts only in its own folder."""


def serve(*, port: int, open_browser: bool) -> None:
    """Run the server until it is stopped.

    Args:
        port: TCP port on 127.0.0.1.
        open_browser: Whether to open a browser window.

    Raises:
        SettingsError: The port is taken.
    """
    require_free(port)
    os.environ.setdefault("STREAMLIT_BROWSER_GATHER_USAGE_STATS", "false")
    import streamlit as st
    from starlette.routing import Route

    from workbench.app import alignment_api
    from workbench.app.api import routes
    from workbench.app.frame import FIRST
    from workbench.app.pairing import go_on

    go_on()
    first = Route(f"/{FIRST}", _to_first_page, methods=["GET"])
    app = st.App(_SCRIPT, routes=[first, *routes(), *alignment_api.routes()])
    app.run(config={**CONFIG, "server.port": port, "server.headless": not open_browser})


async def _to_first_page(request: "Request") -> "RedirectResponse":
    """Lead an address that people type to the first page, which Streamlit only has at ``/``."""
    from starlette.responses import RedirectResponse

    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{query}", 307, headers={"Cache-Control": "no-store"})


def require_free(port: int) -> None:
    """Refuse to go on when nothing can listen at a port of this machine.

    Raises:
        SettingsError: The port is taken, or only an administrator may use it.
    """
    import socket

    from workbench.errors import SettingsError

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise SettingsError(
                f"port {port} is for administrators only",
                where="--port",
                fix="Choose one from 1024 to 65535",
            ) from error
        except OSError as error:
            raise SettingsError(
                f"port {port} is taken",
                where="--port",
                fix=f"Stop the other program, or choose another, such as --port {_other(port)}",
            ) from error


def _other(port: int) -> int:
    return port + 1 if port < 65535 else port - 1
