"""The queue of deliveries: leased, finished only by an answer."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from operator import itemgetter

import sqlalchemy as sa

from watcher.adapters.database.alerts import AlertRepository
from watcher.adapters.database.deliveries import (
    DeliveryState,
    LeasedDelivery,
    is_due,
    is_overtaken,
    next_bundle,
)
from watcher.adapters.database.engine import AdvisoryLock, Repository, lock
from watcher.adapters.database.incidents import ServerRepository
from watcher.adapters.database.schema import DELIVERIES, OPEN


class DeliveryQueue(Repository):
    """The queue within one transaction."""

    def lease_next(
        self,
        now: datetime,
        *,
        owner: str,
        lease: timedelta,
        busy: Collection[str],
        spare: bool = False,
    ) -> LeasedDelivery | None:
        """Lease the next message that is due, in one statement; None if there is none.

        Servers in *busy* and servers at rest are left alone; with *spare*, so are those that failed last. A lease that
        ran out is taken over, and marked doubtful: the channel may have accepted the message.
        """
        # Two at once lock the rows of one bundle in different orders: with four workers
        # and bundles of six, PostgreSQL found 3 to 7 deadlocks in 60 bundles.
        lock(self._db, AdvisoryLock.LEASING)
        rows = self._db.execute(
            sa.update(DELIVERIES)
            # Equal to one bundle, not among those selected: PostgreSQL may select anew
            # for every row that it looks at, and so lease the whole queue at once.
            .where(
                DELIVERIES.c.bundle == next_bundle(now, lease, busy, spare=spare),
                is_due(now, lease),
            )
            .values(
                doubtful=sa.or_(DELIVERIES.c.doubtful, DELIVERIES.c.state == DeliveryState.SENDING),
                state=DeliveryState.SENDING,
                owner=owner,
                lease_until=now + lease,
                attempts=DELIVERIES.c.attempts + 1,
            )
            .returning(DELIVERIES)
        ).mappings()
        found = sorted(rows, key=itemgetter("id"))
        return self._leased(found) if found else None

    def release_leases(self, owner: str) -> int:
        """Give back what an earlier run of *owner* held when it died; return how many."""
        released = (
            sa.update(DELIVERIES)
            .where(DELIVERIES.c.state == DeliveryState.SENDING, DELIVERIES.c.owner == owner)
            .values(state=DeliveryState.QUEUED, doubtful=True, owner=None, lease_until=None)
        )
        return len(self._db.scalars(released.returning(DELIVERIES.c.id)).all())

    def finish(
        self, leased: LeasedDelivery, state: DeliveryState, answer: str, now: datetime
    ) -> None:
        """Record how a leased message ended; that it was sent counts even if another has taken it over meanwhile."""
        late = state is DeliveryState.SENT
        self._release(leased, late=late, state=state, answer=answer, ended_at=now)
        if late and leased.letter_to is not None:
            AlertRepository(self._db).forget_words(leased.deliveries)

    def requeue(
        self,
        leased: LeasedDelivery,
        answer: str,
        at: datetime,
        *,
        doubtful: bool = False,
        yields: bool = False,
    ) -> None:
        """Put a leased message back until *at*, unless a correction was queued meanwhile.

        One that *yields* is urgent no longer: the others of its server are tried first.
        """
        self._release(
            leased,
            state=sa.case((is_overtaken(), DeliveryState.SUPERSEDED), else_=DeliveryState.QUEUED),
            answer=answer,
            next_attempt_at=at,
            urgent=sa.and_(DELIVERIES.c.urgent, sa.literal(not yields)),
            doubtful=sa.or_(DELIVERIES.c.doubtful, sa.literal(doubtful)),
        )

    def postpone(self, leased: LeasedDelivery, at: datetime) -> None:
        """Put a leased message back untried until *at*: the attempt does not count."""
        self._release(
            leased,
            state=DeliveryState.QUEUED,
            next_attempt_at=at,
            attempts=DELIVERIES.c.attempts - 1,
        )

    def count_waiting(self, channel: str | None = None, *, server: str | None = None) -> int:
        """Return how many deliveries wait for a channel, or for a server."""
        of = DELIVERIES.c.lane == server if server else DELIVERIES.c.channel == channel
        wanted = sa.select(sa.func.count()).select_from(DELIVERIES).where(of, sa.text(OPEN))
        return self._db.scalar(wanted) or 0

    def _leased(self, found: Sequence[sa.RowMapping]) -> LeasedDelivery:
        first = found[0]
        contents = AlertRepository(self._db).contents([row["alert"] for row in found])
        return LeasedDelivery(
            deliveries=tuple(row["id"] for row in found),
            lease_until=first["lease_until"],
            channel=first["channel"],
            target=first["target"],
            server=first["lane"],
            failures=ServerRepository(self._db).failures(first["lane"]),
            attempts=max(row["attempts"] for row in found),
            created_at=first["created_at"],
            doubtful=any(row["doubtful"] for row in found),
            notice=contents.notice,
            letter_to=contents.letter_to,
            reminder=contents.reminder,
            alerts=contents.alerts,
        )

    def _release(self, leased: LeasedDelivery, *, late: bool = False, **values: object) -> None:
        held = DELIVERIES.c.lease_until == leased.lease_until
        ours = sa.and_(DELIVERIES.c.id.in_(leased.deliveries), sa.or_(held, sa.literal(late)))
        self._db.execute(
            sa.update(DELIVERIES).where(ours).values(owner=None, lease_until=None, **values)
        )
