"""Monthly messages: a sign of life to those who want one, on the first of each month. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from watcher.core.model import Round
from watcher.core.settings import Language, QuietHours

# When it is told, by the clock of its reader.
_TOLD_AT = time(9)
#: After an outage it is told for so long; a later one would rather wonder than calm.
MADE_UP_FOR = timedelta(days=7)
# The first clocks on earth show nine o'clock 14 hours before Greenwich, the last 12 after.
_FIRST_CLOCK, _LAST_CLOCK = timedelta(hours=14), timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedRule:
    """What one rule of somebody watches for; ``score`` None: it is counted from a profile."""

    categories: frozenset[str]
    score: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyNote:
    """The sign of life of one month for one person, with all that its message needs.

    ``rounds`` is how many were held in the month before, ``last`` the newest; ``blind_since``: no official page could
    be read since then.
    """

    person: str
    language: Language
    timezone: str
    quiet_hours: QuietHours | None = None
    month: date
    rules: tuple[WatchedRule, ...] = ()
    rounds: int = 0
    last: Round | None = None
    blind_since: datetime | None = None


def monthly_time(month: date, zone: str) -> datetime:
    """Return when the message of a month is told (UTC): at nine on its first day, whatever the clocks did."""
    return datetime.combine(month.replace(day=1), _TOLD_AT, ZoneInfo(zone)).astimezone(UTC)


def due_month(now: datetime, zone: str) -> date | None:
    """Return the month whose message is to be told in a zone now, if its time came and is not too long ago."""
    month = now.astimezone(ZoneInfo(zone)).date().replace(day=1)
    at = monthly_time(month, zone)
    return month if at <= now <= at + MADE_UP_FOR else None


def any_month_due(now: datetime) -> bool:
    """Tell whether a message could be due in any zone: at all other times nobody need be looked for."""
    ahead = (now + _FIRST_CLOCK).date()
    first = datetime.combine(ahead.replace(day=1), _TOLD_AT, UTC)
    return first - _FIRST_CLOCK <= now <= first + _LAST_CLOCK + MADE_UP_FOR


def month_before(month: date) -> date:
    """Return the first day of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)
