"""How much a chat may say, and all of them together: what comes too fast is left unanswered. Pure but for its memory."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

#: A chat may say so much at once, then one more in so many seconds: pressing twenty buttons quickly is usual.
BURST, SECONDS_EACH = 30, 1.0
# Beyond it the chat that was silent longest is forgotten: it may say as much as a new one.
_REMEMBERED = 20_000

Allowed = Literal["yes", "told", "no"]


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float
    told: bool = False


class ChatLimits:
    """Counts what each chat says; *clock* is monotonic."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._buckets: OrderedDict[int, _Bucket] = OrderedDict()

    def allow(self, chat: int) -> Allowed:
        """Tell whether a chat may be answered; "told": it may not, and is told so, once."""
        now = self._clock()
        bucket = self._buckets.pop(chat, None) or _Bucket(left=BURST, at=now)
        self._buckets[chat] = bucket
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        bucket.left = min(bucket.left + (now - bucket.at) / SECONDS_EACH, BURST)
        bucket.at = now
        if bucket.left >= 1:
            bucket.left -= 1
            bucket.told = False
            return "yes"
        if bucket.told:
            return "no"
        bucket.told = True
        return "told"
