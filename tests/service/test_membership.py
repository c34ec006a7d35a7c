"""Several processes on one PostgreSQL server: each source has one of them, and each name."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import PurePath

import pytest

from tests.pages import a_page, rows
from tests.servers.http import HttpServer, Line, Request, answer
from watcher.core.errors import Displaced
from watcher.core.settings import BotSettings, Secret, Settings, Source, Web
from watcher.core.workers import BOT_LEASE, Worker
from watcher.service.app import Watcher
from watcher.service.membership import BEAT, SOURCE_LEASE, Membership

NOON = datetime(2026, 8, 20, 12, tzinfo=UTC)
PAGE = "/rounds.json"


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def passes(self, time: timedelta) -> None:
        self.now += time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server() -> Iterator[HttpServer]:
    with HttpServer() as server:
        server.at(PAGE, answer(a_page(*rows(3))))
        yield server


@pytest.fixture
def settings(server: HttpServer, postgresql_database: Secret) -> Settings:
    return Settings(
        file=PurePath("config.toml"),
        database=postgresql_database,
        sources=(Source(name="ircc", kind="ircc-json", url=server.url(PAGE)),),
        web=Web(enabled=False),
    )


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def on(name: str) -> None:
        monkeypatch.setattr("socket.gethostname", lambda: name)

    on("alpha")
    return on


@pytest.fixture
def start(
    settings: Settings, clock: Clock, host: object
) -> Iterator[Callable[..., tuple[Watcher, Membership]]]:
    """Start one process after the other; each ends with the test."""
    assert host
    with ExitStack() as running:

        def begin(kind: str = "run", **changes: object) -> tuple[Watcher, Membership]:
            own = replace(settings, **changes)  # type: ignore[arg-type]  # as the tests say
            watcher = running.enter_context(Watcher(own, clock=clock))
            member = Membership(watcher, kind)  # type: ignore[arg-type]  # one of the two
            watcher.fence = member.fence
            return watcher, member

        yield begin


def dies(watcher: Watcher) -> None:
    """End a process without a word: its sessions end with it."""
    assert watcher.session is not None
    watcher.session.close()


def workers(watcher: Watcher) -> list[Worker]:
    with watcher.store.reading() as tx:
        return tx.workers.all()


def test_names_are_of_the_machine_the_kind_and_the_first_free_slot(
    start: Callable[..., tuple[Watcher, Membership]], host: Callable[[str], None]
) -> None:
    names = [start()[1].name, start()[1].name, start("deliver")[1].name]
    host("beta")
    watcher, last = start()

    assert [*names, last.name] == ["alpha run 1", "alpha run 2", "alpha deliver 1", "beta run 1"]
    assert {(w.host, w.kind) for w in workers(watcher)} == {
        ("alpha", "run"),
        ("alpha", "deliver"),
        ("beta", "run"),
    }


def test_a_source_is_polled_by_one_and_never_by_those_that_only_deliver(
    start: Callable[..., tuple[Watcher, Membership]],
) -> None:
    _, deliverer = start("deliver")
    _, one = start()
    _, two = start()

    assert [m.polls("ircc") for m in (deliverer, one, two)] == [False, True, False]
    assert two.beat() == frozenset()


def test_the_bot_has_one_poller_and_only_where_it_is_switched_on(
    start: Callable[..., tuple[Watcher, Membership]],
) -> None:
    on = BotSettings(enabled=True, channel="tg")
    _, deliverer = start("deliver", bot=on)
    _, off = start()
    _, one = start(bot=on)
    _, two = start(bot=on)

    assert [m.polls(BOT_LEASE) for m in (deliverer, off, one, two)] == [False, False, True, False]
    one.leave()
    assert BOT_LEASE in two.beat()


def test_a_source_is_taken_over_within_a_minute_of_its_holders_death(
    start: Callable[..., tuple[Watcher, Membership]], clock: Clock
) -> None:
    watcher, _ = start()
    _, two = start()
    dies(watcher)
    died, gained = clock.now, frozenset[str]()
    while not gained:
        clock.passes(BEAT)
        gained = two.beat()

    assert gained == {"ircc"}
    assert SOURCE_LEASE <= clock.now - died < timedelta(seconds=60)


def test_a_source_goes_over_at_once_where_its_holder_ends_well(
    start: Callable[..., tuple[Watcher, Membership]],
) -> None:
    watcher, one = start()
    _, two = start()
    one.leave()

    assert two.beat() == {"ircc"}
    assert [w.name for w in workers(watcher)] == ["alpha run 2"]


def test_one_that_starts_again_has_its_name_and_its_sources_at_once(
    start: Callable[..., tuple[Watcher, Membership]],
) -> None:
    watcher, _ = start()
    dies(watcher)

    _, reborn = start()

    assert (reborn.name, reborn.polls("ircc")) == ("alpha run 1", True)


def test_one_that_lost_its_session_and_lives_keeps_its_name(
    start: Callable[..., tuple[Watcher, Membership]], monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    watcher, one = start()
    dies(watcher)
    # To another process, the one that lost its session lives.
    monkeypatch.setattr("os.getpid", lambda: 1)

    _, two = start()

    assert two.name == "alpha run 2"
    clock.passes(BEAT)
    assert one.beat() == frozenset()
    assert (one.name, one.polls("ircc"), two.polls("ircc")) == ("alpha run 1", True, False)


def test_a_pause_longer_than_its_lease_costs_a_process_what_it_had_polled(
    start: Callable[..., tuple[Watcher, Membership]],
    settings: Settings,
    server: HttpServer,
    clock: Clock,
) -> None:
    paused, _ = start()
    _, other = start()

    def is_paused_meanwhile(request: Request, line: Line) -> None:
        clock.passes(2 * SOURCE_LEASE)
        assert other.beat() == {"ircc"}
        answer(a_page(*rows(3)))(request, line)

    server.at(PAGE, is_paused_meanwhile)
    with pytest.raises(Displaced, match="another process polls ircc now"):
        paused.poll(settings.sources[0])

    with paused.store.reading() as tx:
        assert tx.rounds.count() == 0
        assert tx.sources.poll_state("ircc", server.url(PAGE)).polled_at is None


def test_a_lease_that_could_not_be_renewed_is_none(
    start: Callable[..., tuple[Watcher, Membership]], clock: Clock
) -> None:
    _, one = start()
    clock.passes(SOURCE_LEASE)
    assert not one.polls("ircc")

    assert one.beat() == {"ircc"}
    assert one.polls("ircc")


def test_the_one_that_took_over_may_write(
    start: Callable[..., tuple[Watcher, Membership]], settings: Settings
) -> None:
    watcher, _ = start()

    assert watcher.poll(settings.sources[0]).outcome == "baseline"


def test_a_process_whose_name_another_has_learns_it_at_its_next_beat(
    start: Callable[..., tuple[Watcher, Membership]],
) -> None:
    watcher, one = start()
    dies(watcher)
    start()

    with pytest.raises(Displaced, match="another process is alpha run 1 now"):
        one.beat()


def test_a_source_that_hangs_here_is_left_to_others(
    start: Callable[..., tuple[Watcher, Membership]],
) -> None:
    _, one = start()
    _, two = start()

    one.beat(hanging=["ircc"])

    assert two.beat() == {"ircc"}
    assert not one.polls("ircc")


def test_one_speaks_for_all_and_another_when_it_is_dead(
    start: Callable[..., tuple[Watcher, Membership]], clock: Clock
) -> None:
    _, deliverer = start("deliver")
    watcher, one = start()
    clock.passes(BEAT)
    _, two = start()
    assert [m.leads for m in (deliverer, one, two)] == [False, True, False]

    dies(watcher)
    clock.passes(timedelta(seconds=61))
    two.beat()

    assert two.leads


def test_a_bots_limit_is_shared_by_those_that_live(
    start: Callable[..., tuple[Watcher, Membership]], clock: Clock
) -> None:
    watcher, member = start()
    other, _ = start("deliver")
    member.beat()
    rates = watcher.channels.rates
    assert [rates.reserve("tgram bot", chat) for chat in "ab"] == [0, pytest.approx(2 / 25, 0.2)]

    dies(other)
    clock.passes(timedelta(seconds=61))
    member.beat()

    assert [rates.reserve("tgram two", chat) for chat in "ab"] == [0, pytest.approx(1 / 25, 0.2)]


def test_a_day_away_and_forgotten_it_comes_back(
    start: Callable[..., tuple[Watcher, Membership]], clock: Clock
) -> None:
    _, one = start()
    watcher, two = start()
    clock.passes(timedelta(days=2))
    two.beat()
    assert [w.name for w in workers(watcher)] == ["alpha run 2"]

    one.beat()

    assert [w.name for w in workers(watcher)] == ["alpha run 1", "alpha run 2"]


def test_different_settings_show(start: Callable[..., tuple[Watcher, Membership]]) -> None:
    _, member = start()
    start()
    assert not member.others_differ()
    watcher, _ = start(language="fr")

    one, two, other = (w.configuration for w in workers(watcher))
    assert one == two != other
    assert member.others_differ()


def test_those_of_the_dead_count_no_more(
    start: Callable[..., tuple[Watcher, Membership]], clock: Clock
) -> None:
    _, member = start()
    watcher, _ = start(language="fr")
    dies(watcher)
    clock.passes(timedelta(seconds=61))
    member.beat()

    assert not member.others_differ()


def test_on_sqlite_one_process_does_it_all(settings: Settings, sqlite_database: Secret) -> None:
    own = replace(settings, database=sqlite_database)
    with Watcher(own) as watcher:
        one = Membership(watcher, "run")
        watcher.fence = one.fence

        assert (one.name, one.leads, one.polls("ircc")) == ("service", True, True)
        assert one.beat() == frozenset()
        assert watcher.poll(own.sources[0]).outcome == "baseline"
        one.leave()
        assert workers(watcher) == []
