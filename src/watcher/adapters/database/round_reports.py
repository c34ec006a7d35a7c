"""What is on record about a round: each delivery with what was judged, and the sums."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from watcher.adapters.database.contents import NOTICE
from watcher.adapters.database.deliveries import DeliveryState
from watcher.adapters.database.engine import Repository
from watcher.adapters.database.schema import DELIVERIES
from watcher.adapters.database.schema_alerts import ALERTS, NEWS
from watcher.core.model import VerdictKind

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLine:
    """One delivery about a round: whom it told what, by which channel, and what became of it.

    ``id`` is that of `watcher deliveries`.
    ``held``: quiet hours, a mute or a digest had it wait until ``due_at``; ``took`` is from then to when it was sent;
    ``doubtful``: an attempt was cut off, so that it may have arrived twice.
    """

    id: int
    person: str
    subscription: str
    change: str
    revision: int
    verdict: VerdictKind
    score: int | None
    points: int | None
    margin: timedelta | None
    channel: str
    target: str
    state: DeliveryState
    queued_at: datetime
    due_at: datetime
    ended_at: datetime | None
    took: timedelta | None
    held: bool
    attempts: int
    doubtful: bool
    answer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTotals:
    """How many deliveries of a round are in each state, and of each verdict; how many people they are to.

    ``slowest`` is the longest between when one was due and when it was sent.
    """

    people: int
    states: Mapping[str, int]
    verdicts: Mapping[str, int]
    doubtful: int
    slowest: timedelta | None


_OF_ALERT = ("person", "subscription", "change", "revision", "verdict", "score", "points", "margin")
_OF_DELIVERY = (
    *("channel", "target", "state", "due_at", "ended_at", "attempts", "doubtful", "answer"),
)
_TOLD = sa.select(
    DELIVERIES.c.id,
    *(ALERTS.c[name] for name in _OF_ALERT),
    *(DELIVERIES.c[name] for name in _OF_DELIVERY),
    ALERTS.c.created_at.label("queued_at"),
).join_from(ALERTS, DELIVERIES, DELIVERIES.c.alert == ALERTS.c.id)


class RoundReportQueries(Repository):
    """Records of rounds, within one transaction."""

    def told(
        self,
        number: str,
        *,
        states: Collection[DeliveryState] = (),
        verdicts: Collection[VerdictKind] = (),
        person: str | None = None,
        after: int | None = None,
        limit: int | None = None,
    ) -> Iterator[ToldLine]:
        """Yield the deliveries of a round in the order in which they were queued, those behind the one *after*.

        Never all of them are in memory.
        """
        wanted = [ALERTS.c.number == number, ALERTS.c.news.is_not(None)]
        if states:
            wanted.append(DELIVERIES.c.state.in_(states))
        if verdicts:
            wanted.append(ALERTS.c.verdict.in_(verdicts))
        if person is not None:
            wanted.append(sa.or_(ALERTS.c.person == person, ALERTS.c.subscription == person))
        if after is not None:
            alert = sa.select(DELIVERIES.c.alert).where(DELIVERIES.c.id == after).scalar_subquery()
            further = sa.or_(ALERTS.c.id > alert, DELIVERIES.c.id > after)
            wanted += [ALERTS.c.id >= alert, further]
        rows = self._db.execute(
            _TOLD.where(*wanted).order_by(ALERTS.c.id, DELIVERIES.c.id).limit(limit),
            execution_options={"yield_per": _AT_ONCE},
        )
        return map(_line, rows.mappings())

    def totals(self, number: str) -> RoundTotals:
        """Sum up the deliveries of a round."""
        joined = sa.join(ALERTS, DELIVERIES, DELIVERIES.c.alert == ALERTS.c.id)
        of = sa.and_(ALERTS.c.number == number, ALERTS.c.news.is_not(None))
        rows = self._db.execute(
            sa.select(DELIVERIES.c.state, ALERTS.c.verdict, DELIVERIES.c.doubtful, sa.func.count())
            .select_from(joined)
            .where(of)
            .group_by(DELIVERIES.c.state, ALERTS.c.verdict, DELIVERIES.c.doubtful)
        ).all()
        states: Counter[str] = Counter()
        verdicts: Counter[str] = Counter()
        doubtful = 0
        for state, verdict, may_repeat, count in rows:
            states[state] += count
            verdicts[str(verdict)] += count if state != DeliveryState.SUPERSEDED else 0
            doubtful += count if may_repeat else 0
        people = sa.select(sa.func.count(ALERTS.c.person.distinct())).where(of)
        return RoundTotals(
            people=self._db.scalar(people) or 0,
            states=dict(sorted(states.items())),
            verdicts=dict(sorted((+verdicts).items())),
            doubtful=doubtful,
            slowest=self._slowest(number),
        )

    def reasons(self, number: str, limit: int) -> list[tuple[str, int]]:
        """Return what servers most often answered where a delivery of a round was refused or given up."""
        failed = DELIVERIES.c.state.in_([DeliveryState.REFUSED, DeliveryState.EXPIRED])
        rows = self._db.execute(
            sa.select(DELIVERIES.c.answer, sa.func.count().label("n"))
            .join_from(ALERTS, DELIVERIES, DELIVERIES.c.alert == ALERTS.c.id)
            .where(ALERTS.c.number == number, ALERTS.c.news.is_not(None), failed)
            .group_by(DELIVERIES.c.answer)
            .order_by(sa.desc("n"), DELIVERIES.c.answer)
            .limit(limit)
        )
        return [(answer or "", n) for answer, n in rows]

    def unsummarised(self, since: datetime) -> dict[str, datetime]:
        """Return the rounds told *since* then of which the operator had no summary, and when each was first told."""
        summed = sa.select(ALERTS.c.id).where(
            ALERTS.c.number == NEWS.c.number, ALERTS.c.change == NOTICE
        )
        rows = self._db.execute(
            sa.select(NEWS.c.number, sa.func.min(NEWS.c.created_at))
            .where(~summed.exists())
            .group_by(NEWS.c.number)
            .having(sa.func.min(NEWS.c.created_at) >= since)
        )
        return {str(number): at for number, at in rows}

    def _slowest(self, number: str) -> timedelta | None:
        due, ended = DELIVERIES.c.due_at, DELIVERIES.c.ended_at
        took = (
            sa.func.julianday(ended) - sa.func.julianday(due)
            if self._db.dialect.name == "sqlite"
            else ended - due
        )
        row = self._db.execute(
            sa.select(due, ended)
            .join_from(ALERTS, DELIVERIES, DELIVERIES.c.alert == ALERTS.c.id)
            .where(ALERTS.c.number == number, ALERTS.c.news.is_not(None))
            .where(DELIVERIES.c.state == DeliveryState.SENT)
            .order_by(sa.desc(took))
            .limit(1)
        ).first()
        return None if row is None or row.ended_at is None else row.ended_at - row.due_at


def _line(row: sa.RowMapping) -> ToldLine:
    margin, state = row["margin"], DeliveryState(row["state"])
    made = {
        "state": state,
        "verdict": VerdictKind(row["verdict"]),
        "margin": None if margin is None else timedelta(seconds=margin),
        "took": row["ended_at"] - row["due_at"] if state is DeliveryState.SENT else None,
        "held": row["due_at"] > row["queued_at"],
    }
    return ToldLine(**dict(row) | made)
