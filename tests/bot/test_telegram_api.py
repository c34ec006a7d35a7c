"""The library behind its door: what it says in errors, in our words."""

import asyncio
from collections.abc import Callable, Iterator

import pytest

from tests.servers.http import answer
from tests.servers.telegram import blocked, chat_not_found, error, throttled
from tests.servers.telegram_bot import BotServer
from watcher.adapters.notify import TelegramAccount, telegram_account
from watcher.bot.outgoing import Answer, Button
from watcher.bot.outgoing import answer as an_answer
from watcher.bot.telegram_api import (
    AnotherPoller,
    ApiError,
    ApiRefused,
    ApiThrottled,
    ApiUnreachable,
    ChatGone,
    TelegramApi,
    TokenRefused,
)
from watcher.core.settings import Secret


@pytest.fixture
def telegram() -> Iterator[BotServer]:
    with BotServer() as telegram:
        yield telegram


def account(telegram: BotServer) -> TelegramAccount:
    found = telegram_account(telegram.url)
    assert found is not None
    return found


def send(telegram: BotServer, *answers: Answer) -> None:
    """Send answers to chat 42."""

    async def sending() -> None:
        async with TelegramApi(account(telegram)) as api:
            for one in answers:
                await api.send(42, one)

    asyncio.run(sending())


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (error(401, "Unauthorized"), TokenRefused),
        (error(409, "Conflict: terminated by other getUpdates request"), AnotherPoller),
        (blocked(), ChatGone),
        (error(403, "Forbidden: user is deactivated"), ChatGone),
        (chat_not_found(), ChatGone),
        (error(400, "Bad Request: message is too long"), ApiRefused),
        (error(500, "Internal Server Error"), ApiUnreachable),
        (answer(b"<html>Bad gateway</html>", status=502), ApiUnreachable),
        (answer(b'{"ok": true, "result": "what?"}'), ApiRefused),
        (answer(b'{"ok": true, "result": {}}'), ApiRefused),
    ],
    ids=[
        "unauthorized",
        "conflict",
        "blocked",
        "deactivated",
        "no such chat",
        "too long",
        "500",
        "502",
        "text",
        "empty",
    ],
)
def test_each_refusal_is_ours_by_what_it_means(
    telegram: BotServer, step: Callable[..., None], kind: type[ApiError]
) -> None:
    telegram.fails("sendMessage", step)

    with pytest.raises(kind) as raised:
        send(telegram, an_answer("hello"))
    assert "AAHdq" not in str(raised.value)


def test_how_long_to_wait_is_known(telegram: BotServer) -> None:
    telegram.fails("sendMessage", throttled(7))

    with pytest.raises(ApiThrottled) as raised:
        send(telegram, an_answer("hello"))
    assert raised.value.seconds == 7


def test_a_server_that_is_not_there_is_unreachable() -> None:
    nowhere = TelegramAccount(token=Secret("1:a"), server="http://127.0.0.1:9")

    async def opening() -> None:
        async with TelegramApi(nowhere):
            raise AssertionError("it answered")

    with pytest.raises(ApiUnreachable):
        asyncio.run(opening())


def test_an_edited_message_takes_the_place_of_the_old_one(telegram: BotServer) -> None:
    keyboard = [[Button(text="CEC", data="1:category:cec")]]
    first = an_answer("first", keyboard=keyboard)

    send(telegram, first, an_answer("second", edits=1), an_answer("second", edits=1))

    (shown,) = telegram.chats[42]
    assert (shown.text, shown.buttons) == ("second", {})


def test_a_message_that_cannot_be_edited_is_sent_anew(telegram: BotServer) -> None:
    send(telegram, an_answer("gone", edits=99))

    assert [shown.text for shown in telegram.chats[42]] == ["gone"]


def test_a_channel_tells_its_account(telegram: BotServer) -> None:
    assert account(telegram).server == telegram.server
    assert account(telegram).id == 110201543
    plain = telegram_account(Secret("tgram://110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0/42"))
    assert plain is not None
    assert plain.server == "https://api.telegram.org"
    assert telegram_account(Secret("json://127.0.0.1/")) is None
    assert telegram_account(Secret("tgram://nonsense")) is None
