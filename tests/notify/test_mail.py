import shutil
import ssl
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from tests.notify.letters import LETTER, PLAIN, SOON
from tests.servers.http import HttpServer
from tests.servers.smtp import HANG_UP, SmtpServer
from watcher import notify
from watcher.errors import DeliveryError, DeliveryRefused
from watcher.settings import Secret

AMARA = "amara@x.org"


def test_an_accepted_mail_tells_the_servers_answer() -> None:
    with SmtpServer(data="250 2.0.0 OK: queued as 4F2A") as server:
        receipt = notify.send(server.channel(AMARA), AMARA, LETTER, deadline=SOON)

    assert receipt.answer == "250 2.0.0 OK: queued as 4F2A"


@pytest.mark.parametrize(
    ("where", "answer"),
    [
        ("hello", "421 4.3.2 shutting down"),
        ("recipient", "450 4.2.1 busy"),
        ("data", "421 4.3.2 shutting down"),
        ("data", "451 4.7.1 greylisted"),
        ("data", "452 4.2.2 mailbox full"),
    ],
)
def test_a_passing_no_may_be_tried_again(where: str, answer: str) -> None:
    with _saying(where, answer) as server, pytest.raises(DeliveryError) as caught:
        notify.send(server.channel(AMARA), AMARA, LETTER, deadline=SOON)

    assert type(caught.value) is DeliveryError
    assert caught.value.answer == answer


@pytest.mark.parametrize(
    ("where", "answer"),
    [
        ("hello", "554 5.7.1 your address is blocked"),
        ("recipient", "550 5.1.1 no such user"),
        ("data", "554 5.7.1 spam"),
        ("data", "552 5.3.4 too big"),
    ],
)
def test_a_permanent_no_is_a_refusal(where: str, answer: str) -> None:
    with _saying(where, answer) as server, pytest.raises(DeliveryRefused) as caught:
        notify.send(server.channel(AMARA), AMARA, LETTER, deadline=SOON)

    assert caught.value.answer == answer


def _saying(where: str, answer: str) -> SmtpServer:
    match where:
        case "hello":
            return SmtpServer(hello=answer)
        case "recipient":
            return SmtpServer(recipients={AMARA: answer})
        case _:
            return SmtpServer(data=answer)


def test_a_wrong_password_is_a_refusal_that_does_not_quote_it() -> None:
    with SmtpServer(password="swordfish") as server:
        right = server.channel(AMARA)
        wrong = Secret(right.value.replace("swordfish", "hunter-two"))

        assert notify.send(right, AMARA, LETTER, deadline=SOON).answer[:3] == "250"
        with pytest.raises(DeliveryRefused) as caught:
            notify.send(wrong, AMARA, LETTER, deadline=SOON)

    assert caught.value.answer.startswith("535 ")
    assert "hunter" not in caught.value.answer


def test_each_recipient_is_a_delivery_of_its_own() -> None:
    with SmtpServer(recipients={"gone@x.org": "550 5.1.1 no such user"}) as server:
        channel = server.channel(AMARA, "gone@x.org")

        assert notify.targets(channel) == (AMARA, "gone@x.org")
        notify.send(channel, AMARA, LETTER, deadline=SOON)
        with pytest.raises(DeliveryRefused, match="550"):
            notify.send(channel, "gone@x.org", LETTER, deadline=SOON)

    assert [mail.recipients for mail in server.messages] == [(AMARA,)]
    assert server.messages[0].message["To"] == AMARA


def test_a_refused_copy_does_not_spoil_the_mail_itself() -> None:
    with SmtpServer(recipients={"copy@x.org": "550 5.1.1 no such user"}) as server:
        channel = server.channel(AMARA, more="&cc=copy@x.org&bcc=archive@x.org")

        receipt = notify.send(channel, AMARA, LETTER, deadline=SOON)

    assert receipt.answer == (
        "250 2.0.0 OK: queued as 4F2A; not for copy@x.org: 550 5.1.1 no such user"
    )
    assert server.messages[0].recipients == (AMARA, "archive@x.org")


def test_a_mail_holds_both_texts_as_they_were_written() -> None:
    with SmtpServer() as server:
        notify.send(server.channel(AMARA), AMARA, LETTER, deadline=SOON)

    (mail,) = server.messages
    assert mail.message.get_content_type() == "multipart/alternative"
    assert mail.message["Subject"] == "#385 : santé & <social> : invitée"
    assert mail.message["From"] == "watcher@x.org"
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert mail.part("plain").replace("\r\n", "\n") == PLAIN
    assert mail.part("html").replace("\r\n", "\n") == (
        "<b>Vous êtes invitée</b>, par 12 points.<br>\n"
        "<br>\n"
        "<b>Seuil :</b> 459 &lt; 471 &amp; plus<br>\n"
        '<b>Page :</b> <a href="https://example.org/rondes?n=385&amp;l=fr">'
        "https://example.org/rondes?n=385&amp;l=fr</a>"
    )


def test_a_mail_is_plain_where_the_address_asks_for_it() -> None:
    with SmtpServer() as server:
        channel = server.channel(AMARA, more="&format=text")

        notify.send(channel, AMARA, LETTER, deadline=SOON)

    (mail,) = server.messages
    assert mail.message.get_content_type() == "text/plain"
    assert mail.part("plain").replace("\r\n", "\n").rstrip() == PLAIN


def test_many_mails_to_one_person_are_not_held_back() -> None:
    with SmtpServer() as server:
        for _ in range(5):
            notify.send(server.channel(AMARA), AMARA, LETTER, deadline=SOON)

    assert len(server.messages) == 5


def test_nothing_is_sent_in_the_clear_where_tls_was_asked_for() -> None:
    with SmtpServer(password="swordfish") as server:
        channel = server.channel(AMARA, scheme="mailtos")

        with pytest.raises(
            DeliveryRefused, match="not sent: STARTTLS extension not supported"
        ):
            notify.send(channel, AMARA, LETTER, deadline=SOON)

    assert server.messages == []
    assert server.logins == 0


def test_a_server_that_hangs_up_may_be_tried_again() -> None:
    with SmtpServer(data=HANG_UP) as server, pytest.raises(DeliveryError) as caught:
        notify.send(server.channel(AMARA), AMARA, LETTER, deadline=SOON)

    assert type(caught.value) is DeliveryError
    assert caught.value.answer == "not sent: Connection unexpectedly closed"


def test_what_was_accepted_stays_accepted_without_a_goodbye() -> None:
    with SmtpServer(goodbye=HANG_UP) as server:
        receipt = notify.send(server.channel(AMARA), AMARA, LETTER, deadline=SOON)

    assert receipt.answer == "250 2.0.0 OK: queued as 4F2A"


@pytest.mark.parametrize(
    ("more", "deadline", "answer"),
    [
        ("", timedelta(seconds=0.2), "no answer within 0.2 s"),
        ("&cto=0.1", SOON, "no answer in time"),
    ],
)
def test_a_silent_server_may_be_tried_again(
    http: HttpServer, more: str, deadline: timedelta, answer: str
) -> None:
    channel = Secret(f"mailto://127.0.0.1:{http.port}/?from=a@x.org&to={AMARA}{more}")

    with pytest.raises(DeliveryError) as caught:
        notify.send(channel, AMARA, LETTER, deadline=deadline)

    assert type(caught.value) is DeliveryError
    assert caught.value.answer == answer


def test_a_closed_port_may_be_tried_again() -> None:
    with SmtpServer() as server:
        channel = server.channel(AMARA)

    with pytest.raises(DeliveryError, match="no connection: Connection refused"):
        notify.send(channel, AMARA, LETTER, deadline=SOON)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl command to make a certificate with")
    folder: Path = tmp_path_factory.mktemp("tls")
    key, chain = folder / "key.pem", folder / "chain.pem"
    make = f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=loopback -keyout {key} -out {chain}"
    subprocess.run([openssl, *make.split()], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(chain, key)
    return context


@pytest.mark.parametrize("mode", ["starttls", "ssl"])
def test_a_mail_travels_encrypted_both_ways_that_there_are(
    certificate: ssl.SSLContext, mode: str
) -> None:
    with _encrypted(certificate, mode) as server:
        channel = server.channel(
            AMARA, scheme="mailtos", more=f"&mode={mode}&verify=no"
        )

        receipt = notify.send(channel, AMARA, LETTER, deadline=SOON)

    assert receipt.answer == "250 2.0.0 OK: queued as 4F2A"
    assert server.encrypted == [True]


@pytest.mark.parametrize("mode", ["starttls", "ssl"])
def test_a_certificate_that_nobody_vouches_for_is_not_accepted(
    certificate: ssl.SSLContext, mode: str
) -> None:
    with _encrypted(certificate, mode) as server:
        unverified = server.channel(
            AMARA, scheme="mailtos", more=f"&mode={mode}&verify=no"
        )
        verified = server.channel(AMARA, scheme="mailtos", more=f"&mode={mode}")
        notify.send(unverified, AMARA, LETTER, deadline=SOON)

        with pytest.raises(DeliveryError, match="certificate not accepted"):
            notify.send(verified, AMARA, LETTER, deadline=SOON)

    assert len(server.messages) == 1


def _encrypted(certificate: ssl.SSLContext, mode: str) -> SmtpServer:
    if mode == "ssl":
        return SmtpServer(tls=certificate)
    return SmtpServer(starttls=certificate)
