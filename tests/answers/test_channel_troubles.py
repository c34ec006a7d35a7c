"""Channels that take no messages, in sentences that stay few."""

from datetime import datetime, timedelta
from pathlib import PurePath

from tests.values import a_person
from watcher.adapters.database import Store
from watcher.answers.channel_troubles import ChannelTrouble, channel_troubles, channels_wrong
from watcher.answers.snapshot import Snapshot
from watcher.core.incidents import Episode, IncidentSubject
from watcher.core.settings import Channel, Secret, Settings

MAIL = Channel(name="mail", url=Secret("mailto://127.0.0.1?from=a@example.org"))


def refused(at: datetime, *targets: str) -> list[ChannelTrouble]:
    return [
        ChannelTrouble(
            channel="mail", target=target, trouble="refused", since=at, detail="550 spam"
        )
        for target in targets
    ]


def test_a_few_addresses_are_named_with_what_tries_each(now: datetime) -> None:
    troubles = refused(now - timedelta(minutes=2), "amara@example.com")

    assert list(channels_wrong(troubles, now)) == [
        (
            "channel mail (amara@example.com) has refused what it is sent for 2 minutes: 550 spam; "
            "`watcher test mail --target amara@example.com` tries it"
        )
    ]


def test_many_addresses_of_one_channel_make_one_sentence(now: datetime) -> None:
    many = refused(now - timedelta(minutes=2), *(f"c{i}@example.com" for i in range(1000, 2200)))
    whole = ChannelTrouble(channel="mail", target="", trouble="failing", since=now, detail="421")

    assert list(channels_wrong([*many, whole], now)) == [
        "channel mail has been failing for less than a second: 421; `watcher test mail` tries it",
        (
            "channel mail has refused what it is sent at 1,200 addresses, for 2 minutes at the first, "
            "c1000@example.com: 550 spam; `watcher deliveries --state refused --channel mail` lists them"
        ),
    ]


def test_an_address_that_is_left_alone_is_no_trouble_any_more(store: Store, now: datetime) -> None:
    settings = Settings(file=PurePath("x"), database=Secret(""), channels={"mail": MAIL})
    with store.writing() as tx:
        tx.people.put(a_person(name="amara"), now)
        for target in ("amara@example.com", "bo@example.com"):
            subject = IncidentSubject.of_target("mail", target)
            episode = Episode(
                subject=subject, trouble="refused", since=now, detail="550 5.1.1 gone"
            )
            tx.incidents.open(episode)
        tx.suppressions.add("mail", "amara@example.com", "refused", now)

        found = channel_troubles(Snapshot(store=store, tx=tx, settings=settings, now=now))

        assert [one.target for one in found] == ["bo@example.com"]
