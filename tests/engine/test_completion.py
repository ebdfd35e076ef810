import pytest

from workbench.engine.argos import ArgosEngine

SOURCE = "De minister bezocht gisteren de troepen in Litouwen."


@pytest.mark.parametrize(
    "prefix",
    [
        "The minister",
        "The minister ",
        "Yesterday,",
        "Yesterday the minister of defence",
        "“The minister”",
        "",
    ],
)
def test_every_completion_begins_with_its_prefix(engine: ArgosEngine, prefix: str) -> None:
    [found] = engine.complete([(SOURCE, prefix)], n_best=3)
    assert found
    for hypothesis in found:
        assert hypothesis.text.startswith(prefix.rstrip())
        assert len(hypothesis.text) > len(prefix)
        assert len(hypothesis.log_probs) == len(hypothesis.tokens) == len(hypothesis.alignment)


def test_the_rest_follows_the_source(engine: ArgosEngine) -> None:
    [[best]] = engine.complete([(SOURCE, "Yesterday the minister")])
    assert "troops" in best.text and "Lithuania" in best.text


@pytest.mark.parametrize(
    "prefix", ["The min", "The minister vis", "The minister visite", "The minister visited the tro"]
)
def test_half_a_word_is_finished(engine: ArgosEngine, prefix: str) -> None:
    [found] = engine.complete([(SOURCE, prefix)], n_best=3, unfinished=True)
    assert all(hypothesis.text.startswith(prefix) for hypothesis in found)
    words = found[0].text.lower().split()
    assert words[1] == "minister" and (len(words) < 3 or words[2] == "visited")
    assert "troops" in words


@pytest.mark.parametrize("prefix", ["The minister visit", "The troop", "The peace"])
def test_a_whole_word_stays_whole(engine: ArgosEngine, prefix: str) -> None:
    [found] = engine.complete([(SOURCE, prefix)], n_best=3)
    for hypothesis in found:
        assert not hypothesis.text[len(prefix) : len(prefix) + 1].isalnum()


def test_alternatives_differ_right_behind_the_prefix(engine: ArgosEngine) -> None:
    [found] = engine.complete([(SOURCE, "The minister")], n_best=4, alternatives=True)
    following = [hypothesis.text.removeprefix("The minister").split()[0] for hypothesis in found]
    assert len(set(following)) == len(found) == 4
    assert "visited" in following


def test_requests_do_not_mix(engine: ArgosEngine) -> None:
    requests = [(SOURCE, "The"), ("", "Nothing"), ("De NAVO vergadert.", "NATO"), (SOURCE, "")]
    found = engine.complete(requests)
    assert [len(hypotheses) for hypotheses in found] == [1, 1, 1, 1]
    assert found[1][0].text == "Nothing"
    assert found[2][0].text.startswith("NATO")
    assert found[3][0].text == engine.score([(SOURCE, found[3][0].text)])[0].text
