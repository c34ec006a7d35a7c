"""Keeps what is forecast each day, so that it can be compared with the rounds that come."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from watcher.adapters.database import Store
from watcher.core.forecasts import KeptForecast
from watcher.core.model import Round
from watcher.core.schedule import OTTAWA, TWELVE_MONTHS
from watcher.insight.forecast.history import ACTIVE_DAYS
from watcher.insight.score_card import forecasts_to_keep

_DAY = timedelta(days=1)
_KEPT_FOR = timedelta(days=3 * 365)
# How far back is reckoned what would have been forecast, and how many days at once: 0.2 s.
_RECKONED_FOR = TWELVE_MONTHS
_AT_ONCE = 30


class ForecastKeeper:
    """Keeps a day's forecasts once, those made after a round of the day as of the next.

    A database with a history, and no forecasts, gets those of the year before too, marked as reckoned: a few at each
    call. Days on which no watcher ran stay without.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._done: date | None = None

    def keep(self, now: datetime, *, changed: bool) -> int:
        """Keep what is missing, and return how many forecasts; *changed*: a poll has just changed rounds.

        Raises StoreError.
        """
        today = now.astimezone(OTTAWA).date()
        if today == self._done and not changed:
            return 0
        with self._store.reading() as tx:
            kept = tx.forecasts.days(today - _RECKONED_FOR)
            rounds = tx.rounds.all(pools=False)
        drawn = {r.date for r in rounds if r.confirmed and r.date is not None}
        current = [day for day in (today, today + _DAY) if day == today or today in drawn]
        missing = list(_to_reckon(kept, drawn, today))
        made = [
            *_made(rounds, [day for day in current if day not in kept], now, reckoned=False),
            *_made(rounds, missing[:_AT_ONCE], now, reckoned=True),
        ]
        if made:
            with self._store.writing() as tx:
                tx.forecasts.keep(made)
                tx.forecasts.forget(today - _KEPT_FOR)
        if drawn and len(missing) <= _AT_ONCE:
            self._done = today
        return len(made)


def _made(
    rounds: Sequence[Round], days: Sequence[date], now: datetime, *, reckoned: bool
) -> Iterator[KeptForecast]:
    for day in days:
        yield from forecasts_to_keep(rounds, day, made_at=now, reckoned=reckoned)


def _to_reckon(kept: Mapping[date, bool], drawn: set[date], today: date) -> Iterator[date]:
    """Yield the days of the last year, before the first forecast that was made on its day, that have none."""
    first = min((day for day, reckoned in kept.items() if not reckoned), default=today)
    for back in range(_RECKONED_FOR.days, (today - first).days, -1):
        day = today - timedelta(days=back)
        # Without a round in the year before it there is nothing to forecast.
        active = any(0 < (day - one).days <= ACTIVE_DAYS for one in drawn)
        if active and day not in kept:
            yield day
