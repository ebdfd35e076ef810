"""The frame around every page: navigation, look, and errors as messages instead of tracebacks."""

import logging
from collections.abc import Callable
from functools import wraps
from pathlib import Path

import streamlit as st

from workbench.app.markdown import plain
from workbench.errors import WorkbenchError

__all__ = ["FIRST", "draw"]

FIRST = "documents"
"""The page at ``/``."""


_LOG = logging.getLogger(__name__)
_STYLE = Path(__file__).with_name("style.css")
_POPOVERS = Path(__file__).with_name("popovers.js")


def draw() -> None:
    """Draw the page that the address names."""
    st.set_page_config(page_title="Workbench", layout="wide", initial_sidebar_state="collapsed")
    st.html(_STYLE)
    # Streamlit tells it to its own element only, and popovers lie outside of that.
    st.html(f"<style>:root {{ color-scheme: {st.context.theme.type or 'light dark'}; }}</style>")
    st.html(f"<script>{_POPOVERS.read_text('utf-8')}</script>", unsafe_allow_javascript=True)
    pages = {
        name: st.Page(_guarded(page), title=name.title(), url_path=name, default=name == FIRST)
        for name, page in PAGES.items()
    }
    # Pages that lead to another one find it here.
    st.session_state.update({f"page-{name}": page for name, page in pages.items()})
    st.navigation(list(pages.values()), position="top").run()


def _documents() -> None:
    from workbench.app.pages import documents

    documents.draw()


def _review() -> None:
    from workbench.app.pages import review

    review.draw()


def _align() -> None:
    from workbench.app.pages import align

    align.draw()


def _glossary() -> None:
    from workbench.app.pages import glossary

    glossary.draw()


def _corpus() -> None:
    from workbench.app.pages import corpus

    corpus.draw()


def _memories() -> None:
    from workbench.app.pages import memories

    memories.draw()


def _progress() -> None:
    from workbench.app.pages import progress

    progress.draw()


PAGES = {
    "documents": _documents,
    "review": _review,
    "align": _align,
    "glossary": _glossary,
    "corpus": _corpus,
    "memories": _memories,
    "progress": _progress,
}


def _guarded(page: Callable[[], None]) -> Callable[[], None]:
    """Show a page's errors as messages; what nobody foresaw goes to the log with its traceback."""

    @wraps(page)
    def guarded() -> None:
        try:
            page()
        except WorkbenchError as error:
            st.error(plain(str(error)))
        except Exception:
            _LOG.exception("page %s failed", page.__name__)
            st.error(
                "Something went wrong on this page; nothing that was saved is lost. "
                "Reload the page. If it happens again, the log of the server says more."
            )

    return guarded
