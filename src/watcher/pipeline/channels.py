"""Channels: their addresses, the rate limits of their servers, and sending to them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from threading import Lock

from watcher.adapters import notify
from watcher.adapters.notify import RateKey
from watcher.core.errors import DeliveryError, DeliveryRefused
from watcher.core.model import Message
from watcher.core.people import channel_and_target
from watcher.core.settings import Secret, Settings

# Longer than connecting (5 s) and answering (10 s) take, also of a slow mail server;
# shorter than the lease of a delivery, with what the rate limit may add.
SEND_DEADLINE = timedelta(seconds=45)
# Telegram's limits for bots: about 30 messages a second in all, one a second per chat.
TELEGRAM_PER_SECOND = 25
TELEGRAM_CHAT_SECONDS = 1.0


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
        self._monotonic = monotonic
        self.others_differ: Callable[[], bool] = lambda: False
        self.adopt(settings)

    def adopt(self, settings: Settings) -> None:
        """Replace the channels by those of other settings."""
        self._urls = {name: channel.url for name, channel in settings.channels.items()}
        self._rate_limit = SendRateLimiter(settings.smtp_per_minute, self._monotonic)

    def targets(self, channel: str) -> tuple[str, ...]:
        """Return the targets of a channel, at least one."""
        url = self._urls.get(channel)
        return ("",) if url is None else _targets(url)

    def server_of(self, channel: str) -> str:
        """Name the server or bot behind a channel, which others may share."""
        url = self._urls.get(channel)
        return channel if url is None else _server(url)

    def reserve(self, channel: str, target: str) -> float:
        """Reserve a target's next send time, with ``""`` that of the server alone; return the seconds until it."""
        url = self._urls.get(channel)
        return 0.0 if url is None else self._rate_limit.reserve(notify.rate_key(url, target))

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


class SendRateLimiter:
    """Spaces messages to one server, and within it to one chat; *clock* is monotonic."""

    def __init__(self, smtp_per_minute: int, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._gaps = {
            "mail": (60 / smtp_per_minute, 0.0),
            "tgram": (1 / TELEGRAM_PER_SECOND, TELEGRAM_CHAT_SECONDS),
        }
        self._free: dict[tuple[str, ...], float] = {}
        self._lock = Lock()

    def reserve(self, key: RateKey) -> float:
        """Reserve the next moment for a message; return the seconds until it, often 0."""
        server_gap, chat_gap = self._gaps.get(key.kind, (0.0, 0.0))
        if not key.chat:
            chat_gap = 0.0  # whoever it is: only the server's limit holds
        server, chat = (key.kind, key.server), (key.kind, key.server, key.chat)
        with self._lock:
            now = self._clock()
            at = max(now, self._free.get(server, now), self._free.get(chat, now))
            # Past times are dropped: with one for each person the table would grow for years.
            self._free = {key: free for key, free in self._free.items() if free > now}
            self._free[server] = at + server_gap
            self._free[chat] = max(self._free.get(chat, at), at + chat_gap)
        return at - now
