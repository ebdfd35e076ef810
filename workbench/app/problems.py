"""What is wrong in a file that is looked into before it is imported, each with its place."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from workbench.counts import counted
from workbench.workflow.imports import Problem

__all__ = ["show_problems"]


def show_problems(count: int, first: Sequence[Problem]) -> None:
    """Show how many problems a file has and the first of them; nothing where there is none."""
    if not first:
        return
    st.warning(f"{counted(count, 'problem')}. What is wrong, with the place in the file:")
    st.dataframe(
        {
            "Where": [
                Path(each.where).name if each.where else f"unit {each.unit}" for each in first
            ],
            "Problem": [each.what for each in first],
        },
        hide_index=True,
        width="stretch",
    )
