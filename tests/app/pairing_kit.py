"""Two texts that belong together, and uploads as they lie in the folder of a server."""

import json
from datetime import UTC, datetime

from workbench.app import state

DUTCH = b"Dit is een lange tekst in het Nederlands, met veel gewone woorden over de brief.\n" * 3
ENGLISH = b"This is a long text in English, with many of the usual words about the letter.\n" * 3


def page() -> None:
    from workbench.app.pages import align

    align.draw()


def uploads() -> list[str]:
    return [path.name for path in (state.settings().home / "uploads").iterdir()]


def behind(
    name: str,
    files: dict[str, bytes],
    sides: list[str | int] | None,
    *,
    since: datetime | None = None,
    stored: tuple[int, ...] = (),
) -> None:
    """Leave an upload behind, as a killed server does."""
    for file, content in files.items():
        path = state.settings().home / "uploads" / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if sides is not None:
        path = state.settings().home / "uploads" / name / "plan.json"
        begun = (since or datetime.now(UTC)).isoformat()
        plan = {"sides": sides, "since": begun, "stored": stored}
        path.write_text(json.dumps(plan), "utf-8")
