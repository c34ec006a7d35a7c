"""An alert is kept once, and what is told to one person at once makes one message."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from tests.adapters.database.claiming import claim, claimed, people, put
from tests.adapters.database.values import an_alert_to, corrected, queued
from tests.values import a_round, an_alert
from watcher.adapters.database import Store
from watcher.core.errors import StoreError
from watcher.core.model import Alert


def test_an_alert_without_a_target_waits_for_nobody(store: Store, now: datetime) -> None:
    assert put(store, now, queued(an_alert(), now, to=[])) == 0
    assert put(store, now) == 0
    assert claim(store, now) is None


def test_the_same_alert_twice_is_refused_and_nothing_beside_it_is_queued(
    store: Store, now: datetime
) -> None:
    put(store, now, queued(an_alert_to("amara"), now))

    with pytest.raises(StoreError, match="nothing was saved"):
        put(store, now, queued(an_alert_to("bruno"), now), queued(an_alert_to("amara"), now))

    assert people(claim(store, now)) == ["amara"]
    assert claim(store, now) is None


AMARA = an_alert_to("amara")
CORRECTION = replace(AMARA, change=corrected(a_round(), cutoff=490))


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(an_alert_to("bruno"), id="another subscription"),
        pytest.param(an_alert_to("amara", "386"), id="another round"),
        pytest.param(CORRECTION, id="a correction"),
    ],
)
def test_what_is_another_alert_is_queued_beside_the_first(
    store: Store, now: datetime, again: Alert
) -> None:
    put(store, now, queued(AMARA, now))

    assert put(store, now, queued(again, now)) == 1


def test_a_second_correction_is_queued_beside_the_first(store: Store, now: datetime) -> None:
    second = replace(AMARA, change=corrected(a_round(revision=2), cutoff=491))
    put(store, now, queued(CORRECTION, now))

    assert put(store, now, queued(second, now)) == 1
    assert len(claimed(store, now).alerts) == 1


def test_several_subscriptions_of_one_person_make_one_message(store: Store, now: datetime) -> None:
    put(store, now, *(queued(an_alert_to(n), now) for n in ("home", "work", "spouse")))

    found = claimed(store, now)

    assert people(found) == ["home", "work", "spouse"]
    assert len(found.deliveries) == 3
    assert claim(store, now) is None


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"to": [("mail", "bruno@example.org")]}, id="another target"),
        pytest.param({"to": [("tg", "amara@example.org")]}, id="another channel"),
        pytest.param({"alert": an_alert_to("work", "386")}, id="another round"),
        pytest.param({"alert": an_alert_to("work", language="fr")}, id="language"),
        pytest.param({"alert": an_alert_to("work", timezone="Asia/Kolkata")}, id="zone"),
        pytest.param({"alert": CORRECTION}, id="a correction"),
    ],
)
def test_what_would_be_another_message_is_not_put_into_one(
    store: Store, now: datetime, other: dict[str, Any]
) -> None:
    put(
        store,
        now,
        queued(an_alert_to("home"), now),
        queued(**{"alert": an_alert_to("work"), "now": now, **other}),
    )

    assert len(claimed(store, now).alerts) == 1
    assert len(claimed(store, now).alerts) == 1
