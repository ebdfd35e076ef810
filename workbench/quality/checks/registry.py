"""All checks by name, and running them over a segment or a document."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from workbench.quality.checks.base import Check, DocumentCheck, Finding, Pair

__all__ = ["check_document", "check_pair", "checks", "document_checks", "rules_version"]


@cache
def checks() -> Mapping[str, Check]:
    """Return the checks of one segment by name, in the order in which people read them."""
    from workbench.quality.checks import (
        all_capitals,
        apostrophes,
        article,
        brackets,
        capital_start,
        codes,
        control_characters,
        currency,
        currency_format,
        dashes,
        dates,
        double_space,
        doubled_punctuation,
        dutch_quotes,
        dutch_words,
        echo,
        ellipsis,
        emails,
        empty,
        encoding,
        end_punctuation,
        hard_space,
        invented_word,
        length,
        list_marks,
        loop,
        months,
        negation,
        number_format,
        numbers,
        ordinals,
        percent_format,
        percentages,
        phones,
        placeholders,
        proper_capitals,
        quotes,
        references,
        repeated_word,
        space_after,
        space_before,
        space_inside,
        times,
        truncated,
        units,
        untranslated,
        urls,
        wrong_language,
    )

    families: tuple[tuple[Check, ...], ...] = (
        (empty.RULE, truncated.RULE, length.RULE),
        (untranslated.RULE, wrong_language.RULE, dutch_words.RULE),
        (repeated_word.RULE, loop.RULE, echo.RULE),
        (invented_word.RULE, negation.RULE),
        (numbers.RULE, number_format.RULE, ordinals.RULE, times.RULE, phones.RULE),
        (dates.RULE, months.RULE, proper_capitals.RULE),
        (currency.RULE, currency_format.RULE, percentages.RULE, percent_format.RULE, units.RULE),
        (urls.RULE, emails.RULE, codes.RULE),
        (placeholders.RULE, list_marks.RULE),
        (brackets.RULE, references.RULE, quotes.RULE, dutch_quotes.RULE),
        (end_punctuation.RULE, doubled_punctuation.RULE, ellipsis.RULE, dashes.RULE),
        (
            double_space.RULE,
            space_before.RULE,
            space_after.RULE,
            space_inside.RULE,
            hard_space.RULE,
        ),
        (capital_start.RULE, all_capitals.RULE),
        (article.RULE, apostrophes.RULE),
        (control_characters.RULE, encoding.RULE),
    )
    return {check.name: check for family in families for check in family}


@cache
def document_checks() -> Mapping[str, DocumentCheck]:
    """Return the checks that compare the segments of a document, by name."""
    from workbench.quality.checks import same_source, same_target

    return {check.name: check for check in (same_source.RULE, same_target.RULE)}


def check_pair(pair: Pair) -> list[Finding]:
    """Return what all checks of one segment find; an empty target is only empty."""
    every = checks()
    if not pair.target.strip():
        return list(every["empty"].find(pair))
    found: list[Finding] = []
    for check in _for(pair.dutch_english):
        found.extend(check.find(pair))
    return found


@cache
def _for(dutch_english: bool) -> tuple[Check, ...]:
    return tuple(check for check in checks().values() if dutch_english or not check.dutch_english)


def check_document(pairs: Sequence[Pair]) -> dict[int, list[Finding]]:
    """Return what the checks that compare segments find, by index of the pair."""
    found: dict[int, list[Finding]] = {}
    for check in document_checks().values():
        for index, finding in check.find(pairs):
            found.setdefault(index, []).append(finding)
    return found


@cache
def rules_version() -> str:
    """Return a digest of the checks themselves: what they found before a change counts no more."""
    digest = hashlib.blake2b(digest_size=8)
    for file in sorted(files("workbench.quality.checks").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".py"):
            digest.update(file.read_bytes())
    return digest.hexdigest()
