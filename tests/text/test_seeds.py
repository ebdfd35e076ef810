"""The customer's first five documents, read for real."""

import csv
import re
from pathlib import Path

import pytest

from workbench.domain import Document, SegmentKind
from workbench.text.documents import read_document
from workbench.text.words import word_texts

SEEDS = Path(__file__).parents[2] / "seeds"
GOLDEN = Path(__file__).parents[1] / "data" / "004.segments.tsv"
RUNNING = (SegmentKind.SENTENCE, SegmentKind.BULLET, SegmentKind.HEADING)


@pytest.fixture(scope="module")
def brief() -> Document:
    """The hard one: text taken from a pdf."""
    return read_document(SEEDS / "004_3b1ba8096f5a410f.txt")


@pytest.mark.parametrize(
    ("prefix", "language", "segments"),
    [("000", "en", 10), ("001", "nl", 28), ("002", "nl", 25), ("003", "en", 13)],
)
def test_language_and_count(prefix: str, language: str, segments: int) -> None:
    document = read_document(next(SEEDS.glob(f"{prefix}_*.txt")))
    assert document.language == language
    assert len(document.segments) == segments
    translatable = {
        segment.translatable for segment in document.segments if segment.kind in RUNNING
    }
    assert translatable == {language == "nl"}


def test_link_texts_at_the_end_of_001_are_furniture() -> None:
    document = read_document(next(SEEDS.glob("001_*.txt")))
    kinds = {segment.text: segment.kind for segment in document.segments}
    assert kinds["Meer"] is kinds["Lees meer..."] is SegmentKind.FURNITURE
    assert kinds["De risico’s van escalatie"] is SegmentKind.HEADING


def test_segments_of_004_are_the_checked_ones(brief: Document) -> None:
    with GOLDEN.open(encoding="utf-8", newline="") as stream:
        expected = [tuple(row) for row in csv.reader(stream, delimiter="\t", quoting=3)]
    found = [
        (segment.kind.value, segment.language, segment.text, " ".join(segment.flags))
        for segment in brief.segments
    ]
    assert found == expected


def test_every_word_of_004_is_in_a_segment(brief: Document) -> None:
    def letters(text: str) -> str:
        return re.sub(r"[\W\d_]", "", text)

    raw = letters(brief.raw)
    found = sum(len(letters(segment.text)) for segment in brief.segments)
    assert found == len(raw)
    known = "".join(letters(segment.text) for segment in brief.segments)
    # Order differs only where footnotes were moved; whole lines of the raw text are there.
    for line in brief.raw.splitlines():
        if letters(line):
            assert letters(line) in known


def test_running_text_is_whole(brief: Document) -> None:
    words = set(word_texts(brief.raw))
    for segment in brief.segments:
        if segment.kind not in RUNNING:
            continue
        assert not segment.text.endswith(("-", ",")), segment.text
        assert not re.search(r"\w-\s(?!en |of |tot )", segment.text), segment.text
        assert not re.search(r"[a-zë][.)’]?\d{1,2}$", segment.text), segment.text
        assert "http" not in segment.text
        last = word_texts(segment.text)[-1]
        assert last in words or last in {"vluchtelingenstromen", "bondgenootschap"}
    sentences = [s for s in brief.segments if s.kind is SegmentKind.SENTENCE]
    assert all(re.search(r"[.?:!]’?$", s.text) for s in sentences)
    assert all(re.match(r"[‘“]*[A-Z]", s.text) for s in sentences)


def test_offsets_of_004(brief: Document) -> None:
    ends: dict[int, int] = {}
    for segment in brief.segments:
        assert 0 <= segment.start < segment.end <= len(brief.raw)
        assert segment.start >= ends.get(segment.paragraph, 0)
        ends[segment.paragraph] = segment.end
        slice_ = brief.raw[segment.start : segment.end]
        assert slice_[0] == segment.text[0]
        assert slice_[-1] == segment.text[-1]
    body = [s.start for s in brief.segments if s.kind in RUNNING]
    assert body == sorted(body)
    paragraphs = [s.paragraph for s in brief.segments]
    assert paragraphs == sorted(paragraphs)
    assert set(paragraphs) == set(range(paragraphs[-1] + 1))


def test_each_footnote_of_004_follows_its_reference(brief: Document) -> None:
    for number in range(1, 24):
        reference = [i for i, s in enumerate(brief.segments) if f"footnote-ref:{number}" in s.flags]
        note = [i for i, s in enumerate(brief.segments) if f"footnote:{number}" in s.flags]
        assert len(reference) == 1
        assert note
        between = brief.segments[reference[0] : note[0]]
        assert len({s.paragraph for s in between if s.kind in RUNNING}) == 1
        assert all(brief.segments[i].kind is SegmentKind.FOOTNOTE for i in note)


@pytest.mark.parametrize(
    "word",
    [
        "schendingen van een staakt-het-vuren te beëindigen",
        "een trainingscomponent bevatten",
        "politiek-strategische doel",
        "vluchtelingenstromen",
        "onderhandelingstactiek",
        "verantwoordelijkheid van de Nederlandse",
        "het NAVO-bondgenootschap.",
        "meermaals aangegeven",
        "uit NAVO-landen en Rusland",
        "luchtverdediging met een bemande Patriot-batterij",
        "defensie-industrie met",
        "buiten NAVO-verband die",
        "NAVO- en EU-lidstaten",
        "Nederland/Europa",
    ],
)
def test_hyphens_of_004(brief: Document, word: str) -> None:
    assert any(word in segment.text for segment in brief.segments)
    assert not any("unsure-hyphen" in segment.flags for segment in brief.segments)


def test_english_in_004_is_passed_through(brief: Document) -> None:
    english = [segment for segment in brief.segments if segment.language == "en"]
    assert {segment.kind for segment in english} == {SegmentKind.FIGURE, SegmentKind.FOOTNOTE}
    assert all("passed-english" in s.flags and not s.translatable for s in english)
    figure = [segment.text for segment in english if segment.kind is SegmentKind.FIGURE]
    assert figure[:4] == [
        "Types of Peace Operations",
        "Conflict",
        "Cease Fire",
        "Conflict Prevention",
    ]
    assert len(figure) == 13
    with_english_terms = [s for s in brief.segments if "peace enforcement operatie" in s.text]
    assert with_english_terms[0].language == "nl"
