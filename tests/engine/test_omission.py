import pytest

from workbench.engine.omission import find_omission, limit
from workbench.engine.renderings import Surprisal, source_words
from workbench.language import ENGLISH

SOURCE = "De regering wil de steun verlengen en de leger vergroten."
WHOLE = "The government wants to extend the support and expand the army."


def read(source: str, surprising: set[str]) -> Surprisal:
    """A reading back in whole words, of which some were a surprise."""
    words = source.rstrip(".").split()
    return Surprisal(
        tuple("▁" + word for word in words),
        tuple(-11.0 if word in surprising else -0.5 for word in words),
    )


def test_a_whole_translation_has_no_omission() -> None:
    assert find_omission(SOURCE, WHOLE, surprisal=read(SOURCE, set())) is None


def test_surprising_words_without_an_english_one_are_missing() -> None:
    target = "The government wants to extend the support."
    found = find_omission(SOURCE, target, surprisal=read(SOURCE, {"leger", "vergroten"}))
    assert found is not None
    assert SOURCE[found.start : found.end] == "leger vergroten"
    assert found.weight > limit(-0.5, read=True)
    # What was expected all the same may be said in other words.
    calm = find_omission(SOURCE, target, surprisal=read(SOURCE, set()))
    assert calm is None or calm.weight < limit(-0.5, read=True)


def test_without_a_reader_unattended_words_are_missing() -> None:
    target = "The government wants to extend the support."
    end = SOURCE.index("en de leger")
    found = find_omission(SOURCE, target, attended=[(0, end)])
    assert found is not None
    assert SOURCE[found.start : found.end] == "leger vergroten"
    attended = find_omission(SOURCE, target, attended=[(0, len(SOURCE))])
    assert attended is None or attended.weight < found.weight


@pytest.mark.parametrize(
    ("source", "target", "rendered"),
    [
        ("De regering valt.", "The government falls.", [True, True]),
        ("Een militaire parade.", "A military parade.", [True, True]),
        ("De onderhandelingen.", "The bird.", [False]),
        ("Daarom ook nog echter.", "So.", []),
    ],
)
def test_which_words_are_rendered(source: str, target: str, rendered: list[bool]) -> None:
    assert [word.rendered for word in source_words(source, target)] == rendered


@pytest.mark.parametrize("read", [True, False])
def test_free_texts_have_a_higher_limit(read: bool) -> None:
    scores = [-0.3, -0.6, -1.5, -2.3, -4.0]
    limits = [limit(score, read=read) for score in scores]
    assert limits == sorted(limits)
    assert limits[0] == limits[1] < limits[2] < limits[3] == limits[4]


def test_english_words_are_looked_up_in_what_the_dutch_ones_mean() -> None:
    source = "The government signed the peace treaty although nobody expected it."
    whole = "De regering ondertekende het vredesverdrag, hoewel niemand dat verwachtte."
    lacking = "De regering ondertekende het."
    missing = {
        target: [
            source[word.start : word.end]
            for word in source_words(source, target, language=ENGLISH)
            if not word.rendered
        ]
        for target in (whole, lacking)
    }
    assert missing == {whole: [], lacking: ["peace", "treaty", "nobody", "expected"]}


def test_light_english_words_are_not_weighed() -> None:
    assert source_words("They would then have been there, though.", "Ja.", language=ENGLISH) == []
