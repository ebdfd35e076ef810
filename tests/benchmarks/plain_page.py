"""The same document on a page of plain Streamlit widgets, to be timed beside the grid."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

__all__ = ["PAGE", "plain_page"]

PAGE = 20
"""Segments on a page; all 50 000 at once would take minutes."""

SCRIPT = f"""
import os

import streamlit as st

from workbench.corpus import rows, segments
from workbench.corpus.database import Database


@st.cache_resource
def database():
    return Database.open(os.environ["PLAIN_DATABASE"])


st.set_page_config(layout="wide")
if st.button("Next page"):
    st.session_state["start"] = st.session_state.get("start", 0) + {PAGE}
start = st.session_state.get("start", 0)
for row in rows.rows(database(), 1, start=start, limit={PAGE}):
    left, right = st.columns(2)
    left.write(row.source)
    text = right.text_area("Translation", row.target, key=f"text-{{row.id}}")
    if right.button("Save", key=f"save-{{row.id}}"):
        saved = segments.save(
            database(), row.id, text=text, version=row.version, author="reviewer"
        )
        right.caption(f"saved: {{saved.target}}")
"""


@contextlib.contextmanager
def plain_page(folder: Path, database: str) -> Iterator[str]:
    """Serve the page over a store, and give its address."""
    script = folder / "plain.py"
    script.write_text(SCRIPT, encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "streamlit", "run", str(script)),
            *("--server.port", str(port), "--server.headless", "true"),
            *("--browser.gatherUsageStats", "false"),
        ],
        env={**os.environ, "PLAIN_DATABASE": database},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    url = f"http://localhost:{port}"
    try:
        _wait(url)
        yield url
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _wait(url: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=2).close()
            return
        time.sleep(0.1)
    raise AssertionError("the plain page did not start")
