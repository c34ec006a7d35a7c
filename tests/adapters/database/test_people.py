"""People as rows: written by name, found by name and address, gone with all that is theirs."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from tests.values import a_person, a_rule
from watcher.adapters.database import Store
from watcher.adapters.database.schema_people import ADDRESSES, RULE_CATEGORIES, RULES
from watcher.core.people import Person
from watcher.core.settings import Digest, QuietHours

DAY = timedelta(days=1)


def put(store: Store, now: datetime, *people: Person) -> None:
    with store.writing() as tx:
        tx.people.put_many(people, now)


def get(store: Store, name: str) -> Person | None:
    with store.reading() as tx:
        return tx.people.get(name)


def known_since(store: Store, name: str) -> dict[str, datetime]:
    with store.reading() as tx:
        return tx.people.known_since(name)


def found_by(store: Store) -> list[tuple[str, int]]:
    with store.reading() as tx:
        rows = tx.people._db.execute(  # noqa: SLF001 - what only judging reads
            select(RULE_CATEGORIES.c.category, RULE_CATEGORIES.c.reach)
        )
        return sorted((row.category, row.reach) for row in rows)


def test_a_person_is_kept_with_all_that_belongs_to_them(store: Store, now: datetime) -> None:
    amara = a_person(
        channels=("mail:amara@example.com", "tg:42"),
        language="fr",
        timezone="Asia/Kolkata",
        quiet_hours=QuietHours(start=time(22), end=time(7)),
        wake=True,
        picture=True,
        digest=Digest(at=time(18, 30), weekday=0),
        monthly=True,
        muted_until=now + DAY,
        origin="bot",
        consented_at=now - DAY,
        rules=(
            a_rule(name="cec", categories=frozenset({"cec"}), near=10, early="always"),
            a_rule(
                name="health",
                submitted=datetime(2025, 11, 20, 15, tzinfo=UTC),
                tell_when="every-round",
                reminders=True,
            ),
        ),
    )

    put(store, now, amara)

    assert get(store, "amara") == amara
    assert get(store, "bo") is None


def test_a_rule_is_found_by_each_category_and_its_reach(store: Store, now: datetime) -> None:
    put(store, now, a_person(rules=(a_rule(near=12), a_rule(name="x", tell_when="every-round"))))

    assert found_by(store) == [("all", 9999), ("cec", 500), ("healthcare", 500)]

    put(store, now, a_person(rules=(a_rule(score=400, categories=frozenset({"pnp"})),)))

    assert found_by(store) == [("pnp", 400)]


def test_a_changed_score_leaves_since_when_the_rule_is_known(store: Store, now: datetime) -> None:
    put(store, now, a_person(rules=(a_rule(), a_rule(name="old"))))

    later = now + DAY
    put(store, later, a_person(rules=(a_rule(score=500), a_rule(name="new"))))

    assert known_since(store, "amara") == {"amara": now, "amara/new": later}
    changed = get(store, "amara")
    assert changed is not None
    assert [(rule.name, rule.score) for rule in changed.rules] == [("", 500), ("new", 488)]


def test_who_is_removed_leaves_nothing(store: Store, now: datetime) -> None:
    put(store, now, a_person(), a_person(name="bo", channels=("tg:7",)))

    with store.writing() as tx:
        assert tx.people.remove("amara", "nobody") == 1
        assert tx.people.remove("bo") == 1

    with store.reading() as tx:
        assert tx.people.count() == 0
        for table in (ADDRESSES, RULES, RULE_CATEGORIES):
            assert tx.people._db.execute(select(table)).all() == []  # noqa: SLF001 - beside them


def test_people_are_found_by_the_exact_address_that_they_are_told_at(
    store: Store, now: datetime
) -> None:
    both = ("mail:a@example.com", "tg:42")
    put(store, now, a_person(channels=both), a_person(name="bo", channels=("tg:42",)))
    put(store, now, a_person(name="cy", channels=("tg:4",)))
    put(store, now, a_person(channels=("tg:42",)))

    with store.reading() as tx:
        assert [p.name for p in tx.people.by_channel("tg:42")] == ["amara", "bo"]
        assert tx.people.by_channel("mail:a@example.com") == []


def test_people_are_read_page_by_page(store: Store, now: datetime) -> None:
    put(store, now, *(a_person(name=f"p{i:04}", origin="page") for i in range(1203)))
    put(store, now, a_person(name="100%"), a_person(name="Zoë"))

    with store.reading() as tx:
        assert [p.name for p in tx.people.page(after="p0999", limit=2)] == ["p1000", "p1001"]
        assert tx.people.count() == 1205
        assert tx.people.count(origin="page") == 1203
        assert [p.name for p in tx.people.page(limit=9, having="ZO")] == ["Zoë"]
        assert [p.name for p in tx.people.page(limit=9, having="%")] == ["100%"]
        assert [p.name for p in tx.people.page(limit=9, origin="import")] == ["100%", "Zoë"]
        assert len(list(tx.people.names())) == 1205
