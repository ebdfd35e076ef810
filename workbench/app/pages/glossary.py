"""Glossary: find a concept, see its forms and where it occurs, change it, apply it again."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st

from workbench.app import state
from workbench.app.markdown import plain
from workbench.app.pages.documents import PACKAGE
from workbench.glossary.concepts import (
    Concept,
    ConceptStatus,
    Enforcement,
    PartOfSpeech,
    Term,
    TermStatus,
)
from workbench.glossary.files import GlossaryFile
from workbench.glossary.forms import all_forms
from workbench.glossary.rows import slug
from workbench.language import DUTCH, ENGLISH
from workbench.workflow import background, terminology

__all__ = ["draw"]

SHOWN = 500
EXAMPLES = 20


def draw() -> None:
    """Draw search and table on the left, the chosen concept on the right."""
    st.title("Glossary")
    if told := st.session_state.pop("glossary-told", ""):
        st.success(plain(told))
    files = terminology.files(state.settings().glossaries)
    _problems(files)
    _apply_again()
    if not files:
        st.info(
            "There is no glossary file yet; put a CSV file with columns nl and en in its folder."
        )
        return
    listing, detail = st.columns([5, 4], gap="large")
    with listing:
        chosen = _table(files)
    with detail:
        if chosen is None:
            _form(files, None)
        else:
            _form(files, chosen)
            _occurrences(chosen)


def _problems(files: Sequence[GlossaryFile]) -> None:
    problems = [problem for file in files for problem in file.problems]
    if problems:
        with st.expander(f"{len(problems)} remarks on the glossary files"):
            st.dataframe(
                {
                    "File": [problem.file for problem in problems],
                    "Row": [problem.row for problem in problems],
                    "Remark": [problem.message for problem in problems],
                },
                hide_index=True,
                width="stretch",
            )


def _apply_again() -> None:
    waiting = terminology.outdated(state.database(), state.settings().glossaries)
    busy = {job.document for job in background.running(state.database())}
    waiting = [number for number in waiting if number not in busy]
    if busy:
        st.info("The glossary is being applied; the Documents page shows how far it is.")
    elif waiting:
        about, button = st.columns([4, 1], vertical_alignment="center")
        about.warning(
            f"{len(waiting)} documents have machine drafts of an older glossary. "
            "Applying it again leaves alone what people edited."
        )
        if button.button("Apply again", type="primary"):
            for number in waiting:
                background.start_translation(
                    state.settings(), number, package=st.session_state.get(PACKAGE, "")
                )
            st.session_state["glossary-told"] = "The glossary is being applied in the background."
            st.rerun()


def _table(files: Sequence[GlossaryFile]) -> Concept | None:
    search, domain = st.columns([3, 2])
    wanted = search.text_input("Find", placeholder="Dutch or English").strip().casefold()
    domains = sorted({concept.domain for file in files for concept in file.concepts})
    subject = domain.selectbox("Domain", ["All", *domains])
    found = [
        concept
        for file in files
        for concept in file.concepts
        if subject in ("All", concept.domain) and _mentions(concept, wanted)
    ]
    total = sum(len(file.concepts) for file in files)
    st.html(f'<p class="workbench-count">{len(found)} of {total} concepts</p>')
    event = st.dataframe(
        {
            "Dutch": [concept.source for concept in found[:SHOWN]],
            "English": [concept.target for concept in found[:SHOWN]],
            "Use": [str(concept.enforcement) for concept in found[:SHOWN]],
            "Status": [str(concept.status) for concept in found[:SHOWN]],
            "Domain": [concept.domain for concept in found[:SHOWN]],
        },
        hide_index=True,
        width="stretch",
        height=560,
        on_select="rerun",
        selection_mode="single-row",
        # A new search, and files that changed, start with nothing chosen: the choice is a row.
        key=f"concepts-{wanted}-{subject}-{hash(tuple(file.sha256 for file in files))}",
    )
    if len(found) > SHOWN:
        st.caption(f"The first {SHOWN} are shown; search for the others.")
    rows = event.selection.rows
    return found[rows[0]] if rows else None


def _mentions(concept: Concept, wanted: str) -> bool:
    return not wanted or any(wanted in term.text.casefold() for term in concept.terms)


def _form(files: Sequence[GlossaryFile], concept: Concept | None) -> None:
    title = f"{plain(concept.source)} → {plain(concept.target)}" if concept else "New concept"
    st.subheader(title)
    home = _file_of(files, concept) if concept else None
    key = concept.id if concept else "new"
    # The files as they were when the form was first drawn: a save must not overwrite what came
    # later, and every press of a button runs this page, and reads them, again.
    seen = st.session_state.setdefault(
        f"glossary-seen-{key}-{_saves()}", {file.path: file.sha256 for file in files}
    )
    with st.form(f"concept-{key}", border=True):
        dutch = st.text_input("Dutch", concept.source if concept else "")
        english = st.text_input("English", concept.target if concept else "")
        admitted = st.text_input(
            "Also allowed in English", _others(concept, TermStatus.ADMITTED), help="separate with ;"
        )
        forbidden = st.text_input(
            "Not allowed in English", _others(concept, TermStatus.FORBIDDEN), help="separate with ;"
        )
        left, middle, right = st.columns(3)
        pos = left.selectbox("Word class", list(PartOfSpeech), _index(PartOfSpeech, concept, "pos"))
        use = middle.selectbox(
            "Use", list(Enforcement), _index(Enforcement, concept, "enforcement"), help=_USES
        )
        status = right.selectbox(
            "Status", list(ConceptStatus), _index(ConceptStatus, concept, "status")
        )
        paths = [file.path for file in files]
        path = home.path if home else None
        if path is None:
            path = st.selectbox("File", paths, format_func=lambda one: Path(one).name)
        domain = st.text_input("Domain", concept.domain if concept else "")
        note = st.text_area("Note", concept.note if concept else "", height=70)
        saved = st.form_submit_button("Save" if concept else "Add", type="primary")
    if saved:
        base = concept or Concept(id=slug(dutch) or "concept", terms=())
        changed = replace(
            base,
            terms=_terms(base, dutch, english, admitted, forbidden),
            pos=pos or PartOfSpeech.NOUN,
            enforcement=use or Enforcement.FORCE,
            status=status or ConceptStatus.ACTIVE,
            domain=domain.strip(),
            note=note.strip(),
        )
        _save(Path(path), changed, sha256=seen.get(Path(path), ""), new=concept is None)
    if concept and home:
        _forms_and_delete(concept, home, sha256=seen.get(home.path, ""))


_USES = (
    "force: put into the translation; prefer: only where the model hardly minds; "
    "check: only report; show: only highlight"
)


def _save(path: Path, concept: Concept, *, sha256: str, new: bool) -> None:
    if not concept.terms[0].text:
        st.error("A concept needs a Dutch term.")
        return
    terminology.save_concept(path, concept, sha256=sha256, author=state.settings().user, new=new)
    _done(f"{concept.source} is saved in {path.name}.")


def _saves() -> int:
    return int(st.session_state.get("glossary-saved", 0))


def _forms_and_delete(concept: Concept, home: GlossaryFile, *, sha256: str) -> None:
    forms = [form for term in concept.of(DUTCH) for form in all_forms(term, concept.pos)]
    told = plain(", ".join(dict.fromkeys(forms)))
    st.caption(f"Recognised as: {told}, and in compounds. {plain(home.path.name)}")
    with st.popover("Delete"):
        st.write(
            f"Delete {plain(concept.source)}? "
            "To keep it for later, give it the status “retired” instead."
        )
        if st.button("Delete", key=f"delete-{concept.id}"):
            terminology.delete_concept(home.path, concept.id, sha256=sha256)
            _done(f"{concept.source} is deleted.")


def _done(message: str) -> None:
    st.session_state["glossary-told"] = message
    st.session_state["glossary-saved"] = _saves() + 1
    st.rerun()


def _occurrences(concept: Concept) -> None:
    found = terminology.impact(state.database(), concept)
    st.subheader(f"In {len(found.redone) + len(found.kept)} segments")
    if not found.redone and not found.kept:
        st.caption("It occurs in no document so far.")
        return
    st.caption(
        f"{len(found.redone)} machine drafts would be translated again; "
        f"{len(found.kept)} that people worked on stay as they are."
    )
    shown = [*found.redone, *found.kept][:EXAMPLES]
    st.dataframe(
        {
            "Dutch": [row.source for row in shown],
            "English": [row.target for row in shown],
            "Status": [str(row.status) for row in shown],
        },
        hide_index=True,
        width="stretch",
    )


def _file_of(files: Sequence[GlossaryFile], concept: Concept) -> GlossaryFile:
    return next(file for file in files if concept in file.concepts)


def _others(concept: Concept | None, status: TermStatus) -> str:
    if concept is None:
        return ""
    return " ; ".join(term.text for term in concept.of(ENGLISH, status))


def _terms(
    base: Concept, dutch: str, english: str, admitted: str, forbidden: str
) -> tuple[Term, ...]:
    """Put the terms together; forms that people wrote stay with a term that stays."""
    wanted = [(DUTCH, dutch, TermStatus.PREFERRED)]
    wanted += [(DUTCH, term.text, term.status) for term in base.of(DUTCH)[1:]]
    wanted += [(ENGLISH, english, TermStatus.PREFERRED)]
    wanted += [(ENGLISH, text, TermStatus.ADMITTED) for text in admitted.split(";")]
    wanted += [
        (ENGLISH, term.text, term.status) for term in base.of(ENGLISH, TermStatus.DEPRECATED)
    ]
    wanted += [(ENGLISH, text, TermStatus.FORBIDDEN) for text in forbidden.split(";")]
    known = {(term.language, term.text): term for term in base.terms}
    terms: list[Term] = []
    for language, text, status in wanted:
        text = text.strip()
        if text or (language == DUTCH and not terms):
            known_term = known.get((language, text), Term(language, text))
            terms.append(replace(known_term, status=status))
    return tuple(terms)


def _index(
    kind: type[PartOfSpeech] | type[Enforcement] | type[ConceptStatus],
    concept: Concept | None,
    name: str,
) -> int:
    return list(kind).index(getattr(concept, name)) if concept else 0
