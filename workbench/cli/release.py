"""``workbench release``: a corpus with gates, a split, a card and checksums."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.output import print_json
from workbench.cli.selection import add_selection, opened, print_elsewhere
from workbench.counts import counted

if TYPE_CHECKING:
    from workbench.workflow.release_plan import Plan

__all__ = ["register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = subparsers.add_parser(
        "release",
        help="release a corpus: gated, split by document, with a card and checksums",
        description="Write the pairs that pass all gates as TMX, the others with their reasons "
        "beside it, and a dataset card. The same state of the corpus gives the same bytes.",
    )
    command.add_argument(
        "out", type=Path, nargs="?", metavar="OUT", help="the new folder, or a file ending in .zip"
    )
    command.add_argument(
        "--preview", action="store_true", help="only show what each gate would do; writes nothing"
    )
    command.add_argument(
        "--gates", action="store_true", help="list the gates with what they can be set to"
    )
    command.add_argument(
        "--gate",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="set a gate, such as status=reviewed, ratio=3 or copy=off; may be repeated",
    )
    command.add_argument(
        "--split",
        default="90,5,5",
        metavar="TRAIN,DEV,TEST",
        help="percent of the pairs for each part, by whole documents and without leakage; "
        "none makes one file (default 90,5,5)",
    )
    command.add_argument(
        "--licence", "--license", default="", help="licence of the corpus, such as CC-BY-4.0"
    )
    command.add_argument("--title", default="Dutch-English corpus", help="title of the card")
    add_selection(command)
    command.add_argument(
        "--replace", action="store_true", help="replace an earlier release at this place"
    )
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(func=_release)


def _release(options: argparse.Namespace) -> int:
    from workbench.errors import SettingsError
    from workbench.language import NL_EN, LanguagePair
    from workbench.workflow.release import preview, release
    from workbench.workflow.release_plan import ReleaseOptions, parse_split

    if options.gates:
        return _list_gates(as_json=options.json)
    wanted = ReleaseOptions(
        gates=_gate_values(options.gate),
        split=parse_split(options.split),
        pair=LanguagePair.parse(options.languages) if options.languages else NL_EN,
        licence=options.licence,
        title=options.title,
        documents=options.document,
        project=options.project,
    )
    if not options.preview and options.out is None:
        raise SettingsError(
            "no place named for the release", fix="Name a new folder, or use --preview"
        )
    database = opened(options)
    if options.preview:
        plan, told = preview(database, wanted), {}
    else:
        made = release(database, options.out, wanted, replace=options.replace)
        plan, told = made.plan, {"path": str(made.path), "files": dict(made.files)}
    if options.json:
        print_json({**told, **_as_json(plan)})
        return 0
    _print(plan)
    print_elsewhere(plan.elsewhere)
    if told:
        print(f"\nReleased to {told['path']}: {', '.join(sorted(told['files']))}")
    return 0


def _gate_values(texts: list[str]) -> dict[str, str]:
    from workbench.errors import SettingsError

    values = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise SettingsError(f"{text!r} sets no gate", where="--gate", fix="Write name=value")
        values[name.strip()] = value.strip()
    return values


def _list_gates(*, as_json: bool) -> int:
    from workbench.workflow.release_plan import KINDS

    if as_json:
        rows = [
            {
                "name": kind.name,
                "explanation": kind.explanation,
                "default": kind.default,
                "choices": [*kind.choices],
            }
            for kind in KINDS
        ]
        print_json(rows)
        return 0
    for kind in KINDS:
        allowed = "|".join(kind.choices) or "NUMBER"
        print(f"{kind.name}={kind.default}  ({allowed})\n    {kind.explanation}")
    return 0


def _as_json(plan: "Plan") -> dict[str, Any]:
    return {
        "seen": plan.seen,
        "kept": plan.kept,
        "rejected": plan.rejected,
        "other_languages": plan.elsewhere,
        "gates": [
            {
                "name": effect.gate.kind.name,
                "value": effect.gate.value,
                "concerned": effect.concerned,
                "alone": effect.alone,
            }
            for effect in plan.effects
        ],
        "parts": [
            {
                "name": part.name,
                "documents": part.documents,
                "units": part.units,
                "source_words": part.source_words,
                "target_words": part.target_words,
            }
            for part in plan.parts
        ],
        "sources": [
            {
                "name": source.name,
                "sha256": source.key,
                "part": source.part,
                "seen": source.seen,
                "kept": source.kept,
            }
            for source in plan.sources
        ],
    }


def _print(plan: "Plan") -> None:
    print(f"{counted(plan.seen, 'pair')}: {plan.kept} pass, {plan.rejected} are kept out.\n")
    print(f"{'gate':12}{'set to':>10}{'concerned':>12}{'only this':>12}")
    for effect in plan.effects:
        print(
            f"{effect.gate.kind.name:12}{effect.gate.value:>10}"
            f"{effect.concerned:>12}{effect.alone:>12}"
        )
    if plan.parts:
        print(f"\n{'part':12}{'documents':>10}{'units':>12}{'words':>12}")
        for part in plan.parts:
            print(f"{part.name:12}{part.documents:>10}{part.units:>12}{part.source_words:>12}")
