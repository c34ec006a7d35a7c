"""What a first alert would be the first to do is done before there is one, and leaves no trace."""

from datetime import datetime
from pathlib import PurePath

import pytest

from tests.servers.smtp import SmtpServer
from tests.values import a_round
from watcher.adapters import notify
from watcher.adapters.database import Store
from watcher.core.errors import StoreError
from watcher.core.model import Message, NewRound
from watcher.core.settings import Channel, Secret, Settings
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.next_cutoffs import NextCutoffs
from watcher.pipeline.rehearsal import Rehearsal


def rehearse(store: Store, now: datetime, url: str) -> list[tuple[str, str]]:
    """Rehearse; return what would have been sent, by address and title."""
    settings = Settings(
        file=PurePath("config.toml"),
        database=Secret("sqlite://"),
        channels={"amara": Channel(name="amara", url=Secret(url))},
    )
    book = AddressBook(settings=settings, targets=lambda _: ("",))
    made: list[tuple[str, str]] = []
    with pytest.MonkeyPatch.context() as patched:
        original = notify.rehearse

        def noted(address: Secret, message: Message) -> None:
            made.append((address.value, message.title))
            original(address, message)

        patched.setattr(notify, "rehearse", noted)
        Rehearsal(
            store=store,
            address_book=lambda: book,
            next_cutoffs=NextCutoffs(store, lambda: now),
            clock=lambda: now,
        )()
    return made


def test_an_alert_of_the_newest_round_is_made_and_nothing_kept_or_sent(
    store: Store, now: datetime
) -> None:
    with store.writing() as tx:
        tx.rounds.save([NewRound(round=a_round(number="385"))], page=b"page", now=now)

    with SmtpServer() as server:
        made = rehearse(store, now, server.channel("amara@x.org").value)

        assert (server.connections, server.messages) == (0, [])
    [(_, title)] = made
    assert "#385" in title
    with store.reading() as tx:
        assert sum(tx.deliveries.count_by_state().values()) == 0


def test_an_empty_database_has_nothing_to_rehearse_with(store: Store, now: datetime) -> None:
    assert rehearse(store, now, "json://h.org") == []


def test_a_database_that_fails_costs_the_rehearsal_alone(
    store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise StoreError("locked", "locked")

    monkeypatch.setattr(store, "writing", fails)

    assert rehearse(store, now, "json://h.org") == []
