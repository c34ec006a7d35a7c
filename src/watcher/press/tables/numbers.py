"""Which round numbers a year has: a place in a list is easily taken for one."""

from datetime import date

from watcher.core.model import ordinal

# The first number of each year, as published (2015 to 2026-10-01).
_FIRST = {
    2015: 1,
    2016: 24,
    2017: 51,
    2018: 81,
    2019: 108,
    2020: 134,
    2021: 171,
    2022: 213,
    2023: 237,
    2024: 279,
    2025: 331,
    2026: 389,
}
_NEWEST = max(_FIRST)


def may_be_of(number: str, day: date) -> bool:
    """Say whether a round with this number may have been drawn on this day.

    Of the newest year, and those to come, only the lowest number is known.
    """
    value = ordinal(number)
    first = _FIRST.get(min(day.year, _NEWEST), 1)
    following = _FIRST.get(day.year + 1)
    return value >= first and (following is None or value < following)
