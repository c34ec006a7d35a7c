"""What the operator is told of a round once everybody was told, or an hour has passed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundSummary:
    """How far the messages of a round came; ``reasons`` are the most frequent answers of servers that refused them.

    ``slowest`` is the longest from when a message was due until it was sent.
    """

    number: str
    people: int
    due: int
    sent: int
    waiting: int
    refused: int
    suppressed: int
    doubtful: int
    slowest: timedelta | None
    reasons: Sequence[tuple[str, int]] = ()
