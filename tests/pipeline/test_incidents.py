"""What the operator hears of a source: one pair for lasting trouble, none for a flap."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import PurePath
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.adapters.database import PollState, Transaction
from watcher.core.errors import PageError
from watcher.core.incidents import Episode, IncidentSubject
from watcher.core.model import Message, Trouble
from watcher.core.settings import Operator, Secret, Settings, Source
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.incidents import Incidents

NOW = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SOURCE = Source(name="ircc", kind="ircc-json", url="https://example.org/rounds.json")


@dataclass(slots=True)
class Records:
    """The tables that an alarm writes, in memory: episodes, and the operator's queue."""

    episodes: list[Episode] = field(default_factory=list)
    said: list[tuple[datetime, str]] = field(default_factory=list)

    @property
    def incidents(self) -> "Records":
        return self

    alerts = sources = incidents

    def open_episode(self, subject: IncidentSubject) -> Episode | None:
        of = [e for e in self.episodes if e.subject == subject and e.ended_at is None]
        return of[-1] if of else None

    def last_episode(self, subject: IncidentSubject) -> Episode | None:
        over = [e for e in self.episodes if e.subject == subject and e.ended_at]
        return over[-1] if over else None

    def open(self, episode: Episode) -> bool:
        self.episodes.append(episode)
        return True

    def close(self, subject: IncidentSubject, now: datetime) -> bool:
        [place] = [
            i for i, e in enumerate(self.episodes) if e.subject == subject and e.ended_at is None
        ]
        self.episodes[place] = replace(self.episodes[place], ended_at=now)
        return True

    def poll_state(self, *_: str) -> PollState:
        return PollState()

    def put_notice(self, message: Message, _: object, now: datetime, *__: object) -> None:
        self.said.append((now, message.title))


@dataclass(slots=True)
class Listener:
    """Polls of one source, and what was said of them."""

    now: datetime = NOW
    records: Records = field(default_factory=Records)

    def poll(self, state: str, *, after: timedelta = MINUTE) -> None:
        self.now += after
        settings = Settings(
            file=PurePath("config.toml"),
            database=Secret("sqlite://"),
            sources=(SOURCE,),
            channels={},
            operator=Operator(channels=("ops",)),
            subscriptions=(),
        )
        address_book = AddressBook(settings=settings, targets=lambda _: ("",))
        incidents = Incidents(cast("Transaction", self.records), address_book, self.now)
        if state == "well":
            incidents.source_recovered(SOURCE, PollState(in_trouble=True))
        else:
            trouble = Trouble.STALE if state == "stale" else Trouble.BLOCKED
            incidents.source_down(SOURCE, PageError("no", trouble))

    def polls(self, states: Iterable[str], *, after: timedelta = MINUTE) -> None:
        for state in states:
            self.poll(state, after=after)

    @property
    def heard(self) -> str:
        """Return what was said: "b" for blind, "w" for well."""
        return "".join("w" if "again" in title else "b" for _, title in self.records.said)


@pytest.fixture
def listener() -> Listener:
    return Listener()


def test_a_blind_source_is_told_at_its_first_failure_and_well_at_its_first_success(
    listener: Listener,
) -> None:
    listener.poll("blind")
    assert listener.heard == "b"
    listener.polls(["blind", "blind", "well"])
    assert listener.heard == "bw"


def test_a_stale_copy_is_told_to_nobody_unless_it_lasts_an_hour(listener: Listener) -> None:
    listener.polls(["stale"] * 60)
    assert listener.heard == ""
    listener.poll("stale")
    assert listener.heard == "b"


def test_stale_copies_in_turns_are_told_to_nobody(listener: Listener) -> None:
    for _ in range(7):
        listener.polls(["stale", "well"], after=50 * MINUTE)

    assert listener.heard == ""


def test_a_flapping_source_makes_one_pair_a_day(listener: Listener) -> None:
    listener.polls(["blind", "well"] * 700)  # of 1,440 minutes

    assert listener.heard == "bw"


def test_trouble_that_returns_within_a_day_is_told_once_it_has_lasted_a_quarter_hour(
    listener: Listener,
) -> None:
    listener.polls(["blind", "well", *["blind"] * 15])
    assert listener.heard == "bw"
    listener.poll("blind")
    assert listener.heard == "bwb"


def test_a_source_that_flapped_is_well_once_it_has_been_so_for_six_hours(
    listener: Listener,
) -> None:
    listener.polls(["blind", "well", *["blind"] * 16, "well"])
    listener.polls(["well"] * 5, after=HOUR)
    listener.polls(["blind", "well"])  # not long enough
    listener.polls(["well"] * 5, after=HOUR)
    assert listener.heard == "bwb"
    listener.poll("well", after=HOUR)
    assert listener.heard == "bwbw"


def test_a_blind_spell_noted_ahead_of_now_is_told_all_the_same(listener: Listener) -> None:
    listener.polls(["blind", "well", "blind"])  # the last by a clock that ran ahead
    listener.now -= 12 * HOUR
    listener.poll("blind")

    assert listener.heard == "bwb"


POLLS = st.lists(
    st.tuples(
        st.sampled_from(["well", "stale", "blind"]),
        st.sampled_from([MINUTE, 10 * MINUTE, HOUR, 7 * HOUR]),
        st.integers(1, 20),
    ),
    max_size=30,
)


@given(POLLS)
def test_alarms_and_all_clears_alternate_and_lasting_trouble_is_told_within_an_hour(
    spells: list[tuple[str, timedelta, int]],
) -> None:
    listener, bad_since = Listener(), None
    for state, pace, times in spells:
        for _ in range(times):
            listener.poll(state, after=pace)
            bad_since = None if state == "well" else bad_since or listener.now
            heard = listener.heard
            assert "bb" not in heard
            assert not heard.startswith("w")
            assert "ww" not in heard
            if bad_since is not None and listener.now - bad_since >= HOUR:
                assert heard.endswith("b")


@given(st.lists(st.tuples(st.integers(1, 14), st.integers(1, 300)), max_size=40))
def test_short_spells_make_one_alarm_in_a_day_at_most(spells: list[tuple[int, int]]) -> None:
    listener = Listener()
    for bad, good in spells:
        listener.poll("blind", after=good * MINUTE)
        listener.poll("well", after=bad * MINUTE)

    alarms = [at for at, title in listener.records.said if "again" not in title]
    assert all(later - earlier >= DAY for earlier, later in pairwise(alarms))
