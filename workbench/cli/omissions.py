"""``workbench omissions``: learn anew what tells a draft that leaves words out."""

import argparse
from dataclasses import asdict
from pathlib import Path

from workbench.cli.output import print_json
from workbench.settings import Settings

__all__ = ["register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = subparsers.add_parser(
        "omissions",
        help="weights of the mark for words left out, learned from development pairs",
    )
    command.add_argument(
        "data", type=Path, help="folder with flores-dev.nl, flores-dev.en and original-dev.tsv"
    )
    command.set_defaults(func=_learn)


def _learn(options: argparse.Namespace) -> int:
    from workbench.workflow.omission_learn import learn_omissions

    found = learn_omissions(options.data, settings=Settings.load())
    print_json({name: asdict(weights) for name, weights in found.items()})
    return 0
