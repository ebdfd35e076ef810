"""Generated forms, as tables of what Dutch and English spelling want."""

import pytest

from workbench.glossary.concepts import PartOfSpeech
from workbench.glossary.forms import dutch_forms, english_forms
from workbench.glossary.targets import with_article
from workbench.glossary.verbs import separable, verb_forms


@pytest.mark.parametrize(
    ("word", "plural"),
    [
        ("vredesoperatie", "vredesoperaties"),
        ("lidstaat", "lidstaten"),
        ("fregat", "fregatten"),
        ("brief", "brieven"),
        ("huis", "huizen"),
        ("kwetsbaarheid", "kwetsbaarheden"),
        ("vliegdekschip", "vliegdekschepen"),
        ("commando", "commando's"),
        ("drone", "drones"),
        ("bondgenoot", "bondgenoten"),
        ("oorlog", "oorlogen"),
        ("bataljon", "bataljons"),
        ("strategie", "strategieën"),
        ("lid", "leden"),
        ("verdrag", "verdragen"),
        ("misdaad", "misdaden"),
        ("zeemijn", "zeemijnen"),
        ("slag", "slagen"),
        ("kazerne", "kazernes"),
        ("kernwapen", "kernwapens"),
        ("krijgsgevangene", "krijgsgevangenen"),
        ("F-35", "F-35's"),
        ("militair doel", "militaire doelen"),
        ("bezet gebied", "bezette gebieden"),
        ("gewapend conflict", "gewapende conflicten"),
        ("misdaad tegen de menselijkheid", "misdaden tegen de menselijkheid"),
        ("minister van Defensie", "ministers van Defensie"),
        ("volkenrechtelijk mandaat", "volkenrechtelijke mandaten"),
    ],
)
def test_dutch_plurals(word: str, plural: str) -> None:
    forms = dutch_forms(word, PartOfSpeech.NOUN)
    assert forms[0] == word
    assert plural in forms


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("demissionair", "demissionaire"),
        ("zwaarbewapend", "zwaarbewapende"),
        ("groot", "grote"),
        ("strak", "strakke"),
        ("vermist", "vermiste"),
        ("gewapende", "gewapend"),
    ],
)
def test_dutch_adjectives(word: str, form: str) -> None:
    assert form in dutch_forms(word, PartOfSpeech.ADJECTIVE)


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("afdwingen", "afdwingt afdwong afgedwongen"),
        ("inzetten", "inzet ingezet ingezette"),
        ("neerhalen", "neerhaalt neergehaald neergehaalde"),
        ("ontplooien", "ontplooit ontplooide ontplooid"),
        ("stationeren", "stationeert stationeerde gestationeerd gestationeerde"),
        ("sneuvelen", "sneuvelt sneuvelde gesneuveld"),
        ("escorteren", "escorteert geëscorteerd"),
        ("uitwijzen", "uitwijst uitgewezen"),
        ("onderscheppen", "onderschept onderschepte"),
        ("capituleren", "capituleert gecapituleerd"),
        ("binnenvallen", "binnenviel binnengevallen"),
        ("afschieten", "afschoot afgeschoten"),
    ],
)
def test_dutch_verbs(verb: str, forms: str) -> None:
    assert set(forms.split()) <= set(verb_forms(verb))


def test_separable_verbs_give_their_parts() -> None:
    assert ("dwingt", "af") in separable("afdwingen")
    assert ("dwong", "af") in separable("afdwingen")
    assert ("zet", "in") in separable("inzetten")
    assert separable("ontplooien") == ()
    assert separable("onderscheppen") == ()
    assert "af te dwingen" in verb_forms("afdwingen")


@pytest.mark.parametrize(
    ("term", "pos", "form"),
    [
        ("peace operation", "noun", "peace operations"),
        ("ally", "noun", "allies"),
        ("rules of engagement", "noun", "rules of engagement"),
        ("prisoner of war", "noun", "prisoners of war"),
        ("crime against humanity", "noun", "crime against humanity"),
        ("aircraft", "noun", "aircraft"),
        ("enforce", "verb", "enforced"),
        ("deter", "verb", "deterred"),
        ("shoot down", "verb", "shot down"),
        ("withdraw", "verb", "withdrew"),
        ("deploy", "verb", "deployed"),
        ("supply", "verb", "supplied"),
    ],
)
def test_english_forms(term: str, pos: str, form: str) -> None:
    assert form in english_forms(term, PartOfSpeech(pos))


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("armed neutrality", "an"),
        ("peace enforcement", "a"),
        ("European mission", "a"),
        ("unit", "a"),
        ("UN mission", "a"),
        ("EU member state", "an"),
        ("NATO ally", "a"),
        ("MP", "an"),
        ("honour guard", "an"),
        ("enemy", "an"),
        ("Ukrainian unit", "a"),
    ],
)
def test_articles(text: str, article: str) -> None:
    assert with_article(text) == article
