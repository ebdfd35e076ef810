"""Runs the benchmarks and writes the table: `python -m tests.benchmarks [NAME...]`."""

import os
import platform
import sys
from datetime import date
from importlib import import_module
from pathlib import Path

TABLE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
MODULES = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))

HEAD = """# Benchmarks

Measured by `make benchmark` on {date}, {cores} cores ({machine}), Python {python}. Ratios are
measured side by side in one run; absolute times depend on the machine and on what else it does.

| what | figure | target | |
|---|---|---|---|
"""


def main(names: list[str]) -> None:
    lines = []
    for module in MODULES:
        if names and module.removeprefix("bench_") not in names:
            continue
        for row in import_module(f"tests.benchmarks.{module}").measure():
            lines.append(row.markdown())
            print(lines[-1], flush=True)
    if not names:
        head = HEAD.format(
            date=date.today().isoformat(),
            cores=os.cpu_count(),
            machine=_processor(),
            python=platform.python_version(),
        )
        TABLE.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def _processor() -> str:
    try:
        information = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.machine()
    names = [
        line.split(":", 1)[1].strip() for line in information.splitlines() if "model name" in line
    ]
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    main(sys.argv[1:])
