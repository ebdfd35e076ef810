"""Corpus, last exports: how far they are, the files, and the same once more."""

import html

import streamlit as st

from workbench.app import state
from workbench.counts import counted
from workbench.exchange.base import FORMATS
from workbench.workflow import exports
from workbench.workflow.export_requests import Entry, Kind, State

__all__ = ["draw", "facts"]

SHOWN = 8
SECONDS_BUSY = 2.0
SECONDS_IDLE = 5.0


def draw() -> None:
    """Draw the list; it draws itself anew while one of them runs, and looks for new ones."""
    busy = any(entry.state == State.RUNNING for entry in _found())
    st.fragment(_listing, run_every=SECONDS_BUSY if busy else SECONDS_IDLE)()


def _found() -> list[Entry]:
    return [
        entry
        for entry in exports.listing(state.settings(), state.database())
        if entry.request.kind != Kind.PREVIEW
    ]


def _listing() -> None:
    found = _found()
    if not found:
        return
    st.subheader("Last exports", anchor=False)
    for entry in found[:SHOWN]:
        _row(entry)


def _row(entry: Entry) -> None:
    with st.container(border=True, key=f"export-{entry.id}"):
        about, actions = st.columns([5, 4], vertical_alignment="center")
        with about:
            st.html(facts(entry))
            if entry.state == State.RUNNING:
                _progress(entry)
        with actions, st.container(horizontal=True, horizontal_alignment="right"):
            _actions(entry)


def facts(entry: Entry) -> str:
    """Return what a line of the list says of an export or release, as HTML."""
    request, result = entry.request, entry.result
    if request.kind == Kind.RELEASE:
        what = f"Release: {request.title}"
    else:
        what = f"Export: {FORMATS[request.format].title}"
        what += ", a file for each document" if request.per_document else ""
    scope = (
        "all documents"
        if request.documents is None
        else counted(len(request.documents), "document")
    )
    status = request.gates.get("status", request.status)
    told = [f"{entry.asked:%d %b %Y, %H:%M} UTC", scope, f"{status} pairs"]
    if entry.state == State.DONE:
        told += [counted(result["units"], "pair"), _size(result["bytes"])]
        # Entries of an earlier version don't say it.
        if elsewhere := result.get("plan", result).get("elsewhere", 0):
            told.append(f"{counted(elsewhere, 'pair')} in other languages left out")
    elif entry.state != State.RUNNING:
        told.append(f"{entry.state}: {result.get('error', '')}")
    return (
        f'<div class="document-name">{html.escape(what)}</div>'
        f'<div class="document-facts">{html.escape(" · ".join(told))}</div>'
    )


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"


def _progress(entry: Entry) -> None:
    job = entry.job
    if job is None or not job.total:
        st.progress(0.0, text="Starting")
        return
    left = f", about {job.seconds_left:.0f} s left" if job.seconds_left is not None else ""
    st.progress(
        min(1.0, job.done / job.total), text=f"{job.done:,} of {counted(job.total, 'pair')}{left}"
    )


def _actions(entry: Entry) -> None:
    if entry.state == State.RUNNING:
        if st.button("Stop", key=f"stop-{entry.id}"):
            exports.cancel(state.settings(), state.database(), entry.id)
        return
    if entry.file is not None and entry.file.is_file():
        st.download_button(
            "Download",
            data=entry.file.read_bytes,
            file_name=entry.file.name,
            mime="application/octet-stream",
            key=f"download-{entry.id}",
            on_click="ignore",
        )
    if st.button(
        "Make again", key=f"again-{entry.id}", help="With the same choices, of the corpus as it is"
    ):
        exports.ask(state.settings(), entry.request)
        st.rerun()
    if st.button("Remove", key=f"remove-{entry.id}"):
        exports.remove(state.settings(), state.database(), entry.id)
        st.rerun(scope="fragment")
