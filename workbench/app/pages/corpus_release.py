"""Corpus, release: each gate with its setting and its effect, before anything leaves."""

from typing import Any

import streamlit as st

from workbench.app import state
from workbench.app.markdown import plain
from workbench.counts import counted
from workbench.errors import WorkbenchError
from workbench.quality.gates import CORPUS_GATES, GATES, OFF, GateKind
from workbench.workflow import exports
from workbench.workflow.export_requests import Entry, Kind, Request, State

__all__ = ["draw"]

_PREVIEW = "release-preview"
"""Where the session keeps the name of its last look at the effects."""

_WIDTHS = [2, 2, 6, 1.2, 1.2]
_SPLITS = {"Train 90, dev 5, test 5": "90,5,5", "Train 80, dev 10, test 10": "80,10,10",
           "One file": "none"}  # fmt: skip


def draw(status: str, chosen: tuple[int, ...] | None) -> None:
    """Draw the gates, the other choices, and the buttons.

    Args:
        status: What the page's status choice means: the gate begins there.
        chosen: The chosen documents; None for all.
    """
    st.caption(
        "A release holds the pairs that pass every gate, split by document, with a card that says "
        "what is in it. The pairs that do not pass lie beside it, each with its reason."
    )
    title, licence, split = st.columns([3, 2, 2])
    named = title.text_input("Title", "Dutch-English corpus")
    licensed = licence.text_input("Licence", placeholder="such as CC-BY-4.0")
    shares = _SPLITS[split.selectbox("Split", list(_SPLITS))]
    effects = st.session_state.get(_PREVIEW)
    entry = _known(effects) if effects else None
    gates = _gates(status, entry, chosen, shares)
    request = Request(
        kind=Kind.RELEASE,
        documents=chosen,
        gates=gates,
        split=shares,
        licence=licensed,
        title=named,
    )
    look, make = st.columns([1, 1], width=460)
    try:
        if look.button("Show the effect", width="stretch"):
            preview = Request(kind=Kind.PREVIEW, documents=chosen, gates=gates, split=shares)
            st.session_state[_PREVIEW] = exports.ask(state.settings(), preview)
            st.rerun()
        if make.button("Make the release", type="primary", width="stretch"):
            exports.ask(state.settings(), request)
    except WorkbenchError as error:
        st.error(plain(str(error)))
    if entry is not None:
        _sum(entry, gates, chosen, shares)


def _known(name: str) -> Entry | None:
    try:
        return exports.get(state.settings(), state.database(), name)
    except WorkbenchError:
        return None


def _gates(
    status: str, entry: Entry | None, chosen: tuple[int, ...] | None, shares: str
) -> dict[str, str]:
    """Draw a line for each gate and return what they are set to."""
    with st.container(border=True, gap="small"):
        for column, head in zip(
            st.columns(_WIDTHS),
            ("Gate", "Set to", "What it does", "Concerned", "Only this"),
            strict=True,
        ):
            column.html(f'<span class="document-facts">{head}</span>')
        values = {}
        lines = []
        for kind in (*GATES, *CORPUS_GATES):
            name, setting, told, *figures = st.columns(_WIDTHS, vertical_alignment="center")
            name.markdown(f"**{kind.title}**")
            told.caption(kind.explanation)
            with setting:
                values[kind.name] = _setting(kind, status if kind.name == "status" else "")
            lines.append((kind.name, figures))
        counted: dict[str, Any] = {}
        if entry is not None and _fits(entry, values, chosen, shares):
            counted = entry.result.get("plan", {}).get("gates", {})
        for gate, figures in lines:
            for column, count in zip(figures, counted.get(gate, ("–", "–")), strict=True):
                column.html(f'<span class="workbench-count">{count}</span>')
    return values


def _setting(kind: GateKind, given: str) -> str:
    key = f"gate-{kind.name}-{given}"
    if not kind.choices:
        left, right = st.columns([1, 1], vertical_alignment="center")
        on = left.toggle("On", value=True, key=f"{key}-on", help=kind.title)
        number = right.number_input(
            kind.title, kind.least, None, float(kind.default), 0.5, format="%g", key=key,
            disabled=not on, label_visibility="collapsed",
        )  # fmt: skip
        return f"{number:g}" if on else OFF
    if len(kind.choices) == 1:
        fixed = kind.name == "empty"
        on = st.toggle("On", value=True, key=key, disabled=fixed, help=kind.title)
        return kind.default if on else OFF
    options = [*kind.choices, *(() if kind.name == "status" else (OFF,))]
    return str(
        st.selectbox(
            kind.title,
            options,
            options.index(given or kind.default),
            key=key,
            label_visibility="collapsed",
        )
    )


def _fits(entry: Entry, gates: dict[str, str], chosen: tuple[int, ...] | None, shares: str) -> bool:
    asked = entry.request
    return (asked.gates, asked.documents, asked.split) == (gates, chosen, shares)


def _sum(entry: Entry, gates: dict[str, str], chosen: tuple[int, ...] | None, shares: str) -> None:
    """Say in a line what a release would have."""
    if entry.state == State.RUNNING:
        _wait(entry.id)
    elif entry.state != State.DONE:
        st.error(plain(entry.result.get("error", "It was stopped.")))
    elif not _fits(entry, gates, chosen, shares):
        st.caption("The figures were of other settings. Show the effect again.")
    else:
        plan = entry.result["plan"]
        parts = ", ".join(
            f"{name} {counted(count, 'pair')} of {counted(number, 'document')}"
            for name, (number, count) in plan["parts"].items()
        )
        seen = f"{counted(plan['seen'], 'pair')} {'passes' if plan['seen'] == 1 else 'pass'}"
        rejected = plan["rejected"]
        # A preview of an earlier version doesn't say it.
        elsewhere = plan.get("elsewhere", 0)
        st.markdown(
            f"**{plan['kept']:,} of {seen}**; "
            f"{rejected:,} {'is' if rejected == 1 else 'are'} kept out. "
            + (f"{parts[0].upper()}{parts[1:]}. " if parts else "")
            + (f"{counted(elsewhere, 'pair')} in other languages left out." if elsewhere else "")
        )


@st.fragment(run_every=1.0)
def _wait(name: str) -> None:
    entry = _known(name)
    if entry is None or entry.state != State.RUNNING:
        st.rerun(scope="app")
    elif entry.job is not None and entry.job.total:
        share = min(1.0, entry.job.done / entry.job.total)
        st.progress(share, text=f"{entry.job.done:,} of {counted(entry.job.total, 'pair')} judged")
    else:
        st.progress(0.0, text="The pairs are being judged")
