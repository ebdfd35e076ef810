"""Documents: add files, translate them, see how far each one is."""

import html
from collections.abc import Sequence

import streamlit as st

from workbench.app import state
from workbench.app.adding import LANGUAGES, Adding
from workbench.app.markdown import plain
from workbench.corpus import documents
from workbench.corpus.documents import DocumentInfo
from workbench.corpus.jobs import JobInfo, JobState
from workbench.counts import counted
from workbench.domain import SegmentStatus
from workbench.engine.contents import Package
from workbench.language import EN_NL, NL_EN
from workbench.settings import REPOSITORY
from workbench.workflow import background
from workbench.workflow.translate_queue import last_translations

__all__ = ["draw"]

FORMATS = ["txt", "md", "docx", "odt", "html", "htm", "pdf"]
PAGE = 20
PACKAGE = "chosen-package"
"""Where the session keeps the chosen package; absent while there is no choice."""
ADDING = "documents-adding"
"""Where the session keeps the files that are being read."""

_PATIENCE_SECONDS = 3.0
"""So long the page waits for files before it is drawn with their progress."""


def draw() -> None:
    """Draw the upload, and the list of documents."""
    st.title("Documents", anchor=False)
    _say_what_happened()
    stored = documents.listing(state.database())
    packages = state.packages().list()
    _choose_package(packages)
    _upload(first=not stored, english=any(each.pair == EN_NL for each in packages))
    if not stored:
        st.info("Nothing here yet. Upload a Dutch document above, or start with the five samples.")
        if st.button("Add the sample documents", type="primary"):
            samples = sorted((REPOSITORY / "seeds").glob("*.txt"))
            _add([(path.name, path.read_bytes()) for path in samples])
            st.rerun()
        return
    _listing(stored)


def _choose_package(packages: Sequence[Package]) -> None:
    """Let people choose the package that translates, once there is more than the embedded one."""
    names = [each.name for each in packages if each.pair == NL_EN]
    if len(names) > 1:
        kept = st.session_state.get(PACKAGE, names[0])
        index = names.index(kept) if kept in names else 0
        st.session_state[PACKAGE] = st.selectbox("Translate with", names, index)


def _upload(*, first: bool, english: bool) -> None:
    with st.expander("Add documents", expanded=first), st.form("upload", clear_on_submit=True):
        files = st.file_uploader(
            "Text, Markdown, Word, OpenDocument, HTML or PDF",
            type=FORMATS,
            accept_multiple_files=True,
        )
        wanted = english and st.checkbox(
            "Translate English documents into Dutch",
            value=True,
            help="Otherwise they are kept as they are and found by concordance.",
        )
        if st.form_submit_button("Add and translate", type="primary") and files:
            _add([(file.name, file.getvalue()) for file in files], english=wanted)
            st.rerun()


def _add(files: Sequence[tuple[str, bytes]], *, english: bool = True) -> None:
    """Read, store and translate files; most are read before the page is drawn again."""
    adding = Adding(files, english=english, package=st.session_state.get(PACKAGE, ""))
    adding.wait(_PATIENCE_SECONDS)
    st.session_state.setdefault(ADDING, []).append(adding)


@st.fragment(run_every=1.0)
def _say_how_far() -> None:
    """Show the files that are being read, and draw the whole page once they are."""
    for adding in st.session_state.get(ADDING, ()):
        if adding.wait(0):
            st.rerun()
        name, share = adding.now
        st.progress(share, text=f"Reading {plain(name)}: {share:.0%}")


def _translate(*numbers: int) -> None:
    package = st.session_state.get(PACKAGE, "")
    background.start_translation(state.settings(), *numbers, package=package)


def _say_what_happened() -> None:
    under_way: list[Adding] = st.session_state.get(ADDING, [])
    for adding in [each for each in under_way if each.wait(0)]:
        under_way.remove(adding)
        for kind, text in adding.messages:
            {"error": st.error, "info": st.info, "success": st.success}[kind](plain(text))
    if under_way:
        _say_how_far()


def _listing(stored: list[DocumentInfo]) -> None:
    wanted = ""
    if len(stored) > PAGE:
        wanted = st.text_input("Find a document", placeholder="part of the name").casefold()
    shown = [document for document in stored if wanted in document.name.casefold()]
    pages = max(1, -(-len(shown) // PAGE))
    page = 1
    if pages > 1:
        page = int(st.number_input(f"Page (of {pages})", 1, pages, 1))
    newest = max(document.id for document in stored)
    _rows([document.id for document in shown[(page - 1) * PAGE : page * PAGE]], newest)


@st.fragment(run_every=2.0)
def _rows(numbers: list[int], newest: int) -> None:
    running = {job.document: job for job in background.running(state.database())}
    last = last_translations(state.database())
    by_id = {document.id: document for document in documents.listing(state.database())}
    if max(by_id, default=0) > newest:
        # Somebody else added a document, or the command line did.
        st.rerun()
    for number in numbers:
        if number in by_id:
            _row(by_id[number], running.get(number), last.get(number))


def _row(document: DocumentInfo, job: JobInfo | None, last: JobInfo | None) -> None:
    with st.container(border=True):
        about, actions = st.columns([5, 3], vertical_alignment="center")
        with about:
            st.html(_summary(document))
            if job:
                _progress(job)
            elif last and document.counts[SegmentStatus.UNTRANSLATED]:
                _why_it_ended(last)
        with actions:
            _actions(document, job)


def _summary(document: DocumentInfo) -> str:
    language = LANGUAGES.get(document.language, document.language)
    facts = f"{language} · {counted(document.segments, 'segment')} · "
    facts += f"{counted(document.words, 'word')} to translate"
    if document.problems:
        facts += f" · {document.problems} flagged"
    share = 100 / max(1, document.translatable)
    bars = "".join(
        f'<i class="{status}" style="width:{share * document.counts[status]}%"'
        f' title="{document.counts[status]} {status}"></i>'
        for status in (
            SegmentStatus.APPROVED,
            SegmentStatus.REVIEWED,
            SegmentStatus.DRAFT,
            SegmentStatus.REJECTED,
        )
    )
    counts = " · ".join(
        f"{document.counts[status]} {status}" for status in SegmentStatus if document.counts[status]
    )
    return (
        f'<div class="document-name">{html.escape(document.name)}</div>'
        f'<div class="document-facts">{html.escape(facts)}</div>'
        f'<div class="workbench-bar">{bars}</div>'
        f'<div class="document-facts">{html.escape(counts) or "nothing to translate"}</div>'
    )


def _why_it_ended(job: JobInfo) -> None:
    if job.state == JobState.FAILED:
        st.caption(f"Not translated: {plain(job.message)}")
    elif job.state == JobState.INTERRUPTED:
        st.caption("The translation broke off. *Translate* goes on from there.")


def _progress(job: JobInfo) -> None:
    if job.waiting:
        st.caption("Waiting until the documents before it are translated")
        return
    text = f"{job.done:,} of {counted(job.total, 'segment')}"
    if job.rate:
        text += f", {job.rate:.1f} a second"
    if job.seconds_left is not None:
        text += f", about {job.seconds_left:.0f} s left"
    st.progress(min(1.0, job.done / job.total) if job.total else 0.0, text=text)


def _actions(document: DocumentInfo, job: JobInfo | None) -> None:
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Review", key=f"review-{document.id}", type="primary"):
            st.session_state["review-document"] = document.id
            st.switch_page(st.session_state["page-review"])
        if job:
            if st.button("Stop", key=f"stop-{document.id}"):
                background.cancel(state.database(), job.id)
        elif document.counts[SegmentStatus.UNTRANSLATED]:
            if st.button("Translate", key=f"translate-{document.id}"):
                _translate(document.id)
        elif document.counts[SegmentStatus.DRAFT] and PACKAGE in st.session_state:
            again = st.button(
                "Translate again",
                key=f"again-{document.id}",
                help="Replaces untouched drafts of another package; what people edited stays.",
            )
            if again:
                _translate(document.id)
        with st.popover("Delete", disabled=job is not None):
            kept = document.counts[SegmentStatus.APPROVED] + document.counts[SegmentStatus.REVIEWED]
            st.write(f"Delete {plain(document.name)} with its translations? This can't be undone.")
            sure = not kept or st.checkbox(
                f"Also its {counted(kept, 'reviewed or approved segment')}",
                key=f"sure-{document.id}",
            )
            if st.button("Delete", key=f"delete-{document.id}", disabled=not sure):
                documents.delete_document(state.database(), document.id, force=kept > 0)
                st.rerun()
