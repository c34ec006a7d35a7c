"""Sessions that are kept, used again, and left; one that ends in between costs no mail."""

from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.adapters.notify.letters import LETTER, SOON
from tests.servers.smtp import HANG_UP, SmtpServer
from tests.servers.smtp_pipelined import Pipelined
from watcher.adapters import notify
from watcher.adapters.notify import smtp
from watcher.adapters.notify.connections import close_kept
from watcher.core.errors import DeliveryError, DeliveryRefused
from watcher.core.settings import Secret

AMARA, GONE = "amara@x.org", "gone@x.org"


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    close_kept()
    yield
    close_kept()


def told(server: Pipelined, to: str = AMARA) -> str:
    return notify.send_message(server.channel, to, LETTER, deadline=SOON)


def test_mails_go_through_one_session_each_with_its_own_answer() -> None:
    with SmtpServer(recipients={GONE: "550 5.1.1 no such user"}) as server:
        channel = server.channel()
        for to in (AMARA, GONE, "bo@x.org", GONE, AMARA):
            with suppress(DeliveryRefused):
                notify.send_message(channel, to, LETTER, deadline=SOON)

        assert server.connections == 1
    assert [mail.recipients for mail in server.messages] == [(AMARA,), ("bo@x.org",), (AMARA,)]


def test_a_session_that_ended_while_it_waited_costs_the_next_mail_nothing() -> None:
    with SmtpServer() as server:
        channel = server.channel()
        notify.send_message(channel, AMARA, LETTER, deadline=SOON)
        server.hang_up()

        answer = notify.send_message(channel, AMARA, LETTER, deadline=SOON)

        assert answer == "250 2.0.0 OK: queued as 4F2A"
        assert server.connections == 2
    assert len(server.messages) == 2


@pytest.mark.parametrize(
    "script",
    [
        {"mail": ["250 OK", "421 4.4.2 idle for too long", "250 OK"]},
        {"mail": ["250 OK", HANG_UP, "250 OK"]},
        {"rcpt": ["250 OK", "421 4.7.0 too many mails in this session", "250 OK"]},
        {"data": ["354 go on", HANG_UP, "354 go on"]},
    ],
    ids=["closing", "closed", "enough", "closed late"],
)
def test_a_session_that_ends_before_the_text_was_handed_over_is_replaced(
    script: dict[str, list[str]],
) -> None:
    with Pipelined(**script) as server:
        answers = [told(server), told(server)]

        assert server.connections == 2
    assert answers == ["250 taken", "250 taken"]
    assert len(server.mails) == 2


def test_a_session_that_ends_after_the_text_was_handed_over_leaves_doubt_and_repeats_nothing() -> (
    None
):
    with Pipelined(end=["250 taken", HANG_UP]) as server:
        told(server)
        with pytest.raises(DeliveryError) as caught:
            told(server)

        assert server.connections == 1
    assert caught.value.doubtful
    assert len(server.mails) == 2


def test_a_new_session_that_is_not_let_in_is_quoted() -> None:
    with (
        Pipelined(mail=["421 4.3.2 shutting down"]) as server,
        pytest.raises(DeliveryError) as caught,
    ):
        told(server)

    assert (caught.value.answer, caught.value.personal) == ("421 4.3.2 shutting down", False)
    assert (server.connections, server.mails) == (1, [])


def test_a_session_ends_with_a_goodbye_after_so_many_mails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "_MESSAGES_OF_A_SESSION", 2)
    with Pipelined() as server:
        for _ in range(4):
            told(server)

        assert server.connections == 2
    assert server.said.count(b"QUIT\r\n") == 2


def test_no_account_writes_in_the_session_of_another() -> None:
    with SmtpServer(password="swordfish") as server:
        right = server.channel()
        wrong = Secret(right.value.replace("swordfish", "hunter-two"))
        notify.send_message(right, AMARA, LETTER, deadline=SOON)
        with pytest.raises(DeliveryRefused, match="535"):
            notify.send_message(wrong, AMARA, LETTER, deadline=SOON)
        notify.send_message(right, AMARA, LETTER, deadline=SOON)

        assert server.connections == 2


def test_a_session_that_nobody_wants_any_more_ends_with_a_goodbye() -> None:
    with Pipelined() as server:
        told(server)
        notify.close_connections()
        told(server)  # over a new one: by then the server has heard the end of the other

        assert server.connections == 2
    assert b"QUIT\r\n" in server.said
