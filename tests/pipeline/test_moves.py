"""A group of Telegram that became another chat is followed."""

from datetime import UTC, datetime
from pathlib import PurePath

import pytest

from watcher.adapters.database import Store
from watcher.core.errors import DeliveryMoved, StoreError
from watcher.core.model import Message
from watcher.core.settings import Channel, Operator, Secret, Settings
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.moves import FollowingSender

NOW = datetime(2026, 8, 19, 18, 0, tzinfo=UTC)
LETTER = Message(title="#385", text="", html="")
BOOK = AddressBook(
    settings=Settings(
        file=PurePath("config.toml"),
        database=Secret("sqlite://"),
        channels={"tg": Channel(name="tg", url=Secret("tgram://TOKEN"))},
        operator=Operator(channels=("ops",)),
    ),
    targets=lambda _: ("",),
    server_of=lambda channel: f"tgram {channel}",
)


class Telegram:
    """Takes messages, but for chats that have moved."""

    def __init__(self, **moved: str) -> None:
        self.moved = {name.replace("_", "-"): to for name, to in moved.items()}
        self.asked: list[str] = []

    def __call__(self, _channel: str, target: str, _message: Message) -> str:
        self.asked.append(target)
        if to := self.moved.get(target):
            raise DeliveryMoved(f"400: its chat id is now {to}", to)
        return "200 OK"


def a_sender(store: Store, telegram: Telegram) -> FollowingSender:
    return FollowingSender(send=telegram, store=store, address_book=lambda: BOOK, clock=lambda: NOW)


def notices(store: Store) -> list[str]:
    with store.reading() as tx:
        return [
            channel for channel, _, count in tx.deliveries.count_by_channel() for _ in range(count)
        ]


def test_a_message_follows_its_chat_and_the_operator_is_told_once(store: Store) -> None:
    telegram = Telegram(_1="-1001")
    sender = a_sender(store, telegram)

    answers = [sender("tg", "-1", LETTER) for _ in range(3)]

    assert answers == ["200 OK"] * 3
    assert telegram.asked == ["-1", "-1001", "-1001", "-1001"]
    assert notices(store) == ["ops"]


def test_it_is_remembered_over_a_restart_and_by_other_processes(store: Store) -> None:
    other = a_sender(store, Telegram(_1="-1001"))
    other("tg", "-2", LETTER)  # so that it knows no move, and reads no more
    a_sender(store, Telegram(_1="-1001"))("tg", "-1", LETTER)

    again = Telegram(_1="-1001")
    a_sender(store, again)("tg", "-1", LETTER)
    other("tg", "-1", LETTER)

    assert again.asked == ["-1001"]
    assert notices(store) == ["ops"]


def test_a_chat_that_moved_again_is_followed_at_the_next_try(store: Store) -> None:
    telegram = Telegram(_1="-1001", _1001="-1002")
    sender = a_sender(store, telegram)

    with pytest.raises(DeliveryMoved):
        sender("tg", "-1", LETTER)
    assert sender("tg", "-1", LETTER) == "200 OK"

    assert telegram.asked[-1] == "-1002"


def test_a_database_that_cannot_keep_a_move_stops_no_message(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = a_sender(store, Telegram(_1="-1001"))
    sender("tg", "-2", LETTER)

    def full() -> None:
        raise StoreError("no room", "full")

    monkeypatch.setattr(store, "writing", full)

    assert sender("tg", "-1", LETTER) == "200 OK"
