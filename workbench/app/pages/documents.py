"""Documents: add files, translate them, see how far each one is."""

import html
import tempfile
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from workbench.app import state
from workbench.app.markdown import plain
from workbench.corpus import documents
from workbench.corpus.documents import DocumentInfo
from workbench.corpus.jobs import JobInfo
from workbench.domain import SegmentStatus
from workbench.errors import WorkbenchError
from workbench.language import DUTCH, ENGLISH, NL_EN
from workbench.settings import REPOSITORY
from workbench.workflow import background
from workbench.workflow.ingest import ingest_files
from workbench.workflow.pipeline import Pipeline

__all__ = ["draw"]

FORMATS = ["txt", "md", "docx", "odt", "html", "htm", "pdf"]
PAGE = 20
PACKAGE = "chosen-package"
"""Where the session keeps the chosen package; absent while there is no choice."""

LANGUAGES = {"nl": "Dutch", "en": "English", "de": "German", "fr": "French"}


def draw() -> None:
    """Draw the upload, and the list of documents."""
    st.title("Documents")
    _say_what_happened()
    stored = documents.listing(state.database())
    _choose_package()
    _upload(first=not stored)
    if not stored:
        st.info("Nothing here yet. Upload a Dutch document above, or start with the five samples.")
        if st.button("Add the sample documents", type="primary"):
            _add(sorted((REPOSITORY / "seeds").glob("*.txt")))
            st.rerun()
        return
    _listing(stored)


def _choose_package() -> None:
    """Let people choose the package that translates, once there is more than the embedded one."""
    names = [each.name for each in state.packages().list() if each.pair == NL_EN]
    if len(names) > 1:
        kept = st.session_state.get(PACKAGE, names[0])
        index = names.index(kept) if kept in names else 0
        st.session_state[PACKAGE] = st.selectbox("Translate with", names, index)


def _upload(*, first: bool) -> None:
    with st.expander("Add documents", expanded=first), st.form("upload", clear_on_submit=True):
        files = st.file_uploader(
            "Text, Markdown, Word, OpenDocument, HTML or PDF",
            type=FORMATS,
            accept_multiple_files=True,
        )
        english = ENGLISH in state.packages().sources() and st.checkbox(
            "Translate English documents into Dutch",
            value=True,
            help="Otherwise they are kept as they are and found by concordance.",
        )
        if st.form_submit_button("Add and translate", type="primary") and files:
            with tempfile.TemporaryDirectory() as folder:
                paths = []
                for number, file in enumerate(files):
                    # Each in a folder of its own: two files may have the same name.
                    path = Path(folder) / str(number) / Path(file.name).name
                    path.parent.mkdir()
                    path.write_bytes(file.getbuffer())
                    paths.append(path)
                _add(paths, english=english)
            st.rerun()


def _add(paths: Sequence[Path], *, english: bool = True) -> None:
    """Ingest files one by one, so that a bad one keeps no good one out, and translate them."""
    told: list[tuple[str, str]] = []
    known = Pipeline.open(state.settings()).source_words
    sources = state.packages().sources() if english else {DUTCH}
    for path in paths:
        try:
            (result,) = ingest_files(
                state.database(),
                [path],
                settings=state.settings(),
                author=state.settings().user,
                forms=known,
                sources=sources,
            )
        except WorkbenchError as error:
            told.append(("error", str(error)))
            continue
        document = result.document
        if not result.new:
            told.append(("info", f"{document.name} is there already."))
        elif document.translatable:
            _translate(document)
            told.append(("success", f"{document.name}: {document.segments} segments added."))
        else:
            language = LANGUAGES.get(document.language, document.language)
            told.append(
                (
                    "info",
                    f"{document.name}: {language}, kept as it is; there is nothing to translate.",
                )
            )
    st.session_state["documents-told"] = told


def _translate(document: DocumentInfo) -> None:
    package = st.session_state.get(PACKAGE, "")
    background.start_translation(state.settings(), document.id, package=package)


def _say_what_happened() -> None:
    for kind, text in st.session_state.pop("documents-told", []):
        {"error": st.error, "info": st.info, "success": st.success}[kind](plain(text))


def _listing(stored: list[DocumentInfo]) -> None:
    wanted = ""
    if len(stored) > PAGE:
        wanted = st.text_input("Find a document", placeholder="part of the name").casefold()
    shown = [document for document in stored if wanted in document.name.casefold()]
    pages = max(1, -(-len(shown) // PAGE))
    page = 1
    if pages > 1:
        page = int(st.number_input(f"Page (of {pages})", 1, pages, 1))
    _rows([document.id for document in shown[(page - 1) * PAGE : page * PAGE]])


@st.fragment(run_every=2.0)
def _rows(numbers: list[int]) -> None:
    running = {job.document: job for job in background.running(state.database())}
    by_id = {document.id: document for document in documents.listing(state.database())}
    for number in numbers:
        if number in by_id:
            _row(by_id[number], running.get(number))


def _row(document: DocumentInfo, job: JobInfo | None) -> None:
    with st.container(border=True):
        about, actions = st.columns([5, 3], vertical_alignment="center")
        with about:
            st.html(_summary(document))
            if job:
                _progress(job)
        with actions:
            _actions(document, job)


def _summary(document: DocumentInfo) -> str:
    language = LANGUAGES.get(document.language, document.language)
    facts = f"{language} · {document.segments} segments · {document.words} words to translate"
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


def _progress(job: JobInfo) -> None:
    text = f"{job.done} of {job.total} segments"
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
                _translate(document)
        elif document.counts[SegmentStatus.DRAFT] and PACKAGE in st.session_state:
            again = st.button(
                "Translate again",
                key=f"again-{document.id}",
                help="Replaces untouched drafts of another package; what people edited stays.",
            )
            if again:
                _translate(document)
        with st.popover("Delete", disabled=job is not None):
            kept = document.counts[SegmentStatus.APPROVED] + document.counts[SegmentStatus.REVIEWED]
            st.write(f"Delete {plain(document.name)} with its translations? This can't be undone.")
            sure = not kept or st.checkbox(
                f"Also its {kept} reviewed or approved segments", key=f"sure-{document.id}"
            )
            if st.button("Delete", key=f"delete-{document.id}", disabled=not sure):
                documents.delete_document(state.database(), document.id, force=kept > 0)
                st.rerun()
