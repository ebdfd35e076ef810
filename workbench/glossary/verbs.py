"""Dutch verbs: conjugation, and the two parts of separable ones (*dwingt ... af*).

Weak verbs follow the rule; strong ones are in a table by their last part, so that *dwingen*
also conjugates *afdwingen* and *opdringen* takes *dringen*. Source: E-ANS 2.3 and 12.2.
"""

# ruff: noqa: SIM905 - word lists read better as lines

from collections.abc import Iterator
from functools import lru_cache

__all__ = ["PARTICLES", "is_past", "separable", "verb_forms"]

PARTICLES = (
    "achteruit achter aan aaneen af binnen bij bijeen dicht door goed in klaar kwijt los mede mee "
    "mis na neer om omhoog onder op open over overeen plaats samen stil stop tegemoet tegen "
    "teleur tentoon terecht terug toe uit uiteen vast vol voor vooruit voort vrij weg"
).split()
"""Separable first parts of verbs."""

_INSEPARABLE = ("be", "er", "ge", "her", "ont", "ver", "mis")

_STRONG = {
    "bieden": "bood boden geboden",
    "binden": "bond bonden gebonden",
    "blazen": "blies bliezen geblazen",
    "blijven": "bleef bleven gebleven",
    "breken": "brak braken gebroken",
    "brengen": "bracht brachten gebracht",
    "denken": "dacht dachten gedacht",
    "doen": "deed deden gedaan",
    "dragen": "droeg droegen gedragen",
    "drijven": "dreef dreven gedreven",
    "dringen": "drong drongen gedrongen",
    "dwingen": "dwong dwongen gedwongen",
    "gaan": "ging gingen gegaan",
    "geven": "gaf gaven gegeven",
    "grijpen": "greep grepen gegrepen",
    "helpen": "hielp hielpen geholpen",
    "houden": "hield hielden gehouden",
    "kiezen": "koos kozen gekozen",
    "komen": "kwam kwamen gekomen",
    "krijgen": "kreeg kregen gekregen",
    "laten": "liet lieten gelaten",
    "leggen": "legde legden gelegd",
    "lezen": "las lazen gelezen",
    "liggen": "lag lagen gelegen",
    "lopen": "liep liepen gelopen",
    "nemen": "nam namen genomen",
    "roepen": "riep riepen geroepen",
    "schieten": "schoot schoten geschoten",
    "schrijven": "schreef schreven geschreven",
    "slaan": "sloeg sloegen geslagen",
    "sluiten": "sloot sloten gesloten",
    "snijden": "sneed sneden gesneden",
    "spreken": "sprak spraken gesproken",
    "springen": "sprong sprongen gesprongen",
    "staan": "stond stonden gestaan",
    "treden": "trad traden getreden",
    "treffen": "trof troffen getroffen",
    "trekken": "trok trokken getrokken",
    "vallen": "viel vielen gevallen",
    "vechten": "vocht vochten gevochten",
    "vliegen": "vloog vlogen gevlogen",
    "werpen": "wierp wierpen geworpen",
    "wijken": "week weken geweken",
    "wijzen": "wees wezen gewezen",
    "winnen": "won wonnen gewonnen",
    "zenden": "zond zonden gezonden",
    "zetten": "zette zetten gezet",
    "zien": "zag zagen gezien",
    "zoeken": "zocht zochten gezocht",
}


@lru_cache(maxsize=4096)
def _parts(verb: str) -> tuple[str, str]:
    """Return (particle, rest) of a separable verb, the particle empty for other verbs."""
    for particle in sorted(PARTICLES, key=len, reverse=True):
        rest = verb[len(particle) :]
        if not verb.startswith(particle) or len(rest) < 4 or not rest.endswith("n"):
            continue
        if particle in ("over", "onder", "voor") and rest not in (*_STRONG, "plaatsen"):
            continue
        return particle, rest
    return "", verb


def _stem(infinitive: str) -> str:
    """Return the first person singular: dwingen → dwing, halen → haal, geven → geef."""
    if infinitive.endswith(("aan", "zien", "doen")):
        return infinitive[:-1]
    if not infinitive.endswith("en"):
        return infinitive.removesuffix("n")
    stem = infinitive[:-2]
    if len(stem) > 1 and stem[-1] == stem[-2]:
        return stem[:-1]
    long = (
        len(stem) > 1
        and stem[-1] not in "aeiouyjw"
        and stem[-2] in "aeou"
        and (len(stem) < 3 or stem[-3] not in "aeiouy")
        and not (stem.endswith(("er", "el", "en", "ig")) and len(stem) > 3)
    )
    if long:
        stem = stem[:-1] + stem[-2] + stem[-1]
    return stem[:-1] + {"v": "f", "z": "s"}.get(stem[-1], stem[-1])


def _conjugate(verb: str) -> tuple[list[str], list[str]]:
    """Return the finite forms of a verb without particle, and its past participles."""
    strong = next((end for end in _STRONG if verb == end or _prefixed(verb, end)), None)
    present_stem = _stem(verb)
    present = [present_stem] if present_stem.endswith("t") else [present_stem, present_stem + "t"]
    if strong:
        lead = verb[: len(verb) - len(strong)]
        single, plural, participle = _STRONG[strong].split()
        if lead:
            participle = lead + participle.removeprefix("ge")
        return [*present, lead + single, lead + plural], [participle]
    stems = [present_stem]
    if verb.endswith("eren") and len(verb) > 6:  # stress decides: léveren, escortéren
        stems.append(verb[:-4] + "eer")
    finite: list[str] = []
    participles: list[str] = []
    for stem in stems:
        forms, participle = _weak(verb, stem)
        finite += forms
        participles.append(participle)
    return finite, participles


def _weak(verb: str, stem: str) -> tuple[list[str], str]:
    raw = verb.removesuffix("en")
    dental = "t" if raw[-1:] in "tkfschpx" or raw.endswith("ch") else "d"
    base = stem if stem.endswith(dental) else stem + dental
    present = [stem] if stem.endswith("t") else [stem, stem + "t"]
    past = [stem + dental + "e", stem + dental + "en"]
    if verb.startswith((*_INSEPARABLE, "onder", "over", "voor")):
        return [*present, *past], base
    lead = "geë" if base.startswith("e") else "geï" if base.startswith("i") else "ge" + base[0]
    return [*present, *past], lead + base[1:]


def _prefixed(verb: str, end: str) -> bool:
    return verb.endswith(end) and verb[: -len(end)] in _INSEPARABLE


@lru_cache(maxsize=4096)
def verb_forms(verb: str) -> tuple[str, ...]:
    """Return the forms of a verb that are written without a gap, the infinitive first.

    Separable verbs give also the infinitive with *te* (*af te dwingen*).
    """
    particle, rest = _parts(verb)
    finite, participles = _conjugate(rest)
    forms: list[str] = [verb]
    forms += [particle + form for form in finite]
    for participle in participles:
        forms += [particle + participle, *_with_e(particle + participle)]
    forms += [verb + "d", verb + "de"]
    if particle:
        forms.append(f"{particle} te {rest}")
    return tuple(dict.fromkeys(forms))


def _with_e(participle: str) -> Iterator[str]:
    if not participle.endswith("en"):
        yield participle + ("te" if participle.endswith("et") else "e")


@lru_cache(maxsize=4096)
def separable(verb: str) -> tuple[tuple[str, str], ...]:
    """Return the (finite form, particle) pairs of a separable verb; nothing for other verbs."""
    particle, rest = _parts(verb)
    if not particle:
        return ()
    finite, _ = _conjugate(rest)
    return tuple((form, particle) for form in dict.fromkeys([*finite, rest]))


def is_past(verb: str, form: str) -> bool:
    """Tell whether a finite form, with or without its particle, is a past tense of `verb`."""
    particle, rest = _parts(verb)
    finite, _ = _conjugate(rest)
    stem = _stem(rest)
    present = {stem, stem + "t", rest}
    bare = form.removeprefix(particle) if form not in finite else form
    return bare in finite and bare not in present and not rest.startswith(bare)
