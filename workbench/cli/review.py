"""``workbench review``: list, show and decide segments, alone or many at once, as in the grid."""

import argparse
import json
from typing import TYPE_CHECKING, Any

from workbench.cli.review_output import print_rows, print_segment
from workbench.errors import SettingsError
from workbench.settings import Settings

if TYPE_CHECKING:
    from workbench.corpus.database import Database
    from workbench.glossary.concepts import Glossary

__all__ = ["register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = subparsers.add_parser(
        "review", help="list, show, decide, remark, replace and assign segments"
    )
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)

    listing = _action(actions, "list", _list, "segments of a document, filtered and in an order")
    _filters(listing)
    listing.add_argument("--limit", type=int, default=50, help="most segments (default 50)")

    _numbered(_action(actions, "show", _show, "one segment with findings, remarks and history"))

    deciding = _action(actions, "set", _set, "a text, a status, or a status for many segments")
    deciding.add_argument("segments", help="numbers such as 3, 5-9,12 or all")
    deciding.add_argument("--status", choices=_STATUSES)
    deciding.add_argument("--text", help="the translation, for one segment")
    deciding.add_argument("--alone", action="store_true", help="this one only, not its repeats")

    remark = _action(actions, "comment", _comment, "a remark on a segment")
    _numbered(remark)
    remark.add_argument("text", help="what to say")
    remark.add_argument("--hand-back", action="store_true", help="reject the segment with it")

    settle = actions.add_parser("settle", help="settle a remark by its number in `show`")
    settle.add_argument("remark", type=int)
    settle.add_argument("--reopen", action="store_true", help="open it again")
    settle.add_argument("--json", action="store_true", help="print JSON")
    settle.set_defaults(func=_settle)

    replacing = _action(actions, "replace", _replace, "find and replace in the translations")
    replacing.add_argument("find")
    replacing.add_argument("replacement")
    replacing.add_argument("--regex", action="store_true", help="FIND is a regular expression")
    replacing.add_argument("--case", action="store_true", help="upper and lower case matter")
    replacing.add_argument("--words", action="store_true", help="only whole words")
    replacing.add_argument(
        "--keep-status", action="store_true", help="what was approved stays approved"
    )
    replacing.add_argument("--apply", action="store_true", help="do it; otherwise it is only shown")

    assigning = _action(actions, "assign", _assign, "who reviews what; without PERSON, show it")
    assigning.add_argument("person", nargs="?", help="a name; '' takes the assignment away")
    assigning.add_argument("--segments", default="all", help="a range such as 5-90 (default all)")
    assigning.add_argument(
        "--second-reviewer", choices=("on", "off"), help="somebody else approves what was reviewed"
    )

    splitting = _action(actions, "split", _split, "split a segment in two")
    _numbered(splitting)
    splitting.add_argument("--source-at", type=int, required=True, help="characters of part one")
    splitting.add_argument("--target-at", type=int, default=0, help="the same of the translation")

    merging = _action(actions, "merge", _merge, "merge neighbouring segments")
    merging.add_argument("segments", help="a range such as 5-6")

    _action(actions, "undo", _undo, "take back your last action in a document")
    _action(actions, "redo", _redo, "do again what was undone last")


_STATUSES = ("untranslated", "draft", "reviewed", "approved", "rejected")


def _action(actions: Any, name: str, func: Any, explained: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = actions.add_parser(name, help=explained)
    command.add_argument("document", type=int, help="its number in `workbench status`")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(func=func)
    return command


def _numbered(command: argparse.ArgumentParser) -> None:
    command.add_argument("segment", type=int, help="number of the segment, from 1")


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

    with _Store() as store:
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
        _print({"count": len(found), "rows": rows})
    else:
        print_rows(rows, found)
    return 0


def _show(options: argparse.Namespace) -> int:
    from workbench.workflow import checks, review, teamwork

    with _Store() as store:
        row = store.row(options.document, options.segment)
        findings = checks.findings(store.database, row["id"], glossary=store.glossary)
        remarks = teamwork.comments(store.database, row["id"])
        revisions = review.history(store.database, row["id"])
    if options.json:
        _print({**row, "findings": findings, "remarks": remarks, "revisions": revisions})
    else:
        print_segment(row, findings, remarks, revisions)
    return 0


def _set(options: argparse.Namespace) -> int:
    from workbench.workflow import bulk, review

    with _Store() as store:
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
        _print({"rows": rows, "skipped": skipped})
        return 0
    print(f"{len(rows)} segments changed")
    for entry in skipped:
        print(f"    {entry['position'] + 1} left out: {entry['reason']}")
    return 0


def _comment(options: argparse.Namespace) -> int:
    from workbench.workflow import teamwork

    with _Store() as store:
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
    return _said(options, remarks, f"{len(remarks)} remarks on segment {options.segment}")


def _settle(options: argparse.Namespace) -> int:
    from workbench.workflow import teamwork

    with _Store() as store:
        remarks = teamwork.settle(
            store.database, options.remark, author=store.user, settled=not options.reopen
        )
    done = "open again" if options.reopen else "settled"
    return _said(options, remarks, f"Remark {options.remark} is {done}")


def _replace(options: argparse.Namespace) -> int:
    from workbench.workflow import bulk

    wish = {
        name: getattr(options, name) for name in ("find", "replacement", "regex", "case", "words")
    }
    with _Store() as store:
        changes = bulk.preview_replace(store.database, options.document, None, **wish)
        if options.apply and changes:
            bulk.replace(
                store.database,
                [(change["id"], change["version"]) for change in changes],
                author=store.user,
                keep_status=options.keep_status,
                **wish,
            )
    if options.json:
        _print({"applied": options.apply, "changes": changes})
        return 0
    for change in changes:
        print(f"{change['position'] + 1}\n  - {change['before']}\n  + {change['after']}")
    done = "replaced" if options.apply else "would change; --apply does it"
    print(f"{len(changes)} segments {done}")
    return 0


def _assign(options: argparse.Namespace) -> int:
    from workbench.workflow import teamwork

    with _Store() as store:
        chosen = store.positions(options.document, options.segments)
        if options.second_reviewer:
            wanted = options.second_reviewer == "on"
            teamwork.require_second(store.database, options.document, wanted=wanted)
        if options.person is not None:
            teamwork.assign(
                store.database,
                options.document,
                person=options.person,
                first=chosen[0],
                last=chosen[-1],
            )
        ranges = teamwork.assignments(store.database, options.document)
    lines = [f"{each['first'] + 1}-{each['last'] + 1}  {each['person']}" for each in ranges]
    return _said(options, ranges, "\n".join(lines) or "Nobody is assigned")


def _split(options: argparse.Namespace) -> int:
    from workbench.workflow import teamwork

    with _Store() as store:
        row = store.row(options.document, options.segment)
        done = teamwork.split(
            store.database,
            row["id"],
            source_at=options.source_at,
            target_at=options.target_at,
            version=row["version"],
            author=store.user,
        )
    return _said(options, done, done["message"])


def _merge(options: argparse.Namespace) -> int:
    from workbench.workflow import teamwork

    with _Store() as store:
        chosen = store.positions(options.document, options.segments)
        rows = [store.row(options.document, position + 1) for position in chosen]
        segments = [(row["id"], row["version"]) for row in rows]
        done = teamwork.merge(store.database, segments, author=store.user)
    return _said(options, done, done["message"])


def _undo(options: argparse.Namespace) -> int:
    from workbench.workflow import review

    with _Store() as store:
        done = review.undo(store.database, options.document, author=store.user)
    return _said(options, done, done["message"])


def _redo(options: argparse.Namespace) -> int:
    from workbench.workflow import review

    with _Store() as store:
        done = review.redo(store.database, options.document, author=store.user)
    return _said(options, done, done["message"])


def _said(options: argparse.Namespace, value: Any, sentence: str) -> int:
    if options.json:
        _print(value)
    else:
        print(sentence)
    return 0


def _print(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


class _Store:
    """The store of the settings while a command runs."""

    database: "Database"

    def __enter__(self) -> "_Store":
        from workbench.corpus.database import Database

        self.settings = Settings.load()
        self.user = self.settings.user
        self.database = Database.open(self.settings.database)
        return self

    def __exit__(self, *error: object) -> None:
        self.database.close()

    @property
    def glossary(self) -> "Glossary":
        from workbench.workflow.term_checks import current_glossary

        return current_glossary(self.settings.glossaries)

    def row(self, document: int, number: int) -> dict[str, Any]:
        """Return the segment with this number, from 1."""
        from workbench.errors import NotFoundError
        from workbench.workflow import review

        found = review.rows(self.database, document, start=number - 1, limit=1)
        if number < 1 or not found:
            raise NotFoundError(
                f"document {document} has no segment {number}",
                fix="`workbench status` lists the documents",
            )
        return found[0]

    def positions(self, document: int, written: str) -> list[int]:
        """Return the positions that numbers such as ``3,5-9`` or ``all`` stand for."""
        from workbench.corpus import documents

        size = documents.get(self.database, document).segments
        if written == "all":
            return list(range(size))
        chosen: set[int] = set()
        for part in written.split(","):
            first, _, last = part.partition("-")
            try:
                low, high = int(first), int(last or first)
            except ValueError:
                raise SettingsError(
                    f"{part!r} are no segment numbers", fix="Write 3, 5-9,12 or all"
                ) from None
            if not 1 <= low <= high <= size:
                raise SettingsError(f"the segments are numbered 1 to {size}", where=part)
            chosen.update(range(low - 1, high))
        return sorted(chosen)
