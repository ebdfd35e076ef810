"""Separable verbs whose parts stand apart: *dwingt de vrede af*, *af zou kunnen dwingen*."""

# ruff: noqa: SIM905 - word lists read better as lines

from collections.abc import Iterator, Sequence

from workbench.glossary.index import Form, FormIndex
from workbench.glossary.tokens import Token, fold

__all__ = ["separated_verbs"]

REACH = 24
"""Words between the finite verb and its particle, at most."""

_ALWAYS_PARTICLE = frozenset("af neer terug weg samen uiteen bijeen los teleur omhoog uit".split())
_AUXILIARIES = frozenset(
    "te kan kon kunnen konden zou zouden wil wilde willen wilden moet moest moeten moesten mag "
    "mocht mogen mochten zal zullen laat laten liet helpt helpen gaat gaan ging blijven".split()
)
_FOLLOWERS = frozenset(
    "en of maar want om omdat dat zodat als dan wanneer terwijl nadat voordat hoewel "
    "tijdens".split()
)

Parts = tuple[tuple[int, int], ...]


def separated_verbs(tokens: Sequence[Token], index: FormIndex) -> Iterator[tuple[Form, Parts]]:
    """Yield (form, spans) of the separable verbs in a text; a verb needs both parts in a clause."""
    if not index.finite:
        return
    for number, token in enumerate(tokens):
        for form in index.finite.get(fold(token.readings[0]), ()):
            other = _behind(tokens, number, form.particle)
            if other is None and form.text.endswith("n"):
                other = _before(tokens, number, form.particle)
            if other is not None:
                spans = sorted(((token.start, token.end), (other.start, other.end)))
                yield form, tuple(spans)


def _behind(tokens: Sequence[Token], number: int, particle: str) -> Token | None:
    """Return the particle that closes the clause of the finite verb."""
    for at in range(number + 1, min(number + REACH, len(tokens))):
        token = tokens[at]
        if token.clause != tokens[number].clause:
            return None
        if fold(token.readings[0]) != particle:
            continue
        follower = "" if token.last else fold(tokens[at + 1].readings[0])
        if token.last or particle in _ALWAYS_PARTICLE or follower in _FOLLOWERS:
            return token
    return None


def _before(tokens: Sequence[Token], number: int, particle: str) -> Token | None:
    """Return the particle that helping verbs keep apart from its infinitive."""
    for at in range(number - 1, max(number - 5, -1), -1):
        word = fold(tokens[at].readings[0])
        if word == particle and at < number - 1:
            return tokens[at]
        if word not in _AUXILIARIES:
            return None
    return None
