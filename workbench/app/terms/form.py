"""One concept: its fields, what a change would do before it is saved, its forms and its history."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st

from workbench.app import state
from workbench.app.markdown import plain
from workbench.app.pages.documents import PACKAGE
from workbench.app.terms import texts, told
from workbench.counts import counted
from workbench.errors import ConceptConflictError
from workbench.glossary.concepts import (
    Concept,
    ConceptStatus,
    Enforcement,
    Glossary,
    PartOfSpeech,
    TermStatus,
)
from workbench.glossary.forms import all_forms
from workbench.language import DUTCH
from workbench.workflow import impact, terminology
from workbench.workflow.catalogue import Catalogue
from workbench.workflow.impact import Impact
from workbench.workflow.terminology_form import Fields, filled, joined, keep, new_concept

__all__ = ["draw", "selected", "waiting"]

SHOWN = 200
"""Segments that a preview translates at most; the others are translated in the background."""

_PENDING = "glossary-pending"
_USES = (
    "force: put into the translation; prefer: only where the model hardly minds; "
    "check: only report; show: only highlight"
)


def draw(known: Catalogue, concept: Concept | None) -> None:
    """Draw the form of a concept, or of a new one; or the preview of a change that waits."""
    pending = st.session_state.get(_PENDING)
    if pending is not None:
        _preview(known, *pending)
        return
    key = concept.id if concept else "new"
    title = f"{plain(concept.source)} → {plain(concept.target)}" if concept else "New concept"
    st.subheader(title, anchor=False)
    # The concept as it was when the form was first drawn: every press of a button reads the
    # files again, and what somebody changed in them meanwhile is merged against this.
    seen = st.session_state.setdefault(f"glossary-seen-{key}-{told.saves()}", concept)
    wanted = _fields(known, concept, key)
    if concept is None and selected():
        _forms(new_concept(selected()))
    if wanted is not None:
        path, fields = wanted
        if fields.dutch.strip():
            _look(known, path, filled(fields, base=concept), seen)
        else:
            st.error("A concept needs a Dutch term.")
            return
    if concept:
        _forms(concept)
        _delete(known, concept, seen or concept)


def selected() -> str:
    """Return the Dutch words that somebody chose in the editor (``/glossary?term=...``), if any."""
    return " ".join(st.query_params.get("term", "").split())[:200]


def waiting() -> bool:
    """Tell whether a change waits for an answer to its preview."""
    return _PENDING in st.session_state


def _fields(known: Catalogue, concept: Concept | None, key: str) -> tuple[Path, Fields] | None:
    start = selected() if concept is None else ""
    with st.form(f"concept-{key}", border=True):
        left, right = st.columns(2)
        dutch = left.text_input("Dutch", concept.source if concept else start)
        english = right.text_input("English", concept.target if concept else "")
        admitted = left.text_input(
            "Also allowed in English", joined(concept, TermStatus.ADMITTED), help="separate with ;"
        )
        forbidden = right.text_input(
            "Not allowed in English", joined(concept, TermStatus.FORBIDDEN), help="separate with ;"
        )
        left, middle, right = st.columns(3)
        pos = left.selectbox("Word class", list(PartOfSpeech), _index(PartOfSpeech, concept, "pos"))
        use = middle.selectbox(
            "Use", list(Enforcement), _index(Enforcement, concept, "enforcement"), help=_USES
        )
        status = right.selectbox(
            "Status", list(ConceptStatus), _index(ConceptStatus, concept, "status")
        )
        left, right = st.columns(2)
        domain = left.text_input("Domain", concept.domain if concept else "")
        paths = [file.path for file in known.files]
        if concept is None:
            path = right.selectbox("File", paths, format_func=lambda one: Path(one).name)
        else:
            path = known.file_of(concept).path
            right.text_input("File", path.name, disabled=True)
        note = st.text_area("Note", concept.note if concept else "", height=70)
        pressed = st.form_submit_button("Save" if concept else "Add", type="primary")
    if not pressed:
        return None
    return Path(path), Fields(
        dutch,
        english,
        admitted,
        forbidden,
        pos or PartOfSpeech.NOUN,
        use or Enforcement.FORCE,
        status or ConceptStatus.ACTIVE,
        domain,
        note,
    )


def _look(known: Catalogue, path: Path, changed: Concept, seen: Concept | None) -> None:
    """Work out what a change would do; one that touches no segment is saved at once."""
    before = seen
    if seen is None:
        changed = replace(changed, id=terminology.free_id(changed.id, known.files))
    else:
        now = next((one for one in known.concepts if one.id == seen.id), None)
        if now is not None:
            try:
                changed, _ = terminology.merged(changed, base=seen, theirs=now)
            except ConceptConflictError as error:
                _conflict(error, seen.id)
                return
            before = seen = now
    then = impact.changed_glossary(known.files, path, changed)
    found = _previewed(known, then, before, changed)
    if found.nothing:
        _save(path, changed, seen, found, apply=True)
    else:
        st.session_state[_PENDING] = (path, changed, seen, found)
        st.rerun()


def _previewed(
    known: Catalogue, then: Glossary, before: Concept | None, after: Concept | None
) -> Impact:
    bar = st.progress(0.0, "Looking at the segments concerned …")

    def tell(done: int, total: int) -> None:
        bar.progress(done / max(total, 1), f"{done:,} of {counted(total, 'segment')} translated …")

    found = state.translator(st.session_state.get(PACKAGE, "")).preview(
        state.database(),
        now=known.glossary,
        then=then,
        before=before,
        after=after,
        limit=SHOWN,
        progress=tell,
    )
    bar.empty()
    return found


def _conflict(error: ConceptConflictError, identity: str) -> None:
    st.warning("Somebody else changed the same fields in the meantime. Nothing was overwritten.")
    st.dataframe(
        {
            "Field": list(error.fields),
            "Yours": [mine for mine, _ in error.fields.values()],
            "In the file now": [theirs for _, theirs in error.fields.values()],
        },
        hide_index=True,
        width="stretch",
    )
    if st.button("Start again from the file"):
        st.session_state.pop(f"glossary-seen-{identity}-{told.saves()}", None)
        told.done("The form shows what the file has now.")


def _preview(
    known: Catalogue, path: Path, changed: Concept | None, seen: Concept | None, found: Impact
) -> None:
    """Show what a change would do, and ask."""
    name = changed or seen
    assert name is not None
    st.subheader("Before it is saved", anchor=False)
    what = "– to be deleted" if changed is None else f"→ {changed.target}"
    st.markdown(f"**{plain(name.source)}** {plain(what)}")
    drafts, people = len(found.drafts) + found.waiting, len(found.people)
    lines = [f"{counted(drafts, 'machine draft')} to change"]
    lines.append(f"{counted(people, 'text')} of people to decide about")
    kept = len(found.same) + found.right
    lines.append(f"{counted(kept, 'segment')} with the term as before")
    st.html('<p class="workbench-count">' + " · ".join(lines) + "</p>")
    texts.shown(found.drafts)
    if found.waiting:
        st.caption(f"{found.waiting} more are translated in the background after saving.")
    chosen = texts.ticked(found.people)
    count = len(found.drafts) + found.waiting + len(chosen)
    left, middle, right, _ = st.columns([3, 2, 2, 6])
    if left.button(f"Save and change {counted(count, 'segment')}", type="primary"):
        _save(path, changed, seen, found, people=chosen, apply=True)
    if middle.button("Save only"):
        _save(path, changed, seen, found)
    if right.button("Do not save"):
        st.session_state.pop(_PENDING, None)
        st.rerun()


def _save(
    path: Path,
    changed: Concept | None,
    seen: Concept | None,
    found: Impact,
    *,
    people: Sequence[int] = (),
    apply: bool = False,
) -> None:
    done = keep(
        state.database(),
        state.settings(),
        path,
        changed,
        seen=seen,
        found=found,
        author=state.settings().user,
        people=people,
        apply=apply,
        package=st.session_state.get(PACKAGE, ""),
    )
    st.session_state.pop(_PENDING, None)
    st.query_params.pop("term", None)
    told.done(done.message)


def _forms(concept: Concept) -> None:
    forms = [form for term in concept.of(DUTCH) for form in all_forms(term, concept.pos)]
    shown = plain(", ".join(dict.fromkeys(forms)))
    st.caption(f"Recognised as: {shown}, and in compounds.")


def _delete(known: Catalogue, concept: Concept, seen: Concept) -> None:
    with st.popover("Delete"):
        st.write(
            f"Delete {plain(concept.source)}? "
            "To keep it for later, give it the status “retired” instead."
        )
        if st.button("Delete", key=f"delete-{concept.id}"):
            path = known.file_of(concept).path
            then = impact.changed_glossary(known.files, path, None, delete=concept.id)
            found = _previewed(known, then, concept, None)
            if found.nothing:
                _save(path, None, seen, found, apply=True)
            else:
                st.session_state[_PENDING] = (path, None, seen, found)
                st.rerun()


def _index(
    kind: type[PartOfSpeech] | type[Enforcement] | type[ConceptStatus],
    concept: Concept | None,
    name: str,
) -> int:
    return list(kind).index(getattr(concept, name)) if concept else 0
