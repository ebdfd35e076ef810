import time

import pytest

from workbench.corpus.patterns import Pattern
from workbench.errors import SettingsError


@pytest.mark.parametrize(
    ("pattern", "options", "text", "spans"),
    [
        ("artikel", {}, "Artikel 5, artikel 6", [(0, 7), (11, 18)]),
        ("artikel", {"case": True}, "Artikel 5, artikel 6", [(11, 18)]),
        ("5.1", {}, "5.1 en 5x1", [(0, 3)]),
        ("5.1", {"regex": True}, "5.1 en 5x1", [(0, 3), (7, 10)]),
        ("war", {"words": True}, "war, warfare, post-war", [(0, 3), (19, 22)]),
        ("a b", {}, "a b", [(0, 3)]),
        (r"\bnu\b", {"regex": True}, "nu en nut", [(0, 2)]),
        ("x*", {"regex": True}, "axb", [(1, 2)]),
        ("(", {}, "a (b", [(2, 3)]),
    ],
)
def test_places(
    pattern: str, options: dict[str, bool], text: str, spans: list[tuple[int, int]]
) -> None:
    assert Pattern.of(pattern, **options).spans(text) == spans
    assert Pattern.of(pattern, **options).found(text) == bool(spans)


@pytest.mark.parametrize("pattern", ["(open", "[a", "*", "(?P<n>a)(?P=m)", "", "x" * 1001])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(SettingsError):
        Pattern.of(pattern, regex=True)


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|aa)+$", "(.*a){25}x", "^(([a-z])+.)+[A-Z]([a-z])+$"]
)
def test_a_catastrophic_pattern_ends_in_time(pattern: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.corpus.patterns.SECONDS", 0.3)
    hostile = Pattern.of(pattern, regex=True)
    begun = time.process_time()
    try:
        for _ in range(200):
            hostile.found("a" * 2000 + "!")
    except SettingsError as error:
        assert "takes too long" in str(error)
    assert time.process_time() - begun < 3


def test_groups_are_put_in_only_when_wanted() -> None:
    pattern = Pattern.of(r"(\d+) (\w+)", regex=True)
    assert pattern.replaced("5 mei", r"\2 \1", groups=True) == "mei 5"
    assert Pattern.of("mei").replaced("5 mei", r"\1", groups=False) == r"5 \1"
    with pytest.raises(SettingsError, match="can't be written"):
        pattern.replaced("5 mei", r"\7", groups=True)
