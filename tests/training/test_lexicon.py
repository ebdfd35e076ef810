import lzma
from collections import Counter
from pathlib import Path

from workbench.text.lexicon import english_keys, lookup
from workbench.training.lexicon import count_renderings, write_lexicon
from workbench.training.prepare import Aligned

PAIR = Aligned(
    ("De", " onderhandelaars", " zwegen", "."),
    ("The", " négociators", " were", " silent", "."),
    ((0, 0), (1, 1), (2, 2), (2, 3), (3, 4)),
    ((0, 0), (1, 1), (2, 3), (3, 4)),
)


def test_links_are_counted_by_the_beginnings_of_words() -> None:
    counts = count_renderings([PAIR, PAIR])
    assert counts == {
        "onderha": Counter({"negoc": 4}),
        "zwegen": Counter({"silen": 4, "were": 2}),
    }


def test_function_words_and_rare_links_are_not_written(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.tsv.xz"
    counts = {
        "zwegen": Counter({"silen": 4, "were": 2}),
        "veel": Counter({"much": 900, "many": 90, "apple": 1}),
        "maar": Counter({"but": 50}),
    }
    assert write_lexicon(counts, path) == 2
    lines = lzma.decompress(path.read_bytes()).decode().splitlines()
    assert lines == ["veel\t10\tmany much", "zwegen\t3\tsilen"]


def test_what_ships_knows_common_words() -> None:
    assert "negot" in lookup("onderhandelingen").keys
    assert lookup("Onderhandelaar") == lookup("onderhandelingen")
    assert lookup("xqzwvaals").weight == 0
    assert english_keys("A co-operation, café.") == {"a", "co-op", "co", "opera", "cafe"}
