"""What ``workbench review`` prints of segments for people."""

from collections.abc import Sequence
from typing import Any

from workbench.counts import counted

__all__ = ["print_rows", "print_segment"]

Json = dict[str, Any]


def print_rows(rows: Sequence[Json], found: Sequence[int]) -> None:
    """Print segments with source and translation, and how many there are in all."""
    for row in rows:
        print(_head(row))
        print(f"    {row['source']}")
        if row["target"]:
            print(f"    {row['target']}")
    more = len(found) - len(rows)
    print(counted(len(found), "segment") + (f", {more} not shown (--limit)" if more else ""))


def print_segment(
    row: Json, findings: Sequence[Json], remarks: Sequence[Json], revisions: Sequence[Json]
) -> None:
    """Print one segment with all that is known of it."""
    print_rows([row], [row["position"]])
    for finding in findings:
        word = "dismissed" if finding["dismissed"] else finding["severity"]
        print(f"  {word}: {finding['message']} ({finding['key']})")
    for remark in remarks:
        state = f"settled by {remark['settler']}" if remark["settled"] else "open"
        print(f"  remark {remark['id']} of {remark['author']} ({state}): {remark['text']}")
    for revision in revisions:
        time = revision["time"][:16].replace("T", " ")
        where = f"version {revision['version']}" if revision["segment"] == row["id"] else "before"
        said = f"{revision['author']}: {revision['action']}, {revision['status']}"
        print(f"  {where}, {time} {said}")
        print(f"      {revision['text']}")


def _head(row: Json) -> str:
    notes = [row["status"]]
    if row["confidence"] is not None:
        notes.append(f"the model's own confidence {row['confidence']:.2f}")
    if row["assignee"]:
        notes.append(f"for {row['assignee']}")
    if row.get("repeats"):
        notes.append(f"repeated x{row['repeats'] + 1}")
    notes += row["flags"]
    return f"{row['position'] + 1} ({', '.join(notes)})"
