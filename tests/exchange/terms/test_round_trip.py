"""Nothing about a concept is lost on the way out and in again."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from tests.exchange.terms.strategies import CONCEPTS
from workbench.exchange.terms.base import FORMATS, columns_of, read_terms, write_terms
from workbench.glossary.concepts import Concept, TermStatus
from workbench.glossary.files import load_glossary
from workbench.glossary.rows import concept_cells, concept_of
from workbench.settings import REPOSITORY

LOSSLESS = [name for name, entry in FORMATS.items() if entry.lossless]
SCHEMA = etree.RelaxNG(etree.parse(str(REPOSITORY / "tests" / "data" / "tbx-basic.rng")))


def back(path: Path, form: str) -> list[Concept]:
    found = []
    for entry in read_terms(path, form=form):
        concept, wrong = concept_of(entry.cells, default_id="?", file="")
        assert not wrong, (entry, wrong)
        found.append(concept)
    return found


@pytest.mark.parametrize("form", LOSSLESS)
@given(concept=CONCEPTS)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_concept_survives(tmp_path: Path, form: str, concept: Concept) -> None:
    path = tmp_path / f"terms.{form}"
    write_terms([concept], path, form=form)
    (found,) = back(path, form)
    assert concept_cells(found) == concept_cells(concept)
    assert found == concept
    if form == "tbx":
        SCHEMA.assertValid(etree.parse(str(path)))


@pytest.mark.parametrize("form", LOSSLESS)
def test_the_glossaries_survive(tmp_path: Path, form: str) -> None:
    concepts = list(load_glossary(REPOSITORY / "glossaries"))
    path = tmp_path / f"terms.{form}"
    assert write_terms(concepts, path, form=form) == len(concepts)
    assert list(map(concept_cells, back(path, form))) == list(map(concept_cells, concepts))


def test_tbx_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"
    write_terms(load_glossary(REPOSITORY / "glossaries"), path)
    document = etree.parse(str(path))
    SCHEMA.assertValid(document)
    # The check is one that can fail.
    document.getroot().set("style", "dct")
    assert not SCHEMA.validate(document)


def test_tbx_2_opens_in_translate_toolkit(tmp_path: Path) -> None:
    from translate.storage.tbx import tbxfile

    path = tmp_path / "terms.tbx"
    concepts = list(load_glossary(REPOSITORY / "glossaries"))
    write_terms(concepts, path, form="tbx2")
    store = tbxfile.parsestring(path.read_bytes(), "nl", "en")
    assert [(unit.source, unit.target) for unit in store.units] == [
        (concept.source, concept.source if concept.untouched else concept.target)
        for concept in concepts
    ]
    for unit, concept in zip(store.units, concepts, strict=True):
        bad = [term.text for term in unit.get_target_terms() if term.deprecated]
        assert bad == [term.text for term in concept.of("en", TermStatus.FORBIDDEN)]
    # What the workbench adds of its own are notes there, which survive its own saving.
    assert "workbench:enforcement=force" in store.units[0].getnotes()
    path.write_bytes(bytes(store))
    assert list(map(concept_cells, back(path, "tbx2"))) == list(map(concept_cells, concepts))


def test_translate_toolkit_opens_no_tbx_3(tmp_path: Path) -> None:
    # Which is why tbx2 is there, and why the app and the command line name it.
    from translate.storage.tbx import tbxfile

    path = tmp_path / "terms.tbx"
    write_terms(load_glossary(REPOSITORY / "glossaries" / "ranks.csv"), path)
    with pytest.raises(AssertionError):
        tbxfile.parsestring(path.read_bytes(), "nl", "en")
    assert "tbx2" in FORMATS["tbx"].hint


@pytest.mark.parametrize("form", ["omegat", "deepl"])
def test_pairs_survive(tmp_path: Path, form: str) -> None:
    concepts = list(load_glossary(REPOSITORY / "glossaries"))
    path = tmp_path / "terms.txt"
    count = write_terms(concepts, path, form=form)
    found = [(entry.cells["nl"], entry.cells["en"]) for entry in read_terms(path, form=form)]
    assert len(found) == count == len({dutch.casefold() for dutch, _ in found})
    assert ("vredesafdwinging", "peace enforcement") in found
    assert ("afdwingen van vrede", "peace enforcement") in found


def test_no_cell_runs_in_a_spreadsheet(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    concept, wrong = concept_of({"nl": "=1+1", "en": "@cmd", "note": "-2"}, default_id="x", file="")
    assert not wrong
    for form in ("csv", "tsv", "deepl"):
        path = tmp_path / f"terms.{form}"
        write_terms([concept], path, form=form)
        text = path.read_text(encoding="utf-8")
        assert "'=1+1" in text
        assert "'@cmd" in text
    path = tmp_path / "terms.xlsx"
    write_terms([concept], path)
    cells = [cell for row in load_workbook(path).active.iter_rows() for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert all(cell.value is None for cell in cells if cell.data_type == "n")


def test_columns_can_be_mapped(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text("Begrip;Vertaling;Vakgebied\nvrede;peace;recht\n", encoding="utf-8")
    assert columns_of(path) == ["Begrip", "Vertaling", "Vakgebied"]
    mapping = {"nl": "Begrip", "en": "2", "domain": "Vakgebied"}
    (entry,) = read_terms(path, mapping=mapping)
    assert entry.cells == {"nl": "vrede", "en": "peace", "domain": "recht"}
