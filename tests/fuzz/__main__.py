"""Throws inputs at every reader and writes what became of them: `python -m tests.fuzz`.

Inputs are made by atheris (libFuzzer), which keeps those that reach new code and mutates them
further. Each reader runs in a process of its own; one that dies of an input is started again for
the inputs that are left. The exit status is 1 when there was any finding.
"""

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.targets import TARGETS

_MOST_DEATHS = 5


def campaign(name: str, count: int, seed: int, keep: Path) -> int:
    """Throw `count` inputs at one reader; print a line about it, return the number of findings."""
    begun = time.perf_counter()
    inputs = refused = deaths = 0
    findings: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        while inputs < count and deaths <= _MOST_DEATHS:
            report.write_text('{"inputs": 0, "refused": 0, "findings": {}}')
            done = subprocess.run(
                [
                    *(sys.executable, "-m", "tests.fuzz.worker", name, "--runs"),
                    *(str(count - inputs), "--seed", str(seed + deaths)),
                    *("--report", str(report), "--keep", str(keep)),
                ],
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                check=False,
            )
            told = json.loads(report.read_text())
            inputs += told["inputs"]
            refused += told["refused"]
            for kind, times in told["findings"].items():
                findings[kind] = findings.get(kind, 0) + times
            if done.returncode:
                deaths += 1
                findings[f"process ended with {done.returncode}"] = deaths
                print(f"{name}: {done.stderr[-2000:]}", flush=True)
                if not told["inputs"]:
                    break
    print(
        f"{name}: {inputs} inputs, {refused} refused, {len(findings)} kinds of findings"
        f" {findings or ''}, {time.perf_counter() - begun:.0f} s",
        flush=True,
    )
    return len(findings)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--inputs", type=int, default=100_000, help="for each reader")
    parser.add_argument("--format", action="append", choices=sorted(TARGETS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("artifacts/fuzz"), help="for findings")
    options = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed; `make fuzz` installs it", file=sys.stderr)
        return 2
    options.keep.mkdir(parents=True, exist_ok=True)
    names = options.format or list(TARGETS)
    found = sum(campaign(name, options.inputs, options.seed, options.keep) for name in names)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
