"""From text to the subword pieces a model reads, and back.

Argos packages carry a SentencePiece model, or, the older ones, BPE merges over Moses tokens.
Both are wrapped in one protocol. In contrast to argostranslate's own wrappers, a ``_`` of the
text stays a ``_``, and the markers of a terminology annotation reach the model in one piece.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import islice, takewhile
from operator import itemgetter
from pathlib import Path
from typing import Any, Protocol

from workbench.engine.base import Terminology
from workbench.errors import PackageError

__all__ = ["WORD_START", "Pieces", "load_pieces", "token_spans"]

WORD_START = "▁"
"""SentencePiece's mark of a word start, U+2581."""

_BYTE = re.compile(r"<0x([0-9A-F]{2})>")
_CONTINUES = "@@"


class Pieces(Protocol):
    """A tokenizer of a package."""

    def encode(self, text: str) -> list[str]:
        """Split a text into pieces."""

    def decode(self, tokens: Sequence[str]) -> str:
        """Put pieces together to a text, without space at its ends."""

    def starts_word(self, tokens: Sequence[str], index: int) -> bool:
        """Whether the token at `index` begins a new word."""

    def starting_with(self, beginning: str) -> list[str]:
        """Return the pieces of the vocabulary that begin so, frequent ones first."""


class SentencePieces:
    """Pieces of a SentencePiece model (Kudo & Richardson 2018)."""

    def __init__(self, path: Path, terminology: Terminology | None = None) -> None:
        import sentencepiece

        self._processor: Any = sentencepiece.SentencePieceProcessor(model_file=str(path))
        self._markers: re.Pattern[str] | None = None
        if terminology is not None:
            self._markers = _marker_pattern(terminology)

    def encode(self, text: str) -> list[str]:
        """Split a text; markers of the terminology annotation stay whole."""
        # A marker declared as symbol of the model comes out whole anyway; the pieces around it
        # must then be exactly those of training, so the text is encoded in one go.
        tokens: list[str] = self._processor.encode(text, out_type=str)
        if self._markers is None or not self._markers.search(text):
            return tokens
        wanted = self._markers.findall(text)
        if [token for token in tokens if self._markers.fullmatch(token)] == wanted:
            return tokens
        apart: list[str] = []
        for part in re.split(f"({self._markers.pattern})", text):
            if self._markers.fullmatch(part):
                apart.append(part)
            elif part.strip():
                apart.extend(self._processor.encode(part, out_type=str))
        return apart

    def decode(self, tokens: Sequence[str]) -> str:
        """Put pieces together; unknown pieces are kept as they are."""
        text: str = self._processor.decode_pieces(list(tokens))
        return text.replace(WORD_START, " ").strip()

    def starts_word(self, tokens: Sequence[str], index: int) -> bool:
        """Whether the token at `index` begins a new word."""
        return index == 0 or tokens[index].startswith(WORD_START)

    def starting_with(self, beginning: str) -> list[str]:
        """Return the pieces of the vocabulary that begin so, frequent ones first."""
        pieces = self._by_letters
        start = bisect_left(pieces, (beginning,))
        found = takewhile(lambda each: each[0].startswith(beginning), islice(pieces, start, None))
        # Pieces are numbered by their probability.
        return [piece for piece, _ in sorted(found, key=itemgetter(1))]

    @cached_property
    def _by_letters(self) -> list[tuple[str, int]]:
        # Asked for many times while somebody types half a word. Going through the whole vocabulary
        # each time held the interpreter's lock for a quarter of a second, and every save and every
        # row waited for it.
        processor = self._processor
        size = processor.get_piece_size()
        return sorted((processor.id_to_piece(number), number) for number in range(size))


class BytePairs:
    """Pieces of a BPE package: Moses tokens, split by merges (Sennrich et al. 2016)."""

    def __init__(self, path: Path, source: str, target: str) -> None:
        try:
            from sacremoses import MosesDetokenizer, MosesPunctNormalizer, MosesTokenizer
        except ImportError as error:
            raise PackageError(
                "this package needs the Moses tokenizer, which is not installed",
                where=str(path.parent.name),
                fix="Run `pip install sacremoses`",
            ) from error
        from argostranslate.apply_bpe import BPE

        self._normaliser: Any = MosesPunctNormalizer(source)
        self._tokenizer: Any = MosesTokenizer(source)
        self._detokenizer: Any = MosesDetokenizer(target)
        with path.open(encoding="utf-8") as merges:
            self._merges: Any = BPE(merges)

    def encode(self, text: str) -> list[str]:
        """Normalise, tokenise and split a text."""
        words = self._tokenizer.tokenize(self._normaliser.normalize(text), escape=True)
        pieces: list[str] = self._merges.segment_tokens(words)
        return pieces

    def decode(self, tokens: Sequence[str]) -> str:
        """Join pieces to words, and words to a text."""
        words = (" ".join(tokens) + " ").replace(f"{_CONTINUES} ", "").split()
        text: str = self._detokenizer.detokenize(words)
        return text.strip()

    def starts_word(self, tokens: Sequence[str], index: int) -> bool:
        """Whether the token at `index` begins a new word."""
        return index == 0 or not tokens[index - 1].endswith(_CONTINUES)

    def starting_with(self, beginning: str) -> list[str]:
        """Return nothing: merges know no vocabulary of whole pieces."""
        return []


def load_pieces(
    folder: Path, *, source: str, target: str, terminology: Terminology | None = None
) -> Pieces:
    """Load the tokenizer of an unpacked package.

    Raises:
        PackageError: There is none, it is broken, or its Moses part is not installed.
    """
    sentence_pieces = folder / "sentencepiece.model"
    if not sentence_pieces.is_file():
        return BytePairs(folder / "bpe.model", source, target)
    try:
        return SentencePieces(sentence_pieces, terminology)
    except (OSError, RuntimeError) as error:
        raise PackageError(
            "the tokenizer of the package can't be read",
            where=str(sentence_pieces),
            fix="Remove the package and install it again",
        ) from error


def token_spans(tokens: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Find each token in the detokenised text, as (start, end) offsets.

    A token without letters of its own in the text (a lone word mark, a byte in the middle of a
    character) gets an empty span where it stands.
    """
    spans: list[tuple[int, int]] = []
    position = 0
    pending = b""
    for token in tokens:
        surface = token.replace(WORD_START, " ").removesuffix(_CONTINUES).strip()
        if byte := _BYTE.fullmatch(token):
            pending += bytes([int(byte.group(1), 16)])
            surface = pending.decode("utf-8", errors="ignore")
            pending = b"" if surface else pending
        start = text.find(surface, position) if surface else -1
        # Detokenisers may write a token otherwise (quotes); it then gets no span rather than
        # one far away, which would drag all later tokens along.
        if start < 0 or start - position > 3:
            spans.append((position, position))
            continue
        position = start + len(surface)
        spans.append((start, position))
    return spans


def _marker_pattern(terminology: Terminology) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(marker) for marker in terminology.markers))
