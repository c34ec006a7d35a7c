"""People, and the subscriptions and reaches that their rules are."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.values import a_person, a_round, a_rule
from watcher.core.people import channel_and_target, reaches, subscriptions_of
from watcher.core.settings import Digest, QuietHours, Subscription
from watcher.core.verdict import judge


def test_a_person_with_one_rule_is_a_subscription_of_that_name() -> None:
    person = a_person(
        name="amara",
        channels=("mail:amara@example.com", "tg"),
        language="fr",
        timezone="Asia/Kolkata",
        quiet_hours=QuietHours(start=time(22), end=time(7)),
        wake=True,
        picture=True,
        digest=Digest(at=time(18)),
        monthly=True,
        rules=(
            a_rule(
                categories=frozenset({"cec", "french"}),
                score=488,
                submitted=datetime(2025, 11, 20, 15, tzinfo=UTC),
                tell_when="every-round",
                near=10,
                early="always",
                reminders=True,
            ),
        ),
    )

    assert subscriptions_of(person) == (
        Subscription(
            name="amara",
            person="amara",
            categories=frozenset({"cec", "french"}),
            score=488,
            channels=("mail:amara@example.com", "tg"),
            submitted=datetime(2025, 11, 20, 15, tzinfo=UTC),
            tell_when="every-round",
            near=10,
            early="always",
            language="fr",
            timezone="Asia/Kolkata",
            quiet_hours=QuietHours(start=time(22), end=time(7)),
            wake=True,
            picture=True,
            reminders=True,
            digest=Digest(at=time(18)),
            monthly=True,
        ),
    )


def test_a_rule_with_a_name_is_a_subscription_below_that_of_its_person() -> None:
    person = a_person(name="amara", rules=(a_rule(name="healthcare"), a_rule(name="cec")))

    assert [(s.name, s.person) for s in subscriptions_of(person)] == [
        ("amara/healthcare", "amara"),
        ("amara/cec", "amara"),
    ]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({}, [("cec", 488), ("healthcare", 488)]),
        ({"near": 12}, [("cec", 500), ("healthcare", 500)]),
        ({"categories": frozenset({"all"})}, [("all", 488)]),
        ({"tell_when": "every-round"}, [("all", 9999)]),
        ({"score": None, "near": 5}, [("cec", 9999), ("healthcare", 9999)]),
    ],
)
def test_a_rule_reaches_up_to_its_score_and_what_is_near(
    rule: dict[str, object], found: list[tuple[str, int]]
) -> None:
    assert list(reaches(a_rule(**rule))) == found


@given(
    score=st.integers(300, 600),
    near=st.none() | st.integers(0, 50),
    cutoff=st.integers(300, 600),
    category=st.sampled_from(["cec", "french", "pnp"]),
    wanted=st.sampled_from([{"all"}, {"cec"}, {"cec", "french"}]),
    every=st.booleans(),
)
def test_what_is_due_is_always_within_reach(
    score: int, near: int | None, cutoff: int, category: str, wanted: set[str], *, every: bool
) -> None:
    rule = a_rule(
        score=score,
        near=near,
        categories=frozenset(wanted),
        tell_when="every-round" if every else "invited",
    )
    [subscription] = subscriptions_of(a_person(rules=(rule,)))

    due = judge(a_round(category=category, cutoff=cutoff), subscription).due
    within = any(c in {"all", category} and r >= cutoff for c, r in reaches(rule))

    assert within or not due


@pytest.mark.parametrize(
    ("reference", "split"),
    [
        ("mail", ("mail", None)),
        ("mail:amara@example.com", ("mail", "amara@example.com")),
        ("mail:a:b", ("mail", "a:b")),
        ("mail:", ("mail", "")),
        ("old:name", ("old:name", None)),
        ("fax:5", ("fax:5", None)),
        ("nowhere", ("nowhere", None)),
    ],
)
def test_a_reference_has_a_channel_and_perhaps_a_target(
    reference: str, split: tuple[str, str | None]
) -> None:
    assert channel_and_target(reference, {"mail", "old", "old:name"}) == split
