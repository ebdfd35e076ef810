"""Which texts and files can be a pair, and what is said of those that can't."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.corpus.conftest import make_document
from tests.workflow.alignment_kit import DUTCH, made
from workbench.align.aligner import Alignment
from workbench.corpus.database import Database
from workbench.domain import Bead
from workbench.errors import InputError
from workbench.language import NL_EN
from workbench.settings import Settings
from workbench.workflow.align_files import align_pair_of_files
from workbench.workflow.alignment import align_pair
from workbench.workflow.alignment_pairs import (
    SwappedError,
    check_pair,
    doubt_about,
    match_folder,
)

LONG_NL = ["Dit is een lange tekst in het Nederlands, met veel gewone woorden daarin."] * 3
LONG_EN = ["This is a long text in English, with many of the usual words in it."] * 3


@pytest.mark.parametrize(
    ("source", "target", "languages", "error", "message"),
    [
        (LONG_EN, LONG_NL, ("en", "nl"), SwappedError, "the sides are swapped"),
        (LONG_NL, LONG_NL[:2], ("nl", "nl"), InputError, "is Dutch, not English"),
        (LONG_NL, LONG_EN, ("de", "en"), InputError, "is German, not Dutch"),
        ([], LONG_EN, ("nl", "en"), InputError, "no sentences"),
        (LONG_NL, [], ("nl", "en"), InputError, "no sentences"),
    ],
)
def test_what_can_not_be_a_pair_is_said(
    source: list[str],
    target: list[str],
    languages: tuple[str, str],
    error: type[InputError],
    message: str,
) -> None:
    texts = [
        make_document(texts, name=f"{n}.txt", sha256=str(n) * 64, language=language)
        for n, (texts, language) in enumerate(zip((source, target), languages, strict=True))
    ]
    with pytest.raises(error, match=message):
        check_pair(texts[0], texts[1], NL_EN)


def test_the_same_text_twice_is_no_pair() -> None:
    text = make_document(LONG_NL)
    with pytest.raises(InputError, match="the same text"):
        check_pair(text, text, NL_EN)


def test_files_of_a_folder_are_matched_by_name_and_content(
    tmp_path: Path, settings: Settings
) -> None:
    folder = tmp_path / "pairs"
    files = {
        "brief.nl.txt": LONG_NL,
        "brief.en.txt": LONG_EN,
        "nota_vertaling.txt": LONG_EN,
        "nota.txt": LONG_NL,
        "en/kamer.md": LONG_EN,
        "nl/kamer.md": LONG_NL,
        "lezing.txt": LONG_EN,
        "lezing.md": LONG_NL,
        "alleen.txt": LONG_NL,
        "notes.xyz": LONG_NL,
    }
    for name, lines in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), encoding="utf-8")
    matched = match_folder(folder, pair=NL_EN, settings=settings)
    found = {tuple(p.relative_to(folder).as_posix() for p in pair) for pair in matched.pairs}
    assert found == {
        ("brief.nl.txt", "brief.en.txt"),
        ("nota.txt", "nota_vertaling.txt"),
        ("nl/kamer.md", "en/kamer.md"),
        ("lezing.md", "lezing.txt"),
    }
    assert [path.name for path in matched.alone] == ["alleen.txt"]


ONE = [Bead((n,), (n,), 0.9) for n in range(10)]


@pytest.mark.parametrize(
    ("beads", "said"),
    [
        (ONE, ""),
        ([*ONE, *(Bead((n,), (), 0.9) for n in range(10, 30))], ""),
        ([replace(bead, probability=0.3) for bead in ONE], "hardly seem to be translations"),
        ([Bead((n,), (), 1) for n in range(3)] + [Bead((), (0,), 1)], "about 0 of 1 sentences"),
        ([*ONE, *(Bead((n,), (), 0.9) for n in range(10, 40))], "Only 25 % of the source"),
        ([*ONE, *(Bead((), (n,), 0.9) for n in range(10, 40))], "Only 25 % of the target"),
        ([Bead((n,), (), 1) for n in range(3)], "no sentences"),
    ],
)
def test_what_the_aligner_sees_of_a_pair_is_said(beads: list[Bead], said: str) -> None:
    doubt = doubt_about(Alignment(tuple(beads), ()))
    assert said in doubt
    assert bool(said) is bool(doubt)


def test_files_and_the_store_say_the_same_of_strangers(
    database: Database, settings: Settings, tmp_path: Path
) -> None:
    recipe = ["Stir the soup slowly.", "Add salt, pepper and a little cream.", "Serve with bread!"]
    files = tmp_path / "a.txt", tmp_path / "b.txt"
    for path, lines in zip(files, (DUTCH, recipe), strict=True):
        path.write_text("\n".join(lines), encoding="utf-8")
    done = align_pair_of_files(*files, settings=settings, pair=NL_EN, lines=True)
    number = made(database, DUTCH, recipe)
    stored = align_pair(database, number, pipeline=None)
    assert "hardly" in done.warning
    assert stored.warning == done.warning
