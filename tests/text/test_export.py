from workbench.domain import SegmentKind
from workbench.text.documents import parse_document
from workbench.text.export import plain_text

RAW = """Pagina 1

Inzet luchtmacht

De missie begint. Dat duurt lang.1

1 Zie de Kamerbrief.

• eerste punt;
• tweede punt.

1. stap een;
2. stap twee.

https://example.org/a
https://example.org/b

Meer
Lees meer...

Pagina 2
"""


def test_paragraphs_marks_and_notes() -> None:
    segments = parse_document("a.txt", RAW.encode()).segments
    assert plain_text(segments) == (
        "Inzet luchtmacht\n\n"
        "De missie begint. Dat duurt lang.\n\n"
        "[1] Zie de Kamerbrief.\n\n"
        "• eerste punt;\n• tweede punt.\n1. stap een;\n2. stap twee.\n\n"
        "https://example.org/a\nhttps://example.org/b\n"
    )


def test_targets_by_position_and_by_index() -> None:
    segments = parse_document("a.txt", b"De missie begint. Dat duurt lang.").segments
    assert [segment.kind for segment in segments] == [SegmentKind.SENTENCE] * 2
    both = "The mission begins. That takes long.\n"
    assert plain_text(segments, ["The mission begins.", "That takes long."]) == both
    assert plain_text(segments, {1: "That takes long."}) == "De missie begint. That takes long.\n"
    assert plain_text(segments, ["", "That takes long."]).startswith("De missie begint. ")
    assert plain_text([]) == ""
