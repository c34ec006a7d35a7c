"""Targets that became others: a group of Telegram that grew has a new chat id."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMoved:
    """A chat of a channel has another id from now on, which its messages go to."""

    channel: str
    before: str
    after: str
