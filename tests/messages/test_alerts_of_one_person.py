"""Several rules of one person, in one message."""

from datetime import UTC, datetime

from tests.values import a_subscription, a_verdict, an_alert
from watcher.core.model import VerdictKind
from watcher.messages import compose

NOW = datetime(2025, 12, 11, 17, tzinfo=UTC)


def test_the_rules_of_a_person_are_called_by_their_own_words() -> None:
    alerts = [
        an_alert(
            subscription=a_subscription(name="amara/healthcare", person="amara"),
            verdict=a_verdict(VerdictKind.INVITED),
        ),
        an_alert(
            subscription=a_subscription(name="amara/any", person="amara"),
            verdict=a_verdict(VerdictKind.SHORT),
        ),
    ]

    message = compose(alerts, now=NOW)

    assert "healthcare invited, 12 points above the cut-off (and 1 more)" in message.title
    assert "any: score 488, short by 5 points" in message.text
    assert "amara/" not in message.text + message.title


def test_rules_of_several_people_keep_the_names_of_these() -> None:
    alerts = [
        an_alert(subscription=a_subscription(name=f"{person}/any", person=person))
        for person in ("amara", "bo")
    ]

    assert "bo/any: score 488" in compose(alerts, now=NOW).text
