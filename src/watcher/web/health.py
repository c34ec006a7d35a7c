"""Health checks (liveness, readiness) and Prometheus gauges from the database."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import product
from typing import get_args

from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from watcher.adapters.notify import scheme
from watcher.answers.channel_troubles import channel_troubles
from watcher.answers.deliveries import DeliveryState, count_by_channel, queue_status
from watcher.answers.rounds import count_rounds, newest_round
from watcher.answers.sources import SourceState, SourceStatus, source_statuses
from watcher.answers.status import is_configuration_refused, official_or_all
from watcher.answers.workers import worker_statuses
from watcher.core.incidents import DatabaseTrouble
from watcher.core.settings import Settings
from watcher.core.workers import WorkerKind
from watcher.messages.troubles import DATABASE_FAULTS
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import PLAIN_TEXT, WebResponse

# Liveness: the process answers.
ALIVE = WebResponse(body=b"alive\n", media=PLAIN_TEXT)
_NO_DATABASE = "the database cannot be read; the log of the service says why"
# Of a channel that was removed from the configuration.
_UNKNOWN_KIND = "unknown"
_CHANNEL_TROUBLES = ("failing", "refused", "expired")
_UP: tuple[SourceState, ...] = ("well", "late")
_OF_SOURCE = ("source", "trust")

Sample = tuple[Sequence[str], float | bool]


def readiness(context: RequestContext, _: WebRequest) -> WebResponse:
    """Answer 200 while the official pages can be read and the database works, else 503.

    Troubles of secondary sources are only notes. The answer is public: it names no person
    and no channel.
    """
    sources = source_statuses(context)
    red = [source for source in official_or_all(sources) if source.state not in _UP]
    notes = [source for source in sources if source not in red and source.state != "well"]
    broken = [] if context.trouble is None else [_database_line(context.trouble)]
    lines = [*broken, *map(_source_line, red), *(f"note: {_source_line(s)}" for s in notes)]
    return _readiness(lines, is_ready=not red and not broken)


def readiness_without_database() -> WebResponse:
    """Answer 503 while the database cannot be read."""
    return _readiness([_NO_DATABASE], is_ready=False)


def gauge(name: str, says: str, samples: Iterable[Sample], labels: Sequence[str] = ()) -> Metric:
    """Make a gauge with its samples, each the values of its labels and its own."""
    family = GaugeMetricFamily(name, says, labels=labels)
    for values, value in samples:
        family.add_metric(values, float(value))
    return family


def channel_kind(settings: Settings, channel: str) -> str:
    """Return the scheme of a channel's address."""
    known = settings.channels.get(channel)
    return _UNKNOWN_KIND if known is None else scheme(known.url)


def channel_kinds(settings: Settings) -> list[str]:
    """List the schemes of all channels."""
    return sorted({scheme(channel.url) for channel in settings.channels.values()})


def database_gauges(context: RequestContext) -> Iterator[Metric]:
    """Make the gauges of sources, rounds, deliveries and troubles."""
    yield from _source_gauges(source_statuses(context))
    yield from _round_gauges(context)
    yield from _delivery_gauges(context)
    yield from _trouble_gauges(context)
    yield _worker_gauge(context)


def _source_gauges(sources: Sequence[SourceStatus]) -> Iterator[Metric]:
    yield gauge(
        "watcher_source_up",
        "Whether the source is polled, and its page can be read.",
        [((s.name, s.trust), s.state in _UP) for s in sources],
        _OF_SOURCE,
    )
    yield gauge(
        "watcher_source_state",
        "How the source is: 1 for the state that it is in.",
        [
            ((s.name, s.trust, state.replace(" ", "_")), s.state == state)
            for s, state in product(sources, get_args(SourceState))
        ],
        (*_OF_SOURCE, "state"),
    )
    yield gauge(
        "watcher_source_last_poll_timestamp_seconds",
        "When the source was polled last.",
        [((s.name, s.trust), s.polled_at.timestamp()) for s in sources if s.polled_at],
        _OF_SOURCE,
    )
    yield gauge(
        "watcher_source_last_good_poll_timestamp_seconds",
        "When the page of the source could be read last.",
        [((s.name, s.trust), s.good_at.timestamp()) for s in sources if s.good_at],
        _OF_SOURCE,
    )


def _round_gauges(context: RequestContext) -> Iterator[Metric]:
    confirmed, reported = count_rounds(context)
    yield gauge(
        "watcher_rounds",
        "Rounds that are known: those of IRCC, and those only reported so far.",
        [(("confirmed",), confirmed), (("reported",), reported)],
        ["state"],
    )
    newest = newest_round(context)
    drawn = newest and newest.drawn_at
    yield gauge(
        "watcher_newest_round_drawn_timestamp_seconds",
        "The stated time of the newest confirmed round.",
        [((), drawn.timestamp())] if drawn else [],
    )


def _delivery_gauges(context: RequestContext) -> Iterator[Metric]:
    queue, settings = queue_status(context), context.settings
    kinds = [*channel_kinds(settings), _UNKNOWN_KIND]
    counted = Counter(dict.fromkeys(product(DeliveryState, kinds), 0))
    for channel, state, count in count_by_channel(context):
        counted[state, channel_kind(settings, channel)] += count
    yield gauge(
        "watcher_deliveries",
        "Deliveries on record, by where they stand.",
        counted.items(),
        ["state", "kind"],
    )
    yield gauge(
        "watcher_queue_oldest_seconds",
        "For how long the oldest delivery that waits has been queued; 0: none waits.",
        [((), _age(queue.oldest_waiting, context.now))],
    )
    yield gauge(
        "watcher_queue_due_seconds",
        "For how long a delivery has been due that nothing holds up; 0: none is.",
        [((), _age(queue.longest_due, context.now))],
    )


def _trouble_gauges(context: RequestContext) -> Iterator[Metric]:
    counted = Counter(found.trouble for found in channel_troubles(context))
    yield gauge(
        "watcher_channels_in_trouble",
        "Channels, or targets of them, that do not take their messages.",
        [((trouble,), counted[trouble]) for trouble in _CHANNEL_TROUBLES],
        ["trouble"],
    )
    refused = is_configuration_refused(context)
    yield gauge(
        "watcher_config_last_reload_successful",
        "Whether the configuration in the file is the one that holds.",
        [((), not refused)],
    )


def _worker_gauge(context: RequestContext) -> Metric:
    counted = Counter(dict.fromkeys(product(get_args(WorkerKind), ("alive", "dead")), 0))
    if context.store.file is not None:
        counted["run", "alive"] = 1  # the one that is asked
    for worker in worker_statuses(context):
        counted[worker.kind, "alive" if worker.lives else "dead"] += 1
    return gauge(
        "watcher_workers",
        "Processes on this database: those that live, and those that died without a word.",
        counted.items(),
        ["kind", "state"],
    )


def _age(since: datetime | None, now: datetime) -> float:
    """Return the seconds since an instant, 0 for one in the future."""
    return 0.0 if since is None else max((now - since).total_seconds(), 0.0)


def _readiness(lines: Sequence[str], *, is_ready: bool) -> WebResponse:
    first = "ready" if is_ready else "not ready"
    body = "".join(f"{line}\n" for line in (first, *lines))
    return WebResponse(body=body.encode(), media=PLAIN_TEXT, status=200 if is_ready else 503)


def _database_line(trouble: DatabaseTrouble) -> str:
    # Only the kind of trouble: the path of the file is private.
    kind = DATABASE_FAULTS[trouble.fault].name
    return f"the database: {kind}, since {trouble.since:%Y-%m-%dT%H:%M:%SZ}"


def _source_line(source: SourceStatus) -> str:
    if source.state == "not polled" and source.since is None:
        return f"source {source.name} has never been polled"
    since = "" if source.since is None else f" since {source.since:%Y-%m-%dT%H:%M:%SZ}"
    # Only the kind of trouble: its details are private.
    why = "" if source.why is None else f" ({source.why.partition(': ')[0]})"
    return f"source {source.name} is {source.state}{since}{why}"
