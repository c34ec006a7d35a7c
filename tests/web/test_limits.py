"""Visitors are told apart by what can be believed, and each has so many sign-ups and guesses."""

import pytest
from starlette.requests import Request

from watcher.web.limits import VisitorLimits, visitor_of


def a_request(client: str | None, *forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", one.encode()) for one in forwarded]
    scope = {"type": "http", "headers": headers, "client": client and (client, 4711)}
    return Request(scope)


@pytest.mark.parametrize(
    ("client", "forwarded", "visitor"),
    [
        ("198.51.100.7", (), "198.51.100.7"),
        ("198.51.100.7", ("203.0.113.9",), "198.51.100.7"),
        ("127.0.0.1", (), ""),
        ("127.0.0.1", ("203.0.113.9",), "203.0.113.9"),
        ("127.0.0.1", ("1.2.3.4, 203.0.113.9",), "203.0.113.9"),
        ("::1", ("1.2.3.4", "203.0.113.9"), "203.0.113.9"),
        ("127.0.0.1", ("nonsense",), ""),
        ("127.0.0.1", ("127.0.0.1",), ""),
        ("2001:db8:1:2:3:4:5:6", (), "2001:db8:1:2::/64"),
        ("127.0.0.1", ("2001:db8:1:2:3:4:5:6",), "2001:db8:1:2::/64"),
        (None, (), ""),
    ],
)
def test_a_visitor_is_an_address_or_the_one_a_proxy_here_tells_of_last(
    client: str | None, forwarded: tuple[str, ...], visitor: str
) -> None:
    assert visitor_of(a_request(client, *forwarded)) == visitor


def test_each_visitor_has_a_few_at_once_and_more_with_time() -> None:
    now = [0.0]
    limits = VisitorLimits(lambda: now[0])

    assert [limits.count_signup("a") for _ in range(8)] == [0.0] * 8
    assert limits.count_signup("a") == 900
    assert limits.count_signup("b") == 0
    assert [limits.count_guess("a") for _ in range(21)] == [0.0] * 20 + [60.0]
    now[0] += 900
    assert limits.count_signup("a") == 0


def test_of_whoever_cannot_be_told_apart_nothing_is_counted() -> None:
    limits = VisitorLimits(lambda: 0.0)

    assert {limits.count_signup("") for _ in range(99)} == {0.0}
