"""What the operator is told of once: episodes, oddities, names."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.values import an_episode
from watcher.adapters.database import Store
from watcher.core.incidents import Episode, IncidentSubject
from watcher.core.model import Oddity

MINUTE = timedelta(minutes=1)
SUBJECT = "source ircc"


def begin(store: Store, since: datetime, about: str = SUBJECT, *, told: bool = True) -> Episode:
    episode = an_episode(about, since, told=told)
    with store.writing() as tx:
        tx.incidents.open(episode)
    return episode


def end(store: Store, now: datetime, about: str = SUBJECT) -> None:
    with store.writing() as tx:
        tx.incidents.close(IncidentSubject.parse(about), now)


def episodes(store: Store, about: str = SUBJECT) -> tuple[Episode | None, ...]:
    """Return the episode that is open and the one that was over last."""
    subject = IncidentSubject.parse(about)
    with store.reading() as tx:
        return tx.incidents.open_episode(subject), tx.incidents.last_episode(subject)


@pytest.mark.parametrize("told", [True, False])
def test_trouble_opens_an_episode_told_or_not(store: Store, now: datetime, *, told: bool) -> None:
    episode = begin(store, now, told=told)

    assert episodes(store) == (episode, None)
    assert episodes(store, "source news") == (None, None)


def test_an_episode_that_is_over_is_the_last_one(store: Store, now: datetime) -> None:
    episode = begin(store, now)
    end(store, now + MINUTE)

    assert episodes(store) == (None, replace(episode, ended_at=now + MINUTE))


def test_an_episode_leaves_earlier_ones_as_they_were(store: Store, now: datetime) -> None:
    begin(store, now)
    end(store, now + MINUTE)
    begin(store, now + 2 * MINUTE, told=False)
    _, last = episodes(store)

    assert last is not None
    assert (last.since, last.trouble, last.ended_at) == (now, "blocked", now + MINUTE)

    end(store, now + 4 * MINUTE)
    _, last = episodes(store)

    assert last is not None
    assert (last.since, last.ended_at) == (now + 2 * MINUTE, now + 4 * MINUTE)


@pytest.mark.parametrize(
    "about", ["channel tg", "channel tg ", "channel tg 42", "told ircc", "web page"]
)
def test_each_subject_has_its_own_episodes(store: Store, now: datetime, about: str) -> None:
    episode = begin(store, now)
    begin(store, now, about)
    assert episodes(store, about)[0] == an_episode(about, now)
    end(store, now + MINUTE, about)

    assert episodes(store) == (episode, None)
    assert episodes(store, about)[0] is None


def test_open_episodes_are_listed_the_longest_first(store: Store, now: datetime) -> None:
    for minutes, name in [(2, "b"), (1, "c"), (3, "over"), (2, "a")]:
        begin(store, now - minutes * MINUTE, f"late {name}")
    end(store, now, "late over")

    with store.reading() as tx:
        assert [e.subject.name for e in tx.incidents.open_episodes()] == ["b", "a", "c"]


def odd(where: str, printed: str = "?", why: str = "not a number") -> Oddity:
    return Oddity(where=where, printed=printed, why=why)


def first_time(store: Store, now: datetime, *seen: Oddity, source: str = "ircc") -> list[Oddity]:
    with store.writing() as tx:
        return tx.incidents.record_oddities(source, seen, now)


def test_an_oddity_is_new_the_first_time_only(store: Store, now: datetime) -> None:
    assert first_time(store, now) == []
    assert first_time(store, now, odd("#1"), odd("#2")) == [odd("#1"), odd("#2")]
    assert first_time(store, now, odd("#2"), odd("#3"), odd("#1")) == [odd("#3")]
    assert first_time(store, now, odd("#1"), odd("#3")) == []


def test_an_oddity_is_the_same_for_another_reason_but_not_in_another_place(
    store: Store, now: datetime
) -> None:
    first_time(store, now, odd("#1"))

    assert first_time(store, now, odd("#1", why="something else")) == []
    assert first_time(store, now, odd("#1", printed="!")) == [odd("#1", printed="!")]
    assert first_time(store, now, odd("#1"), source="news") == [odd("#1")]


def test_an_oddity_that_is_met_twice_at_once_is_told_once(store: Store, now: datetime) -> None:
    twice = [odd("#1"), odd("#1", why="the same, once more")]

    assert first_time(store, now, *twice) == [twice[1]]


def known_since(store: Store, now: datetime, *names: str) -> dict[str, datetime]:
    with store.writing() as tx:
        return tx.subscriptions.register(names, now)


def test_a_subscription_is_known_since_its_name_was_first_seen(store: Store, now: datetime) -> None:
    later = now + MINUTE

    assert known_since(store, now) == {}
    assert known_since(store, now, "amara") == {"amara": now}
    assert known_since(store, later, "amara", "bruno") == {"amara": now, "bruno": later}


def test_to_look_since_when_names_are_known_makes_none_known(store: Store, now: datetime) -> None:
    known_since(store, now, "amara")
    known_since(store, now + MINUTE, "bruno")

    with store.reading() as tx:
        assert tx.subscriptions.known_since() == {"amara": now, "bruno": now + MINUTE}


def test_a_name_that_is_gone_for_a_while_is_known_as_before(store: Store, now: datetime) -> None:
    known_since(store, now, "amara", "bruno")

    assert known_since(store, now + MINUTE, "bruno") == {"bruno": now}
    assert known_since(store, now + MINUTE, "amara") == {"amara": now}
