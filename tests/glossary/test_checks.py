"""The eight term checks, one by one and over a document."""

from pathlib import Path

import pytest

from workbench.glossary.checks import Severity, TermChecker
from workbench.glossary.files import load_glossary
from workbench.glossary.matcher import Matcher

ROWS = """\
concept,nl,en,admitted,forbidden,pos,enforcement,dnt
truce,bestand,truce,ceasefire,file ; database,noun,check,
pe,vredesafdwinging,peace enforcement,,peace coercion,noun,force,
drone,drone,drone,UAV,,noun,force,
nato,NAVO,NATO,,NAVO,name,force,
gap,mission creep,,,,phrase,force,yes
army,landmacht,army,land forces,,noun,force,
force,troepenmacht,force,,army,noun,force,
"""


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> TermChecker:
    path: Path = tmp_path_factory.mktemp("glossary") / "x.csv"
    path.write_text(ROWS, encoding="utf-8")
    return TermChecker(Matcher(load_glossary(path)))


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Vredesafdwinging kost geld.", "Peace enforcement costs money.", []),
        ("Vredesafdwinging kost geld.", "Making peace costs money.", [("missing", "error")]),
        ("Vredesafdwinging kost geld.", "Peace coercion costs money.", [("forbidden", "error")]),
        ("Het bestand hield.", "The file held.", [("forbidden", "error")]),
        ("Het bestand hield.", "It held.", [("missing", "note")]),
        ("Het bestand hield.", "The ceasefire held.", [("admitted", "note")]),
        ("Een drone en nog een drone.", "A drone and another one.", [("fewer", "warning")]),
        ("Een drone en nog een drone.", "A drone and another drone.", []),
        ("Twee drones.", "Two drones.", []),
        ("De NAVO zwijgt.", "The Nato is silent.", [("case", "warning")]),
        ("De NAVO zwijgt.", "The NAVO is silent.", [("forbidden", "error")]),
        ("Dit is mission creep.", "This is missie-uitbreiding.", [("do-not-translate", "error")]),
        ("Dit is mission creep.", "This is mission creep.", []),
        ("Het leger zwijgt.", "Peace enforcement is silent.", [("unsourced", "warning")]),
        # An English word that another term of the sentence calls for is not held against this one.
        ("De troepenmacht en de landmacht.", "The force and the army.", []),
        ("De troepenmacht.", "The army.", [("forbidden", "error")]),
        ("Vredesafdwinging kost geld.", "", []),
        ("Het is koud.", "It is cold.", []),
    ],
)
def test_one_segment(
    checker: TermChecker, source: str, target: str, expected: list[tuple[str, str]]
) -> None:
    issues = checker.check(source, target)
    assert [(issue.check.value, issue.severity.value) for issue in issues] == expected
    for issue in issues:
        assert issue.message
        assert all(source[start:end] for start, end in issue.source)
        assert all(target[start:end] for start, end in issue.target)


def test_two_renderings_in_one_document_are_inconsistent(checker: TermChecker) -> None:
    pairs = [
        ("De drone vliegt.", "The drone flies."),
        ("De drone valt.", "The UAV falls."),
        ("De drones vliegen.", "The drones fly."),
    ]
    issues = checker.check_document(pairs)
    found = [issue for issue in issues[1] if issue.check == "inconsistent"]
    assert [issue.severity for issue in found] == [Severity.WARNING]
    assert "'UAV' here, 'drone' elsewhere" in found[0].message
    assert 0 not in issues and 2 not in issues
