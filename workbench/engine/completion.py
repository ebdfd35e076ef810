"""The rest of a translation of which a person, or the glossary, has fixed the beginning.

What is typed seldom ends where a subword piece ends. A whole word must not be continued
(*peace* + *ful*), and half a word must not be split as if it were whole (*visi* is no beginning
of *visit* + *ed* in pieces). For half a word the pieces of the vocabulary that begin like its
last letters are tried in their place, and the most probable ones are finished: token healing,
as it is called for language models.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.domain import Hypothesis
from workbench.engine.decoding import Decoder

__all__ = ["complete"]

_TRIES = 32
"""Next pieces looked at when the most probable ones would make a whole word longer."""

_HEALED = 64
"""Ways to end half a word that are compared by their probability."""

_FINISHED = 6
"""The best of them that are finished."""

_QUICK_BEAM = 1
"""Beam where a completion is one of many candidates, all judged afterwards."""

_LAST_WORD = re.compile(r"[^\W_][\w'’-]*$")


@dataclass(frozen=True, slots=True)
class _Request:
    index: int
    source: list[str]
    prefix: str
    forced: list[str]
    """Pieces of the prefix."""
    wanted: str
    """What the text must begin with, as the tokenizer writes it."""
    half: bool


def complete(
    decoder: Decoder,
    requests: Sequence[tuple[str, str]],
    *,
    beam: int,
    n_best: int,
    alternatives: bool,
    unfinished: bool,
    quick: bool = False,
) -> list[list[Hypothesis]]:
    """Translate (source, target prefix) pairs; see :meth:`ArgosEngine.complete`."""
    if quick:
        return _quick(decoder, requests, n_best=n_best)
    results: list[list[Hypothesis]] = [[Hypothesis(prefix, (), 0.0)] for _, prefix in requests]
    ready = {
        index: request
        for index, (source, prefix) in enumerate(requests)
        if (request := _prepare(decoder, index, source, prefix, unfinished=unfinished)).source
    }
    half = [request for request in ready.values() if request.half]
    whole = [request for request in ready.values() if not request.half]
    found: dict[int, list[Hypothesis]] = {}
    for request in half:
        found[request.index] = _healed(decoder, request, beam=beam)
    if not alternatives:
        found |= _searched(decoder, whole, beam=beam, n_best=n_best)
    # A beam that goes on inside of a whole word is tried again with other next pieces.
    branching = [request for request in whole if not found.get(request.index)]
    found |= _branched(decoder, branching, n_best=n_best)
    stuck = [request for request in branching if not found[request.index]]
    found |= _searched(decoder, stuck, beam=beam, n_best=n_best, strict=False)
    for index, hypotheses in _judged(decoder, ready, found, align=not unfinished).items():
        if ready[index].half:
            hypotheses.sort(key=lambda each: -each.score)
        results[index] = hypotheses[:n_best]
    return results


def _prepare(
    decoder: Decoder, index: int, source: str, prefix: str, *, unfinished: bool
) -> _Request:
    pieces = decoder.pieces
    last = _LAST_WORD.search(prefix)
    half = unfinished and last is not None
    forced = pieces.encode(prefix)
    return _Request(index, decoder.read(source), prefix, forced, pieces.decode(forced), half)


def _quick(
    decoder: Decoder, requests: Sequence[tuple[str, str]], *, n_best: int
) -> list[list[Hypothesis]]:
    """Search once, with a small beam, and keep what fits; equal requests are searched once."""
    unique = list(dict.fromkeys(requests))
    prepared = [
        request
        for index, (source, prefix) in enumerate(unique)
        if (request := _prepare(decoder, index, source, prefix, unfinished=False)).source
    ]
    found = _searched(decoder, prepared, beam=max(_QUICK_BEAM, n_best), n_best=n_best)
    finished = {
        unique[request.index]: [_as_given(request, each) for each in found[request.index]]
        for request in prepared
    }
    return [finished.get(request, []) for request in requests]


def _healed(decoder: Decoder, request: _Request, *, beam: int) -> list[Hypothesis]:
    """Finish a prefix that ends in half a word, in the most probable ways."""
    pieces = decoder.pieces
    begun = [
        index for index in range(len(request.forced)) if pieces.starts_word(request.forced, index)
    ]
    endings = [request.forced]
    for index in range(begun[-1], len(request.forced)):
        letters = "".join(request.forced[index:])
        head = request.forced[:index]
        endings += [[*head, piece] for piece in pieces.starting_with(letters) if piece != letters]
    endings = endings[:_HEALED]
    weighed = decoder.judge([request.source] * len(endings), endings, align=False)
    best = sorted(
        range(len(endings)),
        # The first has the letters as they stand; the others end in a piece that goes beyond.
        key=lambda index: -sum(weighed[index].log_probs),
    )[:_FINISHED]
    beams = decoder.search(
        [request.source] * len(best), prefixes=[endings[index] for index in best], beam=beam
    )
    finished = [hypotheses[0] for hypotheses in beams]
    fitting = {each.text: each for each in finished if each.text.startswith(request.wanted)}
    return list((fitting or {each.text: each for each in finished}).values())


def _searched(
    decoder: Decoder, requests: Sequence[_Request], *, beam: int, n_best: int, strict: bool = True
) -> dict[int, list[Hypothesis]]:
    """Search behind the prefix as its pieces stand; if strict, keep only what fits."""
    if not requests:
        return {}
    beams = decoder.search(
        [request.source for request in requests],
        prefixes=[request.forced for request in requests],
        beam=beam,
        n_best=n_best,
    )
    return {
        request.index: [each for each in hypotheses if not strict or _fits(request, each)]
        for request, hypotheses in zip(requests, beams, strict=True)
    }


def _branched(
    decoder: Decoder, requests: Sequence[_Request], *, n_best: int
) -> dict[int, list[Hypothesis]]:
    """Try the most probable next pieces and keep the translations that fit."""
    if not requests:
        return {}
    beams = decoder.search(
        [request.source for request in requests],
        prefixes=[request.forced for request in requests],
        beam=1,
        n_best=max(_TRIES, n_best),
        alternatives=True,
    )
    found: dict[int, list[Hypothesis]] = {}
    for request, hypotheses in zip(requests, beams, strict=True):
        fitting = {each.text: each for each in hypotheses if _fits(request, each)}
        found[request.index] = list(fitting.values())[:n_best]
    return found


def _fits(request: _Request, hypothesis: Hypothesis) -> bool:
    """Whether a text begins as wanted and does not make the last word longer."""
    if not hypothesis.text.startswith(request.wanted):
        return False
    rest = hypothesis.text[len(request.wanted) :]
    if request.prefix.endswith(" "):
        return rest[:1] in ("", " ")
    ends_in_word = request.wanted[-1:].isalnum()
    return not (ends_in_word and rest[:1].isalnum())


def _judged(
    decoder: Decoder,
    requests: dict[int, _Request],
    found: dict[int, list[Hypothesis]],
    *,
    align: bool,
) -> dict[int, list[Hypothesis]]:
    """Score whole texts, the prefix counted in, and write the prefix as it was given."""
    flat = [(index, each) for index, hypotheses in found.items() for each in hypotheses]
    judged = decoder.judge(
        [requests[index].source for index, _ in flat],
        [each.tokens for _, each in flat],
        # Who types has no use for alignments, and waits for them.
        align=align,
    )
    results: dict[int, list[Hypothesis]] = {}
    for (index, _), hypothesis in zip(flat, judged, strict=True):
        request = requests[index]
        results.setdefault(index, []).append(_as_given(request, hypothesis))
    return results


def _as_given(request: _Request, hypothesis: Hypothesis) -> Hypothesis:
    """Write the prefix of a hypothesis as it was given."""
    text = hypothesis.text
    if text.startswith(request.wanted):
        text = request.prefix.rstrip() + text[len(request.wanted) :]
    return replace(hypothesis, text=text)
