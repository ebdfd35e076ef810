"""Review: one document's segments side by side, in the grid."""

import streamlit as st

from workbench.app import state
from workbench.app.components.segment_grid import segment_grid
from workbench.corpus import documents
from workbench.corpus.documents import DocumentInfo

__all__ = ["draw"]


def draw() -> None:
    """Draw the document picker and the grid of the chosen document."""
    stored = documents.listing(state.database())
    if not stored:
        st.title("Review", anchor=False)
        st.info("There is no document yet. Add one on the Documents page.")
        if st.button("Go to Documents", type="primary"):
            st.switch_page(st.session_state["page-documents"])
        return
    chosen = _choose(stored)
    user = state.settings().user
    expired = segment_grid(
        document=chosen.id,
        sha256=chosen.sha256,
        token=state.tokens().issue(user),
        user=user,
    )
    if expired:
        st.rerun()


def _choose(stored: list[DocumentInfo]) -> DocumentInfo:
    by_id = {document.id: document for document in stored}
    wanted = st.query_params.get("document", "")
    if "review-document" not in st.session_state:
        number = int(wanted) if wanted.isascii() and wanted.isdigit() else -1
        current = number if number in by_id else _first_open(stored)
        st.session_state["review-document"] = current
    chosen = st.selectbox(
        "Document",
        list(by_id),
        format_func=lambda number: by_id[number].name,
        key="review-document",
        label_visibility="collapsed",
    )
    st.query_params["document"] = str(chosen)
    return by_id[chosen]


def _first_open(stored: list[DocumentInfo]) -> int:
    """Return the first document with work left, else the first one."""
    for document in stored:
        done = document.counts.get("approved", 0)  # type: ignore[call-overload]
        if done < document.translatable:
            return document.id
    return stored[0].id
