"""A connection that is made when the time is already over."""

import socket
from datetime import timedelta
from typing import Any

import httpcore
import pytest

from tests.adapters.http.manners import Clock
from watcher.adapters.http.deadline import Deadline


class Stream(httpcore.NetworkStream):
    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection

    def get_extra_info(self, info: str) -> Any:
        assert info == "socket"
        return self.connection


def test_a_connection_that_comes_too_late_is_shut_down_at_once() -> None:
    ours, theirs = socket.socketpair()
    theirs.settimeout(10)
    with ours, theirs, Deadline(timedelta(0)) as deadline:
        for _ in range(10**8):
            if deadline.passed:
                break

        deadline.watch("connection.connect_tcp.complete", {"return_value": Stream(ours)})

        assert theirs.recv(1) == b""


@pytest.mark.parametrize("event", ["connection.connect_tcp.complete", "socks.connect_tcp.complete"])
def test_a_connection_is_shut_down_when_its_time_is_over(event: str) -> None:
    ours, theirs = socket.socketpair()
    theirs.settimeout(10)
    with ours, theirs, Deadline(timedelta(seconds=0.1)) as deadline:
        deadline.watch(event, {"return_value": Stream(ours)})

        assert theirs.recv(1) == b""
        assert deadline.passed


def test_a_connection_is_left_alone_once_the_fetch_is_done() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        with Deadline(timedelta(seconds=10)) as deadline:
            deadline.watch("connection.connect_tcp.complete", {"return_value": Stream(ours)})
        ours.sendall(b"x")

        assert theirs.recv(1) == b"x"
        assert not deadline.passed


def test_a_rest_takes_no_time_and_gives_none_back() -> None:
    ours, theirs = socket.socketpair()
    theirs.settimeout(10)
    clock = Clock()
    with ours, theirs, Deadline(timedelta(seconds=60), clock) as deadline:
        deadline.watch("connection.connect_tcp.complete", {"return_value": Stream(ours)})
        with deadline.resting():
            clock.now += 1000
        assert not deadline.passed

        clock.now += 60
        with deadline.resting():
            pass

        assert theirs.recv(1) == b""
        assert deadline.passed
