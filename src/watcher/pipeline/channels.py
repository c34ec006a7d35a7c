"""Channels: their addresses, the rate limits of their servers, and sending to them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from watcher.adapters import notify
from watcher.core.errors import DeliveryError, DeliveryRefused
from watcher.core.model import Message
from watcher.core.people import channel_and_target
from watcher.core.sending_limits import SendLimits
from watcher.core.settings import Secret, Settings
from watcher.pipeline.send_rates import SendRates

# Longer than connecting (5 s) and answering (10 s) take, also of a slow mail server;
# shorter than the lease of a delivery, with what the rate limit may add.
SEND_DEADLINE = timedelta(seconds=45)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressBook:
    """The targets (at least one) and the server behind each channel's name."""

    settings: Settings
    targets: Callable[[str], tuple[str, ...]]
    server_of: Callable[[str], str] = str

    def addresses(self, channels: Iterable[str]) -> list[tuple[str, str]]:
        """Return the targets of references to channels, each once, as (channel, target)."""
        found: dict[tuple[str, str], None] = {}
        for reference in channels:
            channel, target = self._split(reference)
            if target is not None:
                found[channel, target] = None
                continue
            found.update(dict.fromkeys((channel, one) for one in self.targets(channel)))
        return list(found)

    def servers(self, channels: Iterable[str]) -> dict[str, str]:
        """Name the servers behind channels that are referred to."""
        names = {self._split(reference)[0] for reference in channels}
        return {name: self.server_of(name) for name in names}

    def is_mail(self, channel: str) -> bool:
        """Tell whether a channel sends mail."""
        known = self.settings.channels.get(channel)
        return known is not None and notify.scheme(known.url) in {"mailto", "mailtos"}

    def _split(self, reference: str) -> tuple[str, str | None]:
        return channel_and_target(reference, self.settings.channels)


class Channels:
    """The channels of the configuration; *monotonic* is a clock in seconds."""

    def __init__(self, settings: Settings, monotonic: Callable[[], float]) -> None:
        self.others_differ: Callable[[], bool] = lambda: False
        self.rates = SendRates(self.limits, monotonic)
        self.adopt(settings)

    def adopt(self, settings: Settings) -> None:
        """Replace the channels by those of other settings."""
        self._urls = {name: channel.url for name, channel in settings.channels.items()}
        self._sending = settings.sending
        self.rates.forget()

    def targets(self, channel: str) -> tuple[str, ...]:
        """Return the targets of a channel, at least one."""
        url = self._urls.get(channel)
        return ("",) if url is None else _targets(url)

    def server_of(self, channel: str) -> str:
        """Name the server or bot behind a channel, which others may share."""
        url = self._urls.get(channel)
        return channel if url is None else _server(url)

    def limits(self, server: str) -> SendLimits:
        """Return how fast a server may be written to."""
        return self._sending.of(server.partition(" ")[0])

    def reserve(self, channel: str, target: str) -> float:
        """Reserve a target's next send time, with ``""`` that of the server alone; return the seconds until it."""
        return self.rates.reserve(self.server_of(channel), target)

    def send(self, channel: str, target: str, message: Message) -> str:
        """Send a message, and return the server's answer.

        Raises DeliveryError or DeliveryRefused; a channel that was taken out of the configuration refuses, unless
        another process may have it.
        """
        url = self._urls.get(channel)
        if url is None and self.others_differ():
            why = f"channel {channel} is in the configuration of another process, not of this one"
            raise DeliveryError(why, personal=True)
        if url is None:
            raise DeliveryRefused(f"channel {channel} is no longer in the configuration")
        return notify.send_message(url, target, message, deadline=SEND_DEADLINE)


# Cached by address: parsing one loads its service, which costs some milliseconds.
@cache
def _targets(url: Secret) -> tuple[str, ...]:
    try:
        return notify.targets(url) or ("",)  # an account that names nobody refuses, too
    except DeliveryRefused:
        return ("",)  # it is refused, and told, when it is sent to


@cache
def _server(url: Secret) -> str:
    key = notify.rate_key(url, "")
    return f"{key.kind} {key.server}"
