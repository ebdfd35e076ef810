"""Scores on real gold must not fall: ParIce is in the repository, text+berg may be beside it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from workbench.align.aligner import AlignOptions, align
from workbench.align.noise import Rates, disturb
from workbench.domain import Bead
from workbench.exchange.beads import read_beads
from workbench.language import LanguagePair
from workbench.quality.alignment import score_alignments

HERE = Path(__file__).parent.parent / "data"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "align"
QUICK = AlignOptions(reasons=False)


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def numbered(path: Path) -> list[str]:
    return [line.partition("\t")[2] for line in lines(path)]


def test_parice_without_translation() -> None:
    found: list[tuple[Sequence[Bead], Sequence[Bead]]] = []
    for path in sorted((HERE / "parice" / "gold").glob("*.txt")):
        source, target = (numbered(HERE / "parice" / side / path.name) for side in ("eng", "isl"))
        beads = align(source, target, languages=LanguagePair("en", "is"), options=QUICK).beads
        found.append((read_beads(path), beads))
    assert len(found) == 10
    assert score_alignments(found).f1 >= 0.90


@pytest.mark.skipif(not SHARED.exists(), reason="text+berg is not beside the repository")
def test_text_berg_with_translation() -> None:
    beads = align(
        lines(SHARED / "dev.de"),
        lines(SHARED / "dev.fr"),
        translation=lines(SHARED / "dev.de2fr.google"),
        languages=LanguagePair("de", "fr"),
        options=QUICK,
    ).beads
    assert score_alignments([(read_beads(SHARED / "dev.defr"), beads)]).f1 >= 0.90


def test_disturbed_text_is_put_together_again() -> None:
    pairs = [tuple(line.split("\t")) for line in lines(HERE / "align_pairs.tsv")]
    made = disturb([(pair[0], pair[1]) for pair in pairs], seed=4, rates=Rates(chapter=10))
    beads = align(
        made.source,
        made.target,
        translation=[translation_of(text, pairs) for text in made.source],
        options=QUICK,
    ).beads
    assert score_alignments([(made.gold, beads)]).f1 >= 0.9


def translation_of(text: str, pairs: Sequence[tuple[str, ...]]) -> str:
    """A stand-in for an engine's translation: the English of each Dutch sentence in the text."""
    whole = [pair[1] for pair in pairs if pair[0] in text]
    parts = [pair[1] for pair in pairs if text in pair[0] and pair[0] != text]
    return " ".join(whole or parts)
