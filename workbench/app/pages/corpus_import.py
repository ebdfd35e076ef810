"""Corpus, bring back: a file of JSON Lines into a project, looked at before anything is written."""

import html
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from workbench.app import state
from workbench.app.markdown import plain
from workbench.app.problems import show_problems
from workbench.corpus.projects import DEFAULT_PROJECT, projects
from workbench.counts import counted
from workbench.errors import WorkbenchError
from workbench.workflow.project_import import ProjectPlan, bring_back, preview

__all__ = ["draw"]

_CHOSEN = "project-import"
"""Where the session keeps the plan that waits for agreement, with the file behind it."""

_TOLD = "project-import-told"


def draw() -> None:
    """Draw the upload, and the preview that waits for agreement."""
    for kind, text in st.session_state.pop(_TOLD, []):
        {"error": st.error, "success": st.success}[kind](plain(text))
    st.caption(
        "JSON Lines that the workbench wrote come back as segments: with status, history, remarks "
        "and alignment. What somebody translated here already is never replaced. Files of other "
        "tools become memories, on the Memories page."
    )
    _upload()
    if _CHOSEN in st.session_state:
        _preview(*st.session_state[_CHOSEN])


def _upload() -> None:
    with st.form("project-import-upload"):
        upload, named = st.columns([3, 2])
        file = upload.file_uploader("JSON Lines", type=["jsonl", "ndjson"])
        known = [project.name for project in projects(state.database())]
        project = named.text_input(
            "Project",
            DEFAULT_PROJECT,
            help=f"A new one is made. Here are: {plain(', '.join(known)) or 'none yet'}",
        )
        if not st.form_submit_button("Look into it") or file is None:
            return
    st.session_state.pop(_CHOSEN, None)
    with _kept(file.name, file.getvalue()) as path:
        plan = preview(state.database(), path, project=project)
        st.session_state[_CHOSEN] = (plan, file.name, file.getvalue())
    st.rerun()


@contextmanager
def _kept(name: str, data: bytes) -> Iterator[Path]:
    """Give the upload as a file; what goes wrong is told by the upload's own name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(data)
        try:
            yield path
        except WorkbenchError as error:
            told = str(error).replace(str(path), name)
            st.session_state[_TOLD] = [("error", told)]


def _preview(plan: ProjectPlan, name: str, data: bytes) -> None:
    st.subheader(f"{plain(name)} for the project {plain(plan.project)}", anchor=False)
    facts = [
        counted(plan.units, "unit"),
        f"{plan.fresh} to be written",
        f"{counted(plan.changes, 'change')} in their histories",
        counted(plan.remarks, "remark"),
        counted(plan.beads, "aligned group"),
        f"{plan.known} here already",
        counted(plan.problem_count, "problem"),
    ]
    facts += [f"{status} {count}" for status, count in plan.statuses.items()]
    st.html(f'<p class="workbench-count">{html.escape(" · ".join(facts))}</p>')
    st.dataframe(
        {
            "Document": [document.name for document in plan.documents],
            "In the project": [
                "new" if document.new else "here already" for document in plan.documents
            ],
            "To be written": [document.fresh for document in plan.documents],
            "Here already": [document.known for document in plan.documents],
            "Refused": [document.refused for document in plan.documents],
        },
        hide_index=True,
        width="stretch",
    )
    if plan.first:
        st.dataframe(
            {
                "Source": [unit.source.text for unit in plan.first],
                "Target": [unit.target.text for unit in plan.first],
                "Status": [str(unit.status) for unit in plan.first],
                "Changes": [len(unit.history) for unit in plan.first],
            },
            hide_index=True,
            width="stretch",
            height=260,
        )
    show_problems(plan.problem_count, plan.problems)
    with st.container(horizontal=True):
        label = "Bring it in" if plan.clean else "Bring in the good part"
        if st.button(label, type="primary", disabled=not plan.fresh):
            _bring(plan, name, data)
        if st.button("Discard", key="project-import-discard"):
            del st.session_state[_CHOSEN]
            st.rerun()


def _bring(plan: ProjectPlan, name: str, data: bytes) -> None:
    bar = st.progress(0.0, "Reading")

    def report(count: int) -> None:
        bar.progress(
            min(1.0, count / max(1, plan.units)), f"{count:,} of {counted(plan.units, 'unit')}"
        )

    with _kept(name, data) as path:
        done = bring_back(
            state.database(),
            path,
            project=plan.project,
            good_part=not plan.clean,
            author=state.settings().user,
            progress=report,
        )
        told = (
            f"{counted(done.written, 'unit')} of {counted(done.documents, 'document')} "
            f"{'is' if done.written == 1 else 'are'} in {done.project} now."
        )
        st.session_state[_TOLD] = [("success", told)]
        del st.session_state[_CHOSEN]
    st.rerun()
