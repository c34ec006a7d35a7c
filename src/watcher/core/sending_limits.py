"""How fast each kind of channel is written to, and how a server's own word changes that. Pure."""

import re
from dataclasses import dataclass
from datetime import timedelta

# Of a server whose limits nobody named: it begins at a rate that any takes, and finds out.
FIRST_RATE = 50.0
LEAST_RATE = 0.1
MOST_RATE = 10_000.0
# What one accepted message adds to the messages a second: at first so much that the rate
# doubles each second, after a complaint a twentieth of that.
FAST, SLOW = 1.0, 0.05
# 421: too many at once, come back later; 4.7.x: held back by a policy of the server.
_THROTTLED = re.compile(r"421\b|45[01][ -]4\.7\.|429\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class SendLimits:
    """The limits of one kind of channel: of each server or bot, and of one recipient there.

    ``per_second`` None follows what the server takes.
    """

    connections: int = 4
    per_second: float | None = None
    per_target_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingLimits:
    """The limits of each kind of channel; ``webhooks`` are those of every other kind, too.

    Telegram lets a bot write about 30 messages a second in all, and one a second to a chat.
    """

    mail: SendLimits = SendLimits()
    telegram: SendLimits = SendLimits(per_second=25, per_target_seconds=1.0)
    webhooks: SendLimits = SendLimits()

    def of(self, kind: str) -> SendLimits:
        """Return the limits of a kind of channel, as Apprise calls it."""
        return {"mail": self.mail, "tgram": self.telegram}.get(kind, self.webhooks)


class AdaptiveRate:
    """The messages a second that a server takes: halved when it complains, and then grown again."""

    def __init__(self, most: float | None) -> None:
        self._most = MOST_RATE if most is None else most
        self._step = FAST
        self.per_second = min(FIRST_RATE if most is None else most, self._most)

    def accepted(self) -> None:
        """Grow a little: a message was taken."""
        self.per_second = min(self.per_second + self._step, self._most)

    def throttled(self) -> None:
        """Halve: the server said that it is too much."""
        self._step = SLOW
        self.per_second = max(self.per_second / 2, min(LEAST_RATE, self._most))


def is_throttled(answer: str, retry_after: timedelta | None) -> bool:
    """Tell whether a server said that it is written to too fast."""
    return retry_after is not None or _THROTTLED.match(answer) is not None
