"""Rate limits, and requests that wait for alerts."""

import asyncio

from starlette.types import Message, Receive, Scope, Send

from tests.web.test_response import run
from watcher.core.settings import Web
from watcher.web.security import GUARD_REFUSALS, SecurityMiddleware
from watcher.web.sessions import RateLimiter


class Clock:
    """Seconds that tests move."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Alerts:
    """At work until it was asked so often."""

    def __init__(self, times: int) -> None:
        self.request = 0
        self.times = times

    def __call__(self) -> bool:
        self.request += 1
        return self.request <= self.times


async def app(_: Scope, __: Receive, send: Send) -> None:
    await asyncio.sleep(0.01)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def answered(guard: SecurityMiddleware, readers: int) -> list[int]:
    """Ask as so many readers at once; return the statuses."""
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1")],
        "client": ("127.0.0.1", 1),
    }
    statuses: list[int] = []

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def receive() -> Message:
        raise AssertionError("nothing is read")

    async def crowd() -> None:
        await asyncio.gather(*(guard(dict(scope), receive, send) for _ in range(readers)))

    run(crowd())
    return statuses


def test_a_few_readers_wait_for_nothing() -> None:
    alerts = Alerts(times=1000)

    assert answered(SecurityMiddleware(app, Web(), Clock(), alerts), 8) == [200] * 8
    assert alerts.request == 0


def test_a_crowd_waits_while_alerts_are_at_work_and_is_answered_then() -> None:
    alerts = Alerts(times=30)

    assert answered(SecurityMiddleware(app, Web(), Clock(), alerts), 40) == [200] * 40
    assert alerts.request > 30


def test_a_crowd_does_not_wait_for_ever() -> None:
    alerts = Alerts(times=10**9)

    assert answered(SecurityMiddleware(app, Web(), Clock(), alerts), 40) == [200] * 40


def test_one_address_may_ask_so_often_and_others_as_often() -> None:
    clock = Clock()
    rate = RateLimiter(per_second=2, burst=3, monotonic=clock)

    assert [rate.wait("a") for _ in range(4)] == [0, 0, 0, 0.5]
    assert rate.wait("b") == 0
    clock.now = 0.5
    assert rate.wait("a") == 0
    clock.now = 60
    assert [rate.wait("a") for _ in range(4)] == [0, 0, 0, 0.5]


def test_what_was_not_used_is_given_back() -> None:
    rate = RateLimiter(per_second=1, burst=1, monotonic=Clock())
    rate.wait("a")
    rate.give_back("a")

    assert rate.wait("a") == 0
    assert rate.wait("a") == 1


def test_however_many_addresses_ask_memory_is_bounded() -> None:
    rate = RateLimiter(per_second=1, burst=1, monotonic=Clock())
    for n in range(10_000):
        rate.wait(f"2001:db8::{n:x}")

    assert len(rate._buckets) == 4096  # noqa: SLF001 - what it keeps shows nowhere else


def test_whoever_is_refused_before_a_page_is_made_is_told_why_in_a_clause() -> None:
    starts = [why[0] for why in GUARD_REFUSALS.values()]

    assert [letter for letter in starts if letter.isupper()] == []
    assert set(GUARD_REFUSALS) >= {413, 414, 421, 429}
