"""The queue of deliveries: committed with its round, leased, ended only by an answer."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import itemgetter

from sqlalchemy import (
    Connection,
    RowMapping,
    and_,
    case,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    update,
)

from watcher.adapters.database import codec, supersede
from watcher.adapters.database.due import is_due, next_bundle, take_turn
from watcher.adapters.database.lanes import ServerRepository
from watcher.adapters.database.queue_rows import alert_row, bundle_of, delivery_row
from watcher.adapters.database.schema import OPEN, alerts, deliveries
from watcher.adapters.database.state import DeliveryState, LeasedDelivery, QueuedAlert
from watcher.core.model import ConfirmedRound, CorrectedRound, Message

_NOTICE = "notice"
_CLAIMED = (
    deliveries.c.id,
    deliveries.c.alert,
    deliveries.c.channel,
    deliveries.c.target,
    deliveries.c.lane,
    deliveries.c.attempts,
    deliveries.c.created_at,
    deliveries.c.doubtful,
    deliveries.c.lease_until,
)


class DeliveryQueue:
    """The queue within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, queued: Iterable[QueuedAlert], now: datetime) -> int:
        """Queue alerts; return how many deliveries that makes."""
        items = list(queued)
        if not items:
            return 0
        self._give_way_to(items, now)
        ids = self._connection.scalars(
            insert(alerts).returning(alerts.c.id, sort_by_parameter_order=True),
            [alert_row(item.alert, now) for item in items],
        ).all()
        rows = [
            delivery_row(
                alert,
                channel,
                target,
                server=item.servers.get(channel, channel),
                bundle=bundle_of(item.alert, channel, target),
                now=now,
            )
            | {"next_attempt_at": item.due_at, "urgent": item.urgent}
            for alert, item in zip(ids, items, strict=True)
            for channel, target in item.targets
        ]
        if rows:
            self._connection.execute(insert(deliveries), rows)
        return len(rows)

    def unreached(self, number: str) -> set[str]:
        """Return whose word of a round waits, and has left on no channel yet."""
        return supersede.untold(self._connection, number)

    def reached(self, number: str) -> set[str]:
        """Return who has been told of a round, or may have been, on any channel."""
        return supersede.told(self._connection, number)

    def alerted(self, number: str) -> set[str]:
        """Return for whom word of a round was queued, and has not given way."""
        return supersede.alerted(self._connection, number)

    def supersede(self, number: str, names: Collection[str], now: datetime) -> None:
        """End what waits to be said of a round to those named: it is said otherwise."""
        supersede.give_way(self._connection, number, names, now)

    def put_notice(
        self,
        message: Message,
        targets: Sequence[tuple[str, str]],
        now: datetime,
        servers: Mapping[str, str] | None = None,
    ) -> None:
        """Queue a notice to the operator, its words already fixed."""
        alert = self._connection.scalar(
            insert(alerts).returning(alerts.c.id),
            {
                "subscription": None,
                "number": None,
                "change": _NOTICE,
                "revision": 0,
                "payload": codec.message_to_json(message),
                "created_at": now,
            },
        )
        if targets and alert is not None:
            self._connection.execute(
                insert(deliveries),
                [
                    delivery_row(
                        alert,
                        channel,
                        target,
                        server=(servers or {}).get(channel, channel),
                        bundle=f"{_NOTICE} {alert} | {channel} | {target}",
                        now=now,
                    )
                    for channel, target in targets
                ],
            )

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

        Lanes in *busy* and lanes at rest are left alone; with *spare*, so are those
        whose last message failed. A lease that ran out is taken over, and marked
        doubtful: the channel may have accepted it. Times that no clock could have set
        are void.
        """
        take_turn(self._connection)
        rows = self._connection.execute(
            update(deliveries)
            # Equal to one bundle, not among those selected: PostgreSQL may select anew
            # for every row that it looks at, and so claim the whole queue at once.
            .where(
                deliveries.c.bundle == next_bundle(now, lease, busy, spare=spare),
                is_due(now, lease),
            )
            .values(
                doubtful=or_(deliveries.c.doubtful, deliveries.c.state == DeliveryState.SENDING),
                state=DeliveryState.SENDING,
                owner=owner,
                lease_until=now + lease,
                attempts=deliveries.c.attempts + 1,
            )
            .returning(*_CLAIMED)
        ).mappings()
        found = sorted(rows, key=itemgetter("id"))
        return self._claim(found) if found else None

    def release_leases(self, owner: str) -> int:
        """Give back what an earlier run of *owner* held when it died; return how many."""
        return len(
            self._connection.scalars(
                update(deliveries)
                .where(deliveries.c.state == DeliveryState.SENDING, deliveries.c.owner == owner)
                .values(state=DeliveryState.QUEUED, doubtful=True, owner=None, lease_until=None)
                .returning(deliveries.c.id)
            ).all()
        )

    def finish(
        self, claim: LeasedDelivery, state: DeliveryState, answer: str, now: datetime
    ) -> None:
        """Record how a claimed message ended: sent, refused or expired.

        That it was sent counts even if its lease had run out and another took it.
        """
        late = state is DeliveryState.SENT
        self._settle(claim, late=late, state=state, answer=answer, ended_at=now)

    def requeue(
        self,
        claim: LeasedDelivery,
        answer: str,
        at: datetime,
        *,
        doubtful: bool = False,
        yields: bool = False,
    ) -> None:
        """Put a claimed message back until *at*, with what the channel said.

        If a correction was queued meanwhile, that is the last word, not this one. One
        that *yields* is urgent no longer: the others of its server are tried first.
        """
        self._settle(
            claim,
            state=case(
                (supersede.overtaken(), DeliveryState.SUPERSEDED), else_=DeliveryState.QUEUED
            ),
            answer=answer,
            next_attempt_at=at,
            urgent=and_(deliveries.c.urgent, literal(not yields)),
            doubtful=or_(deliveries.c.doubtful, literal(doubtful)),
        )

    def postpone(self, claim: LeasedDelivery, at: datetime) -> None:
        """Put a claimed message back untried until *at*: the attempt does not count."""
        self._settle(
            claim,
            state=DeliveryState.QUEUED,
            next_attempt_at=at,
            attempts=deliveries.c.attempts - 1,
        )

    def count_waiting(self, channel: str | None = None, *, server: str | None = None) -> int:
        """Return how many deliveries wait for a channel, or for a server."""
        of = deliveries.c.lane == server if server else deliveries.c.channel == channel
        return (
            self._connection.scalar(
                select(func.count()).select_from(deliveries).where(of, text(OPEN))
            )
            or 0
        )

    def _claim(self, found: Sequence[RowMapping]) -> LeasedDelivery:
        payloads = self._connection.execute(
            select(alerts.c.change, alerts.c.payload)
            .where(alerts.c.id.in_([row["alert"] for row in found]))
            .order_by(alerts.c.id)
        ).all()
        first = found[0]
        notice = payloads[0].change == _NOTICE
        return LeasedDelivery(
            deliveries=tuple(row["id"] for row in found),
            lease_until=first["lease_until"],
            channel=first["channel"],
            target=first["target"],
            server=first["lane"],
            failures=ServerRepository(self._connection).failures(first["lane"]),
            attempts=max(row["attempts"] for row in found),
            created_at=first["created_at"],
            doubtful=any(row["doubtful"] for row in found),
            notice=codec.message_from_json(payloads[0].payload) if notice else None,
            alerts=() if notice else tuple(codec.alert_from_json(p.payload) for p in payloads),
        )

    def _give_way_to(self, items: Sequence[QueuedAlert], now: datetime) -> None:
        corrections = [
            i.alert for i in items if isinstance(i.alert.change, CorrectedRound | ConfirmedRound)
        ]
        for number in {alert.round.number for alert in corrections}:
            told = [a.subscription.name for a in corrections if a.round.number == number]
            self.supersede(number, told, now)

    def _settle(self, claim: LeasedDelivery, *, late: bool = False, **values: object) -> None:
        held = deliveries.c.lease_until == claim.lease_until
        ours = and_(deliveries.c.id.in_(claim.deliveries), or_(held, literal(late)))
        self._connection.execute(
            update(deliveries).where(ours).values(owner=None, lease_until=None, **values)
        )
