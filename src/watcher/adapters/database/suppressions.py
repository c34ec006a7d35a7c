"""Repository of suppressions: the addresses that are left alone."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa

from watcher.adapters.database.deliveries import DeliveryState
from watcher.adapters.database.engine import Repository, in_batches, upsert
from watcher.adapters.database.schema import DELIVERIES, OPEN
from watcher.adapters.database.schema_alerts import ALERTS, LETTER
from watcher.adapters.database.schema_alone import SECRET_KEYS, SUPPRESSIONS
from watcher.core.suppressions import (
    NOT_SENT,
    ChannelTarget,
    Suppression,
    SuppressionReason,
    suppression_key,
)

# Well below what either database takes as parameters of one statement.
_AT_ONCE = 500


class SuppressionRepository(Repository):
    """The suppressed addresses within one transaction; it knows them in any case of letters."""

    def add(
        self, channel: str, target: str, why: SuppressionReason, now: datetime, *, detail: str = ""
    ) -> None:
        """Suppress an address from now on; one that its person ended stays ended by them."""
        channel, key = suppression_key(channel, target)
        if why == "refused" and self.among([(channel, key)]):
            return
        row = {"channel": channel, "target": key, "why": why, "since": now, "detail": detail}
        upsert(self._db, SUPPRESSIONS, [row])

    def lift(
        self, channel: str, target: str, *, why: SuppressionReason | None = None
    ) -> Suppression | None:
        """Let an address be written to again, only if it was suppressed for *why* where that is given; return what was."""
        channel, key = suppression_key(channel, target)
        this = [SUPPRESSIONS.c.channel == channel, SUPPRESSIONS.c.target == key]
        if why is not None:
            this.append(SUPPRESSIONS.c.why == why)
        lifted = sa.delete(SUPPRESSIONS).where(*this).returning(SUPPRESSIONS)
        row = self._db.execute(lifted).mappings().first()
        return None if row is None else Suppression(**row)

    def among(self, addresses: Iterable[ChannelTarget]) -> dict[ChannelTarget, Suppression]:
        """Return those of *addresses* that are suppressed."""
        if self._db.scalar(sa.select(SUPPRESSIONS.c.why).limit(1)) is None:
            return {}
        asked: dict[ChannelTarget, list[ChannelTarget]] = {}
        for address in addresses:
            asked.setdefault(suppression_key(*address), []).append(address)
        # By channel and target, in the order of the key: by target alone every row would be read.
        channels = SUPPRESSIONS.c.channel.in_({channel for channel, _ in asked})
        found: dict[ChannelTarget, Suppression] = {}
        for targets in in_batches({target for _, target in asked}, _AT_ONCE):
            some = sa.and_(channels, SUPPRESSIONS.c.target.in_(targets))
            for row in self._db.execute(sa.select(SUPPRESSIONS).where(some)).mappings():
                written = asked.get((row["channel"], row["target"]), ())
                found.update(dict.fromkeys(written, Suppression(**row)))
        return found

    def count(self) -> dict[str, int]:
        """Return how many addresses are left alone, by why."""
        rows = self._db.execute(
            sa.select(SUPPRESSIONS.c.why, sa.func.count().label("n")).group_by(SUPPRESSIONS.c.why)
        )
        return {"unsubscribed": 0, "refused": 0} | {row.why: row.n for row in rows}

    def ended(
        self, rows: Iterable[Mapping[str, object]], now: datetime
    ) -> list[Mapping[str, object]]:
        """Return those of new deliveries that are to a suppressed address, as they are recorded: not sent, and why."""
        addressed = [((str(row["channel"]), str(row["target"])), row) for row in rows]
        found = self.among(address for address, _ in addressed)
        return [
            {**row, "state": DeliveryState.SUPPRESSED.value, "ended_at": now}
            | {"answer": NOT_SENT[found[address].why]}
            for address, row in addressed
            if address in found
        ]

    def end_waiting(self, channel: str, target: str, answer: str, now: datetime) -> int:
        """End what waits for an address, but not notices and confirmations; return how many deliveries that were.

        What is being sent is left to its sender, who looks for itself.
        """
        channel, key = suppression_key(channel, target)
        to_people = sa.exists().where(
            ALERTS.c.id == DELIVERIES.c.alert,
            ALERTS.c.subscription.is_not(None),
            ALERTS.c.change != LETTER,
        )
        ended = (
            sa.update(DELIVERIES)
            .where(
                sa.text(OPEN),
                DELIVERIES.c.state == DeliveryState.QUEUED,
                DELIVERIES.c.channel == channel,
                sa.or_(DELIVERIES.c.target == target, sa.func.lower(DELIVERIES.c.target) == key),
                to_people,
            )
            .values(state=DeliveryState.SUPPRESSED, ended_at=now, answer=answer)
        )
        return len(self._db.scalars(ended.returning(DELIVERIES.c.id)).all())


class KeyRepository(Repository):
    """Secret keys, within one transaction."""

    def secret(self, name: str, fresh: bytes) -> bytes:
        """Return the key of a name: *fresh*, if there was none before."""
        upsert(self._db, SECRET_KEYS, [{"name": name, "secret": fresh}], keep={"secret"})
        return self._db.scalars(
            sa.select(SECRET_KEYS.c.secret).where(SECRET_KEYS.c.name == name)
        ).one()

    def known_secret(self, name: str) -> bytes | None:
        """Return the key of a name if there is one."""
        return self._db.scalar(sa.select(SECRET_KEYS.c.secret).where(SECRET_KEYS.c.name == name))
