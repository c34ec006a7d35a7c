"""Who reads a message that was claimed."""

from datetime import UTC, datetime
from typing import Any

from tests.adapters.database.test_reminders import ALERT as A_REMINDER
from tests.values import a_subscription, an_alert
from watcher.adapters.database import LeasedDelivery
from watcher.core.model import Message
from watcher.pipeline.readers import Reader, reader_of

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def leased(**contents: Any) -> LeasedDelivery:
    usual: dict[str, Any] = {
        "deliveries": (1,),
        "lease_until": NOW,
        "channel": "mail",
        "target": "amara@example.org",
        "server": "mail a.example",
        "attempts": 1,
        "due_at": NOW,
        "doubtful": False,
    }
    return LeasedDelivery(**{**usual, **contents})


def test_a_rule_is_read_by_its_person() -> None:
    rule = a_subscription(name="amara/cec", person="amara", language="fr")

    assert reader_of(leased(alerts=(an_alert(subscription=rule),))) == Reader(
        person="amara", language="fr"
    )


def test_a_subscription_alone_is_read_by_somebody_of_its_name() -> None:
    assert reader_of(leased(alerts=(an_alert(),))) == Reader(person="amara", language="en")


def test_a_reminder_has_a_reader_and_a_notice_has_none() -> None:
    assert reader_of(leased(reminder=A_REMINDER)) == Reader(person="amara", language="fr")
    assert reader_of(leased(notice=Message(title="", text="", html=""))) is None
