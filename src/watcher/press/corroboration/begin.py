"""When a report may stand for a round that no official page shows.

In doubt it does not: what is left unjoined is seen by the operator, what is invented
is seen by everybody.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from watcher.core.claims import Claim
from watcher.core.model import Report, Round, ordinal
from watcher.core.schedule import OTTAWA, TOO_OLD

_NEAR = timedelta(days=1)
_ALIKE = timedelta(days=60)


def begins(claim: Claim, rounds: Sequence[Round], now: datetime) -> str | None:
    """Say why a telling that fits no known round is no new one either; None if it is.

    *rounds* are all that are known, confirmed or not.
    """
    report = claim.report
    if not claim.is_news:
        return "it is mentioned in passing"
    missing = [f for f in _needed(report) if getattr(report, f) is None]
    if missing:
        return f"it does not say the {' and the '.join(missing)}".replace("cutoff", "cut-off")
    return _against(report, rounds, now)


def provisional(report: Report, taken: Collection[str]) -> str:
    """Make a provisional number, which is none of *taken*."""
    number = f"reported-{report.date}-{report.category}"
    again = 2
    while number in taken:
        number = f"reported-{report.date}-{report.category}-{again}"
        again += 1
    return number


def _needed(report: Report) -> tuple[str, ...]:
    # A day that only its publication gives asks for all the others.
    if report.precision.get("date") == "published":
        return ("date", "category", "cutoff", "invitations")
    return ("date", "category", "cutoff")


def _against(report: Report, rounds: Sequence[Round], now: datetime) -> str | None:
    day = report.date
    official = [round_ for round_ in rounds if round_.confirmed]
    newest = max((r.date for r in official if r.date), default=None)
    if day is None or newest is None:
        return "no official round is known yet to compare it with"
    today = now.astimezone(OTTAWA).date()
    if day > today:
        return "its day is yet to come"
    if today - day > TOO_OLD or day < newest - _NEAR:
        return "it is older than the newest round, or than ten days"
    if report.number is not None and ordinal(report.number) <= _newest(official):
        return f"its number, {report.number}, is an earlier round's"
    return _too_like(report, day, rounds)


def _too_like(report: Report, day: date, rounds: Sequence[Round]) -> str | None:
    """Find the round that it may be a garbled report of."""
    soft = report.precision.get("date") == "published"
    for round_ in rounds:
        if round_.category != report.category or round_.date is None:
            continue
        apart = abs(round_.date - day)
        if apart <= _NEAR:
            return f"#{round_.called} of the same category is of that day"
        same = round_.cutoff == report.cutoff or (soft and round_.invitations == report.invitations)
        if same and apart <= _ALIKE:
            return f"it may be #{round_.called}, with another day"
    return None


def _newest(official: Sequence[Round]) -> int:
    return max((ordinal(round_.number) for round_ in official), default=0)
