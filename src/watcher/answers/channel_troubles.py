"""Channels that take no messages, and what to do about it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from watcher.answers.snapshot import Snapshot
from watcher.messages.formatter import english_span

# A consultancy has a hundred bad addresses: more of one channel than these are counted.
_MOST_NAMED = 3
_WHAT = {
    "failing": "has been failing",
    "refused": "has refused what it is sent",
    "expired": "has had messages given up after 72 hours,",
    "goes round": "has had a message come up again and again, now put aside,",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTrouble:
    """An episode in which a channel, or one of its targets, took no messages."""

    channel: str
    target: str
    trouble: str
    since: datetime
    detail: str


def channel_troubles(snapshot: Snapshot) -> Iterator[ChannelTrouble]:
    """Find the open episodes of configured channels; who is left alone for good is none."""
    names = list(snapshot.settings.channels)
    found = [
        (episode, place)
        for episode in snapshot.tx.incidents.open_episodes()
        if (place := episode.subject.channel_and_target(names)) is not None
    ]
    gone = snapshot.tx.suppressions.among(place for _, place in found)
    for episode, (channel, target) in found:
        if (channel, target) not in gone:
            yield ChannelTrouble(
                channel=channel,
                target=target,
                trouble=episode.trouble,
                since=episode.since,
                detail=episode.detail,
            )


def channels_wrong(troubles: Iterable[ChannelTrouble], now: datetime) -> Iterator[str]:
    """Say which channels and targets take nothing, and what tries them; many of one channel in one sentence."""
    ordered = sorted(troubles, key=lambda one: (one.channel, one.trouble, one.since, one.target))
    for _, group in groupby(ordered, key=lambda one: (one.channel, one.trouble, bool(one.target))):
        alike = list(group)
        if len(alike) > _MOST_NAMED:
            yield _counted(alike, now)
        else:
            yield from (_not_taken(one, now) for one in alike)


def _counted(alike: list[ChannelTrouble], now: datetime) -> str:
    first = alike[0]
    return (
        f"channel {first.channel} {_WHAT.get(first.trouble, first.trouble)} at {len(alike):,} "
        f"addresses, for {english_span(now - first.since)} at the first, {first.target}: "
        f"{first.detail}; `watcher deliveries --state refused --channel {first.channel}` lists them"
    )


def _not_taken(trouble: ChannelTrouble, now: datetime) -> str:
    channel, target = trouble.channel, trouble.target
    return (
        f"channel {channel}{f' ({target})' if target else ''} "
        f"{_WHAT.get(trouble.trouble, trouble.trouble)} for {english_span(now - trouble.since)}: "
        f"{trouble.detail}; `watcher test {channel}{f' --target {target}' if target else ''}` tries it"
    )
