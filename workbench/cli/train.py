"""``workbench train`` and ``workbench adapt``: make and teach the embedded model."""

import argparse
import logging
from importlib.util import find_spec
from pathlib import Path

__all__ = ["register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both commands."""
    train = subparsers.add_parser("train", help="train the embedded model from parallel text")
    what = train.add_mutually_exclusive_group(required=True)
    what.add_argument("--config", type=Path, help="TOML file, see configs/")
    what.add_argument(
        "--compare", type=Path, help="table of variants to train side by side and score"
    )
    train.add_argument("--out", type=Path, required=True, help="folder for checkpoint and package")
    train.add_argument("--data", type=Path, help="folder that paths in the file are relative to")
    train.add_argument("--version", default="", help="version of the package (default 1.0)")
    train.add_argument("--card", type=Path, help="text of the model card")
    train.set_defaults(func=_train)
    adapt = subparsers.add_parser("adapt", help="teach the embedded model the approved pairs")
    adapt.add_argument("--corpus", type=Path, required=True, help="pairs: Dutch, tab, English")
    adapt.add_argument("--base", type=Path, required=True, help="package to start from")
    adapt.add_argument("--out", type=Path, required=True, help="folder for the new package")
    adapt.add_argument("--version", default="", help="version of the new package (default: next)")
    adapt.add_argument("--passes", type=int, default=6, help="passes over the pairs (default 6)")
    adapt.set_defaults(func=_adapt)


def _check_extra(*modules: str) -> None:
    from workbench.errors import SettingsError

    if any(find_spec(name) is None for name in modules):
        raise SettingsError(
            "training needs packages that are not installed",
            fix="Install them with: pip install 'nl-en-workbench[train]'",
        )
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")


def _train(options: argparse.Namespace) -> int:
    _check_extra("torch", "eflomal")
    from workbench.errors import SettingsError
    from workbench.training.config import load_config
    from workbench.training.trainer import train

    if options.compare:
        if options.version or options.card:
            raise SettingsError(
                "a comparison packs nothing",
                where="--compare",
                fix="Leave out --version and --card, or train with --config",
            )
        from workbench.training.comparison import compare, load_variants, table

        print(table(compare(load_variants(options.compare, data=options.data), options.out)))
        return 0
    package = train(
        load_config(options.config, data=options.data),
        options.out,
        version=options.version or "1.0",
        card=options.card.read_text(encoding="utf-8") if options.card else "",
    )
    print(f"Packed {package}.")
    return 0


def _adapt(options: argparse.Namespace) -> int:
    _check_extra("torch")
    from workbench.training.adapt import adapt

    report = adapt(
        options.base,
        options.corpus,
        options.out,
        version=options.version,
        passes=options.passes,
    )
    for name, before, after in report.scores:
        print(
            f"{name:10} BLEU {before.bleu:5.1f} -> {after.bleu:5.1f}   "
            f"chrF2 {before.chrf:5.1f} -> {after.chrf:5.1f}"
        )
    print(f"Packed {report.package}. Install it with: workbench packages install {report.package}")
    return 0
