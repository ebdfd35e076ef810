"""One sentence on its way to its terms: the best text so far, what it lacks, what it cost."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from workbench.domain import Hypothesis, TermOutcome, TermStrategy
from workbench.glossary.candidates import forbidden_in, wanted_forms
from workbench.glossary.concepts import Concept
from workbench.glossary.matcher import TermMatch
from workbench.glossary.outcome import Enforced
from workbench.glossary.targets import find_targets

__all__ = ["Attempt"]


@dataclass(slots=True)
class Attempt:
    """A sentence under way.

    Attributes:
        source: The source text.
        raw: The free translation.
        matches: The terms to apply, in the order of the source.
        hypotheses: What the engine offered, the free translation first.
        text: The best text so far.
        free: The free translation with its score.
        current: The best text so far with its score, and with its alignment once it has one.
        handicap: What is held against the best text so far, in nats a token.
        how: By number of match, how the term came in and what the text lost by it.
        suggestions: By number of match, a text with the term that was not taken, and its loss.
        tried: Numbers of the matches that were treated.
        rival: Another attempt at the same sentence, on another way.
    """

    source: str
    raw: str
    matches: list[TermMatch]
    hypotheses: Sequence[Hypothesis]
    text: str
    free: Hypothesis
    current: Hypothesis
    handicap: float = 0.0
    how: dict[int, tuple[TermStrategy, float]] = field(default_factory=dict)
    suggestions: dict[int, tuple[str, float]] = field(default_factory=dict)
    tried: set[int] = field(default_factory=set)
    rival: "Attempt | None" = None

    @property
    def concepts(self) -> list[Concept]:
        """The concepts of all terms to apply."""
        return [match.concept for match in self.matches]

    @property
    def wanted(self) -> dict[str, int]:
        """How often each concept's term is wanted, by id."""
        counts: dict[str, int] = {}
        for match in self.matches:
            counts[match.concept.id] = counts.get(match.concept.id, 0) + 1
        return counts

    def missing(self, text: str) -> list[int]:
        """Return the numbers of the matches whose term is not in `text`."""
        left = {name: len(spans) for name, spans in find_targets(self.concepts, text).items()}
        absent = []
        for number, match in enumerate(self.matches):
            left[match.concept.id] -= 1
            if left[match.concept.id] < 0:
                absent.append(number)
        return absent

    @property
    def absent(self) -> list[TermMatch]:
        """The terms that the best text so far lacks."""
        return [self.matches[number] for number in self.missing(self.text)]

    @property
    def unsaid(self) -> list[TermMatch]:
        """The terms that the free translation lacks."""
        return [self.matches[number] for number in self.missing(self.raw)]

    @property
    def banned(self) -> tuple[str, ...]:
        """Renderings of missing terms that stand in the text though the glossary forbids them."""
        found = (form for match in self.absent for form in forbidden_in(self.text, match.concept))
        return tuple(dict.fromkeys(found))

    @property
    def drop(self) -> float:
        """What the best text so far lost against the free translation, in nats a token."""
        return max(0.0, self.free.score - self.current.score)

    @property
    def worth(self) -> tuple[int, float]:
        """The higher the better: terms first, then the model's liking."""
        return -len(self.missing(self.text)), self.current.score - self.handicap

    def settled(self, cheap: float) -> bool:
        """Tell whether all terms are there, nothing speaks against the text, and it cost little."""
        return not self.handicap and self.drop <= cheap and not self.missing(self.text)

    def anew(self) -> "Attempt":
        """Return an attempt that begins with the free translation again, with this as its rival."""
        return replace(
            self,
            text=self.raw,
            current=self.free,
            handicap=0.0,
            how={},
            suggestions={},
            tried=set(),
            rival=self,
        )

    def result(self) -> Enforced:
        """Return the best text and what became of each term."""
        spans = find_targets(self.concepts, self.text)
        used: dict[str, int] = {}
        outcomes = []
        for number, match in enumerate(self.matches):
            identity = match.concept.id
            at = used.get(identity, 0)
            used[identity] = at + 1
            here = spans[identity][at : at + 1]
            if here:
                strategy, drop = self.how.get(number, (TermStrategy.NATURAL, 0.0))
                target = self.text[slice(*here[0])]
                suggestion = ""
            else:
                strategy, target = TermStrategy.NOT_APPLIED, wanted_forms(match)[0]
                suggestion, drop = self.suggestions.get(number, ("", 0.0))
            outcomes.append(
                TermOutcome(
                    concept=identity,
                    source=match.text,
                    start=match.start,
                    end=match.end,
                    target=target,
                    strategy=strategy,
                    score_drop=drop,
                    suggestion=suggestion,
                )
            )
        return Enforced(self.text, self.raw, tuple(outcomes))
