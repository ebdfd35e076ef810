"""Align: bring two texts together, see how far the aligner is, and decide row by row."""

import html
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import streamlit as st

from workbench.app import state
from workbench.app.components.alignment_grid import alignment_grid
from workbench.app.markdown import plain
from workbench.app.pages.align_new import SAMPLE_ASKED, new_pair, sample, under_way
from workbench.corpus import alignments
from workbench.corpus.alignment_tables import RowStatus
from workbench.corpus.alignments import AlignmentInfo
from workbench.corpus.jobs import JobInfo, JobState
from workbench.counts import counted
from workbench.errors import WorkbenchError
from workbench.workflow import background
from workbench.workflow.alignment import job_of, start_alignment
from workbench.workflow.alignment_demo import SAMPLE
from workbench.workflow.alignment_export import export_rows, statuses_for_rows
from workbench.workflow.alignment_gold import measure

__all__ = ["draw"]

CHOSEN = "alignment"
"""Where the session keeps the open alignment, as the address does."""

_START = timedelta(seconds=60)
"""So long the process that aligns a pair may take to begin."""


def draw() -> None:
    """Draw the editor of the chosen alignment, or the list of all."""
    number = _chosen()
    if number is not None:
        info = next((one for one in alignments.listing(state.database()) if one.id == number), None)
        if info is not None:
            _one(info)
            return
        _choose(None)
    _all()


def _chosen() -> int | None:
    if CHOSEN not in st.session_state:
        wanted = st.query_params.get(CHOSEN, "")
        st.session_state[CHOSEN] = int(wanted) if wanted.isascii() and wanted.isdigit() else None
    chosen: int | None = st.session_state[CHOSEN]
    return chosen


def _choose(number: int | None) -> None:
    st.session_state[CHOSEN] = number
    if number is None:
        st.query_params.pop(CHOSEN, None)
    else:
        st.query_params[CHOSEN] = str(number)


# --- the list -----------------------------------------------------------------------------------


def _all() -> None:
    st.title("Align", anchor=False)
    under_way()
    stored = alignments.listing(state.database())
    new_pair(first=not stored)
    if not stored:
        st.info(
            "No pair yet. Choose a Dutch text and its English translation above, "
            "or try the editor on a sample."
        )
        if SAMPLE.is_file():
            sample()
        return
    st.session_state.pop(SAMPLE_ASKED, None)
    _quality(stored)
    _cards([info.id for info in stored])


@st.fragment(run_every=2.0)
def _cards(numbers: list[int]) -> None:
    by_id = {info.id: info for info in alignments.listing(state.database())}
    for number in numbers:
        if number in by_id:
            _card(by_id[number])


def _card(info: AlignmentInfo) -> None:
    job = job_of(state.database(), info.id) if info.aligned is None else None
    with st.container(border=True):
        about, actions = st.columns([5, 3], vertical_alignment="center")
        with about:
            st.html(_summary(info))
            if info.warning:
                st.warning(plain(info.warning))
            _progress(info, job)
        with actions, st.container(horizontal=True, horizontal_alignment="right"):
            _buttons(info, job)


def _buttons(info: AlignmentInfo, job: JobInfo | None) -> None:
    if info.aligned is not None:
        if st.button("Open", key=f"open-{info.id}", type="primary"):
            _choose(info.id)
            st.rerun(scope="app")
    elif job is not None and job.state is JobState.RUNNING:
        if st.button("Stop", key=f"stop-{info.id}"):
            background.cancel(state.database(), job.id)
    elif not _starting(info, job) and st.button("Go on", key=f"go-{info.id}", type="primary"):
        start_alignment(state.settings(), info.id)
    with st.popover("Delete"):
        st.write(
            f"Delete {plain(info.name)} with its history? The units of its accepted rows stay."
        )
        if st.button("Delete", key=f"delete-{info.id}"):
            alignments.delete_alignment(state.database(), info.id)
            st.rerun(scope="app")


def _starting(info: AlignmentInfo, job: JobInfo | None) -> bool:
    """Whether the process that aligns a new pair may be on its way to its job."""
    return job is None and datetime.now(UTC) - info.created < _START


def _summary(info: AlignmentInfo) -> str:
    facts = f"{info.sizes[0]} and {info.sizes[1]} sentences"
    if info.aligned is not None:
        facts += f" · {counted(info.rows, 'row')} · {info.decided} decided"
        if info.expected_errors >= 0.5:
            facts += f" · about {info.expected_errors:.0f} wrong left"
    if info.gold is not None:
        facts += " · gold"
    share = 100 / max(1, info.rows)
    bars = "".join(
        f'<i class="{colour}" style="width:{share * info.counts[status]}%"'
        f' title="{info.counts[status]} {status}"></i>'
        for status, colour in (
            (RowStatus.ACCEPTED, "approved"),
            (RowStatus.CORRECTED, "reviewed"),
            (RowStatus.UNALIGNED, "unaligned"),
            (RowStatus.NEEDS_REVIEW, "draft"),
            (RowStatus.REJECTED, "rejected"),
        )
    )
    return (
        f'<div class="document-name">{html.escape(info.name)}</div>'
        f'<div class="document-facts">{html.escape(facts)}</div>'
        f'<div class="workbench-bar">{bars}</div>'
    )


def _progress(info: AlignmentInfo, job: JobInfo | None) -> None:
    if info.aligned is not None:
        return
    if _starting(info, job):
        st.caption("Starting …")
    elif job is None:
        st.caption("Not begun; *Go on* begins.")
    elif job.state is JobState.RUNNING:
        text = f"{job.message or 'translating'}: {job.done} of {job.total} sentences"
        if job.seconds_left is not None and job.done:
            text += f", about {job.seconds_left:.0f} s left"
        st.progress(min(1.0, job.done / job.total) if job.total else 0.0, text=text)
    elif job.state is JobState.FAILED:
        st.error(plain(job.message))
    else:
        st.caption(f"Stopped after {job.done} of {job.total} sentences; it goes on from there.")


def _quality(stored: list[AlignmentInfo]) -> None:
    """Show how good the aligner is on the team's own gold."""
    gold = [info for info in stored if info.measured]
    if not gold:
        return
    with st.expander("Quality on your own gold"):
        st.dataframe(
            {
                "Pair": [info.name for info in gold],
                "Rows": [info.measured["rows"] for info in gold],
                "Strict F1": [round(info.measured["strict_f1"], 3) for info in gold],
                "Lax F1": [round(info.measured["lax_f1"], 3) for info in gold],
                "Calibration error": [
                    round(info.measured["calibration_error"], 3) for info in gold
                ],
            },
            hide_index=True,
            width="stretch",
        )


# --- one alignment ------------------------------------------------------------------------------


def _one(info: AlignmentInfo) -> None:
    back, name, actions = st.columns([1, 6, 3], vertical_alignment="center")
    if back.button("All pairs", type="tertiary"):
        _choose(None)
        st.rerun()
    name.html(f'<div class="document-name">{html.escape(info.name)}</div>')
    with actions, st.container(horizontal=True, horizontal_alignment="right"):
        _export(info)
        _gold(info)
    if info.aligned is None:
        _cards([info.id])
        return
    user = state.settings().user
    expired = alignment_grid(
        alignment=info.id,
        created=f"{info.created:%Y%m%d%H%M%S}",
        token=state.tokens().issue(user),
        user=user,
    )
    if expired:
        st.rerun()


def _export(info: AlignmentInfo) -> None:
    with st.popover("Export"):
        words = {
            "Accepted rows": "accepted",
            "Accepted and corrected rows": "decided",
            "All but rejected rows": "all",
        }
        statuses = statuses_for_rows(words[st.selectbox("Rows", list(words))])
        least = st.slider("Automatic rows from a probability of", 0.0, 1.0, 0.9, 0.01)

        def written(left_out: bool) -> bytes:
            with tempfile.TemporaryDirectory() as folder:
                paths = Path(folder) / "rows.tmx", Path(folder) / "left-out.tsv"
                export_rows(
                    state.database(),
                    info.id,
                    paths[0],
                    statuses=statuses,
                    probability=least,
                    left_out=paths[1],
                )
                return paths[left_out].read_bytes()

        st.download_button(
            "Download TMX",
            data=lambda: written(False),
            file_name="alignment.tmx",
            mime="application/x-tmx+xml",
            type="primary",
            on_click="ignore",
        )
        st.download_button(
            "Download what is left out",
            data=lambda: written(True),
            file_name="left-out.tsv",
            mime="text/tab-separated-values",
            on_click="ignore",
        )


def _gold(info: AlignmentInfo) -> None:
    with st.popover("Gold"):
        if info.gold is not None:
            measured = info.measured
            if measured:
                st.write(
                    f"Strict F1 {measured['strict_f1']:.3f}, lax F1 {measured['lax_f1']:.3f}, "
                    f"calibration error {measured['calibration_error']:.3f}."
                )
            if st.button("It is gold no longer"):
                alignments.set_gold(state.database(), info.id, gold=False)
                st.rerun()
            return
        st.write(
            "Gold is an alignment whose every row somebody decided on. The aligner is measured "
            "against it."
        )
        if st.button("Promote to gold and measure", type="primary"):
            try:
                alignments.set_gold(state.database(), info.id, gold=True)
                with st.spinner("Measuring the aligner on it …"):
                    found = measure(state.database(), info.id, glossary=state.glossary())
            except WorkbenchError as error:
                st.error(plain(str(error)))
            else:
                st.toast(f"It is gold. The aligner's strict F1 on it: {found['strict_f1']:.3f}")
                st.rerun()
