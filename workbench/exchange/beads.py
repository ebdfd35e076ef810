"""Files of beads: those of vecalign and hunalign, tables with texts, and translation units.

``vecalign`` writes ``[0, 1]:[0]:0.25`` a line, unaligned sentences included; ``ladder`` is
hunalign's: source and target position and quality of each rung, where a rung begins a bead and
the last one ends the texts. Both number sentences from 0. ``tsv`` and ``jsonl`` carry the texts.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from workbench.domain import (
    Bead,
    Origin,
    Provenance,
    SegmentStatus,
    TranslationUnit,
    Variant,
)
from workbench.errors import FormatError, InputError
from workbench.exchange.columns import guard
from workbench.language import NL_EN, LanguagePair

__all__ = ["FORMATS", "bead_units", "parse_beads", "read_beads", "write_beads"]

FORMATS = ("vecalign", "ladder", "tsv", "jsonl", "tmx")
"""Names for ``--format``; ``tmx`` goes through the writer of translation memories."""

MAX_SENTENCES = 1_000_000
"""Sentences a text may have: a rung further on would make a bead of as many numbers."""

_REAL = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_VECALIGN = re.compile(rf"\[([\d,\s]*)\]\s*:\s*\[([\d,\s]*)\](?:\s*:\s*{_REAL})?", re.ASCII)
_LADDER = re.compile(rf"(\d+)\t(\d+)(?:\t{_REAL})?", re.ASCII)


def _numbers(text: str, where: str) -> tuple[int, ...]:
    return tuple(_number(part, where) for part in text.replace(",", " ").split())


def _number(text: str, where: str) -> int:
    # Thousands of digits are refused by int() with an error of its own.
    if len(text) > 20 or not 0 <= (number := int(text)) <= MAX_SENTENCES:
        raise FormatError(f"sentences are numbered from 0 to {MAX_SENTENCES}", where=where)
    return number


def read_beads(path: Path) -> list[Bead]:
    """Read a file of beads: vecalign, ladder or JSONL, told apart by its lines.

    Raises:
        InputError: The file can't be read.
        FormatError: A line is none of these.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"the file can't be read ({error.strerror})", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise FormatError("the file is not in UTF-8", where=str(path)) from error
    return parse_beads(text, name=path.name)


def parse_beads(text: str, *, name: str = "beads") -> list[Bead]:
    """Read beads from a text; see :func:`read_beads`.

    Raises:
        FormatError: With the number of the line.
    """
    beads: list[Bead] = []
    rungs: list[tuple[int, int]] = []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        where = f"{name}, line {number}"
        if not line:
            continue
        if match := _VECALIGN.fullmatch(line):
            # The third field is a cost, of hunalign a quality: neither is a probability.
            beads.append(Bead(_numbers(match[1], where), _numbers(match[2], where)))
        elif match := _LADDER.fullmatch(line):
            rungs.append((_number(match[1], where), _number(match[2], where)))
        elif line.startswith("{"):
            beads.append(_from_json(line, where))
        else:
            raise FormatError(
                "this line is no bead",
                where=where,
                fix="Write it like [0, 1]:[0] or as a ladder: 0, tab, 0, tab, 1.0",
            )
    for here, there in pairwise(rungs):
        if there[0] < here[0] or there[1] < here[1]:
            raise FormatError("the ladder goes back", where=f"{name}, rung {there[0]}, {there[1]}")
        bead = Bead(tuple(range(here[0], there[0])), tuple(range(here[1], there[1])))
        if bead.source or bead.target:
            beads.append(bead)
    return beads


def _from_json(line: str, where: str) -> Bead:
    try:
        record = json.loads(line)
        probability = float(record.get("probability", 1.0))
        if not 0 <= probability <= 1:
            raise ValueError
        return Bead(
            tuple(_number(str(index), where) for index in record["source"]),
            tuple(_number(str(index), where) for index in record["target"]),
            probability,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FormatError(
            "this line is no bead", where=where, fix='Write it like {"source": [0], "target": [0]}'
        ) from error


def write_beads(
    beads: Sequence[Bead],
    source: Sequence[str],
    target: Sequence[str],
    *,
    form: str,
) -> str:
    """Return beads as text.

    Args:
        beads: In reading order.
        source: All source sentences.
        target: All target sentences.
        form: ``vecalign``, ``ladder``, ``tsv`` or ``jsonl``.

    Raises:
        FormatError: A ladder can't hold beads that cross or are in pieces, or there is no such
            format.
    """
    writers = {"vecalign": _vecalign, "tsv": _tsv, "jsonl": _jsonl}
    if form == "ladder":
        return "".join(_ladder(beads, len(source), len(target)))
    if form not in writers:
        raise FormatError(f"{form!r} is no format of beads", fix=f"Choose one of {FORMATS}")
    return "".join(writers[form](beads, source, target))


def _vecalign(beads: Sequence[Bead], source: Sequence[str], target: Sequence[str]) -> Iterator[str]:
    for bead in beads:
        # vecalign's third field is a cost, 0 for a perfect bead.
        yield f"{list(bead.source)}:{list(bead.target)}:{1 - bead.probability:.6f}\n"


def _ladder(beads: Sequence[Bead], sources: int, targets: int) -> Iterator[str]:
    i = j = 0
    for bead in beads:
        whole = Bead(tuple(range(i, i + len(bead.source))), tuple(range(j, j + len(bead.target))))
        if (whole.source, whole.target) != (bead.source, bead.target):
            raise FormatError(
                f"a ladder can't hold the bead {list(bead.source)}:{list(bead.target)}, which "
                "crosses another or is in pieces",
                fix="Choose vecalign, tsv or jsonl",
            )
        yield f"{i}\t{j}\t{bead.probability:.6f}\n"
        i, j = i + len(bead.source), j + len(bead.target)
    yield f"{sources}\t{targets}\t1.000000\n"


def _texts(bead: Bead, source: Sequence[str], target: Sequence[str]) -> tuple[str, str]:
    return (
        " ".join(source[index] for index in bead.source),
        " ".join(target[index] for index in bead.target),
    )


def _tsv(beads: Sequence[Bead], source: Sequence[str], target: Sequence[str]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    writer.writerow(["source_rows", "target_rows", "probability", "source", "target"])
    for bead in beads:
        writer.writerow(
            [
                " ".join(map(str, bead.source)),
                " ".join(map(str, bead.target)),
                f"{bead.probability:.4f}",
                *(guard(" ".join(text.split())) for text in _texts(bead, source, target)),
            ]
        )
    yield buffer.getvalue()


def _jsonl(beads: Sequence[Bead], source: Sequence[str], target: Sequence[str]) -> Iterator[str]:
    for bead in beads:
        left, right = _texts(bead, source, target)
        record = {
            "source": list(bead.source),
            "target": list(bead.target),
            "probability": round(bead.probability, 4),
            "source_text": left,
            "target_text": right,
        }
        yield json.dumps(record, ensure_ascii=False) + "\n"


def bead_units(
    beads: Iterable[Bead],
    source: Sequence[str],
    target: Sequence[str],
    *,
    document: str,
    pair: LanguagePair = NL_EN,
) -> Iterator[TranslationUnit]:
    """Yield the beads with both sides as translation units, as drafts with their probability."""
    for number, bead in enumerate(beads, 1):
        if bead.source and bead.target:
            left, right = _texts(bead, source, target)
            yield TranslationUnit(
                uid=f"{document}-{number}",
                source=Variant(pair.source, left),
                target=Variant(pair.target, right),
                status=SegmentStatus.DRAFT,
                provenance=Provenance(
                    origin=Origin.ALIGNED, author="aligner", confidence=bead.probability
                ),
                document=document,
                segment=number,
            )
