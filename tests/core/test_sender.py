"""Who writes to people."""

import pytest

from watcher.core.sender import Sender


@pytest.mark.parametrize(
    ("contact", "mailbox"),
    [
        ("hi@example.org", "hi@example.org"),
        ("https://example.org/contact", None),
        ("https://example.org/@maple", None),
    ],
)
def test_a_contact_is_a_mailbox_or_a_page(contact: str, mailbox: str | None) -> None:
    assert Sender(name="Maple", address="Ottawa", contact=contact).mailbox == mailbox
