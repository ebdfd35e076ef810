"""Align: bringing texts in, two at a time, a folder of pairs, or the sample to try it on."""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import streamlit as st

from workbench.app import state
from workbench.app.markdown import plain
from workbench.corpus import alignments, documents
from workbench.corpus.jobs import JobState
from workbench.domain import Document
from workbench.errors import WorkbenchError
from workbench.text.documents import SUFFIXES
from workbench.workflow import background
from workbench.workflow.alignment import create_pair, start_alignment
from workbench.workflow.alignment_demo import demo_job, start_demo
from workbench.workflow.alignment_folder import create_folder
from workbench.workflow.alignment_pairs import SwappedError, load_stored, read_side

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

__all__ = ["SAMPLE_ASKED", "TOLD", "new_pair", "sample", "swap_offer"]

TOLD = "alignment-told"
"""Where the session keeps what the list says once, as kinds of messages and their texts."""

SAMPLE_ASKED = "alignment-sample"
"""When the sample pair was asked for; its job may not be there yet."""

_START_SECONDS = 60.0


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
        kinds = sorted(suffix[1:] for suffix in SUFFIXES)
        left, right = st.columns(2)
        files = [
            column.file_uploader(f"{word} file", type=kinds, key=f"pair-{word}")
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
            try:
                texts = [
                    _side(file, number or 0) for file, number in zip(files, chosen, strict=True)
                ]
            except WorkbenchError as error:
                st.error(plain(str(error)))
                return
            if texts[0] is None or texts[1] is None:
                st.error("Choose a text for both sides.")
                return
            _create(texts[0], texts[1])


def _folder() -> None:
    with st.form("pairs", clear_on_submit=True):
        st.write(
            "Two files belong together when their names differ only in words such as *nl* and "
            "*en*, *source* and *translation*: `report.nl.docx` and `report.en.docx`, or "
            "`nl/report.docx` and `en/report.docx`."
        )
        files = st.file_uploader(
            "Folder with Dutch texts and their English translations",
            type=sorted(suffix[1:] for suffix in SUFFIXES),
            accept_multiple_files="directory",
            key="pair-folder",
        )
        if st.form_submit_button("Align all pairs", type="primary"):
            if files:
                _create_all(files)
            else:
                st.error("Choose a folder.")


def _create_all(files: "Sequence[UploadedFile]") -> None:
    settings = state.settings()
    told: list[tuple[str, str]] = []
    made: list[int] = []
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            parts = [part for part in PurePosixPath(file.name).parts if part not in ("..", "/")]
            path = Path(folder, *parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.getbuffer())
        try:
            for found in create_folder(
                state.database(), Path(folder), settings=settings, author=settings.user
            ):
                if found.info is not None:
                    made.append(found.info.id)
                if found.remark:
                    told.append(("warning" if found.info else "error", found.line()))
        except WorkbenchError as error:
            told.append(("error", str(error)))
    if made:
        start_alignment(settings, *made)
        told.insert(0, ("success", f"{len(made)} pairs: being aligned, one after the other."))
    st.session_state[TOLD] = told
    st.rerun()


def _side(file: "UploadedFile | None", number: int) -> Document | None:
    if file is not None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / Path(file.name).name
            path.write_bytes(file.getbuffer())
            return read_side(path, state.settings())
    return load_stored(state.database(), number) if number else None


def _create(source: Document, target: Document) -> None:
    try:
        info = create_pair(state.database(), source, target, author=state.settings().user)
    except SwappedError as error:
        st.session_state["alignment-swapped"] = (target, source, str(error))
        st.rerun()
    except WorkbenchError as error:
        st.error(plain(str(error)))
        return
    start_alignment(state.settings(), info.id)
    st.session_state[TOLD] = [("success", f"{info.name}: being aligned.")]
    st.rerun()


def swap_offer() -> None:
    """Two texts given the wrong way round need one click, not another upload."""
    if "alignment-swapped" not in st.session_state:
        return
    source, target, message = st.session_state["alignment-swapped"]
    st.warning(plain(message))
    if st.button("Swap the sides and align", type="primary"):
        del st.session_state["alignment-swapped"]
        _create(source, target)


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
