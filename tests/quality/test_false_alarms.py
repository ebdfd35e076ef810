"""How often the checks cry wolf on text that professionals translated."""

from pathlib import Path

from workbench.workflow.checks import check_files

DATA = Path(__file__).parents[1] / "training" / "data"

FAULTS = {
    27: "no capital",
    **dict.fromkeys((82, 140), "space before the full stop"),
    **dict.fromkeys((167, 384), "the two sides spell a name differently"),
    **dict.fromkeys((206, 590, 930), "misspelt"),
    375: "pounds that the other side has not",
    509: "the abbreviation is gone",
    571: "half of it is missing",
    639: "a closing quotation mark opens",
    646: "no space after the full stop",
    **dict.fromkeys((723, 724, 737, 987), "one side lacks its full stop"),
    836: "two spaces",
    898: "heels or heels",
}
"""Lines of FLORES dev with something wrong, by our own reading, and what it is."""


def test_one_false_alarm_in_fifty_segments_at_most() -> None:
    lines, found = check_files(DATA / "flores-dev.nl", DATA / "flores-dev.en")
    assert lines == 997
    alarms = set(found) - set(FAULTS)
    assert len(alarms) <= lines / 50, sorted(alarms)
    # Silence is no merit: what is wrong is still found.
    assert set(FAULTS) <= set(found)
