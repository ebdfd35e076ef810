"""How good the aligner is on a team's own texts: alignments that people decided row by row.

The aligner runs anew over the gold's sentences, without any help from its rows, and its groups
and probabilities are scored against these (:mod:`workbench.quality.alignment`).
"""

from collections.abc import Mapping
from typing import Any

from workbench.align.aligner import align
from workbench.corpus import alignment_rows, alignment_texts, alignments
from workbench.corpus.alignment_rows import RowView
from workbench.corpus.alignment_tables import SOURCE, TARGET, RowStatus
from workbench.corpus.database import Database
from workbench.domain import Bead
from workbench.errors import StoreError
from workbench.glossary.concepts import Glossary
from workbench.quality.alignment import calibration_error, score_alignments
from workbench.workflow.align_evidence import concepts_in

__all__ = ["gold_beads", "measure"]


def measure(
    database: Database, alignment_id: int, *, glossary: Glossary | None = None
) -> dict[str, Any]:
    """Measure the aligner on a gold alignment, and keep the scores with it.

    Returns:
        Strict and lax precision, recall and F1, the calibration error, and the number of rows.

    Raises:
        NotFoundError: There is no such alignment.
        StoreError: It is not gold.
    """
    info = alignments.get(database, alignment_id)
    if info.gold is None:
        raise StoreError("this alignment is not gold", where=info.name, fix="Promote it first")
    sides = [alignment_texts.sentences(database, alignment_id, side) for side in (SOURCE, TARGET)]
    places = {one.id: index for side in sides for index, one in enumerate(side)}
    gold = [
        bead
        for row in alignment_rows.stream(database, alignment_id)
        for bead in gold_beads(row, places)
    ]
    texts = [[one.text for one in side] for side in sides]
    bridged = bool(info.engine) and any(one.translation for one in sides[SOURCE])
    # Without the store's memory: the rows of the gold are units there, and would be given away.
    found = align(
        texts[SOURCE],
        texts[TARGET],
        translation=[one.translation or one.text for one in sides[SOURCE]] if bridged else None,
        concepts=concepts_in(glossary, texts[SOURCE], len(texts[TARGET]), info.pair),
        languages=info.pair,
    )
    scores = score_alignments([(gold, found.beads)])
    known = {(bead.source, bead.target) for bead in gold}
    judged = [(bead.probability, (bead.source, bead.target) in known) for bead in found.beads]
    measured = {
        "strict_precision": scores.precision,
        "strict_recall": scores.recall,
        "strict_f1": scores.f1,
        "lax_precision": scores.lax_precision,
        "lax_recall": scores.lax_recall,
        "lax_f1": scores.lax_f1,
        "calibration_error": calibration_error(judged),
        "rows": len(gold),
    }
    alignments.note_measure(database, alignment_id, measured)
    return measured


def gold_beads(row: RowView, places: Mapping[int, int]) -> list[Bead]:
    """Return what a decided row says of its sentences: one group, or that each has no partner.

    Args:
        row: The row; one that was rejected holds sentences that do not belong together.
        places: Of each sentence, by its number in the store, its place in its text.
    """
    source, target = (
        tuple(sorted(places[one.id] for one in side)) for side in (row.source, row.target)
    )
    if source and target and row.status is not RowStatus.REJECTED:
        return [Bead(source, target)]
    return [*(Bead((i,), ()) for i in source), *(Bead((), (j,)) for j in target)]
