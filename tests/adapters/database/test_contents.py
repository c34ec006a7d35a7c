"""What rows of alerts say; one that cannot be read holds up no other."""

from datetime import date, datetime

from tests.adapters.database.claiming import claimed
from watcher.adapters.database import Store
from watcher.core.model import Message
from watcher.core.monthly import MonthlyNote

NOTE = MonthlyNote(
    person="amara", language="fr", timezone="Asia/Kolkata", month=date(2026, 1, 1), rounds=3
)


def test_a_monthly_message_is_read_as_it_was_put(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        assert tx.alerts.put_monthly([(NOTE, [("mail", "a@x.org")])], now, {"mail": "mail x"}) == 1

    found = claimed(store, now)

    assert (found.monthly, found.people, found.server) == (NOTE, ("amara",), "mail x")


def test_a_notice_is_read_as_it_was_put(store: Store, now: datetime) -> None:
    notice = Message(title="Blind", text="403", html="403")
    with store.writing() as tx:
        tx.alerts.put_notice(notice, [("ops", "")], now)

    assert claimed(store, now).notice == notice
