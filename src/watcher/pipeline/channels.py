"""The channels by name: their targets, their servers, their pace, and the door."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache

from watcher.adapters import notify
from watcher.core.errors import DeliveryRefused
from watcher.core.model import Message
from watcher.core.settings import Channel, Secret, Settings
from watcher.pipeline.rate_limit import RateLimiter

# Longer than connecting (5 s) and answering (10 s) take, also of a slow mail server;
# shorter than the lease of a delivery, with what the pace may add.
DEADLINE = timedelta(seconds=45)


class Channels:
    """The channels of one watcher; *monotonic* is a clock in seconds."""

    def __init__(self, settings: Settings, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self.adopt(settings)

    def adopt(self, settings: Settings) -> None:
        """Go on with the channels of other settings."""
        self._channels = settings.channels
        self._pacer = RateLimiter(settings.smtp_per_minute, self._monotonic)

    def targets(self, channel: str) -> tuple[str, ...]:
        """Return the targets of a channel, at least one."""
        known = self._channels.get(channel)
        return ("",) if known is None else _targets(known.url)

    def send(self, channel: str, target: str, message: Message) -> str:
        """Send through the door, and return the server's answer.

        Raises DeliveryError or DeliveryRefused; a channel that was taken out of the
        configuration refuses.
        """
        url = self._known(channel).url
        return notify.send_message(url, target, message, deadline=DEADLINE)

    def lane_of(self, channel: str) -> str:
        """Name the server or bot behind a channel: others may share it."""
        known = self._channels.get(channel)
        return channel if known is None else _server(known.url)

    def pace(self, channel: str, target: str) -> float:
        """Take the next place on the lane to a target; return the seconds until it."""
        known = self._channels.get(channel)
        return 0.0 if known is None else self._pacer(notify.rate_key(known.url, target))

    def _known(self, channel: str) -> Channel:
        known = self._channels.get(channel)
        if known is None:
            raise DeliveryRefused(f"channel {channel} is no longer in the configuration")
        return known


# By address: to take one apart loads its service, which costs some milliseconds.
@cache
def _targets(url: Secret) -> tuple[str, ...]:
    try:
        return notify.targets(url)
    except DeliveryRefused:
        return ("",)  # it is refused, and told, when it is sent to


@cache
def _server(url: Secret) -> str:
    lane = notify.rate_key(url, "")
    return f"{lane.kind} {lane.server}"
