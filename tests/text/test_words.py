import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.text.words import compound_parts, dutch_words, word_texts, words


def test_words_and_offsets() -> None:
    text = "‘Zo'n 1.000,5 F-35s’, zei 's avonds R&D-chef Poetins’ foto's: staakt-het-vuren o.a."
    found = list(words(text))
    assert [word.text for word in found] == [
        "Zo'n",
        "1.000,5",
        "F-35s",
        "zei",
        "'s",
        "avonds",
        "R&D-chef",
        "Poetins",
        "foto's",
        "staakt-het-vuren",
        "o.a",
    ]
    assert all(text[word.start : word.end] == word.text for word in found)


@given(st.text(alphabet="aé1’'-. &‘,", max_size=40))
def test_words_never_overlap_and_hold_all_letters(text: str) -> None:
    found = list(words(text))
    assert all(text[word.start : word.end] == word.text for word in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert "".join(c for w in found for c in w.text if c.isalnum()) == "".join(
        c for c in text if c.isalnum()
    )


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("luchtverdediging", ["lucht", "verdediging"]),
        ("vredesafdwinging", ["vredes", "afdwinging"]),
        ("Onderhandelingstactiek", ["Onderhandelings", "tactiek"]),
        ("vluchtelingenstromen", ["vluchtelingen", "stromen"]),
        ("defensie-industrie", ["defensie-", "industrie"]),
        ("krijgsmacht", ["krijgs", "macht"]),
        ("vrede", []),
        ("xyzzy", []),
        ("", []),
    ],
)
def test_compounds(word: str, parts: list[str]) -> None:
    assert compound_parts(word, dutch_words()) == parts


def test_compounds_of_a_glossary() -> None:
    known = {"wapen", "neutraliteit", "beleid"}
    assert compound_parts("neutraliteitsbeleid", known) == ["neutraliteits", "beleid"]


def test_word_list() -> None:
    listed = dutch_words()
    assert len(listed) > 30_000
    assert {"vrede", "Nederland"} <= listed
    assert "nederland" not in listed


def test_word_texts() -> None:
    assert word_texts("F-35s: één zo'n") == ["F", "s", "één", "zo", "n"]
