"""``workbench align``: two texts into groups of sentences, with a probability for each."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.output import print_json
from workbench.settings import Settings

if TYPE_CHECKING:
    from workbench.workflow.align_evidence import ApprovedPairs

__all__ = ["register"]

FORMS = ("vecalign", "ladder", "tsv", "tmx", "jsonl")

PAIR = "workbench align SRC TGT"
FOLDER = "workbench align FOLDER"
EVALUATE_PAIR = "workbench align evaluate SRC TGT --gold FILE"
EVALUATE = "workbench align evaluate DATA"
LEARN = "workbench align learn DATA"

_BOTH = frozenset(
    {
        "--one-sentence-per-line",
        "--no-mt",
        "--memory",
        "--stored-memory",
        "--languages",
        "--package",
        "--format",
        "--out",
    }
)

_TAKES = {
    PAIR: _BOTH | {"--mt", "--back-mt", "--pins"},
    FOLDER: _BOTH,
    EVALUATE_PAIR: frozenset(("--gold", "--mt", "--back-mt", "--languages", "--json")),
    EVALUATE: frozenset(("--memory-every", "--package", "--json")),
    LEARN: frozenset(("--out",)),
}
"""The options that each form of the command uses."""

_OPTIONS: dict[str, dict[str, Any]] = {
    "--one-sentence-per-line": {"action": "store_true", "help": "each line is a sentence"},
    "--mt": {
        "type": Path,
        "action": "append",
        "metavar": "FILE",
        "help": "translation of the source lines; evaluate takes several",
    },
    "--back-mt": {
        "type": Path,
        "metavar": "FILE",
        "help": "translation of the target lines, as well",
    },
    "--no-mt": {"action": "store_true", "help": "align without translating the source"},
    "--pins": {"type": Path, "metavar": "FILE", "help": "beads that are decided"},
    "--memory": {
        "type": Path,
        "action": "append",
        "metavar": "FILE",
        "help": "approved pairs as evidence: TMX, XLIFF, TSV ...; may be given again",
    },
    "--stored-memory": {
        "action": "store_true",
        "help": "the store's approved units, and its memories that are on, as evidence",
    },
    "--languages": {"metavar": "PAIR", "help": "languages (default: nl-en)"},
    "--package": {"metavar": "P", "help": "package to translate with"},
    "--format": {"choices": FORMS, "help": "default: tsv"},
    "--out": {
        "type": Path,
        "metavar": "OUT",
        "help": "file; for a folder of pairs, a folder; learn: file of weights",
    },
    "--gold": {"type": Path, "metavar": "FILE", "help": "evaluate: gold of SRC and TGT"},
    "--memory-every": {
        "type": int,
        "metavar": "N",
        "help": "evaluate DATA: what a memory with every Nth pair does to the others",
    },
    "--json": {"action": "store_true", "help": "evaluate: print JSON"},
}
"""What argparse is told of each option; none has a default, so that what was given is known."""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = subparsers.add_parser(
        "align",
        help="align two files sentence by sentence; evaluate or learn the aligner",
        usage="\n       ".join(f"{form} [options]" for form in _TAKES),
        description="Align SRC with TGT, or every pair in a folder. The source is translated "
        "first as a bridge; --mt gives a ready translation, for any languages. 'evaluate' "
        "measures the aligner on gold, 'learn' learns its weights anew.",
    )
    command.add_argument("paths", nargs="+", metavar="SRC TGT", help="two files or one folder")
    for name, more in _OPTIONS.items():
        command.add_argument(*(["-o", name] if name == "--out" else [name]), **more)
    command.set_defaults(func=_align, parser=command)


def _align(options: argparse.Namespace) -> int:
    from workbench.language import LanguagePair

    form = _form(options)
    _refuse_unused(options, form)
    options.pair = LanguagePair.parse(options.languages or "nl-en")
    options.format = options.format or "tsv"
    if form in (EVALUATE, EVALUATE_PAIR):
        return _evaluate(options)
    if form == LEARN:
        return _learn(options)
    paths = [Path(path) for path in options.paths]
    return _folder(options, paths[0]) if form == FOLDER else _pair(options, paths[0], paths[1])


def _form(options: argparse.Namespace) -> str:
    """Return which of the forms of the command was written; a file may be named as a verb is."""
    verb, *rest = options.paths
    refuse = options.parser.error
    if verb == "evaluate" and not Path(verb).exists():
        if len(rest) != (1 if options.gold is None else 2):
            refuse("name a folder of gold, or SRC TGT --gold FILE")
        return EVALUATE if options.gold is None else EVALUATE_PAIR
    if verb == "learn" and not Path(verb).exists():
        if len(rest) != 1:
            refuse("name the folder of the data")
        return LEARN
    if len(options.paths) == 2:
        return PAIR
    if rest or not Path(verb).is_dir():
        refuse("name two files, or one folder")
    return FOLDER


def _refuse_unused(options: argparse.Namespace, form: str) -> None:
    """Refuse what this form would not use, and say which one would."""
    refuse = options.parser.error
    for name in _OPTIONS:
        value = getattr(options, name[2:].replace("-", "_"))
        # Zero is something that was asked for, though it equals False.
        if value is None or value is False or value == [] or name in _TAKES[form]:
            continue
        other = next(each for each, taken in _TAKES.items() if name in taken)
        if "memory" in name and form in (EVALUATE, EVALUATE_PAIR):
            other = f"{EVALUATE} --memory-every N"
        refuse(f"'{form}' takes no {name}: leave it out, or use '{other}'")
    if form in (EVALUATE_PAIR, EVALUATE, LEARN):
        every = options.memory_every
        if every is not None and every < 1:
            refuse(f"--memory-every wants 1 or more, not {every}")
        return
    if form == FOLDER and options.out is None:
        refuse("a folder needs -o FOLDER to write into")
    if options.mt and (options.no_mt or len(options.mt) > 1):
        refuse("give one --mt, or --no-mt")
    if options.package and (options.mt or options.no_mt):
        refuse(
            "nothing is translated here with --mt or --no-mt: leave --package out, or leave them"
        )


def _pair(options: argparse.Namespace, source: Path, target: Path) -> int:
    from workbench.cli.progress import bar
    from workbench.workflow.align_files import align_pair_of_files, open_pipeline, save

    settings = Settings.load()
    translates = not (options.mt or options.no_mt)
    pipeline = (
        open_pipeline(settings, options.pair, package=options.package or "") if translates else None
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

    settings = Settings.load()
    pairs = pairs_in(folder, pair=options.pair, settings=settings)
    pipeline = (
        None
        if options.no_mt
        else open_pipeline(settings, options.pair, package=options.package or "")
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
    return ApprovedPairs(options.memory or [], options.pair, database=database)


def _evaluate(options: argparse.Namespace) -> int:
    from workbench.workflow.align_evaluate import evaluate_data, evaluate_gold, evaluate_memory

    paths = [Path(path) for path in options.paths[1:]]
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
            package=options.package or "",
        )
    else:
        rows = evaluate_data(paths[0], settings=Settings.load(), package=options.package or "")
    if options.json:
        print_json([row.as_json() for row in rows])
        return 0
    print(f"{'data':24} {'method':27} {'strict P':>8} {'R':>6} {'F1':>6} {'lax F1':>7} {'ECE':>6}")
    for row in rows:
        print(row.line(), flush=True)
    return 0


def _learn(options: argparse.Namespace) -> int:
    from workbench.workflow.align_learn import learn

    learn(
        Path(options.paths[1]),
        settings=Settings.load(),
        out=options.out,
        report=lambda text: print(text, flush=True),
    )
    return 0
