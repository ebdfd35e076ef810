"""Terms that the work proposes, each with its evidence: accept, edit or refuse."""

from dataclasses import dataclass

import streamlit as st

from workbench.app import state
from workbench.app.markdown import plain
from workbench.app.terms import told
from workbench.workflow import suggestions, terminology
from workbench.workflow.catalogue import Catalogue
from workbench.workflow.suggestions import Source, Suggestion

__all__ = ["draw"]

_FOUND = "glossary-suggestions"
_TITLES = {
    Source.CORRECTIONS: "Corrected again and again",
    Source.PAIRS: "Always translated so",
    Source.TEXTS: "Frequent in the texts",
}
_ABOUT = {
    Source.CORRECTIONS: "People put these words in place of the machine's, three times or more.",
    Source.PAIRS: "These words go together in approved translations.",
    Source.TEXTS: "Dutch terms that the documents have more of than general language.",
}


@dataclass(frozen=True, slots=True)
class _Found:
    version: str
    all: tuple[Suggestion, ...]


def draw(known: Catalogue) -> None:
    """Draw the proposals by where they come from; nothing enters the glossary by itself."""
    found = st.session_state.get(_FOUND)
    if found is None or found.version != f"{known.glossary.version}-{told.saves()}":
        with st.spinner("Looking through corrections, approved pairs and texts …"):
            new = suggestions.suggest(state.database(), known.glossary)
        found = _Found(f"{known.glossary.version}-{told.saves()}", tuple(new))
        st.session_state[_FOUND] = found
    if not found.all:
        st.info(
            "Nothing to propose yet. Proposals come from repeated corrections, from approved "
            "translations, and from the documents themselves."
        )
        return
    kinds = [kind for kind in Source if any(one.source is kind for one in found.all)]
    counts = {kind: sum(one.source is kind for one in found.all) for kind in kinds}
    kind = st.segmented_control(
        "Where from",
        kinds,
        default=kinds[0],
        format_func=lambda one: f"{_TITLES[one]} ({counts[one]})",
        label_visibility="collapsed",
    )
    kind = kind or kinds[0]
    st.caption(_ABOUT[kind])
    listed = [one for one in found.all if one.source is kind]
    left, right = st.columns([5, 4], gap="large")
    with left:
        event = st.dataframe(
            {
                "Dutch": [one.dutch for one in listed],
                "English": [one.english for one in listed],
                "Instead of": [one.instead for one in listed],
                "Segments": [one.count for one in listed],
            },
            hide_index=True,
            width="stretch",
            height=520,
            on_select="rerun",
            selection_mode="single-row",
            key=f"suggestions-{kind}-{found.version}",
        )
    with right:
        rows = event.selection.rows
        _one(known, listed[rows[0] if rows and rows[0] < len(listed) else 0])


def _one(known: Catalogue, one: Suggestion) -> None:
    st.subheader(plain(one.dutch), anchor=False)
    paths = [file.path for file in known.files]
    with st.form(f"suggestion-{one.source}-{one.dutch}-{one.english}"):
        left, right = st.columns(2)
        dutch = left.text_input("Dutch", one.dutch)
        english = right.text_input("English", one.english)
        path = st.selectbox("File", paths, format_func=lambda path: path.name)
        accept, refuse = st.columns(2)
        accepted = accept.form_submit_button("Accept", type="primary", width="stretch")
        refused = refuse.form_submit_button("Refuse", width="stretch")
    if accepted and path is not None:
        concept = suggestions.accepted(one, dutch=dutch, english=english)
        saved = terminology.save_concept(
            state.database(), path, concept, seen=None, author=state.settings().user
        )
        told.done(f"{saved.concept.source} is saved in {path.name}.")
    if refused:
        suggestions.refuse(state.database(), one, author=state.settings().user)
        told.done(f"{one.dutch} will not be proposed again.")
    for source, target in one.examples:
        st.markdown(f"{plain(source)}  \n{plain(target)}" if target else plain(source))
