"""Limits for strangers: how often one of them may sign up, and how many links they may guess."""

from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock

from starlette.requests import Request

from watcher.web.sessions import RateLimiter

_HOUR = 3600.0
# An office or a family shares an address; nobody signs up twenty people a day.
_SIGNUPS, _SIGNUPS_PER_HOUR = 8, 4
# A link has 128 bits: this keeps the log and the machine quiet, not the links safe.
_GUESSES, _GUESSES_PER_HOUR = 20, 60
_NETWORK = 64  # bits of an IPv6 address that are one subscriber's


class VisitorLimits:
    """Counts what visitors do, by ``visitor_of``; of whoever cannot be told from others nothing is counted."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._lock = Lock()
        self._signups = RateLimiter(_SIGNUPS_PER_HOUR / _HOUR, _SIGNUPS, monotonic)
        self._guesses = RateLimiter(_GUESSES_PER_HOUR / _HOUR, _GUESSES, monotonic)

    def count_signup(self, visitor: str) -> float:
        """Count a sign-up and return 0, or return the seconds until the next one may be sent."""
        return self._count(self._signups, visitor)

    def count_guess(self, visitor: str) -> float:
        """Count a link that is none and return 0, or return the seconds until the next one is looked at."""
        return self._count(self._guesses, visitor)

    def _count(self, limiter: RateLimiter, visitor: str) -> float:
        if not visitor:
            return 0.0
        with self._lock:
            return limiter.wait(visitor)


def visitor_of(request: Request) -> str:
    """Tell visitors apart by their addresses, of IPv6 by the network; an empty text where a proxy hides them.

    What a proxy on this machine says is believed for this alone: one that forges it gains a few sign-ups.
    """
    host = "" if request.client is None else request.client.host
    if _is_loopback(host):
        said = ",".join(request.headers.getlist("x-forwarded-for"))
        host = said.rpartition(",")[2].strip()
    try:
        address = ip_address(host)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address), _NETWORK), strict=False))
    return "" if address.is_loopback else str(address)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
