"""What comes from a file is shown as it is, never as Markdown."""

import pytest
from markdown_it import MarkdownIt

from workbench.app.markdown import plain


@pytest.mark.parametrize(
    "text",
    [
        "gewoon.txt",
        "![](http://evil.example/x.png)",
        "[hier](http://evil.example)",
        "# kop *vet* _schuin_ `code` ~~weg~~ | tabel",
        "<img src=x>",
        "$x$ :red[rood] 1. lijst",
        "a\\b",
    ],
)
def test_a_text_is_shown_as_it_is(text: str) -> None:
    (block, inline, _) = MarkdownIt("commonmark", {"html": True}).parse(plain(text))
    assert block.type == "paragraph_open"
    assert {child.type for child in inline.children or []} <= {"text", "text_special"}
    assert "".join(child.content for child in inline.children or []) == text
