"""Names, acronyms and numbers that survive a translation."""

from workbench.quality.survival import Survival, survival


def test_what_source_and_reference_share_is_counted() -> None:
    found = survival(
        ["In 2024 sprak Rutte met de NATO over Oekraïne."],
        ["In 2024, Rutte spoke with NATO about Ukraine."],
        ["In 2024, Rute spoke with NATO about Oekraïne."],
    )
    assert found == Survival(total=3, kept=2)


def test_nothing_to_keep_is_no_loss() -> None:
    assert survival(["ja"], ["yes"], ["no"]).share == 1.0
    assert Survival(total=4, kept=3).share == 0.75
