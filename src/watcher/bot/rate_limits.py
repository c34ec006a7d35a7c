"""How much a chat may say, and all of them together: what comes too fast is left unanswered. Pure but for its memory."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

#: A chat may say so much at once, then one more in so many seconds: pressing twenty buttons quickly is usual.
BURST, SECONDS_EACH = 30, 1.0
#: Of the 25 messages a second that Telegram takes from a bot, alerts included.
ANSWERS_PER_SECOND, ANSWERS_AT_ONCE = 10, 50
#: In a group the one sentence is said so often.
GROUP_TOLD_SECONDS = 3600.0
# Beyond it the chat that was silent longest is forgotten: it may say as much as a new one.
_REMEMBERED = 20_000

Allowed = Literal["yes", "told", "no"]


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float
    told: bool = False


class ChatLimits:
    """Counts what each chat says: *burst* at once, then one more in *each* so many seconds; *clock* is monotonic."""

    def __init__(
        self, clock: Callable[[], float], *, burst: float = BURST, each: float = SECONDS_EACH
    ) -> None:
        self._clock = clock
        self._burst = burst
        self._each = each
        self._buckets: OrderedDict[int, _Bucket] = OrderedDict()

    def allow(self, chat: int) -> Allowed:
        """Tell whether a chat may be answered; "told": it may not, and is told so, once."""
        now = self._clock()
        bucket = self._buckets.pop(chat, None) or _Bucket(left=self._burst, at=now)
        self._buckets[chat] = bucket
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        bucket.left = min(bucket.left + (now - bucket.at) / self._each, self._burst)
        bucket.at = now
        if bucket.left >= 1:
            bucket.left -= 1
            bucket.told = False
            return "yes"
        if bucket.told:
            return "no"
        bucket.told = True
        return "told"


class AnswerPace:
    """Leaves most of the bot's rate to alerts: so many answers at once, then so many a second, over all chats."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._full_at = clock()

    def wait(self) -> float:
        """Reserve the moment of one more answer; return the seconds until it."""
        now = self._clock()
        self._full_at = max(self._full_at, now) + 1 / ANSWERS_PER_SECOND
        return max(self._full_at - now - ANSWERS_AT_ONCE / ANSWERS_PER_SECOND, 0.0)
