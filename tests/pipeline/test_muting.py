"""Who can be muted, and for how long."""

from datetime import datetime, timedelta
from pathlib import PurePath

from tests.values import a_person, a_subscription
from watcher.adapters.database import Store
from watcher.core.settings import Secret, Settings
from watcher.pipeline.muting import Addressee, addressee, mute, unmute

DAY = timedelta(days=1)
SETTINGS = Settings(
    file=PurePath("x"),
    database=Secret(""),
    subscriptions=(
        a_subscription(name="bo/cec", person="bo", timezone="Asia/Kolkata"),
        a_subscription(name="bo/french", person="bo", wake=True),
    ),
)


def test_somebody_with_several_rules_is_muted_as_a_person(store: Store) -> None:
    with store.writing() as tx:
        assert addressee(tx, SETTINGS, "bo") == Addressee(
            name="bo", timezone="Asia/Kolkata", wake=True
        )
        assert addressee(tx, SETTINGS, "bo/cec") is None


def test_a_mute_is_known_until_it_is_ended(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.people.put(a_person(name="amara"), now)
        for name in ("amara", "bo"):
            mute(tx, name, now + DAY)
            found = addressee(tx, SETTINGS, name)
            assert found is not None
            assert found.muted_until == now + DAY

            unmute(tx, name, now)
            found = addressee(tx, SETTINGS, name)
            assert found is not None
            assert found.muted_until is None
