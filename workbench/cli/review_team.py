"""``workbench review``: remarks, hand-back, assignments, and segments split and merged."""

import argparse
from typing import Any

from workbench.cli.review_store import Store, action, numbered, said

__all__ = ["register"]


def register(actions: Any) -> None:
    """Add these actions to ``workbench review``."""
    remark = action(actions, "comment", _comment, "a remark on a segment")
    numbered(remark)
    remark.add_argument("text", help="what to say")
    remark.add_argument("--hand-back", action="store_true", help="reject the segment with it")

    settle = actions.add_parser("settle", help="settle a remark by its number in `show`")
    settle.add_argument("remark", type=int)
    settle.add_argument("--reopen", action="store_true", help="open it again")
    settle.add_argument("--json", action="store_true", help="print JSON")
    settle.set_defaults(func=_settle)

    assigning = action(actions, "assign", _assign, "who reviews what; without PERSON, show it")
    assigning.add_argument("person", nargs="?", help="a name; '' takes the assignment away")
    assigning.add_argument("--segments", default="all", help="a range such as 5-90 (default all)")
    assigning.add_argument(
        "--second-reviewer", choices=("on", "off"), help="somebody else approves what was reviewed"
    )

    splitting = action(actions, "split", _split, "split a segment in two")
    numbered(splitting)
    splitting.add_argument("--source-at", type=int, required=True, help="characters of part one")
    splitting.add_argument("--target-at", type=int, default=0, help="the same of the translation")

    merging = action(actions, "merge", _merge, "merge neighbouring segments")
    merging.add_argument("segments", help="a range such as 5-6")


def _comment(options: argparse.Namespace) -> int:
    from workbench.workflow import teamwork

    with Store() as store:
        row = store.row(options.document, options.segment)
        if options.hand_back:
            teamwork.hand_back(
                store.database,
                row["id"],
                version=row["version"],
                note=options.text,
                author=store.user,
            )
        else:
            teamwork.comment(store.database, row["id"], text=options.text, author=store.user)
        remarks = teamwork.comments(store.database, row["id"])
    return said(options, remarks, f"{len(remarks)} remarks on segment {options.segment}")


def _settle(options: argparse.Namespace) -> int:
    from workbench.workflow import teamwork

    with Store() as store:
        remarks = teamwork.settle(
            store.database, options.remark, author=store.user, settled=not options.reopen
        )
    done = "open again" if options.reopen else "settled"
    return said(options, remarks, f"Remark {options.remark} is {done}")


def _assign(options: argparse.Namespace) -> int:
    from workbench.workflow import teamwork

    with Store() as store:
        chosen = store.positions(options.document, options.segments)
        if options.second_reviewer:
            wanted = options.second_reviewer == "on"
            teamwork.require_second(
                store.database, options.document, wanted=wanted, author=store.user
            )
        if options.person is not None:
            teamwork.assign(
                store.database,
                options.document,
                person=options.person,
                author=store.user,
                first=chosen[0],
                last=chosen[-1],
            )
        ranges = teamwork.assignments(store.database, options.document)
    lines = [f"{each['first'] + 1}-{each['last'] + 1}  {each['person']}" for each in ranges]
    return said(options, ranges, "\n".join(lines) or "Nobody is assigned")


def _split(options: argparse.Namespace) -> int:
    from workbench.workflow import teamwork

    with Store() as store:
        row = store.row(options.document, options.segment)
        done = teamwork.split(
            store.database,
            row["id"],
            source_at=options.source_at,
            target_at=options.target_at,
            version=row["version"],
            author=store.user,
        )
    return said(options, done, done["message"])


def _merge(options: argparse.Namespace) -> int:
    from workbench.workflow import teamwork

    with Store() as store:
        chosen = store.positions(options.document, options.segments)
        rows = [store.row(options.document, position + 1) for position in chosen]
        segments = [(row["id"], row["version"]) for row in rows]
        done = teamwork.merge(store.database, segments, author=store.user)
    return said(options, done, done["message"])
