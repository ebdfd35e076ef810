"""Cutting a sentence in two, in its text, in the text as it was read, and in the raw file.

The three differ: a person may have corrected the text, and reading mended line ends and spaces.
So the place is carried over from one to the next by what surrounds it.
"""

from difflib import SequenceMatcher

from sqlalchemy import func, select

from workbench.corpus.alignment_desk import Desk, between
from workbench.corpus.alignment_tables import AlignmentSentence, AlignmentText
from workbench.errors import StoreError

__all__ = ["carried", "cut_sentence", "raw_offset"]


def cut_sentence(desk: Desk, sentence: AlignmentSentence, offset: int) -> AlignmentSentence:
    """Cut a sentence at an offset of its text and return the second half, in the same row.

    Raises:
        StoreError: There is no text on one side of the cut.
    """
    head, tail = sentence.text[:offset].rstrip(), sentence.text[offset:].lstrip()
    if not head or not tail:
        raise StoreError(
            "there is no text on one side of the cut",
            where=f"sentence {sentence.number}",
            fix="Put the cursor inside the sentence",
        )
    following = desk.session.scalars(
        select(AlignmentSentence)
        .where(
            AlignmentSentence.alignment_id == desk.pair.id,
            AlignmentSentence.side == sentence.side,
            AlignmentSentence.alive,
            AlignmentSentence.position > sentence.position,
        )
        .order_by(AlignmentSentence.position)
        .limit(1)
    ).one_or_none()
    second = desk.new_sentence(sentence, between(sentence, following))
    original = sentence.original
    cut = carried(sentence.text, original, len(head))
    raw = desk.session.scalar(
        select(
            func.substr(AlignmentText.raw, sentence.start + 1, sentence.end - sentence.start)
        ).where(AlignmentText.alignment_id == desk.pair.id, AlignmentText.side == sentence.side)
    )
    edge = sentence.start + raw_offset(original, str(raw or ""), cut)
    second.text, second.original, second.start = tail, original[cut:].lstrip(), edge
    sentence.text, sentence.original, sentence.end = head, original[:cut].rstrip(), edge
    sentence.translation = second.translation = ""
    return second


def carried(text: str, other: str, offset: int) -> int:
    """Return the offset in another version of a text that stands for an offset in this one."""
    if text == other:
        return offset
    matcher = SequenceMatcher(None, text, other, autojunk=False)
    for _, start, end, low, high in matcher.get_opcodes():
        if start <= offset <= end:
            if end - start == high - low:
                return low + offset - start
            return high if offset == end else low + min(offset - start, high - low)
    return len(other)


def raw_offset(original: str, raw: str, offset: int) -> int:
    """Return where in the raw text so many letters have passed; white space does not count."""
    letters = sum(not char.isspace() for char in original[:offset])
    for index, char in enumerate(raw):
        if letters == 0:
            return index
        letters -= not char.isspace()
    return len(raw)
