"""Word alignment of the training pairs with eflomal (Östling and Tiedemann 2016)."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

__all__ = ["Links", "align", "bare", "exchanged", "tokens"]

TOKEN = re.compile(r"\s*(?:[^\W_]+(?:['’\-][^\W_]+)*|\S)")
Links = tuple[tuple[int, int], ...]


def tokens(text: str) -> list[str]:
    """Split `text` into words and marks, each with the white space before it."""
    return TOKEN.findall(text)


def bare(token: str) -> str:
    """Return a token without the white space before it."""
    return token.lstrip()


def exchanged(token: str, new: str) -> str:
    """Return another word with the white space that is before `token`."""
    return token[: len(token) - len(token.lstrip())] + new


def _pieces_of(toks: Sequence[str], processor: Any) -> tuple[list[str], list[int]]:
    parts: list[str] = []
    owner: list[int] = []
    for index, encoded in enumerate(processor.encode([t.lower() for t in toks], out_type=str)):
        for piece in encoded:
            if piece != "▁":
                parts.append(piece)
                owner.append(index)
    return parts, owner


def _read(path: str) -> list[list[tuple[int, int]]]:
    rows = []
    for line in Path(path).read_text().splitlines():
        rows.append([(int(a), int(b)) for a, b in (x.split("-") for x in line.split())])
    return rows


def align(
    pairs: Sequence[tuple[list[str], list[str]]], processor: Any, *, quick: bool = False
) -> list[tuple[Links, Links]]:
    """Align token lists at subword level and return links between tokens.

    For every pair two sets come back: the forward links (every target token has a source
    token wherever the model found one), for attention guidance, and the links both
    directions agree on, for terminology.
    """
    import eflomal

    encoded = [(_pieces_of(s, processor), _pieces_of(t, processor)) for s, t in pairs]
    with tempfile.TemporaryDirectory() as folder:
        forward, reverse = f"{folder}/forward", f"{folder}/reverse"
        # Small corpora get many sampling rounds by default; `quick` saves most of them.
        effort = {"rel_iterations": 0.2, "n_samplers": 1} if quick else {}
        eflomal.Aligner(**effort).align(
            [" ".join(s[0]) + "\n" for s, _ in encoded],
            [" ".join(t[0]) + "\n" for _, t in encoded],
            links_filename_fwd=forward,
            links_filename_rev=reverse,
        )
        result = []
        for (s, t), fwd, rev in zip(encoded, _read(forward), _read(reverse), strict=True):
            guide = {(s[1][i], t[1][j]) for i, j in fwd}
            back = {(s[1][i], t[1][j]) for i, j in rev}
            result.append((tuple(sorted(guide)), tuple(sorted(guide & back))))
    return result
