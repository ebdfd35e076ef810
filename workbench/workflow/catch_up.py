"""A glossary that changed by hand, by import or by undoing: which drafts does it concern?

Impact previews say so for one concept, before it is saved. Whatever else happened to the files is
found out here, concept by concept, so that an edit of one row does not make every draft outdated.
"""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from workbench.corpus import glossary_versions as versions
from workbench.corpus import rows
from workbench.corpus.database import Database
from workbench.glossary.concepts import Concept, ConceptStatus, Glossary
from workbench.glossary.matcher import Matcher
from workbench.glossary.rows import concept_of
from workbench.workflow import terminology
from workbench.workflow.catalogue import Catalogue, Clash, catalogue

__all__ = ["catch_up"]

_LOCK = threading.Lock()
_DONE: dict[str, tuple[str, set[str]]] = {}
"""By store: the version now and the older ones compared with it; what is left of them waits."""


def catch_up(database: Database, folder: Path) -> int:
    """Note on untouched drafts that what changed in the glossary does not concern them.

    Drafts whose version of the glossary the log does not know, and all while a file has a row
    that can't be used, are left to be translated again.

    Args:
        database: The store.
        folder: The glossary files.

    Returns:
        How many drafts are up to date by this.

    Raises:
        GlossaryError: A file can't be read.
    """
    known = catalogue(folder)
    terminology.notice(database, folder)
    if not known.files or known.problems:
        return 0
    now = known.glossary
    if not versions.remember(database, known.files, now.version, order=_order(known.clashes)):
        return 0
    confirmed = 0
    for version in versions.of_drafts(database):
        if version != now.version and _first_time(database, version, now.version):
            confirmed += _compare(database, known, version)
    return confirmed


def _first_time(database: Database, version: str, now: str) -> bool:
    """Tell whether two versions are not compared yet, and remember that they are."""
    with _LOCK:
        known, compared = _DONE.get(database.name, ("", set()))
        if known != now:
            compared = set()
        _DONE[database.name] = (now, compared)
        if version in compared:
            return False
        compared.add(version)
        return True


def _compare(database: Database, known: Catalogue, version: str) -> int:
    since = versions.since(database, version, known.files)
    if since is None:
        return 0
    now = known.glossary
    concepts = _changed(since, known)
    matchers = [Matcher(Glossary.of(map(_awake, some))) for some in concepts if some]
    # Whatever lies over it, a term of a changed concept is found when only these are looked for.
    concerned = [
        row.id
        for row in (rows.translatable(database) if matchers else ())
        if any(matcher.find(row.source) for matcher in matchers)
    ]
    return versions.confirm(database, before=version, after=now.version, concerned=concerned)


def _changed(since: versions.Since, known: Catalogue) -> tuple[list[Concept], list[Concept]]:
    """Return the concepts that differ between two versions: as they were, and as they are.

    Remarks, authors and dates make no difference. Of concepts that clash, a changed order does.
    """
    now = known.glossary
    before = _concepts(since.states)
    named = [name for name in since.states if _differs(before.get(name), now.by_id.get(name))]
    turned = set(_order(known.clashes).split()) ^ set(since.order.split())
    clashing = [name for pair in sorted(turned) for name in pair.split(">")]
    names = list(dict.fromkeys([*named, *clashing]))
    return (
        [before[name] for name in names if name in before],
        [now.by_id[name] for name in names if name in now.by_id],
    )


def _concepts(states: Mapping[str, Mapping[str, str]]) -> dict[str, Concept]:
    found = {}
    for name, cells in states.items():
        if cells:
            concept, wrong = concept_of({**cells, "concept": name}, default_id=name, file="")
            if not wrong:
                found[name] = concept
    return found


def _differs(before: Concept | None, after: Concept | None) -> bool:
    if before is None or after is None:
        return before is not after
    return Glossary.of([before]).version != Glossary.of([after]).version


def _order(clashes: Iterable[Clash]) -> str:
    """Return the pairs of concepts of which one has priority over the other."""
    return " ".join(f"{clash.earlier.id}>{clash.later.id}" for clash in clashes)


def _awake(concept: Concept) -> Concept:
    return replace(concept, status=ConceptStatus.ACTIVE)
