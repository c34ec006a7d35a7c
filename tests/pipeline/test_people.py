"""Importing people as a whole, on each database: compared with who is known, or refused with nothing changed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import PurePath
from typing import Any

import pytest

from tests.values import a_person, a_rule, a_subscription, an_alert
from watcher.adapters.database import DeliveryState, QueuedAlert, Store
from watcher.adapters.people_file import people_as_text, read_records
from watcher.core.alerts import Priority
from watcher.core.errors import ConfigError
from watcher.core.people import Person, subscriptions_of
from watcher.core.settings import Channel, Secret, Settings
from watcher.pipeline.people import (
    Fate,
    ImportOptions,
    ImportResult,
    PeopleImport,
    PlannedPerson,
    refuse_duplicate_names,
    remove_people,
)

ADDRESSES = {
    "mail": "mailto://user:pw@127.0.0.1:2525?from=me@example.com&to=ops@example.com",
    "tg": "tgram://123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/",
}
SETTINGS = Settings(
    file=PurePath("config.toml"),
    database=Secret(""),
    channels={name: Channel(name=name, url=Secret(url)) for name, url in ADDRESSES.items()},
    subscriptions=(a_subscription(name="boss"), a_subscription(name="x", person="chief")),
)
HEADING = "name,rule,categories,score,mail\n"
DAY = timedelta(days=1)


def load(
    store: Store,
    now: datetime,
    content: str,
    planned: list[PlannedPerson] | None = None,
    **options: Any,
) -> ImportResult:
    """Import a file; *planned* is filled with what becomes of whom."""
    importing = PeopleImport(
        store=store,
        settings=SETTINGS,
        options=ImportOptions(**{"mail": "mail", "telegram": "tg", **options}),
        now=now,
        planned=(planned if planned is not None else []).append,
        progress=lambda _stage, _done: None,
    )
    return importing.run(read_records(BytesIO(content.encode()), None))


def everybody(store: Store) -> list[Person]:
    with store.reading() as tx:
        return sorted(tx.people.page(limit=10_000), key=lambda person: person.name)


def counts(result: ImportResult) -> tuple[int, ...]:
    assert result.faults == []
    return tuple(result.counts[fate] for fate in Fate)


def known_since(store: Store, name: str) -> dict[str, datetime]:
    with store.reading() as tx:
        return tx.people.known_since(name)


def wait_for(store: Store, now: datetime, *people: Person) -> None:
    """Queue an alert for each rule of people."""
    with store.writing() as tx:
        tx.alerts.put(
            [
                QueuedAlert(
                    alert=an_alert(subscription=subscription),
                    targets=[("mail", "a@example.com")],
                    servers={},
                    due_at=now,
                    priority=Priority.REST,
                )
                for person in people
                for subscription in subscriptions_of(person)
            ],
            now,
        )


def states(store: Store) -> dict[str | None, DeliveryState]:
    with store.reading() as tx:
        return {d.subscription: d.state for d in tx.deliveries.search()}


def test_lines_of_one_name_become_one_person_wherever_they_stand(
    store: Store, now: datetime
) -> None:
    content = HEADING + (
        "bruno,french,french,430,bruno@example.com\n"
        "amara,,healthcare; cec,471,amara@example.com\n"
        "bruno,cec,cec,515,\n"
    )

    result = load(store, now, content)

    assert (result.lines, counts(result), result.is_applied) == (3, (2, 0, 0, 0), True)
    assert everybody(store) == [
        a_person(name="amara", rules=(a_rule(score=471),)),
        a_person(
            name="bruno",
            channels=("mail:bruno@example.com",),
            rules=(
                a_rule(name="cec", categories=frozenset({"cec"}), score=515),
                a_rule(name="french", categories=frozenset({"french"}), score=430),
            ),
        ),
    ]


def test_a_changed_score_is_found_by_its_new_reach_and_known_as_long_as_before(
    store: Store, now: datetime
) -> None:
    load(store, now, HEADING + "amara,,cec,471,amara@example.com\nbo,,pnp,700,bo@example.com\n")
    planned: list[PlannedPerson] = []

    result = load(store, now + DAY, "name,score\nbo,700\namara,480\n", planned)

    assert counts(result) == (0, 1, 1, 0)
    assert [(p.name, p.fate) for p in planned] == [("amara", "changed"), ("bo", "unchanged")]
    assert known_since(store, "amara") == {"amara": now}
    with store.reading() as tx:
        amara = tx.people.get("amara")
        assert amara is not None
        assert [rule.score for rule in amara.rules] == [480]
        assert tx.people.reaches("amara") == [("cec", 480)]


def test_a_dry_run_changes_nothing(store: Store, now: datetime) -> None:
    result = load(store, now, HEADING + "amara,,cec,471,a@example.com\n", dry_run=True)

    assert (counts(result), result.is_applied) == ((1, 0, 0, 0), False)
    assert everybody(store) == []


def test_one_fault_and_nothing_is_imported_and_every_fault_is_told_by_line(
    store: Store, now: datetime
) -> None:
    content = HEADING + (
        "amara,,cec,471,a@example.com\n"
        "cy,a,cec,9999,cy@example.com\n"
        "boss,,cec,471,b@example.com\n"
        "chief,,cec,471,b@example.com\n"
        "dee,,cec,471,d@example.com\n"
        "too,,cec,471,d@example.com,6\n"
        "dee,,cec,480,d@example.com\n"
    )

    result = load(store, now, content)

    assert [(fault.line, fault.column) for fault in result.faults] == [
        (3, "score"),
        (4, "name"),
        (5, "name"),
        (7, ""),
        (8, "rule"),
    ]
    assert everybody(store) == []


def test_a_file_that_breaks_off_is_refused_as_a_whole(store: Store, now: datetime) -> None:
    good = "".join(f"p{i},,cec,471,p{i}@example.com\n" for i in range(1200))

    result = load(store, now, HEADING + good + '"open,,cec,1,a@example.com\n')

    assert [fault.line for fault in result.faults] == [1202]
    assert result.is_cut_short
    assert everybody(store) == []


def test_a_file_of_faults_is_not_read_to_its_end(store: Store, now: datetime) -> None:
    result = load(store, now, HEADING + "a,,cec,0,a@example.com\n" * 12_000)

    assert result.is_cut_short
    assert len(result.faults) < 11_000


def test_who_is_missing_is_removed_only_where_asked_and_imported(
    store: Store, now: datetime
) -> None:
    names = ("amara", "bo", "cy")
    lines = [f"{name},,cec,471,{name}@example.com\n" for name in names]
    load(store, now, HEADING + "".join(lines))
    with store.writing() as tx:
        tx.people.put(a_person(name="bot-42", origin="bot"), now)

    assert counts(load(store, now, HEADING + "".join(lines[1:]))) == (0, 0, 2, 0)
    result = load(store, now, HEADING + "".join(lines[1:]), remove_missing=True)

    assert counts(result) == (0, 0, 2, 1)
    assert [person.name for person in everybody(store)] == ["bo", "bot-42", "cy"]


def test_a_file_that_would_remove_most_is_held(store: Store, now: datetime) -> None:
    load(store, now, HEADING + "".join(f"p{i},,cec,471,p@example.com\n" for i in range(9)))
    one = HEADING + "p1,,cec,471,p@example.com\n"

    held = load(store, now, one, remove_missing=True)

    assert (held.is_held, held.is_applied, len(everybody(store))) == (True, False, 9)
    assert load(store, now, one, remove_missing=True, may_remove_most=True).is_applied
    assert len(everybody(store)) == 1


def test_what_waits_for_a_rule_or_a_person_that_goes_is_not_sent(
    store: Store, now: datetime
) -> None:
    amara = a_person(rules=(a_rule(name="cec"), a_rule(name="pnp")))
    gone, stays = a_person(name="gone"), a_person(name="stays")
    with store.writing() as tx:
        tx.people.put_many([amara, gone, stays], now)
    wait_for(store, now, amara, gone, stays)

    load(
        store,
        now,
        HEADING
        + "amara,cec,healthcare; cec,488,\nstays,,cec,500,\n".replace(",\n", ",x@example.com\n"),
        remove_missing=True,
    )

    assert states(store) == {
        "amara/cec": DeliveryState.QUEUED,
        "amara/pnp": DeliveryState.SUPPRESSED,
        "gone": DeliveryState.SUPPRESSED,
        "stays": DeliveryState.QUEUED,
    }


def test_people_are_removed_with_what_waits_for_them(store: Store, now: datetime) -> None:
    amara, bo = a_person(rules=(a_rule(), a_rule(name="pnp"))), a_person(name="bo")
    with store.writing() as tx:
        tx.people.put_many([amara, bo], now)
    wait_for(store, now, amara, bo)

    assert remove_people(store, ["amara", "nobody"], now) == 1

    assert [person.name for person in everybody(store)] == ["bo"]
    assert states(store) == {
        "amara": DeliveryState.SUPPRESSED,
        "amara/pnp": DeliveryState.SUPPRESSED,
        "bo": DeliveryState.QUEUED,
    }


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_is_exported_is_imported_without_a_change(
    store: Store, now: datetime, form: Any
) -> None:
    people = [
        a_person(name='Zoë, "Z" O\'Neill', language="fr", wake=True, consented_at=now - DAY),
        a_person(name="amara", rules=(a_rule(near=0, submitted=now - DAY), a_rule(name="b"))),
        a_person(name="bot-42", origin="bot", channels=("tg:42", "mail"), monthly=True),
    ]
    with store.writing() as tx:
        tx.people.put_many(people, now)

    assert counts(load(store, now, "".join(people_as_text(people, form)))) == (0, 0, 3, 0)
    remove_people(store, [person.name for person in people], now)
    assert counts(load(store, now, "".join(people_as_text(people, form)))) == (3, 0, 0, 0)
    assert everybody(store) == sorted(people, key=lambda person: person.name)


def test_many_lines_of_many_people_are_grouped_over_every_page(store: Store, now: datetime) -> None:
    names = [f"p{i:04}" for i in range(700)]
    lines = [f"{name},{rule},cec,4{rule}0,{name}@example.com" for rule in (1, 2) for name in names]

    assert counts(load(store, now, HEADING + "\n".join(lines))) == (700, 0, 0, 0)
    assert [len(person.rules) for person in everybody(store)] == [2] * 700


def test_a_name_is_in_the_file_or_in_the_rows(store: Store, now: datetime) -> None:
    def with_names(*names: str) -> Settings:
        return replace(SETTINGS, subscriptions=tuple(a_subscription(name=n) for n in names))

    def refused(settings: Settings) -> Iterable[str]:
        with store.reading() as tx:
            try:
                refuse_duplicate_names(tx, settings)
            except ConfigError as error:
                return [str(fault) for fault in error.faults]
        return []

    with store.writing() as tx:
        tx.people.put(a_person(), now)

    assert refused(with_names("bo", "amar")) == []
    assert refused(with_names("bo", "amara/cec")) == [
        (
            'config.toml: subscription: has a person who was imported, too; there is "amara"; '
            "a name is in one place only: `watcher people remove amara`, or take it out of the file"
        )
    ]
