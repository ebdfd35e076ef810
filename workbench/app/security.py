"""Who may call the JSON routes.

The attack this stops: any web page the reviewer happens to open can send requests to
``127.0.0.1``. A route therefore answers only if the request names an allowed host (no DNS
rebinding), comes from this origin (``Sec-Fetch-Site``, ``Origin``), and carries a signed token that
the app handed to its own page, for one user and one hour. Bodies have a size limit.
"""

import contextlib
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from starlette.requests import Request

from workbench.errors import SettingsError

__all__ = ["MAX_BODY_BYTES", "TOKEN_SECONDS", "Denied", "Tokens", "check_origin"]

TOKEN_SECONDS = 3600
RENEW_SECONDS = 900
KEY_BYTES = 32
MAX_BODY_BYTES = 4 * 1024 * 1024
HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})


class Denied(Exception):
    """A request that is not answered.

    Attributes:
        status: HTTP status, 401 for the token and 403 for the origin.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Tokens:
    """Signs and checks the tokens of one installation; the key stays in its home folder."""

    key: bytes

    @classmethod
    def of(cls, home: Path) -> "Tokens":
        """Read the installation's key, making it (readable by its owner only) if it is new.

        Raises:
            SettingsError: The key file is damaged.
        """
        path = home / "token.key"
        home.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            # Written whole beside it and then named, so that nobody ever reads half a key.
            descriptor, name = tempfile.mkstemp(dir=home, prefix="token-")
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_bytes(KEY_BYTES))
            with contextlib.suppress(FileExistsError):
                os.link(name, path)
            Path(name).unlink()
        key = path.read_bytes()
        if len(key) != KEY_BYTES:
            raise SettingsError(
                "this file is damaged", where=str(path), fix="Delete it; a new one is made"
            )
        return cls(key)

    def issue(self, user: str) -> str:
        """Return a token for a user, valid for an hour."""
        return self._serializer().dumps(user)

    def user(self, token: str) -> tuple[str, bool]:
        """Return the user of a token and whether it should be renewed.

        Raises:
            Denied: The token is missing, forged or older than an hour.
        """
        try:
            name = self._serializer().loads(token, max_age=TOKEN_SECONDS)
        except SignatureExpired:
            raise Denied(401, "This page was open too long; it is being renewed") from None
        except BadSignature:
            raise Denied(401, "Not allowed: open the page again") from None
        try:
            self._serializer().loads(token, max_age=TOKEN_SECONDS - RENEW_SECONDS)
        except SignatureExpired:
            return str(name), True
        return str(name), False

    def _serializer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.key, salt="workbench-routes")


def check_origin(request: Request) -> None:
    """Refuse a request from another site or for another host.

    Raises:
        Denied: Status 403.
    """
    host = request.headers.get("host", "")
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    allowed = HOSTS | frozenset(filter(None, os.environ.get("WORKBENCH_HOSTS", "").split(",")))
    if name not in allowed:
        raise Denied(403, "This host name is not allowed")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in {"same-origin", "none"}:
        raise Denied(403, "Requests from other sites are not answered")
    origin = request.headers.get("origin")
    if origin and origin.split("://", 1)[-1] != host:
        raise Denied(403, "Requests from other origins are not answered")
