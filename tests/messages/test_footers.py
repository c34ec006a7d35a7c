"""The foot of a mail: why it came, how to have no more of it, and who sent it."""

import pytest

from watcher.core.model import Message
from watcher.core.sender import Sender
from watcher.messages.footers import with_footer

SENDER = Sender(
    name="Maple Alerts", address="100 Main St, Ottawa ON K1A 0A1", contact="hi@example.org"
)
PAGE = "https://watcher.example/s/abc.def"
MESSAGE = Message(title="#385", text="Invited.", html="<b>Invited.</b>")


def test_a_mail_says_who_sent_it_and_how_to_end_it() -> None:
    mail = with_footer(MESSAGE, language="en", sender=SENDER, page=PAGE)

    assert mail.text == (
        "Invited.\n"
        "\n"
        "—\n"
        "You get this mail because this address is registered for alerts of Express Entry rounds.\n"
        "To get no more of them: https://watcher.example/s/abc.def\n"
        "Sent by: Maple Alerts, 100 Main St, Ottawa ON K1A 0A1\n"
        "Questions: hi@example.org"
    )
    assert '<a href="https://watcher.example/s/abc.def">' in mail.html
    assert '<a href="mailto:hi@example.org">hi@example.org</a>' in mail.html


def test_without_a_page_a_mail_says_whom_to_write_to() -> None:
    mail = with_footer(MESSAGE, language="en", sender=SENDER, page=None)

    assert "To get no more of them, write to: hi@example.org\nSent by: Maple" in mail.text
    assert "Questions" not in mail.text


def test_a_contact_may_be_a_page() -> None:
    sender = Sender(name="Maple", address="Ottawa", contact="https://example.org/contact")
    mail = with_footer(MESSAGE, language="en", sender=sender, page=PAGE)

    assert mail.text.endswith("Questions: https://example.org/contact")


def test_where_nobody_says_who_sends_there_is_the_way_out_alone() -> None:
    mail = with_footer(MESSAGE, language="fr", sender=None, page=PAGE)

    assert mail.text.endswith("Pour ne plus en recevoir\u00a0: https://watcher.example/s/abc.def")


def test_where_neither_is_known_a_mail_stays_as_it_is() -> None:
    assert with_footer(MESSAGE, language="en", sender=None, page=None) == MESSAGE


@pytest.mark.parametrize("name", ["<b>Maple</b>", "a\u202eb"])
def test_what_the_operator_wrote_cannot_break_a_mail(name: str) -> None:
    sender = Sender(name=name, address="x", contact="hi@example.org")
    mail = with_footer(MESSAGE, language="en", sender=sender, page=None)

    assert name not in mail.html
