"""How often one address may ask: a bucket that fills at a steady rate."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

# Addresses that are remembered; the one that was silent longest is forgotten first.
_REMEMBERED = 4096


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Rate:
    """At most *burst* at once and *per_second* for good, for each key.

    *monotonic* is a clock in seconds. For use in one thread.
    """

    def __init__(self, per_second: float, burst: float, monotonic: Callable[[], float]) -> None:
        self._per_second = per_second
        self._burst = burst
        self._monotonic = monotonic
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait(self, key: str) -> float:
        """Take one place; return 0, or in how many seconds there is one."""
        now = self._monotonic()
        bucket = self._buckets.setdefault(key, _Bucket(left=self._burst, at=now))
        self._buckets.move_to_end(key)
        filled = bucket.left + (now - bucket.at) * self._per_second
        bucket.left, bucket.at = min(self._burst, filled), now
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        if bucket.left < 1:
            return (1 - bucket.left) / self._per_second
        bucket.left -= 1
        return 0.0

    def give_back(self, key: str) -> None:
        """Put back a place that was taken."""
        bucket = self._buckets.get(key)
        if bucket is not None:
            bucket.left = min(self._burst, bucket.left + 1)
