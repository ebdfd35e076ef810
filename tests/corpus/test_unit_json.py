"""Units become JSON and come back equal; what is no unit is refused."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.corpus.unit_json import details_of, unit_from_details, unit_of, value_of
from workbench.domain import (
    Bead,
    Origin,
    Place,
    Provenance,
    Remark,
    SegmentKind,
    SegmentStatus,
    TermOutcome,
    TermStrategy,
    TranslationUnit,
    UnitVersion,
    Variant,
)

text = st.text(max_size=12)
number = st.integers(0, 10_000)
fraction = st.floats(0, 1, allow_nan=False)
moment = st.none() | st.datetimes(datetime(1990, 1, 1)).map(lambda when: when.replace(tzinfo=UTC))
status = st.sampled_from(SegmentStatus)
origin = st.sampled_from(Origin)
numbers = st.lists(number, max_size=3).map(tuple)
terms = st.builds(
    TermOutcome, text, text, number, number, text, st.sampled_from(TermStrategy), fraction, text
)
provenances = st.builds(
    Provenance,
    origin,
    text,
    text,
    text,
    text,
    st.none() | fraction,
    st.lists(text, max_size=2).map(tuple),
    st.lists(terms, max_size=2).map(tuple),
)
versions = st.builds(
    UnitVersion,
    *(text, status, text, moment, text),
    st.none() | origin,
    st.none() | provenances,
    st.none() | number,
)
places = st.builds(
    Place,
    *(text, text, st.sampled_from(SegmentKind), number, number, number),
    st.lists(text, max_size=2).map(tuple),
)
UNITS = st.builds(
    TranslationUnit,
    uid=text,
    source=st.builds(Variant, st.sampled_from(["nl", "nl-BE"]), text),
    target=st.builds(Variant, st.sampled_from(["en", "en-GB"]), text),
    status=status,
    provenance=provenances,
    document=text,
    segment=number,
    created=moment,
    changed=moment,
    creator=text,
    changer=text,
    note=text,
    bead=st.none() | st.builds(Bead, numbers, numbers, fraction),
    history=st.lists(versions, max_size=2).map(tuple),
    remarks=st.lists(st.builds(Remark, text, text, moment, text, moment, text), max_size=2).map(
        tuple
    ),
    place=st.none() | places,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(UNITS)
def test_whole_units_and_their_details_come_back(unit: TranslationUnit) -> None:
    assert unit_of(json.loads(json.dumps(value_of(unit)))) == unit
    details = json.loads(json.dumps(details_of(unit, "nl", "en")))
    sides = Variant("nl", unit.source.text), Variant("en", unit.target.text)
    assert unit_from_details(details, sides, str(unit.status)) == unit


def test_details_hold_only_what_is_there() -> None:
    unit = TranslationUnit(
        "7", Variant("nl", "a"), Variant("en", "b"), SegmentStatus.DRAFT, Provenance(Origin.MEMORY)
    )
    assert details_of(unit, "nl", "en") == {"uid": "7", "provenance": {"origin": "memory"}}


GOOD: dict[str, Any] = {
    "uid": "1",
    "source": {"language": "nl", "text": "a"},
    "target": {"language": "en", "text": "b"},
    "status": "draft",
    "provenance": {"origin": "human"},
}


@pytest.mark.parametrize(
    "change",
    [
        {"uid": 7},
        {"uid": None},
        {"source": "a"},
        {"source": {"language": "nl"}},
        {"target": {"language": None, "text": "b"}},
        {"status": "done"},
        {"status": ["draft"]},
        {"provenance": {"origin": "nobody"}},
        {"provenance": {"origin": "human", "flags": "loop"}},
        {"provenance": {"origin": "human", "terms": [{"concept": "c"}]}},
        {"provenance": {"origin": "human", "confidence": "much"}},
        {"segment": -1},
        {"segment": True},
        {"segment": 2**60},
        {"created": "yesterday"},
        {"bead": {"source": [0]}},
        {"history": [{"text": "x"}]},
        {"history": [{"text": "x", "status": "draft", "restores": -1}]},
        {"history": [{"text": "x", "status": "draft", "provenance": {}}]},
        {"remarks": [{"author": "anna"}]},
        {"remarks": [{"text": "x", "at": "noon"}]},
        {"place": {"sha256": "ab"}},
        {"place": {"sha256": "ab", "media_type": "txt", "kind": "poem"}},
        {"place": {"sha256": "ab", "media_type": "txt", "start": 0.5}},
        {"formula": "=1"},
    ],
)
def test_what_is_no_unit_is_refused(change: dict[str, Any]) -> None:
    unit_of(GOOD)
    with pytest.raises(ValueError, match=r"."):
        unit_of({**GOOD, **change})
