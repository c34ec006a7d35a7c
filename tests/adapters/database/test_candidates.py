"""Those whom a round may concern are found without judging the others, and nobody is missed."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.values import a_round
from watcher.adapters.database import Store
from watcher.core.category import ALL
from watcher.core.crs.profile import Profile
from watcher.core.model import Round
from watcher.core.people import Person, Rule, subscriptions_of
from watcher.core.settings import EARLY, Digest, Early, QuietHours, Secret, Subscription
from watcher.core.verdict import judge

SLUGS = ["cec", "french", "pnp"]
INSTANTS = st.integers(0, 19 * 24 * 60).map(
    lambda n: datetime(2025, 12, 1, tzinfo=UTC) + timedelta(minutes=n)
)
SCORES = st.integers(440, 520)

rules = st.builds(
    Rule,
    categories=st.just(frozenset({ALL})) | st.frozensets(st.sampled_from(SLUGS), min_size=1),
    score=SCORES,
    submitted=st.none() | INSTANTS,
    tell_when=st.sampled_from(["invited", "every-round"]),
    near=st.none() | st.integers(0, 40),
    early=st.sampled_from(EARLY),
)
rounds = st.builds(
    Round,
    number=st.just("385"),
    first_seen=INSTANTS,
    date=st.none() | st.dates(date(2025, 12, 1), date(2025, 12, 20)),
    category=st.none() | st.sampled_from([*SLUGS, "trades"]),
    cutoff=st.none() | SCORES | st.just(99_999),
    tie_break=st.none() | INSTANTS,
)


def found(store: Store, *about: Round, early: list[Early] | None = None) -> list[Subscription]:
    with store.reading() as tx:
        return [c.subscription for some in tx.candidates.of(about, early=early) for c in some]


def a_person(name: str, *rules: Rule, **changes: Any) -> Person:
    return Person(name=name, channels=("mail",), rules=rules, **changes)


def put(store: Store, now: datetime, *people: Person) -> None:
    with store.writing() as tx:
        tx.people.put_many(people, now)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=st.lists(rules, min_size=1, max_size=12), about=st.lists(rounds, min_size=1, max_size=4)
)
def test_whoever_is_due_is_found(
    store: Store, now: datetime, drawn: list[Rule], about: list[Round]
) -> None:
    people = [a_person(f"person-{n}", rule) for n, rule in enumerate(drawn)]
    with store.writing() as tx:
        tx.people.remove(*tx.people.names())
    put(store, now, *people)

    for round_ in about:
        everybody = [s for person in people for s in subscriptions_of(person)]
        due = {s.name for s in everybody if judge(round_, s).due}
        assert due <= {s.name for s in found(store, round_)}


@pytest.mark.parametrize(
    ("rule", "candidate"),
    [
        (Rule(categories=frozenset({"cec"}), score=476), True),
        (Rule(categories=frozenset({"cec"}), score=475), False),
        (Rule(categories=frozenset({"cec"}), score=471, near=5), True),
        (Rule(categories=frozenset({"cec"}), score=470, near=5), False),
        (Rule(categories=frozenset({"french"}), score=600), False),
        (Rule(categories=frozenset({"all"}), score=476), True),
        (Rule(categories=frozenset({"french"}), score=1, tell_when="every-round"), True),
    ],
)
def test_few_others_are_found(
    store: Store,
    now: datetime,
    rule: Rule,
    candidate: bool,  # noqa: FBT001
) -> None:
    put(store, now, a_person("amara", rule))

    assert bool(found(store, a_round(category="cec", cutoff=476))) is candidate


def test_of_a_correction_those_of_before_and_of_after_are_found_each_once(
    store: Store, now: datetime
) -> None:
    def of(category: str, score: int) -> Rule:
        return Rule(name=category, categories=frozenset({category}), score=score)

    put(
        store,
        now,
        a_person("amara", of("cec", 476), of("french", 400)),
        a_person("bo", of("cec", 475), of("french", 390)),
        a_person("chi", of("cec", 474)),
    )

    before = a_round(category="cec", cutoff=475)
    about = [before, replace(before, cutoff=476), replace(before, category="french", cutoff=395)]
    names = [s.name for s in found(store, *about)]
    assert sorted(names) == ["amara/cec", "amara/french", "bo/cec"]


def test_a_candidate_is_the_subscription_of_its_rule(store: Store, now: datetime) -> None:
    full = Rule(
        name="healthcare",
        categories=frozenset({"healthcare", "cec"}),
        score=488,
        submitted=now,
        tell_when="every-round",
        near=5,
        early="always",
        reminders=True,
    )
    counted = Rule(categories=frozenset({"healthcare"}), profile=Profile(born=date(1990, 1, 1)))
    amara = a_person(
        "amara",
        counted,
        full,
        language="fr",
        timezone="Asia/Kolkata",
        quiet_hours=QuietHours(start=time(22), end=time(7)),
        wake=True,
        picture=True,
        digest=Digest(at=time(8), weekday=1),
        monthly=True,
    )
    put(store, now, amara)

    assert sorted(found(store, a_round()), key=lambda s: s.name) == list(subscriptions_of(amara))
    with store.reading() as tx:
        [everybody] = tx.candidates.everybody()
    assert [c.subscription for c in everybody] == list(subscriptions_of(amara))
    assert {c.known_since for c in everybody} == {now}


def test_early_word_narrows_them_to_who_wants_it(store: Store, now: datetime) -> None:
    for early in EARLY:
        put(
            store, now, a_person(early, Rule(categories=frozenset({"all"}), score=600, early=early))
        )

    assert [s.name for s in found(store, a_round(), early=["always"])] == ["always"]
    assert len(found(store, a_round(), early=["always", "when-blind"])) == 2


def test_they_come_in_batches_and_the_transaction_can_write_meanwhile(
    store: Store, now: datetime
) -> None:
    rule = Rule(categories=frozenset({"all"}), score=600)
    put(store, now, *(a_person(f"person-{n}", rule) for n in range(520)))

    sizes = []
    with store.writing() as tx:
        for some in tx.candidates.of([a_round()]):
            sizes.append(len(some))
            tx.subscriptions.register([c.subscription.name for c in some], now)

    assert sizes == [500, 20]
    with store.reading() as tx:
        assert len(tx.subscriptions.known_since()) == 520


def test_postgresql_plans_for_all_candidates_and_not_for_the_first_of_them(
    postgresql_database: Secret,
) -> None:
    with closing(Store(postgresql_database)) as store, store.reading() as tx:
        list(tx.candidates.of([a_round()]))
        found = tx.candidates._db.scalar(sa.text("SHOW cursor_tuple_fraction"))  # noqa: SLF001 - of its transaction alone

    assert found == "1"
