"""How long a message waits for its server's patience, by a clock that the test moves."""

from pathlib import PurePath

import pytest

from watcher.adapters.notify import RateKey
from watcher.core.settings import Channel, Secret, Settings
from watcher.pipeline.channels import AddressBook, SendRateLimiter


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pacer(clock: Clock) -> SendRateLimiter:
    """Allow a mail a second."""
    return SendRateLimiter(60, clock)


def mail(server: str = "smtp.example.org", to: str = "amara@example.org") -> RateKey:
    return RateKey(kind="mail", server=server, chat=to)


def telegram(chat: str, bot: str = "bot") -> RateKey:
    return RateKey(kind="tgram", server=bot, chat=chat)


def waits(pacer: SendRateLimiter, *lanes: RateKey) -> list[float]:
    return [round(pacer.reserve(lane), 6) for lane in lanes]


def test_mails_to_one_server_leave_one_after_the_other(pacer: SendRateLimiter) -> None:
    assert waits(pacer, mail(), mail(to="bruno@example.org"), mail()) == [0, 1, 2]


@pytest.mark.parametrize(("per_minute", "second"), [(1, 60), (30, 2), (60, 1), (600, 0.1)])
def test_a_server_takes_as_many_mails_a_minute_as_was_set(
    clock: Clock, per_minute: int, second: float
) -> None:
    assert waits(SendRateLimiter(per_minute, clock), mail(), mail()) == [0, second]


def test_another_server_has_patience_of_its_own(pacer: SendRateLimiter) -> None:
    assert waits(pacer, mail("one"), mail("two"), mail("one")) == [0, 0, 1]


def test_a_mail_server_is_no_bot_of_the_same_name(pacer: SendRateLimiter) -> None:
    assert waits(pacer, mail("one", "42"), telegram("42", "one")) == [0, 0]


def test_patience_comes_back_with_time(pacer: SendRateLimiter, clock: Clock) -> None:
    assert waits(pacer, mail(), mail(), mail()) == [0, 1, 2]

    clock.seconds += 2.5

    assert waits(pacer, mail(), mail()) == [0.5, 1.5]

    clock.seconds += 60

    assert waits(pacer, mail(), mail()) == [0, 1]


def test_a_bot_writes_25_messages_a_second_to_as_many_chats(pacer: SendRateLimiter) -> None:
    chats = [telegram(str(chat)) for chat in range(51)]

    found = waits(pacer, *chats)

    assert found[:3] == [0, 0.04, 0.08]
    assert (found[25], found[50]) == (1, 2)


def test_one_chat_hears_of_a_bot_once_a_second(pacer: SendRateLimiter) -> None:
    assert waits(pacer, telegram("42"), telegram("42"), telegram("42")) == [0, 1, 2]


def test_two_bots_do_not_share_a_chat_or_their_patience(pacer: SendRateLimiter) -> None:
    assert waits(pacer, telegram("42", "one"), telegram("42", "two")) == [0, 0]


def test_a_chat_that_has_waited_long_enough_waits_for_its_bot_alone(
    pacer: SendRateLimiter, clock: Clock
) -> None:
    waits(pacer, telegram("42"))
    clock.seconds += 1

    assert waits(pacer, telegram("1"), telegram("42")) == [0, 0.04]


def test_other_kinds_of_channel_never_wait(pacer: SendRateLimiter) -> None:
    lane = RateKey(kind="json", server="ops.example.org", chat="")

    assert waits(pacer, lane, lane, lane) == [0, 0, 0]


def test_a_reference_leads_to_a_channel_s_targets_or_to_one_of_its_own() -> None:
    channels = {name: Channel(name=name, url=Secret("")) for name in ("mail", "tg", "a:b")}
    book = AddressBook(
        settings=Settings(file=PurePath("c.toml"), database=Secret(""), channels=channels),
        targets={"mail": ("x@a.ca", "y@a.ca"), "a:b": ("",), "gone": ("",)}.__getitem__,
        server_of=lambda channel: f"server of {channel}",
    )
    references = ["mail", "mail:z@a.ca", "mail:x@a.ca", "tg:42", "a:b", "gone"]

    assert book.addresses(references) == [
        ("mail", "x@a.ca"),
        ("mail", "y@a.ca"),
        ("mail", "z@a.ca"),
        ("tg", "42"),
        ("a:b", ""),
        ("gone", ""),
    ]
    assert book.servers(["mail", "mail:z@a.ca", "tg:42"]) == {
        "mail": "server of mail",
        "tg": "server of tg",
    }
