"""Which two texts belong together: pairs in a folder by name, every pair checked by its content.

A mistake here would cost somebody an afternoon in the editor, so it is found before anything is
aligned: the same file twice, sides swapped, a wrong language, a text with nothing in it. What only
the aligner can see, two texts that are no translations of each other, is said behind it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.align.aligner import Alignment
from workbench.corpus import documents
from workbench.corpus.database import Database
from workbench.domain import Bead, Document, SegmentKind
from workbench.errors import InputError
from workbench.language import LanguagePair, primary
from workbench.settings import Settings
from workbench.text.documents import SUFFIXES, read_document
from workbench.text.metered import Told

__all__ = [
    "Matched",
    "SwappedError",
    "check_pair",
    "doubt_about",
    "load_stored",
    "match_folder",
    "read_side",
]

_LEAST_RIGHT = 0.45
"""Right pairs to be expected for each sentence of the shorter text.

Pairs of documents that belong together had 0.67 and more, strangers 0.39 and less (made
Dutch-English texts and ParIce, with and without a translation; strangers of six sentences without
one had up to 0.86).
"""

_LEAST_HELD = 0.3
"""Share of a text that has a partner; of less, the other text is only a part."""

_LANGUAGE_WORDS = {
    **dict.fromkeys(("nl", "nld", "dut", "ned", "dutch", "nederlands"), "nl"),
    **dict.fromkeys(("en", "eng", "gb", "uk", "us", "english", "engels"), "en"),
    **dict.fromkeys(("source", "src", "original", "origineel", "bron"), "source"),
    **dict.fromkeys(("target", "tgt", "translation", "translated", "vertaling", "doel"), "target"),
}
"""Words of a file's name that say which side it is."""

_NAMES = {"nl": "Dutch", "en": "English", "de": "German", "fr": "French"}


class SwappedError(InputError):
    """The two texts are given the wrong way round."""


@dataclass(frozen=True, slots=True)
class Matched:
    """What a folder holds.

    Attributes:
        pairs: Source and target file of each pair, by name.
        alone: Files without a partner, or with more than one.
    """

    pairs: tuple[tuple[Path, Path], ...]
    alone: tuple[Path, ...]


def match_folder(folder: Path, *, pair: LanguagePair, settings: Settings) -> Matched:
    """Match the files of a folder (and of folders in it) by their names.

    Two files whose names differ only in words such as *nl*, *en*, *source* or *vertaling* are a
    pair; which one is the source is said by these words, or else by the texts themselves.

    Raises:
        InputError: There is no such folder.
    """
    if not folder.is_dir():
        raise InputError("there is no such folder", where=str(folder), fix="Check its name")
    groups: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in SUFFIXES and not path.name.startswith("."):
            groups[_key(path, folder)].append(path)
    pairs: list[tuple[Path, Path]] = []
    alone: list[Path] = []
    for paths in groups.values():
        if len(paths) != 2:
            alone.extend(paths)
            continue
        pairs.append(_ordered(paths[0], paths[1], folder, pair, settings))
    return Matched(tuple(pairs), tuple(alone))


def _words(path: Path, folder: Path) -> list[str]:
    return re.split(r"[\W_]+", str(path.relative_to(folder).with_suffix("")).lower())


def _key(path: Path, folder: Path) -> str:
    return " ".join(word for word in _words(path, folder) if word not in _LANGUAGE_WORDS)


def _ordered(
    one: Path, other: Path, folder: Path, pair: LanguagePair, settings: Settings
) -> tuple[Path, Path]:
    for path, rest in ((one, other), (other, one)):
        said = {_LANGUAGE_WORDS.get(word) for word in _words(path, folder)}
        if "source" in said or (primary(pair.source) in said and primary(pair.target) not in said):
            return path, rest
        if "target" in said or (primary(pair.target) in said and primary(pair.source) not in said):
            return rest, path
    try:
        language = read_document(one, max_bytes=settings.max_file_bytes).language
    except Exception:
        # Whoever reads the pair is told; the other pairs go on.
        return one, other
    return (one, other) if language == primary(pair.source) else (other, one)


def read_side(
    path: Path, settings: Settings, *, forms: Iterable[str] = (), progress: Told | None = None
) -> Document:
    """Read a file for one side of a pair, telling the share that is read.

    Raises:
        InputError: The file can't be read, or has no text.
    """
    return read_document(path, max_bytes=settings.max_file_bytes, forms=forms, progress=progress)


def load_stored(database: Database, document_id: int) -> Document:
    """Return a document of the store as one side of a pair.

    Raises:
        NotFoundError: There is no such document.
    """
    return documents.load(database, document_id)[0]


def check_pair(source: Document, target: Document, pair: LanguagePair) -> None:
    """Check by their content that two texts can be a pair.

    Raises:
        SwappedError: They are the wrong way round.
        InputError: They are the same text, one is in a wrong language, or has no sentences.
    """
    where = f"{source.name}, {target.name}"
    for text in (source, target):
        if not any(segment.text for segment in text.segments):
            raise InputError("there are no sentences in this text", where=text.name)
    if source.sha256 == target.sha256:
        raise InputError("both sides are the same text", where=where, fix="Choose the translation")
    wanted = primary(pair.source), primary(pair.target)
    if (source.language, target.language) == (wanted[1], wanted[0]):
        raise SwappedError(
            f"the sides are swapped: {source.name} is {_name(wanted[1])}, "
            f"{target.name} is {_name(wanted[0])}",
            fix="Give the other file first",
        )
    for text, language in ((source, wanted[0]), (target, wanted[1])):
        if text.language != language and _tells(text):
            raise InputError(
                f"this text is {_name(text.language)}, not {_name(language)}",
                where=text.name,
                fix="Choose another file, or other languages",
            )


def doubt_about(found: Alignment) -> str:
    """Say what is wrong with two texts by how they were aligned; empty if nothing is."""
    pairs = [bead for bead in found.beads if bead.source and bead.target]
    sizes, held = _sentences(found.beads), _sentences(pairs)
    if not all(sizes):
        return "One of the two texts has no sentences. Check that the right files were chosen."
    right = sum(bead.probability for bead in pairs)
    if right < _LEAST_RIGHT * min(sizes):
        return (
            "These two texts hardly seem to be translations of each other: about "
            f"{right:.0f} of {min(sizes)} sentences can be expected to have the right partner. "
            "Check that the right files were chosen."
        )
    for name, size, count in zip(("source", "target"), sizes, held, strict=True):
        if count < _LEAST_HELD * size:
            return (
                f"Only {100 * count / size:.0f} % of the {name} found a partner: the other text "
                "seems to be a translation of a part of it."
            )
    return ""


def _sentences(beads: Sequence[Bead]) -> tuple[int, int]:
    return sum(len(bead.source) for bead in beads), sum(len(bead.target) for bead in beads)


def _tells(text: Document) -> bool:
    """Whether a text has enough words for its language to be known; only four are told apart."""
    running = (SegmentKind.SENTENCE, SegmentKind.BULLET, SegmentKind.FOOTNOTE)
    words = sum(len(one.text.split()) for one in text.segments if one.kind in running)
    return words >= 20 and text.language in _NAMES


def _name(language: str) -> str:
    return _NAMES.get(language, language)
