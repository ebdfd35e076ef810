"""``workbench alignments``: everything the editor can do to rows, from the command line."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.output import print_json
from workbench.counts import counted
from workbench.settings import Settings

if TYPE_CHECKING:
    from workbench.corpus.alignments import AlignmentInfo
    from workbench.corpus.database import Database

__all__ = ["deciding", "open_store"]


def deciding(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the actions on rows; ``add`` takes an action's name, its help and its function."""
    accept = add("accept", "accept rows", _accept)
    accept.add_argument("rows", nargs="*", type=int, metavar="ROW", help="rows by their numbers")
    accept.add_argument(
        "--above", type=float, metavar="P", help="all unflagged rows at least this probable"
    )
    do = add("do", "do one of the editor's operations", _do)
    do.add_argument("operation", help="merge, split_row, send, swap, link, unalign, edit_text, …")
    do.add_argument("arguments", nargs="*", metavar="NAME=VALUE", help="such as row=12 step=1")
    add("undo", "take back your last action", _undo)
    add("redo", "do again what you undid last", _redo)
    again = add("realign", "align again what nobody decided on; shows it, --yes does it", _realign)
    again.add_argument("--scope", choices=("all", "here", "around", "selection"), default="all")
    again.add_argument("--row", type=int, help="where the scope needs one")
    again.add_argument("--last", type=int, help="other end of a selection")
    again.add_argument("--yes", action="store_true", help="do it")
    export = add("export", "write rows to a file", _export)
    export.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    export.add_argument("--format", default="", help="default: by the file's ending")
    export.add_argument("--status", choices=("accepted", "decided", "all"), default="accepted")
    export.add_argument(
        "--above", type=float, default=0.0, metavar="P", help="of automatic rows, only these"
    )
    export.add_argument("--left-out", type=Path, metavar="FILE", help="file for all other rows")
    gold = add("gold", "declare an alignment gold and measure the aligner on it", _gold)
    gold.add_argument("--not", dest="off", action="store_true", help="it is gold no longer")


def open_store() -> "tuple[Settings, Database]":
    """Return the settings and the store they name."""
    from workbench.corpus.database import Database

    settings = Settings.load()
    return settings, Database.open(settings.database)


def _accept(options: argparse.Namespace) -> int:
    from workbench.errors import SettingsError

    if bool(options.rows) == (options.above is not None):
        raise SettingsError("give the numbers of rows, or --above P")
    if options.rows:
        return _operate(options, {"operation": "accept", "rows": options.rows})
    return _operate(options, {"operation": "accept_sure", "probability": options.above})


def _do(options: argparse.Namespace) -> int:
    from workbench.errors import SettingsError

    wish: dict[str, Any] = {"operation": options.operation}
    for argument in options.arguments:
        name, sign, value = argument.partition("=")
        if not sign:
            raise SettingsError(f"{argument!r} is no NAME=VALUE")
        if name in ("rows", "sentences"):
            wish[name] = _numbers(argument, value)
        elif name in ("text", "note", "reason", "status"):
            wish[name] = value
        else:
            wish[name] = int(value) if value.lstrip("-").isdigit() else value
    return _operate(options, wish)


def _numbers(argument: str, value: str) -> list[int]:
    from workbench.errors import SettingsError

    try:
        return [int(one) for one in value.split(",") if one.strip()]
    except ValueError:
        raise SettingsError(
            f"{argument!r} does not list numbers", fix="Give them with commas, as 12,13"
        ) from None


def _undo(options: argparse.Namespace) -> int:
    return _operate(options, {"operation": "undo"})


def _redo(options: argparse.Namespace) -> int:
    return _operate(options, {"operation": "redo"})


def _operate(options: argparse.Namespace, wish: dict[str, Any]) -> int:
    from workbench.corpus import alignments
    from workbench.workflow import alignment_editor

    settings, database = open_store()
    info = alignments.get(database, options.alignment)
    answer = alignment_editor.operate(
        database, info.id, wish, author=settings.user, judge=_judge(settings, info)
    )
    if options.json:
        print_json(answer)
    else:
        count = len(answer["rows"]) + len(answer["removed"])
        print(answer["message"] or f"{counted(count, 'row')} changed")
    return 0


def _judge(settings: Settings, info: "AlignmentInfo") -> Any:
    from workbench.workflow.alignment_checks import Judge
    from workbench.workflow.pipeline import Pipeline

    return Judge(Pipeline.open(settings).glossary, info.pair)


def _realign(options: argparse.Namespace) -> int:
    from workbench.corpus import alignments
    from workbench.workflow import alignment_again, alignment_editor
    from workbench.workflow.pipeline import Pipeline

    settings, database = open_store()
    info = alignments.get(database, options.alignment)
    preview = alignment_again.preview_realignment(
        database,
        info.id,
        scope=options.scope,
        row=options.row,
        last=options.last,
        glossary=Pipeline.open(settings).glossary,
    )
    if options.json:
        print_json(preview["changes"])
    else:
        for change in preview["changes"]:
            for sign, rows in (("-", change["before"]), ("+", change["after"])):
                for row in rows:
                    print(f"{sign} {row['source']}\t{row['target']}")
            print()
    if options.yes and preview["changes"]:
        alignment_editor.apply_realignment(
            database,
            info.id,
            preview["plan"],
            author=settings.user,
            judge=_judge(settings, info),
        )
    if not options.json:
        word = "done" if options.yes else "to be done with --yes"
        count = len(preview["changes"])
        print(f"{counted(count, 'change')} {word}" if count else "Nothing would change.")
    return 0


def _export(options: argparse.Namespace) -> int:
    from workbench.workflow.alignment_export import export_rows, statuses_for_rows

    _, database = open_store()
    written, others = export_rows(
        database,
        options.alignment,
        options.output,
        format=options.format,
        statuses=statuses_for_rows(options.status),
        probability=options.above,
        left_out=options.left_out,
    )
    if options.json:
        print_json({"file": str(options.output), "rows": written, "left_out": others})
    else:
        print(f"{counted(written, 'row')} written to {options.output}, {others} left out")
    return 0


def _gold(options: argparse.Namespace) -> int:
    from workbench.corpus import alignments
    from workbench.workflow.alignment_gold import measure
    from workbench.workflow.pipeline import Pipeline

    settings, database = open_store()
    alignments.set_gold(database, options.alignment, gold=not options.off)
    if options.off:
        print("It is gold no longer.")
        return 0
    measured = measure(database, options.alignment, glossary=Pipeline.open(settings).glossary)
    if options.json:
        print_json(measured)
    else:
        print(
            f"strict F1 {measured['strict_f1']:.3f}, lax F1 {measured['lax_f1']:.3f}, "
            f"calibration error {measured['calibration_error']:.3f} on {measured['rows']} rows"
        )
    return 0
