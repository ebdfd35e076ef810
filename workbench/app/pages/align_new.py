"""Align: bringing texts in, two at a time, a folder of pairs, or the sample to try it on."""

import time
from collections.abc import Callable

import streamlit as st

from workbench.app import state
from workbench.app.markdown import plain
from workbench.app.pairing import Pairing, left_over
from workbench.corpus import alignments, documents
from workbench.corpus.jobs import JobState
from workbench.workflow import background
from workbench.workflow.alignment_demo import demo_job, start_demo

__all__ = ["SAMPLE_ASKED", "new_pair", "sample", "under_way"]

PAIRING = "alignment-pairings"
"""Where the session keeps the texts that are being read."""

SAMPLE_ASKED = "alignment-sample"
"""When the sample pair was asked for; its job may not be there yet."""

_START_SECONDS = 60.0

_PATIENCE_SECONDS = 3.0
"""So long the page waits for texts before it is drawn with their progress."""

_SAID_SECONDS = 60.0
"""So long the page says what became of texts: it is drawn anew for many reasons."""

_FORMATS = "Text, Markdown, Word, OpenDocument, HTML or PDF"


def new_pair(*, first: bool) -> None:
    """Draw where two texts, or a folder of pairs, are brought in."""
    with st.expander("New pair", expanded=first):
        two, many = st.tabs(["Two texts", "A folder of pairs"])
        with two:
            _two_texts()
        with many:
            _folder()


def _two_texts() -> None:
    with st.form("pair", clear_on_submit=True):
        stored = {info.id: info.name for info in documents.listing(state.database())}
        left, right = st.columns(2)
        files = [
            column.file_uploader(f"{word} file", key=f"pair-{word}", help=_FORMATS)
            for column, word in ((left, "Dutch"), (right, "English"))
        ]
        chosen = [
            column.selectbox(
                f"or a document of the store in {word}",
                [0, *stored],
                format_func=lambda number: stored.get(number, "—"),
                key=f"pair-stored-{word}",
            )
            for column, word in ((left, "Dutch"), (right, "English"))
        ]
        if st.form_submit_button("Align", type="primary"):
            source, target = (
                (file.name, file.getvalue()) if file else number
                for file, number in zip(files, chosen, strict=True)
            )
            if source and target:
                _begin(Pairing.of_two(source, target))
            else:
                st.error("Choose a text for both sides.")


def _folder() -> None:
    with st.form("pairs", clear_on_submit=True):
        st.write(
            "Two files belong together when their names differ only in words such as *nl* and "
            "*en*, *source* and *translation*: `report.nl.docx` and `report.en.docx`, or "
            "`nl/report.docx` and `en/report.docx`."
        )
        files = st.file_uploader(
            "Folder with Dutch texts and their English translations",
            accept_multiple_files="directory",
            key="pair-folder",
            help=_FORMATS,
        )
        if st.form_submit_button("Align all pairs", type="primary"):
            if files:
                _begin(Pairing.of_many((file.name, file.getvalue()) for file in files))
            else:
                st.error("Choose a folder.")


def _begin(pairing: Pairing) -> None:
    pairing.wait(_PATIENCE_SECONDS)
    st.session_state.setdefault(PAIRING, []).append(pairing)
    st.rerun()


def under_way() -> None:
    """Say what became of the texts that were brought in, and how far those are that are read."""
    pairings: list[Pairing] = st.session_state.setdefault(PAIRING, [])
    pairings += left_over()
    for each in [one for one in pairings if one.wait(0)]:
        for kind, text in each.messages:
            {"error": st.error, "success": st.success, "warning": st.warning}[kind](plain(text))
        if each.swapped:
            # Two texts given the wrong way round need one click, not another upload.
            _offer(each, "Swap the sides and align", each.swap)
        elif each.failed:
            _offer(each, "Try again", each.again)
        elif each.ended and time.monotonic() - each.ended > _SAID_SECONDS:
            pairings.remove(each)
    reading = [each for each in pairings if not each.wait(0)]
    if reading:
        _say_how_far(reading)


@st.fragment(run_every=1.0)
def _say_how_far(reading: list[Pairing]) -> None:
    for pairing in reading:
        if not pairing.wait(0):
            name, share = pairing.now
            st.progress(share, text=plain(pairing.waiting or f"Reading {name}: {share:.0%}"))
        else:
            st.rerun()


def _offer(pairing: Pairing, words: str, go_on: Callable[[], None]) -> None:
    with st.container(horizontal=True):
        if st.button(words, key=f"go-on-{id(pairing)}", type="primary"):
            go_on()
            pairing.wait(_PATIENCE_SECONDS)
            st.rerun()
        if st.button("Leave it", key=f"leave-{id(pairing)}"):
            pairing.discard()
            st.session_state[PAIRING].remove(pairing)
            st.rerun()


@st.fragment(run_every=2.0)
def sample() -> None:
    """Offer the sample pair, or show how far its job is."""
    if alignments.listing(state.database()):
        st.rerun(scope="app")
    job = demo_job(state.database())
    asked: float | None = st.session_state.get(SAMPLE_ASKED)
    if job is not None and job.state is JobState.RUNNING:
        text = f"{job.message or 'making the sample pair'} …"
        if job.total:
            text = f"{job.message}: {job.done} of {job.total} sentences"
        st.progress(min(1.0, job.done / job.total) if job.total else 0.0, text=text)
        if st.button("Stop", key="stop-sample"):
            background.cancel(state.database(), job.id)
        return
    if job is not None and job.state is JobState.FAILED:
        st.error(plain(job.message))
    elif asked is not None and time.monotonic() - asked < _START_SECONDS:
        st.caption("Starting …")
        return
    if st.button("Make the sample pair", type="primary"):
        st.session_state[SAMPLE_ASKED] = time.monotonic()
        start_demo(state.settings())
        st.rerun(scope="fragment")
