"""What the glossary page says after it ran again: the outcome of what was pressed."""

import streamlit as st

from workbench.app.markdown import plain

__all__ = ["done", "saves", "say"]


def done(message: str) -> None:
    """Run the page again and say what was done."""
    st.session_state["glossary-told"] = message
    st.session_state["glossary-saved"] = saves() + 1
    st.rerun()


def saves() -> int:
    """Return how often this session saved something; forms begin anew with it."""
    return int(st.session_state.get("glossary-saved", 0))


def say() -> None:
    """Say what was done, once."""
    if message := st.session_state.pop("glossary-told", ""):
        st.success(plain(message))
