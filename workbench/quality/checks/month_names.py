"""The months of the year in both languages, in order."""

import re

__all__ = ["DUTCH_MONTHS", "ENGLISH_MONTHS"]

DUTCH_MONTHS = tuple(
    re.findall(
        r"\w+",
        "januari februari maart april mei juni juli augustus september oktober november december",
    )
)
ENGLISH_MONTHS = tuple(
    re.findall(
        r"\w+",
        "January February March April May June July August September October November December",
    )
)
