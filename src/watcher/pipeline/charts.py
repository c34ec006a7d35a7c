"""Alerts -> a picture of their category's cut-offs, or none: no alert waits for long."""

import logging
from collections.abc import Sequence

from watcher.adapters.database import Store
from watcher.adapters.logs import event
from watcher.core.errors import NotDrawn, StoreError
from watcher.core.model import Alert, Round
from watcher.insight.drawing import Artist
from watcher.insight.picture import Picture, picture

log = logging.getLogger(__name__)


class Illustrator:
    """Draws for the alerts of one watcher. Close it when done."""

    def __init__(self, store: Store, artist: Artist | None = None) -> None:
        self._store = store
        self._artist = artist or Artist()
        self._failed = ""

    def __call__(self, alerts: Sequence[Alert]) -> bytes | None:
        """Draw a PNG for alerts of one round; what fails is logged, and no more."""
        wanted = [alert for alert in alerts if alert.subscription.picture]
        if not wanted or wanted[0].round.category is None:
            return None
        try:
            drawn = self._artist.draw(self._described(wanted))
        except (NotDrawn, StoreError) as error:
            if str(error) != self._failed:  # once, not for each of a thousand people
                event(log, "picture_failed", level=logging.WARNING, why=error)
            self._failed = str(error)
            return None
        self._failed = ""
        return drawn

    def close(self) -> None:
        """End the child that draws."""
        self._artist.close()

    def _described(self, wanted: Sequence[Alert]) -> Picture:
        first = wanted[0]
        return picture(
            first.round.category or "",
            self._rounds(first.round),
            language=first.subscription.language,
            about=first.round,
            scores=[alert.subscription.score for alert in wanted],
        )

    def _rounds(self, round_: Round) -> list[Round]:
        with self._store.reading() as tx:
            return tx.rounds.all(pools=False, category=round_.category)
