"""What a chat with the bot is about until it is settled: a sign-up, or one answer that is awaited. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from watcher.core.settings import Language, TellWhen

#: Until then a conversation can be gone on with; then it begins anew.
DRAFT_LASTS = timedelta(hours=24)

DraftStep = Literal["categories", "score", "submitted", "confirm", "erase"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What one chat was asked last, and what it said so far; ``key`` stands in the buttons that belong to it.

    With ``changes`` it is about somebody who is subscribed, and the next answer is kept at once.
    """

    key: str
    step: DraftStep
    language: Language
    began_at: datetime
    changes: bool = False
    categories: frozenset[str] = frozenset()
    score: int | None = None
    submitted: datetime | None = None
    tell_when: TellWhen = "invited"
