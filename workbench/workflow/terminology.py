"""Changing the glossary without fear: nothing is overwritten, everything is remembered.

The CSV files stay the master. A change rewrites the concept's row and nothing else, and is
recorded with its author. A file that somebody edited in the meantime is no obstacle: the edits
are merged field by field, and only where both changed the same field the person has to choose.
What a change would do to stored translations is in :mod:`workbench.workflow.impact`.
"""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, count
from pathlib import Path

from workbench.corpus import concepts as log
from workbench.corpus import machine_drafts
from workbench.corpus.concepts import ConceptChange
from workbench.corpus.database import Database
from workbench.errors import ConceptConflictError, GlossaryError, NotFoundError
from workbench.glossary.concepts import Concept, Glossary
from workbench.glossary.files import (
    GlossaryFile,
    glossary_paths,
    read_glossary_file,
    save_all,
)
from workbench.glossary.rows import concept_cells, concept_of
from workbench.glossary.saving import alone

__all__ = [
    "Saved",
    "delete_concept",
    "files",
    "free_id",
    "history",
    "merged",
    "notice",
    "outdated",
    "recent",
    "revert",
    "revert_batch",
    "save_concept",
    "write_files",
]

_LOCK = threading.Lock()
_READ: dict[Path, tuple[tuple[int, int], GlossaryFile]] = {}
_OF_A_CHANGE = ("author", "changed")


@dataclass(frozen=True, slots=True)
class Saved:
    """A concept that was saved.

    Attributes:
        file: Its file as it is now.
        concept: The concept as it stands in it.
        merged: Columns that somebody else had changed in the meantime, and that were kept.
    """

    file: GlossaryFile
    concept: Concept
    merged: tuple[str, ...] = ()


def files(folder: Path) -> list[GlossaryFile]:
    """Read the glossary files of a folder; one that did not change is not read again.

    Raises:
        GlossaryError: A file can't be read.
    """
    return [_read(path) for path in glossary_paths(folder)] if folder.exists() else []


def _read(path: Path) -> GlossaryFile:
    try:
        stat = path.stat()
    except OSError:
        return read_glossary_file(path)
    seen = (stat.st_mtime_ns, stat.st_size)
    with _LOCK:
        known = _READ.get(path)
    if known is None or known[0] != seen:
        known = (seen, read_glossary_file(path))
        with _LOCK:
            _READ[path] = known
    return known[1]


def notice(database: Database, folder: Path) -> list[str]:
    """Record what was edited by hand in the files; return the ids of the concepts concerned.

    Raises:
        GlossaryError: A file can't be read.
    """
    return [identity for identity, _, _ in log.notice(database, files(folder))]


def save_concept(
    database: Database, path: Path, concept: Concept, *, seen: Concept | None, author: str
) -> Saved:
    """Add or change a concept in its file.

    Args:
        database: Keeps the history.
        path: The glossary file.
        concept: As it shall be; author and date are set here.
        seen: The concept as its author saw it; None for a new one, which then gets an id that
            is free in all files of the folder.
        author: Who changes it.

    Raises:
        ConceptConflictError: Somebody changed the same fields since; nothing is written.
        GlossaryError: The concept is gone or not valid; nothing is written.
    """
    with alone(path.parent):
        return _save(database, path, concept, seen=seen, author=author)


def _save(
    database: Database, path: Path, concept: Concept, *, seen: Concept | None, author: str
) -> Saved:
    file = read_glossary_file(path)
    log.notice(database, [file])
    kept: tuple[str, ...] = ()
    if seen is None:
        concept = replace(concept, id=free_id(concept.id, files(path.parent)))
    else:
        now = next((one for one in file.concepts if one.id == seen.id), None)
        if now is None:
            raise GlossaryError(
                f"{seen.source!r} was deleted by somebody else in the meantime",
                where=path.name,
                fix="Add it as a new concept, or bring it back from its history",
            )
        concept, kept = merged(concept, base=seen, theirs=now)
    dated = replace(concept, author=author, changed=date.today().isoformat())
    saved = file.with_concept(dated).save()
    stored = next(one for one in saved.concepts if one.id == dated.id)
    action = "add" if seen is None else "change"
    log.record(database, saved, [(stored.id, concept_cells(stored))], action=action, author=author)
    return Saved(saved, stored, kept)


def merged(mine: Concept, *, base: Concept, theirs: Concept) -> tuple[Concept, tuple[str, ...]]:
    """Bring two changes of one concept together, field by field.

    Args:
        mine: As its author wants it.
        base: As its author saw it.
        theirs: As it is now.

    Returns:
        The merged concept, and the columns in which ``theirs`` was kept.

    Raises:
        ConceptConflictError: Both changed the same field in different ways.
    """
    was, want, now = concept_cells(base), concept_cells(mine), concept_cells(theirs)
    together: dict[str, str] = {}
    clashes: dict[str, tuple[str, str]] = {}
    kept: list[str] = []
    for column in want:
        if now[column] in (was[column], want[column]) or column in _OF_A_CHANGE:
            together[column] = want[column]
        elif want[column] == was[column]:
            together[column] = now[column]
            kept.append(column)
        else:
            clashes[column] = (want[column], now[column])
    if clashes:
        raise ConceptConflictError(mine.source, clashes, where=Path(theirs.file).name)
    if not kept:
        return mine, ()
    return _concept(together, mine.id, theirs.file), tuple(kept)


def _concept(cells: Mapping[str, str], identity: str, file: str) -> Concept:
    concept, wrong = concept_of({**cells, "concept": identity}, default_id=identity, file=file)
    if wrong:
        raise GlossaryError(str(wrong[0]), where=f"{Path(file).name}, {identity}")
    return concept


def free_id(wanted: str, known: Sequence[GlossaryFile]) -> str:
    """Return an id that no concept of these files has: the wanted one, or it with a number."""
    taken = {identity for file in known for identity in file.rows}
    numbered = (f"{wanted}-{number}" for number in count(2))
    return next(identity for identity in chain([wanted], numbered) if identity not in taken)


def delete_concept(
    database: Database, path: Path, identity: str, *, seen: Concept, author: str
) -> GlossaryFile:
    """Take a concept out of its file; its history stays.

    Raises:
        ConceptConflictError: Somebody changed it since its author saw it.
        GlossaryError: The file has no such concept.
    """
    with alone(path.parent):
        file = read_glossary_file(path)
        log.notice(database, [file])
        now = next((one for one in file.concepts if one.id == identity), None)
        if now is not None:
            changed = log.changes_between(concept_cells(seen), concept_cells(now))
            if changed:
                clashes = {column: ("", new) for column, (_, new) in changed.items()}
                raise ConceptConflictError(seen.source, clashes, where=path.name)
        saved = file.without(identity).save()
        log.record(database, saved, [(identity, {})], action="delete", author=author)
        return saved


def write_files(
    database: Database,
    wanted: Sequence[tuple[GlossaryFile, Sequence[Concept]]],
    *,
    author: str,
    action: str,
) -> str:
    """Write many concepts to their files in one go: all of them, or none.

    The caller is :func:`~workbench.glossary.saving.alone` in their folder.

    Args:
        database: Keeps the history.
        wanted: Glossary files as they were read, or new ones, with the concepts for each:
            changed ones keep their id; new ones must have one that is free.
        author: Who does it; concepts that name an author and a date keep them.
        action: For the history.

    Returns:
        The mark under which :func:`revert_batch` takes all of it back; empty if there was nothing.

    Raises:
        GlossaryError: A row is not valid, or a file was changed since it was read.
    """
    changing = [(file, concepts) for file, concepts in wanted if concepts]
    log.notice(database, [file for file, _ in changing if file.sha256])
    saved = save_all([_with(file, concepts, author=author) for file, concepts in changing])
    mark = log.new_mark() if changing else ""
    for file, (_, concepts) in zip(saved, changing, strict=True):
        cells = {one.id: concept_cells(one) for one in file.concepts}
        changes = [(one.id, cells[one.id]) for one in concepts]
        log.record(database, file, changes, action=action, author=author, mark=mark)
    return mark


def _with(file: GlossaryFile, concepts: Iterable[Concept], *, author: str) -> GlossaryFile:
    today = date.today().isoformat()
    return file.with_concepts(
        replace(one, author=one.author or author, changed=one.changed or today) for one in concepts
    )


def history(database: Database, folder: Path, identity: str) -> list[ConceptChange]:
    """Return the changes of a concept, newest first, with those just made in the file.

    Raises:
        GlossaryError: A file can't be read.
    """
    notice(database, folder)
    return log.history(database, identity)


def recent(database: Database, folder: Path, *, limit: int = 50) -> list[ConceptChange]:
    """Return the last changes of all concepts, newest first.

    Raises:
        GlossaryError: A file can't be read.
    """
    notice(database, folder)
    return log.recent(database, limit=limit)


def revert(database: Database, folder: Path, number: int, *, author: str) -> str:
    """Bring a concept back to how it was after a revision; return its id.

    This makes a new revision; the history only grows.

    Raises:
        NotFoundError: There is no such revision.
        GlossaryError: The row can't be written.
    """
    wanted = log.revision(database, number)
    with alone(folder):
        _restore(database, folder, [(wanted.file, wanted.concept, wanted.after)], author=author)
    return wanted.concept


def revert_batch(database: Database, folder: Path, mark: str, *, author: str) -> list[str]:
    """Take back an import or another change of several concepts; return their ids.

    Concepts that were changed again since are left alone.

    Raises:
        NotFoundError: There is no such change.
        GlossaryError: A row can't be written.
    """
    with alone(folder):
        notice(database, folder)
        back = [
            (change.file, change.concept, change.before)
            for change in log.batch(database, mark)
            if log.history(database, change.concept)[0].id == change.id
        ]
        _restore(database, folder, back, author=author)
    return [identity for _, identity, _ in back]


def _restore(
    database: Database,
    folder: Path,
    wanted: Sequence[tuple[str, str, Mapping[str, str]]],
    *,
    author: str,
) -> None:
    notice(database, folder)
    ready: list[tuple[GlossaryFile, list[str]]] = []
    for name in dict.fromkeys(file for file, _, _ in wanted):
        path = folder / name
        if not path.exists():
            raise NotFoundError(f"the file {name} is gone", fix="Make it again with its first row")
        file = read_glossary_file(path)
        here = [(identity, cells) for home, identity, cells in wanted if home == name]
        back = [_concept(cells, identity, str(path)) for identity, cells in here if cells]
        gone = [identity for identity, cells in here if not cells and identity in file.rows]
        changed = file.with_concepts(back)
        for identity in gone:
            changed = changed.without(identity)
        ready.append((changed, [identity for identity, _ in here]))
    for file, (_, names) in zip(save_all([file for file, _ in ready]), ready, strict=True):
        now = {one.id: concept_cells(one) for one in file.concepts}
        changes = [(identity, now.get(identity, {})) for identity in names]
        log.record(database, file, changes, action="revert", author=author)


def outdated(database: Database, glossary: Glossary) -> list[int]:
    """Return the documents that have untouched drafts of an older glossary version."""
    return machine_drafts.outdated(database, glossary=glossary.version)
