"""Repository of the bot: the last update that was answered, and conversations that are not settled."""

from datetime import datetime

import sqlalchemy as sa

from watcher.adapters.database.engine import Repository, upsert
from watcher.adapters.database.schema_bot import BOTS, DRAFTS
from watcher.core.sign_up_drafts import Draft


class BotRepository(Repository):
    """What the bot remembers, within one transaction."""

    def answered(self, bot: int) -> tuple[int, datetime] | None:
        """Return the last update that a bot answered, and when; None: it never did."""
        row = self._db.execute(sa.select(BOTS).where(BOTS.c.bot == bot)).one_or_none()
        return None if row is None else (row.last_update, row.answered_at)

    def note_answered(self, bot: int, update: int, now: datetime) -> None:
        """Note that a bot answered an update, and with it all before."""
        upsert(self._db, BOTS, [{"bot": bot, "last_update": update, "answered_at": now}])

    def draft(self, chat: int) -> Draft | None:
        """Return what a chat is about."""
        return self._db.scalar(sa.select(DRAFTS.c.draft).where(DRAFTS.c.chat == chat))

    def put_draft(self, chat: int, draft: Draft, now: datetime) -> None:
        """Keep what a chat is about."""
        upsert(self._db, DRAFTS, [{"chat": chat, "draft": draft, "changed_at": now}])

    def drop_draft(self, chat: int) -> None:
        """Forget what a chat is about."""
        self._db.execute(sa.delete(DRAFTS).where(DRAFTS.c.chat == chat))

    def count_drafts(self) -> int:
        """Count the conversations that are not settled."""
        return self._db.scalar(sa.select(sa.func.count()).select_from(DRAFTS)) or 0

    def prune_drafts(self, before: datetime) -> None:
        """Forget conversations in which nothing was said since an instant."""
        self._db.execute(sa.delete(DRAFTS).where(DRAFTS.c.changed_at <= before))
