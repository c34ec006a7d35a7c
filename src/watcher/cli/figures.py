"""Figures as the terminal writes them: rounds, points, instants to the second, spans."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import typer

from watcher.cli.show import UNKNOWN, harmless

if TYPE_CHECKING:
    from watcher.adapters.database import DeliveryRecord


_TWO = 2


def count(figure: int | None) -> str | None:
    """Write a number of people: 27,332."""
    return None if figure is None else f"{figure:,}"


def whole(figure: int | None) -> str | None:
    """Write a figure that is no number of people: a score, days."""
    return None if figure is None else str(figure)


def points(difference: int | None) -> str | None:
    """Write a difference of scores with its sign: +5, -3, 0."""
    return None if difference is None else f"{difference:+d}" if difference else "0"


def moment(instant: datetime | None, timezone: str) -> str | None:
    """Write an instant to the second, for a tie is decided by seconds."""
    if instant is None:
        return None
    return instant.astimezone(ZoneInfo(timezone)).strftime("%Y-%m-%d %H:%M:%S %Z")


def day(of_round: date | None) -> str | None:
    """Write a day: 2026-08-19."""
    return None if of_round is None else of_round.isoformat()


def clock(instant: datetime | None, timezone: str, *, seconds: bool = True) -> str | None:
    """Write an instant without its zone, which the head of its column names."""
    written = moment(instant, timezone)
    return written and written[: 19 if seconds else 16]


def city(timezone: str) -> str:
    """Name a zone by its city, for the head of a column."""
    return timezone.rpartition("/")[2].replace("_", " ")


def days_since(day: date | None, now: datetime) -> int | None:
    """Count the days since a round, whose day is Ottawa's."""
    if day is None:
        return None
    from watcher.core.schedule import OTTAWA

    return (now.astimezone(OTTAWA).date() - day).days


def days(count_of: int) -> str:
    """Write a number of days: 1 day, 2 days."""
    return "1 day" if count_of == 1 else f"{count_of} days"


def brief(length: timedelta) -> str:
    """Write a duration for a table: 34 min, 5 h, 4 d; two of a unit before the next."""
    minutes = length // timedelta(minutes=1)
    if minutes < _TWO * 60:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < _TWO * 24 else f"{hours // 24} d"


def named(figure: str) -> str:
    """Name a figure of a round in words, as messages do."""
    from watcher.messages.figures import FIGURE_NAMES

    return FIGURE_NAMES.get(figure, figure)


def any_figure(name: str, value: object, timezone: str) -> str:
    """Write one figure of a round, by what it is."""
    from watcher.core.pool import Pool

    match value:
        case datetime():
            written = moment(value, timezone)
        case int() if name == "invitations":
            written = count(value)
        case Pool():
            written = f"{count(value.total) or UNKNOWN} candidates"
        case None:
            written = UNKNOWN
        case _:
            written = str(value)
    return written or UNKNOWN


def place(delivery: "DeliveryRecord") -> str:
    """Name a channel and, where it has several, the target."""
    target = delivery.target
    return f"{delivery.channel} ({target})" if target else delivery.channel


def said(delivery: "DeliveryRecord") -> str:
    """Quote what the server said, and warn of what it may have had twice."""
    answer = f": {delivery.answer}" if delivery.answer else ""
    return f"{answer}; may have been said twice" if delivery.doubtful else answer


def size(octets: int) -> str:
    """Write the size of a file: 1.4 MB."""
    from rich.filesize import decimal

    return decimal(octets)


def tries(attempts: int) -> str:
    """Write how often a delivery was tried: 1 try, 2 tries."""
    return "1 try" if attempts == 1 else f"{attempts} tries"


def facts(lines: Iterable[tuple[str, str | None]]) -> None:
    """Print labels and what they say in two columns; what is None is unknown."""
    listed: Sequence[tuple[str, str | None]] = list(lines)
    width = max((len(label) for label, _ in listed), default=0)
    for label, text in listed:
        typer.echo(f"{label:<{width}}  {UNKNOWN if text is None else harmless(text)}")
