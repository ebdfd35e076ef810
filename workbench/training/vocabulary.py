"""The joint SentencePiece vocabulary with its terminology symbols."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import sentencepiece as spm

__all__ = ["load_vocabulary", "pieces", "train_vocabulary"]

OPEN, SEPARATOR, CLOSE = "<term>", "<trans>", "</term>"
UNKNOWN_ID, START_ID, END_ID = 0, 1, 2


def train_vocabulary(sentences: Iterable[str], path: Path, *, size: int = 8000) -> None:
    """Train a joint unigram vocabulary with byte fallback and write it to `path`.

    The three terminology symbols are user-defined pieces, so plain encoding yields them.
    Unigram rather than BPE, since it can sample segmentations (Kudo 2018).
    """
    buffer = io.BytesIO()
    spm.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences),
        model_writer=buffer,
        model_type="unigram",
        vocab_size=size,
        character_coverage=0.9999,
        byte_fallback=True,
        split_digits=True,
        user_defined_symbols=[OPEN, SEPARATOR, CLOSE],
        unk_id=UNKNOWN_ID,
        bos_id=START_ID,
        eos_id=END_ID,
        pad_id=-1,
        num_threads=2,
        max_sentence_length=4000,
        hard_vocab_limit=True,
        minloglevel=2,
    )
    path.write_bytes(buffer.getvalue())


def load_vocabulary(path: Path) -> spm.SentencePieceProcessor:
    """Load the SentencePiece model at `path`."""
    return spm.SentencePieceProcessor(model_file=str(path))


def pieces(processor: spm.SentencePieceProcessor) -> list[str]:
    """Return all pieces in the order of their ids."""
    return [processor.id_to_piece(i) for i in range(processor.get_piece_size())]
