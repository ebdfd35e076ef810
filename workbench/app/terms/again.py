"""The glossary over stored translations once more: only terms change, seen before it is written."""

import streamlit as st

from workbench.app import state
from workbench.app.markdown import plain
from workbench.app.pages.documents import PACKAGE
from workbench.app.terms import texts, told
from workbench.corpus import documents
from workbench.counts import counted
from workbench.workflow import reapply
from workbench.workflow.catalogue import Catalogue
from workbench.workflow.pipeline import Pipeline
from workbench.workflow.reapply import Pass

__all__ = ["draw"]

SHOWN = 200
"""Segments put right at a time, at most."""

_FOUND = "glossary-pass"


def draw(known: Catalogue) -> None:
    """Draw the choice of documents, or what putting their terms right would do."""
    found: Pass | None = st.session_state.get(_FOUND)
    if found is not None and found.glossary == known.glossary.version:
        _preview(known, found)
        return
    st.session_state.pop(_FOUND, None)
    listed = {info.id: info.name for info in documents.listing(state.database())}
    if not listed:
        st.info("There is no document yet.")
        return
    st.caption(
        "Looks for translations that lack a term and exchanges only the words that stand for it; "
        "nothing is translated anew, and nothing is written before you have seen it."
    )
    chosen = st.multiselect(
        "Documents",
        list(listed),
        format_func=lambda number: f"{number} · {listed[number]}",
        placeholder="All documents",
    )
    if st.button("Look for terms to put right", type="primary"):
        with st.spinner("Looking for terms"):
            pipeline = Pipeline.open(state.settings(), package=st.session_state.get(PACKAGE, ""))
            st.session_state[_FOUND] = reapply.look(
                state.database(), pipeline.engine, known.glossary, only=chosen, limit=SHOWN
            )
        st.rerun()


def _preview(known: Catalogue, found: Pass) -> None:
    right = len(found.right) + found.settled
    lines = [f"{counted(len(found.drafts), 'machine draft')} to change"]
    lines.append(f"{counted(len(found.people), 'text')} of people to decide about")
    lines.append(f"{counted(right, 'segment')} right already")
    st.html('<p class="workbench-count">' + " · ".join(lines) + "</p>")
    texts.shown(found.drafts)
    chosen = texts.ticked(found.people)
    if found.stuck:
        st.markdown("##### To be translated again")
        st.caption("No words were found that could give way to the term.")
        for row in found.stuck[:20]:
            st.markdown(f"- {plain(row.source)}")
    if found.waiting:
        st.caption(f"{found.waiting} more lack a term; look again when these are written.")
    write, leave, _ = st.columns([3, 2, 8])
    count = len(found.drafts) + len(chosen)
    if write.button(f"Change {counted(count, 'segment')}", type="primary"):
        done = reapply.apply(
            state.database(),
            found,
            glossary=known.glossary,
            author=state.settings().user,
            people=chosen,
        )
        st.session_state.pop(_FOUND, None)
        message = f"Changed: {counted(done.drafts + done.people, 'segment')}."
        if done.stale:
            message += f" {done.stale} changed in the meantime and were left alone."
        told.done(message)
    if leave.button("Leave them"):
        st.session_state.pop(_FOUND, None)
        st.rerun()
