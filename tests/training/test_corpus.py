import lzma
import os
from pathlib import Path

import pytest

from workbench.training import corpus, prepare
from workbench.training.corpus import Pair

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parent / "data"
TEST_FILES = [
    *sorted((ROOT / "seeds").glob("*.txt")),
    DATA / "flores-dev.nl",
    DATA / "flores-dev.en",
    DATA / "original-dev.tsv",
]
PAIRS = sorted((ROOT / "workbench" / "training" / "pairs").glob("*.tsv.xz"))


@pytest.fixture(scope="module")
def banned() -> frozenset[tuple[str, ...]]:
    return corpus.banned_ngrams(TEST_FILES)


def test_the_test_files_are_there_and_give_ngrams(banned: frozenset[tuple[str, ...]]) -> None:
    assert len(TEST_FILES) >= 8
    assert len(banned) > 30_000


@pytest.mark.parametrize("path", PAIRS, ids=lambda p: p.name)
def test_committed_pairs_share_no_eight_words_with_test_files(
    path: Path, banned: frozenset[tuple[str, ...]]
) -> None:
    pairs = corpus.read_pairs(path)
    assert pairs
    assert not [p for p in pairs if corpus.is_banned(p, banned)]


@pytest.mark.skipif("WORKBENCH_TRAINING_DATA" not in os.environ, reason="no training data named")
def test_collected_training_data_shares_no_eight_words_with_test_files(
    banned: frozenset[tuple[str, ...]],
) -> None:
    folder = Path(os.environ["WORKBENCH_TRAINING_DATA"])
    groups = prepare.collect([folder], [], banned)
    assert len(groups["original"]) > 10_000
    assert not [p for pairs in groups.values() for p in pairs if corpus.is_banned(p, banned)]


def test_every_test_sentence_of_eight_words_would_be_dropped(
    banned: frozenset[tuple[str, ...]],
) -> None:
    for line in (DATA / "flores-dev.nl").read_text(encoding="utf-8").splitlines()[:100]:
        if any(True for _ in corpus.ngrams(line)):
            assert corpus.is_banned(Pair(f"Nieuw: {line.upper()}!", "x"), banned)
            assert corpus.is_banned(Pair("x", line), banned)


def test_seven_shared_words_are_allowed() -> None:
    banned = frozenset(corpus.ngrams("een twee drie vier vijf zes zeven acht"))
    assert not corpus.is_banned(Pair("een twee drie vier vijf zes zeven negen", "x"), banned)
    assert corpus.is_banned(Pair("nul Een, twee drie vier - vijf zes zeven acht", "x"), banned)


def test_reading_skips_broken_lines_and_reads_xz(tmp_path: Path) -> None:
    text = "Dag.\tHello.\n\nzonder tab\nleeg\t\n Twee\u00a0 woorden \tTwo words\tmore\n"
    path = tmp_path / "a.tsv.xz"
    path.write_bytes(lzma.compress(text.encode()))
    assert corpus.read_pairs(path) == [Pair("Dag.", "Hello."), Pair("Twee woorden", "Two words")]


@pytest.mark.parametrize(
    ("nl", "en", "good"),
    [
        (
            "U kunt de instellingen van het apparaat later nog wijzigen.",
            "You can still change the settings of the device later.",
            True,
        ),
        (
            "U kunt <b>de</b> instellingen van het apparaat later nog wijzigen.",
            "You can still change <b>the</b> settings of the device later.",
            False,
        ),
        (
            "U kunt de 3 instellingen van het apparaat later nog wijzigen.",
            "You can still change the 4 settings of the device later.",
            False,
        ),
        ("Klik op OK.", "Click OK.", False),
    ],
)
def test_software_filter(nl: str, en: str, good: bool) -> None:
    assert corpus.is_good_prose(Pair(nl, en)) is good


def test_usable_pairs() -> None:
    assert corpus.is_usable(Pair("de brug", "the bridge"))
    assert not corpus.is_usable(Pair("a b c d e", "a b c d e"))
    assert not corpus.is_usable(Pair("een " * 20, "one two three"))
