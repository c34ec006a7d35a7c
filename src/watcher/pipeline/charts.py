"""Charts of a category's cut-offs, attached to alerts."""

import logging
from collections.abc import Sequence

from watcher.adapters.database import Store
from watcher.adapters.logs import event
from watcher.adapters.png import png_of
from watcher.core.errors import ChartError, StoreError
from watcher.core.model import Alert
from watcher.insight.category_chart import category_chart

log = logging.getLogger(__name__)


class ChartRenderer:
    """Draws charts for alerts; an alert is sent without one where that fails."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._failed = ""

    def __call__(self, alerts: Sequence[Alert]) -> bytes | None:
        """Draw a PNG for alerts of one round; a failure is only logged."""
        wanted = [alert for alert in alerts if alert.subscription.picture]
        if not wanted or wanted[0].round.category is None:
            return None
        try:
            drawn = self._draw(wanted, wanted[0].round.category)
        except (ChartError, StoreError) as error:
            if str(error) != self._failed:  # once, not for each of a thousand people
                event(log, "picture_failed", level=logging.WARNING, why=error)
            self._failed = str(error)
            return None
        self._failed = ""
        return drawn

    def _draw(self, wanted: Sequence[Alert], category: str) -> bytes:
        with self._store.reading() as tx:
            rounds = tx.rounds.all(pools=False, category=category)
        return png_of(
            category_chart(
                category,
                rounds,
                language=wanted[0].subscription.language,
                about=wanted[0].round,
                scores=[score for alert in wanted if (score := alert.subscription.score)],
            )
        )
