"""Lists and retries of deliveries."""

from tests.cli.installation import HISTORY, Installation
from tests.pages import a_row
from watcher.answers.deliveries import DeliveryState, has_ended, list_deliveries, retry_deliveries
from watcher.answers.snapshot import Snapshot
from watcher.core.errors import DeliveryRefused

NEW = a_row("437", "2026-08-19", drawCRS="520")


def snapshot_of(installation: Installation, *, retry: bool = False) -> list[DeliveryState]:
    scene = installation.scene
    with scene.store.writing() as tx:
        snapshot = Snapshot(store=scene.store, tx=tx, settings=scene.settings, now=scene.now)
        if retry:
            chosen = retry_deliveries(snapshot, states=[DeliveryState.REFUSED])
            assert [has_ended(delivery) for delivery in chosen] == [True]
        return [d.state for d in list_deliveries(snapshot, channel="bo").deliveries]


def test_what_was_refused_is_queued_again_and_what_was_sent_is_not(
    installation: Installation,
) -> None:
    installation.scene.channels.failures["bo"] = [DeliveryRefused("403 blocked")]
    installation.publish(NEW, *HISTORY)
    installation.scene.deliver()

    assert snapshot_of(installation) == [DeliveryState.REFUSED]
    assert snapshot_of(installation, retry=True) == [DeliveryState.QUEUED]


def test_a_list_says_whether_there_are_more(snapshot: Snapshot) -> None:
    every = list_deliveries(snapshot)
    one = list_deliveries(snapshot, limit=1)

    assert not every.more
    assert one.more is (len(every.deliveries) > 1)
    assert one.deliveries == every.deliveries[:1]
