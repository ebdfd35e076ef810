"""A pair of six sentences and their translation, as the tests of alignments store it."""

from tests.corpus.conftest import make_document
from workbench.corpus import alignment_rows
from workbench.corpus.database import Database
from workbench.language import NL_EN
from workbench.workflow.alignment import create_pair
from workbench.workflow.alignment_checks import Judge

DUTCH = [
    "De minister van Defensie sprak gisteren met de Tweede Kamer over 8.501 militairen.",
    "Nederland kiest in 1940 voor gewapende neutraliteit.",
    "Het verdrag van Brussel werd in 1948 ondertekend.",
    "Generaal Eisenhower leidde de NAVO vanuit Parijs.",
    "De begroting steeg met 12 procent.",
    "Het leger telde 250 tanks en 40 vliegtuigen.",
]
ENGLISH = [
    "Yesterday the minister of Defence spoke with the House about 8,501 soldiers.",
    "In 1940 the Netherlands choose armed neutrality.",
    "The treaty of Brussels was signed in 1948. It was the first.",
    "General Eisenhower led NATO from Paris.",
    "The budget rose by 12 per cent.",
    "The army had 250 tanks.",
    "It also had 40 aircraft.",
]
JUDGE = Judge(None, NL_EN)


def made(database: Database, dutch: list[str] = DUTCH, english: list[str] = ENGLISH) -> int:
    source = make_document(dutch, name="nl.txt", sha256="1" * 64)
    target = make_document(english, name="en.txt", sha256="2" * 64, language="en")
    return create_pair(database, source, target, author="anna").id


def shown(database: Database, alignment: int) -> list[tuple[str, str]]:
    return [
        (row.source_text, row.target_text) for row in alignment_rows.stream(database, alignment)
    ]
