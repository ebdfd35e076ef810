"""Translation throughput of the engine against ``argostranslate.translate``.

    python -m tests.benchmarks.bench_engine --argos-python PATH [--lines FILE] [--rounds 5]

Both translate the same lines with the same package and beam, taking turns (A B A B ...), so that
whatever else the machine does hits both alike; the ratio is the median of the ratios of the
rounds. PATH is an interpreter with argostranslate and all that it needs (torch, stanza, spacy,
minisbd); `make benchmark` takes it from WORKBENCH_ARGOS_PYTHON. The engine is measured with
mending, as the workbench runs it, and without, which is the work that argostranslate does.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from tests.benchmarks.rows import Row
from workbench.engine.argos import ArgosEngine
from workbench.engine.jobs import translate_batch
from workbench.engine.packages import PackageStore

HERE = Path(__file__).parent
LINES = HERE.parent / "data/engine/sentences.nl"
HEADER = (
    "| Date | Machine | Package | Lines | Words | argostranslate words/s "
    "| workbench words/s | ratio | CPU ratio | without mending | ratio | CPU ratio "
    "| same output |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True, slots=True)
class Run:
    """One pass over the lines: seconds on the clock, seconds of all cores, and the output."""

    seconds: float
    cpu: float
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Result:
    """Medians over the rounds.

    Attributes:
        package: Name of the package.
        lines: Lines translated.
        words: Source words in them.
        speeds: Words a second of argostranslate, of ours with mending, and without.
        ratio: How many times as fast as argostranslate we are, with mending.
        plain_ratio: The same without.
        cpu_ratio: How many times as much CPU time argostranslate takes, with mending.
        plain_cpu_ratio: The same without; on a busy machine the steadier figure.
        same: Lines that came out alike without mending.
    """

    package: str
    lines: int
    words: int
    speeds: tuple[float, ...]
    ratio: float
    plain_ratio: float
    cpu_ratio: float
    plain_cpu_ratio: float
    same: int


class Baseline:
    """A running argostranslate in its own interpreter."""

    def __init__(self, python: Path, packages: Path) -> None:
        self._packages = packages
        self._process = subprocess.Popen(
            [python, HERE / "argos_baseline.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def translate(self, lines: list[str]) -> Run:
        request = {"packages": str(self._packages), "from": "nl", "to": "en", "lines": lines}
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit("argostranslate did not answer: is it whole in that interpreter?")
        result = json.loads(answer)
        return Run(result["seconds"], result["cpu"], result["lines"])

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def timed(engine: ArgosEngine) -> Callable[[list[str]], Run]:
    def translate(lines: list[str]) -> Run:
        started, used = time.perf_counter(), time.process_time()
        found = dict(translate_batch(engine, lines))
        seconds, cpu = time.perf_counter() - started, time.process_time() - used
        return Run(seconds, cpu, [found[index][0].text for index in range(len(lines))])

    return translate


def compare(python: Path, lines: list[str], *, rounds: int, beam: int = 4) -> Result:
    with tempfile.TemporaryDirectory() as folder:
        # The embedded package is unpacked alone, and argostranslate shown the same folder.
        packages = Path(folder) / "packages"
        package = PackageStore(packages).embedded()
        baseline = Baseline(python, packages)
        mended = timed(ArgosEngine(package, beam=beam))
        plain = timed(ArgosEngine(package, beam=beam, mend=False))
        for warm in (mended, plain, baseline.translate):
            warm(lines[:2])
        taken: list[tuple[Run, Run, Run]] = []
        for number in range(rounds):
            passes = (baseline.translate(lines), mended(lines), plain(lines))
            taken.append(passes)
            clock = " ".join(f"{run.seconds:.1f} ({run.cpu:.1f})" for run in passes)
            print(f"round {number + 1}: {clock} s (CPU s)", file=sys.stderr)
        baseline.close()
    words = sum(len(line.split()) for line in lines)
    return Result(
        package=package.name,
        lines=len(lines),
        words=words,
        speeds=tuple(
            words / median(run.seconds for run in runs) for runs in zip(*taken, strict=True)
        ),
        ratio=median(theirs.seconds / ours.seconds for theirs, ours, _ in taken),
        plain_ratio=median(theirs.seconds / bare.seconds for theirs, _, bare in taken),
        cpu_ratio=median(theirs.cpu / ours.cpu for theirs, ours, _ in taken),
        plain_cpu_ratio=median(theirs.cpu / bare.cpu for theirs, _, bare in taken),
        same=sum(
            a == b.replace("_", " ")
            for a, b in zip(taken[-1][0].lines, taken[-1][2].lines, strict=True)
        ),
    )


def measure() -> Iterator[Row]:
    """Yield the rows of the benchmark table."""
    lines = LINES.read_text(encoding="utf-8").splitlines()
    python = os.environ.get("WORKBENCH_ARGOS_PYTHON")
    if not python:
        with tempfile.TemporaryDirectory() as folder:
            engine = ArgosEngine(PackageStore(Path(folder)).embedded())
            engine.score([("Ja.", "Yes.")])
            seconds = timed(engine)(lines).seconds
        words = sum(len(line.split()) for line in lines)
        yield Row(f"translation, {len(lines)} sentences", f"{words / seconds:.0f} words/s")
        return
    result = compare(Path(python), lines, rounds=5)
    what = f"translation against argostranslate, {result.lines} sentences, same package and beam"
    speeds = result.speeds
    yield Row(
        f"{what}, without mending",
        f"{result.plain_ratio:.1f} times ({speeds[2]:.0f} and {speeds[0]:.0f} words/s), "
        f"{result.plain_cpu_ratio:.1f} times in CPU time",
        "3 times",
        result.plain_ratio >= 3,
    )
    yield Row(
        f"{what}, with mending",
        f"{result.ratio:.1f} times ({speeds[1]:.0f} and {speeds[0]:.0f} words/s), "
        f"{result.cpu_ratio:.1f} times in CPU time",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--argos-python", type=Path, required=True)
    parser.add_argument("--lines", type=Path, default=LINES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--beam", type=int, default=4)
    options = parser.parse_args()
    lines = [line for line in options.lines.read_text(encoding="utf-8").splitlines() if line]
    result = compare(options.argos_python, lines, rounds=options.rounds, beam=options.beam)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    print(HEADER)
    print(
        f"| {datetime.now(UTC):%Y-%m-%d} | {machine} | {result.package} | {result.lines} "
        f"| {result.words} | {result.speeds[0]:.0f} | {result.speeds[1]:.0f} | {result.ratio:.1f} "
        f"| {result.cpu_ratio:.1f} | {result.speeds[2]:.0f} | {result.plain_ratio:.1f} "
        f"| {result.plain_cpu_ratio:.1f} | {result.same} of {result.lines} |"
    )


if __name__ == "__main__":
    main()
