"""``workbench glossary``: check and list glossaries, find their terms, measure their effect."""

import argparse
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli import glossary_changes, glossary_exchange, glossary_learning
from workbench.cli.output import print_json
from workbench.counts import counted
from workbench.settings import REPOSITORY, Settings

if TYPE_CHECKING:
    from workbench.glossary.checks import TermIssue

__all__ = ["register"]

PAIRS = REPOSITORY / "tests" / "data" / "glossary_dev.tsv"


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its actions."""
    command = subparsers.add_parser(
        "glossary", help="check and list glossaries, find and measure terms"
    )
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)

    def action(name: str, text: str) -> argparse.ArgumentParser:
        parser = actions.add_parser(name, help=text)
        parser.add_argument("--json", action="store_true", help="print JSON")
        return parser

    check = action("check", "name the bad rows of a glossary, or the term errors of translations")
    check.add_argument(
        "file",
        nargs="*",
        type=Path,
        help="glossaries (CSV) or folders of them, looked at together; default: all glossaries",
    )
    check.add_argument(
        "--pairs", type=Path, help="check these translations instead: Dutch, tab, English"
    )
    check.add_argument(
        "--document",
        type=int,
        metavar="ID",
        help="check the terms of a stored document instead; what is right is set aside",
    )
    check.set_defaults(func=_check)
    finding = action("find", "list the glossary terms in a Dutch text")
    finding.add_argument("text", help="the text, or - to read it from standard input")
    finding.add_argument("--glossary", type=Path, help="glossary file or folder")
    finding.set_defaults(func=_find)
    listing = action("list", "list the concepts")
    listing.add_argument("--glossary", type=Path, help="glossary file or folder")
    listing.set_defaults(func=_list)
    stats = action("stats", "count the concepts by file, domain and enforcement")
    stats.add_argument("--glossary", type=Path, help="glossary file or folder")
    stats.set_defaults(func=_stats)
    evaluate = action("evaluate", "term success, consistency and chrF, with a random-term control")
    evaluate.add_argument("--glossary", type=Path, help="glossary file or folder")
    evaluate.add_argument("--package", default="", help="package to use; default: the embedded one")
    evaluate.add_argument("--pairs", type=Path, default=PAIRS, help="Dutch, tab, English reference")
    evaluate.add_argument("--limit", type=int, default=0, help="only the first sentences")
    evaluate.add_argument("--no-control", action="store_true", help="leave the control out")
    evaluate.set_defaults(func=_evaluate)
    glossary_changes.register(action)
    glossary_exchange.register(action)
    glossary_learning.register(action)


def _place(given: Path | None) -> Path:
    return given or Settings.load().glossaries


def _places(given: list[Path]) -> list[Path]:
    return given or [Settings.load().glossaries]


def _check(options: argparse.Namespace) -> int:
    from workbench.workflow import glossary

    if options.document is not None:
        return _check_document(options)
    if options.pairs:
        return _check_pairs(options)
    problems = glossary.check_places(_places(options.file))
    errors = sum(problem.error for problem in problems)
    if options.json:
        print_json([asdict(problem) for problem in problems])
    else:
        for problem in problems:
            print(problem)
        print(f"{counted(errors, 'error')}, {counted(len(problems) - errors, 'note')}")
    return 1 if errors else 0


def _check_pairs(options: argparse.Namespace) -> int:
    from workbench.workflow import glossary
    from workbench.workflow.lines import read_pairs

    pairs = read_pairs(options.pairs)
    count, issues = glossary.check_pairs(pairs, _places(options.file))
    _print_issues(issues, as_json=options.json)
    if not options.json:
        print(f"{counted(count, 'segment')}, {len(issues)} of them with something to look at")
    return _code(issues)


def _check_document(options: argparse.Namespace) -> int:
    from workbench.corpus.database import Database
    from workbench.glossary.files import load_glossary
    from workbench.workflow.term_checks import current_glossary, document_terms

    settings = Settings.load()
    known = load_glossary(options.file) if options.file else current_glossary(settings.glossaries)
    with closing(Database.open(settings.database)) as database:
        terms = document_terms(database, options.document, known)
    _print_issues(terms.issues, as_json=options.json)
    if not options.json:
        print(
            f"{counted(len(terms.wrong), 'segment')} to look at; set aside: {terms.right} "
            f"whose terms are right, {terms.without} without terms"
        )
    return _code(terms.issues)


def _print_issues(issues: "Mapping[int, Sequence[TermIssue]]", *, as_json: bool) -> None:
    told = [(number + 1, issue) for number, found in issues.items() for issue in found]
    if as_json:
        print_json([{"segment": number, **asdict(issue)} for number, issue in told])
        return
    for number, issue in told:
        print(f"segment {number}: {issue.severity} {issue.check}: {issue.message}")


def _code(issues: "Mapping[int, Sequence[TermIssue]]") -> int:
    wrong = any(issue.severity == "error" for found in issues.values() for issue in found)
    return 1 if wrong else 0


def _find(options: argparse.Namespace) -> int:
    import sys

    from workbench.workflow import glossary

    text = sys.stdin.read() if options.text == "-" else options.text
    matches = glossary.find(text, _place(options.glossary))
    if options.json:
        rows = [
            {
                "concept": match.concept.id,
                "text": match.text,
                "start": match.start,
                "end": match.end,
                "kind": match.kind.value,
                "nl": match.concept.source,
                "en": match.concept.target,
                "enforcement": match.concept.enforcement.value,
                "parts": [list(part) for part in match.parts],
            }
            for match in matches
        ]
        print_json(rows)
        return 0
    for match in matches:
        shown = " ".join(match.text.split())
        print(
            f"{match.start:5}-{match.end:<5} {match.kind.value:9} "
            f"{shown} → {match.concept.target} ({match.concept.id})"
        )
    return 0


def _list(options: argparse.Namespace) -> int:
    from workbench.glossary.files import load_glossary

    glossary = load_glossary(_place(options.glossary))
    if options.json:
        rows = [
            {
                "concept": concept.id,
                "nl": concept.source,
                "en": concept.target,
                "domain": concept.domain,
                "enforcement": concept.enforcement.value,
                "status": concept.status.value,
            }
            for concept in glossary
        ]
        print_json(rows)
        return 0
    for concept in glossary:
        print(f"{concept.source} → {concept.target}  [{concept.domain}, {concept.enforcement}]")
    return 0


def _stats(options: argparse.Namespace) -> int:
    from collections import Counter

    from workbench.glossary.files import load_glossary

    glossary = load_glossary(_place(options.glossary))
    counts = {
        "file": Counter(Path(concept.file).name for concept in glossary),
        "domain": Counter(concept.domain for concept in glossary),
        "enforcement": Counter(concept.enforcement.value for concept in glossary),
        "status": Counter(concept.status.value for concept in glossary),
    }
    if options.json:
        report = {"concepts": len(glossary), "version": glossary.version, **counts}
        print_json(report)
        return 0
    print(f"{counted(len(glossary), 'concept')}, version {glossary.version}")
    for title, numbers in counts.items():
        print(title)
        for name, count in sorted(numbers.items()):
            print(f"  {name or '(none)':24} {count:6}")
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from workbench.engine.argos import ArgosEngine
    from workbench.engine.packages import PackageStore
    from workbench.glossary.files import load_glossary
    from workbench.glossary.matcher import Matcher
    from workbench.workflow import glossary as workflow
    from workbench.workflow.lines import read_pairs

    settings = Settings.load()
    known = load_glossary(_place(options.glossary))
    package = PackageStore(settings.packages).get(options.package or settings.package)
    engine = ArgosEngine(package, threads=settings.threads, beam=settings.beam)
    pairs = read_pairs(options.pairs)[: options.limit or None]
    hypotheses = engine.translate([source for source, _ in pairs], n_best=workflow.N_BEST)
    scores = {"terms": workflow.evaluate_terms(engine, Matcher(known), pairs, hypotheses)}
    if not options.no_control:
        control = workflow.random_terms(engine, pairs, known)
        scores["random control"] = workflow.evaluate_terms(engine, control, pairs, hypotheses)
    if options.json:
        report = {name.replace(" ", "_"): asdict(each) for name, each in scores.items()}
        extra = {"engine": engine.signature, "glossary": known.version}
        print_json({**report, **extra})
        return 0
    for name, each in scores.items():
        print(f"{name}: {each.terms} in {each.with_terms} of {each.sentences} sentences")
        print(f"  success        {each.success:7.1%}   by itself {each.natural:.1%}")
        print(f"  consistency    {each.consistency:7.1%}")
        print(f"  chrF2          {each.chrf:7.2f}   without {each.chrf_raw:.2f}")
        print(f"  chrF2 affected {each.chrf_affected:7.2f}   without {each.chrf_affected_raw:.2f}")
        print(f"  seconds for each of {each.affected} affected: {each.seconds_per_affected:.2f}")
        print("  " + ", ".join(f"{how} {count}" for how, count in each.strategies.items()))
        for band in each.drops:
            bound = "more" if band.most is None else f"<= {band.most}"
            print(
                f"  drop {bound:7}{band.sentences:5} sentences, chrF2 {band.change:+.1f}, "
                f"{band.worse:.0%} worse"
            )
    print(f"{engine.signature}, glossary {known.version}")
    return 0
