"""Every operation, view and filter of the alignment editor has one key that ``?`` shows."""

import re
from collections import Counter

import pytest

from workbench.app.components.alignment_grid import _FOLDER

OPERATIONS = {
    "accept and go on": "accept",
    "accept all sure rows": "acceptSure",
    "reject": "reject",
    "needs review": "needsReview",
    "unaligned, not translated": "unaligned1",
    "unaligned, added": "unaligned2",
    "unaligned, furniture": "unaligned3",
    "unaligned, another reason": "unaligned4",
    "note": "note",
    "merge with the row below": "mergeDown",
    "merge with the row above": "mergeUp",
    "merge one side with the row below": "mergeSideDown",
    "merge one side with the row above": "mergeSideUp",
    "split the row": "splitRow",
    "split a sentence": "splitSentence",
    "first unit up": "sendUp",
    "last unit down": "sendDown",
    "text before the cursor up": "sendTextUp",
    "text after the cursor down": "sendTextDown",
    "insert an empty cell": "insertEmpty",
    "swap down": "swapDown",
    "swap up": "swapUp",
    "a row of its own": "ownRow",
    "a partner anywhere": "partner",
    "link across": "carry",
    "edit text": "edit",
    "alternatives": "alternatives",
    "re-align around": "realign",
    "re-align from here": "realignHere",
    "re-align all": "realignAll",
    "undo": "undo",
    "redo": "redo",
    "history": "history",
    "next uncertain row": "nextOpen",
    "queue": "queueOrder",
    "machine translation": "bridge",
    "dot-plot": "picture",
    "filters": "filter",
    "search": "search",
    "keys": "help",
}

FILTERS = (
    *("", "open", "uncertain", "shape", "single", "crossing", "unaligned", "number", "term"),
    *("copy", "length", "language", "double"),
    *("needs-review", "accepted", "corrected", "rejected"),
)


def script(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def keys() -> list[tuple[str, str, str]]:
    """Key, action and help of each line of the table that ``?`` shows."""
    table = script("pair_keys.js").split("const ALSO")[0]
    return re.findall(r'^  \["([^"]+)", "(\w+)", "([^"]+)"\],$', table, re.MULTILINE)


@pytest.mark.parametrize("action", OPERATIONS.values(), ids=OPERATIONS)
def test_an_operation_has_one_key_and_is_done(action: str) -> None:
    assert [name for _, name, _ in keys()].count(action) == 1
    assert re.search(rf"^  {action}: ", script("pair_actions.js"), re.MULTILINE)


def test_no_key_does_two_things() -> None:
    assert max(Counter(key for key, _, _ in keys()).values()) == 1
    assert all(told.strip() for _, _, told in keys())


def test_every_filter_has_a_key_of_its_own() -> None:
    found = re.findall(r'^  \["(.)", "([\w-]*)", "[^"]+", \(', script("words.js"), re.MULTILINE)
    assert {name for _, name in found} == set(FILTERS)
    assert len({key for key, _ in found}) == len(FILTERS)
