"""``workbench import`` and ``workbench memories``: files of other tools become memories."""

import argparse
import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.output import print_json
from workbench.counts import counted
from workbench.settings import Settings

if TYPE_CHECKING:
    from workbench.corpus.memories import MemoryInfo
    from workbench.workflow.imports import Plan

__all__ = ["register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both commands."""
    from workbench.exchange.base import FORMATS

    command = subparsers.add_parser(
        "import", help="import units of a file (TMX, XLIFF, tables ...) into a memory"
    )
    command.add_argument("file", type=Path, help="the file")
    command.add_argument(
        "--preview", action="store_true", help="only say what it holds; writes nothing"
    )
    command.add_argument("--memory", metavar="NAME", help="default: the file's name")
    command.add_argument(
        "--project",
        metavar="NAME",
        help="not into a memory but, from JSON Lines, into a project: as segments with their "
        "statuses, histories, remarks and beads",
    )
    command.add_argument("--format", default="", choices=tuple(FORMATS), help="default: by ending")
    command.add_argument(
        "--languages", metavar="PAIR", help="languages wanted, such as nl-BE:en-GB (default nl-en)"
    )
    command.add_argument(
        "--inline", choices=("strip", "keep"), default="strip", help="inline tags (default strip)"
    )
    how = command.add_mutually_exclusive_group()
    how.add_argument(
        "--all-or-nothing",
        action="store_true",
        help="one unit that can't be taken ends the import (default)",
    )
    how.add_argument("--good-part", action="store_true", help="leave out what can't be taken")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(func=_import)

    command = subparsers.add_parser("memories", help="list the imported memories, or change one")
    command.add_argument("name", nargs="?", help="the memory to change")
    what = command.add_mutually_exclusive_group()
    what.add_argument("--on", action="store_true", help="use it for matches and concordance")
    what.add_argument("--off", action="store_true", help="keep it, but do not use it")
    what.add_argument("--delete", action="store_true", help="delete it with its units")
    what.add_argument("--rename", metavar="NAME", help="give it another name")
    what.add_argument(
        "--export", type=Path, metavar="FILE", help="write its units to a file of any format"
    )
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(func=_memories)


def _import(options: argparse.Namespace) -> int:
    from workbench.corpus.database import Database
    from workbench.language import NL_EN, LanguagePair
    from workbench.workflow import imports

    settings = Settings.load()
    database = Database.open(settings.database)
    if options.project is not None:
        from workbench.cli import project_import

        return project_import.run(options, database, author=settings.user)
    pair = LanguagePair.parse(options.languages) if options.languages else NL_EN
    chosen = {"format": options.format, "pair": pair, "inline": options.inline}
    memory = options.memory or options.file.stem
    if options.preview:
        plan = imports.preview(database, options.file, memory=memory, **chosen)
        _print_plan(plan, as_json=options.json)
        return 0 if plan.clean else 1
    done = imports.import_file(
        database,
        options.file,
        memory=memory,
        good_part=options.good_part,
        author=settings.user,
        **chosen,
    )
    database.close()
    if options.json:
        told = {"memory": done.memory.name, "taken": done.taken, "left_out": done.left_out}
        print_json({**told, "units": done.memory.units})
        return 0
    print(f"{counted(done.taken, 'unit')} imported into the memory {done.memory.name}")
    if done.left_out:
        print(f"{done.left_out} left out: there already, duplicates, or with a problem (--preview)")
    return 0


def _print_plan(plan: "Plan", *, as_json: bool) -> None:
    counts = {
        "format": plan.format,
        "units": plan.units,
        "others": plan.others,
        "untranslated": plan.untranslated,
        "good": plan.good,
        "languages": plan.languages,
        "statuses": plan.statuses,
        "duplicates": plan.duplicates,
        "there": plan.there,
        "known": plan.known,
        "conflicts": plan.conflicts,
        "varying": plan.varying,
        "problems": plan.problem_count,
        "broken": plan.broken,
    }
    if as_json:
        more = {
            "shown_problems": [dataclasses.asdict(each) for each in plan.problems],
            "shown_conflicts": [dataclasses.asdict(each) for each in plan.shown_conflicts],
        }
        print_json({**counts, **more})
        return
    for name, value in counts.items():
        if isinstance(value, dict):
            value = ", ".join(f"{key} {number}" for key, number in value.items())
        print(f"{name:14}{value}")
    for problem in plan.problems:
        print(f"problem     {problem.where or f'unit {problem.unit}'}: {problem.what}")
    for conflict in plan.shown_conflicts:
        print(f"conflict    unit {conflict.unit}: {conflict.source}")
        print(f"            file:  {conflict.target}")
        for known in conflict.known:
            print(f"            store: {known}")


def _memories(options: argparse.Namespace) -> int:
    from workbench.corpus import memories
    from workbench.corpus.database import Database

    database = Database.open(Settings.load().database)
    if not options.name:
        _print_list(memories.listing(database), as_json=options.json)
        return 0
    memory = memories.find(database, options.name)
    if options.delete:
        memories.delete(database, memory.id)
        print(f"{memory.name} is deleted")
        return 0
    if options.export:
        from workbench.exchange import base

        name = base.format_for(options.export).name
        with base.atomic(options.export) as file:
            written = base.writer(name).write(
                memories.stream(database, memory.id), file, base.Options(pair=memory.pair)
            )
        print(f"{counted(written, 'unit')} written to {options.export}")
        return 0
    if options.rename is not None:
        memory = memories.rename(database, memory.id, options.rename)
    elif options.on or options.off:
        memory = memories.set_enabled(database, memory.id, options.on)
    _print_list([memory], as_json=options.json)
    return 0


def _print_list(listed: "list[MemoryInfo]", *, as_json: bool) -> None:
    if as_json:
        values = [
            {
                **dataclasses.asdict(memory),
                "pair": str(memory.pair),
                "imported": memory.imported.isoformat(),
            }
            for memory in listed
        ]
        print_json(values)
        return
    for memory in listed:
        state = "on" if memory.enabled else "off"
        units = counted(memory.units, "unit")
        print(f"{memory.name}: {units}, {memory.pair}, {state}, from {memory.file}")
    if not listed:
        print("No memories yet; `workbench import FILE` makes one.")
