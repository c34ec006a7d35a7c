"""What Apprise makes of our HTML for Telegram and for mail."""

from datetime import UTC, datetime

from apprise.conversion.format import html_to_text
from apprise.plugins.telegram import TelegramHTMLReducer

from tests.values import a_subscription, an_alert
from watcher.messages import compose

MESSAGE = compose(
    [an_alert(subscription=a_subscription(name="Ann & Bob"))],
    now=datetime(2025, 12, 11, 16, 5, tzinfo=UTC),
)


def test_telegram_keeps_every_line_and_every_blank_line() -> None:
    reduced = TelegramHTMLReducer().reduce(MESSAGE.html)

    bare = reduced.replace("<b>", "").replace("</b>", "").replace("&amp;", "&")
    lines = bare.replace("\u200b", "").split("\r\n")
    assert lines[:-1] == MESSAGE.text.split("\n")[:-1]
    assert lines[-1] == (
        'Source: <a href="https://www.canada.ca/rounds?q=385">'
        "https://www.canada.ca/rounds?q=385</a>"
    )


def test_the_plain_part_of_a_mail_is_our_text() -> None:
    plain: str = html_to_text(MESSAGE.html)  # type: ignore[no-untyped-call]  # Apprise has no hints here

    assert plain.replace("\u200b", "") == MESSAGE.text
