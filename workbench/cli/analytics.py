"""``workbench analytics``: what reviewing changed, how long it took, and what is left to do."""

import argparse
from typing import Any

from workbench.cli.output import print_json
from workbench.counts import counted
from workbench.settings import Settings

__all__ = ["register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = subparsers.add_parser(
        "analytics", help="HTER, chrF, TER, edits, time and terms of what was reviewed"
    )
    command.add_argument("--project", help="only this project")
    command.add_argument("--samples", type=int, default=1000, help="bootstrap samples")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(func=_analytics)


def _analytics(options: argparse.Namespace) -> int:
    from workbench.corpus.database import Database
    from workbench.workflow.analytics import analytics

    database = Database.open(Settings.load().database)
    found = analytics(database, project=options.project, samples=options.samples)
    if options.json:
        print_json(found)
        return 0
    if not found["documents"]:
        print("No documents yet. `workbench ingest FILE` brings one in.")
        return 0
    for title in ("documents", "people", "engines", "glossaries"):
        print(f"\n{title}")
        print(
            f"{'segments':>9} {'words':>7} {'min':>6} {'HTER':>12} {'chrF2':>12} {'same':>5}  name"
        )
        for entry in found[title]:
            quality = entry["quality"]
            hter = chrf = same = "-"
            if quality:
                hter = _score(quality["hter"])
                chrf = _score(quality["chrf"])
                same = f"{quality['unchanged']:.0%}"
            print(
                f"{entry['segments']:>9} {entry['words']:>7} {entry['minutes']:>6.0f} {hter:>12}"
                f" {chrf:>12} {same:>5}  {entry['name']}"
            )
    left = found["left"]
    segments, words = counted(left["segments"], "segment"), counted(left["words"], "word")
    print(f"\nleft: {segments}, {words}, {_time(left)}")
    for signature in found["signatures"]:
        print(signature)
    return 0


def _time(left: dict[str, Any]) -> str:
    reading = f"reading both texts takes {left['reading']:.0f} minutes"
    if left["minutes"] is None:
        return f"time not known yet ({left['stretches']} of {left['needed']} stretches; {reading})"
    return (
        f"about {left['minutes']:.0f} minutes at the pace so far "
        f"({left['fast']:.0f} to {left['slow']:.0f}, {left['stretches']} stretches; {reading})"
    )


def _score(score: dict[str, float]) -> str:
    margin = "" if score["margin"] is None else f" ±{score['margin']:.1f}"
    return f"{score['value']:.1f}{margin}"
