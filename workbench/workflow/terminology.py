"""Changing the glossary with open eyes: which stored segments a concept concerns, and saving it.

The CSV files stay the master. A change rewrites the concept's row and nothing else; if the file
changed on disk since it was read, nothing is written. Applying the changed glossary again is an
ordinary translation: untouched drafts of the older version count as still to be done.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, count
from pathlib import Path

from workbench.corpus import documents, rows, segments
from workbench.corpus.database import Database
from workbench.corpus.rows import SegmentRow
from workbench.domain import Origin, SegmentStatus
from workbench.errors import GlossaryError
from workbench.glossary.concepts import Concept, Glossary
from workbench.glossary.files import (
    GlossaryFile,
    glossary_paths,
    load_glossary,
    read_glossary_file,
)
from workbench.glossary.matcher import Matcher

__all__ = ["Impact", "delete_concept", "files", "impact", "outdated", "save_concept"]

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Impact:
    """The stored segments in whose source a concept is found.

    Attributes:
        redone: Untouched machine drafts, translated again when the glossary is applied.
        kept: Segments that people worked on; they stay as they are.
    """

    redone: tuple[SegmentRow, ...]
    kept: tuple[SegmentRow, ...]


def files(folder: Path) -> list[GlossaryFile]:
    """Read the glossary files of a folder.

    Raises:
        GlossaryError: A file can't be read.
    """
    return [read_glossary_file(path) for path in glossary_paths(folder)]


def save_concept(
    path: Path, concept: Concept, *, sha256: str, author: str, new: bool = False
) -> GlossaryFile:
    """Add or change a concept in its file.

    Args:
        path: The glossary file.
        concept: As it shall be; author and date are set here.
        sha256: Of the file as the author saw it.
        author: Who changes it.
        new: Whether it is another concept than all those there are; it then gets an id that is
            free in all files of the folder.

    Raises:
        GlossaryError: The file changed in the meantime, or the concept is not valid. Nothing is
            written then.
    """
    file = _as_seen(path, sha256)
    if new:
        concept = replace(concept, id=_free_id(concept.id, path.parent))
    dated = replace(concept, author=author, changed=date.today().isoformat())
    return file.with_concept(dated).save()


def _free_id(wanted: str, folder: Path) -> str:
    taken = {identity for file in files(folder) for identity in file.rows}
    numbered = (f"{wanted}-{number}" for number in count(2))
    return next(identity for identity in chain([wanted], numbered) if identity not in taken)


def delete_concept(path: Path, identity: str, *, sha256: str) -> GlossaryFile:
    """Take a concept out of its file.

    Raises:
        GlossaryError: The file changed in the meantime, or has no such concept.
    """
    return _as_seen(path, sha256).without(identity).save()


def _as_seen(path: Path, sha256: str) -> GlossaryFile:
    file = read_glossary_file(path)
    if file.sha256 != sha256:
        raise GlossaryError(
            "the file was changed by somebody else in the meantime",
            where=path.name,
            fix="Load the page again and repeat your change; nothing was overwritten",
        )
    return file


def impact(database: Database, concept: Concept) -> Impact:
    """Return the stored segments whose source has a concept."""
    matcher = Matcher(Glossary.of([concept]))
    redone: list[SegmentRow] = []
    kept: list[SegmentRow] = []
    for row in _translatable(database):
        if matcher.find(row.source):
            untouched = row.origin in (None, Origin.MACHINE) and row.status in (
                SegmentStatus.UNTRANSLATED,
                SegmentStatus.DRAFT,
            )
            (redone if untouched else kept).append(row)
    return Impact(tuple(redone), tuple(kept))


def outdated(database: Database, folder: Path) -> list[int]:
    """Return the documents that have untouched drafts of an older glossary version."""
    return segments.outdated(database, glossary=load_glossary(folder).version)


def _translatable(database: Database) -> Iterator[SegmentRow]:
    for document in documents.listing(database):
        if document.translatable:
            for start in range(0, document.segments, _PAGE):
                window = rows.rows(database, document.id, start=start, limit=_PAGE)
                yield from (row for row in window if row.translatable)
