"""``workbench glossary impact``, ``apply``, ``history``, ``revert``: what changes of terms do."""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.output import print_json
from workbench.counts import counted
from workbench.settings import Settings

if TYPE_CHECKING:
    from workbench.corpus.concepts import ConceptChange
    from workbench.workflow.impact import Impact, NewText

__all__ = ["register"]

_Action = Callable[[str, str], argparse.ArgumentParser]


def register(action: _Action) -> None:
    """Add the actions; ``action`` makes the parser of one, given its name and help."""
    impact = action("impact", "what a change of a concept would do to stored translations")
    impact.add_argument("concept", help="id of the concept; an id that is not there adds one")
    impact.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="COLUMN=VALUE",
        help="the change, as in the file: en=..., enforcement=check ...; may be repeated",
    )
    impact.add_argument("--delete", action="store_true", help="the change is to delete it")
    impact.add_argument("--file", default="", help="file of a new concept; default: the first")
    impact.add_argument("--package", default="", help="package to translate with")
    impact.add_argument("--limit", type=int, default=200, help="most drafts to translate again")
    impact.add_argument("--save", action="store_true", help="save it and replace the drafts")
    _people_option(impact)
    impact.set_defaults(func=_impact)
    again = action("apply", "put the terms right in stored translations, nothing else changed")
    again.add_argument("documents", nargs="*", type=int, help="documents; default: all")
    again.add_argument("--package", default="", help="package that judges the texts")
    again.add_argument("--limit", type=int, default=500, help="most segments to put right")
    again.add_argument("--save", action="store_true", help="write the drafts")
    _people_option(again)
    again.set_defaults(func=_apply)
    history = action("history", "who changed a concept, or the last changes of all")
    history.add_argument("concept", nargs="?", default="", help="id of the concept")
    history.add_argument("--limit", type=int, default=50, help="most changes of all concepts")
    history.set_defaults(func=_history)
    revert = action("revert", "bring a concept back to how it was after a change")
    revert.add_argument("change", help="number of the change, or the mark of an import")
    revert.set_defaults(func=_revert)


def _people_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--people",
        default="",
        metavar="SEGMENTS",
        help="with --save, change these texts of people too: numbers with commas, or all",
    )


def _impact(options: argparse.Namespace) -> int:
    from workbench.corpus.database import Database
    from workbench.glossary.concepts import Glossary
    from workbench.workflow import impact as impacts
    from workbench.workflow import terminology
    from workbench.workflow.terminology_form import keep

    settings = Settings.load()
    files = terminology.files(settings.glossaries)
    before, after, path = _wanted(options, files)
    now = Glossary.of(concept for file in files for concept in file.concepts)
    then = impacts.changed_glossary(files, path, after, delete="" if after else options.concept)
    database = Database.open(settings.database)
    translator = impacts.Translator.open(settings, package=options.package)
    found = translator.preview(
        database, now=now, then=then, before=before, after=after, limit=options.limit
    )
    kept = None
    if options.save:
        kept = keep(
            database,
            settings,
            path,
            after,
            seen=before,
            found=found,
            author=settings.user,
            people=_people(options.people, found.people),
            apply=True,
            package=options.package,
        )
    done = kept.applied if kept else None
    database.close()
    if options.json:
        from dataclasses import asdict

        report = {**_report(found), "saved": asdict(done) if done else None}
        print_json(report)
        return 0
    _tell(found)
    if done:
        print(
            f"saved: {done.drafts} drafts and {done.people} texts of people changed, "
            f"{done.confirmed} others stay as they are"
        )
        if done.stale:
            print(f"{done.stale} changed in the meantime and were left alone")
        if kept and kept.background:
            print("the others are being translated in the background")
        elif done.documents:
            print("translate these documents again: " + ", ".join(map(str, done.documents)))
    return 0


def _wanted(options: argparse.Namespace, files: Any) -> tuple[Any, Any, Path]:
    """Return the concept as it is, as it would be, and its file."""
    from workbench.errors import GlossaryError, SettingsError
    from workbench.glossary.rows import COLUMNS, concept_cells, concept_of

    cells = {}
    for change in options.set:
        column, equals, value = change.partition("=")
        if not equals or column not in COLUMNS or column == "concept":
            raise SettingsError(
                f"{change!r} is no change", where="--set", fix=f"COLUMN=VALUE with {COLUMNS[1:]}"
            )
        cells[column] = value
    home = next((file for file in files if options.concept in file.rows), None)
    before = next(one for one in home.concepts if one.id == options.concept) if home else None
    if home is None:
        named = [file for file in files if options.file in ("", file.path.name, file.path.stem)]
        if not named:
            raise SettingsError(f"there is no glossary file {options.file!r}", where="--file")
        home = named[0]
    if options.delete:
        if before is None:
            raise GlossaryError(f"there is no concept {options.concept!r}")
        return before, None, home.path
    if not cells:
        raise SettingsError("no change is named", where="--set", fix="Say what would change")
    base = concept_cells(before) if before else {}
    after, wrong = concept_of(
        {**base, **cells, "concept": options.concept},
        default_id=options.concept,
        file=str(home.path),
    )
    if wrong:
        raise GlossaryError("; ".join(str(one) for one in wrong), where=options.concept)
    return before, after, home.path


def _people(wanted: str, texts: "Sequence[NewText]") -> list[int]:
    from workbench.errors import SettingsError

    listed = [one.row.id for one in texts]
    if wanted == "all":
        return listed
    numbers = [part.strip() for part in wanted.split(",") if part.strip()]
    if any(not number.isdecimal() or int(number) not in listed for number in numbers):
        raise SettingsError(
            f"{wanted!r} names no segments of this change",
            where="--people",
            fix=f"Choose from {', '.join(map(str, listed)) or 'none'}, or say all",
        )
    return [int(number) for number in numbers]


def _rows(texts: "Sequence[NewText]") -> list[dict[str, Any]]:
    return [
        {
            "segment": one.row.id,
            "document": one.row.document,
            "position": one.row.position,
            "status": str(one.row.status),
            "source": one.row.source,
            "target": one.row.target,
            "new": one.text,
        }
        for one in texts
    ]


def _report(found: "Impact") -> dict[str, Any]:
    return {
        "before": found.before,
        "after": found.after,
        "drafts": _rows(found.drafts),
        "people": _rows(found.people),
        "same": len(found.same),
        "right": found.right,
        "untranslated": found.untranslated,
        "waiting": found.waiting,
    }


def _tell(found: "Impact") -> None:
    if found.before == found.after:
        print("no segment would change: recognition and translation stay as they are")
        return
    _list("draft", "drafts", found.drafts)
    _list("text of people", "texts of people", found.people)
    print(
        f"{len(found.same) + found.right} concerned ones stay, "
        f"{found.untranslated} are untranslated, {found.waiting} were not looked at"
    )


def _list(one_text: str, several: str, texts: "Sequence[NewText]") -> None:
    print(f"{counted(len(texts), one_text, several)} would change")
    for one in texts:
        print(f"  {one.row.id}  {one.row.source}")
        print(f"    - {one.row.target}")
        print(f"    + {one.text or '(no proposal: look at it)'}")


def _apply(options: argparse.Namespace) -> int:
    from workbench.corpus.database import Database
    from workbench.workflow import reapply
    from workbench.workflow.pipeline import Pipeline

    settings = Settings.load()
    pipeline = Pipeline.open(settings, package=options.package)
    database = Database.open(settings.database)
    found = reapply.look(
        database,
        pipeline.engine,
        pipeline.glossary,
        only=options.documents,
        limit=options.limit,
    )
    done = None
    if options.save:
        people = _people(options.people, found.people)
        done = reapply.apply(
            database, found, glossary=pipeline.glossary, author=settings.user, people=people
        )
    database.close()
    if options.json:
        from dataclasses import asdict

        report = {
            "glossary": found.glossary,
            "drafts": _rows(found.drafts),
            "people": _rows(found.people),
            "stuck": [row.id for row in found.stuck],
            "right": len(found.right) + found.settled,
            "waiting": found.waiting,
            "saved": asdict(done) if done else None,
        }
        print_json(report)
        return 0
    _list("draft", "drafts", found.drafts)
    _list("text of people", "texts of people", found.people)
    stuck = ", ".join(str(row.id) for row in found.stuck)
    print(
        f"{len(found.right) + found.settled} are right, {found.waiting} were not looked at, "
        f"{len(found.stuck)} have to be translated again" + (f": {stuck}" if stuck else "")
    )
    if done:
        print(
            f"saved: {done.drafts} drafts and {done.people} texts of people changed, "
            f"{done.confirmed} drafts are up to date with the glossary as they are"
        )
    return 0


def _history(options: argparse.Namespace) -> int:
    from workbench.corpus.database import Database
    from workbench.workflow import terminology

    settings = Settings.load()
    database = Database.open(settings.database)
    if options.concept:
        found = terminology.history(database, settings.glossaries, options.concept)
    else:
        found = terminology.recent(database, settings.glossaries, limit=options.limit)
    database.close()
    if options.json:
        print_json([_change(one) for one in found])
        return 0
    for one in found:
        print(f"{one.id:6} {one.at:%Y-%m-%d %H:%M} {one.author}: {one.action} {one.concept}")
        for column, (old, new) in one.differences.items():
            print(f"         {column}: {old or '(nothing)'} → {new or '(nothing)'}")
    return 0


def _change(one: "ConceptChange") -> Mapping[str, Any]:
    return {
        "id": one.id,
        "concept": one.concept,
        "file": one.file,
        "action": one.action,
        "author": one.author,
        "at": one.at.isoformat(),
        "batch": one.batch,
        "differences": {name: list(pair) for name, pair in one.differences.items()},
    }


def _revert(options: argparse.Namespace) -> int:
    from workbench.corpus.database import Database
    from workbench.workflow import terminology

    settings = Settings.load()
    database = Database.open(settings.database)
    if options.change.isdecimal():
        done = [
            terminology.revert(
                database, settings.glossaries, int(options.change), author=settings.user
            )
        ]
    else:
        done = terminology.revert_batch(
            database, settings.glossaries, options.change, author=settings.user
        )
    database.close()
    print(json.dumps(done) if options.json else f"brought back: {', '.join(done) or 'nothing'}")
    return 0
