"""Whether a translation says no where its source does: the fault that turns a sentence round.

*Er zijn géén garanties* that becomes *there are strong guarantees* reads well and is wrong. What
people write may be free (*nog nooit zo slecht*, *the worst so far*; *ten minste 50*, *no less than
50*), so only plain Dutch negations
count, without those that negate nothing (*niet alleen*, *al dan niet*), and every English word
that could stand for them clears a translation.
"""

import re

__all__ = ["negation_added", "negation_lost"]

_PLAIN = re.compile(
    r"\b(?:g[eé][eé]n|nooit|niemand|geenszins|noch|evenmin|"
    r"(?:zal|zullen|kan|kunnen|kon|konden|is|zijn|was|waren|wordt|worden|werd|werden|er ook|"
    r"dien\w*|mag|mogen|mocht\w*|moet\w*|hoe[fv]\w*|wil|wilde\w*|willen|zou\w*|heb\w*|heeft|had\w*|gaat|gaan|"
    r"ging\w*|doet|deed)(?: [a-z]+)? niet|"
    r"niet (?:mogelijk|nodig|vergeten|duidelijk|bekend|haalbaar|toegestaan))\b",
    re.IGNORECASE,
)
_IDIOMS = re.compile(
    r"\b(?:niet (?:alleen|zozeer|eens|slechts|enkel|anders|minder|meer dan|langer|door|zo bar)|"
    r"al dan niet|of niet|"
    r"nog nooit zo)\b",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"\b(?:not?|none|nothing|never|nobody|nowhere|nor|neither|cannot|without|non|lack\w*|fail\w*|"
    r"refus\w*|declin\w*|avoid\w*|unable|hardly|few|little|rather|instead|except|unless|until|prevent\w*|"
    r"absen\w+|\w+less|un(?!i|d|til)\w{3,}|dis(?!c|t|p)\w+|im(?:po(?!r)|mo)\w+|illeg\w+|irr\w+|"
    r"in(?:ab|ac|ad|ap|ca|de[fp]|e[fxq]|suf|val|vis)\w+|away|out of|far from|contrary|only|too|"
    r"devoid)\b|n[’']t\b",
    re.IGNORECASE,
)
_SAYS_NO = re.compile(
    r"\b(?:not|no(?!\. ?\d| \w+ than\b)|none|nothing|never|nobody|nowhere|nor|neither|"
    r"cannot)\b|n[’']t\b",
    re.IGNORECASE,
)
_ZONDER = re.compile(r"\bzonder\b", re.IGNORECASE)
_WITHOUT = re.compile(r"\bwithout\b", re.IGNORECASE)
# Whatever could have made somebody write an English negation.
_REASONS = re.compile(
    r"\b(?:niet|g[eé][eé]n|nooit|niemand|niets|niks|nergens|noch|evenmin|geenszins|nee|neen|zonder|"
    r"nauwelijks|amper|weinig|pas|behalve|gebrek|weiger\w*|tekort\w*|mis\w+|on[a-z]{3,}|non\w+|"
    r"i[lmnr]\w{3,}|\w*lo(?:os|ze)|anders?|ander\w*|alleen|slechts|liever|voorkom\w*|ontbre\w+|nul|"
    r"minder|tegen\w*|verbo\w+|af\w*|weg\w*|uit\w*|enige?|enkel\w*|zelden|ontken\w*|vrij|\w+vrij\w*|"
    r"schaars\w*|te|moeilijk\w*|laat|maar|stop\w*)\b|niet-",
    re.IGNORECASE,
)


def negation_lost(source: str, target: str) -> re.Match[str] | None:
    """Return the first negation of a Dutch text when nothing in its English stands for one."""
    found = _PLAIN.search(_IDIOMS.sub(lambda match: "." * len(match.group()), source))
    if found is None:
        return None
    # What stands for *zonder* stands for no other negation.
    lacking = len(_ZONDER.findall(source))
    answers = _WITHOUT.sub("", target, count=lacking) if lacking else target
    return None if _ANSWERS.search(answers) else found


def negation_added(source: str, target: str) -> re.Match[str] | None:
    """Return the first negation of an English text when nothing in its Dutch is a reason for it."""
    found = _SAYS_NO.search(target)
    return None if found is None or _REASONS.search(source) else found
