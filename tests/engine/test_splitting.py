import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.engine.splitting import ends_sentence, join_parts, sentences_of, split_long


def words(text: str) -> int:
    return len(text.split())


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("een twee drie", 3, ["een twee drie"]),
        (
            "een twee, drie vier; vijf zes, zeven acht",
            5,
            ["een twee, drie vier;", "vijf zes, zeven acht"],
        ),
        ("een twee drie, maar vier vijf zes", 4, ["een twee drie,", "maar vier vijf zes"]),
        ("een twee drie en vier vijf zes", 4, ["een twee drie", "en vier vijf zes"]),
        ("een twee drie vier", 2, ["een twee", "drie vier"]),
        ("onsplitsbaar", 0, ["onsplitsbaar"]),
    ],
)
def test_cuts(text: str, limit: int, parts: list[str]) -> None:
    assert split_long(text, words, limit=limit) == parts


@given(st.lists(st.sampled_from(["een", "twee;", "drie,", "en", "vier.", "Vijf"]), min_size=1))
def test_no_word_is_lost(tokens: list[str]) -> None:
    text = " ".join(tokens)
    assert " ".join(split_long(text, words, limit=4)) == text


@pytest.mark.parametrize(
    ("sources", "targets", "joined"),
    [
        (["Hij kwam;", "zij ging."], ["He came.", "She left."], "He came; she left."),
        (["Hij kwam,", "en ging."], ["He came", "And left."], "He came, and left."),
        (["Dit:", "Rusland won."], ["This.", "Russia won."], "This: Russia won."),
        (["hij zag", "ik ging."], ["He saw", "I left."], "He saw I left."),
        (["Ja.", "Nee."], ["Yes.", "No."], "Yes. No."),
        (
            ['Hij zei: "Ja."', "Dat was het."],
            ['He said: "Yes."', "That was it."],
            'He said: "Yes." That was it.',
        ),
    ],
)
def test_seams_do_not_show(sources: list[str], targets: list[str], joined: str) -> None:
    assert join_parts(sources, targets) == joined


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Hij kwam. Zij ging.", ["Hij kwam.", "Zij ging."]),
        ("Hij kwam o.a. uit Ede.", ["Hij kwam o.a. uit Ede."]),
        ("", [""]),
    ],
)
def test_segments_are_translated_sentence_by_sentence(text: str, parts: list[str]) -> None:
    assert sentences_of(text, "nl") == parts
    assert all(map(ends_sentence, filter(None, parts)))
