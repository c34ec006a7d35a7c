"""Repository of what is old: what was told long ago, and trouble that is long over. What waits is never old."""

from datetime import datetime

import sqlalchemy as sa

from watcher.adapters.database.engine import Repository
from watcher.adapters.database.schema import DELIVERIES, EPISODES, OPEN
from watcher.adapters.database.schema_alerts import ALERTS, NEWS

_WAITING = sa.exists().where(DELIVERIES.c.alert == ALERTS.c.id, sa.text(OPEN))
_MENTIONED = sa.exists().where(ALERTS.c.news == NEWS.c.id)


class PruningRepository(Repository):
    """Old rows within one transaction; each method removes at most *limit* and returns how many it did."""

    def drop_alerts(self, before: datetime, limit: int) -> int:
        """Drop alerts from before an instant, with their deliveries, unless one of these waits."""
        old = sa.select(ALERTS.c.id).where(_old_alerts(before)).order_by(ALERTS.c.id).limit(limit)
        return self._db.execute(sa.delete(ALERTS).where(ALERTS.c.id.in_(old))).rowcount

    def drop_news(self, before: datetime, limit: int) -> int:
        """Drop what changed before an instant, where no alert says it any more."""
        old = sa.select(NEWS.c.id).where(_old_news(before)).limit(limit)
        return self._db.execute(sa.delete(NEWS).where(NEWS.c.id.in_(old))).rowcount

    def drop_episodes(self, before: datetime, limit: int) -> int:
        """Drop spells of trouble that were over before an instant."""
        old = sa.select(EPISODES.c.id).where(EPISODES.c.ended_at < before).limit(limit)
        return self._db.execute(sa.delete(EPISODES).where(EPISODES.c.id.in_(old))).rowcount

    def count_alerts(self, before: datetime) -> int:
        """Count the alerts that would be dropped."""
        counted = sa.select(sa.func.count()).select_from(ALERTS).where(_old_alerts(before))
        return self._db.scalar(counted) or 0

    def count_episodes(self, before: datetime) -> int:
        """Count the spells of trouble that would be dropped."""
        counted = sa.select(sa.func.count()).where(EPISODES.c.ended_at < before)
        return self._db.scalar(counted) or 0


def _old_alerts(before: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(ALERTS.c.created_at < before, ~_WAITING)


def _old_news(before: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(NEWS.c.created_at < before, ~_MENTIONED)
