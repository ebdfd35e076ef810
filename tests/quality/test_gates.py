import pytest

from tests.exchange.conftest import make_unit
from workbench.domain import SegmentStatus
from workbench.errors import SettingsError
from workbench.quality import gates
from workbench.quality.figures import address_differences, number_differences


def reason(name: str, source: str, target: str, value: str = "", **changes: object) -> str:
    chosen = gates.choose({name: value} if value else {})
    return chosen[name].reason(make_unit(source, target, **changes))


LONG_DUTCH = "De minister heeft gisteren in de Kamer over het verdrag gesproken."
LONG_ENGLISH = "The minister spoke about the treaty in the House yesterday."


@pytest.mark.parametrize(
    ("value", "status", "passes"),
    [
        ("approved", "approved", True),
        ("approved", "reviewed", False),
        ("reviewed", "reviewed", True),
        ("reviewed", "draft", False),
        ("all", "draft", True),
        ("all", "rejected", False),
        ("all", "untranslated", False),
    ],
)
def test_status(value: str, status: str, passes: bool) -> None:
    found = reason("status", "Ja.", "Yes.", value, status=SegmentStatus(status))
    assert (found == "") is passes
    if not passes:
        assert status in found


@pytest.mark.parametrize(
    ("name", "source", "target", "expected"),
    [
        ("empty", "Ja.", "Yes.", ""),
        ("empty", " \t", "Yes.", "the source is empty"),
        ("empty", "Ja.", "", "the target is empty"),
        ("empty", "Ja.", "…", "the target has no words"),
        ("empty", "1914", "1914", ""),
        # A copy, unless it is a name or a number.
        ("copy", LONG_DUTCH, LONG_DUTCH, "the target is a copy of the source"),
        ("copy", LONG_DUTCH, LONG_DUTCH.upper() + " ", "the target is a copy of the source"),
        ("copy", LONG_DUTCH, LONG_ENGLISH, ""),
        ("copy", "Inleiding", "Inleiding", "the target is a copy of the source"),
        ("copy", "HET DEBAT OVER DE VREDE", "HET DEBAT OVER DE VREDE", "the target is a copy"),
        ("copy", "inleiding", "inleiding", "the target is a copy of the source"),
        ("copy", "Jaap de Hoop Scheffer", "Jaap de Hoop Scheffer", ""),
        ("copy", "Raad van State", "Raad van State", ""),
        ("copy", "Stoltenberg", "Stoltenberg", ""),
        ("copy", "1.000,5", "1.000,5", ""),
        ("copy", "https://www.defensie.nl", "https://www.defensie.nl", ""),
        ("copy", "F-35", "F-35", ""),
        # Length.
        ("ratio", "Ja.", "Yes, that is so.", ""),
        ("ratio", LONG_DUTCH, LONG_ENGLISH, ""),
        ("ratio", LONG_DUTCH, "The minister.", "one side is 5.1 times as long as the other"),
        ("ratio", "De minister.", LONG_DUTCH * 2, "one side is 11.0 times as long as the other"),
        # Language, from five words up.
        ("language", LONG_DUTCH, LONG_ENGLISH, ""),
        ("language", LONG_DUTCH, LONG_DUTCH, "the target is nl, not en"),
        ("language", LONG_ENGLISH, LONG_ENGLISH, "the source is en, not nl"),
        ("language", "De minister zei niets.", "De minister zei niets.", ""),
        # Numbers and addresses.
        ("numbers", "Dat kost 1.000,5 euro.", "That costs 1,000.5 euros.", ""),
        (
            "numbers",
            "Dat kost 1.500 euro.",
            "That costs 1.500 euros.",
            "number only in the source: 1500; number only in the target: 1.5",
        ),
        ("addresses", "Zie www.nos.nl.", "See https://nos.nl/.", ""),
        (
            "addresses",
            "Zie www.nos.nl.",
            "See www.nos.com.",
            "address only in the source: nos.nl; address only in the target: nos.com",
        ),
    ],
)
def test_reasons(name: str, source: str, target: str, expected: str) -> None:
    found = reason(name, source, target)
    assert found.startswith(expected) if expected else found == ""


@pytest.mark.parametrize(
    ("dutch", "english", "only_dutch", "only_english"),
    [
        ("1.000,5", "1,000.5", (), ()),
        ("1.000.000", "1,000,000", (), ()),
        ("1 000 000", "1,000,000", (), ()),
        ("2,50 euro", "2.5 euros", (), ()),
        ("2,5", "25", ("2.5",), ("25",)),
        ("12 en 13", "12", ("13",), ()),
        ("12", "12 and 13", (), ("13",)),
        ("twee van de 3", "two of the three", (), ()),
        ("tweeëntwintig", "22", (), ()),
        ("42 schepen", "forty-two ships", (), ()),
        ("de 20e eeuw", "the twentieth century", (), ()),
        ("de 5e brigade", "the fifth brigade", (), ()),
        ("de jaren '90", "the 1990s", (), ()),
        ("1-2-2024", "1 February 2024", (), ()),
        ("15.30 uur", "3:30 p.m.", (), ()),
        ("15.30 uur", "4:30 p.m.", ("3:30",), ("4:30",)),
        ("om 15:30", "at 15:30", (), ()),
        ("om 17.00 uur", "at 5 pm", (), ()),
        ("om 9.00 uur", "at nine o'clock", (), ()),
        ("om 5 uur 's ochtends", "at 5 am", (), ()),
        ("1,5 miljoen", "1,500,000", (), ()),
        ("1,5 miljoen", "1.5 million", (), ()),
        ("2,3 miljard", "2.3 million", ("2300000000",), ("2300000",)),
        ("de F16", "the F-16", (), ()),
        ("1940-1945", "1940–1945", (), ()),
        ("een dertienjarige", "a 13-year-old", (), ()),
        ("zonder getal", "without a number", (), ()),
    ],
)
def test_numbers_in_two_ways_of_writing(
    dutch: str, english: str, only_dutch: tuple[str, ...], only_english: tuple[str, ...]
) -> None:
    assert number_differences(dutch, english) == (only_dutch, only_english)
    mirrored = number_differences(english, dutch, source_language="en", target_language="nl")
    assert mirrored == (only_english, only_dutch)


def test_addresses_are_compared_by_what_they_lead_to() -> None:
    same = "HTTPS://WWW.NOS.NL/a/ of info@nos.nl", "http://nos.nl/a and INFO@nos.nl"
    assert address_differences(*same) == ((), ())
    assert address_differences("nos.nl/a", "nos.nl/b") == (("nos.nl/a",), ("nos.nl/b",))


def test_parameters_change_the_judgement() -> None:
    assert reason("ratio", LONG_DUTCH, "The minister.", "6") == ""
    assert reason("language", LONG_DUTCH, LONG_DUTCH, "40") == ""


def test_every_gate_explains_itself() -> None:
    kinds = (*gates.GATES, *gates.CORPUS_GATES)
    assert len({kind.name for kind in kinds}) == len(kinds) == 10
    assert all(kind.title and kind.explanation.endswith(".") for kind in kinds)
    assert list(gates.choose()) == [kind.name for kind in kinds]
    assert {kind.name: kind.checked(kind.default) for kind in kinds}


def test_off_leaves_a_gate_out() -> None:
    assert "copy" not in gates.choose({"copy": "off"})


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"nosuch": "on"}, "there is no gate 'nosuch'"),
        ({"ratio": "much"}, "'ratio' can't be set to 'much'"),
        ({"ratio": "0.5"}, "'ratio' can't be set to '0.5'"),
        ({"ratio": "nan"}, "can't be set"),
        ({"ratio": "inf"}, "can't be set"),
        ({"status": "rejected"}, "can't be set to 'rejected'"),
        ({"status": "off"}, "can't be left out"),
        ({"empty": "off"}, "can't be left out"),
    ],
)
def test_bad_parameters(values: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        gates.choose(values)
