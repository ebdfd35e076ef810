"""``workbench align``: two texts into groups of sentences, with a probability for each."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.output import print_json
from workbench.settings import Settings

if TYPE_CHECKING:
    from workbench.workflow.align_evidence import ApprovedPairs

__all__ = ["register"]

FORMS = ("vecalign", "ladder", "tsv", "tmx", "jsonl")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = subparsers.add_parser(
        "align",
        help="align two files sentence by sentence; evaluate or learn the aligner",
        usage="workbench align SRC TGT [options]\n"
        "       workbench align FOLDER [options]\n"
        "       workbench align evaluate DATA [options]\n"
        "       workbench align learn DATA [options]",
        description="Align SRC with TGT, or every pair in a folder. The source is translated "
        "first as a bridge; --mt gives a ready translation, for any languages. 'evaluate' "
        "measures the aligner on gold, 'learn' learns its weights anew.",
    )
    command.add_argument("paths", nargs="+", metavar="SRC TGT", help="two files or one folder")
    command.add_argument(
        "--one-sentence-per-line", action="store_true", help="each line is a sentence"
    )
    command.add_argument(
        "--mt", type=Path, action="append", metavar="FILE", help="translation of the source lines"
    )
    command.add_argument(
        "--back-mt", type=Path, metavar="FILE", help="translation of the target lines, as well"
    )
    command.add_argument("--no-mt", action="store_true", help="align without any translation")
    command.add_argument("--pins", type=Path, metavar="FILE", help="beads that are decided")
    command.add_argument(
        "--memory",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="approved pairs as evidence: TMX, XLIFF, TSV ...; may be given again",
    )
    command.add_argument(
        "--stored-memory",
        action="store_true",
        help="the store's approved units, and its memories that are on, as evidence",
    )
    command.add_argument(
        "--languages", default="nl-en", metavar="PAIR", help="languages (default: nl-en)"
    )
    command.add_argument("--package", default="", metavar="P", help="package to translate with")
    command.add_argument("--format", choices=FORMS, default="tsv", help="default: tsv")
    command.add_argument(
        "-o", "--out", type=Path, metavar="OUT", help="file (or folder, for a folder of pairs)"
    )
    command.add_argument("--gold", type=Path, metavar="FILE", help="evaluate: gold of SRC and TGT")
    command.add_argument(
        "--memory-every",
        type=int,
        metavar="N",
        help="evaluate DATA: what a memory with every Nth pair does to the others",
    )
    command.add_argument("--json", action="store_true", help="evaluate: print JSON")
    command.set_defaults(func=_align, parser=command)


def _align(options: argparse.Namespace) -> int:
    from workbench.language import LanguagePair

    options.pair = LanguagePair.parse(options.languages)
    verb = options.paths[0]
    if verb in ("evaluate", "learn") and not Path(verb).exists():
        return _evaluate(options) if verb == "evaluate" else _learn(options)
    paths = [Path(path) for path in options.paths]
    if len(paths) > 2 or (len(paths) == 1 and not paths[0].is_dir()):
        options.parser.error("name two files, or one folder")
    if options.mt and len(options.mt) > 1:
        options.parser.error("give one --mt")
    return _folder(options, paths[0]) if len(paths) == 1 else _pair(options, paths[0], paths[1])


def _pair(options: argparse.Namespace, source: Path, target: Path) -> int:
    from workbench.cli.progress import bar
    from workbench.workflow.align_files import align_pair_of_files, open_pipeline, save

    settings = Settings.load()
    translates = not (options.mt or options.no_mt)
    pipeline = (
        open_pipeline(settings, options.pair, package=options.package) if translates else None
    )
    with bar("Translating") as progress:
        done = align_pair_of_files(
            source,
            target,
            settings=settings,
            pair=options.pair,
            pipeline=pipeline,
            lines=options.one_sentence_per_line,
            translation=options.mt[0] if options.mt else None,
            back_translation=options.back_mt,
            pins=options.pins,
            memory=_memory(options, settings),
            progress=progress,
        )
    sys.stdout.write(save(done, options.format, pair=options.pair, out=options.out))
    print(done.line(), file=sys.stderr)
    return 0


def _folder(options: argparse.Namespace, folder: Path) -> int:
    from workbench.cli.progress import bar
    from workbench.errors import Cancelled, WorkbenchError
    from workbench.workflow.align_files import align_pair_of_files, open_pipeline, pairs_in, save

    if options.out is None or options.mt or options.back_mt or options.pins:
        options.parser.error("a folder needs -o FOLDER, and takes no --mt, --back-mt or --pins")
    settings = Settings.load()
    pairs = pairs_in(folder, pair=options.pair, settings=settings)
    pipeline = (
        None if options.no_mt else open_pipeline(settings, options.pair, package=options.package)
    )
    memory = _memory(options, settings)
    failed = 0
    for source, target in pairs:
        try:
            with bar(source.name) as progress:
                done = align_pair_of_files(
                    source,
                    target,
                    settings=settings,
                    pair=options.pair,
                    pipeline=pipeline,
                    lines=options.one_sentence_per_line,
                    memory=memory,
                    progress=progress,
                )
            out = options.out / f"{source.stem}.{options.format}"
            save(done, options.format, pair=options.pair, out=out)
        except Cancelled:
            raise
        except WorkbenchError as error:
            failed += 1
            print(f"workbench: {source.name}, {target.name}: {error}", file=sys.stderr)
            continue
        print(done.line())
    return 1 if failed else 0


def _memory(options: argparse.Namespace, settings: Settings) -> "ApprovedPairs | None":
    if not (options.memory or options.stored_memory):
        return None
    from workbench.corpus.database import Database
    from workbench.workflow.align_evidence import ApprovedPairs

    database = Database.open(settings.database) if options.stored_memory else None
    return ApprovedPairs(options.memory, options.pair, database=database)


def _evaluate(options: argparse.Namespace) -> int:
    from workbench.workflow.align_evaluate import evaluate_data, evaluate_gold, evaluate_memory

    paths = [Path(path) for path in options.paths[1:]]
    _check_evaluation(options, paths)
    if options.gold is not None:
        rows = evaluate_gold(
            paths[0],
            paths[1],
            options.gold,
            translations=options.mt or [],
            back_translations=[options.back_mt] if options.back_mt else [],
            pair=options.pair,
        )
    elif options.memory_every is not None:
        rows = evaluate_memory(
            paths[0],
            every=options.memory_every,
            settings=Settings.load(),
            package=options.package,
        )
    else:
        rows = evaluate_data(paths[0], settings=Settings.load(), package=options.package)
    if options.json:
        print_json([row.as_json() for row in rows])
        return 0
    print(f"{'data':24} {'method':27} {'strict P':>8} {'R':>6} {'F1':>6} {'lax F1':>7} {'ECE':>6}")
    for row in rows:
        print(row.line(), flush=True)
    return 0


def _check_evaluation(options: argparse.Namespace, paths: list[Path]) -> None:
    """Refuse what an evaluation would not use."""
    refuse = options.parser.error
    if options.memory or options.stored_memory:
        refuse("evaluate takes no memory; see --memory-every")
    if options.pins or options.no_mt:
        refuse(
            "evaluate takes no --pins and no --no-mt; a row without a translation is always there"
        )
    if len(paths) != (1 if options.gold is None else 2):
        refuse("name a folder of gold, or SRC TGT --gold FILE")
    if options.gold is None and (options.mt or options.back_mt):
        refuse("evaluate takes --mt and --back-mt with SRC TGT --gold FILE only")
    if options.gold is not None and options.memory_every is not None:
        refuse("--memory-every needs a folder of gold, and goes with no --gold")
    if options.memory_every is not None and options.memory_every < 1:
        refuse(f"--memory-every wants 1 or more, not {options.memory_every}")


def _learn(options: argparse.Namespace) -> int:
    from workbench.workflow.align_learn import learn

    if len(options.paths) != 2:
        options.parser.error("name the folder of the data")
    learn(
        Path(options.paths[1]),
        settings=Settings.load(),
        out=options.out,
        report=lambda text: print(text, flush=True),
    )
    return 0
