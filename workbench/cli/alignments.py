"""``workbench alignments``: pairs of texts stored, aligned and listed, and their rows."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.alignment_deciding import deciding, open_store
from workbench.cli.output import print_json
from workbench.settings import Settings

if TYPE_CHECKING:
    from workbench.corpus.alignments import AlignmentInfo
    from workbench.corpus.database import Database
    from workbench.language import LanguagePair
    from workbench.workflow.pipeline import Pipeline

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
    run = add("run", "align stored pairs, or go on where their jobs stopped", _run, one=False)
    run.add_argument("alignments", nargs="+", type=int, metavar="ID", help="numbers in the list")
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
    deciding(add)
    add("delete", "delete an alignment; its units stay in the corpus", _delete)


def _list(options: argparse.Namespace) -> int:
    from workbench.corpus import alignments

    _, database = open_store()
    found = alignments.listing(database)
    if options.json:
        print_json([_told(info) for info in found])
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
    from workbench.errors import SettingsError
    from workbench.language import LanguagePair

    settings, database = open_store()
    pair = LanguagePair.parse(options.languages)
    if len(options.files) == 1:
        if options.stored or options.name:
            raise SettingsError("a folder takes no --stored and no --name")
        return _folder(options, settings, database, pair)
    if len(options.files) != 2:
        raise SettingsError("give two files, or one folder of pairs")
    return _align_all(options, settings, database, [_pair(options, settings, database, pair)])


def _folder(
    options: argparse.Namespace, settings: Settings, database: "Database", pair: "LanguagePair"
) -> int:
    from workbench.workflow.alignment_folder import create_folder

    (folder,) = options.files
    made = []
    bad = 0
    for found in create_folder(
        database,
        folder,
        settings=settings,
        project=options.project,
        pair=pair,
        author=settings.user,
    ):
        if found.remark:
            print(f"workbench: {found.line()}", file=sys.stderr)
        if found.info is not None:
            made.append(found.info.id)
        else:
            bad += len(found.files) > 1
    return _align_all(options, settings, database, made) or (1 if bad else 0)


def _pair(
    options: argparse.Namespace, settings: Settings, database: "Database", pair: "LanguagePair"
) -> int:
    from workbench.errors import SettingsError
    from workbench.workflow.alignment import create_pair
    from workbench.workflow.alignment_pairs import load_stored, read_side

    if options.stored:
        if not all(str(side).isdigit() for side in options.files):
            raise SettingsError("--stored wants the numbers of two documents")
        texts = [load_stored(database, int(str(side))) for side in options.files]
    else:
        texts = [read_side(side, settings) for side in options.files]
    return create_pair(
        database,
        texts[0],
        texts[1],
        name=options.name,
        project=options.project,
        pair=pair,
        author=settings.user,
    ).id


def _align(
    options: argparse.Namespace, database: "Database", number: int, pipeline: "Pipeline"
) -> None:
    from workbench.cli.progress import bar
    from workbench.corpus import alignments
    from workbench.workflow.alignment import align_pair
    from workbench.workflow.alignment_checks import Judge

    with bar("Translating") as progress:
        summary = align_pair(
            database,
            number,
            pipeline=None if getattr(options, "no_translation", False) else pipeline,
            judge=Judge(pipeline.glossary, alignments.get(database, number).pair),
            progress=progress,
        )
    if options.json:
        print_json(_told(alignments.get(database, number)))
    else:
        print(f"{number:4}  {summary.line()}")


def _align_all(
    options: argparse.Namespace, settings: Settings, database: "Database", numbers: list[int]
) -> int:
    """Align pairs one after the other; one that fails is no reason to leave the others."""
    from workbench.errors import Cancelled, WorkbenchError
    from workbench.workflow.pipeline import Pipeline

    pipeline = Pipeline.open(settings)
    bad = 0
    for number in numbers:
        try:
            _align(options, database, number, pipeline)
        except Cancelled:
            raise
        except WorkbenchError as error:
            if len(numbers) == 1:
                raise
            print(f"workbench: {error}", file=sys.stderr)
            bad = 1
    return bad


def _run(options: argparse.Namespace) -> int:
    settings, database = open_store()
    return _align_all(options, settings, database, options.alignments)


def _demo(options: argparse.Namespace) -> int:
    from workbench.cli.progress import bar
    from workbench.workflow.alignment_demo import create_demo

    settings, database = open_store()
    with bar("Translating the sample") as progress:
        info = create_demo(database, settings, progress=progress)
    return _align_all(options, settings, database, [info.id])


def _show(options: argparse.Namespace) -> int:
    from workbench.corpus import alignment_rows
    from workbench.corpus.alignment_tables import RowStatus
    from workbench.workflow import alignment_editor

    _, database = open_store()
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


def _delete(options: argparse.Namespace) -> int:
    from workbench.corpus import alignments

    _, database = open_store()
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
