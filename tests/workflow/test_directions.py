from contextlib import closing
from pathlib import Path

from tests.workflow.conftest import DUTCH
from workbench.corpus import documents, machine_drafts, rows, units
from workbench.corpus.database import Database
from workbench.domain import SegmentStatus
from workbench.engine.argos import ArgosEngine
from workbench.language import EN_NL, NL_EN
from workbench.settings import Settings
from workbench.workflow import checks
from workbench.workflow.directions import Directions
from workbench.workflow.pipeline import Pipeline
from workbench.workflow.term_checks import current_glossary
from workbench.workflow.translate import ingest_and_translate

ENGLISH = (
    "The debate\n\n"
    "The minister of Defence spoke to the House of Commons about the war yesterday evening. "
    "The army has 200 tanks and 12 ships.\n"
)


def test_each_document_is_translated_in_its_direction(settings: Settings, tmp_path: Path) -> None:
    settings.glossaries.mkdir()
    table = "nl,en\ndebat,parliamentary debate\n"
    (settings.glossaries / "own.csv").write_text(table, encoding="utf-8")
    paths = [tmp_path / "debat.txt", tmp_path / "debate.txt"]
    for path, text in zip(paths, (DUTCH, ENGLISH), strict=True):
        path.write_text(text, encoding="utf-8")
    dutch, english = ingest_and_translate(paths, settings=settings)
    assert (dutch.translated, english.translated) == (4, 3)
    with closing(Database.open(settings.database)) as database:
        about = documents.get(database, english.document)
        assert (about.project, about.pair) == ("default en-nl", EN_NL)
        assert documents.get(database, dutch.document).pair == NL_EN
        found = rows.rows(database, english.document)
        assert [row.pair for row in found] == [EN_NL] * 3
        assert "200" in found[2].target and "schepen" in found[2].target
        # Neither the Dutch terms nor the checks for English are for it.
        assert not any(row.terms for row in found)
        glossary = current_glossary(settings.glossaries)
        assert machine_drafts.outdated(database, glossary=glossary.version) == []
        assert machine_drafts.outdated(database, glossary="another") == [dutch.document]
        told = checks.findings(database, found[2].id, glossary=glossary)
        assert not {"terms", "languages"} & {one["check"] for one in told}
        # In a file Dutch to English its Dutch stands first.
        drafts = units.stream(
            database, statuses=[SegmentStatus.DRAFT], documents=[english.document], pair=NL_EN
        )
        assert [unit.target.text for unit in drafts] == [row.source for row in found]


def test_without_a_package_english_stays_as_it_is(engine: ArgosEngine, pipeline: Pipeline) -> None:
    alone = Directions([pipeline])
    assert alone.sources == {"nl"}
    assert alone.of(EN_NL) is alone.from_language("en") is pipeline


def test_a_named_package_takes_its_own_direction(settings: Settings) -> None:
    assert Directions.open(settings).sources == {"nl", "en"}
    both = Directions.open(settings, package="translate-en_nl-1_0")
    assert both.sources == {"nl", "en"}
    assert both.of(EN_NL).engine.info.name == "translate-en_nl-1_0"
    assert both.of(NL_EN).engine.info.pair == NL_EN
    assert both.first_only().sources == {"en"}
