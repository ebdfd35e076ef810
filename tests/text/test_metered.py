import pytest

from workbench.text.documents import parse_document
from workbench.text.metered import metered, within


def test_shares_grow_to_the_whole() -> None:
    told: list[float] = []
    assert list(metered("abcd", lambda item: 1, whole=4, told=told.append)) == list("abcd")
    assert told == [0.25, 0.5, 0.75, 1.0, 1.0]
    # Many small steps are told once in a hundredth.
    told.clear()
    assert (
        sum(1 for _ in metered(range(9999), lambda item: 1, whole=9999, told=told.append)) == 9999
    )
    assert len(told) <= 101


@pytest.mark.parametrize("whole", [0, 1, 1000])
def test_a_wrong_guess_of_the_whole_does_no_harm(whole: int) -> None:
    told: list[float] = []
    list(metered(range(10), lambda item: 3, whole=whole, told=told.append))
    assert told[-1] == 1.0
    assert told == sorted(told)


def test_a_part_of_the_whole() -> None:
    told: list[float] = []
    part = within(told.append, 0.5, 0.75)
    for share in (0.0, 0.5, 1.0):
        part(share)
    assert told == [0.5, 0.625, 0.75]


def test_a_document_tells_how_far_it_is_read() -> None:
    text = "\n\n".join(
        f"Dit is alinea {n} van het stuk. Er staat niet veel in." for n in range(500)
    )
    told: list[float] = []
    document = parse_document("stuk.txt", text.encode(), progress=told.append)
    assert len(document.segments) == 1000
    assert len(told) > 50
    assert told == sorted(told)
    assert told[-1] == 1.0
