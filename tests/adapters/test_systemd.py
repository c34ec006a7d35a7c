import logging
import os
import re
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from watcher.adapters.systemd import Systemd, watchdog_interval


class Manager:
    """Listens as systemd does, and reads one datagram at a time."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.settimeout(5)
        self._socket.bind(address)

    def heard(self) -> str:
        return self._socket.recv(4096).decode()

    def heard_nothing(self) -> bool:
        self._socket.settimeout(0)
        try:
            self._socket.recv(1)
        except BlockingIOError:
            return True
        return False

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Manager]:
    manager = Manager(str(tmp_path / "notify"))
    yield manager
    manager.close()


@pytest.fixture
def systemd(manager: Manager) -> Systemd:
    return Systemd({"NOTIFY_SOCKET": manager.address}, timedelta(milliseconds=10))


def test_each_call_is_one_datagram(systemd: Systemd, manager: Manager) -> None:
    systemd.ready()
    systemd.watchdog()
    systemd.stopping()

    assert [manager.heard() for _ in range(3)] == ["READY=1", "WATCHDOG=1", "STOPPING=1"]


def test_a_reload_begins_with_its_instant_in_microseconds(
    systemd: Systemd, manager: Manager
) -> None:
    before = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
    systemd.reloading()
    after = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000

    said = re.fullmatch(r"RELOADING=1\nMONOTONIC_USEC=(\d+)", manager.heard())
    assert said
    assert before <= int(said[1]) <= after


def test_a_slow_pace_asks_for_a_longer_watchdog(systemd: Systemd, manager: Manager) -> None:
    systemd.watchdog_limit(timedelta(hours=3))

    assert manager.heard() == "WATCHDOG_USEC=10800000000"


def test_a_status_is_one_line_whatever_it_says(systemd: Systemd, manager: Manager) -> None:
    systemd.status("round #385\nMAINPID=1\n\udcff")

    assert manager.heard() == "STATUS=round #385 MAINPID=1 ?"


def test_an_abstract_socket_is_reached(tmp_path: Path) -> None:
    name = f"watcher-test-{os.getpid()}-{tmp_path.name}"
    manager = Manager(f"\0{name}")

    Systemd({"NOTIFY_SOCKET": f"@{name}"}).ready()

    assert manager.heard() == "READY=1"
    manager.close()


@pytest.mark.parametrize("environ", [{}, {"NOTIFY_SOCKET": ""}])
def test_without_systemd_nothing_is_said(
    environ: dict[str, str], manager: Manager, caplog: pytest.LogCaptureFixture
) -> None:
    Systemd(environ).ready()

    assert manager.heard_nothing()
    assert caplog.records == []


def test_a_socket_that_is_gone_is_logged_and_harms_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Systemd({"NOTIFY_SOCKET": str(tmp_path / "gone")}).watchdog()

    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "'WATCHDOG=1'" in record.getMessage()


def test_a_socket_that_nobody_empties_does_not_hold_up_the_service(
    systemd: Systemd, manager: Manager, caplog: pytest.LogCaptureFixture
) -> None:
    backlog = int(Path("/proc/sys/net/unix/max_dgram_qlen").read_text()) + 2
    for _ in range(backlog):
        if caplog.records:
            break
        systemd.watchdog()

    assert "timed out" in caplog.text
    assert manager.heard() == "WATCHDOG=1"


@pytest.mark.parametrize(
    ("environ", "interval"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": ""}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "-5"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({"WATCHDOG_USEC": "1800000000"}, timedelta(minutes=30)),
        ({"WATCHDOG_USEC": "1800000000", "WATCHDOG_PID": str(os.getpid())}, timedelta(minutes=30)),
        ({"WATCHDOG_USEC": "1800000000", "WATCHDOG_PID": "1"}, None),
    ],
)
def test_the_interval_is_what_systemd_asks_of_this_process(
    environ: dict[str, str], interval: timedelta | None
) -> None:
    assert watchdog_interval(environ) == interval
