"""When the next message may leave for a server, and within it for one recipient."""

from collections.abc import Callable
from threading import Lock

from watcher.core.sending_limits import AdaptiveRate, SendLimits

# With one entry for each person a table would grow for years: what is over is dropped now and then.
_MOST_KEPT = 4096


class SendRates:
    """Spaces messages to servers and their recipients; *clock* is monotonic, *limits* knows a server's by its name."""

    def __init__(self, limits: Callable[[str], SendLimits], clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._processes = 1
        self._rates: dict[str, AdaptiveRate] = {}
        self._free: dict[str, float] = {}
        self._free_targets: dict[tuple[str, str], float] = {}
        self._lock = Lock()

    def reserve(self, server: str, target: str) -> float:
        """Reserve the next moment for a message, with no *target* of the server alone; return the seconds until it."""
        limits = self._limits(server)
        with self._lock:
            now = self._clock()
            at = max(
                now, self._free.get(server, now), self._free_targets.get((server, target), now)
            )
            # A limit that is stated is one for all processes; what a server takes, each finds out.
            shared_by = 1 if limits.per_second is None else self._processes
            self._free[server] = at + shared_by / self._rate(server, limits).per_second
            if limits.per_target_seconds and target:
                self._free_targets[server, target] = at + limits.per_target_seconds
            if max(len(self._free), len(self._free_targets)) > _MOST_KEPT:
                self._drop(now)
        return at - now

    def wait_of(self, server: str, target: str) -> float:
        """Return the seconds until a recipient may be written to, whatever else waits for its server."""
        with self._lock:
            now = self._clock()
            return max(self._free_targets.get((server, target), now) - now, 0.0)

    def accepted(self, server: str) -> None:
        """Note that a server took a message."""
        with self._lock:
            self._rate(server, self._limits(server)).accepted()

    def throttled(self, server: str) -> None:
        """Note that a server asked for less."""
        with self._lock:
            self._rate(server, self._limits(server)).throttled()

    def per_second(self, server: str) -> float:
        """Return the rate at which a server is written to at most."""
        with self._lock:
            return self._rate(server, self._limits(server)).per_second

    def share(self, processes: int) -> None:
        """Share the stated limits among so many processes that write to the same servers."""
        self._processes = max(processes, 1)

    def forget(self) -> None:
        """Begin anew with every server: their limits are others."""
        with self._lock:
            self._rates.clear()

    def _rate(self, server: str, limits: SendLimits) -> AdaptiveRate:
        if server not in self._rates:
            if len(self._rates) > _MOST_KEPT:
                self._rates.clear()  # they are found out anew
            self._rates[server] = AdaptiveRate(limits.per_second)
        return self._rates[server]

    def _drop(self, now: float) -> None:
        self._free = {server: at for server, at in self._free.items() if at > now}
        self._free_targets = {to: at for to, at in self._free_targets.items() if at > now}
