"""Pages in the shape of the official feed, written field by field.

A row has the 31 published keys, all texts, and is plausible as it stands: a test
changes only the fields it is about, by their published names.
"""

import json
from calendar import month_name
from collections.abc import Mapping
from datetime import date, timedelta
from enum import Enum
from typing import Literal


class Leave(Enum):
    """What stands where a key is to be left out of the row."""

    OUT = "out"


OUT = Leave.OUT

Layout = Literal["pretty", "lines", "tabs"]
Row = dict[str, object]

_ROUNDS = "/express-entry-rounds/invitations.html?q="
_POOL = """500 20,000 73,000 13,000 13,000 16,000 16,000 15,000 61,000 13,500 13,000
    12,000 11,500 11,000 48,000 17,000 7,500 227,000"""


def a_row(number: str = "437", day: str = "2026-08-19", /, **printed: object) -> Row:
    """Write a round as the feed prints it; *printed* replaces fields, OUT removes them.

    The date in words, the time of the round, its tie-break (sixty days before) and
    the day of the pool's count follow *day*.
    """
    drawn = date.fromisoformat(day)
    link = f"<a href='/content/canadasite/en{_ROUNDS}{number}'>"
    row: Row = {
        "drawNumber": number,
        "drawNumberURL": f"{link}{number}</a>",
        "drawDate": day,
        "drawDateFull": in_words(drawn),
        "drawName": "Canadian Experience Class",
        "drawSize": "1,000",
        "drawCRS": "471",
        "mitext": f"{link}Invitations to apply #{number}</a>",
        "DrawText1": f"{link}Full text</a>",
        "drawText2": "Canadian Experience Class",
        "drawDateTime": f"{in_words(drawn)} at 14:35:37 UTC",
        "drawCutOff": f"{in_words(drawn - timedelta(days=60))} at 18:34:05 UTC",
        "drawDistributionAsOn": in_words(drawn - timedelta(days=3)),
        **{f"dd{n}": count for n, count in enumerate(_POOL.split(), start=1)},
    }
    row.update(printed)
    return {key: value for key, value in row.items() if value is not OUT}


def rows(count: int, newest: int = 437, day: str = "2026-08-19") -> list[Row]:
    """Write that many rounds, newest first, a week apart."""
    last = date.fromisoformat(day)
    return [a_row(str(newest - i), (last - timedelta(weeks=i)).isoformat()) for i in range(count)]


def a_page(
    *printed: object, layout: Layout = "pretty", encoding: str = "utf-8", **top: object
) -> bytes:
    """Write the feed with these rows, its lines ended as the server ends them."""
    page: Mapping[str, object] = {"classes": "wb-tables", "rounds": list(printed), **top}
    if layout == "lines":
        text = _one_line_per_row(printed)
    else:
        indent = "\t" if layout == "tabs" else 4
        text = json.dumps(page, ensure_ascii=False, indent=indent)
    return text.replace("\n", "\r\n").encode(encoding)


def in_words(day: date) -> str:
    """Write ``August 9, 2026``, as the feed does."""
    return f"{month_name[day.month]} {day.day}, {day.year}"


def _one_line_per_row(printed: tuple[object, ...]) -> str:
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in printed)
    return '{"classes":"wb-tables","rounds":[\n' + lines + "\n]}\n"
