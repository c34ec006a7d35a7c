"""Repository of reminders: since when they are asked for, and which were queued."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from watcher.adapters.database.contents import REMINDER, REMINDER_ALERT
from watcher.adapters.database.engine import Repository
from watcher.adapters.database.schema import SUBSCRIPTIONS
from watcher.adapters.database.schema_alerts import ALERTS


class ReminderRepository(Repository):
    """Reminders within one transaction."""

    def asked_since(self, names: Collection[str], now: datetime) -> dict[str, datetime]:
        """Return since when each of these known subscriptions asks for reminders; all others ask no longer.

        Who asks anew is asking from now.
        """
        since, name = SUBSCRIPTIONS.c.reminded_since, SUBSCRIPTIONS.c.name
        ended = sa.and_(since.is_not(None), name.not_in(names))
        self._db.execute(sa.update(SUBSCRIPTIONS).where(ended).values(reminded_since=None))
        begun = sa.and_(since.is_(None), name.in_(names))
        self._db.execute(sa.update(SUBSCRIPTIONS).where(begun).values(reminded_since=now))
        rows = self._db.execute(sa.select(name, since).where(name.in_(names)))
        # What a clock that ran ahead has written must not silence a person now.
        return {row.name: min(row.reminded_since or now, now) for row in rows}

    def queued(self, subscription: str) -> set[str]:
        """Return the keys of the reminders that a subscription had: alerts are kept for good."""
        wanted = sa.select(ALERTS.c.payload).where(
            ALERTS.c.subscription == subscription, ALERTS.c.change == REMINDER
        )
        return {REMINDER_ALERT.load(text).reminder.key for text in self._db.scalars(wanted)}
