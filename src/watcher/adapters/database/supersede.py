"""A correction and the word that it corrects: the later one is the last.

A message that has not left when its round is corrected must not be read after the
correction: it gives way, and who has heard nothing yet hears the round as it now is.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Exists, case, exists, func, or_, select, update

from watcher.adapters.database.schema import alerts, deliveries
from watcher.adapters.database.state import DeliveryState


def untold(connection: Connection, number: str) -> set[str]:
    """Return the subscriptions whose every delivery of a round is still queued."""
    waits = case((deliveries.c.state == DeliveryState.QUEUED, 1), else_=0)
    rows = connection.execute(
        select(alerts.c.subscription)
        .join_from(alerts, deliveries, deliveries.c.alert == alerts.c.id)
        .where(
            alerts.c.number == number,
            alerts.c.subscription.is_not(None),
            deliveries.c.state != DeliveryState.SUPERSEDED,
        )
        .group_by(alerts.c.subscription)
        # Tried once and cut off, it may have arrived: then it was told.
        .having(func.count() == func.sum(waits))
        .having(func.sum(case((deliveries.c.doubtful, 1), else_=0)) == 0)
    )
    return {str(name) for (name,) in rows}


def told(connection: Connection, number: str) -> set[str]:
    """Return the subscriptions that a word of a round has reached, or may have."""
    reached = deliveries.c.state.in_([DeliveryState.SENT, DeliveryState.SENDING])
    return _of_whom(connection, number, or_(reached, deliveries.c.doubtful))


def alerted(connection: Connection, number: str) -> set[str]:
    """Return the subscriptions that an alert was queued for, and has not given way."""
    return _of_whom(connection, number, deliveries.c.state != DeliveryState.SUPERSEDED)


def _of_whom(connection: Connection, number: str, where: ColumnElement[bool]) -> set[str]:
    rows = connection.execute(
        select(alerts.c.subscription)
        .join_from(alerts, deliveries, deliveries.c.alert == alerts.c.id)
        .where(alerts.c.number == number, alerts.c.subscription.is_not(None), where)
        .distinct()
    )
    return {str(name) for (name,) in rows}


def give_way(connection: Connection, number: str, names: Collection[str], now: datetime) -> None:
    """End what waits to be said of a round to the subscriptions named."""
    if not names:
        return
    older = select(alerts.c.id).where(
        alerts.c.number == number, alerts.c.subscription.in_(list(names))
    )
    connection.execute(
        update(deliveries)
        .where(deliveries.c.state == DeliveryState.QUEUED, deliveries.c.alert.in_(older))
        .values(state=DeliveryState.SUPERSEDED, ended_at=now)
    )


def overtaken() -> Exists:
    """Say of a delivery that a later word on its round was queued for its person."""
    this, later = alerts.alias(), alerts.alias()
    return (
        exists()
        .where(
            this.c.id == deliveries.c.alert,
            later.c.subscription == this.c.subscription,
            later.c.number == this.c.number,
            later.c.id > this.c.id,
        )
        .correlate(deliveries)
    )
