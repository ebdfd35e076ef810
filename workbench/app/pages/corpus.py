"""Corpus: the pairs people approved, and their way out as a file or a release."""

import streamlit as st

from workbench.app import state
from workbench.app.markdown import plain
from workbench.app.pages import corpus_exports, corpus_import, corpus_release
from workbench.corpus import documents, units
from workbench.counts import counted
from workbench.domain import SegmentStatus, TranslationUnit
from workbench.errors import WorkbenchError
from workbench.exchange.base import FORMATS, Properties
from workbench.workflow import exports
from workbench.workflow.export import NATIVE, statuses_for
from workbench.workflow.export_requests import Kind, Request
from workbench.workflow.export_sample import sample

__all__ = ["draw"]

SHOWN = 200
AT_ONCE = 20_000
"""Up to so many pairs a file is made while the browser waits; above it is made beside."""

CHOICES = {
    "Approved": "approved",
    "Approved and reviewed": "reviewed",
    "All but rejected": "all",
    "Every one (as JSON Lines)": "every",
}
LEVELS = {
    "Nothing": Properties.NONE,
    "Status, place and note": Properties.BASIC,
    "Also what made it": Properties.USUAL,
    "All there is": Properties.ALL,
}
LANGUAGES = {"xml": (".tmx", ".xlf", ".xliff"), "json": (".jsonl",)}


def draw() -> None:
    """Draw the filters, the first pairs, and the ways out."""
    st.title("Corpus", anchor=False)
    stored = {document.id: document.name for document in documents.listing(state.database())}
    choice, where, text = st.columns([2, 3, 3])
    status = CHOICES[choice.selectbox("Status", list(CHOICES))]
    chosen = where.multiselect(
        "Documents", list(stored), format_func=stored.__getitem__, placeholder="All documents"
    )
    wanted = text.text_input("Find", placeholder="in Dutch or English").casefold()
    selection = tuple(chosen) or None
    statuses = statuses_for(status)
    total = units.count(state.database(), statuses=statuses, documents=selection)
    if not total:
        st.info("No pairs yet with this status. Approve segments on the Review page: Ctrl+Enter.")
        if st.button("Go to Review", type="primary"):
            st.switch_page(st.session_state["page-review"])
        with st.expander("Bring a corpus back from a file"):
            corpus_import.draw()
        corpus_exports.draw()
        return
    st.html(f'<p class="workbench-count">{counted(total, "pair")}</p>')
    _table(_matching(statuses, selection, wanted), wanted=wanted)
    export, release, back = st.tabs(["Export", "Release", "Bring back"])
    with export:
        _export(status, selection, total)
    with release:
        # A release never has rejected pairs, whatever is chosen above.
        corpus_release.draw("all" if status == "every" else status, selection)
    with back:
        corpus_import.draw()
    corpus_exports.draw()


def _matching(
    statuses: tuple[SegmentStatus, ...], chosen: tuple[int, ...] | None, wanted: str
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
        height=min(360, 38 + 35 * len(found[:SHOWN])),
    )
    if len(found) > SHOWN:
        st.caption(f"The first {SHOWN} are shown; a file has them all.")


def _export(status: str, chosen: tuple[int, ...] | None, total: int) -> None:
    kind, about, source, target = st.columns([3, 3, 2, 2], vertical_alignment="bottom")
    names = [NATIVE] if status == "every" else list(FORMATS)
    name = kind.selectbox(
        "Format",
        names,
        format_func=lambda name: f"{FORMATS[name].title} ({FORMATS[name].endings[0]})",
    )
    level = about.selectbox(
        "What to say of each pair", list(LEVELS), list(LEVELS.values()).index(Properties.USUAL)
    )
    request = Request(
        kind=Kind.EXPORT,
        format=name,
        status=status,
        documents=chosen,
        source=source.text_input("Code of the Dutch", "nl", help="nl, or with a region: nl-NL"),
        target=target.text_input("Code of the English", "en", help="en, or with a region: en-GB"),
        properties=str(LEVELS[level]),
        per_document=st.toggle("One file for each document, together in a ZIP"),
    )
    try:
        begin = sample(state.database(), request)
    except WorkbenchError as error:
        st.error(plain(str(error)))
        return
    with st.expander("How the file begins", expanded=False):
        ending = FORMATS[name].endings[0]
        marked = next((one for one, endings in LANGUAGES.items() if ending in endings), None)
        st.code(begin, language=marked, wrap_lines=True, height=280)
    label = f"Download {name.upper()}"
    if total <= AT_ONCE:

        def made() -> bytes:
            wanted = exports.ask(state.settings(), request, start=False)
            file = exports.run(state.settings(), state.database(), wanted).file
            assert file is not None
            return file.read_bytes()

        st.download_button(
            label,
            data=made,
            file_name=f"corpus{request.ending}",
            mime="application/octet-stream",
            type="primary",
            on_click="ignore",
        )
    elif st.button(label, type="primary", help="It is made in the background and listed below."):
        exports.ask(state.settings(), request)
