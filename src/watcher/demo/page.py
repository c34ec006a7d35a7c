"""Rounds -> the bytes that IRCC's feed would have: its keys, its shapes, its layout.

The words in it are ours; the keys, the address of each round and the ways of writing
dates and numbers are those of ``ee_rounds_123_en.json``. Pure.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache

from watcher.demo.facts import BANDS, PublishedRound

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip
_FOLDER = (
    "/content/canadasite/en/immigration-refugees-citizenship/corporate/mandate/"
    "policies-operational-instructions-agreements/ministerial-instructions/"
    "express-entry-rounds"
)
_ONE_PROGRAM = {
    "Canadian Experience Class": "Canadian Experience Class",
    "Provincial Nominee Program": "Provincial Nominee Program",
    "Federal Skilled Trades": "Federal Skilled Trades Program",
    "Federal Skilled Worker": "Federal Skilled Worker Program",
}
_THREE_PROGRAMS = (
    "Federal Skilled Worker Program, Canadian Experience Class and Federal Skilled Trades Program"
)
_OPENING = '{\r\n    "classes": "wb-tables",\r\n'
_ROUNDS_BEGIN = '    "rounds": [\r\n'
_CLOSING = "\r\n    ]\r\n}\r\n"
_BETWEEN_ROUNDS = ",\r\n"
_BETWEEN_KEYS = ",\r\n            "


def render(rounds: Iterable[PublishedRound]) -> bytes:
    """Write the feed with these rounds in the order given: 31 keys each, ASCII, CRLF."""
    return (_OPENING + _ROUNDS_BEGIN + _rows(rounds) + _CLOSING).encode("ascii")


def half_edited(rounds: Iterable[PublishedRound]) -> bytes:
    """Write the feed without the line that opens its list: no longer JSON.

    So it stood on IRCC's site for 25 minutes on 2025-02-19.
    """
    return (_OPENING + _rows(rounds) + _CLOSING).encode("ascii")


def maintenance() -> bytes:
    """Write a web page where the feed should be, as sites do with status 200."""
    return (
        b"<!DOCTYPE html>\n<html lang='en'><head><title>Maintenance</title></head>\n"
        b"<body><h1>Back soon</h1><p>This service is being worked on.</p></body></html>\n"
    )


def _rows(rounds: Iterable[PublishedRound]) -> str:
    return _BETWEEN_ROUNDS.join(map(_row, rounds))


# A page differs from the one before it by one row: the others are not written again.
@lru_cache(maxsize=2048)
def _row(round_: PublishedRound) -> str:
    fields = (f"{json.dumps(key)}: {json.dumps(text)}" for key, text in _fields(round_))
    return f"        {{\r\n            {_BETWEEN_KEYS.join(fields)}\r\n        }}"


def _fields(round_: PublishedRound) -> Iterator[tuple[str, str]]:
    number = round_.number
    yield "drawNumber", number
    yield "drawNumberURL", _anchor(number, number)
    yield "drawDate", round_.day.isoformat()
    yield "drawDateFull", _in_words(round_.day)
    yield "drawName", round_.name
    yield "drawSize", f"{round_.invitations:,}"
    yield "drawCRS", str(round_.cutoff)
    yield "mitext", _anchor(number, f"Express Entry: instructions for round {number}")
    yield "DrawText1", _anchor(number, "The instructions in full")
    yield "drawText2", _ONE_PROGRAM.get(round_.name, _THREE_PROGRAMS)
    yield "drawDateTime", _drawn(round_)
    yield "drawCutOff", _instant(round_.tie_break) if round_.tie_break else ""
    yield "drawDistributionAsOn", _in_words(round_.pool_as_on or round_.day)
    # Zeros stand for unknown in the feed too, before 2022.
    pool = round_.pool or (0,) * BANDS
    for band, count in enumerate(pool, start=1):
        yield f"dd{band}", "" if count is None else f"{count:,}"


def _anchor(number: str, text: str) -> str:
    return f"<a href='{_FOLDER}/invitations.html?q={number}'>{text}</a>"


def _drawn(round_: PublishedRound) -> str:
    return _instant(round_.drawn) if round_.drawn else _in_words(round_.day)


def _instant(at: datetime) -> str:
    return f"{_MONTHS[at.month - 1]} {at:%d, %Y} at {at:%H:%M:%S} UTC"


def _in_words(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
