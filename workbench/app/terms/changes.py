"""Who changed which concept, what the difference was, and the way back."""

from collections.abc import Sequence

import streamlit as st

from workbench.app import state
from workbench.app.markdown import plain
from workbench.app.terms import told
from workbench.corpus.concepts import ConceptChange
from workbench.workflow import terminology

__all__ = ["draw", "draw_history"]

SHOWN = 100


def draw() -> None:
    """Draw the last changes of all concepts."""
    found = terminology.recent(state.database(), state.settings().glossaries, limit=SHOWN)
    if not found:
        st.info("Nothing was changed yet. Every change, also in the files, will be listed here.")
        return
    for mark in dict.fromkeys(change.batch for change in found if change.batch):
        together = [change for change in found if change.batch == mark]
        about, button = st.columns([4, 1], vertical_alignment="center")
        about.markdown(
            f"**{together[0].action.capitalize()}** of {len(together)} concepts by "
            f"{plain(together[0].author)}, {together[0].at:%d %B %Y, %H:%M}"
        )
        if button.button("Take back", key=f"batch-{mark}"):
            back = terminology.revert_batch(
                state.database(), state.settings().glossaries, mark, author=state.settings().user
            )
            told.done(f"{len(back)} concepts are as they were before.")
    _table(found)


def _table(found: Sequence[ConceptChange]) -> None:
    st.dataframe(
        {
            "When": [change.at for change in found],
            "Who": [_who(change) for change in found],
            "Concept": [change.concept for change in found],
            "What": [change.action for change in found],
            "Difference": [_difference(change) for change in found],
        },
        hide_index=True,
        width="stretch",
    )


def draw_history(concept: str) -> None:
    """Draw the history of one concept, with a way back to each state."""
    found = terminology.history(state.database(), state.settings().glossaries, concept)
    with st.expander(f"History ({len(found)})"):
        for number, change in enumerate(found):
            about, button = st.columns([4, 1], vertical_alignment="center")
            about.markdown(
                f"{change.at:%d %b %Y, %H:%M} · {plain(_who(change))} · {change.action}  \n"
                f"{plain(_difference(change)) or 'first known state'}"
            )
            if number and change.after and button.button("Go back", key=f"back-{change.id}"):
                terminology.revert(
                    state.database(),
                    state.settings().glossaries,
                    change.id,
                    author=state.settings().user,
                )
                told.done(f"{concept} is as it was on {change.at:%d %B %Y, %H:%M}.")


def _who(change: ConceptChange) -> str:
    return "edited in the file" if change.author == "file" else change.author


def _difference(change: ConceptChange) -> str:
    if not change.after:
        return "deleted"
    if not change.before:
        return f"{change.after.get('nl', '')} → {change.after.get('en', '')}"
    return "; ".join(
        f"{column}: {old or '–'} → {new or '–'}"
        for column, (old, new) in change.differences.items()
    )
