"""Webhooks over our own way: what arrives is what Apprise would have posted."""

import base64
from dataclasses import replace

import pytest

from tests.adapters.notify.letters import LETTER, SOON
from tests.servers.http import HttpServer, Request, answer
from watcher.adapters import notify
from watcher.adapters.notify import sending
from watcher.adapters.notify.webhook import WebhookSender
from watcher.core.model import Message
from watcher.core.settings import Secret

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.mark.parametrize("scheme", ["json", "form"])
@pytest.mark.parametrize(
    "more",
    [
        "",
        "?+X-Key=Bearer%20abc&+Content-Type=text/x-mine&+User-Agent=mine",
        "?-token=a%20b&-x=%C3%A9",
        "?:extra=1&:title=Subject&:type=",
        "?method=PUT&format=markdown",
    ],
    ids=["plain", "headers", "params", "payload", "method"],
)
@pytest.mark.parametrize("login", ["", "u:p%40ss@", "u@"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of requests, where there is no password
def test_it_is_the_same_request_to_the_letter(
    http: HttpServer, monkeypatch: pytest.MonkeyPatch, scheme: str, more: str, login: str
) -> None:
    http.at("/hook/a%20b", answer())
    channel = Secret(f"{scheme}://{login}127.0.0.1:{http.port}/hook/a%20b{more}")

    ours, apprises = both_ways(http, monkeypatch, channel, LETTER)

    assert ours == apprises


def test_a_picture_is_the_same_too(http: HttpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    http.at("/hook", answer())
    channel = Secret(f"json://127.0.0.1:{http.port}/hook")

    ours, apprises = both_ways(http, monkeypatch, channel, replace(LETTER, picture=PNG))

    assert ours == apprises
    assert base64.b64encode(PNG) in ours.body


@pytest.mark.parametrize(
    ("url", "is_ours"),
    [
        ("json://h.org/a", True),
        ("form://h.org/a", True),
        ("form://h.org/a?method=GET", False),
        ("xml://h.org/a", False),
        ("json://h.org/a?emojis=yes", False),
    ],
)
def test_only_what_we_know_to_the_letter_goes_our_way(url: str, is_ours: bool) -> None:  # noqa: FBT001
    assert isinstance(sending._own_sender(Secret(url)), WebhookSender) is is_ours  # noqa: SLF001


def test_what_has_to_go_through_a_proxy_goes_apprises_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")

    assert sending._own_sender(Secret("json://proxied.example/a")) is None  # noqa: SLF001


def both_ways(
    http: HttpServer, monkeypatch: pytest.MonkeyPatch, channel: Secret, letter: Message
) -> tuple[Request, Request]:
    notify.send_message(channel, "", letter, deadline=SOON)
    with monkeypatch.context() as patched:
        patched.setattr(sending, "_own_sender", lambda _: None)
        notify.send_message(channel, "", letter, deadline=SOON)
    ours, apprises = http.requests
    return ours, apprises
