"""What people ask for to be exported or released, and what came of it, as it is kept and listed."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from workbench.corpus.jobs import JobInfo
from workbench.errors import SettingsError
from workbench.exchange import base
from workbench.exchange.base import Properties
from workbench.language import LanguagePair
from workbench.quality.gates import choose
from workbench.workflow.export import refuse_rejected, statuses_for
from workbench.workflow.release_plan import ReleaseOptions, parse_split

__all__ = ["Entry", "Kind", "Request", "State"]


class Kind(StrEnum):
    """What is asked for."""

    EXPORT = "export"
    RELEASE = "release"
    PREVIEW = "preview"


class State(StrEnum):
    """Where it is."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asks for.

    Attributes:
        kind: An export, a release, or only a look at what a release would have.
        format: Name of the format of an export.
        status: A name in ``STATUS_CHOICES`` of the exports; a release has a gate for it.
        documents: Numbers of the documents; None takes all.
        source: Language code to write for the source side.
        target: Language code to write for the target side.
        properties: How much to write of where each unit comes from, as a name of a level.
        per_document: Whether each document gets a file of its own, all in one ZIP.
        gates: Parameters of the gates of a release.
        split: As :func:`parse_split` reads it.
        licence: Licence of a release.
        title: Title of a release.
    """

    kind: Kind
    format: str = "tmx"
    status: str = "approved"
    documents: tuple[int, ...] | None = None
    source: str = "nl"
    target: str = "en"
    properties: str = str(Properties.USUAL)
    per_document: bool = False
    gates: dict[str, str] = field(default_factory=dict)
    split: str = "90,5,5"
    licence: str = ""
    title: str = "Dutch-English corpus"

    @classmethod
    def read(cls, values: dict[str, Any]) -> Self:
        """Read what :meth:`values` gave.

        Raises:
            KeyError, TypeError, ValueError: It is no request.
        """
        documents, properties = values["documents"], values["properties"]
        if isinstance(properties, bool):
            # As requests of version 1.0 have it.
            properties = str(Properties.USUAL if properties else Properties.NONE)
        told = {
            "kind": Kind(values["kind"]),
            "documents": None if documents is None else tuple(documents),
            "properties": properties,
        }
        return cls(**{**values, **told})

    def values(self) -> dict[str, Any]:
        """Return the request as values that JSON can hold."""
        return asdict(self)

    def check(self) -> None:
        """Find out whether all of it can be used.

        Raises:
            SettingsError: Something in it can't.
        """
        LanguagePair(self.source, self.target)
        if self.kind == Kind.EXPORT:
            base.writer(self.format)
            refuse_rejected(statuses_for(self.status), self.format)
            if self.properties not in list(Properties):
                raise SettingsError(
                    f"{self.properties!r} is no level of properties",
                    fix=f"Choose {', '.join(Properties)}",
                )
            return
        choose(self.gates)
        parse_split(self.split)
        if not self.title.strip():
            raise SettingsError("the release has no title", fix="Give it one")

    @property
    def ending(self) -> str:
        """The ending of the file that fulfils it."""
        if self.per_document or self.kind != Kind.EXPORT:
            return ".zip"
        return base.FORMATS[self.format].endings[0]

    @property
    def options(self) -> base.Options:
        """The request as options of a writer."""
        return base.Options(
            pair=LanguagePair(self.source, self.target), properties=Properties(self.properties)
        )

    @property
    def release_options(self) -> ReleaseOptions:
        """The request as options of a release."""
        return ReleaseOptions(
            gates=self.gates,
            split=parse_split(self.split),
            pair=LanguagePair(self.source, self.target),
            licence=self.licence,
            title=self.title,
            documents=self.documents,
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """An export as the list shows it.

    Attributes:
        id: Its name; sorts by time.
        request: What was asked for.
        asked: When (UTC).
        state: Where it is.
        file: The file once it is done; None for a preview.
        result: ``units``, ``bytes``, ``seconds`` and, of a release or preview, ``plan``; or
            ``error``. Empty while it runs.
        job: Its progress while it runs, or None when its process is only starting.
    """

    id: str
    request: Request
    asked: datetime
    state: State
    file: Path | None
    result: dict[str, Any]
    job: JobInfo | None
