"""``workbench glossary suggest`` and ``figures``: terms the work proposes, and how terms fare."""

import argparse
from collections.abc import Callable
from dataclasses import asdict

from workbench.cli.output import print_json
from workbench.counts import counted
from workbench.settings import Settings

__all__ = ["register"]


def register(action: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add the actions; ``action`` makes the parser of one, given its name and help."""
    suggest = action("suggest", "terms proposed by corrections, approved pairs and texts")
    suggest.add_argument(
        "--from",
        dest="sources",
        action="append",
        choices=("corrections", "pairs", "texts"),
        help="where to look; default: everywhere",
    )
    suggest.add_argument("--limit", type=int, default=20, help="most proposals of each source")
    suggest.add_argument(
        "--accept", metavar="DUTCH", default="", help="add the proposal with this Dutch term"
    )
    suggest.add_argument("--en", default="", help="with --accept: another English term")
    suggest.add_argument("--file", default="", help="with --accept: its file; default: the first")
    suggest.add_argument(
        "--refuse", metavar="DUTCH", default="", help="never propose this Dutch term again"
    )
    suggest.set_defaults(func=_suggest)
    figures = action("figures", "how often each concept occurs, is right, and is corrected")
    figures.add_argument("--limit", type=int, default=40, help="most concepts to list")
    figures.set_defaults(func=_figures)


def _suggest(options: argparse.Namespace) -> int:
    from workbench.corpus import concepts as log
    from workbench.corpus.database import Database
    from workbench.errors import NotFoundError, SettingsError
    from workbench.workflow import suggestions, terminology
    from workbench.workflow.catalogue import catalogue
    from workbench.workflow.suggestions import Source

    settings = Settings.load()
    database = Database.open(settings.database)
    if options.refuse:
        log.reject(database, options.refuse, "", author=settings.user)
        database.close()
        print(f"{options.refuse} will not be proposed again")
        return 0
    known = catalogue(settings.glossaries)
    named = {"corrections": Source.CORRECTIONS, "pairs": Source.PAIRS, "texts": Source.TEXTS}
    sources = [named[name] for name in options.sources or named]
    found = suggestions.suggest(database, known.glossary, sources=sources, limit=options.limit)
    if options.accept:
        wanted = options.accept.casefold()
        one = next((each for each in found if each.dutch.casefold() == wanted), None)
        if one is None:
            raise NotFoundError(f"{options.accept!r} is not proposed", fix="Look at the list first")
        paths = [
            file.path
            for file in known.files
            if options.file in ("", file.path.name, file.path.stem)
        ]
        if not paths:
            raise SettingsError(f"there is no glossary file {options.file!r}", where="--file")
        saved = terminology.save_concept(
            database,
            paths[0],
            suggestions.accepted(one, english=options.en),
            seen=None,
            author=settings.user,
        )
        database.close()
        print(f"{saved.concept.source} → {saved.concept.target} is saved in {paths[0].name}")
        return 0
    database.close()
    if options.json:
        print_json([asdict(one) for one in found])
        return 0
    for one in found:
        instead = f", not {one.instead}" if one.instead else ""
        number = counted(one.count, "segment")
        print(f"{one.source}: {one.dutch} → {one.english or '?'}{instead} ({number})")
        for source, target in one.examples[:2]:
            print(f"    {source}")
            if target:
                print(f"    {target}")
    return 0


def _figures(options: argparse.Namespace) -> int:
    from workbench.corpus.database import Database
    from workbench.workflow.catalogue import catalogue
    from workbench.workflow.term_statistics import figures

    settings = Settings.load()
    database = Database.open(settings.database)
    known = catalogue(settings.glossaries)
    found = figures(database, known.glossary)
    database.close()
    if options.json:
        print_json({name: asdict(one) for name, one in found.items()})
        return 0
    ordered = sorted(found.items(), key=lambda item: (-item[1].segments, item[0]))
    print(f"{'concept':32} segments  right  corrected")
    for name, one in ordered[: options.limit]:
        right = "-" if one.success is None else f"{one.success:.0%}"
        print(f"{name[:32]:32} {one.segments:8} {right:>6} {one.corrected:10}")
    return 0
