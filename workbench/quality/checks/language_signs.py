"""What tells Dutch from English: the small words of both, and how Dutch is spelt."""

import re

__all__ = ["DUTCH_FUNCTION_WORDS", "DUTCH_SPELLING", "ENGLISH_FUNCTION_WORDS"]

DUTCH_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "de het een van en niet dat zijn voor met aan ook wordt werd naar bij uit deze dit maar "
        "heeft hebben worden kunnen zal zullen moet moeten geen meer nog alleen tussen omdat hij "
        "zij wij jij mijn hun haar ons onze als hoe waar waarom welke zich zelf veel weinig altijd "
        "nooit weer daar hier terwijl zodat echter dus toch zonder tegen volgens sinds tijdens "
        "zowel konden mogen wil willen zou zouden gaat komt kwam doet deden maakt zegt zei ziet "
        "werden geworden nieuwe grote andere eerste laatste jaren mensen",
    )
)
ENGLISH_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the of and to a that it with as for on are by be this have from at or not but which they "
        "his her she he you their an been has will would there what if can all its who when than",
    )
)
DUTCH_SPELLING = re.compile(
    r"ij|aa|uu|[^s]chts|cht$|eeuw|ieuw|oei|aai|lijk|heid$|isch|sch[er]|tie$|ngs"
)
