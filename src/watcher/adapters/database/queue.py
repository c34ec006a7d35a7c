"""The queue of deliveries: leased by server, finished only by an answer.

Each server or bot is a lane, a key on the row. Servers with work are found by walking from one to the next in the
index, and messages are leased a batch at a time: nothing here grows with the number of people or channels.
"""

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from watcher.adapters.database.alerts import AlertRepository
from watcher.adapters.database.deliveries import DeliveryState, LeasedDelivery, is_overtaken
from watcher.adapters.database.engine import AdvisoryLock, Repository, lock_free
from watcher.adapters.database.lanes import (
    CLOCKS_DIFFER,
    IS_OPEN,
    DueLane,
    bundles_of,
    instants,
    is_due,
    lanes_of_priority,
    wanted_bundles,
)
from watcher.adapters.database.schema import DELIVERIES, LANES
from watcher.core.alerts import Priority
from watcher.core.schedule import LONGEST_QUIET


@functools.cache
def _lease_statement(dialect: str) -> sa.UpdateBase:
    # A table of its own: PostgreSQL may select anew for every row that it looks at, and
    # so lease the whole queue at once.
    chosen = bundles_of(dialect).cte("chosen")
    of_them = sa.and_(DELIVERIES.c.bundle.in_(sa.select(chosen.c.bundle)), IS_OPEN)
    of_them = sa.and_(of_them, is_due(DELIVERIES))
    if dialect == "postgresql":
        of_them = DELIVERIES.c.id.in_(_free_rows(sa.select(chosen.c.bundle)))
    return (
        sa.update(DELIVERIES)
        .where(of_them)
        .values(
            doubtful=sa.or_(DELIVERIES.c.doubtful, DELIVERIES.c.state == DeliveryState.SENDING),
            state=DeliveryState.SENDING,
            owner=sa.bindparam("by_owner"),
            lease_until=sa.bindparam("at_lease_end"),
            attempts=DELIVERIES.c.attempts + 1,
        )
        .returning(DELIVERIES)
    )


def _free_rows(bundles: sa.Select[str]) -> sa.Select[int]:
    """Lock the rows of bundles on PostgreSQL, but what others have locked: who never waits is in no deadlock.

    What a poll supersedes just now is its own. Bundle by bundle, and not by the index of what is open: else it reads
    the whole queue for each where it has no statistics yet, as after a round.
    """
    row, each = DELIVERIES.alias(), bundles.distinct().subquery()
    is_open = row.c.state.not_in(set(DeliveryState) - {DeliveryState.QUEUED, DeliveryState.SENDING})
    theirs = sa.select(row.c.id).where(row.c.bundle == each.c.bundle, is_open, is_due(row))
    locked = theirs.with_for_update(skip_locked=True).lateral()
    free = sa.select(locked.c.id).join_from(each, locked, sa.true()).cte("free")
    return sa.select(free.c.id)


_COSTLY = ("seqscan", "bitmapscan", "sort", "hashjoin")


class DeliveryQueue(Repository):
    """The queue within one transaction."""

    def due_lanes(
        self, now: datetime, lease: timedelta, *, limit: int, spare: bool = False
    ) -> list[DueLane]:
        """Find servers with messages that are due, those of the most urgent first, and no more than *limit*.

        Servers at rest are left out; with *spare*, so are all that failed last.
        """
        found: dict[str, DueLane] = {}
        for priority in Priority:
            asked = {**instants(now, lease), "of_priority": int(priority), "at_most": limit}
            for name, failures in self._db.execute(lanes_of_priority(spare=spare), asked):
                found.setdefault(name, DueLane(name, priority, failures or 0))
            if len(found) >= limit:
                break
        return list(found.values())[:limit]

    def due_in(self, lane: str, now: datetime, lease: timedelta) -> DueLane | None:
        """Tell how urgent the most urgent message is that is due for a server, also where that is at rest."""
        theirs = sa.and_(DELIVERIES.c.lane == lane, is_due(DELIVERIES))
        # In the order of the index, or PostgreSQL reads the whole table where it has no statistics yet.
        first = sa.select(DELIVERIES.c.id).order_by(DELIVERIES.c.next_attempt_at, DELIVERIES.c.id)
        of_each = [
            first.where(IS_OPEN, DELIVERIES.c.priority == p, theirs).limit(1).scalar_subquery()
            for p in Priority
        ]
        failures = sa.select(LANES.c.failures).where(LANES.c.name == lane).scalar_subquery()
        *due, failed = self._db.execute(sa.select(*of_each, failures), instants(now, lease)).one()
        found = (p for p in Priority if due[p] is not None)
        return next((DueLane(lane, p, failed or 0) for p in found), None)

    def lease(
        self, lanes: Iterable[DueLane], now: datetime, *, owner: str, lease: timedelta, limit: int
    ) -> list[LeasedDelivery]:
        """Lease the most urgent messages of servers, each as many as *limit*, in one statement.

        They come in the order in which they are to leave. A lease that ran out is taken over, and marked doubtful: the
        channel may have accepted the message. A server of which another process leases just now is left to that one,
        unless there is no other.
        """
        known = {lane.name: lane for lane in lanes}
        free = lock_free(self._db, AdvisoryLock.LEASING, known)
        known = {name: lane for name, lane in known.items() if name in free}
        self._walk_in_order()
        wanted = [(lane.name, int(lane.priority)) for lane in known.values()]
        dialect = self._db.dialect.name
        asked = {**instants(now, lease), **wanted_bundles(dialect, wanted, limit)}
        given = {"by_owner": owner, "at_lease_end": now + lease}
        rows = self._db.execute(_lease_statement(dialect), {**asked, **given}).mappings()
        bundles: defaultdict[str, list[sa.RowMapping]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: (row["next_attempt_at"], row["id"])):
            bundles[row["bundle"]].append(row)
        return self._leased(list(bundles.values()), known)

    def _walk_in_order(self) -> None:
        """Have PostgreSQL walk its indexes in order.

        Of a server whose name is not known yet it expects an average number of messages, and would rather sort all
        that wait there, a hundred thousand at times, for every lease.
        """
        if self._db.dialect.name == "postgresql":
            until_the_end = sa.true()  # of this transaction
            off = (sa.func.set_config(f"enable_{way}", "off", until_the_end) for way in _COSTLY)
            self._db.execute(sa.select(*off))

    def release_leases(self, owner: str) -> int:
        """Give back what an earlier run of *owner* held when it died; return how many."""
        released = (
            sa.update(DELIVERIES)
            .where(
                DELIVERIES.c.state == DeliveryState.SENDING, DELIVERIES.c.owner == owner, IS_OPEN
            )
            .values(state=DeliveryState.QUEUED, doubtful=True, owner=None, lease_until=None)
        )
        return len(self._db.scalars(released.returning(DELIVERIES.c.id)).all())

    def void_fast_clocks(self, now: datetime) -> int:
        """Make due what waits for an instant that nobody could set but by a clock that ran ahead; return how many."""
        at, due = DELIVERIES.c.next_attempt_at, DELIVERIES.c.due_at
        # What is meant to wait for long has been so from the beginning.
        meant = sa.and_(at == due, DELIVERIES.c.created_at <= now + CLOCKS_DIFFER)
        void = sa.and_(at > now + LONGEST_QUIET + CLOCKS_DIFFER, sa.not_(meant))
        made_due = (
            sa.update(DELIVERIES)
            .where(IS_OPEN, DELIVERIES.c.state == DeliveryState.QUEUED, void)
            .values(next_attempt_at=now)
        )
        return len(self._db.scalars(made_due.returning(DELIVERIES.c.id)).all())

    def finish(
        self, leased: LeasedDelivery, state: DeliveryState, answer: str, now: datetime
    ) -> None:
        """Record how a leased message ended; that it was sent counts even if another has taken it over meanwhile."""
        late = state is DeliveryState.SENT
        self._put_back(leased, {"state": state, "answer": answer, "ended_at": now}, late=late)
        if late and leased.letter_to is not None:
            AlertRepository(self._db).forget_words(leased.deliveries)

    def finish_sent(self, ended: Sequence[tuple[LeasedDelivery, str]], now: datetime) -> None:
        """Record that many messages were sent, each with the server's answer."""
        rows = [
            {"which": delivery, "said": answer, "at": now}
            for leased, answer in ended
            for delivery in leased.deliveries
        ]
        if rows:
            self._db.execute(_FINISH_SENT, rows)
        letters = [d for leased, _ in ended if leased.letter_to for d in leased.deliveries]
        if letters:
            AlertRepository(self._db).forget_words(letters)

    def expire(self, lane: str, due_before: datetime, answer: str, now: datetime) -> int:
        """Give up what waits for a server and could leave before an instant; return how many."""
        given_up = (
            sa.update(DELIVERIES)
            .where(IS_OPEN, DELIVERIES.c.priority.in_(list(Priority)), DELIVERIES.c.lane == lane)
            .where(DELIVERIES.c.state == DeliveryState.QUEUED, DELIVERIES.c.due_at < due_before)
            .values(state=DeliveryState.EXPIRED, answer=answer, ended_at=now)
        )
        return self._db.execute(given_up).rowcount

    def requeue(
        self, leased: LeasedDelivery, answer: str, at: datetime, *, doubtful: bool = False
    ) -> None:
        """Put a leased message back until *at*, unless a correction was queued meanwhile."""
        values = {
            "state": sa.case(
                (is_overtaken(), DeliveryState.SUPERSEDED), else_=DeliveryState.QUEUED
            ),
            "answer": answer,
            "next_attempt_at": at,
            "doubtful": sa.or_(DELIVERIES.c.doubtful, sa.literal(doubtful)),
        }
        self._put_back(leased, values)

    def postpone(self, leased: LeasedDelivery, at: datetime) -> None:
        """Put a leased message back untried until *at*, before which it may not leave: the attempt does not count."""
        first = sa.case((DELIVERIES.c.attempts <= 1, at), else_=DELIVERIES.c.due_at)
        self._put_back(leased, _UNTRIED | {"next_attempt_at": at, "due_at": first})

    def hold(self, leased: LeasedDelivery, at: datetime, bundle: str) -> None:
        """Put a leased message back untried until *at*, in one message with all of that *bundle*."""
        values = {"next_attempt_at": at, "due_at": at, "bundle": bundle}
        self._put_back(leased, _UNTRIED | values)

    def release(self, leased: LeasedDelivery, at: datetime | None = None) -> None:
        """Put a leased message back that nobody began to send, to be due at once or *at* some instant."""
        self._put_back(leased, _UNTRIED | ({} if at is None else {"next_attempt_at": at}))

    def wake(self, lane: str, now: datetime, within: timedelta) -> None:
        """Make due now what would be tried again *within* a moment: its server is well."""
        at = DELIVERIES.c.next_attempt_at
        soon = sa.and_(at > now, at <= now + within, DELIVERIES.c.attempts > 0)
        self._db.execute(
            sa.update(DELIVERIES)
            .where(IS_OPEN, DELIVERIES.c.priority.in_(list(Priority)), DELIVERIES.c.lane == lane)
            .where(DELIVERIES.c.state == DeliveryState.QUEUED, soon)
            .values(next_attempt_at=now)
        )

    def count_waiting(self, channel: str | None = None, *, server: str | None = None) -> int:
        """Return how many deliveries wait for a channel, or for a server."""
        of = DELIVERIES.c.channel == channel
        if server is not None:
            of = sa.and_(DELIVERIES.c.priority.in_(list(Priority)), DELIVERIES.c.lane == server)
        wanted = sa.select(sa.func.count()).select_from(DELIVERIES).where(of, IS_OPEN)
        return self._db.scalar(wanted) or 0

    def _leased(
        self, bundles: Sequence[Sequence[sa.RowMapping]], lanes: Mapping[str, DueLane]
    ) -> list[LeasedDelivery]:
        every = AlertRepository(self._db).contents([[r["alert"] for r in rows] for rows in bundles])
        return [
            LeasedDelivery(
                deliveries=tuple(sorted(row["id"] for row in rows)),
                lease_until=rows[0]["lease_until"],
                channel=rows[0]["channel"],
                target=rows[0]["target"],
                server=rows[0]["lane"],
                failures=lanes[rows[0]["lane"]].failures,
                attempts=max(row["attempts"] for row in rows),
                due_at=rows[0]["due_at"],
                doubtful=any(row["doubtful"] for row in rows),
                fault=contents.fault,
                notice=contents.notice,
                letter_to=contents.letter_to,
                reminder=contents.reminder,
                monthly=contents.monthly,
                alerts=contents.alerts,
            )
            for rows, contents in zip(bundles, every, strict=True)
        ]

    def _put_back(
        self, leased: LeasedDelivery, values: Mapping[str, object], *, late: bool = False
    ) -> None:
        held = DELIVERIES.c.lease_until == leased.lease_until
        ours = sa.and_(DELIVERIES.c.id.in_(leased.deliveries), sa.or_(held, sa.literal(late)))
        self._db.execute(
            sa.update(DELIVERIES).where(ours).values({"owner": None, "lease_until": None, **values})
        )


# Nobody began to send it.
_UNTRIED: dict[str, object] = {"state": DeliveryState.QUEUED, "attempts": DELIVERIES.c.attempts - 1}
_FINISH_SENT = (
    sa.update(DELIVERIES)
    .where(DELIVERIES.c.id == sa.bindparam("which"))
    .values(
        state=DeliveryState.SENT,
        answer=sa.bindparam("said"),
        ended_at=sa.bindparam("at"),
        owner=None,
        lease_until=None,
    )
)
