"""What an import changes of a person, in words."""

from dataclasses import replace
from datetime import UTC, datetime, time

from tests.values import a_person, a_rule
from watcher.core.people import Person
from watcher.core.people_changes import differences
from watcher.core.settings import QuietHours


def said(before: Person | None, after: Person) -> list[str]:
    return [str(difference) for difference in differences(before, after)]


def test_of_a_newcomer_all_that_is_not_as_usual_is_said() -> None:
    amara = a_person(
        quiet_hours=QuietHours(start=time(22), end=time(7)),
        rules=(a_rule(submitted=datetime(2025, 11, 20, 15, tzinfo=UTC)),),
    )

    assert said(None, amara) == [
        "channels: mail:amara@example.com",
        "quiet_hours: 22:00-07:00",
        "categories: cec; healthcare",
        "score: 488",
        "submitted: 2025-11-20T15:00:00Z",
    ]


def test_of_somebody_known_what_changes_is_said_with_what_was() -> None:
    before = a_person(wake=True, rules=(a_rule(near=10), a_rule(name="pnp", score=500)))
    after = replace(
        before,
        wake=False,
        channels=("tg:42",),
        rules=(a_rule(score=490), a_rule(name="french", score=400)),
    )

    assert said(before, after) == [
        "channels: mail:amara@example.com -> tg:42",
        "wake: yes -> no",
        "score: 488 -> 490",
        "near: 10 -> nothing",
        "rule french: begins",
        "rule french, categories: cec; healthcare",
        "rule french, score: 400",
        "rule pnp: cec; healthcare, 500 -> ends",
    ]


def test_nothing_is_said_of_who_stays_as_they_are() -> None:
    assert said(a_person(), a_person()) == []


def test_of_a_newcomer_nothing_stands_as_if_it_had_been_otherwise() -> None:
    amara = a_person(language="fr", monthly=True, rules=(a_rule(tell_when="every-round"),))

    assert said(None, amara) == [
        "channels: mail:amara@example.com",
        "language: fr",
        "monthly: yes",
        "categories: cec; healthcare",
        "score: 488",
        "tell_when: every-round",
    ]
