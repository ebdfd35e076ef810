"""Work of a page in a thread of its own, which goes on when its reader leaves the page.

Streamlit ends the run of a page when somebody clicks, and with it what the page does. What is here
is not ended, tells how far it is, and keeps what came of it.
"""

import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager

from workbench.errors import WorkbenchError

__all__ = ["Message", "Reading"]

_LOG = logging.getLogger(__name__)

Message = tuple[str, str]
"""What to say of a text: ``error``, ``warning``, ``info`` or ``success``, and the text."""

_BROKEN = "something went wrong; the server's log says more."


class Reading(ABC):
    """Texts that are read in a thread; what is derived from it says how, in `_run`.

    Args:
        first: Name of the file that comes first, if it is known.
    """

    def __init__(self, first: str = "") -> None:
        self._messages: list[Message] = []
        self._now = (first, 0.0)

    def wait(self, seconds: float) -> bool:
        """Wait until it is done, so many seconds at most; return whether it is."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    @property
    def now(self) -> tuple[str, float]:
        """Name of the file it is at, and the share of it that is read, 0 to 1."""
        return self._now

    @property
    def messages(self) -> list[Message]:
        """What to say of the texts that are done."""
        return list(self._messages)

    def _start(self, name: str) -> None:
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @abstractmethod
    def _run(self) -> None:
        """Read them; nothing is raised."""

    @contextmanager
    def _explained(self, name: str = "") -> Iterator[None]:
        """Say what went wrong, instead of raising it in a thread that nobody waits for."""
        try:
            yield
        except WorkbenchError as error:
            self._messages.append(("error", str(error)))
        except Exception:
            _LOG.exception("reading %s failed", name or "what was uploaded")
            why = f"{name}: {_BROKEN}" if name else _BROKEN.capitalize()
            self._messages.append(("error", why))
