"""New terms from the editor: their forms, where they occur, what they change, and into a file.

Values that go over JSON, for a person who has selected words in a segment. What would change is
worked out once and kept until the person answers, so that exactly the texts that were shown are
stored.
"""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from workbench.corpus import documents, rows
from workbench.corpus.database import Database
from workbench.errors import GlossaryError, NotFoundError
from workbench.glossary.concepts import (
    Concept,
    ConceptStatus,
    Enforcement,
    Glossary,
    PartOfSpeech,
)
from workbench.glossary.forms import all_forms
from workbench.glossary.matcher import Matcher
from workbench.glossary.targets import allowed_forms, spans_of
from workbench.glossary.tokens import fold
from workbench.language import DUTCH
from workbench.settings import Settings
from workbench.workflow import impact, review, terminology
from workbench.workflow.catalogue import Catalogue, catalogue
from workbench.workflow.impact import Impact, NewText, Translator
from workbench.workflow.terminology_form import Fields, filled, keep

__all__ = ["NewTerms"]

Json = dict[str, Any]

PREVIEWED = 40
"""Drafts that are translated before somebody's eyes; the others follow in the background."""

SHOWN = 12
"""Sentences shown in which a term occurs."""

SECONDS = 4.0
"""How long sentences are looked for while somebody waits."""

LONGEST = 200
"""Characters of a term."""

KEPT = 32
"""Changes that may wait for an answer at the same time."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    person: str
    path: Path
    concept: Concept
    found: Impact


class NewTerms:
    """Concepts on their way from the editor into the glossary.

    Args:
        settings: Where the glossary files are.
        translator: Gives what translates previews; asked when it is first needed.
    """

    def __init__(self, settings: Settings, translator: Callable[[], Translator]) -> None:
        self._settings = settings
        self._translator = translator
        self._waiting: OrderedDict[str, _Waiting] = OrderedDict()
        self._lock = threading.Lock()
        self._translating = threading.Lock()

    def choices(self) -> Json:
        """Return what a new concept can be: ``files``, ``domains``, ``pos``, ``use``, ``status``.

        Raises:
            GlossaryError: There is no glossary file, or one can't be read.
        """
        known = self._known()
        return {
            "files": [file.path.name for file in known.files],
            "domains": list(known.domains),
            "pos": [str(one) for one in PartOfSpeech],
            "use": [str(one) for one in Enforcement],
            "status": [str(one) for one in ConceptStatus],
        }

    def look(self, database: Database, wish: Mapping[str, str], *, document: int) -> Json:
        """Return how a concept would be recognised, and where; nothing is translated.

        Args:
            database: The store.
            wish: The fields of the form, by the names of :class:`Fields`.
            document: Its sentences are shown first.

        Returns:
            ``nl`` and ``en``: the forms of both sides. ``known``: concepts that have the Dutch
            term already (``nl``, ``en``, ``file``, ``status``). ``segments``: in how many it
            occurs, and ``more`` when the search ended early. ``sentences``: the first of them
            (``place``, ``source``, ``target``, ``status``, and ``found`` and ``there``: spans of
            the term on either side).

        Raises:
            GlossaryError: A field has a value that it can't have.
        """
        fields = _fields(wish)
        if not fields.dutch.strip():
            return {"nl": [], "en": [], "known": [], "segments": 0, "more": False, "sentences": []}
        concept = replace(filled(fields), status=ConceptStatus.ACTIVE)
        nl = [form for term in concept.of(DUTCH) for form in all_forms(term, concept.pos)]
        count, whole, found = _occurrences(database, concept, document)
        return {
            "nl": list(dict.fromkeys(nl)),
            "en": list(dict.fromkeys(allowed_forms(concept))),
            "known": self._there(concept),
            "segments": count,
            "more": not whole,
            "sentences": found,
        }

    def preview(
        self, database: Database, wish: Mapping[str, str], *, file: str, person: str
    ) -> Json:
        """Return what adding a concept would do; it waits for :meth:`save`.

        Args:
            database: The store.
            wish: As for :meth:`look`.
            file: Name of the glossary file.
            person: Who asks; nobody else can save it.

        Returns:
            ``wish``: to be given to :meth:`save`. ``drafts`` and ``people``: segments that would
            change and those to decide about (``id``, ``position``, ``document``, ``status``,
            ``source``, ``before``, ``after``). ``right``: segments with the term as it shall be.
            ``waiting``: drafts that are translated after saving. ``nothing``: whether no
            segment would change.

        Raises:
            GlossaryError: The concept is not valid.
            NotFoundError: There is no such file.
        """
        known = self._known()
        path = next((one.path for one in known.files if one.path.name == file), None)
        if path is None:
            raise NotFoundError(f"there is no glossary file {file!r}", fix="Choose another")
        concept = filled(_fields(wish))
        concept = replace(concept, id=terminology.free_id(concept.id, known.files))
        then = impact.changed_glossary(known.files, path, concept)
        with self._translating:
            found = self._translator().preview(
                database,
                now=known.glossary,
                then=then,
                before=None,
                after=concept,
                limit=PREVIEWED,
            )
        mark = secrets.token_urlsafe(12)
        with self._lock:
            self._waiting[mark] = _Waiting(person, path, concept, found)
            while len(self._waiting) > KEPT:
                self._waiting.popitem(last=False)
        names = {info.id: info.name for info in documents.listing(database)}
        return {
            "wish": mark,
            "drafts": [_text(one, names) for one in found.drafts],
            "people": [_text(one, names) for one in found.people],
            "right": found.right + len(found.same),
            "waiting": found.waiting,
            "nothing": found.nothing,
        }

    def save(
        self,
        database: Database,
        mark: str,
        *,
        apply: bool,
        people: Sequence[int],
        person: str,
        document: int,
    ) -> Json:
        """Save a concept that was looked at; return ``message`` and the ``rows`` that changed.

        Args:
            database: The store.
            mark: ``wish`` of :meth:`preview`.
            apply: Whether drafts change now.
            people: Segments of people that shall change too.
            person: Who saves.
            document: Whose changed rows are returned.

        Raises:
            NotFoundError: It waits no longer, or not for this person.
            GlossaryError: The glossary changed since; nothing is written.
        """
        with self._lock:
            waiting = self._waiting.get(mark)
            if waiting is None or waiting.person != person:
                raise NotFoundError(
                    "this term waits no longer to be saved", fix="Look at the impact again"
                )
            del self._waiting[mark]
        done = keep(
            database,
            self._settings,
            waiting.path,
            waiting.concept,
            seen=None,
            found=waiting.found,
            author=person,
            people=people,
            apply=apply,
        )
        texts = (*waiting.found.drafts, *waiting.found.people) if apply else ()
        here = [one.row.id for one in texts if one.row.document == document]
        try:
            changed = review.shown(database, rows.find(database, here))
        except NotFoundError:
            # Split or merged in this moment: whoever shows the document reads it anew anyway.
            changed = []
        return {"message": done.message, "rows": changed}

    def _known(self) -> Catalogue:
        known = catalogue(self._settings.glossaries)
        if not known.files:
            raise GlossaryError(
                "there is no glossary file yet",
                where=str(self._settings.glossaries),
                fix="Put a CSV file with columns nl and en there",
            )
        return known

    def _there(self, concept: Concept) -> list[Json]:
        """Return the concepts that have the Dutch term already, whatever their status."""
        wanted = fold(concept.source)
        return [
            {
                "nl": one.source,
                "en": one.target,
                "file": Path(one.file).name,
                "status": str(one.status),
            }
            for one in self._known().search(concept.source)
            if any(fold(term.text) == wanted for term in one.of(DUTCH))
        ]


def _fields(wish: Mapping[str, str]) -> Fields:
    for name, text in wish.items():
        if len(text) > LONGEST and name != "note":
            raise GlossaryError(f"more than {LONGEST} characters", where=name, fix="Shorten it")
    kinds: dict[str, type[StrEnum]] = {
        "pos": PartOfSpeech,
        "enforcement": Enforcement,
        "status": ConceptStatus,
    }
    chosen: dict[str, Any] = {name: text for name, text in wish.items() if name not in kinds}
    for name, kind in kinds.items():
        if wish.get(name):
            if wish[name] not in list(kind):
                raise GlossaryError(f"there is no {wish[name]!r}", where=name)
            chosen[name] = kind(wish[name])
    return Fields(**chosen)


def _occurrences(
    database: Database, concept: Concept, document: int
) -> tuple[int, bool, list[Json]]:
    """Count the segments with a concept; return whether all were looked at, and the first."""
    matcher = Matcher(Glossary.of([concept]))
    english = allowed_forms(concept)
    names = {info.id: info.name for info in documents.listing(database)}
    ends = time.monotonic() + SECONDS
    count = 0
    found: list[Json] = []
    for row in rows.translatable(database, first=document):
        matches = matcher.find(row.source)
        if matches:
            count += 1
            if len(found) < SHOWN:
                found.append(
                    {
                        "place": f"{names[row.document]}, {row.position + 1}",
                        "source": row.source,
                        "target": row.target,
                        "status": str(row.status),
                        "found": [list(part) for match in matches for part in match.parts],
                        "there": [
                            list(span) for span in spans_of(english, row.target, concept.case)
                        ],
                    }
                )
        if time.monotonic() > ends:
            return count, False, found
    return count, True, found


def _text(one: NewText, names: Mapping[int, str]) -> Json:
    return {
        "id": one.row.id,
        "position": one.row.position,
        "document": names.get(one.row.document, ""),
        "status": str(one.row.status),
        "source": one.row.source,
        "before": one.row.target,
        "after": one.text,
    }
