"""Fuzzes one reader with atheris, in a process of its own: `python -m tests.fuzz.worker NAME`.

An input may be read or refused with an error of the workbench. Findings are any other exception,
more than ``SECONDS`` of processor time, and more than ``MEGABYTES`` of memory beyond what the
process had before: that is a limit of the process, so what would take more fails at once. Each
kind of finding is kept once, with the input that showed it.
"""

import argparse
import json
import logging
import os
import resource
import shutil
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["workbench"]):
    from tests.fuzz.targets import TARGETS, Target
    from workbench.errors import WorkbenchError

SECONDS = 5.0
MEGABYTES = 512
_HANGS = 120
"""Seconds after which the process is ended; only what never comes back reaches this."""

_REPORTED = 200
WORDS = (
    *(b"<", b">", b"&", b"&#0;", b"&x;", b"]]>", b"<!--", b"<![CDATA[", b"<!DOCTYPE a [", b"]>"),
    *(b"\0", b"\r", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b'"', b"'"),
    *(b"</tu>", b"<tu>", b"</seg>", b"<seg/>", b"{", b"}", b"[", b"null", b"1e999", b"\\u0000"),
    *(b"=1+1", b"msgid", b'msgstr[999] "', b"\\x", b"PK\x03\x04", b"\t" * 20, b"<g>" * 20),
    *(b"999999999999", b"-1", b"NaN", b"../", b"xmlns:a=", b"colspan=", b"[^1]", b"\x0c"),
    *(b"<mrk>", b"<target>", b"<sub>", b"encoding=", b"UTF-16", b"xml:lang=", b"[0]:[1]", b"|"),
)


class Campaign:
    """Counts what became of the inputs of one target."""

    def __init__(self, target: Target, runs: int, report: Path, keep: Path, folder: Path) -> None:
        self._target = target
        self._runs = runs
        self._report = report
        self._keep = keep
        self._folder = folder
        self._seen: Counter[str] = Counter()
        self.inputs = self.refused = 0

    def one(self, data: bytes) -> None:
        """Read one input; ends the process after the last."""
        self.inputs += 1
        content = self._target.content(data, self._folder)
        path = self._folder / "in" / f"input{self._target.suffix}"
        path.write_bytes(content)
        begun = time.process_time()
        try:
            self._target.read(path)
        except WorkbenchError:
            self.refused += 1
        except (Exception, RecursionError, MemoryError) as error:
            self._find(f"{type(error).__name__}: {error}", _place(error), content)
        if time.process_time() - begun > SECONDS:
            self._find(f"took {time.process_time() - begun:.1f} s", "slow", content)
        if self.inputs % _REPORTED == 0 or self.inputs == self._runs:
            self._tell()
        if self.inputs == self._runs:
            shutil.rmtree(self._folder, ignore_errors=True)
            # Nothing else ends libFuzzer after an exact number of inputs.
            os._exit(0)

    def check_seeds(self, inputs: list[bytes]) -> None:
        """Read the whole files among the seeds: a campaign that begins with rubbish is none."""
        for number, data in enumerate(inputs):
            if not self._target.archive or data[0] == 0xFF:
                path = self._folder / "in" / f"seed{number}{self._target.suffix}"
                path.write_bytes(data[1:] if self._target.archive else data)
                try:
                    self._target.read(path)
                except WorkbenchError as error:
                    print(f"{self._target.name}: seed {number} is refused: {error}", flush=True)
                path.unlink()

    def _find(self, what: str, where: str, content: bytes) -> None:
        kind = f"{what.split(':')[0].split(' ')[0]} at {where}"
        self._seen[kind] += 1
        if self._seen[kind] == 1:
            name = f"{self._target.name}-{len(self._seen)}-{self.inputs}{self._target.suffix}"
            (self._keep / name).write_bytes(content)
            print(f"{self._target.name}: {where}: {what[:300]} ({name})", flush=True)

    def _tell(self) -> None:
        self._report.write_text(
            json.dumps(
                {"inputs": self.inputs, "refused": self.refused, "findings": dict(self._seen)}
            )
        )


def _place(error: BaseException) -> str:
    """Return the innermost place in the workbench that an error came through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/workbench/" in frame.filename] or frames
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"


def _limit() -> None:
    status = Path("/proc/self/status").read_text()
    used = int(status.split("VmSize:")[1].split()[0]) * 1024
    limit = used + MEGABYTES * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=sorted(TARGETS))
    parser.add_argument("--runs", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--keep", type=Path, required=True)
    options = parser.parse_args()
    logging.disable()
    warnings.simplefilter("ignore")
    target = TARGETS[options.name]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("in", "corpus", "seeds"):
            (folder / part).mkdir()
        begin = target.inputs(folder / "seeds")
        for number, data in enumerate(begin):
            (folder / "corpus" / str(number)).write_bytes(data)
        words = folder / "words"
        words.write_text(
            "\n".join('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"' for word in WORDS)
        )
        campaign = Campaign(target, options.runs, options.report, options.keep, folder)
        # Readers are imported when they are first used, and only what is imported here is watched.
        with atheris.instrument_imports(include=["workbench"]):
            campaign.check_seeds(begin)
        _limit()
        atheris.Setup(
            [
                *(sys.argv[0], f"-seed={options.seed}", f"-timeout={_HANGS}", "-rss_limit_mb=0"),
                *(f"-dict={words}", f"-artifact_prefix={options.keep / options.name}-"),
                *("-verbosity=0", "-print_final_stats=0", "-close_fd_mask=0"),
                *(f"-max_len={max(map(len, begin)) + 4096}", str(folder / "corpus")),
            ],
            campaign.one,
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
