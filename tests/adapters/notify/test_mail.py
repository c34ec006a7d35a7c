import re
import socket
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.adapters.notify.letters import LETTER, PLAIN, SOON
from tests.servers.http import HttpServer
from tests.servers.smtp import HANG_UP, SILENCE, SmtpServer
from watcher.adapters import notify
from watcher.core.errors import DeliveryError, DeliveryRefused
from watcher.core.settings import Secret

AMARA = "amara@x.org"
BRIEFLY = timedelta(seconds=2)


def test_an_accepted_mail_tells_the_servers_answer() -> None:
    with SmtpServer(data="250 2.0.0 OK: queued as 4F2A") as server:
        answer = notify.send_message(server.channel(AMARA), AMARA, LETTER, deadline=SOON)

    assert answer == "250 2.0.0 OK: queued as 4F2A"


@pytest.mark.parametrize(
    ("where", "answer", "personal"),
    [
        ("hello", "421 4.3.2 shutting down", False),
        ("hello", "451 4.3.0 disk full", False),
        ("recipient", "421 4.3.2 shutting down", False),
        ("recipient", "450 4.2.1 busy", True),
        ("recipient", "451 4.7.1 greylisted", True),
        ("recipient", "452 4.2.2 mailbox full", True),
        ("data", "421 4.3.2 shutting down", False),
        ("data", "450 4.2.1 busy", True),
        ("data", "451 4.7.1 greylisted", True),
        ("data", "452 4.2.2 mailbox full", True),
    ],
)
def test_a_passing_no_may_be_tried_again_and_tells_the_person_from_the_server(
    where: str,
    answer: str,
    personal: bool,  # noqa: FBT001 - a column of the table
) -> None:
    with _saying(where, answer) as server, pytest.raises(DeliveryError) as caught:
        notify.send_message(server.channel(AMARA), AMARA, LETTER, deadline=SOON)

    assert type(caught.value) is DeliveryError
    assert caught.value.answer == answer
    assert (caught.value.personal, caught.value.doubtful) == (personal, False)


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
        notify.send_message(server.channel(AMARA), AMARA, LETTER, deadline=SOON)

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

        assert notify.send_message(right, AMARA, LETTER, deadline=SOON)[:3] == "250"
        with pytest.raises(DeliveryRefused) as caught:
            notify.send_message(wrong, AMARA, LETTER, deadline=SOON)

    assert caught.value.answer.startswith("535 ")
    assert "hunter" not in caught.value.answer


def test_each_recipient_is_a_delivery_of_its_own() -> None:
    with SmtpServer(recipients={"gone@x.org": "550 5.1.1 no such user"}) as server:
        channel = server.channel(AMARA, "gone@x.org")

        assert notify.targets(channel) == (AMARA, "gone@x.org")
        notify.send_message(channel, AMARA, LETTER, deadline=SOON)
        with pytest.raises(DeliveryRefused, match="550"):
            notify.send_message(channel, "gone@x.org", LETTER, deadline=SOON)

    assert [mail.recipients for mail in server.messages] == [(AMARA,)]
    assert server.messages[0].message["To"] == AMARA


def test_a_server_that_closes_over_a_copy_is_quoted() -> None:
    with SmtpServer(recipients={"copy@x.org": "421 4.3.2 shutting down"}) as server:
        channel = server.channel(AMARA, more="&cc=copy@x.org")

        with pytest.raises(DeliveryError, match=r"^421 4\.3\.2 shutting") as caught:
            notify.send_message(channel, AMARA, LETTER, deadline=SOON)

    assert not caught.value.personal


def test_a_refused_copy_does_not_spoil_the_mail_itself() -> None:
    with SmtpServer(recipients={"copy@x.org": "550 5.1.1 no such user"}) as server:
        channel = server.channel(AMARA, more="&cc=copy@x.org&bcc=archive@x.org")

        answer = notify.send_message(channel, AMARA, LETTER, deadline=SOON)

    assert answer == ("250 2.0.0 OK: queued as 4F2A; not for copy@x.org: 550 5.1.1 no such user")
    assert server.messages[0].recipients == (AMARA, "archive@x.org")


def test_a_mail_holds_both_texts_as_they_were_written() -> None:
    with SmtpServer() as server:
        notify.send_message(server.channel(AMARA), AMARA, LETTER, deadline=SOON)

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


@pytest.mark.parametrize(
    ("sender", "domain"), [("watcher@x.org", "x.org"), ("watcher@X.Example", "x.example")]
)
@pytest.mark.parametrize("form", ["html", "text"])
def test_the_identity_of_a_mail_ends_in_its_senders_domain_and_cannot_be_guessed(
    sender: str, domain: str, form: str
) -> None:
    with SmtpServer() as server:
        address = server.channel(AMARA, more=f"&format={form}").value
        channel = Secret(address.replace("watcher@x.org", sender))
        for _ in range(2):
            notify.send_message(channel, AMARA, LETTER, deadline=SOON)

    first, second = (mail.message.get_all("Message-ID", []) for mail in server.messages)
    assert len(first) == len(second) == 1
    assert re.fullmatch(rf"<[0-9a-f]{{32}}@{re.escape(domain)}>", first[0])
    assert first != second


def test_whoever_logs_in_does_not_give_the_name_of_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "getfqdn", lambda: "laptop.home.example")
    with SmtpServer(password="swordfish") as server:
        notify.send_message(server.channel(AMARA), AMARA, LETTER, deadline=SOON)

    assert set(server.hosts) == {"[127.0.0.1]"}


def test_a_mail_is_plain_where_the_address_asks_for_it() -> None:
    with SmtpServer() as server:
        channel = server.channel(AMARA, more="&format=text")

        notify.send_message(channel, AMARA, LETTER, deadline=SOON)

    (mail,) = server.messages
    assert mail.message.get_content_type() == "text/plain"
    assert mail.part("plain").replace("\r\n", "\n").rstrip() == PLAIN


def test_many_mails_to_one_person_are_not_held_back() -> None:
    with SmtpServer() as server:
        for _ in range(5):
            notify.send_message(server.channel(AMARA), AMARA, LETTER, deadline=SOON)

    assert len(server.messages) == 5


def test_one_click_in_a_mail_program_ends_the_mails() -> None:
    url = "https://rounds.example.org/s/" + "aZ0-_." * 20
    letter = replace(LETTER, unsubscribe_url=url, headers=(("X-Round", "385\r\nBcc: b@y.org"),))
    with SmtpServer() as server:
        notify.send_message(server.channel(AMARA), AMARA, letter, deadline=SOON)

    (mail,) = server.messages
    assert mail.message["List-Unsubscribe"] == f"<{url}>"
    assert mail.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.message["X-Round"] == "385 Bcc: b@y.org"
    assert mail.recipients == (AMARA,)


def test_a_mail_has_the_headers_and_names_of_its_address() -> None:
    more = "&cc=Zo%C3%AB%20%3Cz@x.org%3E&reply=r@x.org&name=%C3%89quipe&%2BX-Note=caf%C3%A9"
    with SmtpServer() as server:
        address = server.channel("Bo Li <bo@x.org>", more=more)
        notify.send_message(address, "bo@x.org", LETTER, deadline=SOON)

    (mail,) = server.messages
    found = mail.message
    assert mail.recipients == ("bo@x.org", "z@x.org")
    assert [
        found[name] for name in ("To", "Cc", "Reply-To", "From", "X-Note", "X-Application")
    ] == [
        "Bo Li <bo@x.org>",
        "Zoë <z@x.org>",
        "r@x.org",
        "Équipe <watcher@x.org>",
        "café",
        "watcher",
    ]
    assert found["Date"].datetime.tzinfo is not None
    assert "List-Unsubscribe" not in found


def test_nothing_is_sent_in_the_clear_where_tls_was_asked_for() -> None:
    with SmtpServer(password="swordfish") as server:
        channel = server.channel(AMARA, scheme="mailtos")

        with pytest.raises(DeliveryRefused, match="not sent: STARTTLS extension not supported"):
            notify.send_message(channel, AMARA, LETTER, deadline=SOON)

    assert server.messages == []
    assert server.logins == 0


@pytest.mark.parametrize(
    ("where", "answer", "doubtful"),
    [
        ("hello", HANG_UP, False),
        ("hello", SILENCE, False),
        ("recipient", HANG_UP, False),
        ("recipient", SILENCE, False),
        ("data", HANG_UP, True),
        ("data", SILENCE, True),
    ],
)
def test_a_message_may_have_arrived_once_all_of_it_was_handed_over(
    where: str,
    answer: str,
    doubtful: bool,  # noqa: FBT001 - a column of the table
) -> None:
    with _saying(where, answer) as server:
        channel = server.channel(AMARA, more="&rto=0.5")
        with pytest.raises(DeliveryError) as caught:
            notify.send_message(channel, AMARA, LETTER, deadline=SOON)

    closed = "not sent: Connection unexpectedly closed"
    assert type(caught.value) is DeliveryError
    assert caught.value.answer == (closed if answer == HANG_UP else "no answer in time")
    assert (caught.value.personal, caught.value.doubtful) == (False, doubtful)


def test_a_mail_server_is_waited_for_until_shortly_before_the_deadline() -> None:
    with SmtpServer(data=SILENCE) as server, pytest.raises(DeliveryError) as caught:
        notify.send_message(server.channel(AMARA), AMARA, LETTER, deadline=BRIEFLY)

    assert caught.value.answer == "no answer in time"
    assert caught.value.doubtful


def test_what_was_accepted_stays_accepted_without_a_goodbye() -> None:
    with SmtpServer(goodbye=HANG_UP) as server:
        answer = notify.send_message(server.channel(AMARA), AMARA, LETTER, deadline=SOON)

    assert answer == "250 2.0.0 OK: queued as 4F2A"


@pytest.mark.parametrize(
    ("more", "deadline", "answer"),
    [
        ("&rto=9", timedelta(seconds=0.2), "no answer within 0.2 s"),
        ("&rto=0.1", SOON, "no answer in time"),
    ],
)
def test_a_silent_server_may_be_tried_again(
    http: HttpServer, more: str, deadline: timedelta, answer: str
) -> None:
    channel = Secret(f"mailto://127.0.0.1:{http.port}/?from=a@x.org&to={AMARA}{more}")

    with pytest.raises(DeliveryError) as caught:
        notify.send_message(channel, AMARA, LETTER, deadline=deadline)

    assert type(caught.value) is DeliveryError
    assert caught.value.answer == answer
    assert not caught.value.doubtful  # it has not even said hello


def test_a_closed_port_may_be_tried_again() -> None:
    with SmtpServer() as server:
        channel = server.channel(AMARA)

    with pytest.raises(DeliveryError, match="no connection: Connection refused") as caught:
        notify.send_message(channel, AMARA, LETTER, deadline=SOON)

    assert not caught.value.doubtful
