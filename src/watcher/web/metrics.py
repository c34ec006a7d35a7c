"""Prometheus metrics: counters of this process, gauges from the database.

A scrape changes no metric, so that an unchanged answer can be 304. Labels name no person.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from importlib.metadata import version
from itertools import product
from typing import get_args

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from watcher.answers.deliveries import DeliveryState
from watcher.core.alerts import is_news
from watcher.core.model import Change, ConfirmedRound, NewRound, Round, Trouble
from watcher.core.schedule import TOO_OLD
from watcher.core.settings import Settings
from watcher.messages.figures import dates_disagree, elapsed
from watcher.pipeline.delivery import DeliveryResult
from watcher.pipeline.poll import PollOutcome, PollResult
from watcher.web.health import channel_kind, channel_kinds, database_gauges, gauge
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
# IRCC shows a round 83 minutes after its stated time at the earliest, a tenth within
# 147, half within 238, nine tenths within 399 (115 rounds, 2024-2026): halves of hours
# where they crowd, and a tail for evenings, weekends and the ten days that are news.
_SEEN_WITHIN = (
    *(_HOUR * hours for hours in (1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 12)),
    *(_DAY * days for days in (1, 3, 10)),
)
# Seconds where all is well; minutes for thousands at the pace of one server; then the
# retries, 30 s doubling to an hour, and nights; after 72 hours a message is given up.
_SENT_WITHIN = (
    *(1, 2, 5, 10, 30),
    *(_MINUTE * minutes for minutes in (1, 2, 5, 15)),
    *(_HOUR * hours for hours in (1, 2, 4, 8, 12, 24, 72)),
)
_SENDS = {
    DeliveryState.SENT: "sent",
    DeliveryState.QUEUED: "again",
    DeliveryState.REFUSED: "refused",
    DeliveryState.EXPIRED: "expired",
}
# The page was older than one that was read before.
_STALE = "stale"
_POLLS = (*get_args(PollOutcome), _STALE)
# Monitoring, not readers.
_NOT_COUNTED = frozenset({"/healthz", "/readyz", "/metrics"})


class Metrics:
    """The counters of one process since its start."""

    def __init__(self, since: datetime) -> None:
        # Else each counter has a second metric, which only OpenMetrics uses.
        disable_created_metrics()  # type: ignore[no-untyped-call]  # the library has no hint here
        self._since = since
        self._registry = CollectorRegistry()
        counter = partial(Counter, registry=self._registry)
        histogram = partial(Histogram, registry=self._registry)
        self._polls = counter(
            "watcher_polls", "Polls since the start, by how they ended.", ["source", "outcome"]
        )
        self._sends = counter(
            "watcher_sends",
            "Attempts to send a message since the start, by how they ended.",
            ["kind", "outcome"],
        )
        self._database_failures = counter(
            "watcher_database_failures",
            "Turns of the service since the start that the database failed.",
        )
        self._requests = counter(
            "watcher_web_requests",
            "Requests answered since the start, without those of probes and Prometheus.",
            ["route", "status"],
        )
        self._seen_after = histogram(
            "watcher_round_seen_after_drawn_seconds",
            "From the stated time of a new round until the official page showed it.",
            buckets=_SEEN_WITHIN,
        )
        self._sent_after = histogram(
            "watcher_alert_sent_after_seen_seconds",
            "From when the news of an alert was seen until its channel took it.",
            ["quiet_hours"],
            buckets=_SENT_WITHIN,
        )
        for quiet in (False, True):
            self._sent_after.labels(_yes_no(quiet))

    def count_poll(self, polled: PollResult, now: datetime) -> None:
        """Count a poll, and observe how late its new rounds are."""
        stale = polled.trouble is Trouble.STALE
        outcome = _STALE if stale else polled.outcome
        self._polls.labels(polled.source, outcome).inc()
        if polled.outcome != "baseline":
            for change in polled.changes:
                late = _seen_after(change, now)
                if late is not None:
                    self._seen_after.observe(late.total_seconds())

    def count_delivery(self, delivery: DeliveryResult, settings: Settings) -> None:
        """Count an attempt to send, and observe how late a sent alert is."""
        kind = channel_kind(settings, delivery.channel)
        self._sends.labels(kind, _SENDS[delivery.state]).inc()
        late = delivery.sent_after
        if late is not None and late >= timedelta():
            quiet = _yes_no(delivery.rested)
            self._sent_after.labels(quiet).observe(late.total_seconds())

    def count_database_failure(self) -> None:
        """Count a turn of the service that failed on the database."""
        self._database_failures.inc()

    def count_request(self, route: str, status: int) -> None:
        """Count a request by its route and status."""
        if route not in _NOT_COUNTED:
            self._requests.labels(route, str(status)).inc()

    def page(self, context: RequestContext, _: WebRequest) -> WebResponse:
        """Write all metrics."""
        self._begin_at_zero(context.settings)
        return self._answer(
            [*self._own(database=context.trouble is None), *database_gauges(context)]
        )

    def page_without_database(self) -> WebResponse:
        """Write the counters alone, while the database cannot be read."""
        return self._answer(self._own(database=False))

    def _begin_at_zero(self, settings: Settings) -> None:
        """Create every series at 0: a rate needs the value before the first event."""
        for source, outcome in product(settings.sources, _POLLS):
            self._polls.labels(source.name, outcome)
        for kind, outcome in product(channel_kinds(settings), _SENDS.values()):
            self._sends.labels(kind, outcome)

    def _own(self, *, database: bool) -> Iterator[Metric]:
        running = [((version("express-entry-watcher"),), 1)]
        yield gauge("watcher_build_info", "The version that runs; always 1.", running, ["version"])
        since = [((), self._since.timestamp())]
        yield gauge("watcher_start_timestamp_seconds", "When the service started.", since)
        yield gauge(
            "watcher_database_up", "Whether the database can be read and written.", [((), database)]
        )
        yield from self._registry.collect()

    def _answer(self, families: Iterable[Metric]) -> WebResponse:
        return WebResponse(body=generate_latest(_Once(families)), media=CONTENT_TYPE_PLAIN_0_0_4)


class _Once(Collector):
    """Adapts a list of metrics to the library's exposition."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        """Return the metrics."""
        return self._families


def _seen_after(change: Change, now: datetime) -> timedelta | None:
    """Return how late the official page showed a new round, None where that is not known."""
    match change:
        case NewRound(round=round_):
            return _lateness(round_)
        case ConfirmedRound(confirmed=round_):  # it was seen elsewhere before
            return _lateness(replace(round_, first_seen=now))
        case _:
            return None


def _lateness(round_: Round) -> timedelta | None:
    # Neither old rounds nor one whose date and time disagree (#357) tell of lateness.
    if not is_news(round_, round_.first_seen) or dates_disagree(round_):
        return None
    late = elapsed(round_.drawn_at, round_.first_seen)
    return late if late is not None and late <= TOO_OLD else None


def _yes_no(answer: bool) -> str:  # noqa: FBT001 - it is what is written
    return "yes" if answer else "no"
