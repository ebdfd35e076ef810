"""``workbench alignments``: stored pairs of texts, their rows, and everything the editor can do."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.settings import Settings

if TYPE_CHECKING:
    from workbench.corpus.alignments import AlignmentInfo
    from workbench.corpus.database import Database

__all__ = ["register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = subparsers.add_parser("alignments", help="stored document pairs and their rows")
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)

    def add(name: str, text: str, function: Any, *, one: bool = True) -> argparse.ArgumentParser:
        parser = actions.add_parser(name, help=text)
        if one:
            parser.add_argument("alignment", type=int, metavar="ID", help="number in the list")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.set_defaults(func=function)
        return parser

    add("list", "list the alignments", _list, one=False)
    create = add("create", "store pairs of files and align them", _create, one=False)
    create.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="source and target file, or one folder whose files are matched by name",
    )
    create.add_argument("--name", default="", help="name to show (default: both file names)")
    create.add_argument("--project", default="default", help="project of the units")
    create.add_argument("--languages", default="nl-en", metavar="PAIR", help="default nl-en")
    create.add_argument(
        "--no-translation", action="store_true", help="align without the engine: faster, less sure"
    )
    create.add_argument("--stored", action="store_true", help="FILE is a document's number")
    run = add("run", "align a stored pair, or go on where its job stopped", _run)
    run.add_argument("--no-translation", action="store_true", help="without the engine")
    add(
        "demo",
        "pair a sample document with its own English, changed here and there",
        _demo,
        one=False,
    )
    show = add("show", "print the rows, least certain first with --queue", _show)
    show.add_argument("--queue", action="store_true", help="only undecided rows, least sure first")
    show.add_argument("--limit", type=int, default=0, help="most rows to print")
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
    add("delete", "delete an alignment; its units stay in the corpus", _delete)


def _store() -> "tuple[Settings, Database]":
    from workbench.corpus.database import Database

    settings = Settings.load()
    return settings, Database.open(settings.database)


def _list(options: argparse.Namespace) -> int:
    from workbench.corpus import alignments

    _, database = _store()
    found = alignments.listing(database)
    if options.json:
        _print([_told(info) for info in found])
        return 0
    for info in found:
        gold = ", gold" if info.gold else ""
        state = (
            f"{info.decided} of {info.rows} rows decided, "
            f"about {info.expected_errors:.0f} wrong left{gold}"
            if info.aligned
            else "not aligned yet"
        )
        print(f"{info.id:4}  {info.name}: {state}")
    return 0


def _create(options: argparse.Namespace) -> int:
    from workbench.errors import SettingsError, WorkbenchError
    from workbench.language import LanguagePair
    from workbench.workflow.alignment_pairs import match_folder

    settings, database = _store()
    pair = LanguagePair.parse(options.languages)
    if len(options.files) == 1:
        matched = match_folder(options.files[0], pair=pair, settings=settings)
        for path in matched.alone:
            print(
                f"workbench: {path}: no other file, or more than one, goes with it", file=sys.stderr
            )
        pairs = list(matched.pairs)
    elif len(options.files) == 2:
        pairs = [(options.files[0], options.files[1])]
    else:
        raise SettingsError("give two files, or one folder of pairs")
    bad = 0
    for source, target in pairs:
        try:
            _make(options, settings, database, source, target, pair)
        except WorkbenchError as error:
            if len(pairs) == 1:
                raise
            print(f"workbench: {error}", file=sys.stderr)
            bad += 1
    return 1 if bad else 0


def _make(
    options: argparse.Namespace,
    settings: Settings,
    database: "Database",
    source: Path,
    target: Path,
    pair: Any,
) -> None:
    from workbench.errors import SettingsError
    from workbench.workflow.alignment import create_pair
    from workbench.workflow.alignment_pairs import load_stored, read_side

    if options.stored:
        if not (str(source).isdigit() and str(target).isdigit()):
            raise SettingsError("--stored wants the numbers of two documents")
        texts = [load_stored(database, int(str(side))) for side in (source, target)]
    else:
        texts = [read_side(side, settings) for side in (source, target)]
    info = create_pair(
        database,
        texts[0],
        texts[1],
        name=options.name,
        project=options.project,
        pair=pair,
        author=settings.user,
    )
    _align(options, settings, database, info.id)


def _align(
    options: argparse.Namespace, settings: Settings, database: "Database", number: int
) -> None:
    from workbench.cli.progress import bar
    from workbench.corpus import alignments
    from workbench.workflow.alignment import align_pair
    from workbench.workflow.alignment_checks import Judge
    from workbench.workflow.pipeline import Pipeline

    pipeline = Pipeline.open(settings)
    with bar("Translating") as progress:
        summary = align_pair(
            database,
            number,
            pipeline=None if getattr(options, "no_translation", False) else pipeline,
            judge=Judge(pipeline.glossary, alignments.get(database, number).pair),
            progress=progress,
        )
    if options.json:
        _print(_told(alignments.get(database, number)))
    else:
        print(f"{number:4}  {summary.line()}")


def _run(options: argparse.Namespace) -> int:
    settings, database = _store()
    _align(options, settings, database, options.alignment)
    return 0


def _demo(options: argparse.Namespace) -> int:
    from workbench.workflow.alignment_demo import create_demo

    settings, database = _store()
    info = create_demo(database, settings)
    _align(options, settings, database, info.id)
    return 0


def _show(options: argparse.Namespace) -> int:
    from workbench.corpus import alignment_rows
    from workbench.corpus.alignment_tables import RowStatus
    from workbench.workflow import alignment_editor

    _, database = _store()
    shapes = alignment_rows.outline(database, options.alignment)
    if options.queue:
        waiting = (RowStatus.AUTOMATIC, RowStatus.NEEDS_REVIEW)
        shapes = sorted(
            (shape for shape in shapes if shape.status in waiting),
            key=lambda shape: shape.probability or 0.0,
        )
    ids = [shape.id for shape in shapes][: options.limit or None]
    for first in range(0, len(ids), 500):
        for row in alignment_editor.rows(database, options.alignment, ids[first : first + 500]):
            if options.json:
                print(json.dumps(row, ensure_ascii=False))
                continue
            chance = "    " if row["probability"] is None else f"{row['probability']:.2f}"
            texts = [" ".join(one["text"] for one in row[side]) for side in ("source", "target")]
            flags = ",".join(row["flags"])
            print(f"{row['id']}\t{row['status']}\t{chance}\t{flags}\t{texts[0]}\t{texts[1]}")
    return 0


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
            wish[name] = [int(one) for one in value.split(",") if one.strip("-").isdigit()]
        elif name in ("text", "note", "reason", "status"):
            wish[name] = value
        else:
            wish[name] = int(value) if value.lstrip("-").isdigit() else value
    return _operate(options, wish)


def _undo(options: argparse.Namespace) -> int:
    return _operate(options, {"operation": "undo"})


def _redo(options: argparse.Namespace) -> int:
    return _operate(options, {"operation": "redo"})


def _operate(options: argparse.Namespace, wish: dict[str, Any]) -> int:
    from workbench.corpus import alignments
    from workbench.workflow import alignment_editor

    settings, database = _store()
    info = alignments.get(database, options.alignment)
    answer = alignment_editor.operate(
        database, info.id, wish, author=settings.user, judge=_judge(settings, info)
    )
    if options.json:
        _print(answer)
    else:
        count = len(answer["rows"]) + len(answer["removed"])
        print(answer["message"] or f"{count} rows changed")
    return 0


def _judge(settings: Settings, info: "AlignmentInfo") -> Any:
    from workbench.workflow.alignment_checks import Judge
    from workbench.workflow.pipeline import Pipeline

    return Judge(Pipeline.open(settings).glossary, info.pair)


def _realign(options: argparse.Namespace) -> int:
    from workbench.corpus import alignments
    from workbench.workflow import alignment_again, alignment_editor
    from workbench.workflow.pipeline import Pipeline

    settings, database = _store()
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
        _print(preview["changes"])
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
        print(f"{len(preview['changes'])} changes {word}")
    return 0


def _export(options: argparse.Namespace) -> int:
    from workbench.workflow.alignment_export import export_rows, statuses_for_rows

    _, database = _store()
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
        _print({"file": str(options.output), "rows": written, "left_out": others})
    else:
        print(f"{written} rows written to {options.output}, {others} left out")
    return 0


def _gold(options: argparse.Namespace) -> int:
    from workbench.corpus import alignments
    from workbench.workflow.alignment_gold import measure
    from workbench.workflow.pipeline import Pipeline

    settings, database = _store()
    alignments.set_gold(database, options.alignment, gold=not options.off)
    if options.off:
        print("It is gold no longer.")
        return 0
    measured = measure(database, options.alignment, glossary=Pipeline.open(settings).glossary)
    if options.json:
        _print(measured)
    else:
        print(
            f"strict F1 {measured['strict_f1']:.3f}, lax F1 {measured['lax_f1']:.3f}, "
            f"calibration error {measured['calibration_error']:.3f} on {measured['rows']} rows"
        )
    return 0


def _delete(options: argparse.Namespace) -> int:
    from workbench.corpus import alignments

    _, database = _store()
    alignments.delete_alignment(database, options.alignment)
    print("Deleted; the units of its accepted rows stay in the corpus.")
    return 0


def _told(info: "AlignmentInfo") -> dict[str, Any]:
    return {
        "id": info.id,
        "name": info.name,
        "files": list(info.names),
        "sentences": list(info.sizes),
        "rows": info.rows,
        "decided": info.decided,
        "counts": {str(status): count for status, count in info.counts.items()},
        "expected_errors": round(info.expected_errors, 2),
        "warning": info.warning,
        "gold": info.gold is not None,
        "measured": dict(info.measured),
        "document": info.document,
    }


def _print(value: Any) -> None:
    print(json.dumps(value, indent=2, ensure_ascii=False))
