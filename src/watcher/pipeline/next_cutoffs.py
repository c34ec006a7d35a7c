"""The forecast of a category's next cut-off, which alerts have as a line."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from watcher.adapters.database import Store
from watcher.adapters.logs import event
from watcher.core.errors import catch_unexpected
from watcher.core.model import Alert, Round
from watcher.core.schedule import OTTAWA
from watcher.insight.forecast.next_round import next_cutoff_after

log = logging.getLogger(__name__)

# The rounds that a catch-up after an outage may tell at once, and more.
_MOST_KEPT = 64


class NextCutoffs:
    """Forecasts when the first message of a round is composed (3 ms), for all of them; no poll waits for it."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._found: dict[tuple[str, int, date], tuple[int, int] | None] = {}

    def __call__(self, alerts: Sequence[Alert]) -> Sequence[Alert]:
        """Add between which values the next cut-off is as likely as not to alerts of one round."""
        expected = self.after(alerts[0].round)
        return [replace(alert, next_cutoff=expected) for alert in alerts]

    def prepare(self) -> None:
        """Reckon what the next round will leave as it is, so that its first message need not."""
        with catch_unexpected():
            with self._store.reading() as tx:
                every = tx.rounds.outlines()
            if every:
                newest = max(every, key=lambda one: one.first_seen)
                next_cutoff_after(newest, every, self._clock().astimezone(OTTAWA).date())

    def after(self, round_: Round) -> tuple[int, int] | None:
        """Forecast the cut-off of the round after one; whatever fails costs the line alone."""
        today = self._clock().astimezone(OTTAWA).date()
        key = (round_.number, round_.revision, today)
        if key in self._found:
            return self._found[key]
        expected: tuple[int, int] | None = None
        with catch_unexpected() as caught:
            with self._store.reading() as tx:
                every = tx.rounds.outlines()
            expected = next_cutoff_after(round_, every, today)
        if caught.error is not None:  # once, not for each of a thousand people
            event(log, "forecast_failed", level=logging.WARNING, error=caught.error)
        if len(self._found) >= _MOST_KEPT:
            self._found.clear()
        self._found[key] = expected
        return expected
