"""What every check promises, and what each of them knows of Dutch and English."""

import time
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workbench.quality.checks
from workbench.domain import SegmentKind
from workbench.quality.checks.base import Check, DocumentRule, Finding, Pair, Rule, Severity
from workbench.quality.checks.registry import (
    check_document,
    check_pair,
    checks,
    document_checks,
    rules_version,
)
from workbench.workflow.checks import catalogue

ALL = list(checks().values())

PIECES = st.sampled_from(
    [
        *"aAéi .,;:!?()[]{}\"'“”„‘’«»…–—-/%€$@#&<>|\\*•\n\t\u00a0\u200b\ufffd0123456789",
        *("1.000,5", "1,000.5", "3-5-2024", "14.30 uur", "21e", "€ 5,-", "the the", "a hour"),
        *("www.x.nl", "a@b.nl", "{0}", "%s", "<b>", "F-16", "de krijgsmacht", "maandag", "monday"),
        *(" ", "  ", " ,", "1990's", "it 's", "mei", "Ã©", "...", "..", "a) ", "• ", "[3]"),
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=60)


def is_at_home(check: object) -> bool:
    """Whether a check is made in the module of its own name, from a function that is there too."""
    assert isinstance(check, Rule | DocumentRule)
    home = f"workbench.quality.checks.{check.name.replace('-', '_')}"
    return import_module(home).RULE is check and check.judge.__module__ == home


class CheckContract:
    """Every check inherits these; a subclass only names its check."""

    check: Check

    def of(self, source: str, target: str) -> list[Finding]:
        return list(self.check.find(Pair(source, target)))

    def test_it_finds_its_example_and_leaves_the_right_one(self) -> None:
        example = self.check.example
        assert self.of(example.source, example.wrong)
        assert self.of(example.source, example.right) == []

    def test_it_says_what_it_is(self) -> None:
        assert self.check.name == self.check.name.lower()
        assert self.check.title[0].isupper()
        assert self.check.explanation.endswith(".")

    def test_it_has_a_module_of_its_own(self) -> None:
        assert is_at_home(self.check)

    def test_its_message_is_a_sentence_without_full_stop(self) -> None:
        for finding in self.of(self.check.example.source, self.check.example.wrong):
            assert finding.check == self.check.name
            assert finding.message[-1] not in ".!"
            assert finding.key.startswith(f"{self.check.name}:")
            assert len(finding.key) <= 120

    def test_its_fix_is_right(self) -> None:
        example = self.check.example
        for finding in self.of(example.source, example.wrong):
            if finding.fix is not None:
                assert self.of(example.source, finding.fix.text) == []

    def test_any_text_will_do(self) -> None:
        @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
        @given(TEXTS, TEXTS)
        def anything(source: str, target: str) -> None:
            for finding in self.of(source, target):
                for text, spans in ((source, finding.source), (target, finding.target)):
                    assert all(0 <= start <= end <= len(text) for start, end in spans)
                if finding.fix is not None:
                    self.settles(source, target, finding)

        anything()

    def settles(self, source: str, target: str, finding: Finding) -> None:
        """Applying fixes comes to an end, in which the check has none to offer."""
        assert finding.fix is not None
        assert finding.fix.text != target
        seen = {target}
        text = finding.fix.text
        for _ in range(8):
            fixes = [again.fix for again in self.of(source, text) if again.fix]
            if not fixes:
                return
            assert text not in seen, "fixing goes round in circles"
            seen.add(text)
            text = fixes[0].text
        raise AssertionError(f"fixing never ends: {text!r}")


for _check in ALL:
    _name = f"Test{_check.name.title().replace('-', '')}"
    globals()[_name] = type(_name, (CheckContract,), {"check": _check})

FOUND = [
    ("numbers", "Er waren 1.250 man.", "There were 1,520 men."),
    ("numbers", "Het kost 1,5 miljoen euro.", "It costs 1.6 million euros."),
    ("number-format", "Er zijn 1.000 tanks.", "There are 1.000 tanks."),
    ("number-format", "Het is 3,5 procent.", "It is 3,5 per cent."),
    ("ordinals", "De 1e brigade.", "The 1e brigade."),
    ("ordinals", "De 12e brigade.", "The 12nd brigade."),
    ("times", "Om 14.30 uur.", "At 14.30 uur."),
    ("phones", "Bel 088 950 6010.", "Call 088 950 6011."),
    ("dates", "Op 3 mei 2024.", "On 5 March 2024."),
    ("dates", "Op 3-5-2024.", "On 3 May 2023."),
    ("months", "In maart 2022.", "In maart 2022."),
    ("proper-capitals", "De Nederlandse vloot.", "The dutch fleet."),
    ("currency", "Het kost 5 euro.", "It costs 5 dollars."),
    ("currency-format", "Het kost € 5.", "It costs € 5."),
    ("numbers", "In de 19e eeuw.", "In the 1930s."),
    ("percentages", "Dat is 2%.", "That is 2."),
    ("units", "Het is 5 kg.", "It is 5 pounds."),
    ("urls", "Zie https://www.nato.int/x.", "See https://www.nato.int/y."),
    ("placeholders", "Er zijn %d tanks in <b>A</b>.", "There are %d tanks in A."),
    ("list-marks", "2. De vloot", "3. The fleet"),
    ("brackets", "De brug [1].", "The bridge [1."),
    ("end-punctuation", "De vloot voer uit.", "The fleet set sail"),
    ("ellipsis", "En toen...", "And then."),
    ("doubled-punctuation", "Ja, nee.", "Yes, no.."),
    ("apostrophes", "Zijn foto's.", "His foto's."),
    ("article", "Een universiteit.", "It was an university."),
    ("article", "Een aanval.", "It was a attack."),
    ("untranslated", "De vloot voer uit.", "De vloot voer uit."),
    ("length", "De regering heeft vandaag een groot besluit genomen.", "It did."),
    ("encoding", "Het is één café.", "It is a cafÃ©."),
    ("repeated-word", "Hij zag het.", "He saw saw it."),
]
QUIET = [
    ("numbers", "Er waren 1.250,5 ton.", "There were 1,250.5 tonnes."),
    ("numbers", "Het kost 1,5 miljoen.", "It costs 1,500,000."),
    ("numbers", "In de 20e eeuw om 15.30 uur.", "In the twentieth century at 3:30 p.m."),
    ("numbers", "Er waren twee man.", "There were 2 men."),
    ("numbers", "Om 02.30 UTC viel de stroom uit.", "At 0230 UTC the power failed."),
    ("numbers", "In de jaren 30 van de 19e eeuw.", "In the 1830s."),
    ("numbers", "Op de lijst van 2008 staan 400 namen.", "There are 2008 400 names on the list."),
    ("units", "Hij weegt 90 kg.", "He weighs 90kg."),
    ("number-format", "Er zijn 1.000 tanks.", "There are 1,000 tanks."),
    ("times", "Om 14.30 uur.", "At 2.30 p.m."),
    ("phones", "Bel 070-318 81 88.", "Call +31 70 318 8188."),
    ("dates", "Op 3-5-2024.", "On 3/5/2024."),
    ("dates", "Op 3 mei.", "On May 3rd, 2024."),
    ("months", "Mei Li sprak.", "Mei Li spoke."),
    ("currency", "Het kost € 5.", "It costs 5 euros."),
    ("percentages", "Vijf procent.", "Five per cent."),
    ("untranslated", "NAVO", "NAVO"),
    ("untranslated", "Jens Stoltenberg", "Jens Stoltenberg"),
    ("untranslated", "www.defensie.nl", "www.defensie.nl"),
    ("repeated-word", "Hij had het gehad.", "He had had it."),
    ("article", "Een uur.", "An hour, a unit, an MP, a one-off, a European, an 8-year war."),
    ("capital-start", "Het eBay-kantoor.", "eBay's office."),
    ("space-after", "Zie www.nato.int,dus.", "See www.nato.int,Inc and 1,000."),
    ("end-punctuation", "Hij zei: “Nee.”", "He said: “No”."),
    ("dutch-words", "Raad van State en Vlaams Belang.", "The Raad van State and Vlaams Belang."),
    ("quotes", "Zo is het.", "“So it is."),
]


@pytest.mark.parametrize(("name", "source", "target"), FOUND)
def test_found(name: str, source: str, target: str) -> None:
    assert name in {finding.check for finding in check_pair(Pair(source, target))}


@pytest.mark.parametrize(("name", "source", "target"), QUIET)
def test_left_alone(name: str, source: str, target: str) -> None:
    assert name not in {finding.check for finding in check_pair(Pair(source, target))}


@pytest.mark.parametrize(
    ("name", "source", "target", "fixed"),
    [
        ("number-format", "Het kost 1.000,5.", "It costs 1.000,5.", "It costs 1,000.5."),
        ("ordinals", "De 1e dag.", "The 1e day.", "The 1st day."),
        ("times", "Om 14.30 uur.", "At 14.30 uur sharp.", "At 14:30 sharp."),
        ("dates", "Op 3-5-2024.", "On March 5, 2024.", "On 3 May 2024."),
        ("currency-format", "€ 1.000,-", "€ 1,000,-", "€1,000"),
        ("urls", "Zie www.nato.int.", "See www.navo.int.", "See www.nato.int."),
        ("list-marks", "b) de vloot", "the fleet", "b) the fleet"),
        ("end-punctuation", "Waarom?", "Why.", "Why?"),
        ("encoding", "Het café.", "The cafÃ©.", "The café."),
        ("apostrophes", "Het is zo.", "It 's so.", "It's so."),
        ("dutch-quotes", "„Nee.”", "„No.”", "“No.”"),
    ],
)
def test_fixes(name: str, source: str, target: str, fixed: str) -> None:
    (finding,) = checks()[name].find(Pair(source, target))
    assert finding.fix is not None
    assert finding.fix.text == fixed


def test_there_are_enough_checks_each_with_its_own_name() -> None:
    names = [entry["check"] for entry in catalogue()]
    assert len(names) == len(set(names)) >= 40
    assert {entry["severity"] for entry in catalogue()} == set(map(str, Severity))
    assert rules_version() == rules_version()


def test_every_check_of_a_document_has_a_module_of_its_own() -> None:
    assert all(map(is_at_home, document_checks().values()))


def test_every_check_that_a_module_has_is_registered() -> None:
    package = workbench.quality.checks
    modules = [
        import_module(f"{package.__name__}.{found.name}")
        for found in iter_modules(package.__path__)
    ]
    made = {
        value.name
        for module in modules
        for value in vars(module).values()
        if isinstance(value, Rule | DocumentRule)
    }
    assert made == {*checks(), *document_checks()}


def test_an_empty_target_is_only_empty() -> None:
    assert [finding.check for finding in check_pair(Pair("De vloot.", " "))] == ["empty"]


def test_other_languages_are_spared_what_is_dutch() -> None:
    pair = Pair("Le 1e jour.", "Der 1e Tag.", source_language="fr", target_language="de")
    assert "ordinals" not in {finding.check for finding in check_pair(pair)}


def test_consistency() -> None:
    pairs = [
        Pair("De vloot.", "The fleet."),
        Pair("De vloot.", "The fleet."),
        Pair("de vloot", "The navy"),
        Pair("Het leger rukt op.", "The army moves on."),
        Pair("De vijand trekt weg.", "The army moves on."),
        Pair("Artikel 3 is nieuw.", "The article is new."),
        Pair("Artikel 4 is nieuw.", "The article is new."),
    ]
    found = check_document(pairs)
    assert {index: [f.check for f in entries] for index, entries in found.items()} == {
        **{key: ["same-source"] for key in (0, 1, 2)},
        **{key: ["same-target"] for key in (3, 4)},
    }
    assert found[0][0].fix is None
    fix = found[2][0].fix
    assert fix is not None
    assert fix.text == "The fleet."
    assert len(document_checks()) == 2


def test_one_segment_takes_less_than_three_milliseconds() -> None:
    source = (
        "Op 3 mei 2024 om 14.30 uur sprak minister De Vries over € 1.250,5 miljoen voor de F-35. "
    )
    target = "On 3 May 2024 at 14:30 Minister De Vries spoke of €1,250.5 million for the F-35. "
    pair = Pair(source * 2, target * 2, SegmentKind.SENTENCE)
    check_pair(pair)
    best = []
    for _ in range(20):
        start = time.process_time()
        check_pair(Pair(pair.source, pair.target))
        best.append(time.process_time() - start)
    assert min(best) < 0.003


def test_the_document_lists_every_check() -> None:
    told = (Path(__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")
    rows = [
        f"| `{entry['check']}` | {entry['title']} | {entry['severity']} | {entry['explanation']} |"
        for entry in catalogue()
    ]
    assert [row for row in rows if row not in told] == []
