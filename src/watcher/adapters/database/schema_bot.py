"""The tables of the bot: how far it has answered, and conversations that are not settled."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Named, Table, TypedColumns

from watcher.adapters.database.codec import Json, UtcDateTime
from watcher.adapters.database.schema import metadata
from watcher.core.sign_up_drafts import Draft


class _Bots(TypedColumns):
    """A bot by its id, and the last update that it answered."""

    bot: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    last_update: Named[int] = Column(BigInteger)
    answered_at: Named[datetime] = Column(UtcDateTime)


class _Drafts(TypedColumns):
    """What a chat was asked last, and what it said so far."""

    chat: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    draft: Named[Draft] = Column(Json(Draft, sparse=True))
    changed_at: Named[datetime] = Column(UtcDateTime, index=True)


BOTS = Table("bots", metadata, _Bots)
DRAFTS = Table("drafts", metadata, _Drafts)
