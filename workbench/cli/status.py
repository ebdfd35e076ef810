"""``workbench status``: what is in the store."""

import argparse
from typing import TYPE_CHECKING, Any

from workbench.cli.output import print_json
from workbench.settings import Settings

if TYPE_CHECKING:
    from workbench.workflow.status import Status

__all__ = ["register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = subparsers.add_parser("status", help="show documents, progress and running jobs")
    command.add_argument("--project", help="only this project")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(func=_status)


def _status(options: argparse.Namespace) -> int:
    from workbench.corpus.database import Database
    from workbench.workflow.status import status

    found = status(Database.open(Settings.load().database), project=options.project)
    if options.json:
        print_json(_json(found))
        return 0
    if not found.documents:
        print(f"{found.database}\nNo documents yet. `workbench ingest FILE` brings one in.")
        return 0
    print(found.database)
    print(f"{'id':>4}  {'segments':>8}  {'words':>7}  {'open':>6}  {'draft':>6}", end="")
    print(f"  {'reviewed':>8}  {'approved':>8}  {'rejected':>8}  document")
    for document in found.documents:
        open_, draft, reviewed, approved, rejected = document.counts.values()
        print(
            f"{document.id:>4}  {document.segments:>8}  {document.words:>7}  {open_:>6}"
            f"  {draft:>6}  {reviewed:>8}  {approved:>8}  {rejected:>8}"
            f"  {document.name} ({document.language})"
        )
    for job in found.jobs:
        left = "" if job.seconds_left is None else f", about {job.seconds_left:.0f} s left"
        print(f"{job.kind} of document {job.document}: {job.done} of {job.total}{left}")
    return 0


def _json(found: "Status") -> dict[str, Any]:
    return {
        "database": found.database,
        "words": found.words,
        "counts": {str(status): number for status, number in found.counts.items()},
        "documents": [
            {
                "id": document.id,
                "name": document.name,
                "project": document.project,
                "language": document.language,
                "segments": document.segments,
                "translatable": document.translatable,
                "words": document.words,
                "counts": {str(status): number for status, number in document.counts.items()},
                "problems": document.problems,
                "imported": document.imported.isoformat(),
            }
            for document in found.documents
        ],
        "jobs": [
            {
                "id": job.id,
                "kind": job.kind,
                "document": job.document,
                "done": job.done,
                "total": job.total,
                "seconds_left": job.seconds_left,
            }
            for job in found.jobs
        ],
    }
