"""PDF files read in a process of its own, with a bound on its memory and its time.

A page is a program: a few kilobytes can unpack to a hundred megabytes of text, or draw the same
thing a thousand million times, and PDFium knows no bounds. So it runs beside the workbench, which
outlives whatever a file does to it. The process tells which page it is at, and at the end the
text: each a line of JSON.
"""

import json
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from typing import Any

from workbench.errors import FormatError, InputError
from workbench.text.readers.base import RawText
from workbench.text.readers.pdf import extract_pdf

__all__ = ["read_pdf"]

_MEGABYTES = 640
"""What the process may take beside the file itself."""

_PAGE_SECONDS = 20
"""Processor time of one page; a page of 500 000 characters takes 4."""

_SECONDS = 600
"""Processor time of all pages; 10 000 full ones take 200."""

_KINDS = {kind.__name__: kind for kind in (FormatError, InputError)}
_SPLIT = "Leave that page out, or save the text of the file with another program"


def read_pdf(name: str, data: bytes) -> RawText:
    """Read a PDF.

    Args:
        name: File name, for messages.
        data: The file.

    Raises:
        InputError: It is protected with a password or holds pictures of text only.
        FormatError: It is damaged, or a page takes too much memory or time.
    """
    bounds = [str(bound) for bound in (_MEGABYTES, _PAGE_SECONDS, _SECONDS)]
    # With -P no file of the folder one stands in is taken for a module of Python.
    command = [sys.executable, "-P", "-m", "workbench.text.readers.pdf_process", *bounds]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    *before, last = done.stdout.splitlines() or [b"{}"]
    if done.returncode > 0:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    if done.returncode == 0:
        told = json.loads(last)
        if "error" in told:
            kind, what, fix = told["error"]
            raise _KINDS[kind](what, where=name, fix=fix)
        return _raw_text(told)
    place = f"page {len(before) + 1}" if done.stdout else "this PDF"
    if done.returncode == -signal.SIGXCPU:
        raise FormatError(
            f"{place} takes more than {_PAGE_SECONDS} s to read, or all of it {_SECONDS} s",
            where=name,
            fix=_SPLIT,
        )
    raise FormatError(_too_large(place, _MEGABYTES), where=name, fix=_SPLIT)


def _too_large(place: str, megabytes: int) -> str:
    return f"{place} is damaged, or takes more than {megabytes} MB to read"


def _raw_text(told: Any) -> RawText:
    return RawText(
        told["text"],
        "pdf",
        cuts={(start, end): number for start, end, number in told["cuts"]},
        furniture=frozenset(told["furniture"]),
        notes=frozenset(told["notes"]),
        headings=frozenset(told["headings"]),
    )


def _as_json(raw: RawText) -> dict[str, Any]:
    return {
        "text": raw.text,
        "cuts": [[*span, number] for span, number in raw.cuts.items()],
        "furniture": list(raw.furniture),
        "notes": list(raw.notes),
        "headings": list(raw.headings),
    }


def _error(error: InputError) -> dict[str, Any]:
    return {"error": [type(error).__name__, error.what, error.fix]}


class _Bounds:
    """The bounds of this process: of memory once and for all, of time page by page."""

    def __init__(self, size: int, megabytes: int, page_seconds: int, seconds: int) -> None:
        _limit(resource.RLIMIT_AS, megabytes * 2**20 + 2 * size)
        _limit(resource.RLIMIT_CORE, 0)
        self._page_seconds, self._seconds = page_seconds, seconds
        self.place = "this PDF"
        self._give_time()

    def reached(self, page: int) -> None:
        """Tell the page, counted from 1, and give it its time."""
        self.place = f"page {page}"
        print(json.dumps({"page": page}), flush=True)
        self._give_time()

    def _give_time(self) -> None:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        used = int(usage.ru_utime + usage.ru_stime)
        soft = min(used + self._page_seconds, self._seconds)
        # At the second limit the kernel kills without a signal that says why.
        _limit(resource.RLIMIT_CPU, soft, self._seconds + 1)


def _limit(what: int, soft: int, hard: int | None = None) -> None:
    """Set a limit of this process, no higher than its surroundings have it.

    Some systems take no limit of memory (macOS): the file is then read without that bound.
    """
    wanted = (soft, soft if hard is None else hard)
    _, most = resource.getrlimit(what)
    if most != resource.RLIM_INFINITY:
        wanted = (min(wanted[0], most), min(wanted[1], most))
    with suppress(ValueError, OSError):
        resource.setrlimit(what, wanted)


def _main(megabytes: int, page_seconds: int, seconds: int) -> None:
    data = sys.stdin.buffer.read()
    bounds = _Bounds(len(data), megabytes, page_seconds, seconds)
    try:
        told = json.dumps(_as_json(extract_pdf("", data, reached=bounds.reached)))
    except InputError as error:
        told = json.dumps(_error(error))
    except MemoryError:
        told = json.dumps(_error(FormatError(_too_large(bounds.place, megabytes), fix=_SPLIT)))
    print(told, flush=True)


if __name__ == "__main__":
    _main(*map(int, sys.argv[1:]))
