"""Throws mutated files at every exchange reader: `python -m tests.fuzz.fuzz_exchange [--inputs N]`.

Each input is a valid file with some bytes changed, cut, repeated or mixed with another. A reader
may read it or refuse it with an error of the workbench; any other exception, and any input that
takes longer than the limit, is a finding and is kept.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.exchange.conftest import KIT, make_unit
from workbench.errors import WorkbenchError
from workbench.exchange import base
from workbench.exchange.base import FORMATS, Options
from workbench.language import LanguagePair

INTERESTING = (
    *(b"<", b">", b"&", b"&#0;", b"&x;", b"]]>", b"<!--", b"<![CDATA[", b"<!DOCTYPE a [", b"]>"),
    *(b"\0", b"\r", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b'"', b"'"),
    *(b"</tu>", b"<tu>", b"</seg>", b"<seg/>", b"{", b"}", b"[", b"null", b"1e999", b"\\u0000"),
    *(b"=1+1", b"msgid", b'msgstr[999] "', b"\\x", b"PK\x03\x04", b"\t" * 50, b"<g>" * 300),
)
SLOW = 10.0


def seeds(name: str, folder: Path) -> list[bytes]:
    """Return valid files of a format, to be mutated."""
    found = []
    for count in (1, 3):
        path = folder / f"seed{FORMATS[name].endings[0]}"
        units = [
            make_unit(f"Een zin & <{n}>", f"A sentence {n}\t", uid=str(n)) for n in range(count)
        ]
        with base.atomic(path) as file:
            base.writer(name).write(units, file, Options())
        found.append(path.read_bytes())
    if name == "tmx":
        found += [path.read_bytes() for path in sorted(KIT.glob("*.tmx"))]
    return found


def mutants(corpus: list[bytes], count: int, choice: random.Random) -> Iterator[bytes]:
    for _ in range(count):
        data = bytearray(choice.choice(corpus))
        for _ in range(choice.choice((1, 1, 2, 4, 16))):
            place = choice.randrange(len(data) + 1)
            length = choice.choice((0, 1, 1, 8, 64))
            kind = choice.randrange(5)
            if kind == 0 and place < len(data):
                data[place] = choice.randrange(256)
            elif kind == 1:
                data[place:place] = choice.choice(INTERESTING)
            elif kind == 2:
                del data[place : place + length]
            elif kind == 3:
                data[place:place] = data[place : place + length] * choice.choice((1, 2, 50))
            else:
                other = choice.choice(corpus)
                start = choice.randrange(len(other) + 1)
                data[place : place + length] = other[start : start + length]
        yield bytes(data)


def run(name: str, count: int, seed: int, keep: Path) -> int:
    """Throw inputs at one format and return the number of findings."""
    findings = refused = 0
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        corpus = seeds(name, Path(folder))
        path = Path(folder) / f"input{FORMATS[name].endings[0]}"
        pairs = [LanguagePair("nl", "en"), LanguagePair("en-US", "fr-CA")]
        for number, data in enumerate(mutants(corpus, count, random.Random(seed))):
            path.write_bytes(data)
            begun = time.perf_counter()
            problem = ""
            try:
                for _ in base.reader(name).read(path, Options(pair=pairs[number % 2])):
                    pass
            except WorkbenchError:
                refused += 1
            except Exception as error:
                problem = f"{type(error).__name__}: {error}"
            if time.perf_counter() - begun > SLOW:
                problem = problem or "too slow"
            if problem:
                findings += 1
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{name}-{seed}-{number}").write_bytes(data)
                print(f"{name} input {number}: {problem[:200]}", flush=True)
    seconds = time.perf_counter() - started
    print(
        f"{name}: {count} inputs, {refused} refused, {findings} findings, {seconds:.0f} s",
        flush=True,
    )
    return findings


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--inputs", type=int, default=100_000, help="for each format")
    parser.add_argument("--format", action="append", choices=sorted(FORMATS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("artifacts/fuzz"))
    options = parser.parse_args()
    names = options.format or sorted(FORMATS)
    found = sum(run(name, options.inputs, options.seed, options.keep) for name in names)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
