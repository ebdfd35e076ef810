"""Bringing terms of other tools into the glossary: looked at first, then written, all or nothing.

New and changed entries are written unless a person says otherwise; a conflicting one (the same
Dutch term with other English) only if a person says so. What was changed in the glossary after
that look is never replaced: the entries are compared once more, with nobody else writing, and one
that is something else now is told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from workbench.corpus.database import Database
from workbench.errors import GlossaryError
from workbench.exchange.terms.base import read_terms
from workbench.glossary.concepts import Concept
from workbench.glossary.files import GlossaryFile
from workbench.glossary.rows import concept_cells, concept_of
from workbench.glossary.saving import alone
from workbench.workflow import terminology
from workbench.workflow.term_comparison import (
    Choice,
    ImportPreview,
    Proposal,
    compare,
    without_word,
)

__all__ = ["preview_import", "write_import"]

_NAMED = 10
"""Entries that a message names at most."""


def preview_import(
    path: Path,
    files: Sequence[GlossaryFile],
    *,
    form: str = "",
    mapping: Mapping[str, str] | None = None,
) -> ImportPreview:
    """Read a file and compare it with the glossary; nothing is written.

    Args:
        path: The file.
        files: The glossary files as they are.
        form: Name of the format; empty goes by the ending.
        mapping: Glossary column to the column of the file.

    Raises:
        InputError, SettingsError: As :func:`~workbench.exchange.terms.base.read_terms`.
    """
    return compare(read_terms(path, form=form, mapping=mapping), files, name=path.name)


def write_import(
    database: Database,
    preview: ImportPreview,
    *,
    folder: Path,
    file: str,
    author: str,
    choices: Mapping[int, Choice] | None = None,
    domain: str = "",
) -> tuple[int, str]:
    """Write what a preview says and a person chose: all of it, or nothing.

    Args:
        database: Keeps the history.
        preview: Of :func:`preview_import`.
        folder: The glossary folder.
        file: Name of the glossary file for new concepts; it is made if it is not there.
        author: Who imports.
        choices: Number of an entry to what shall be done; others as usual.
        domain: For new concepts that have none.

    Returns:
        How many concepts were written, and the mark that takes the import back.

    Raises:
        GlossaryError: A row would not be valid, or the glossary was changed after the preview was
            made so that one of these entries is something else now; nothing is written.
    """
    if Path(file).name != file or not file.endswith(".csv") or file.startswith("."):
        raise GlossaryError(f"{file!r} is no name of a glossary file", fix="Use NAME.csv")
    with alone(folder):
        files = terminology.files(folder)
        taken = _taken(preview, choices or {}, files)
        known = {one.path: one for one in files}
        listed = [
            (known.get(path) or GlossaryFile.empty(path), list(concepts.values()))
            for path, concepts in _by_file(taken, folder / file, domain).items()
        ]
        mark = terminology.write_files(database, listed, author=author, action="import")
    return sum(len(concepts) for _, concepts in listed), mark


def _taken(
    preview: ImportPreview, choices: Mapping[int, Choice], files: Sequence[GlossaryFile]
) -> list[tuple[Proposal, Choice]]:
    """Return what a person wants written, if it is with the glossary as it is now what they saw."""
    now = compare(preview.entries, files, name=preview.file)
    taken: list[tuple[Proposal, Choice]] = []
    outdated: list[str] = []
    for seen, current in zip(preview.proposals, now.proposals, strict=True):
        choice = choices.get(seen.number, seen.usual)
        if choice is Choice.SKIP or choice not in seen.choices or seen.concept is None:
            continue
        taken.append((current, choice))
        if seen != current:
            outdated.append(f"row {seen.number} ({seen.concept.source})")
    if outdated:
        named = ", ".join(outdated[:_NAMED]) + (" ..." if len(outdated) > _NAMED else "")
        raise GlossaryError(
            "the glossary was changed after you looked at this file, and so these entries"
            f" are something else now: {named}",
            where=preview.file,
            fix="Look at the file again; nothing was written",
        )
    return taken


def _by_file(
    taken: Iterable[tuple[Proposal, Choice]], new: Path, domain: str
) -> dict[Path, dict[str, Concept]]:
    """Return the concepts to be written by the file that each has or, if it is new, gets."""
    by_path: dict[Path, dict[str, Concept]] = {}
    for proposal, choice in taken:
        concept, existing = proposal.concept, proposal.existing
        assert concept is not None
        if choice is Choice.ADMIT and existing is not None:
            # Earlier rows of the file may have been admitted, or taken, for it already.
            known = by_path.get(Path(existing.file), {})
            concept = _admitted(known.get(existing.id, existing), concept)
        elif existing is None and domain and not concept.domain:
            concept = replace(concept, domain=domain)
        home = Path(existing.file) if existing and concept.id == existing.id else new
        here = by_path.setdefault(home, {})
        here[concept.id] = replace(concept, changed="", author="") if existing else concept
    return by_path


def _admitted(existing: Concept, incoming: Concept) -> Concept:
    """Return the glossary's concept with the other English term allowed too."""
    cells = concept_cells(existing)
    words = [cells["admitted"], incoming.target] if cells["admitted"] else [incoming.target]
    forbidden = without_word(cells["forbidden"], incoming.target)
    cells |= {"admitted": " ; ".join(words), "forbidden": forbidden}
    concept, wrong = concept_of(cells, default_id=existing.id, file=existing.file)
    if wrong:
        raise GlossaryError(str(wrong[0]), where=existing.id)
    return concept
