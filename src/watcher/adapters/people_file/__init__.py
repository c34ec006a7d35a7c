"""Files of people: CSV as spreadsheets write it, and JSON Lines, read line by line and written."""

from watcher.adapters.people_file.columns import PEOPLE_COLUMNS, LineReader, only_channel
from watcher.adapters.people_file.lines import (
    FileFormat,
    PeopleFileError,
    Record,
    Uneven,
    read_records,
)
from watcher.adapters.people_file.writing import people_as_text, people_template

__all__ = [
    "PEOPLE_COLUMNS",
    "FileFormat",
    "LineReader",
    "PeopleFileError",
    "Record",
    "Uneven",
    "only_channel",
    "people_as_text",
    "people_template",
    "read_records",
]
