"""Files of other tools: looked at entry by entry before anything is written, and written."""

import tempfile
from pathlib import Path
from typing import Any

import streamlit as st

from workbench.app import state
from workbench.app.markdown import plain
from workbench.app.terms import told
from workbench.counts import counted
from workbench.exchange.terms import base
from workbench.workflow import term_import
from workbench.workflow.catalogue import Catalogue
from workbench.workflow.term_comparison import Choice, ImportPreview, Proposal, Verdict

__all__ = ["draw"]

MAX_SHOWN = 500
"""Entries shown in a preview, at most; all are counted and written."""

_WORDS = {Choice.SKIP: "leave", Choice.TAKE: "take", Choice.ADMIT: "allow too"}
_SEEN = "glossary-import-seen"
_MAPPED = ("nl", "en", "domain", "note", "admitted", "forbidden")


def draw(known: Catalogue) -> None:
    """Draw import on the left, export on the right."""
    left, right = st.columns([5, 3], gap="large")
    with left:
        _bring(known)
    with right:
        _give(known)


def _bring(known: Catalogue) -> None:
    st.subheader("Import", anchor=False)
    file = st.file_uploader(
        "TBX, CSV, TSV, Excel, OmegaT or DeepL; nothing is written before you have seen it",
        type=["tbx", "xml", "csv", "tsv", "tab", "xlsx", "utf8", "txt"],
        key=f"glossary-import-{told.saves()}",
    )
    if file is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(file.name).name
        path.write_bytes(file.getbuffer())
        form = _format(path)
        preview = term_import.preview_import(
            path, known.files, form=form, mapping=_mapping(path, form)
        )
    seen = st.session_state.get(_SEEN, preview)
    st.session_state[_SEEN] = preview
    _preview(known, preview, seen)


def _format(path: Path) -> str:
    usual = base.format_for(path).name
    fits = [usual]
    if usual == "csv":
        fits.append("deepl")
    if usual in ("tsv", "omegat"):
        fits = [usual, "omegat" if usual == "tsv" else "tsv"]
    if len(fits) == 1:
        return usual
    chosen = st.selectbox("Format", fits, format_func=lambda name: base.FORMATS[name].title)
    return chosen or usual


def _mapping(path: Path, form: str) -> dict[str, str]:
    """Let a person say which column is which, where the file names columns."""
    if not base.FORMATS[form].mapped:
        return {}
    columns = base.columns_of(path, form=form)
    if not columns:
        return {}
    from workbench.glossary.rows import ALIASES

    def usual(wanted: str) -> int:
        for number, name in enumerate(columns, 1):
            lower = name.casefold().replace(" ", "_")
            if ALIASES.get(lower, lower) == wanted:
                return number
        return 0

    with st.expander("Which column is which", expanded=not usual("nl")):
        boxes = st.columns(3)
        chosen = {
            name: boxes[number % 3].selectbox(
                {"nl": "Dutch", "en": "English"}.get(name, name.capitalize()),
                ["", *columns],
                usual(name),
                key=f"map-{name}-{path.name}",
            )
            for number, name in enumerate(_MAPPED)
        }
    return {name: column for name, column in chosen.items() if column}


def _preview(known: Catalogue, preview: ImportPreview, seen: ImportPreview) -> None:
    """Draw the entries as they are now; `seen` is what stood here when a button was pressed."""
    counts = " · ".join(f"{count} {verdict}" for verdict, count in preview.counts.items())
    st.html(f'<p class="workbench-count">{counts or "no entries"}</p>')
    shown = [one for one in preview.proposals if one.verdict is not Verdict.IDENTICAL]
    choices: dict[int, Choice] = {}
    if shown:
        # What needs a decision comes first.
        shown.sort(key=lambda one: one.verdict is not Verdict.CONFLICT)
        choices = _choose(shown[:MAX_SHOWN], preview.file)
        if len(shown) > MAX_SHOWN:
            st.caption(f"The first {MAX_SHOWN} are shown; the others are treated as usual.")
    taken = [
        one for one in preview.proposals if choices.get(one.number, one.usual) is not Choice.SKIP
    ]
    if not taken:
        st.info("There is nothing to write: all of it is known, or left out.")
        return
    left, middle, right = st.columns([2, 2, 2], vertical_alignment="bottom")
    names = [file.path.name for file in known.files]
    into = left.selectbox("New concepts go to", [*names, "imported.csv"], len(names))
    domain = middle.text_input("Domain of new concepts", "")
    if right.button(f"Write {counted(len(taken), 'concept')}", type="primary", width="stretch"):
        count, _ = term_import.write_import(
            state.database(),
            seen,
            folder=state.settings().glossaries,
            file=into or "imported.csv",
            author=state.settings().user,
            choices=choices,
            domain=domain.strip(),
        )
        told.done(
            f"Written from {preview.file}: {counted(count, 'concept')}. Changes can take it back."
        )


def _choose(shown: list[Proposal], name: str) -> dict[int, Choice]:
    edited: Any = st.data_editor(
        {
            "Row": [one.number for one in shown],
            "Dutch": [_term(one, "nl") for one in shown],
            "English": [_term(one, "en") for one in shown],
            "In the glossary": [one.existing.target if one.existing else "" for one in shown],
            "It is": [str(one.verdict) for one in shown],
            "Do": [_WORDS[one.usual] for one in shown],
            "Remark": [_remark(one) for one in shown],
        },
        column_config={
            "Row": st.column_config.NumberColumn(width="small"),
            "Do": st.column_config.SelectboxColumn(options=list(_WORDS.values()), required=True),
        },
        disabled=["Row", "Dutch", "English", "In the glossary", "It is", "Remark"],
        hide_index=True,
        width="stretch",
        height=min(460, 38 + 36 * len(shown)),
        key=f"import-{name}-{told.saves()}",
    )
    back = {word: choice for choice, word in _WORDS.items()}
    chosen = {}
    for one, word in zip(shown, edited["Do"], strict=True):
        choice = back.get(word, Choice.SKIP)
        chosen[one.number] = choice if choice in one.choices else Choice.SKIP
    return chosen


def _term(one: Proposal, language: str) -> str:
    if one.concept is not None:
        return one.concept.source if language == "nl" else one.concept.target
    return one.existing.source if one.existing and language == "nl" else ""


def _remark(one: Proposal) -> str:
    if one.message:
        return one.message
    return "; ".join(
        f"{name}: {old or '–'} → {new or '–'}" for name, (old, new) in one.differences.items()
    )


def _give(known: Catalogue) -> None:
    st.subheader("Export", anchor=False)
    form = st.selectbox(
        "Format", list(base.FORMATS), format_func=lambda name: base.FORMATS[name].title
    )
    domain = st.selectbox("Domain", ["All", *known.domains], key="export-domain")
    entry = base.FORMATS[form or "tbx"]
    wanted = known.search(domain="" if domain in (None, "All") else domain)
    if entry.hint:
        st.caption(entry.hint)
    endings = {"tbx2": ".tbx", "deepl": ".csv"}
    ending = endings.get(entry.name) or entry.endings[0]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"glossary{ending}"
        base.write_terms(wanted, path, form=entry.name)
        st.download_button(
            f"Download {counted(len(wanted), 'concept')}",
            path.read_bytes(),
            plain(path.name),
            type="primary",
        )
