"""Polling and delivering once: what ``watcher poll`` does."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.core.settings import Settings
from watcher.pipeline.delivery import DeliveryResult
from watcher.pipeline.poll import PollResult
from watcher.service.app import SPACING, Watcher
from watcher.service.clock import system_clock


@dataclass(frozen=True, slots=True, kw_only=True)
class PollOnceResult:
    """The results of polling and delivering once."""

    polled: tuple[PollResult, ...]
    deliveries: tuple[DeliveryResult, ...]

    @property
    def failed(self) -> bool:
        """Whether a source or a delivery failed."""
        return any(p.failed for p in self.polled) or any(d.failed for d in self.deliveries)


def poll_once(
    settings: Settings,
    *,
    as_of: datetime | None = None,
    spacing: timedelta = SPACING,
    accept: bool = False,
) -> PollOnceResult:
    """Poll every source once and deliver what is due, by the clock or as of an instant.

    *spacing* is the time between two requests to the site of a secondary source; with
    *accept* no page is refused for how much it changes at once. Raises StoreError where the
    database cannot be used, ConfigError where the environment forbids fetching.
    """
    clock = system_clock if as_of is None else lambda: as_of
    with Watcher(settings, clock=clock, spacing=spacing) as watcher:
        polled = tuple(watcher.poll(s, accept=accept) for s in settings.sources)
        watcher.remind()
        once = PollOnceResult(polled=polled, deliveries=watcher.deliver())
        for result in polled:
            watcher.keep_forecasts(result)
        return once
