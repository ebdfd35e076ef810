"""Glossary: find a concept, see what a change does before it is saved, learn, import and export."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from workbench.app import state
from workbench.app.pages.documents import PACKAGE
from workbench.app.terms import again, changes, exchange, form, learning, told
from workbench.counts import counted
from workbench.glossary.concepts import Concept, ConceptStatus, Enforcement
from workbench.workflow import background, term_statistics, terminology
from workbench.workflow.catalogue import Catalogue, catalogue
from workbench.workflow.catch_up import catch_up
from workbench.workflow.term_statistics import ConceptFigures
from workbench.workflow.terminology_form import new_concept

__all__ = ["draw"]

PAGE = 100
"""Concepts on one page of the list."""

EXAMPLES = 20
_FIGURES = "glossary-figures"
_SEEN = "glossary-occurrences"


def draw() -> None:
    """Draw the chosen view: concepts, proposals, files of other tools, or changes."""
    st.title("Glossary", anchor=False)
    told.say()
    with st.spinner("Reading the glossary …"):
        catch_up(state.database(), state.settings().glossaries)
        known = catalogue(state.settings().glossaries)
    if not known.files:
        st.info(
            "There is no glossary file yet; put a CSV file with columns nl and en in its folder."
        )
        return
    if not known.problems:
        _apply_again(known)
    views: dict[str, Callable[[Catalogue], None]] = {
        "Concepts": _concepts,
        "Proposals": learning.draw,
        "Put terms right": again.draw,
        "Import and export": exchange.draw,
        "Changes": lambda _: changes.draw(),
    }
    if known.problems or known.clashes:
        views["Conflicts"] = _clashes
    view = st.segmented_control(
        "View", list(views), default="Concepts", key="glossary-view", label_visibility="collapsed"
    )
    views.get(view or "Concepts", _concepts)(known)


def _clashes(known: Catalogue) -> None:
    """Show what is wrong in the files, and the terms that are there twice."""
    if known.problems:
        st.subheader("Rows that can't be used", anchor=False)
        st.dataframe(
            {
                "File": [problem.file for problem in known.problems],
                "Row": [problem.row for problem in known.problems],
                "Remark": [problem.message for problem in known.problems],
            },
            hide_index=True,
            width="stretch",
        )
    if known.clashes:
        st.subheader("The same Dutch term twice", anchor=False)
        st.caption("The earlier one wins. Choose another enforcement, or retire one of the two.")
        st.dataframe(
            {
                "Dutch": [clash.term for clash in known.clashes],
                "Wins": [clash.earlier.target for clash in known.clashes],
                "In": [Path(clash.earlier.file).name for clash in known.clashes],
                "Other": [clash.later.target for clash in known.clashes],
                "In ": [Path(clash.later.file).name for clash in known.clashes],
                "It is": [
                    "a duplicate" if clash.duplicate else "a contradiction"
                    for clash in known.clashes
                ],
            },
            hide_index=True,
            width="stretch",
        )


def _apply_again(known: Catalogue) -> None:
    waiting = terminology.outdated(state.database(), known.glossary)
    busy = {job.document for job in background.running(state.database())}
    waiting = [number for number in waiting if number not in busy]
    if busy:
        st.info("The glossary is being applied; the Documents page shows how far it is.")
    elif waiting:
        about, button = st.columns([4, 1], vertical_alignment="center")
        about.warning(
            f"{counted(len(waiting), 'document')} with machine drafts of an older glossary. "
            "Applying it again leaves alone what people edited."
        )
        if button.button("Apply again", type="primary"):
            for number in waiting:
                background.start_translation(
                    state.settings(), number, package=st.session_state.get(PACKAGE, "")
                )
            told.done("The glossary is being applied in the background.")


def _concepts(known: Catalogue) -> None:
    if form.waiting():
        form.draw(known, None)
        return
    listing, detail = st.columns([5, 4], gap="large")
    with listing:
        chosen = _table(known)
    with detail:
        form.draw(known, chosen)
        if chosen is None and form.selected() and not form.waiting():
            _occurrences(new_concept(form.selected()))
        if chosen is not None and not form.waiting():
            _figures_of(known, chosen)
            _occurrences(chosen)
            changes.draw_history(chosen.id)


def _table(known: Catalogue) -> Concept | None:
    search, domain, use, status = st.columns([3, 2, 2, 2])
    asked = st.query_params.get("find", "")
    wanted = search.text_input("Find", asked, placeholder="Dutch or English")
    subject = domain.selectbox("Domain", ["All", *known.domains])
    enforcement = use.selectbox("Use", ["All", *Enforcement], key="find-use")
    state_ = status.selectbox("Status", ["All", *ConceptStatus], key="find-status")
    found = known.search(
        wanted,
        domain="" if subject == "All" else subject or "",
        use="" if enforcement == "All" else enforcement or "",
        status="" if state_ == "All" else state_ or "",
    )
    pages = max(1, -(-len(found) // PAGE))
    count, turn = st.columns([3, 2], vertical_alignment="center")
    count.html(f'<p class="workbench-count">{len(found)} of {len(known.concepts)} concepts</p>')
    page = 1
    if pages > 1:
        page = int(turn.number_input(f"Page (of {pages})", 1, pages, 1))
    shown = found[(page - 1) * PAGE : page * PAGE]
    figures = st.session_state.get(_FIGURES, {})
    event = st.dataframe(
        {
            "Dutch": [concept.source for concept in shown],
            "English": [concept.target for concept in shown],
            "Use": [str(concept.enforcement) for concept in shown],
            "Status": [str(concept.status) for concept in shown],
            "Domain": [concept.domain for concept in shown],
            **_columns(shown, figures),
        },
        hide_index=True,
        width="stretch",
        height=min(560, 38 + 36 * max(len(shown), 1)),
        on_select="rerun",
        selection_mode="single-row",
        # A new search, and files that changed, start with nothing chosen: the choice is a row.
        key=f"concepts-{hash((wanted, subject, enforcement, state_, page, told.saves()))}",
    )
    if st.button("Count occurrences", help="How often each concept occurs and comes out right"):
        with st.spinner("Looking through the documents …"):
            counted = term_statistics.figures(state.database(), known.glossary)
        st.session_state[_FIGURES] = counted
        st.rerun()
    rows = event.selection.rows
    return shown[rows[0]] if rows and rows[0] < len(shown) else None


def _columns(
    shown: list[Concept], figures: dict[str, ConceptFigures]
) -> dict[str, list[int] | list[str]]:
    if not figures:
        return {}
    here = [figures.get(concept.id, ConceptFigures()) for concept in shown]
    return {
        "Segments": [one.segments for one in here],
        "Right": ["" if one.success is None else f"{one.success:.0%}" for one in here],
        "Corrected": [one.corrected for one in here],
    }


def _figures_of(known: Catalogue, concept: Concept) -> None:
    figures: dict[str, ConceptFigures] = st.session_state.get(_FIGURES, {})
    if figures:
        one = figures.get(concept.id, ConceptFigures())
        right = "not translated yet" if one.success is None else f"right in {one.success:.0%}"
        st.caption(
            f"In {counted(one.segments, 'segment')}, {right}, "
            f"corrected by people in {one.corrected}."
        )


def _occurrences(concept: Concept) -> None:
    # Kept while the concept is chosen: every press of a button draws the page again.
    seen = st.session_state.get(_SEEN)
    if seen is None or seen[0] != (concept, told.saves()):
        rows = term_statistics.occurrences(state.database(), concept, limit=EXAMPLES + 1)
        seen = st.session_state[_SEEN] = ((concept, told.saves()), rows)
    found = seen[1]
    if not found:
        st.caption("It occurs in no document so far.")
        return
    more = "more than " if len(found) > EXAMPLES else ""
    with st.expander(f"In {more}{counted(min(len(found), EXAMPLES), 'segment')}"):
        st.dataframe(
            {
                "Dutch": [row.source for row in found[:EXAMPLES]],
                "English": [row.target for row in found[:EXAMPLES]],
                "Status": [str(row.status) for row in found[:EXAMPLES]],
            },
            hide_index=True,
            width="stretch",
        )
