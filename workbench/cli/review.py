"""``workbench review``: list, show and decide segments, alone or many at once, as in the grid."""

import argparse

from workbench.cli import review_team
from workbench.cli.output import print_json
from workbench.cli.review_output import print_rows, print_segment
from workbench.cli.review_store import Store, action, numbered, said
from workbench.counts import counted
from workbench.errors import SettingsError

__all__ = ["register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = subparsers.add_parser(
        "review", help="list, show, decide, remark, replace and assign segments"
    )
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)

    listing = action(actions, "list", _list, "segments of a document, filtered and in an order")
    _filters(listing)
    listing.add_argument("--limit", type=int, default=50, help="most segments (default 50)")

    numbered(action(actions, "show", _show, "one segment with findings, remarks and history"))

    deciding = action(actions, "set", _set, "a text, a status, or a status for many segments")
    deciding.add_argument("segments", help="numbers such as 3, 5-9,12 or all")
    deciding.add_argument("--status", choices=_STATUSES)
    deciding.add_argument("--text", help="the translation, for one segment")
    deciding.add_argument("--alone", action="store_true", help="this one only, not its repeats")

    replacing = action(actions, "replace", _replace, "find and replace in the translations")
    replacing.add_argument("find")
    replacing.add_argument("replacement")
    replacing.add_argument("--regex", action="store_true", help="FIND is a regular expression")
    replacing.add_argument("--case", action="store_true", help="upper and lower case matter")
    replacing.add_argument("--words", action="store_true", help="only whole words")
    replacing.add_argument(
        "--keep-status",
        action="store_true",
        help="what was approved stays approved, unless it has errors then",
    )
    replacing.add_argument("--apply", action="store_true", help="do it; otherwise it is only shown")

    review_team.register(actions)
    reverting = action(actions, "revert", _revert, "a segment as it was at an earlier version")
    numbered(reverting)
    reverting.add_argument("version", type=int, help="its version, as `show` lists them")
    action(actions, "undo", _undo, "take back your last action in a document")
    action(actions, "redo", _redo, "do again what was undone last")


_STATUSES = ("untranslated", "draft", "reviewed", "approved", "rejected")


def _filters(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("--status", action="append", choices=_STATUSES, help="may be repeated")
    add("--work", action="store_true", help="only what waits for a reviewer")
    add("--text", default="", help="found in source or translation")
    add("--pattern", default="", help="regular expression found there")
    add("--within", choices=("source", "target"), default="", help="look only there")
    add("--case", action="store_true", help="upper and lower case matter")
    add("--author", default="", help="changed last by this person")
    add("--assignee", default="", help="assigned to this person; - for nobody")
    add("--term", default="", help="with this glossary term")
    add("--comments", choices=("open", "any"), default="", help="with remarks")
    add("--check", default="", help="with findings of this check; any for any")
    add("--severity", choices=("error", "warning"), default="", help="with such findings")
    add("--below", type=float, help="confidence below, 0 to 1")
    add("--repeats", action="store_true", help="only repeated segments")
    add("--order", choices=("position", "effort", "confidence", "changed"), default="position")


def _list(options: argparse.Namespace) -> int:
    from workbench.workflow import review, selection

    with Store() as store:
        names = ("text", "pattern", "within", "case", "author", "assignee", "term", "comments")
        wish = {name: getattr(options, name) for name in (*names, "check", "severity", "order")}
        wish |= {"repeats": options.repeats, "below": options.below}
        if options.status:
            wish["statuses"] = options.status
        if options.work:
            wish["show"] = "work"
        found = selection.positions(store.database, options.document, wish, glossary=store.glossary)
        rows = [
            row
            for position in found[: options.limit]
            for row in review.rows(store.database, options.document, start=position, limit=1)
        ]
    if options.json:
        print_json({"count": len(found), "rows": rows})
    else:
        print_rows(rows, found)
    return 0


def _show(options: argparse.Namespace) -> int:
    from workbench.workflow import checks, review_history, teamwork

    with Store() as store:
        row = store.row(options.document, options.segment)
        findings = checks.findings(store.database, row["id"], glossary=store.glossary)
        remarks = teamwork.comments(store.database, row["id"])
        revisions = review_history.history(store.database, row["id"])
    if options.json:
        print_json({**row, "findings": findings, "remarks": remarks, "revisions": revisions})
    else:
        print_segment(row, findings, remarks, revisions)
    return 0


def _set(options: argparse.Namespace) -> int:
    from workbench.workflow import bulk, review

    with Store() as store:
        chosen = store.positions(options.document, options.segments)
        if options.text is None and options.status is None:
            raise SettingsError("there is nothing to set", fix="Give --status or --text")
        if len(chosen) == 1:
            row = store.row(options.document, chosen[0] + 1)
            saved = review.save(
                store.database,
                row["id"],
                text=row["target"] if options.text is None else options.text,
                version=row["version"],
                author=store.user,
                status=options.status,
                alone=True if options.alone else None,
                glossary=store.glossary,
            )
            rows, skipped = [saved, *saved.pop("also")], []
        elif options.text is not None:
            raise SettingsError("one text fits one segment", where="--text")
        else:
            shown = bulk.preview_status(
                store.database,
                options.document,
                chosen,
                status=options.status,
                author=store.user,
                glossary=store.glossary,
            )
            targets = [(segment, version) for segment, version in shown["targets"]]
            rows, skipped = [], shown["skipped"]
            if targets:
                rows = bulk.set_status(
                    store.database,
                    targets,
                    status=options.status,
                    author=store.user,
                    glossary=store.glossary,
                )
    if options.json:
        print_json({"rows": rows, "skipped": skipped})
        return 0
    print(f"{counted(len(rows), 'segment')} changed")
    for entry in skipped:
        print(f"    {entry['position'] + 1} left out: {entry['reason']}")
    return 0


def _replace(options: argparse.Namespace) -> int:
    from workbench.workflow import bulk

    wish = {
        name: getattr(options, name) for name in ("find", "replacement", "regex", "case", "words")
    }
    with Store() as store:
        changes = bulk.preview_replace(store.database, options.document, None, **wish)
        if options.apply and changes:
            bulk.replace(
                store.database,
                [(change["id"], change["version"]) for change in changes],
                author=store.user,
                keep_status=options.keep_status,
                glossary=store.glossary,
                **wish,
            )
    if options.json:
        print_json({"applied": options.apply, "changes": changes})
        return 0
    for change in changes:
        print(f"{change['position'] + 1}\n  - {change['before']}\n  + {change['after']}")
    done = "replaced" if options.apply else "would change; --apply does it"
    print(f"{counted(len(changes), 'segment')} {done}")
    return 0


def _revert(options: argparse.Namespace) -> int:
    from workbench.workflow import review_history

    with Store() as store:
        row = store.row(options.document, options.segment)
        done = review_history.revert(
            store.database,
            row["id"],
            to_version=options.version,
            version=row["version"],
            author=store.user,
            glossary=store.glossary,
        )
    return said(options, done, done["message"])


def _undo(options: argparse.Namespace) -> int:
    from workbench.workflow import review_history

    with Store() as store:
        done = review_history.undo(store.database, options.document, author=store.user)
    return said(options, done, done["message"])


def _redo(options: argparse.Namespace) -> int:
    from workbench.workflow import review_history

    with Store() as store:
        done = review_history.redo(store.database, options.document, author=store.user)
    return said(options, done, done["message"])
