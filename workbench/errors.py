"""The whole error tree of the workbench.

Every error a person can cause says *what* is wrong, *where*, and *what to do*; the command
line prints it in one line and the app shows it in a box, never a traceback::

    WorkbenchError
    ├── InputError            a file or text that can't be used
    │   ├── FormatError       the content does not follow its format (line or unit number in where)
    │   └── SecurityError     content refused as hostile: bomb, path escape, external entity
    ├── SettingsError         a setting or option that can't be used
    ├── PackageError          an Argos package that is missing, broken or for other languages
    ├── GlossaryError         a glossary row that can't be used
    │   └── ConceptConflictError  two people changed the same fields: carries both values
    ├── StoreError            the database can't do what was asked
    │   ├── UnavailableError  the database can't do anything now; the same will do later
    │   ├── NotFoundError     no such project, document or segment
    │   ├── StaleEditError    somebody saved in between: carries both texts
    │   └── FindingsError     checks found errors, so it can't be approved: carries them
    └── Cancelled             the person stopped the job; what was done is kept
"""

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = [
    "Cancelled",
    "ConceptConflictError",
    "FormatError",
    "GlossaryError",
    "InputError",
    "NotFoundError",
    "PackageError",
    "SecurityError",
    "SettingsError",
    "StaleEditError",
    "StoreError",
    "UnavailableError",
    "WorkbenchError",
]


class WorkbenchError(Exception):
    """An error with a message for people.

    Args:
        what: What is wrong, a sentence without a full stop.
        where: File, line, unit or option concerned; empty if there is none.
        fix: What the person can do about it; empty if nothing.
    """

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        self.what = what
        self.where = where
        self.fix = fix
        super().__init__(what)

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}. {self.fix}" if self.fix else head


class InputError(WorkbenchError):
    """A file or text that can't be used."""


class FormatError(InputError):
    """Content that does not follow its format."""


class SecurityError(InputError):
    """Content refused because it looks hostile."""


class SettingsError(WorkbenchError):
    """A setting or option that can't be used."""


class PackageError(WorkbenchError):
    """An Argos package that is missing, broken or for other languages."""


class GlossaryError(WorkbenchError):
    """A glossary row that can't be used."""


class ConceptConflictError(GlossaryError):
    """A change of a concept that somebody else changed otherwise in the meantime, refused.

    Args:
        term: Its Dutch term.
        fields: Column to (what was to be saved, what the file has now).
        where: Name of the file.
    """

    def __init__(self, term: str, fields: dict[str, tuple[str, str]], *, where: str = "") -> None:
        super().__init__(
            f"{term!r} was changed by somebody else in the meantime: {', '.join(fields)}",
            where=where,
            fix="Compare both and save again; nothing was overwritten",
        )
        self.fields = fields


class StoreError(WorkbenchError):
    """The database can't do what was asked."""


class UnavailableError(StoreError):
    """The database is busy, full or out of reach: nothing is wrong with what was asked."""


class NotFoundError(StoreError):
    """No such project, document or segment."""


class StaleEditError(StoreError):
    """A save on top of somebody else's newer save, refused.

    Args:
        mine: The text that was to be saved.
        theirs: The text that is stored now.
        version: The version of the stored text, to save against after a merge.
    """

    def __init__(self, *, mine: str, theirs: str, version: int, where: str = "") -> None:
        super().__init__(
            "this segment was changed by somebody else in the meantime",
            where=where,
            fix="Compare both texts and save again",
        )
        self.mine = mine
        self.theirs = theirs
        self.version = version


class FindingsError(StoreError):
    """An approval refused because checks found errors that nobody dismissed.

    Args:
        what: The first of them in a sentence without full stop.
        findings: All of them, as the checks give them to JSON.
    """

    def __init__(
        self, what: str, *, findings: Sequence[Mapping[str, Any]], where: str = ""
    ) -> None:
        super().__init__(
            f"it can't be approved: {what}",
            where=where,
            fix="Put it right, or dismiss the finding with a reason",
        )
        self.findings = findings


class Cancelled(WorkbenchError):
    """A job that the person stopped; what was done until then is kept."""
