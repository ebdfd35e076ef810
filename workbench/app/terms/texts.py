"""Stored texts beside what they would become; those of people with a box each, to be ticked."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from workbench.workflow.impact import NewText

__all__ = ["shown", "ticked"]


def shown(texts: Sequence[NewText]) -> None:
    """Show texts of the machine, if any: the Dutch, what is stored, what it would become."""
    if not texts:
        return
    st.markdown("##### Drafts")
    st.dataframe(
        {
            "Dutch": [one.row.source for one in texts],
            "Now": [one.row.target for one in texts],
            "Then": [one.text for one in texts],
        },
        hide_index=True,
        width="stretch",
        height=min(320, 38 + 36 * len(texts)),
    )


def ticked(texts: Sequence[NewText]) -> list[int]:
    """Show the texts of people with a box each, if any; return the segments that are ticked."""
    if not texts:
        return []
    st.markdown("##### Edited or approved by people")
    st.caption("They change only where you tick them; their history keeps the old text.")
    edited: Any = st.data_editor(
        {
            "Change": [False for _ in texts],
            "Status": [str(one.row.status) for one in texts],
            "Now": [one.row.target for one in texts],
            "Then": [one.text or "(no proposal: look at it)" for one in texts],
        },
        column_config={"Change": st.column_config.CheckboxColumn(width="small")},
        disabled=["Status", "Now", "Then"],
        hide_index=True,
        width="stretch",
        height=min(320, 38 + 36 * len(texts)),
        key="glossary-people",
    )
    return [
        one.row.id for one, tick in zip(texts, edited["Change"], strict=True) if tick and one.text
    ]
