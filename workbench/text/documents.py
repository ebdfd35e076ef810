"""Read a file into a document: format, clean-up, sentences and languages in one call."""

import hashlib
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path, PurePath

from workbench.domain import Document, Segment, SegmentKind
from workbench.errors import FormatError, InputError
from workbench.language import DUTCH, ENGLISH
from workbench.text.cleanup import find_blocks, refine_blocks
from workbench.text.flatten import Cuts, FlatText, flatten
from workbench.text.hyphens import HyphenEvidence, Joint, join_words
from workbench.text.identify import (
    document_language,
    foreign_quotes,
    is_foreign,
    is_short,
    text_language,
)
from workbench.text.metered import Told, metered, silent, within
from workbench.text.readers.base import Block, RawText
from workbench.text.sentences import split_sentences

__all__ = ["MAX_BYTES", "SUFFIXES", "parse_document", "read_document"]

MAX_BYTES = 100 * 1024 * 1024
"""Largest file read when nothing else is asked for."""

SUFFIXES = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".docx": "docx",
    ".odt": "odt",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
}
"""The suffixes that are read and the format each stands for."""

_BLOCKS, _FLAT, _LANGUAGES = 0.25, 0.5, 0.7
"""Shares of the time by which the blocks are found, put on a line each, and told apart."""

_LONGEST_LINE = 1_000_000
"""Characters of a line; a novel has about half as many altogether."""

_WHOLE = (SegmentKind.HEADING, SegmentKind.CAPTION, SegmentKind.URL, SegmentKind.FURNITURE)


def read_document(
    path: str | Path,
    *,
    max_bytes: int = MAX_BYTES,
    forms: Iterable[str] = (),
    sources: Container[str] = (DUTCH,),
    progress: Told | None = None,
) -> Document:
    """Read a file.

    Args:
        path: The file; its suffix names the format.
        max_bytes: Largest size accepted, in bytes.
        forms: Words known to exist (of a glossary), which help to mend line-end hyphens.
        sources: Languages that can be translated from. In a document whose main language is
            among them, its sentences are to be translated; in any other the Dutch ones are.
        progress: Told how far it is, as a share.

    Raises:
        InputError: The file is missing, empty, too large, of no known format, or damaged.
        SecurityError: Its content looks hostile.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        _check_size(path.name, size, max_bytes)
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            error.strerror or "this file can't be read", where=str(path), fix="Check its name"
        ) from error
    return parse_document(
        path.name, data, max_bytes=max_bytes, forms=forms, sources=sources, progress=progress
    )


def parse_document(
    name: str,
    data: bytes,
    *,
    max_bytes: int = MAX_BYTES,
    forms: Iterable[str] = (),
    sources: Container[str] = (DUTCH,),
    progress: Told | None = None,
) -> Document:
    """Read a file that is in memory already; as :func:`read_document`."""
    name = PurePath(name).name
    _check_size(name, len(data), max_bytes)
    raw = _reader(name)(name, data)
    if not raw.text.strip():
        raise InputError(
            "there is no text in this file",
            where=name,
            fix="A scanned document needs text recognition first",
        )
    _refuse_endless(name, raw.text)
    language = document_language(raw.text)
    source = language if language in sources else DUTCH
    return Document(
        name=name,
        media_type=raw.media_type,
        raw=raw.text,
        language=language,
        segments=tuple(_segments(raw, language, source, forms, progress or silent)),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _check_size(name: str, size: int, max_bytes: int) -> None:
    if size == 0:
        raise InputError("this file is empty", where=name, fix="Choose another file")
    if size > max_bytes:
        raise InputError(
            f"this file has {size / 2**20:.0f} MB, more than {max_bytes / 2**20:.0f} MB",
            where=name,
            fix="Split it, or raise max_file_bytes in the settings",
        )


def _refuse_endless(name: str, text: str) -> None:
    """Refuse a line that no paragraph of a text is as long as: its sentences would take hours."""
    at = 0
    while len(text) - at > _LONGEST_LINE:
        window = at, at + _LONGEST_LINE
        end = max(text.rfind("\n", *window), text.rfind("\r", *window))
        if end < 0:
            raise FormatError(
                f"a line has more than {_LONGEST_LINE} characters",
                where=f"{name}, line {text.count(chr(10), 0, at) + 1}",
                fix="Put its paragraphs on lines of their own",
            )
        at = end + 1


def _reader(name: str) -> Callable[[str, bytes], RawText]:
    """Return the reader of a format; only the one that is used is imported."""
    suffix = PurePath(name).suffix.lower()
    match SUFFIXES.get(suffix):
        case "txt":
            from workbench.text.readers.plain import read_plain as reader
        case "md":
            from workbench.text.readers.markdown import read_markdown as reader
        case "docx":
            from workbench.text.readers.docx import read_docx as reader
        case "odt":
            from workbench.text.readers.odt import read_odt as reader
        case "html":
            from workbench.text.readers.html import read_html as reader
        case "pdf":
            from workbench.text.readers.pdf_process import read_pdf as reader
        case _:
            raise InputError(
                f"files of type {suffix} can't be read" if suffix else "this file has no suffix",
                where=name,
                fix=f"Known: {', '.join(sorted(SUFFIXES))}",
            )
    return reader


def _segments(
    raw: RawText, language: str, source: str, forms: Iterable[str], told: Told
) -> Iterator[Segment]:
    whole = len(raw.text)
    layout = (
        refine_blocks(raw)
        if raw.blocks is not None
        else find_blocks(raw, foreign=partial(is_foreign, context=language))
    )
    told(_BLOCKS)
    cuts = Cuts(layout.cuts)
    join = _Joiner(raw.text, forms, language)
    flats = [
        flatten(raw.text, block.spans, cuts=cuts, join=join)
        for block in metered(
            layout.blocks,
            lambda block: sum(end - start for start, end in block.spans),
            whole=whole,
            told=within(told, _BLOCKS, _FLAT),
        )
    ]
    languages = _languages(layout.blocks, flats, language, within(told, _FLAT, _LANGUAGES))
    paragraph = 0
    for index in metered(
        _reading_order(layout.blocks, flats),
        lambda index: len(flats[index].text),
        whole=whole,
        told=within(told, _LANGUAGES, 1.0),
    ):
        block, flat = layout.blocks[index], flats[index]
        found = list(_of_block(block, flat, languages[index], language, source, paragraph))
        yield from found
        paragraph += bool(found)


def _languages(
    blocks: Sequence[Block], flats: Sequence[FlatText], document: str, told: Told
) -> list[str]:
    """Return the language of each block; the labels of a figure are told by the whole figure."""
    languages: list[str] = []
    passing = metered(range(len(blocks)), lambda index: 1, whole=len(blocks), told=told)
    for figure, members in groupby(
        passing, key=lambda index: blocks[index].kind is SegmentKind.FIGURE
    ):
        if figure:
            indices = list(members)
            whole = " ".join(flats[index].text for index in indices)
            languages.extend([text_language(whole, document)] * len(indices))
        else:
            languages.extend(text_language(flats[index].text, document) for index in members)
    return languages


def _reading_order(blocks: Sequence[Block], flats: Sequence[FlatText]) -> list[int]:
    """Put each footnote behind the block that refers to it; all else stays."""
    notes: dict[str, list[int]] = {}
    for index, block in enumerate(blocks):
        if block.note:
            notes.setdefault(block.note, []).append(index)
    moved: dict[int, list[int]] = {}
    placed: set[int] = set()
    for index, flat in enumerate(flats):
        for _, number in flat.references:
            waiting = [note for note in notes.get(number, ()) if note not in placed]
            if waiting and waiting[0] != index:
                moved.setdefault(index, []).append(waiting[0])
                placed.add(waiting[0])
    order: list[int] = []
    for index in range(len(blocks)):
        if index not in placed:
            order.append(index)
            order.extend(moved.get(index, ()))
    return order


class _Joiner:
    """Decides line-end hyphens; reads the words of the document when the first one comes."""

    def __init__(self, raw: str, forms: Iterable[str], language: str) -> None:
        self._raw = raw
        self._forms = forms
        self._language = language
        self._evidence: HyphenEvidence | None = None

    def __call__(self, left: str, right: str) -> Joint:
        if self._evidence is None:
            self._evidence = HyphenEvidence.collect(self._raw.splitlines(), self._forms)
        return join_words(left, right, self._evidence, self._language)


def _of_block(
    block: Block, flat: FlatText, language: str, document: str, source: str, paragraph: int
) -> Iterator[Segment]:
    """Yield the segments of a block; those in the language `source` are to be translated."""
    if not flat.text:
        return
    whole = block.kind in _WHOLE
    pieces = [(0, len(flat.text))] if whole else split_sentences(flat.text, language)
    references = list(flat.references)
    for number, (start, end) in enumerate(pieces):
        flags = [f"mark:{block.mark}"] if block.mark and number == 0 else []
        if block.note:
            flags.append(f"footnote:{block.note}")
        while references and (references[0][0] <= end or number + 1 == len(pieces)):
            flags.append(f"footnote-ref:{references.pop(0)[1]}")
        if any(start <= position <= end for position in flat.unsure):
            flags.append("unsure-hyphen")
        text = unicodedata.normalize("NFC", flat.text[start:end])
        found, translatable = _translatable(text, block.kind, language, document, source, flags)
        yield Segment(
            text,
            block.kind,
            paragraph,
            flat.raw(start),
            flat.raw(end - 1) + 1,
            found,
            translatable,
            tuple(dict.fromkeys(flags)),
        )


def _translatable(
    text: str, kind: SegmentKind, block: str, document: str, source: str, flags: list[str]
) -> tuple[str, bool]:
    """Return the language of a segment and whether it is to be translated; add to the flags.

    Only `source` is translated: a sentence in another language is passed through, in a document
    of that language as in a foreign one.
    """
    if kind in (SegmentKind.URL, SegmentKind.FURNITURE) or not any(map(str.isalpha, text)):
        return document, False
    # A sentence is compared with its document, unless it is too short to tell.
    language = block if kind is SegmentKind.FIGURE else text_language(text, document)
    if language == document != block and is_short(text):
        language = block
    if language == source:
        if kind is SegmentKind.FOOTNOTE and source == DUTCH and foreign_quotes(text, DUTCH):
            flags.append("english-title")
        return language, True
    flags.append("passed-english" if language == ENGLISH else f"passed-{language}")
    return language, False
