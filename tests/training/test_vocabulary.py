from pathlib import Path

import pytest

from workbench.training import vocabulary
from workbench.training.alignments import tokens
from workbench.training.prepare import Aligned


def test_term_symbols_are_pieces_of_plain_encoding(spm_file: Path) -> None:
    processor = vocabulary.load_vocabulary(spm_file)
    text = "De <term> brug <trans> bridge </term> in 1995."
    found = processor.encode(text, out_type=str)
    assert [p for p in found if p.startswith("<")] == ["<term>", "<trans>", "</term>"]
    assert processor.decode(found) == text


def test_special_ids_and_any_character(spm_file: Path) -> None:
    processor = vocabulary.load_vocabulary(spm_file)
    assert vocabulary.pieces(processor)[:3] == ["<unk>", "<s>", "</s>"]
    for text in ("Ґ漢字", "naïef €5", "Źđ"):
        ids = processor.encode(text)
        assert vocabulary.UNKNOWN_ID not in ids
        assert processor.decode(ids) == text


def test_guidance_links_pieces_of_linked_words(spm_file: Path) -> None:
    pytest.importorskip("torch")
    from workbench.training import batches

    processor = vocabulary.load_vocabulary(spm_file)
    source, target = tokens("De minister bereikt Kharkiv."), tokens("The minister reaches Kharkiv.")
    links = tuple((i, i) for i in range(5))
    pair = Aligned(tuple(source), tuple(target), links, links)
    row = batches.encode(pair, processor, sample_s=True, sample_t=False, alpha=0.5)
    by_target: dict[int, float] = {}
    for t, s, weight in row.guide:
        assert 0 <= s < len(row.source)
        by_target[t] = by_target.get(t, 0.0) + weight
    assert sorted(by_target) == list(range(len(row.target)))
    assert all(abs(total - 1.0) < 1e-6 for total in by_target.values())
    assert (len(row.target) - 1, len(row.source) - 1, 1.0) in row.guide
