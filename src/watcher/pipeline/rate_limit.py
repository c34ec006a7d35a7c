"""How fast each server may be served. Pure but for what it remembers."""

from collections.abc import Callable
from threading import Lock

from watcher.adapters.notify import RateKey

# Telegram's limits for bots: about 30 messages a second in all, one a second per chat.
TELEGRAM_PER_SECOND = 25
TELEGRAM_CHAT_SECONDS = 1.0


class RateLimiter:
    """Gives out places on lanes: one server, and within it one chat.

    *clock* is monotonic, in seconds.
    """

    def __init__(self, smtp_per_minute: int, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._gaps = {
            "mail": (60 / smtp_per_minute, 0.0),
            "tgram": (1 / TELEGRAM_PER_SECOND, TELEGRAM_CHAT_SECONDS),
        }
        self._free: dict[tuple[str, ...], float] = {}
        self._lock = Lock()

    def __call__(self, lane: RateKey) -> float:
        """Take the next place on *lane*; return the seconds until it, often 0."""
        server_gap, chat_gap = self._gaps.get(lane.kind, (0.0, 0.0))
        server, chat = (lane.kind, lane.server), (lane.kind, lane.server, lane.chat)
        with self._lock:
            now = self._clock()
            at = max(now, self._free.get(server, now), self._free.get(chat, now))
            # What is past is forgotten: a lane a person would otherwise grow for years.
            self._free = {key: free for key, free in self._free.items() if free > now}
            self._free[server] = at + server_gap
            self._free[chat] = max(self._free.get(chat, at), at + chat_gap)
        return at - now
