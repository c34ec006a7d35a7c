"""What is said in one session with a mail server."""

import smtplib
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import pytest

from tests.adapters.notify.letters import LETTER, SOON
from tests.servers.smtp_pipelined import Pipelined
from watcher.adapters import notify
from watcher.adapters.notify.smtp_session import SmtpAccount, SmtpSecurity, open_session
from watcher.adapters.notify.waiting import SendDeadline
from watcher.core.errors import DeliveryError, DeliveryRefused
from watcher.core.settings import Secret

AMARA, GONE = "amara@x.org", "gone@x.org"


def told(server: Pipelined, to: str = AMARA) -> str:
    return notify.send_message(server.channel, to, LETTER, deadline=SOON)


def test_a_refused_mail_does_not_spoil_the_next_of_its_session() -> None:
    with Pipelined(
        rcpt=["250 OK", "550 5.1.1 no such user", "250 OK"], data=["354 a", "503 no", "354 c"]
    ) as server:
        told(server)
        with pytest.raises(DeliveryRefused) as caught:
            told(server, GONE)
        assert told(server) == "250 taken"

    assert (caught.value.answer, caught.value.gone) == ("550 5.1.1 no such user", True)
    assert (server.connections, len(server.mails)) == (1, 2)
    assert b"RSET\r\n" in server.said


def test_a_server_that_takes_commands_together_gets_them_together() -> None:
    with Pipelined() as server:
        told(server)

    together = [piece for piece in server.said if piece.startswith(b"MAIL")]
    assert len(together) == 1
    verbs = [line.split(b":")[0] for line in together[0].split(b"\r\n")]
    assert verbs == [b"MAIL FROM", b"RCPT TO", b"DATA", b""]


def test_a_server_that_goes_on_without_a_recipient_gets_nothing() -> None:
    with Pipelined(
        rcpt=["550 5.1.1 no such user", "250 OK"], end=["554 nobody", "250 taken"]
    ) as server:
        with pytest.raises(DeliveryRefused, match=r"5\.1\.1"):
            told(server, GONE)
        assert told(server) == "250 taken"

    assert server.mails[0] == b""
    assert b"Subject" in server.mails[1]


def test_a_server_that_closes_over_a_mail_has_not_taken_it() -> None:
    with Pipelined(end=["421 4.3.2 shutting down", "250 taken"]) as server:
        with pytest.raises(DeliveryError, match="421") as caught:
            told(server)
        assert told(server) == "250 taken"

        assert server.connections == 2
    assert not caught.value.doubtful


def test_a_server_that_speaks_no_smtp_has_got_nothing() -> None:
    with (
        Pipelined(ehlo=["HTTP/1.1 400 Bad Request"]) as server,
        pytest.raises(DeliveryError) as caught,
    ):
        told(server)

    assert caught.value.answer == "not sent: the server speaks no SMTP"
    assert not caught.value.doubtful


def test_a_server_that_drips_its_words_is_left_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        dripping = threading.Thread(target=_drip, args=(listener,))
        dripping.start()
        channel = Secret(f"mailto://127.0.0.1:{listener.getsockname()[1]}?from=w@x.org&rto=5")
        with pytest.raises(DeliveryError, match=r"^no answer within 0\.2 s$") as caught:
            notify.send_message(channel, AMARA, LETTER, deadline=timedelta(seconds=0.2))
        dripping.join()

    assert not caught.value.doubtful


def _drip(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    stopped = threading.Event()
    with connection, suppress(OSError):
        while not stopped.wait(0.02):
            connection.send(b"2")


def test_what_is_said_in_the_clear_is_not_taken_for_what_is_encrypted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def _unencrypted(session: smtplib.SMTP, context: object) -> None:  # noqa: ARG001 - as smtplib's own
        assert session.docmd("STARTTLS")[0] == 220
        session.ehlo_resp = session.helo_resp = None

    monkeypatch.setattr(smtplib.SMTP, "starttls", _unencrypted)
    replies = (b"250-me\r\n250 X-A", b"220 go on\r\n250-me\r\n250 X-FORGED", b"250-me\r\n250 X-B")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = threading.Thread(target=_answer, args=(listener, replies))
        serving.start()
        host, port = listener.getsockname()
        account = SmtpAccount(
            host=host, port=port, security=SmtpSecurity.STARTTLS, is_verified=False
        )
        session = open_session(account, 5.0, SendDeadline(5.0))
        session.leave()
        serving.join()

    assert session.esmtp_features.keys() == {"x-b"}


def _answer(listener: socket.socket, replies: Sequence[bytes]) -> None:
    connection, _ = listener.accept()
    with connection, connection.makefile("rb") as said:
        connection.sendall(b"220 hello\r\n")
        for reply in replies:
            said.readline()
            connection.sendall(reply + b"\r\n")
