"""``workbench import FILE.jsonl --project NAME``: what it would do, and what it did."""

import argparse
import dataclasses
from typing import TYPE_CHECKING

from workbench.cli.output import print_json
from workbench.counts import counted

if TYPE_CHECKING:
    from workbench.corpus.database import Database
    from workbench.workflow.project_import import ProjectPlan

__all__ = ["run"]


def run(options: argparse.Namespace, database: "Database", *, author: str) -> int:
    """Show or do what the options of ``workbench import`` say; return the exit code."""
    from workbench.workflow.project_import import bring_back, preview

    if options.preview:
        plan = preview(database, options.file, project=options.project)
        _print(plan, as_json=options.json)
        return 0 if plan.clean else 1
    done = bring_back(
        database,
        options.file,
        project=options.project,
        good_part=options.good_part,
        author=author,
    )
    if options.json:
        print_json(dataclasses.asdict(done))
        return 0
    print(
        f"{counted(done.written, 'unit')} of {counted(done.documents, 'document')} "
        "brought into the project "
        f"{done.project}, with their statuses and histories"
    )
    if done.known:
        print(f"{done.known} were there already")
    if done.left_out:
        print(f"{done.left_out} left out (--preview says why)")
    return 0


def _print(plan: "ProjectPlan", *, as_json: bool) -> None:
    if as_json:
        values = {
            "project": plan.project,
            "units": plan.units,
            "fresh": plan.fresh,
            "known": plan.known,
            "statuses": plan.statuses,
            "changes": plan.changes,
            "remarks": plan.remarks,
            "beads": plan.beads,
            "documents": [dataclasses.asdict(document) for document in plan.documents],
            "problem_count": plan.problem_count,
            "problems": [dataclasses.asdict(problem) for problem in plan.problems],
            "broken": plan.broken,
        }
        print_json(values)
        return
    print(
        f"{counted(plan.units, 'unit')}, {plan.fresh} to be written with "
        f"{counted(plan.changes, 'change')} and "
        f"{counted(plan.remarks, 'remark')}, {plan.known} there already, "
        f"{counted(plan.problem_count, 'problem')}"
    )
    for document in plan.documents:
        print(
            f"{document.name}: {'new' if document.new else 'there already'}, "
            f"{document.fresh} to be written, {document.known} known, {document.refused} refused"
        )
    for problem in plan.problems:
        print(f"problem     {problem.where or f'unit {problem.unit}'}: {problem.what}")
