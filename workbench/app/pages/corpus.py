"""Corpus: the pairs people approved, and their way out as a file."""

import tempfile
from pathlib import Path

import streamlit as st

from workbench.app import state
from workbench.app.markdown import plain
from workbench.corpus import documents, units
from workbench.domain import SegmentStatus, TranslationUnit
from workbench.language import LanguagePair
from workbench.workflow.export import export_units, statuses_for

__all__ = ["draw"]

SHOWN = 200
CHOICES = {
    "Approved": "approved",
    "Approved and reviewed": "reviewed",
    "All but rejected": "all",
}


def draw() -> None:
    """Draw the filters, the first pairs, and the export."""
    st.title("Corpus")
    stored = {document.id: document.name for document in documents.listing(state.database())}
    choice, where, text = st.columns([2, 3, 3])
    statuses = statuses_for(CHOICES[choice.selectbox("Status", list(CHOICES))])
    chosen = where.multiselect("Documents", list(stored), format_func=stored.__getitem__)
    wanted = text.text_input("Find", placeholder="in Dutch or English").casefold()
    selection = chosen or None
    total = units.count(state.database(), statuses=statuses, documents=selection)
    if not total:
        st.info("No pairs yet with this status. Approve segments on the Review page: Ctrl+Enter.")
        if st.button("Go to Review", type="primary"):
            st.switch_page(st.session_state["page-review"])
        return
    st.html(f'<p class="workbench-count">{total} pairs</p>')
    _table(_matching(statuses, selection, wanted), wanted=wanted)
    _export(statuses, selection)


def _matching(
    statuses: tuple[SegmentStatus, ...], chosen: list[int] | None, wanted: str
) -> list[TranslationUnit]:
    found: list[TranslationUnit] = []
    for unit in units.stream(state.database(), statuses=statuses, documents=chosen):
        if wanted in unit.source.text.casefold() or wanted in unit.target.text.casefold():
            found.append(unit)
            if len(found) > SHOWN:
                break
    return found


def _table(found: list[TranslationUnit], *, wanted: str) -> None:
    if not found:
        st.info(f"No pair contains “{plain(wanted)}”.")
        return
    st.dataframe(
        {
            "Dutch": [unit.source.text for unit in found[:SHOWN]],
            "English": [unit.target.text for unit in found[:SHOWN]],
            "Status": [str(unit.status) for unit in found[:SHOWN]],
            "Origin": [str(unit.provenance.origin) for unit in found[:SHOWN]],
            "By": [unit.changer for unit in found[:SHOWN]],
            "Document": [f"{unit.document} #{unit.segment}" for unit in found[:SHOWN]],
        },
        hide_index=True,
        width="stretch",
        height=420,
    )
    if len(found) > SHOWN:
        st.caption(f"The first {SHOWN} are shown; the export has them all.")


def _export(statuses: tuple[SegmentStatus, ...], chosen: list[int] | None) -> None:
    st.subheader("Export")
    source, target, button = st.columns([2, 2, 4], vertical_alignment="bottom")
    source_code = source.text_input("Language code of the Dutch", "nl")
    target_code = target.text_input("Language code of the English", "en")

    def tmx() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "corpus.tmx"
            export_units(
                state.database(),
                path,
                format="tmx",
                statuses=statuses,
                documents=chosen,
                pair=LanguagePair(source_code, target_code),
            )
            return path.read_bytes()

    button.download_button(
        "Download TMX",
        data=tmx,
        file_name="corpus.tmx",
        mime="application/x-tmx+xml",
        type="primary",
        on_click="ignore",
    )
