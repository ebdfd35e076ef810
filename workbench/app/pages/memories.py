"""Memories: look into a file of another tool, agree, and use it for matches and concordance."""

import html
import tempfile
from pathlib import Path

import streamlit as st

from workbench.app import state
from workbench.app.markdown import plain
from workbench.app.problems import show_problems
from workbench.corpus import memories
from workbench.corpus.memories import MemoryInfo
from workbench.counts import counted
from workbench.errors import WorkbenchError
from workbench.exchange.base import FORMATS
from workbench.language import LanguagePair
from workbench.workflow import imports
from workbench.workflow.imports import Plan

__all__ = ["draw"]

CHOSEN = "memories-plan"
"""Where the session keeps the plan that waits for agreement, with the file behind it."""

TOLD = "memories-told"
ENDINGS = sorted({ending[1:] for entry in FORMATS.values() for ending in entry.endings})


def draw() -> None:
    """Draw the upload, the preview that waits for agreement, and the list of memories."""
    st.title("Memories", anchor=False)
    for kind, text in st.session_state.pop(TOLD, []):
        {"error": st.error, "success": st.success}[kind](plain(text))
    stored = memories.listing(state.database())
    _upload(first=not stored)
    if CHOSEN in st.session_state:
        _preview(*st.session_state[CHOSEN])
    if not stored:
        st.info(
            "No memories yet. A TMX, XLIFF or table of another tool, uploaded above, gives matches "
            "and concordance on the Review page at once."
        )
        return
    st.subheader("Imported memories", anchor=False)
    for memory in stored:
        _row(memory)


def _upload(*, first: bool) -> None:
    with st.expander("Import a memory", expanded=first or CHOSEN not in st.session_state):
        with st.form("memory-upload"):
            file = st.file_uploader("TMX, XLIFF, PO, table, Moses pair or JSON Lines", type=ENDINGS)
            source, target, tags = st.columns(3)
            source_code = source.text_input("Language code of the source", "nl")
            target_code = target.text_input("Language code of the target", "en")
            inline = tags.selectbox("Inline tags", ["strip", "keep"], help="In TMX and XLIFF")
            if not st.form_submit_button("Preview", type="primary") or file is None:
                return
        st.session_state.pop(CHOSEN, None)
        try:
            pair = LanguagePair(source_code.strip(), target_code.strip())
        except WorkbenchError as error:
            st.session_state[TOLD] = [("error", str(error))]
        else:
            _look(file.name, file.getvalue(), pair, inline, Path(file.name).stem)
        st.rerun()


def _look(name: str, data: bytes, pair: LanguagePair, inline: str, memory: str) -> None:
    """Keep the plan of bringing a file into a memory, or what is wrong with the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(data)
        try:
            plan = imports.preview(state.database(), path, memory=memory, pair=pair, inline=inline)
        except WorkbenchError as error:
            st.session_state.pop(CHOSEN, None)
            st.session_state[TOLD] = [("error", _named(error, path, name))]
        else:
            st.session_state[CHOSEN] = (plan, memory, name, data, pair, inline)


def _preview(
    plan: Plan, memory: str, name: str, data: bytes, pair: LanguagePair, inline: str
) -> None:
    st.subheader(f"Preview of {plain(name)}", anchor=False)
    facts = [
        counted(plan.units, "unit"),
        f"{plan.fresh} would be imported",
        counted(plan.duplicates, "duplicate"),
        f"{plan.known} known already",
        f"{plan.conflicts} translated otherwise in the store",
        f"{plan.varying} translated in several ways by the file",
        counted(plan.problem_count, "problem"),
    ]
    facts += [f"{plan.there} in this memory already"] if plan.there else []
    facts += [f"{plan.others} in other languages"] if plan.others else []
    facts += [f"{plan.untranslated} without a translation"] if plan.untranslated else []
    languages = ", ".join(f"{pair} {count}" for pair, count in plan.languages.items())
    facts += [languages] if languages else []
    st.html(f'<p class="workbench-count">{html.escape(" · ".join(facts))}</p>')
    if plan.first:
        st.dataframe(
            {
                "Source": [unit.source.text for unit in plan.first],
                "Target": [unit.target.text for unit in plan.first],
                "Status": [str(unit.status) for unit in plan.first],
                "Document": [unit.document for unit in plan.first],
            },
            hide_index=True,
            width="stretch",
            height=260 if len(plan.first) > 6 else "content",
        )
    if plan.shown_conflicts:
        with st.expander("Translated in several ways"):
            st.dataframe(
                {
                    "Unit": [each.unit for each in plan.shown_conflicts],
                    "Source": [each.source for each in plan.shown_conflicts],
                    "In the file": [each.target for each in plan.shown_conflicts],
                    "In the store": [
                        " | ".join(each.known) or "not there; the file itself has another"
                        for each in plan.shown_conflicts
                    ],
                },
                hide_index=True,
                width="stretch",
            )
    show_problems(plan.problem_count, plan.problems)
    _agree(plan, memory, name, data, pair, inline)


def _agree(
    plan: Plan, memory: str, name: str, data: bytes, pair: LanguagePair, inline: str
) -> None:
    field, buttons = st.columns([3, 4], vertical_alignment="bottom")
    wanted = field.text_input("Name of the memory", Path(name).stem)
    with buttons.container(horizontal=True):
        label = "Import" if plan.clean else "Import the good part"
        if st.button(label, type="primary", disabled=not plan.good):
            _import(plan, name, data, pair, inline, wanted)
        if st.button("Discard"):
            del st.session_state[CHOSEN]
            st.rerun()
    if wanted != memory:
        # Another memory has other units already.
        _look(name, data, pair, inline, wanted)
        st.rerun()


def _import(
    plan: Plan, name: str, data: bytes, pair: LanguagePair, inline: str, memory: str
) -> None:
    bar = st.progress(0.0, "Importing")

    def report(count: int) -> None:
        bar.progress(min(1.0, count / max(1, plan.good)), counted(count, "unit"))

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(data)
        try:
            done = imports.import_file(
                state.database(),
                path,
                memory=memory,
                format=plan.format,
                pair=pair,
                inline=inline,
                good_part=not plan.clean,
                author=state.settings().user,
                progress=report,
            )
        except WorkbenchError as error:
            st.session_state[TOLD] = [("error", _named(error, path, name))]
        else:
            st.session_state[TOLD] = [
                ("success", f"{done.memory.name}: {counted(done.taken, 'unit')} imported.")
            ]
            del st.session_state[CHOSEN]
    st.rerun()


def _named(error: WorkbenchError, path: Path, name: str) -> str:
    """Return the message with the file's name instead of where the upload was put."""
    return str(error).replace(str(path), name)


def _row(memory: MemoryInfo) -> None:
    with st.container(border=True):
        about, actions = st.columns([5, 3], vertical_alignment="center")
        facts = (
            f"{counted(memory.units, 'unit')} · {memory.pair} · {memory.file} · "
            f"{memory.imported:%Y-%m-%d} · {memory.importer}"
        )
        about.html(
            f'<div class="document-name">{html.escape(memory.name)}</div>'
            f'<div class="document-facts">{html.escape(facts)}</div>'
        )
        with actions.container(horizontal=True, horizontal_alignment="right"):
            st.toggle(
                "In use",
                memory.enabled,
                key=f"memory-on-{memory.id}",
                on_change=_switch,
                args=(memory.id,),
                help="Whether matches and concordance use it",
            )
            with st.popover("Delete"):
                st.write(
                    f"Delete {plain(memory.name)} with its {counted(memory.units, 'unit')}? "
                    "This can't be undone."
                )
                if st.button("Delete", key=f"memory-delete-{memory.id}"):
                    memories.delete(state.database(), memory.id)
                    st.session_state[TOLD] = [("success", f"{memory.name} is deleted.")]
                    st.rerun()


def _switch(memory_id: int) -> None:
    memories.set_enabled(
        state.database(), memory_id, bool(st.session_state[f"memory-on-{memory_id}"])
    )
