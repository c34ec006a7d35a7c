"""The forecast of a category's next cut-off, which alerts have as a line."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from watcher.adapters.database import Store
from watcher.adapters.logs import event
from watcher.core.errors import catch_unexpected
from watcher.core.model import Alert, Round, number_order
from watcher.core.schedule import OTTAWA
from watcher.insight.forecast.next_round import next_cutoff_after

log = logging.getLogger(__name__)

# The rounds that a catch-up after an outage may tell at once, and more.
_MOST_KEPT = 64
_MOST_TRIED = 8


class NextCutoffs:
    """Forecasts when the first message of a round is composed (3 ms), for all of them; no poll waits for it."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._known: dict[str, Round] = {}
        self._found: dict[tuple[str, int, date], tuple[int, int] | None] = {}

    def __call__(self, alerts: Sequence[Alert]) -> Sequence[Alert]:
        """Add between which values the next cut-off is as likely as not to alerts of one round."""
        expected = self.after(alerts[0].round)
        return [replace(alert, next_cutoff=expected) for alert in alerts]

    def prepare(self) -> None:
        """Read and reckon what a next round will leave as it is, so that its first message need not."""
        with catch_unexpected():
            with self._store.reading() as tx:
                self._known = {one.number: one for one in tx.rounds.outlines()}
            if self._known:
                # Of a category that is forecast; those that a first poll has read were all seen at once.
                newest = sorted(self._known.values(), key=_newness)[-_MOST_TRIED:]
                tried = (
                    next_cutoff_after(r, self._known.values(), self._today())
                    for r in reversed(newest)
                )
                next(filter(None, tried), None)

    def _rounds(self, told: Round) -> Iterable[Round]:
        """Return every round; those of before, and the one that is told, where it is all that came since."""
        with self._store.reading() as tx:
            if told.number not in self._known and tx.rounds.count() == len(self._known) + 1:
                return [*self._known.values(), told]
            return tx.rounds.outlines()

    def _today(self) -> date:
        return self._clock().astimezone(OTTAWA).date()

    def after(self, round_: Round) -> tuple[int, int] | None:
        """Forecast the cut-off of the round after one; whatever fails costs the line alone."""
        today = self._today()
        key = (round_.number, round_.revision, today)
        if key in self._found:
            return self._found[key]
        expected: tuple[int, int] | None = None
        with catch_unexpected() as caught:
            expected = next_cutoff_after(round_, self._rounds(round_), today)
        if caught.error is not None:  # once, not for each of a thousand people
            event(log, "forecast_failed", level=logging.WARNING, error=caught.error)
        if len(self._found) >= _MOST_KEPT:
            self._found.clear()
        self._found[key] = expected
        return expected


def _newness(round_: Round) -> tuple[datetime, tuple[int, str]]:
    return round_.first_seen, number_order(round_.number)
