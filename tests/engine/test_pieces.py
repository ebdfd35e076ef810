import time
from pathlib import Path

import pytest

from workbench.engine.base import Terminology
from workbench.engine.packages import Package
from workbench.engine.pieces import BytePairs, Pieces, load_pieces, token_spans
from workbench.engine.terminology import annotate, blank, is_annotated

TERMS = Terminology("source-annotation", "<term>", "<trans>", "</term>")
MERGES = """#version: 0.2
v r
vr e
vre d
vred e</w>
t h
th e</w>
d e</w>
"""


@pytest.fixture(scope="module")
def pieces(package: Package) -> Pieces:
    return load_pieces(package.folder, source="nl", target="en", terminology=TERMS)


@pytest.fixture
def bpe(tmp_path: Path) -> BytePairs:
    (tmp_path / "bpe.model").write_text(MERGES, encoding="utf-8")
    loaded = load_pieces(tmp_path, source="nl", target="en")
    assert isinstance(loaded, BytePairs)
    return loaded


@pytest.mark.parametrize(
    "text", ["De vrede is getekend.", "snake_case en https://a.b/c_d", "Café, 3 ☃ — “ja”", ""]
)
def test_text_comes_back(pieces: Pieces, text: str) -> None:
    assert pieces.decode(pieces.encode(text)) == text


def test_word_starts(pieces: Pieces) -> None:
    tokens = pieces.encode("De Stoltenbergs vrede")
    words = "".join("|" * pieces.starts_word(tokens, i) + token for i, token in enumerate(tokens))
    assert words.count("|") == 3
    assert all(piece.startswith("▁tro") for piece in pieces.starting_with("▁tro"))
    assert "▁troops" in pieces.starting_with("▁tro")


def test_pieces_that_begin_alike_come_frequent_ones_first(pieces: Pieces) -> None:
    processor = pieces._processor  # type: ignore[attr-defined]
    every = [processor.id_to_piece(number) for number in range(processor.get_piece_size())]
    for beginning in ("▁tro", "s", "▁", "qqq"):
        assert pieces.starting_with(beginning) == [
            piece for piece in every if piece.startswith(beginning)
        ]


def test_looking_for_a_piece_does_not_go_through_the_vocabulary(pieces: Pieces) -> None:
    # Whoever types asks for some twenty beginnings with each letter.
    pieces.starting_with("▁tro")
    begun = time.thread_time()
    for _ in range(200):
        pieces.starting_with("▁tro")
    assert time.thread_time() - begun < 0.2


def test_markers_stay_whole(pieces: Pieces) -> None:
    tokens = pieces.encode("Een <term> vredesmacht <trans> peace force </term> is nodig.")
    # A vocabulary that has the markers itself gives the space before each as a piece of its own.
    tokens = [token for token in tokens if token != "▁"]
    assert [token for token in tokens if token in TERMS.markers] == list(TERMS.markers)
    inside = tokens[tokens.index("<term>") + 1 : tokens.index("<trans>")]
    assert pieces.encode("Een vredesmacht") == [*tokens[: tokens.index("<term>")], *inside]


def test_bpe_packages(bpe: BytePairs) -> None:
    tokens = bpe.encode("de vrede, &")
    assert tokens[:2] == ["de", "vrede"]
    assert bpe.decode(tokens) == "de vrede, &"
    split = bpe.encode("vredig")
    assert split == ["vred@@", "i@@", "g"]
    assert [bpe.starts_word(split, index) for index in range(3)] == [True, False, False]
    assert bpe.decode(["the", "vred@@", "e"]) == "the vrede"
    assert bpe.starting_with("v") == []


def test_bpe_pieces_are_those_of_argostranslate(bpe: BytePairs, tmp_path: Path) -> None:
    from argostranslate.tokenizer import BPETokenizer

    theirs = BPETokenizer(tmp_path / "bpe.model", "nl", "en")
    for text in ("De vrede is “getekend”.", "Wat? 3.5 & <vrede>", "de the vrede"):
        assert bpe.encode(text) == theirs.encode(text)
        assert bpe.decode(bpe.encode(text)) == theirs.decode(theirs.encode(text))


@pytest.mark.parametrize(
    ("tokens", "text", "expected"),
    [
        (["▁De", "▁vre", "de", "."], "De vrede.", ["De", "vre", "de", "."]),
        (["▁a", "▁", "<0xE2>", "<0x98>", "<0x83>"], "a ☃", ["a", "", "", "", "☃"]),
        (["vred@@", "e", ","], "vrede,", ["vred", "e", ","]),
        (["▁x", "▁missing", "▁y"], "x y", ["x", "", "y"]),
        ([], "", []),
    ],
)
def test_token_spans(tokens: list[str], text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in token_spans(tokens, text)] == expected


def test_annotation_and_back() -> None:
    source = "De vredesmacht, zei hij."
    annotated = annotate(source, [(3, 14, "peace force")], TERMS)
    assert annotated == "De <term> vredesmacht <trans> peace force </term>, zei hij."
    assert is_annotated(annotated, TERMS) and not is_annotated(source, TERMS)
    blanked = blank(annotated, TERMS)
    assert len(blanked) == len(annotated)
    assert blanked.index("vredesmacht") == annotated.index("vredesmacht")
    assert "peace" not in blanked and blank(source, TERMS) == source == blank(source, None)


@pytest.mark.parametrize("spans", [[(0, 0, "x")], [(0, 99, "x")], [(0, 5, "x"), (3, 8, "y")]])
def test_impossible_spans(spans: list[tuple[int, int, str]]) -> None:
    with pytest.raises(ValueError, match="span"):
        annotate("De vredesmacht.", spans, TERMS)
