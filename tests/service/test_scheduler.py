"""systemd is told of completed polls of official pages, and of nothing else."""

from datetime import timedelta

import pytest

from watcher.adapters.systemd import Systemd
from watcher.core.settings import Source
from watcher.service.scheduler import Watchdog

MINUTE = timedelta(minutes=1)


def a_source(name: str, trust: str = "official") -> Source:
    kind = "ircc-json" if trust == "official" else "feed"
    return Source(name=name, kind=kind, url="https://a.example/", trust=trust)  # type: ignore[arg-type] # of the two


class Fed(Systemd):
    """Counts how often the watchdog was fed, and the limits that were set."""

    def __init__(self) -> None:
        super().__init__({})
        self.times = 0
        self.limits: list[timedelta] = []

    def watchdog(self) -> None:
        self.times += 1

    def watchdog_limit(self, limit: timedelta) -> None:
        self.limits.append(limit)


class Clock:
    """Monotonic seconds that stand still until they are moved."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def fed() -> Fed:
    return Fed()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_completed_poll_of_an_official_source_feeds_it(fed: Fed, clock: Clock) -> None:
    sources = [a_source("ircc"), a_source("news", "secondary")]
    watchdog = Watchdog(fed, None, clock)
    watchdog.restart(sources)

    watchdog.completed("news", sources)
    assert fed.times == 0
    watchdog.completed("ircc", sources)
    assert fed.times == 1


def test_where_no_source_is_official_each_feeds_it(fed: Fed, clock: Clock) -> None:
    sources = [a_source("news", "secondary")]
    watchdog = Watchdog(fed, None, clock)
    watchdog.restart(sources)

    watchdog.completed("news", sources)

    assert fed.times == 1


@pytest.mark.parametrize(("waited", "fed_times"), [(7 * 60.0, 1), (7 * 60.0 + 1, 0)])
def test_a_twin_that_hangs_for_twice_its_pace_and_five_minutes_starves_it(
    fed: Fed, clock: Clock, waited: float, fed_times: int
) -> None:
    sources = [a_source("ircc"), a_source("ircc-fr")]
    watchdog = Watchdog(fed, None, clock)
    watchdog.restart(sources)
    for source in sources:
        watchdog.expect(source.name, MINUTE)

    clock.seconds = waited
    watchdog.completed("ircc", sources)

    assert fed.times == fed_times


def test_a_source_that_a_reload_took_out_starves_nothing(fed: Fed, clock: Clock) -> None:
    both = [a_source("ircc"), a_source("ircc-fr")]
    watchdog = Watchdog(fed, None, clock)
    watchdog.restart(both)

    clock.seconds = 3600
    watchdog.completed("ircc", both[:1])

    assert fed.times == 1


def test_a_slow_pace_asks_systemd_for_as_much_patience(fed: Fed, clock: Clock) -> None:
    sources = [a_source("ircc")]
    watchdog = Watchdog(fed, 15 * MINUTE, clock)
    watchdog.restart(sources)

    watchdog.expect("ircc", MINUTE)
    watchdog.completed("ircc", sources)
    watchdog.expect("ircc", 60 * MINUTE)
    watchdog.completed("ircc", sources)

    assert fed.limits == [15 * MINUTE, 125 * MINUTE]
