"""What the database holds and the settings say, as figures for Prometheus."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import product
from typing import get_args

from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from watcher.adapters.database import DeliveryState
from watcher.adapters.notify import scheme
from watcher.answers.sources import SourceState, SourceStatus, source_statuses
from watcher.answers.status import channel_troubles
from watcher.core.incidents import IncidentKind
from watcher.core.settings import Settings
from watcher.web.request import RequestContext

# Of a channel that is not in the file any more.
UNKNOWN = "unknown"
_CHANNEL_TROUBLES = ("failing", "refused", "expired")
_WELL_ENOUGH: tuple[SourceState, ...] = ("well", "late")

Sample = tuple[Sequence[str], float | bool]


def gauge(name: str, says: str, samples: Iterable[Sample], labels: Sequence[str] = ()) -> Metric:
    """Make one family of gauges: for each sample the values of its labels, and its own."""
    family = GaugeMetricFamily(name, says, labels=labels)
    for values, value in samples:
        family.add_metric(values, float(value))
    return family


def channel_kind(settings: Settings, channel: str) -> str:
    """Say what kind of channel has this name: how its address begins, and no more."""
    known = settings.channels.get(channel)
    return UNKNOWN if known is None else scheme(known.url)


def channel_kinds(settings: Settings) -> list[str]:
    """List the kinds of channels in the configuration."""
    return sorted({scheme(channel.url) for channel in settings.channels.values()})


def database_metrics(context: RequestContext) -> Iterator[Metric]:
    """Read everything that is no count of this process."""
    yield from _sources(source_statuses(context))
    yield from _rounds(context)
    yield _deliveries(context)
    yield from _queue(context)
    yield from _troubles(context)


def _sources(sources: Sequence[SourceStatus]) -> Iterator[Metric]:
    yield gauge(
        "watcher_source_up",
        "Whether the source is polled, and its page can be read.",
        [((s.name, s.trust), s.state in _WELL_ENOUGH) for s in sources],
        ["source", "trust"],
    )
    yield gauge(
        "watcher_source_state",
        "How the source is: 1 for the state that it is in.",
        [
            ((s.name, s.trust, state.replace(" ", "_")), s.state == state)
            for s, state in product(sources, get_args(SourceState))
        ],
        ["source", "trust", "state"],
    )
    yield gauge(
        "watcher_source_last_poll_timestamp_seconds",
        "When the source was polled last.",
        _at((s.name, s.trust, s.polled_at) for s in sources),
        ["source", "trust"],
    )
    yield gauge(
        "watcher_source_last_good_poll_timestamp_seconds",
        "When the page of the source could be read last.",
        _at((s.name, s.trust, s.good_at) for s in sources),
        ["source", "trust"],
    )


def _at(sources: Iterable[tuple[str, str, datetime | None]]) -> Iterator[Sample]:
    for name, trust, at in sources:
        if at is not None:
            yield (name, trust), at.timestamp()


def _rounds(context: RequestContext) -> Iterator[Metric]:
    reported = len(context.tx.rounds.unconfirmed())
    yield gauge(
        "watcher_rounds",
        "Rounds that are known: those of IRCC, and those only reported so far.",
        [(("confirmed",), context.tx.rounds.count() - reported), (("reported",), reported)],
        ["state"],
    )
    newest = context.tx.rounds.newest_number()
    drawn = newest and context.tx.rounds.by_number([newest])[newest].drawn_at
    yield gauge(
        "watcher_newest_round_drawn_timestamp_seconds",
        "The stated time of the newest confirmed round.",
        [((), drawn.timestamp())] if drawn else [],
    )


def _deliveries(context: RequestContext) -> Metric:
    counted = Counter(
        dict.fromkeys(product(DeliveryState, [*channel_kinds(context.settings), UNKNOWN]), 0)
    )
    for channel, state, count in context.tx.deliveries.count_by_channel():
        counted[state, channel_kind(context.settings, channel)] += count
    return gauge(
        "watcher_deliveries",
        "Deliveries on record, by where they stand.",
        counted.items(),
        ["state", "kind"],
    )


def _queue(context: RequestContext) -> Iterator[Metric]:
    yield gauge(
        "watcher_queue_oldest_seconds",
        "For how long the oldest delivery that waits has been queued; 0: none waits.",
        [((), _age(context.tx.deliveries.oldest_waiting(), context.now))],
    )
    yield gauge(
        "watcher_queue_due_seconds",
        "For how long a delivery has been due that nothing holds up; 0: none is.",
        [((), _age(context.tx.deliveries.longest_due(), context.now))],
    )


def _age(since: datetime | None, now: datetime) -> float:
    """Measure for how long; what is due later only is due for no time."""
    return 0.0 if since is None else max((now - since).total_seconds(), 0.0)


def _troubles(context: RequestContext) -> Iterator[Metric]:
    episodes = context.tx.incidents.open_episodes()
    counted = Counter(
        found.trouble for found in channel_troubles(context.settings.channels, episodes)
    )
    yield gauge(
        "watcher_channels_in_trouble",
        "Channels, or targets of them, that do not take their messages.",
        [((trouble,), counted[trouble]) for trouble in _CHANNEL_TROUBLES],
        ["trouble"],
    )
    refused = any(episode.subject.kind is IncidentKind.CONFIGURATION for episode in episodes)
    yield gauge(
        "watcher_config_last_reload_successful",
        "Whether the configuration in the file is the one that holds.",
        [((), not refused)],
    )
