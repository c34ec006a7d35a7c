"""The service, started for real and told by signals; it polls twenty times a second."""

import json
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import TypeVar

import pytest

from tests.pages import a_page, a_row
from tests.running import PATIENCE, Running
from tests.servers.http import HttpServer, Line, Request, answer
from watcher.adapters.database import DeliveryState, Store, Transaction
from watcher.core.incidents import Episode, IncidentSubject
from watcher.core.settings import Secret
from watcher.service.clock import system_clock

PAGE, HOOK, PING, FRENCH = "/rounds.json", "/hook", "/ping", "/fr.json"
YESTERDAY = (system_clock() - timedelta(days=1)).date().isoformat()
TAKEN = answer(b"taken")

CONFIGURATION = """
[watcher]
database = "sqlite:///watcher.db"
[[source]]
name = "ircc"
url = "{page}"
[channels]
hook = "{hook}"
[[subscription]]
name = "amara"
categories = ["cec"]
score = 500
channels = ["hook"]
"""
ANOTHER = """
[[subscription]]
name = "bo"
categories = ["cec"]
score = 480
channels = ["hook"]
"""

T = TypeVar("T")


@pytest.fixture
def server() -> Iterator[HttpServer]:
    """Serve a page with round 437, and a webhook that takes what it is given."""
    with HttpServer() as server:
        publish(server, "437")
        server.at(HOOK, TAKEN)
        yield server


@pytest.fixture
def config(tmp_path: Path, server: HttpServer) -> Path:
    """Write a configuration file that watches the server's page."""
    file = tmp_path / "config.toml"
    hook = server.url(HOOK, scheme="json")
    file.write_text(CONFIGURATION.format(page=server.url(PAGE), hook=hook))
    return file


def page(*numbers: str) -> bytes:
    return a_page(*(a_row(number, YESTERDAY) for number in numbers))


def publish(server: HttpServer, *numbers: str) -> None:
    server.at(PAGE, answer(page(*numbers)))


def recorded(config: Path, ask: Callable[[Transaction], T]) -> T:
    """Ask the database that the program used."""
    store = Store(Secret(f"sqlite:///{config.parent}/watcher.db"))
    with store.reading() as tx:
        found = ask(tx)
    store.close()
    return found


def told(config: Path) -> list[tuple[str | None, DeliveryState, bool]]:
    """Return the round of each delivery, its state, and whether it is doubtful."""
    found = recorded(config, lambda tx: tx.deliveries.search())
    return [(d.number, d.state, d.doubtful) for d in found]


def last_episode(config: Path, about: str) -> Episode:
    """Return the last spell of trouble of a subject; it has to be over."""
    found = recorded(config, lambda tx: tx.incidents.last_episode(IncidentSubject.parse(about)))
    assert found is not None
    return found


class Holding:
    """A path that takes a request and says nothing until it is let go."""

    def __init__(self, server: HttpServer, path: str, body: bytes = b"taken") -> None:
        self._body = body
        self._asked, self._released = Event(), Event()
        server.at(path, self._hold)

    def wait_until_asked(self) -> None:
        assert self._asked.wait(PATIENCE)

    def let_go(self) -> None:
        self._released.set()

    def _hold(self, request: Request, line: Line) -> None:
        self._asked.set()
        while not self._released.is_set():
            line.pause(0.01)
        answer(self._body)(request, line)


class Manager:
    """Listens as systemd does."""

    def __init__(self, address: Path) -> None:
        self.environ = {"NOTIFY_SOCKET": str(address), "WATCHDOG_USEC": "60000000"}
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.settimeout(PATIENCE)
        self._socket.bind(str(address))

    def wait_for(self, assignment: str) -> None:
        while assignment not in self._socket.recv(4096).decode().splitlines():
            pass

    def listen(self) -> list[str]:
        """Return a list that grows by what comes from now on: its sender never waits."""
        heard: list[str] = []

        def _hear() -> None:
            with suppress(OSError):
                while True:
                    heard.append(self._socket.recv(4096).decode())

        Thread(target=_hear, name="manager", daemon=True).start()
        return heard

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Manager]:
    manager = Manager(tmp_path / "notify")
    yield manager
    manager.close()


def test_systemd_hears_that_it_is_up_alive_reloaded_and_on_its_way_out(
    config: Path, manager: Manager
) -> None:
    with Running(config, environ=manager.environ) as program:
        manager.wait_for("READY=1")
        manager.wait_for("WATCHDOG=1")
        program.signal(signal.SIGHUP)
        manager.wait_for("RELOADING=1")
        manager.wait_for("READY=1")
        program.signal(signal.SIGTERM)
        manager.wait_for("STOPPING=1")

        assert program.exit_status() == 0
    # Each day's forecasts are kept on the way, for the score card.
    assert recorded(config, lambda tx: tx.forecasts.days(date.min))


def test_the_watchdog_is_not_fed_while_one_official_source_hangs(
    config: Path, server: HttpServer, manager: Manager
) -> None:
    french = f'[[source]]\nname = "ircc-fr"\nurl = "{server.url(FRENCH)}"\n'
    config.write_text(config.read_text().replace("[channels]", f"{french}[channels]"))
    hanging = Holding(server, FRENCH, page("437"))
    before = (
        "import watcher.service.scheduler as w, datetime as d; w.SLACK = d.timedelta(seconds=1)"
    )
    with Running(config, environ=manager.environ, before=before) as program:
        heard = manager.listen()
        hanging.wait_until_asked()
        program.wait_for("hanging", sources="ircc-fr")
        heard.clear()
        program.wait_for("hanging", times=5, sources="ircc-fr")
        assert "WATCHDOG=1" not in "".join(heard)
        hanging.let_go()
        program.wait_for("polled", source="ircc-fr")


def test_a_clock_that_jumps_while_the_service_runs_is_told(
    config: Path, server: HttpServer
) -> None:
    operator = '[operator]\nchannels = ["hook"]\n'
    config.write_text(config.read_text() + operator)
    jumped = config.parent / "jumped"
    before = (
        "import pathlib, time;"
        f"jumped = pathlib.Path({str(jumped)!r});"
        "time.clock_gettime = lambda _: time.monotonic() - 3610 * jumped.exists()"
    )
    with Running(config, before=before) as program:
        program.wait_for("delivery", about="notice")
        jumped.touch()
        program.wait_for("clock_set_forward")
        program.wait_for("delivery", times=2, about="notice")
    told = [json.loads(r.body)["title"] for r in server.requests if r.path == HOOK]
    assert sum("clock jumped by 1 hour" in title for title in told) == 1


def test_a_page_whose_place_is_taken_is_noted_for_status_until_it_is_served(config: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        listen = f'[web]\nlisten = "{place}"\n'
        config.write_text(config.read_text() + listen)
        with Running(config) as program:
            program.wait_for("started")
            program.signal(signal.SIGTERM)
            assert program.exit_status() == 0
        [spell] = recorded(config, lambda tx: tx.incidents.open_episodes())
        assert (str(spell.subject), place in spell.detail) == ("web page", True)
    with Running(config) as program:
        program.wait_for("started")

    assert recorded(config, lambda tx: tx.incidents.open_episodes()) == []


def test_a_message_in_flight_is_finished_before_it_ends(config: Path, server: HttpServer) -> None:
    hook = Holding(server, HOOK)
    with Running(config) as program:
        program.wait_for("polled", outcome="baseline")
        publish(server, "438", "437")
        hook.wait_until_asked()
        program.signal(signal.SIGTERM)
        program.wait_for("stopping", signal="SIGTERM")
        hook.let_go()

        assert program.exit_status() == 0
    assert told(config) == [("438", DeliveryState.SENT, False)]


def test_a_poll_in_flight_is_finished_before_it_ends(config: Path, server: HttpServer) -> None:
    slow = Holding(server, PAGE, page("437"))
    with Running(config) as program:
        slow.wait_until_asked()
        program.signal(signal.SIGTERM)
        program.wait_for("stopping")
        slow.let_go()

        program.wait_for("polled", outcome="baseline")
        assert program.exit_status() == 0


def test_a_second_signal_ends_it_at_once_and_the_next_run_sends_again(
    config: Path, server: HttpServer
) -> None:
    hook = Holding(server, HOOK)
    with Running(config) as program:
        program.wait_for("polled", outcome="baseline")
        publish(server, "438", "437")
        hook.wait_until_asked()
        program.signal(signal.SIGTERM)
        program.wait_for("stopping")
        program.signal(signal.SIGTERM)

        assert program.exit_status() == 128 + signal.SIGTERM

    server.at(HOOK, TAKEN)
    with Running(config) as program:
        program.wait_for("leases_taken_back", deliveries=1)
        program.wait_for("delivery", state="sent")
    assert told(config) == [("438", DeliveryState.SENT, True)]


def test_a_slow_dead_mans_switch_costs_no_poll(config: Path, server: HttpServer) -> None:
    switch = Holding(server, PING)
    ping = f'[operator]\nping = "{server.url(PING)}"\n'
    config.write_text(config.read_text() + ping)

    with Running(config) as program:
        switch.wait_until_asked()
        # Far longer than the pace: the next poll is due while this turn still runs.
        server.at(PING, lambda _, line: line.pause(0.3))
        switch.let_go()

        program.wait_for("polled", outcome="unchanged", times=3)


def test_a_new_configuration_is_taken_and_a_bad_one_is_refused_and_said(
    config: Path, server: HttpServer
) -> None:
    good = config.read_text()
    with Running(config) as program:
        program.wait_for("polled", outcome="baseline")
        config.write_text(good + ANOTHER)
        program.signal(signal.SIGHUP)
        program.wait_for("reloaded", subscriptions=2)

        config.write_text(good.replace("score = 500", "score = 5000"))
        program.signal(signal.SIGHUP)
        refused = program.wait_for("reload_refused")
        # A round that is seen by a poll which began before she was known is not for her.
        program.wait_for("polled", times=len(program.logged("polled")) + 2)
        publish(server, "438", "437")
        program.wait_for("delivery", about="#438 to amara, bo")
        open_ = recorded(config, lambda tx: tx.incidents.open_episodes())

        config.write_text(good)
        program.signal(signal.SIGHUP)
        program.wait_for("reloaded", subscriptions=1)

    assert "subscription[0].score" in refused["why"]
    assert [(str(e.subject), e.trouble) for e in open_] == [
        ("configuration", "refused; the old one goes on")
    ]
    assert "subscription[0].score" in open_[0].detail
    assert last_episode(config, "configuration").detail == open_[0].detail


def test_a_profile_is_read_again_and_a_bad_one_is_refused_with_its_key(
    config: Path, server: HttpServer
) -> None:
    profile = config.parent / "amara.toml"
    config.write_text(config.read_text().replace("score = 500", 'profile = "amara.toml"'))
    good = 'age = 40\neducation = "bachelor"\n'
    profile.write_text(good)
    with Running(config) as program:
        program.wait_for("polled", outcome="baseline")
        profile.write_text('age = 40\neducation = "phd"\n')
        program.signal(signal.SIGHUP)
        refused = program.wait_for("reload_refused")
        profile.write_text(f"{good}provincial_nomination = true\n")
        program.signal(signal.SIGHUP)
        program.wait_for("reloaded", subscriptions=1)
        # A round that is seen by a poll which began before is judged by the old profile.
        program.wait_for("polled", times=len(program.logged("polled")) + 2)
        publish(server, "438", "437")
        program.wait_for("delivery", about="#438 to amara")

    why = refused["why"]
    assert "amara.toml: education: is not one of the words allowed here; allowed: " in why
    assert "phd" not in why
    assert "phd" not in last_episode(config, "configuration").detail


def test_a_second_service_on_the_same_database_is_refused_with_a_sentence(config: Path) -> None:
    with Running(config) as first:
        first.wait_for("started")
        with Running(config) as second, Running(config, verb="deliver") as third:
            for refused in (second, third):
                assert refused.exit_status() == 1
                assert f"another watcher (process {first.pid}) runs on" in refused.log
        assert not first.has_ended


FAILS_ON_438 = """
from watcher.press import retrieve
read = retrieve.read_rounds_json
def fails(body, *, seen):
    if b'"438"' in body:
        raise ZeroDivisionError("a mistake of ours")
    return read(body, seen=seen)
retrieve.read_rounds_json = fails
"""


def test_a_reader_that_crashes_makes_the_source_blind_and_the_service_goes_on(
    config: Path, server: HttpServer
) -> None:
    with Running(config, before=FAILS_ON_438) as program:
        program.wait_for("polled", outcome="baseline")
        publish(server, "438", "437")
        crashed = program.wait_for("polled", outcome="crashed")
        publish(server, "439", "437")
        program.wait_for("delivery", about="#439 to amara")

    assert crashed["trouble"] == "watcher's own fault"
    assert "ZeroDivisionError: a mistake of ours" in crashed["detail"]
    assert last_episode(config, "source ircc").trouble == "watcher's own fault"
