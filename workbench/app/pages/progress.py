"""Progress: how far each document is, what reviewing changed, and what is left."""

from collections.abc import Iterable
from typing import Any

import altair as alt
import streamlit as st

from workbench.app import state
from workbench.app.markdown import plain
from workbench.counts import counted
from workbench.workflow.analytics import analytics
from workbench.workflow.pace import LONGEST_PAUSE

__all__ = ["draw"]

Json = dict[str, Any]

STATUSES = {
    "approved": ("#2c7a4b", "#4fae74"),
    "reviewed": ("#1d5f8a", "#5aa5d6"),
    "draft": ("#d8a13a", "#e0b04f"),
    "rejected": ("#b3261e", "#e5685c"),
    "untranslated": ("#9aa3ad", "#7d848b"),
}
"""The colours of the bars on the page of documents, on light and on dark ground."""

WORDS = ("#5b5856", "#b5b1ab")
"""The colours of the words in a chart on light and on dark ground: Streamlit's are too faint."""

TICKS = 6

_BAR = 18


def _colour(status: str) -> str:
    return STATUSES[status][st.context.theme.type == "dark"]


def _accent() -> str:
    return _colour("reviewed")


def draw() -> None:
    """Draw the page."""
    st.title("Progress", anchor=False)
    found = _figures(state.database().name, st.session_state.setdefault("progress-read", 0))
    if not found["documents"]:
        st.info("Nothing here yet: progress shows once there is a document.")
        if st.button("Add a document", type="primary"):
            st.switch_page(st.session_state["page-documents"])
        return
    _head(found)
    _documents(found["documents"])
    measured = [entry for entry in found["documents"] if entry["quality"]]
    if not measured:
        st.info("What reviewing changed shows here once a machine translation is approved.")
        return
    left, right = st.columns(2, gap="large")
    with left:
        _effort(measured)
    with right:
        _kinds(measured)
    left, right = st.columns(2, gap="large")
    with left:
        _calibration(found["calibration"])
    with right:
        _days(found["days"])
    _tables(found)


@st.cache_data(ttl=60, show_spinner="Counting ...", max_entries=4)
def _figures(database: str, read: int) -> Json:
    return analytics(state.database(), samples=1000)


def _head(found: Json) -> None:
    counts = [entry["counts"] for entry in found["documents"]]
    total = sum(sum(each.values()) for each in counts)
    done = sum(each["approved"] + each["reviewed"] for each in counts)
    left = found["left"]
    first, second, third, again = st.columns([2, 2, 2, 1], vertical_alignment="bottom")
    first.metric("Reviewed or approved", f"{done:,} of {total:,}")
    second.metric("Words left", f"{left['words']:,}")
    known = left["minutes"] is not None
    third.metric("Time left", _duration(left["minutes"]) if known else "not known yet")
    if again.button("Count again"):
        st.session_state["progress-read"] += 1
        st.rerun()
    if left["words"]:
        st.caption(plain(_pace_told(left)))


def _pace_told(left: Json) -> str:
    """Say what the time left rests on."""
    reading = f"Reading both texts alone takes {_duration(left['reading'])}"
    if left["minutes"] is None:
        return (
            f"The time left shows after {counted(left['needed'], 'stretch', 'stretches')} "
            f"of about ten minutes of work ({left['stretches']} so far). {reading}."
        )
    fast, slow = _duration(left["fast"]), _duration(left["slow"])
    span = "" if fast == slow else f" (half of them: {fast} to {slow.removeprefix('about ')})"
    return (
        "Time left at the pace so far, the median of "
        f"{counted(left['stretches'], 'stretch', 'stretches')} of work{span}. "
        f"{reading}: no pace counts as faster."
    )


def _duration(minutes: float) -> str:
    if minutes < 60:
        return f"about {max(1, round(minutes))} min"
    return f"about {minutes / 60:.1f} h"


def _documents(entries: list[Json]) -> None:
    st.subheader("Documents", anchor=False)
    rows = [
        {"document": entry["name"], "status": status, "segments": number, "order": order}
        for entry in entries
        for order, status in enumerate(STATUSES)
        if (number := entry["counts"][status])
    ]
    bars = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(height=_BAR)
        .encode(
            x=alt.X(
                "segments:Q",
                stack="normalize",
                title=None,
                axis=alt.Axis(format="%", tickCount=TICKS),
            ),
            y=alt.Y("document:N", title=None, sort=None, axis=alt.Axis(labelLimit=320)),
            color=alt.Color(
                "status:N",
                title=None,
                scale=alt.Scale(
                    domain=list(STATUSES), range=[_colour(status) for status in STATUSES]
                ),
                legend=alt.Legend(orient="top"),
            ),
            order="order:O",
            tooltip=["document:N", "status:N", "segments:Q"],
        )
        .properties(height=alt.Step(_BAR + 12))
    )
    _show(bars)


def _effort(entries: list[Json]) -> None:
    st.subheader("Edits a hundred words", anchor=False)
    st.caption("HTER: less is better. The line is the 95 % confidence interval.")
    rows = []
    for entry in entries:
        score = entry["quality"]["hter"]
        margin = score["margin"] or 0.0
        middle = score["value"]
        rows.append(
            {
                "document": entry["name"],
                "HTER": middle,
                "low": max(0.0, middle - margin),
                "high": middle + margin,
                "segments": entry["quality"]["post_edited"],
            }
        )
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("document:N", title=None, sort=None, axis=alt.Axis(labelLimit=240)),
        tooltip=["document:N", "HTER:Q", "segments:Q"],
    )
    dots = base.mark_circle(size=90, color=_accent(), opacity=1).encode(
        x=alt.X(
            "HTER:Q",
            title=None,
            scale=alt.Scale(domain=_span(row["high"] for row in rows)),
            axis=alt.Axis(tickCount=TICKS),
        )
    )
    lines = base.mark_rule(color=_accent(), strokeWidth=2).encode(x="low:Q", x2="high:Q")
    _show((lines + dots).properties(height=alt.Step(_BAR + 12)))


def _kinds(entries: list[Json]) -> None:
    st.subheader("What was changed", anchor=False)
    unchanged = sum(e["quality"]["unchanged"] * e["quality"]["post_edited"] for e in entries)
    total = sum(entry["quality"]["post_edited"] for entry in entries)
    left = "was left as it was" if total == 1 else "were left as they were"
    st.caption(f"{unchanged / total:.0%} of {counted(total, 'segment')} {left}.")
    kinds = list(entries[0]["quality"]["edits"])
    rows = [
        {"kind": kind, "edits": sum(entry["quality"]["edits"][kind] for entry in entries)}
        for kind in kinds
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("kind:N", title=None, sort=None, axis=alt.Axis(labelLimit=200)),
        x=alt.X(
            "edits:Q",
            title=None,
            scale=alt.Scale(domain=_span(row["edits"] for row in rows)),
            axis=alt.Axis(tickMinStep=1, tickCount=TICKS),
        ),
        tooltip=["kind:N", "edits:Q"],
    )
    _show(base.mark_bar(height=_BAR, color=_accent()).properties(height=alt.Step(_BAR + 12)))


def _span(values: Iterable[float]) -> list[float]:
    """From 0 to the largest of some values, and to 1 where all are 0: an axis needs a length."""
    return [0.0, max(1.0, *values)]


def _calibration(found: Json) -> None:
    st.subheader("Confidence and effort", anchor=False)
    if found["few"]:
        st.caption(
            f"From the model alone, {counted(found['segments'], 'post-edit')} so far: from "
            f"{found['enough']} on, what people changed decides."
        )
    else:
        st.caption(
            f"Edits a word at each confidence, from {counted(found['segments'], 'post-edit')}. "
            "The grid shows confidence and orders by effort accordingly."
        )
    line = (
        alt.Chart(alt.InlineData(values=found["curve"]))
        .mark_line(color=_accent(), strokeWidth=2, strokeDash=[5, 4] if found["few"] else [1, 0])
        .encode(
            x=alt.X("confidence:Q", title="confidence of the model", axis=alt.Axis(format="%")),
            y=alt.Y("effort:Q", title=None, scale=alt.Scale(zero=True)),
            tooltip=["confidence:Q", "effort:Q"],
        )
        .properties(height=190)
    )
    _show(line)


def _days(days: list[Json]) -> None:
    st.subheader("Changes a day", anchor=False)
    st.caption("Segments that people changed or decided, by day (UTC).")
    bars = (
        alt.Chart(alt.InlineData(values=days))
        .mark_bar(color=_accent(), size=_BAR)
        .encode(
            x=alt.X("day:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
            y=alt.Y("changes:Q", title=None, axis=alt.Axis(tickMinStep=1)),
            tooltip=["day:O", "changes:Q"],
        )
        .properties(height=190)
    )
    _show(bars)


def _show(chart: Any) -> None:
    words = WORDS[st.context.theme.type == "dark"]
    styled = (
        chart.configure_view(stroke=None)
        .configure_axis(
            grid=False,
            domain=False,
            ticks=False,
            labelFontSize=13,
            labelColor=words,
            titleColor=words,
        )
        .configure_legend(labelColor=words)
    )
    st.altair_chart(styled, width="stretch")


def _tables(found: Json) -> None:
    titles = {
        "documents": "By document",
        "people": "By person",
        "engines": "By engine",
        "glossaries": "By glossary version",
    }
    tabs = st.tabs(list(titles.values()))
    for tab, name in zip(tabs, titles, strict=True):
        with tab:
            st.dataframe(_table(found[name]), hide_index=True, width="stretch")
    st.caption(
        plain(
            f"People are listed by name. Time is what lies between two actions, at most "
            f"{LONGEST_PAUSE / 60:.0f} minutes each. " + "; ".join(found["signatures"])
        )
    )


def _table(entries: list[Json]) -> Json:
    def column(pick: Any) -> list[str]:
        return [pick(entry["quality"]) if entry["quality"] else "–" for entry in entries]

    return {
        "Name": [entry["name"] for entry in entries],
        "Segments": [entry["segments"] for entry in entries],
        "Words": [entry["words"] for entry in entries],
        "Minutes": [entry["minutes"] for entry in entries],
        "HTER (TER)": column(lambda quality: _score(quality["hter"])),
        "chrF2": column(lambda quality: _score(quality["chrf"])),
        "Unchanged": column(lambda quality: f"{quality['unchanged']:.0%}"),
        "Terms by the machine": column(lambda quality: _terms(quality["terms"], "applied")),
        "Terms in the end": column(lambda quality: _terms(quality["terms"], "kept")),
    }


def _terms(terms: Json, which: str) -> str:
    return f"{terms[which]} of {terms['found']}" if terms["found"] else "–"


def _score(score: Json) -> str:
    return f"{score['value']:.1f}" + (
        "" if score["margin"] is None else f" ± {score['margin']:.1f}"
    )
