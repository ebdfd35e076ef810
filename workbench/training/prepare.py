"""From a folder of parallel files to a vocabulary and aligned, cached training pairs."""

from __future__ import annotations

import logging
import pickle
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.training import alignments, corpus, vocabulary
from workbench.training.alignments import Links
from workbench.training.corpus import Pair

__all__ = ["Aligned", "collect", "group_of", "prepare", "read_lexicon"]

log = logging.getLogger(__name__)
GROUPS = ("original", "everyday", "web", "lexicon", "software")


@dataclass(frozen=True, slots=True)
class Aligned:
    """A tokenised pair: tokens carry their leading space; links are (source, target) indices.

    `guide` is empty where no alignment is known.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    guide: Links
    sure: Links

    def turned(self) -> Aligned:
        """Return the pair with its sides exchanged, as the opposite direction learns it."""
        return Aligned(
            self.target,
            self.source,
            tuple((j, i) for i, j in self.guide),
            tuple(sorted((j, i) for i, j in self.sure)),
        )


def group_of(name: str) -> str:
    """Return the mixing group of a file by the prefix of its name."""
    head = name.split("-")[0].split("_")[0].split(".")[0]
    return head if head in GROUPS else "original"


def read_lexicon(path: Path) -> list[Pair]:
    """Read term pairs from the EuroVoc table or the glossary (columns found by their names)."""
    lines = path.read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    nl = header.index("nl_full" if "nl_full" in header else "nl")
    en = header.index("en_full" if "en_full" in header else "en")
    other = header.index("nl_other") if "nl_other" in header else None
    pairs = []
    for line in lines[1:]:
        row = line.split("\t")
        if len(row) <= max(nl, en) or row[nl][:1].isdigit() or row[en] in ("", "-"):
            continue
        forms = [row[nl]]
        if other is not None and row[other] != "-":
            forms += [f.strip() for f in row[other].split(";")]
        pairs += [Pair(corpus.clean(f), corpus.clean(row[en])) for f in forms if f]
    return pairs


def collect(
    folders: Sequence[Path],
    lexicons: Sequence[Path],
    banned: frozenset[tuple[str, ...]],
    *,
    leave_out: Sequence[str] = (),
    software_limit: int = 90_000,
    seed: int = 1,
) -> dict[str, list[Pair]]:
    """Read, filter and group all pairs; files whose stem is in `leave_out` are not read."""
    groups: dict[str, list[Pair]] = {name: [] for name in GROUPS}
    for folder in folders:
        for path in sorted(folder.glob("*.tsv*")):
            if path.name.split(".")[0] in leave_out:
                continue
            group = group_of(path.name)
            pairs = corpus.read_pairs(path)
            if group == "software":
                pairs = [p for p in pairs if corpus.is_good_prose(p)]
            groups[group] += [p for p in pairs if corpus.is_usable(p)]
    for path in lexicons:
        groups["lexicon"] += read_lexicon(path)
    generator = random.Random(seed)
    for name, pairs in groups.items():
        kept = [p for p in corpus.unique(pairs) if not corpus.is_banned(p, banned)]
        if name == "software":
            generator.shuffle(kept)
            kept = kept[:software_limit]
        groups[name] = kept
        log.info("%s: %d pairs", name, len(kept))
    return groups


def prepare(groups: dict[str, list[Pair]], out: Path, *, size: int = 8000) -> None:
    """Train the vocabulary, align everything and cache both in the folder `out`."""
    out.mkdir(parents=True, exist_ok=True)
    model = out / "sentencepiece.model"
    if not model.exists():
        sentences = [
            side
            for name, pairs in groups.items()
            for p in (pairs[: len(pairs) // 4] if name == "software" else pairs)
            for side in (p.nl, p.en)
            for _ in range(2 if name == "original" else 1)
        ]
        random.Random(1).shuffle(sentences)
        vocabulary.train_vocabulary(sentences, model, size=size)
        log.info("vocabulary of %d pieces", size)
    cache = out / "aligned.pickle"
    if cache.exists():
        return
    processor = vocabulary.load_vocabulary(model)
    flat = [(name, p) for name, pairs in groups.items() for p in pairs]
    toks = [(alignments.tokens(p.nl), alignments.tokens(p.en)) for _, p in flat]
    links = alignments.align(toks, processor)
    result: dict[str, list[Aligned]] = {name: [] for name in groups}
    for (name, _), (s, t), (guide, sure) in zip(flat, toks, links, strict=True):
        result[name].append(Aligned(tuple(s), tuple(t), guide, sure))
    cache.write_bytes(pickle.dumps(result, protocol=pickle.HIGHEST_PROTOCOL))
    log.info("aligned %d pairs", len(flat))
