"""Pairs that were approved before raise what they are found in, and nothing else."""

import numpy as np
import pytest

from workbench.align.aligner import Alignment, AlignOptions, align
from workbench.align.alternatives import alternatives
from workbench.align.known import KnownPlaces, groups, is_known

DUTCH = ["Ja.", "De hond  blaft luid.", "Nee, zei hij.", "Het regent pijpenstelen.", "Ja."]
ENGLISH = ["Yes.", "It is raining cats and dogs.", "No, he said.", "A dog barks.", "Yes."]


def beads(found: Alignment) -> dict[tuple[tuple[int, ...], tuple[int, ...]], float]:
    return {(bead.source, bead.target): bead.probability for bead in found.beads}


def test_groups_are_of_neighbours_and_end_at_an_empty_sentence() -> None:
    assert list(groups(["a", "b  c", "", "d"])) == [
        (0, 1, "a"),
        (0, 2, "a b c"),
        (1, 1, "b c"),
        (3, 1, "d"),
    ]


def test_each_place_of_a_text_goes_with_each_of_its_translation() -> None:
    known = {"Ja.": {"Yes.", "Indeed."}, "De hond blaft luid. Nee, zei hij.": {"No, he said."}}
    places = KnownPlaces.of(DUTCH, ENGLISH, known)
    planes = places.block((0, 5), (0, 5))
    assert {shape: np.argwhere(plane).tolist() for shape, plane in planes.items()} == {
        (1, 1): [[0, 0], [0, 4], [4, 0], [4, 4]],
        (2, 1): [[1, 2]],
    }
    assert {shape: plane.shape for shape, plane in planes.items()} == {
        (1, 1): (5, 5),
        (2, 1): (4, 5),
    }
    part = places.block((2, 5), (1, 5))
    assert {shape: np.argwhere(plane).tolist() for shape, plane in part.items()} == {
        (1, 1): [[2, 3]]
    }
    # A group that the block cuts through is not in it.
    assert (2, 1) not in places.block((0, 2), (0, 5))
    assert is_known(known, " Ja. ", "Yes.")
    assert not is_known(known, "Ja.", "No, he said.")


@pytest.mark.parametrize("translated", [False, True])
def test_a_known_pair_is_found_where_nothing_else_speaks_for_it(translated: bool) -> None:
    source = ["Wij zijn er.", "Mooi weer vandaag.", "Tot ziens."]
    target = ["Here we are.", "Goodbye to all of you.", "So long."]
    known = {"Mooi weer vandaag. Tot ziens.": {"Goodbye to all of you."}}
    bridge = ["We are there.", "Nice weather today.", "Goodbye."] if translated else None
    before, after = (
        align(source, target, translation=bridge, known=memory) for memory in (None, known)
    )
    pair = (1, 2), (1,)
    assert pair not in beads(before)
    assert beads(after)[pair] > 0.8
    row = next(k for k, bead in enumerate(after.beads) if (bead.source, bead.target) == pair)
    assert after.reasons[row].known
    assert [reason.known for reason in after.reasons].count(True) == 1
    first, *_ = alternatives(after, source, target, row=row, translation=bridge, known=known)
    assert (first.source, first.target) == pair


def test_a_memory_of_other_texts_changes_nothing() -> None:
    other = {"Iets anders.": {"Something else."}, "Ja.": {"Certainly."}, "Wat?": {"Yes."}}
    found = [align(DUTCH, ENGLISH, known=known) for known in (None, {}, other)]
    assert found[0] == found[1] == found[2]


def test_equal_sentences_that_are_all_known_are_paired_in_order() -> None:
    size = 700
    source, target = ["Ja."] * size, ["Yes."] * size
    options = AlignOptions(reasons=False)
    found = align(source, target, known={"Ja.": {"Yes."}}, options=options)
    assert [(bead.source, bead.target) for bead in found.beads] == [
        ((n,), (n,)) for n in range(size)
    ]
