"""A picture goes with the words where the channel can carry one."""

import base64
import json
from dataclasses import replace

import pytest

from tests.adapters.notify.letters import LETTER, PLAIN, SOON, webhook
from tests.servers.http import HttpServer, answer
from tests.servers.smtp import SmtpServer
from tests.servers.telegram import TelegramServer, error
from watcher.adapters import notify
from watcher.core.errors import DeliveryRefused
from watcher.core.settings import Secret

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
ILLUSTRATED = replace(LETTER, picture=PNG)
AMARA = "amara@x.org"


def test_a_mail_has_it_beside_both_its_texts() -> None:
    with SmtpServer() as server:
        notify.send_message(server.channel(AMARA), AMARA, ILLUSTRATED, deadline=SOON)
        (mail,) = server.messages

    (attached,) = mail.message.iter_attachments()
    assert attached.get_content_type() == "image/png"
    assert attached.get_filename() == "cut-offs.png"
    assert attached.get_payload(decode=True) == PNG
    plain = mail.message.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().split() == PLAIN.split()
    assert mail.message.get_body(("html",)) is not None


def test_a_webhook_gets_it_in_base64(http: HttpServer) -> None:
    notify.send_message(webhook(http.at("/hook", answer())), "", ILLUSTRATED, deadline=SOON)

    (sent,) = json.loads(http.requests[0].body)["attachments"]
    assert sent["filename"] == "cut-offs.png"
    assert sent["mimetype"] == "image/png"
    assert base64.b64decode(sent["base64"]) == PNG


def test_a_service_that_carries_none_gets_the_words(
    http: HttpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apprise.plugins.custom_json.NotifyJSON.attachment_support", False)

    notify.send_message(webhook(http.at("/hook", answer())), "", ILLUSTRATED, deadline=SOON)

    sent = json.loads(http.requests[0].body)
    assert sent["attachments"] == []
    assert sent["message"] == PLAIN


@pytest.mark.parametrize("message", [LETTER, ILLUSTRATED])
def test_what_is_printed_is_the_words(message: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert isinstance(message, type(LETTER))
    notify.send_message(Secret("print://"), "", message, deadline=SOON)

    assert LETTER.title in capsys.readouterr().out


def test_telegram_gets_a_photo_with_a_short_text_below_it(telegram: TelegramServer) -> None:
    notify.send_message(telegram.channel("12345"), "12345", ILLUSTRATED, deadline=SOON)

    (photo,) = telegram.requests
    assert photo.path.endswith("/sendPhoto")
    assert PNG in photo.body
    assert "Vous êtes invitée".encode() in photo.body


def test_telegram_gets_a_photo_and_then_the_whole_of_a_long_text(telegram: TelegramServer) -> None:
    long = replace(ILLUSTRATED, html=ILLUSTRATED.html + "<br>mot" * 400 + "<br>fin")

    notify.send_message(telegram.channel("12345"), "12345", long, deadline=SOON)

    photo, text = telegram.requests
    assert PNG in photo.body
    assert text.path.endswith("/sendMessage")
    assert json.loads(text.body)["text"].rstrip().endswith("fin")


def test_where_telegram_refuses_the_photo_nothing_was_said_yet(telegram: TelegramServer) -> None:
    telegram.answers_photos(error(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))

    with pytest.raises(DeliveryRefused, match="PHOTO_INVALID_DIMENSIONS"):
        notify.send_message(telegram.channel("12345"), "12345", ILLUSTRATED, deadline=SOON)

    assert [request.path.rpartition("/")[2] for request in telegram.requests] == ["sendPhoto"]
