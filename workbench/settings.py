"""Settings: defaults, then ``workbench.toml`` in the home folder, then ``WORKBENCH_*``.

``Settings.load()`` touches no file but ``workbench.toml`` and makes no folder; the parts that
write make theirs when they first write.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Self

from workbench.errors import SettingsError

__all__ = ["REPOSITORY", "Settings"]

REPOSITORY = Path(__file__).resolve().parent.parent
"""The checkout, home of ``seeds/`` and ``glossaries/``."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run of the workbench needs to know.

    Attributes:
        home: Folder for database, cache and packages (``WORKBENCH_HOME``).
        database: SQLAlchemy URL; default is ``home/workbench.db`` (``WORKBENCH_DATABASE``).
        glossaries: Folder of the master CSV files (``WORKBENCH_GLOSSARIES``).
        package: Name of the Argos package to translate with; empty takes the embedded one.
        user: Name recorded as author of edits (``WORKBENCH_USER``).
        threads: CPU threads for translation; 0 takes all cores.
        beam: Beam size, 1 or more.
        max_file_bytes: Largest document accepted, in bytes.
    """

    home: Path
    database: str
    glossaries: Path
    package: str = ""
    user: str = "reviewer"
    threads: int = 0
    beam: int = 4
    max_file_bytes: int = 100 * 1024 * 1024

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read the settings.

        Raises:
            SettingsError: An unknown name, a value of the wrong type, or a broken file.
        """
        environ = os.environ if environ is None else environ
        home = Path(environ["WORKBENCH_HOME"]) if environ.get("WORKBENCH_HOME") else _data_folder()
        home = home.expanduser().absolute()
        settings = cls(
            home=home,
            database=f"sqlite:///{home / 'workbench.db'}",
            glossaries=REPOSITORY / "glossaries",
        )
        changes = _from_file(home / "workbench.toml")
        for field in fields(cls):
            value = environ.get(f"WORKBENCH_{field.name.upper()}")
            if value and field.name != "home":
                changes[field.name] = value
        return replace(settings, **{name: _typed(name, value) for name, value in changes.items()})

    @property
    def cache(self) -> Path:
        """File of the persistent translation cache."""
        return self.home / "cache" / "translations.db"

    @property
    def packages(self) -> Path:
        """Folder of the installed Argos packages."""
        return self.home / "packages"


def _data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("nl-en-workbench", appauthor=False)


def _from_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(str(error), where=str(path), fix="Mend or delete the file") from error
    known = {field.name for field in fields(Settings)} - {"home"}
    unknown = sorted(set(values) - known)
    if unknown:
        raise SettingsError(
            f"unknown setting {unknown[0]!r}", where=str(path), fix=f"Known: {sorted(known)}"
        )
    return values


def _typed(name: str, value: Any) -> Any:
    kinds: dict[str, type] = {"threads": int, "beam": int, "max_file_bytes": int}
    if name == "glossaries":
        return Path(value).expanduser().absolute()
    try:
        return kinds.get(name, str)(value)
    except ValueError as error:
        raise SettingsError(f"{value!r} is no whole number", where=name) from error
