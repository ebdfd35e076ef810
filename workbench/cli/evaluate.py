"""``workbench evaluate``: translate a test set line by line and score it."""

import argparse
from pathlib import Path

from workbench.cli.output import print_json
from workbench.cli.progress import bar
from workbench.settings import Settings

__all__ = ["register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = subparsers.add_parser(
        "evaluate", help="BLEU, chrF2 and TER of a package on a test set, with signatures"
    )
    command.add_argument("--src", type=Path, required=True, help="source lines, UTF-8")
    command.add_argument("--ref", type=Path, required=True, help="reference lines, UTF-8")
    command.add_argument("--package", default="", help="package to use; default: the embedded one")
    command.add_argument("--glossary", type=Path, help="apply the terms of this file or folder")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(func=_evaluate)


def _evaluate(options: argparse.Namespace) -> int:
    from workbench.workflow.evaluate import evaluate_files

    with bar("Translating") as progress:
        result = evaluate_files(
            options.src,
            options.ref,
            settings=Settings.load(),
            package=options.package,
            glossary=options.glossary,
            progress=progress,
        )
    scores = {"bleu": result.bleu, "chrf": result.chrf, "ter": result.ter}
    if options.json:
        report = {
            **{key: score.value for key, score in scores.items()},
            "signatures": {key: score.signature for key, score in scores.items()},
            "names_and_numbers": {"kept": result.survival.kept, "of": result.survival.total},
            "lines": result.lines,
            "flagged": {"drafts": result.flagged, "by_problem": result.problems},
            "words_per_second": result.words_per_second,
            "engine": result.engine,
        }
        print_json(report)
        return 0
    for score in scores.values():
        print(f"{score.name:6} {score.value:6.2f}  {score.signature}")
    kept = result.survival
    print(f"Names and numbers kept: {kept.kept} of {kept.total} ({kept.share:.1%})")
    listed = ", ".join(f"{name} {count}" for name, count in result.problems.items())
    print(
        f"Drafts flagged: {result.flagged} of {result.lines}" + (f" ({listed})" if listed else "")
    )
    print(
        f"{result.lines} lines, {result.words_per_second:.0f} source words a second, "
        f"{result.engine}"
    )
    return 0
