"""What keeps the Telegram bot from answering, and the notices of it. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

BotTroubleKind = Literal["refused", "conflict", "unreachable", "not installed"]

#: What may be over by itself is told once it has lasted so long; a refused token, at once.
BOT_SILENT_LASTS = timedelta(minutes=15)
_PASSING: frozenset[BotTroubleKind] = frozenset({"conflict", "unreachable"})


@dataclass(frozen=True, slots=True, kw_only=True)
class BotTrouble:
    """Why the bot cannot answer anybody; ``detail`` is what Telegram or the network said."""

    kind: BotTroubleKind
    detail: str

    def is_told(self, since: datetime, now: datetime) -> bool:
        """Tell whether the operator is to hear of it by now."""
        return self.kind not in _PASSING or now - since >= BOT_SILENT_LASTS


@dataclass(frozen=True, slots=True, kw_only=True)
class BotSilent:
    """The bot has not answered since then."""

    trouble: BotTrouble
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BotAnswering:
    """The bot that was told to be silent since then answers again."""

    since: datetime
    until: datetime


BotNotice = BotSilent | BotAnswering
