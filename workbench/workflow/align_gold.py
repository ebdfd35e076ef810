"""Gold alignments on disk: what the aligner is learned from and measured on.

A folder of data may hold ``align/dev.*`` (text+berg, German-French, with machine translations),
``align/parice`` (English-Icelandic), ``eval/flores-dev.*`` and ``eval/original-dev.tsv`` (parallel
pairs to measure on) and ``train/*.tsv.xz`` (parallel pairs to learn from). What is not there is
left out.
"""

import lzma
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.align.noise import Rates, disturb
from workbench.domain import Bead
from workbench.exchange.beads import read_beads
from workbench.language import NL_EN, LanguagePair
from workbench.workflow.lines import read_lines

__all__ = ["GoldText", "measuring", "parice", "teaching", "text_berg"]

Translator = Callable[[Sequence[str]], Sequence[str]]

_TEACHING = (
    *("original-reportage", "original-war-and-peace", "original-european-security"),
    *("original-parliament-law", "original-politics-news", "original-encyclopedic"),
    *("software-m365", "software-d365", "web-privacyguides"),
)
_LINES = 100
"""Pairs that are taken of each teaching file."""


@dataclass(frozen=True, slots=True)
class GoldText:
    """Two texts with their true beads.

    Attributes:
        name: What it is called in tables.
        source: Source sentences.
        target: Target sentences.
        gold: True beads.
        pair: Their languages.
        translations: Machine translations of the source.
        back_translations: Machine translations of the target.
    """

    name: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    gold: tuple[Bead, ...]
    pair: LanguagePair
    translations: tuple[tuple[str, ...], ...] = ()
    back_translations: tuple[tuple[str, ...], ...] = ()


def _numbered(path: Path) -> tuple[str, ...]:
    """Lines of ParIce: a number, a tab, a sentence."""
    return tuple(line.partition("\t")[2].strip() for line in read_lines(path))


def text_berg(folder: Path) -> Iterator[GoldText]:
    """Yield the development article of text+berg (Sennrich and Volk 2010) with translations."""
    place = folder / "align"
    if not (place / "dev.defr").exists():
        return
    engines = ("google", "europarlfull", "europarllight")
    yield GoldText(
        "text+berg",
        tuple(read_lines(place / "dev.de")),
        tuple(read_lines(place / "dev.fr")),
        tuple(read_beads(place / "dev.defr")),
        LanguagePair("de", "fr"),
        tuple(tuple(read_lines(place / f"dev.de2fr.{name}")) for name in engines),
        tuple(tuple(read_lines(place / f"dev.fr2de.{name}")) for name in engines),
    )


def parice(folder: Path) -> Iterator[GoldText]:
    """Yield the ten documents of ParIce's evaluation set (Barkarson and Steingrímsson 2019)."""
    place = folder / "align" / "parice"
    for path in sorted((place / "gold").glob("*.txt")):
        source = _numbered(place / "eng" / path.name)
        target = _numbered(place / "isl" / path.name)
        gold = tuple(
            bead
            for bead in read_beads(path)
            # One document's gold names a sentence behind its end.
            if max(bead.source, default=0) < len(source)
            and max(bead.target, default=0) < len(target)
        )
        yield GoldText(f"ParIce {path.stem}", source, target, gold, LanguagePair("en", "is"))


def teaching(folder: Path, translate: Translator | None = None) -> Iterator[GoldText]:
    """Yield Dutch-English texts to learn from, made of the training pairs."""
    strangers = _pairs(folder / "train" / "original-society.tsv.xz", 0, 300)
    for seed, name in enumerate(_TEACHING, 1):
        pairs = _pairs(folder / "train" / f"{name}.tsv.xz", 100, _LINES)
        rates = Rates(0.08, 0.1, 0.04, 0.04, 0.03, 0.003, 0.03, 12)
        if pairs:
            yield _made(f"nl-en {name}", pairs, seed, rates, strangers, translate)


def measuring(folder: Path, translate: Translator | None = None) -> Iterator[GoldText]:
    """Yield Dutch-English texts to measure on, made of pairs that nothing is learned from."""
    strangers = _pairs(folder / "train" / "original-society.tsv.xz", 300, 300)
    dutch = folder / "eval" / "flores-dev.nl"
    if dutch.exists():
        flores = list(
            zip(read_lines(dutch), read_lines(dutch.with_name("flores-dev.en")), strict=True)
        )
        for part in range(5):
            pairs = flores[part * 200 : part * 200 + 200]
            yield _made(f"nl-en flores {part}", pairs, 100 + part, Rates(), strangers, translate)


def _pairs(path: Path, first: int, count: int) -> list[tuple[str, str]]:
    if not path.exists():
        return []
    found: list[tuple[str, str]] = []
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            source, _, rest = line.rstrip("\n").partition("\t")
            if number >= first and len(source) >= 15 and rest:
                found.append((source, rest.partition("\t")[0]))
            if len(found) >= count:
                break
    return found


def _made(
    name: str,
    pairs: Sequence[tuple[str, str]],
    seed: int,
    rates: Rates,
    strangers: Sequence[tuple[str, str]],
    translate: Translator | None,
) -> GoldText:
    made = disturb(pairs, seed=seed, rates=rates, strangers=strangers)
    bridge = () if translate is None else (tuple(translate(made.source)),)
    return GoldText(name, made.source, made.target, made.gold, NL_EN, bridge)
