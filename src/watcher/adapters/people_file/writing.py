"""Writing people to a file, so that importing it changes nothing."""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import Final

from watcher.adapters.people_file.columns import PEOPLE_COLUMNS
from watcher.adapters.people_file.lines import FileFormat
from watcher.core.people import Person, Rule
from watcher.core.person_lines import MAIL, OF_RULE, TELEGRAM

#: References say by which channel; columns of one kind of channel would leave that open.
WRITTEN_COLUMNS: Final = tuple(c for c in PEOPLE_COLUMNS if c not in {MAIL, TELEGRAM})
_TEMPLATE: Final = (
    ("name", "rule", "categories", "score", "submitted", "mail", "language", "timezone"),
    (
        *("amara", "", "healthcare; cec", "471", "2025-11-20T15:00:00Z"),
        *("amara@example.com", "en", "Asia/Kolkata"),
    ),
    ("bruno", "french", "french", "430", "", "bruno@example.com", "fr", "America/Toronto"),
    ("bruno", "cec", "cec", "515", "", "", "", ""),
)


def people_as_text(people: Iterable[Person], form: FileFormat) -> Iterator[str]:
    """Yield the text of a file of people, one of their lines at a time, the heading first."""
    if form == "csv":
        yield _table_line(WRITTEN_COLUMNS)
    for person in people:
        for rule in person.rules:
            value = {column: _value(person, rule, column) for column in WRITTEN_COLUMNS}
            if form == "csv":
                yield _table_line([_cell(part) for part in value.values()])
            else:
                # Also what is empty: a key that is not there would leave what is known alone.
                yield f"{json.dumps(value, ensure_ascii=False)}\n"


def people_template() -> Iterator[str]:
    """Yield a table to begin with: a heading and two people, one of them with two rules."""
    return map(_table_line, _TEMPLATE)


def _value(person: Person, rule: Rule, column: str) -> str | int | None:
    if column == "rule":
        return rule.name
    found = getattr(rule if column in OF_RULE else person, column)
    match found:
        case datetime():
            return found.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case frozenset() | tuple():
            return "; ".join(sorted(found) if isinstance(found, frozenset) else found)
        case _:
            return found if found is None or isinstance(found, int) else str(found)


def _cell(value: str | int | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _table_line(cells: Iterable[str]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
