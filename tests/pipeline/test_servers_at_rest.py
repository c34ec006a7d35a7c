"""Real servers that are slow or ask for patience, behind the watcher as it is run."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from queue import SimpleQueue

import pytest

from tests.adapters.database.values import an_alert_to
from tests.servers.http import HttpServer, answer
from tests.servers.smtp import SmtpServer
from tests.servers.telegram import TelegramServer, ok, throttled
from watcher.adapters.database import QueuedAlert
from watcher.core.alerts import Priority
from watcher.core.sending_limits import SendingLimits, SendLimits
from watcher.core.settings import Channel, Secret, Settings
from watcher.pipeline.channels import SEND_DEADLINE, Channels
from watcher.pipeline.delivery import LEASE, LONGEST_SEND
from watcher.pipeline.send_rates import SendRates
from watcher.service.app import Watcher

NOW = datetime(2026, 8, 19, 18, 0, tzinfo=UTC)
PATIENCE = 20.0


def settings(database: Secret, channels: Mapping[str, Secret]) -> Settings:
    return Settings(
        file=PurePath("config.toml"),
        database=database,
        sending=SendingLimits(mail=SendLimits(per_second=100)),
        channels={name: Channel(name=name, url=url) for name, url in channels.items()},
    )


@contextmanager
def watching(
    database: Secret, channels: Mapping[str, Secret], now: datetime = NOW
) -> Iterator[Watcher]:
    """Open a watcher that knows these channels, by a clock that stands still."""
    with Watcher(settings(database, channels), clock=lambda: now) as watcher:
        yield watcher


def put(watcher: Watcher, *channels: str) -> None:
    """Queue a message for each channel, as a poll does."""
    with watcher.store.writing() as tx:
        tx.alerts.put(
            [
                QueuedAlert(
                    alert=an_alert_to(channel),
                    targets=watcher.address_book.addresses([channel]),
                    due_at=NOW,
                    priority=Priority.REST,
                    servers=watcher.address_book.servers([channel]),
                )
                for channel in channels
            ],
            NOW,
        )


def test_one_bot_is_asked_once_for_all_its_chats_also_after_a_restart(
    sqlite_database: Secret,
) -> None:
    with TelegramServer() as telegram:
        telegram.answers(throttled(60), ok())
        chats = {f"chat-{n}": telegram.channel(str(1000 + n)) for n in range(10)}
        with watching(sqlite_database, chats) as watcher:
            put(watcher, *chats)
            watcher.deliver()
        with watching(sqlite_database, chats, NOW + timedelta(seconds=59)) as watcher:
            watcher.deliver()
        assert len(telegram.messages) == 1

        with watching(sqlite_database, chats, NOW + timedelta(seconds=60)) as watcher:
            watcher.deliver()
            assert len(telegram.messages) == 2 + len(chats) - 1


def test_a_mail_server_that_closes_gets_one_connection(sqlite_database: Secret) -> None:
    with SmtpServer(hello="421 4.3.2 too busy") as server:
        mails = {f"mail-{n}": server.channel(f"{n}@x.org") for n in range(10)}
        with watching(sqlite_database, mails) as watcher:
            put(watcher, *mails)

            ended = watcher.deliver()

        assert [d.answer for d in ended] == ["421 4.3.2 too busy"]
        assert len(server.hosts) == 1


def test_servers_that_accept_and_never_answer_hold_up_no_other(sqlite_database: Secret) -> None:
    with ExitStack() as stack:
        hooks = stack.enter_context(HttpServer())
        hooks.at("/hook", answer(b"taken"))
        well = Secret(hooks.url("/hook").replace("http://", "json://"))
        deaf = [socket.create_server(("127.0.0.1", 0)) for _ in range(6)]
        hanging = {
            f"deaf-{n}": Secret(f"json://127.0.0.1:{s.getsockname()[1]}/")
            for n, s in enumerate(deaf)
        }
        watcher = stack.enter_context(watching(sqlite_database, {**hanging, "well": well}))
        put(watcher, *hanging, "well")
        told: SimpleQueue[object] = SimpleQueue()
        workers = watcher.workers(done=lambda delivery: told.put(delivery.channel), failed=told.put)

        workers.dispatch()

        assert told.get(timeout=PATIENCE) == "well"
        assert workers.busy
        for server in deaf:
            server.close()  # which resets whoever waited there
        assert workers.stop(PATIENCE) == 0


def test_a_bot_is_one_server_whatever_its_chats_and_another_bot_is_not() -> None:
    bot, other = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0", "210201543:BBHdqTcv"
    channels = Channels(
        settings(
            Secret("sqlite:///x"),
            {
                "amara": Secret(f"tgram://{bot}/42"),
                "bo": Secret(f"tgram://{bot}/43/44"),
                "chen": Secret(f"tgram://{other}CH1vGWJxfSeofSAs0K5PALDsaw0/42"),
                "dora": Secret("mailto://u:p@mail.example.org?to=dora@example.org"),
                "ed": Secret("mailtos://v:q@mail.example.org?to=ed@example.org"),
            },
        ),
        lambda: 0.0,
    )

    assert channels.server_of("amara") == channels.server_of("bo")
    assert channels.server_of("amara") != channels.server_of("chen")
    assert channels.server_of("dora") == channels.server_of("ed") == "mail mail.example.org"
    assert channels.server_of("gone") == "gone"


@pytest.mark.parametrize("per_minute", [1, 60])
def test_no_send_begins_whose_lease_is_shorter_than_pace_picture_and_deadlines(
    per_minute: int,
) -> None:
    rates = SendRates(lambda _: SendLimits(per_second=per_minute / 60), lambda: 0.0)
    rates.reserve("mail", "dora@example.org")

    pace = timedelta(seconds=rates.reserve("mail", "dora@example.org"))

    # A picture waits for those of the other workers; where it is refused, the words go alone.
    picture = timedelta(seconds=30)
    assert pace == timedelta(seconds=60 / per_minute)
    assert pace + picture + 2 * SEND_DEADLINE <= LONGEST_SEND < LEASE
