"""What is old is dropped, a little at a time, and what waits stays however old it is."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from tests.adapters.database.test_incidents import begin, end
from tests.pipeline.test_people import wait_for
from tests.values import a_person
from watcher.adapters.database import DeliveryState, Store
from watcher.adapters.database.schema import DELIVERIES
from watcher.adapters.database.schema_alerts import NEWS

YEAR = timedelta(days=365)


def told(
    store: Store, now: datetime, *names: str, state: DeliveryState = DeliveryState.SENT
) -> None:
    """Queue an alert to each, and have it end so."""
    wait_for(store, now, *(a_person(name=name) for name in names))
    if state is DeliveryState.QUEUED:
        return
    with store.writing() as tx:
        tx.pruning._db.execute(  # noqa: SLF001 - however it came to that
            sa.update(DELIVERIES)
            .where(DELIVERIES.c.state == DeliveryState.QUEUED)
            .values(state=state, ended_at=now)
        )


def kept(store: Store) -> list[str]:
    with store.reading() as tx:
        return sorted(str(delivery.subscription) for delivery in tx.deliveries.search())


def drop(store: Store, before: datetime, limit: int = 100) -> tuple[int, int]:
    with store.writing() as tx:
        return tx.pruning.drop_alerts(before, limit), tx.pruning.drop_news(before, limit)


def count_news(store: Store) -> int:
    with store.reading() as tx:
        counted = sa.select(sa.func.count()).select_from(NEWS)
        return tx.pruning._db.scalar(counted) or 0  # noqa: SLF001 - beside them


def test_what_was_told_before_is_dropped_with_what_was_sent(store: Store, now: datetime) -> None:
    told(store, now - 3 * YEAR, "old")
    told(store, now, "new")

    assert drop(store, now - 2 * YEAR)[0] == 1

    assert kept(store) == ["new"]


def test_what_waits_stays_however_old_it_is(store: Store, now: datetime) -> None:
    told(store, now - 3 * YEAR, "refused", state=DeliveryState.REFUSED)
    told(store, now - 3 * YEAR, "waits", state=DeliveryState.QUEUED)

    with store.reading() as tx:
        assert tx.pruning.count_alerts(now) == 1
    assert drop(store, now)[0] == 1

    assert kept(store) == ["waits"]
    assert count_news(store) > 0


def test_news_go_when_nobody_was_told_of_them_any_more(store: Store, now: datetime) -> None:
    told(store, now - 3 * YEAR, "old")
    assert count_news(store) == 1

    drop(store, now)

    assert count_news(store) == 0


def test_no_more_is_dropped_at_once_than_was_asked(store: Store, now: datetime) -> None:
    told(store, now - YEAR, *(f"p{i}" for i in range(5)))

    assert [drop(store, now, 2)[0] for _ in range(4)] == [2, 2, 1, 0]


def test_trouble_that_is_over_goes_and_open_trouble_stays(store: Store, now: datetime) -> None:
    begin(store, now - 3 * YEAR, "source ircc")
    end(store, now - 2 * YEAR, "source ircc")
    begin(store, now - 3 * YEAR, "source other")

    with store.writing() as tx:
        assert tx.pruning.count_episodes(now) == 1
        assert tx.pruning.drop_episodes(now, 10) == 1
        assert [str(e.subject) for e in tx.incidents.open_episodes()] == ["source other"]
