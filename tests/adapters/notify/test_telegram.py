from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.adapters.notify.letters import LETTER, SOON
from tests.servers.http import Step
from tests.servers.telegram import (
    TelegramServer,
    blocked,
    broken,
    chat_not_found,
    error,
    hang,
    migrated,
    not_ok,
    ok,
    throttled,
)
from watcher.adapters import notify
from watcher.adapters.notify.telegram_text import visible_length
from watcher.core.errors import DeliveryError, DeliveryMoved, DeliveryRefused
from watcher.core.model import Message


def test_an_accepted_message_tells_the_servers_answer(telegram: TelegramServer) -> None:
    answer = notify.send_message(telegram.channel("12345"), "12345", LETTER, deadline=SOON)

    assert answer == "200 Scripted"


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        (chat_not_found(), "400 Scripted: Bad Request: chat not found"),
        (blocked(), "403 Scripted: Forbidden: bot was blocked by the user"),
        (not_ok(403, "Forbidden: bot was kicked"), "403: Forbidden: bot was kicked"),
    ],
)
def test_a_permanent_no_is_a_refusal(telegram: TelegramServer, step: Step, answer: str) -> None:
    telegram.answers(step)

    with pytest.raises(DeliveryRefused) as caught:
        notify.send_message(telegram.channel("12345"), "12345", LETTER, deadline=SOON)

    assert caught.value.answer == answer
    assert len(telegram.messages) == 1


@pytest.mark.parametrize(
    ("status", "description", "gone"),
    [
        (400, "Bad Request: chat not found", True),
        (403, "Forbidden: bot was blocked by the user", True),
        (403, "Forbidden: user is deactivated", True),
        (403, "Forbidden: bot was kicked from the supergroup chat", True),
        (403, "Forbidden: not enough rights to send text messages to the chat", False),
        (401, "Unauthorized", False),
        (404, "Not Found", False),
        (400, "Bad Request: can't parse entities", False),
    ],
)
@pytest.mark.parametrize("says", [error, not_ok])
def test_a_chat_that_is_gone_is_told_from_a_message_that_is_not_wanted(
    telegram: TelegramServer,
    says: Callable[[int, str], Step],
    status: int,
    description: str,
    gone: bool,  # noqa: FBT001 - a column of the table
) -> None:
    telegram.answers(says(status, description))

    with pytest.raises(DeliveryRefused) as caught:
        notify.send_message(telegram.channel("12345"), "12345", LETTER, deadline=SOON)

    assert caught.value.gone is gone


def test_a_group_that_grew_into_another_chat_is_named(telegram: TelegramServer) -> None:
    telegram.answers(migrated(-100777))

    with pytest.raises(DeliveryMoved) as caught:
        notify.send_message(telegram.channel("-123"), "-123", LETTER, deadline=SOON)

    assert caught.value.answer == "400: the group has moved: its chat id is now -100777"
    assert caught.value.target == "-100777"
    assert (caught.value.personal, caught.value.doubtful) == (True, False)
    assert len(telegram.messages) == 1


@pytest.mark.parametrize(
    ("step", "answer", "wait"),
    [
        (throttled(30), "429 Scripted: Too Many Requests: retry after 30", 30),
        (throttled(86_400), "429 Scripted: Too Many Requests: retry after 86400", 3600),
        (broken(), "500 Scripted", None),
        (not_ok(None, "maintenance"), "200 Scripted, but not ok: maintenance", None),
        (not_ok(500, "Internal"), "500: Internal", None),
    ],
)
def test_a_passing_failure_may_be_tried_again(
    telegram: TelegramServer, step: Step, answer: str, wait: int | None
) -> None:
    telegram.answers(step)

    with pytest.raises(DeliveryError) as caught:
        notify.send_message(telegram.channel("12345"), "12345", LETTER, deadline=SOON)

    assert not isinstance(caught.value, DeliveryRefused)
    assert caught.value.answer == answer
    assert caught.value.retry_after == (None if wait is None else timedelta(seconds=wait))
    assert len(telegram.messages) == 1


def test_a_server_that_says_nothing_is_given_up_at_the_deadline(telegram: TelegramServer) -> None:
    telegram.answers(hang())

    with pytest.raises(DeliveryError, match=r"^no answer within 0\.2 s$"):
        notify.send_message(
            telegram.channel("12345"), "12345", LETTER, deadline=timedelta(seconds=0.2)
        )


def test_a_message_arrives_as_telegrams_html_with_its_title_first(telegram: TelegramServer) -> None:
    notify.send_message(telegram.channel("12345"), "12345", LETTER, deadline=SOON)

    (sent,) = telegram.messages
    assert sent["parse_mode"] == "HTML"
    assert sent["text"].replace("\r\n", "\n") == (
        "<b>#385 : santé &amp; &lt;social&gt; : invitée</b>\n"
        "\n"
        "<b>Vous êtes invitée</b>, par 12 points.\n"
        "\n"
        "<b>Seuil :</b> 459 &lt; 471 &amp; plus\n"
        '<b>Page :</b> <a href="https://example.org/rondes?n=385&amp;l=fr">'
        "https://example.org/rondes?n=385&amp;l=fr</a>"
    )


def test_a_message_for_one_target_goes_to_that_chat_and_topic_alone(
    telegram: TelegramServer,
) -> None:
    channel = telegram.channel("12345", "-100123:7", "@rondes")

    notify.send_message(channel, "-100123:7", LETTER, deadline=SOON)

    (sent,) = telegram.messages
    assert (sent["chat_id"], sent["message_thread_id"]) == (-100123, 7)


def test_many_messages_to_one_chat_are_not_held_back(telegram: TelegramServer) -> None:
    channel = telegram.channel("12345")

    for _ in range(10):
        notify.send_message(channel, "12345", LETTER, deadline=SOON)

    assert len(telegram.messages) == 10


LONG = Message(
    title="#385", text="", html="<br>".join(f"<b>{n}</b> candidats &amp; plus" for n in range(400))
)


def test_a_long_message_is_cut_between_lines_and_arrives_whole(telegram: TelegramServer) -> None:
    notify.send_message(telegram.channel("12345"), "12345", LONG, deadline=SOON)

    texts = [sent["text"] for sent in telegram.messages]
    lines = [line for text in texts for line in text.splitlines() if line]
    assert len(texts) > 1
    assert all(visible_length(text) <= 4096 for text in texts)
    assert lines == ["<b>#385</b>", *(f"<b>{n}</b> candidats &amp; plus" for n in range(400))]


def test_a_long_message_counts_as_sent_only_when_all_of_it_was_accepted(
    telegram: TelegramServer,
) -> None:
    telegram.answers(ok(), throttled(5), ok())

    with pytest.raises(DeliveryError, match="429"):
        notify.send_message(telegram.channel("12345"), "12345", LONG, deadline=SOON)


def test_markdown_is_sent_escaped_where_the_address_asks_for_it(telegram: TelegramServer) -> None:
    channel = telegram.channel("12345", more="&format=markdown&mdv=v2")
    letter = Message(title="#385 (new)", text="459 < 471.", html="")

    notify.send_message(channel, "12345", letter, deadline=SOON)

    (sent,) = telegram.messages
    assert sent["parse_mode"] == "MarkdownV2"
    assert sent["text"] == "\\#385 \\(new\\)\n\n459 \\< 471\\."
