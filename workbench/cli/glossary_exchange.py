"""``workbench glossary import`` and ``export``: terms of other tools, looked at before written."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.output import print_json
from workbench.counts import counted
from workbench.settings import Settings

if TYPE_CHECKING:
    from workbench.workflow.term_comparison import ImportPreview

__all__ = ["register"]

_SHOWN = 40


def register(action: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add the actions; ``action`` makes the parser of one, given its name and help."""
    bring = action("import", "look at a file of terms (TBX, CSV, TSV, XLSX, OmegaT, DeepL)")
    bring.add_argument("file", type=Path, help="the file")
    bring.add_argument("--format", default="", help="its format; default: by its ending")
    bring.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=NAME",
        help="which column of the file is which, by name or number: nl=Bron, en=2",
    )
    bring.add_argument("--into", default="imported.csv", help="glossary file for new concepts")
    bring.add_argument("--domain", default="", help="domain of new concepts that have none")
    bring.add_argument("--save", action="store_true", help="write what is new and changed")
    bring.add_argument(
        "--conflicts",
        choices=("skip", "take", "admit"),
        default="skip",
        help="with --save: keep the glossary's term, take the file's, or admit it too",
    )
    bring.set_defaults(func=_import)
    give = action("export", "write the glossary to a file of another tool")
    give.add_argument("-o", "--output", type=Path, required=True, help="the file to write")
    give.add_argument(
        "--format",
        default="",
        help="its format (tbx, tbx2 for older tools, csv, tsv, xlsx, omegat, deepl); "
        "default: by its ending",
    )
    give.add_argument("--glossary", type=Path, help="glossary file or folder")
    give.add_argument("--domain", default="", help="only the concepts of this domain")
    give.set_defaults(func=_export)


def _import(options: argparse.Namespace) -> int:
    from workbench.corpus.database import Database
    from workbench.workflow import terminology
    from workbench.workflow.term_comparison import Choice, Verdict
    from workbench.workflow.term_import import preview_import, write_import

    settings = Settings.load()
    files = terminology.files(settings.glossaries)
    preview = preview_import(
        options.file, files, form=options.format, mapping=_mapping(options.map)
    )
    written, mark = 0, ""
    if options.save:
        wanted = Choice(options.conflicts)
        choices = {
            proposal.number: wanted if wanted in proposal.choices else Choice.SKIP
            for proposal in preview.proposals
            if proposal.verdict is Verdict.CONFLICT
        }
        database = Database.open(settings.database)
        written, mark = write_import(
            database,
            preview,
            folder=settings.glossaries,
            file=options.into,
            author=settings.user,
            choices=choices,
            domain=options.domain,
        )
        database.close()
    if options.json:
        report = {**_report(preview), "written": written, "mark": mark}
        print_json(report)
        return 0
    _tell(preview)
    if mark:
        print(
            f"{counted(written, 'concept')} written; take it back: workbench glossary revert {mark}"
        )
    elif options.save:
        print("nothing was there to be written")
    else:
        print("nothing is written; --save writes what is new and changed")
    return 0


def _mapping(given: list[str]) -> dict[str, str]:
    from workbench.errors import SettingsError

    mapping = {}
    for text in given:
        column, equals, name = text.partition("=")
        if not equals:
            raise SettingsError(f"{text!r} maps nothing", where="--map", fix="COLUMN=NAME")
        mapping[column.strip()] = name.strip()
    return mapping


def _report(preview: "ImportPreview") -> dict[str, Any]:
    return {
        "file": preview.file,
        "counts": {str(verdict): count for verdict, count in preview.counts.items()},
        "entries": [
            {
                "number": one.number,
                "verdict": str(one.verdict),
                "nl": one.concept.source if one.concept else "",
                "en": one.concept.target if one.concept else "",
                "differences": {name: list(pair) for name, pair in one.differences.items()},
                "message": one.message,
            }
            for one in preview.proposals
        ],
    }


def _tell(preview: "ImportPreview") -> None:
    counts = ", ".join(f"{count} {verdict}" for verdict, count in preview.counts.items())
    print(f"{preview.file}: {counts or 'no entries'}")
    shown = [one for one in preview.proposals if one.verdict != "identical"][:_SHOWN]
    for one in shown:
        term = f"{one.concept.source} → {one.concept.target}" if one.concept else ""
        print(f"{one.number:6}  {one.verdict:18} {term} {one.message}".rstrip())
        for column, (old, new) in one.differences.items():
            print(f"          {column}: {old or '(nothing)'} → {new or '(nothing)'}")


def _export(options: argparse.Namespace) -> int:
    from workbench.exchange.terms.base import FORMATS, format_for, write_terms
    from workbench.glossary.files import load_glossary

    glossary = load_glossary(options.glossary or Settings.load().glossaries)
    wanted = [one for one in glossary if options.domain in ("", one.domain)]
    form = options.format or format_for(options.output).name
    count = write_terms(wanted, options.output, form=form)
    if options.json:
        print_json({"file": str(options.output), "format": form, "written": count})
        return 0
    print(f"{count} written to {options.output} ({FORMATS[form].title})")
    if FORMATS[form].hint:
        print(FORMATS[form].hint)
    return 0
