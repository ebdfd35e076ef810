"""Mending of faulty translations: another hypothesis, another search, a name put right.

The best hypothesis of the beam is not always the one to show: when it loops, copies or breaks a
name, a slightly less probable one is often sound. If none is, the segment is decoded once more
without repetitions. A name that is still missing is written over its misspelling, or the model
is made to write it and to go on from there. What can't be mended stays flagged.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.domain import Hypothesis
from workbench.engine import terminology
from workbench.engine.anchors import Anchor, find_anchors, lost_anchors
from workbench.engine.base import Terminology
from workbench.engine.capitals import restore_capitals
from workbench.engine.decoding import Decoder
from workbench.engine.names import (
    complete_names,
    forced_prefix,
    names_in_a_row,
    repair_names,
    repair_numbers,
    wanted,
)
from workbench.engine.pieces import token_spans
from workbench.engine.problems import NOTES, detect_problems, passes_over, severity
from workbench.engine.splitting import join_parts, split_long
from workbench.language import NL_EN, LanguagePair

__all__ = ["Mender"]

LIGHT_MARGIN = 0.7
"""Mean log-probability that may be given up to keep a name, number or address."""

FORCED_MARGIN = 0.5
"""The same for the rest of a text in which the model was made to write a name."""

GRAVE_MARGIN = 3.0
"""The same to get rid of a loop, a copy or a loss of text."""

_GRAVE = frozenset({"loop", "copy", "truncated", "dropped"})
_NO_REPEAT = 3
_HALF = 0.6
"""Most that a half may have of the pieces of its sentence."""

_DIVISIBLE = 20
"""Fewest pieces of a sentence that is translated in halves."""

_BEAM = 2
"""Beam of the second attempts: as good as 4 in tests, and faster."""


@dataclass(frozen=True, slots=True)
class _Case:
    """One segment under repair; offsets of its anchors hold in `text`."""

    text: str
    tokens: list[str]
    plain: str
    anchors: list[Anchor]

    def faults(self, hypothesis: Hypothesis) -> int:
        """Return how bad a hypothesis is: the weight of its flags and the anchors it lost."""
        return severity(hypothesis.flags) + len(lost_anchors(self.anchors, hypothesis.text))

    def best_first(self, hypotheses: Sequence[Hypothesis]) -> list[Hypothesis]:
        """Put the least faulty hypothesis first; the others keep their order.

        Args:
            hypotheses: At least one, the most probable first, their faults in `flags`.

        Returns:
            The same, each text once.
        """
        best = hypotheses[0]
        margin = GRAVE_MARGIN if _GRAVE & set(best.flags) else LIGHT_MARGIN
        eligible = [each for each in hypotheses if each.score >= best.score - margin]
        chosen = min(eligible, key=self.faults)
        unique: dict[str, Hypothesis] = {}
        for each in (chosen, *hypotheses):
            unique.setdefault(each.text, each)
        return list(unique.values())


class Mender:
    """Chooses and repairs the translations of one model.

    Args:
        decoder: The model.
        pair: Its direction.
        style: How it takes terms in the source; None if it can't.
    """

    def __init__(self, decoder: Decoder, *, pair: LanguagePair, style: Terminology | None) -> None:
        self._decoder = decoder
        self._pair = pair
        self._style = style

    def mend(
        self,
        texts: Sequence[str],
        tokens: Sequence[list[str]],
        beams: Sequence[list[Hypothesis]],
        *,
        n_best: int = 1,
    ) -> list[list[Hypothesis]]:
        """Return up to `n_best` hypotheses of each segment with flags, the one to show first.

        Args:
            texts: Source texts.
            tokens: Their pieces.
            beams: Hypotheses of each, in the order of the beam; all of the beam to choose from.
            n_best: Most hypotheses returned for each.
        """
        cases = []
        for text, pieces in zip(texts, tokens, strict=True):
            blanked = terminology.blank(text, self._style)
            anchors = self._anchors(blanked)
            cases.append(_Case(text, pieces, " ".join(blanked.split()), anchors))
        results = []
        for case, beam in zip(cases, beams, strict=True):
            first = self.flagged(case, beam[0])
            # Most need no choice: the others are looked at only if they are asked for.
            rest = beam[1:] if case.faults(first) else beam[1:n_best]
            results.append(case.best_first([first, *(self.flagged(case, each) for each in rest)]))
        self._decode_again(cases, results)
        self._in_halves(cases, results)
        self._put_right(cases, results)
        # A second time for those that lost more than one.
        if self._force(cases, results):
            self._force(cases, results)
        return [found[:n_best] for found in results]

    def flagged(self, case: _Case, hypothesis: Hypothesis) -> Hypothesis:
        """Return the hypothesis with its faults as flags."""
        if hypothesis.alignment and passes_over(hypothesis.alignment, len(case.tokens)):
            hypothesis = replace(hypothesis, flags=(*hypothesis.flags, "dropped"))
        flags = detect_problems(case.plain, hypothesis, pair=self._pair, anchors=case.anchors)
        return replace(hypothesis, flags=flags)

    def _anchors(self, text: str) -> list[Anchor]:
        """Return what must be carried over; only addresses where it is not Dutch to English."""
        found = find_anchors(text)
        return (
            found
            if self._pair.agrees_with(NL_EN)
            else [each for each in found if each.kind == "url"]
        )

    def _decode_again(self, cases: Sequence[_Case], results: list[list[Hypothesis]]) -> None:
        """Decode without repeated n-grams what loops, copies or stops early."""
        faulty = [index for index, each in enumerate(results) if _GRAVE & set(each[0].flags)]
        if not faulty:
            return
        beams = self._decoder.search(
            [cases[index].tokens for index in faulty],
            beam=_BEAM,
            n_best=_BEAM,
            no_repeat=_NO_REPEAT,
        )
        for index, beam in zip(faulty, beams, strict=True):
            fresh = [self.flagged(cases[index], each) for each in beam]
            results[index] = cases[index].best_first([*results[index], *fresh])

    def _in_halves(self, cases: Sequence[_Case], results: list[list[Hypothesis]]) -> None:
        """Translate in two parts what still loops, copies or loses a stretch."""
        length = self._decoder.pieces.encode
        parts: dict[int, list[str]] = {}
        for index, case in enumerate(cases):
            annotated = terminology.is_annotated(case.text, self._style)
            if _GRAVE & set(results[index][0].flags) and not annotated:
                half = int(len(case.tokens) * _HALF)
                cut = split_long(case.text, lambda text: len(length(text)), limit=max(half, 2))
                # A cut elsewhere than at a mark makes two torsos.
                marked = all(part[-1] in ",;:–—" for part in cut[:-1])
                if len(case.tokens) >= _DIVISIBLE and len(cut) > 1 and marked:
                    parts[index] = cut
        if not parts:
            return
        beams = iter(
            self._decoder.search(
                [self._decoder.read(part) for cut in parts.values() for part in cut], beam=_BEAM
            )
        )
        texts = {
            index: join_parts(cut, [next(beams)[0].text for _ in cut])
            for index, cut in parts.items()
        }
        judged = self._decoder.judge(
            [cases[index].tokens for index in texts], [length(text) for text in texts.values()]
        )
        for (index, text), hypothesis in zip(texts.items(), judged, strict=True):
            joined = replace(hypothesis, text=text, flags=("split",))
            fresh = self.flagged(cases[index], joined)
            results[index] = cases[index].best_first([*results[index], fresh])

    def _put_right(self, cases: Sequence[_Case], results: list[list[Hypothesis]]) -> None:
        """Write names and numbers over their misspellings."""
        attempts: list[tuple[int, str, tuple[str, ...]]] = []
        for index, case in enumerate(cases):
            best = results[index][0]
            named = text = restore_capitals(case.plain, best.text, case.anchors)
            if "name" in best.flags:
                named = repair_names(
                    case.text, case.tokens, replace(best, text=named), case.anchors
                )
                named = text = complete_names(case.text, named, case.anchors)
            if "number" in best.flags:
                text = repair_numbers(case.plain, named, case.anchors)
            done = ("name-repaired",) * (named != best.text) + ("number-repaired",) * (
                text != named
            )
            if done:
                attempts.append((index, text, done))
        encode = self._decoder.pieces.encode
        judged = self._decoder.judge(
            [cases[index].tokens for index, _, _ in attempts],
            [encode(text) for _, text, _ in attempts],
        )
        for (index, text, done), hypothesis in zip(attempts, judged, strict=True):
            case, best = cases[index], results[index][0]
            fixed = self.flagged(case, replace(hypothesis, text=text, flags=done))
            recased = text.casefold() == best.text.casefold()
            if case.faults(fixed) < case.faults(best) + recased:
                results[index] = [fixed, *results[index]]

    def _force(self, cases: Sequence[_Case], results: list[list[Hypothesis]]) -> bool:
        """Make the model write a missing name or number and go on from there.

        Returns:
            Whether any segment is better for it.
        """
        attempts = []
        for index, case in enumerate(cases):
            best = results[index][0]
            # A text that loops has no place for the name, one that lost many no repair.
            if not {"name", "number"} & set(best.flags) or _GRAVE & set(best.flags):
                continue
            # Words that English has its own for are better missing than in the wrong place.
            lost = [
                each
                for each in lost_anchors(case.anchors, best.text)
                if each.kind == "number"
                or (each.kind == "name" and (each.copied or each.text.isupper()))
            ]
            rows = names_in_a_row(case.text, lost)[:2]
            for anchor in (*rows, *(each for each in lost[:2] if each not in rows)):
                if prefix := forced_prefix(case.text, case.tokens, best, anchor):
                    attempts.append((index, anchor, prefix))
        if not attempts:
            return False
        mended = False
        sources = [cases[index].tokens for index, _, _ in attempts]
        encode = self._decoder.pieces.encode
        beams = self._decoder.search(
            sources, prefixes=[encode(prefix) for _, _, prefix in attempts], beam=_BEAM
        )
        written = [beam[0] for beam in beams]
        scored = self._decoder.judge(sources, [each.tokens for each in written], align=False)
        for (index, anchor, _), hypothesis, score in zip(attempts, written, scored, strict=True):
            judged = replace(hypothesis, score=score.score, log_probs=score.log_probs)
            case, best = cases[index], results[index][0]
            done = f"{anchor.kind}-repaired"
            notes = [flag for flag in best.flags if flag in NOTES and flag != done]
            forced = self.flagged(case, replace(judged, flags=(*notes, done)))
            if (
                case.faults(forced) < case.faults(best)
                and len(forced.text) >= 0.8 * len(best.text)
                and _score_without(judged, wanted(case.text, anchor)) >= best.score - FORCED_MARGIN
            ):
                results[index] = [forced, *results[index]]
                mended = True
        return mended


def _score_without(hypothesis: Hypothesis, name: str) -> float:
    """Return the mean log-probability of the tokens that are not part of the name."""
    start = hypothesis.text.find(name)
    spans = token_spans(hypothesis.tokens, hypothesis.text)
    others = [
        log_prob
        for log_prob, (first, last) in zip(hypothesis.log_probs, spans, strict=False)
        if last <= start or first >= start + len(name)
    ]
    return sum(others) / len(others) if others else hypothesis.score
