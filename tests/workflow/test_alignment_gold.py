"""The aligner is measured on what people decided row by row."""

from dataclasses import replace

from tests.workflow.alignment_kit import JUDGE, made
from workbench.corpus import alignment_rows, alignments
from workbench.corpus.alignment_tables import RowStatus
from workbench.corpus.database import Database
from workbench.domain import Bead
from workbench.workflow import alignment_editor, alignment_gold
from workbench.workflow.alignment import align_pair


def test_gold_is_measured(database: Database, alignment: int) -> None:
    ids = [row.id for row in alignment_rows.stream(database, alignment)]
    wish = {"operation": "accept", "rows": ids}
    alignment_editor.operate(database, alignment, wish, author="anna", judge=JUDGE)
    alignments.set_gold(database, alignment, gold=True)
    measured = alignment_gold.measure(database, alignment)
    assert (measured["strict_f1"], measured["lax_f1"], measured["rows"]) == (1, 1, len(ids))
    assert alignments.get(database, alignment).measured["strict_f1"] == 1


def test_gold_takes_rejected_and_unaligned_rows_apart(database: Database, alignment: int) -> None:
    rows = list(alignment_rows.stream(database, alignment))
    pair = next(row for row in rows if row.source and row.target)
    places = {one.id: one.number for row in rows for one in (*row.source, *row.target)}
    left = [Bead((places[one.id],), ()) for one in pair.source]
    right = [Bead((), (places[one.id],)) for one in pair.target]
    (whole,) = alignment_gold.gold_beads(pair, places)
    assert len(whole.source) + len(whole.target) == len(left) + len(right)
    rejected = replace(pair, status=RowStatus.REJECTED)
    assert alignment_gold.gold_beads(rejected, places) == left + right
    alone = replace(pair, target=(), status=RowStatus.UNALIGNED)
    assert alignment_gold.gold_beads(alone, places) == left


def test_gold_is_measured_without_what_it_gave_to_the_corpus(database: Database) -> None:
    dutch = ["Wij zijn er.", "Mooi weer vandaag.", "Tot ziens."]
    english = ["Here we are.", "Goodbye to all of you.", "So long."]
    number = made(database, dutch, english)
    align_pair(database, number, pipeline=None)
    rows = list(alignment_rows.stream(database, number))
    # A person groups them as nothing in the texts tells, and accepts it.
    wish = {"operation": "merge", "row": rows[1].id, "step": 1}
    alignment_editor.operate(database, number, wish, author="anna", judge=JUDGE)
    kept = [row.id for row in alignment_rows.stream(database, number)]
    wish = {"operation": "accept", "rows": kept}
    alignment_editor.operate(database, number, wish, author="anna", judge=JUDGE)
    alignments.set_gold(database, number, gold=True)
    assert alignment_gold.measure(database, number)["strict_f1"] < 1
    again = made(database, dutch, english)
    align_pair(database, again, pipeline=None)
    assert len(list(alignment_rows.stream(database, again))) == len(kept)
