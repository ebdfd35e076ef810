"""How an export will begin: its first units as they will be in the file, before it is made."""

import tempfile
from itertools import islice
from pathlib import Path

from workbench.corpus.database import Database
from workbench.exchange import base
from workbench.workflow.export import Chosen, statuses_for
from workbench.workflow.export_requests import Request

__all__ = ["sample"]


def sample(database: Database, request: Request, *, limit: int = 5) -> str:
    """Return the beginning of an export as it will be in the file, as text.

    A format that is no text is read back, one pair a line.

    Args:
        database: The store.
        request: What is asked for.
        limit: Number of units to show.

    Raises:
        SettingsError: Something in the request can't be used.
    """
    request.check()
    options = request.options
    chosen = Chosen(
        format=request.format,
        statuses=statuses_for(request.status),
        level=options.level,
        pair=options.pair,
        documents=request.documents,
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"sample{base.FORMATS[request.format].endings[0]}"
        with path.open("wb") as file:
            base.writer(request.format).write(islice(chosen.units(database), limit), file, options)
        content = path.read_bytes()
        if not content.startswith(b"PK"):
            return content.decode("utf-8", "replace").rstrip()
        back = base.reader(request.format).read(path, options)
        return "\n".join(f"{unit.source.text}\t{unit.target.text}" for unit in back)
