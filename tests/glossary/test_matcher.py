"""Recognition, measured on a table of hand-made cases over all its phenomena."""

from collections import Counter
from pathlib import Path

import pytest

from workbench.glossary.concepts import Glossary
from workbench.glossary.files import load_glossary
from workbench.glossary.matcher import Matcher, MatchKind

DATA = Path(__file__).parent.parent / "data"


def escaped(text: str) -> str:
    """Read \\n, \\r and \\u0000 escapes, and leave other characters alone."""
    return (
        text.replace("\\n", "\n")
        .replace("\\r", "\r")
        .replace("\\u00ad", "\u00ad")
        .replace("\\u00a0", "\u00a0")
    )


def cases() -> list[tuple[str, str, list[tuple[str, str]]]]:
    table = []
    for line in (DATA / "glossary_cases.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        phenomenon, text, expected = line.split("\t")
        pairs = []
        for item in expected.split(" ; ") if expected != "-" else []:
            words, concept = item.rsplit("=", 1)
            pairs.append((escaped(words), concept))
        table.append((phenomenon, escaped(text), pairs))
    return table


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(load_glossary(DATA / "glossary_cases.csv"))


def test_table_has_enough_cases_of_every_phenomenon() -> None:
    counts = Counter(phenomenon for phenomenon, _, _ in cases())
    assert sum(counts.values()) >= 300
    assert min(counts.values()) >= 2


def test_recall_and_precision_on_the_table(matcher: Matcher) -> None:
    wanted = found = right = 0
    wrong: list[str] = []
    for phenomenon, text, expected in cases():
        got = [(match.text, match.concept.id) for match in matcher.find(text)]
        hits = sum((Counter(got) & Counter(expected)).values())
        wanted, found, right = wanted + len(expected), found + len(got), right + hits
        if got != expected:
            wrong.append(f"{phenomenon}: {text!r}: wanted {expected}, got {got}")
    report = "\n".join(wrong)
    print(f"{wanted} wanted, {found} found, {right} right\n{report}")
    assert right / wanted >= 0.95, report
    assert (found - right) / found <= 0.02, report


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("de vredesafdwinging", MatchKind.EXACT),
        ("de veiligheidsgaranties", MatchKind.INFLECTED),
        ("de vredesafdwingingsmissie", MatchKind.COMPOUND),
        ("dwingt de vrede af", MatchKind.SPLIT),
        ("om vrede af te dwingen", MatchKind.SPLIT),
        ("Kruisraketten of -drones, vredeshandhaving en -afdwinging", MatchKind.SPLIT),
        ("de vredes-\nafdwinging", MatchKind.REPAIRED),
        ("de exit strategie", MatchKind.REPAIRED),
    ],
)
def test_kinds(matcher: Matcher, text: str, kind: MatchKind) -> None:
    assert kind in {match.kind for match in matcher.find(text)}


def test_offsets_are_those_of_the_original_text(matcher: Matcher) -> None:
    text = "  Een\u00ad vredes-\r\n afdwinging,\tof een e\u0301chte NAVO-missie. "
    for match in matcher.find(text):
        assert text[match.start : match.end] == match.text
        assert match.start == match.parts[0][0]
        assert match.end == match.parts[-1][1]
    assert [match.concept.id for match in matcher.find(text)] == ["pe", "navo", "missie"]


def test_a_split_verb_leaves_room_for_terms_between_its_parts(matcher: Matcher) -> None:
    found = matcher.find("De NAVO dwingt het staakt-het-vuren af.")
    assert [match.concept.id for match in found] == ["navo", "afdwingen", "shv"]
    assert found[1].parts == ((8, 14), (36, 38))


def test_the_earlier_glossary_wins() -> None:
    first = Glossary.from_pairs([("vredesmacht", "peace force")])
    second = Glossary.from_pairs([("vredesmacht", "peacekeeping force"), ("macht", "power")])
    merged = Glossary.of([*first.concepts, *second.concepts])
    (match,) = Matcher(merged).find("een vredesmacht")
    assert match.concept.target == "peace force"


def test_empty_and_hostile_texts_are_harmless(matcher: Matcher) -> None:
    assert matcher.find("") == []
    assert matcher.find("- -- ---  ‐ ¬ \u00ad\n") == []
    assert matcher.find("-" * 5000 + "a-" * 5000) == []
    assert matcher.find("vredes" * 2000) == []


def test_proposed_and_retired_concepts_are_not_found(tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    path.write_text(
        "nl,en,status\nvredesmacht,peace force,retired\nfregat,,proposed\ndrone,drone,active\n",
        encoding="utf-8",
    )
    found = Matcher(load_glossary(path)).find("vredesmacht fregat drone")
    assert [match.text for match in found] == ["drone"]
