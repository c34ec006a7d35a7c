# ruff: noqa: RUF001 - French is written with the typographic apostrophe
"""What comes from outside means nothing to any service; links of ours go on working."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from apprise.plugins.discord import NotifyDiscord
from apprise.plugins.slack import NotifySlack
from hypothesis import given
from hypothesis import strategies as st

from tests.servers.http import HttpServer, answer
from tests.servers.smtp import SmtpServer
from tests.servers.telegram import TelegramServer
from watcher.adapters import notify
from watcher.adapters.notify import formatting
from watcher.core.model import Message
from watcher.core.settings import Secret
from watcher.messages.layout import MessageLine, clip, lay_out

SOON = timedelta(seconds=10)
EVIL = (
    "<!channel> @everyone @here <@U123> <@&9> [x](https://evil.example/a_b) "
    "![i](https://evil.example/i) `code` *b* _i_ ~~s~~ ||p|| :tada: #tag /start "
    "<https://evil.example|x> <b>"
)
PAGE = "https://www.canada.ca/rounds.html?q=385&of=a_b"


def a_message(outside: str) -> Message:
    return lay_out(
        f"#385 {outside}",
        ([MessageLine(label="Category:", text=outside)], [MessageLine(label="Source:", href=PAGE)]),
    )


SLACK = "T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7xx"
DISCORD = f"123456789012345678/{'a' * 68}"
MATTERMOST = "abcdefgh12345678abcdefgh12"
WEIRD = a_message(EVIL)
MEANT = (
    r"<!",
    r"@(?:everyone|here|U123|&)",
    r"\]\(",
    r"[`*|~]",
    r"(?<!\w)_i_",
    r":tada:",
    r"#tag",
    r"(?<!\S)/start",
    r"https://evil",
    r"evil\.example",
)


@pytest.fixture
def at_home(http: HttpServer, monkeypatch: pytest.MonkeyPatch) -> HttpServer:
    """Let Slack and Discord be on loopback: their addresses name no server."""
    monkeypatch.setattr(NotifySlack, "webhook_url", http.url("/slack"))
    monkeypatch.setattr(NotifyDiscord, "notify_url", http.url("/discord"))
    http.at(f"/slack/{SLACK}", answer(b"ok"))
    http.at(f"/discord/{DISCORD}", answer(b"ok"))
    http.at(f"/hooks/{MATTERMOST}", answer(b"ok"))
    return http


@pytest.mark.parametrize("form", ["", "?format=text", "?format=markdown", "?format=html"])
@pytest.mark.parametrize("kind", ["slack", "discord", "mmost"])
def test_a_chat_is_not_called_together_and_shown_no_link_but_ours(
    at_home: HttpServer, kind: str, form: str
) -> None:
    place = {
        "slack": f"slack://{SLACK}/",
        "discord": f"discord://{DISCORD}/",
        "mmost": f"mmost://127.0.0.1:{at_home.port}/{MATTERMOST}",
    }
    channel = Secret(place[kind] + form)
    (target,) = notify.targets(channel)

    notify.send_message(channel, target, WEIRD, deadline=SOON)

    (request,) = at_home.requests
    arrived = "\n".join(texts(json.loads(request.body)))
    shown = arrived.replace(PAGE, "").replace(PAGE.replace("&", "&amp;"), "")
    assert shown.count("canada") == 0  # our link came whole
    assert [mark for mark in MEANT if re.search(mark, shown)] == []
    assert "#385 " in shown
    assert "everyone" in shown


def texts(value: object) -> Iterator[str]:
    """Give every text of a payload but the addresses of Apprise's pictures."""
    match value:
        case dict():
            for key, inner in value.items():
                if "url" not in str(key) and "icon" not in str(key):
                    yield from texts(inner)
        case list():
            for inner in value:
                yield from texts(inner)
        case str():
            yield value
        case _:
            pass  # a number, or whether


def test_telegram_is_given_no_mention_and_no_link_but_ours(telegram: TelegramServer) -> None:
    notify.send_message(telegram.channel("7"), "7", WEIRD, deadline=SOON)

    text = str(telegram.messages[0]["text"])
    shown = text.replace(PAGE.replace("&", "&amp;"), "")
    assert not re.search(r"@\w|#tag|\s/start|evil\.example|<(?!/?[bi]>|/?a\b)", shown)
    assert PAGE.replace("&", "&amp;") in text


def test_a_mail_has_no_link_but_ours_in_either_text() -> None:
    with SmtpServer() as server:
        channel = server.channel("amara@x.org")
        notify.send_message(channel, "amara@x.org", WEIRD, deadline=SOON)

    (mail,) = server.messages
    page, plain = mail.part("html"), mail.part("plain")
    assert re.findall(r'href="([^"]*)"', page) == [PAGE.replace("&", "&amp;")]
    assert PAGE in plain
    for shown in (page, plain):
        assert "evil.example" not in shown
        assert "@everyone" not in shown


def test_what_a_program_reads_is_left_as_it_is(http: HttpServer) -> None:
    channel = Secret(http.at("/hook", answer()).replace("http", "json", 1))

    notify.send_message(channel, "", WEIRD, deadline=SOON)

    sent = json.loads(http.requests[0].body)
    assert EVIL in sent["message"]
    assert sent["title"] == WEIRD.title


@pytest.mark.parametrize(
    "ours",
    [
        "#385 Healthcare: invited, 12 points above the cut-off",
        "#91a Catégorie de l’expérience canadienne : invitation",
        "August 19, 2026 at 10:30:05 EDT (America/Toronto)",
        "• Log in to your IRCC account (every day): 459 < 471 & plus",
        "STEM occupations (Version 2) / métiers, 50% - amara_tg",
    ],
)
def test_ordinary_words_stay_as_they_are(ours: str) -> None:
    assert formatting.escape_text(ours) == ours


@given(st.text(alphabet="@<>[]().:#/_*`!|a1 ", max_size=60))
def test_neutral_text_stays_neutral_and_readable(text: str) -> None:
    once = formatting.escape_text(text)

    assert formatting.escape_text(once) == once
    assert not re.search(r"@\w|<[!@#\w]|\]\(|[`*|]|\w://", once)
    assert len(once.replace("\u200b", "")) == len(text)


def test_a_message_that_is_full_of_it_still_fits_in_one() -> None:
    lines = [MessageLine(text=clip("@a" * 150, 300)) for _ in range(11)]

    made = formatting.escape_message(lay_out("#385", [lines]))

    assert len(made.html) < 4000
    assert "@a" not in made.text + made.html
    assert "\uff20a\uff20a" in made.text
