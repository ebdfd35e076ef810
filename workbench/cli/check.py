"""``workbench check``: what the checks find in documents of the store or in a pair of files."""

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.output import print_json
from workbench.counts import counted
from workbench.settings import Settings

if TYPE_CHECKING:
    from workbench.workflow.checks import Finding

__all__ = ["register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = subparsers.add_parser(
        "check",
        help="numbers, dates, punctuation, terms ...: what a reviewer should look at",
        description="Without arguments all documents of the store are checked.",
    )
    command.add_argument(
        "what",
        nargs="*",
        metavar="DOCUMENT|FILE",
        help="numbers of documents, or a Dutch and an English file with the same lines",
    )
    command.add_argument("--evaluate", action="store_true", help="only count, for each check")
    command.add_argument("--no-terms", action="store_true", help="leave the glossary out")
    command.add_argument("--list", action="store_true", help="list the checks there are")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(func=_check)


def _check(options: argparse.Namespace) -> int:
    if options.list:
        return _list(options)
    if options.what and not all(word.isdigit() for word in options.what):
        return _files(options)
    return _documents(options)


def _list(options: argparse.Namespace) -> int:
    from workbench.workflow.checks import catalogue

    if options.json:
        print_json(catalogue())
        return 0
    for entry in catalogue():
        print(f"{entry['check']:<20} {entry['severity']:<8} {entry['explanation']}")
    return 0


def _files(options: argparse.Namespace) -> int:
    from workbench.errors import SettingsError
    from workbench.workflow.checks import check_files
    from workbench.workflow.term_checks import current_glossary

    if len(options.what) != 2:
        raise SettingsError("two files are needed", fix="workbench check DUTCH.txt ENGLISH.txt")
    # Texts that have nothing to do with the glossary's field are measured without it.
    skip = options.no_terms or options.evaluate
    glossary = None if skip else current_glossary(Settings.load().glossaries)
    lines, found = check_files(*map(Path, options.what), glossary=glossary)
    if options.evaluate:
        return _count(options, lines, found)
    if options.json:
        listed = [
            {"line": number, "check": finding.check, "severity": str(finding.severity)}
            | {"message": finding.message, "fix": finding.fix.text if finding.fix else None}
            for number, entries in found.items()
            for finding in entries
        ]
        print_json(listed)
        return 0
    for number, entries in found.items():
        for finding in entries:
            print(f"{number}: {finding.severity}: {finding.check}: {finding.message}")
    print(f"Something to look at in {len(found)} of {counted(lines, 'line')}.")
    return 0


def _count(options: argparse.Namespace, lines: int, found: "dict[int, list[Finding]]") -> int:
    counts = Counter(name for entries in found.values() for name in {f.check for f in entries})
    report = {
        "lines": lines,
        "with_findings": len(found),
        "lines_per_finding": round(lines / len(found), 1) if found else None,
        "checks": dict(counts.most_common()),
    }
    if options.json:
        print_json(report)
        return 0
    for name, number in counts.most_common():
        print(f"{name:<20} {number}")
    share = f": one in {lines / len(found):.0f}" if found else ""
    print(f"A finding in {len(found)} of {counted(lines, 'line')}{share}.")
    return 0


def _documents(options: argparse.Namespace) -> int:
    from workbench.corpus import documents
    from workbench.corpus.database import Database
    from workbench.workflow.document_checks import summary
    from workbench.workflow.term_checks import current_glossary

    settings = Settings.load()
    database = Database.open(settings.database)
    glossary = None if options.no_terms else current_glossary(settings.glossaries)
    numbers = [int(word) for word in options.what]
    infos = [documents.get(database, number) for number in numbers]
    report: list[dict[str, Any]] = []
    for info in infos or documents.listing(database):
        entries = summary(database, info.id, glossary=glossary)
        report.append({"document": info.id, "name": info.name, "checks": entries})
    if options.json:
        print_json(report)
        return 0
    if not report:
        print("No documents yet. `workbench ingest FILE` brings one in.")
    for each in report:
        print(f"{each['document']:>4}  {each['name']}")
        for entry in each["checks"]:
            print(f"      {entry['segments']:>5}  {entry['severity']:<8} {entry['title']}")
        if not each["checks"]:
            print("             nothing found")
    return 0
