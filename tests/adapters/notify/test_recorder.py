import gzip
import socket

import pytest
import requests

from tests.servers.http import HttpServer, Step, answer
from watcher.adapters.notify import recorder

BIG = b"x" * 1_000_000


@pytest.mark.parametrize(
    "step",
    [answer(BIG), answer(gzip.compress(BIG), headers={"Content-Encoding": "gzip"})],
    ids=["plain", "packed"],
)
def test_a_big_answer_is_read_in_part_by_those_who_listen_and_whole_by_others(
    http: HttpServer, step: Step
) -> None:
    url = http.at("/big", step)
    recording = recorder.Recording(until=float("inf"))

    def ask() -> requests.Response:
        return requests.get(url, timeout=5)

    heard = recorder.recorded(recording, ask)()

    assert len(heard.content) == 65_536
    assert len(ask().content) == 1_000_000
    assert len(recording.entries) == 1


def test_an_answer_that_begins_late_is_read_for_a_moment_longer(http: HttpServer) -> None:
    url = http.at("/late", answer(BIG))
    recording = recorder.Recording(until=0, late=5)

    heard = recorder.recorded(recording, lambda: requests.get(url, timeout=5))()

    assert len(heard.content) == 65_536


def test_the_name_of_a_server_that_is_not_known_is_said_without_the_address() -> None:
    cause = requests.ConnectionError("for http://h/secret")
    cause.__cause__ = socket.gaierror(-2, "Name or service not known")

    failure = recorder.connection_failure(cause)

    assert failure.text == "no connection: the name of the server is not known"
