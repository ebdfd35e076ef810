"""Other aligners, to measure beside: each is run where it is installed and left out where not."""

import shutil
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from workbench.domain import Bead
from workbench.errors import InputError
from workbench.exchange.beads import parse_beads

__all__ = ["gale_church", "hunalign"]


def gale_church(source: Sequence[str], target: Sequence[str]) -> list[Bead] | None:
    """Align by lengths alone (Gale and Church 1993), with nltk; None when it is not installed."""
    if find_spec("nltk") is None:
        return None
    module = import_module("nltk.translate.gale_church")
    links = module.align_blocks([len(text) for text in source], [len(text) for text in target])
    return list(_linked(links, len(source), len(target)))


def _linked(links: Iterable[tuple[int, int]], sources: int, targets: int) -> Iterator[Bead]:
    """Beads of sentence links: those that hang together are one."""
    rows: dict[int, set[int]] = defaultdict(set)
    columns: dict[int, set[int]] = defaultdict(set)
    for i, j in links:
        rows[i].add(j)
        columns[j].add(i)
    seen: set[int] = set()
    for i in range(sources):
        if i in seen:
            continue
        left, right, waiting = {i}, set[int](), [i]
        while waiting:
            for j in rows[waiting.pop()] - right:
                right.add(j)
                waiting += columns[j] - left
                left |= columns[j]
        seen |= left
        yield Bead(tuple(sorted(left)), tuple(sorted(right)))
    yield from (Bead((), (j,)) for j in range(targets) if not columns[j])


def hunalign(source: Sequence[str], target: Sequence[str]) -> list[Bead] | None:
    """Align with hunalign (Varga et al. 2005) and no dictionary; None when it is not installed.

    Args:
        source: Source sentences, or a translation of each: the words are compared as they are.
        target: Target sentences.

    Raises:
        InputError: hunalign did not do it.
    """
    program = shutil.which("hunalign")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        dictionary, *sides = (Path(folder) / name for name in ("dictionary", "source", "target"))
        dictionary.write_text("", encoding="utf-8")
        for path, texts in zip(sides, (source, target), strict=True):
            path.write_text("".join(f"{' '.join(one.split())}\n" for one in texts), "utf-8")
        done = subprocess.run(
            [program, "-utf", "-realign", str(dictionary), *map(str, sides)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise InputError(f"hunalign failed: {done.stderr.strip()[-200:]}", where=program)
    return parse_beads(done.stdout, name="hunalign")
