"""Sessions of those who signed in with the token, and how often it may be tried."""

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from threading import RLock

from watcher.core.settings import Secret

COOKIE = "watcher_session"
SESSION_LIFETIME = timedelta(hours=12)
# Sessions at once; the oldest is signed out first.
_MOST = 100
_FORMS = b"watcher form"
# Addresses that are remembered; the one that was silent longest is forgotten first.
_REMEMBERED = 4096


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class RateLimiter:
    """A token bucket for each key: at most *burst* at once and *per_second* for good.

    *monotonic* is a clock in seconds. For use in one thread.
    """

    def __init__(self, per_second: float, burst: float, monotonic: Callable[[], float]) -> None:
        self._per_second = per_second
        self._burst = burst
        self._monotonic = monotonic
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait(self, key: str) -> float:
        """Take one token; return 0, or in how many seconds there is one."""
        now = self._monotonic()
        bucket = self._buckets.setdefault(key, _Bucket(left=self._burst, at=now))
        self._buckets.move_to_end(key)
        filled = bucket.left + (now - bucket.at) * self._per_second
        bucket.left, bucket.at = min(self._burst, filled), now
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        if bucket.left < 1:
            return (1 - bucket.left) / self._per_second
        bucket.left -= 1
        return 0.0

    def give_back(self, key: str) -> None:
        """Put back a token that was taken."""
        bucket = self._buckets.get(key)
        if bucket is not None:
            bucket.left = min(self._burst, bucket.left + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody who signed in; ``key`` stands in the cookie, ``form`` in what acts."""

    key: str
    form: str
    until: datetime


class Authenticator:
    """Checks the token and keeps the sessions; without a token, nobody gets in.

    *clock* gives the instant, *monotonic* seconds. Sessions live in memory: a restart,
    or another token, signs everybody out.
    """

    def __init__(
        self, token: Secret | None, *, clock: Callable[[], datetime], monotonic: Callable[[], float]
    ) -> None:
        self._digest = None if token is None else _digest(token.value)
        self._clock = clock
        self._lock = RLock()
        self._sessions: OrderedDict[bytes, Session] = OrderedDict()
        # Five guesses at once and one in 12 s of one address, twenty and one a second
        # of all: with 16 characters of any token that is for ever.
        self._of_one = RateLimiter(1 / 12, 5, monotonic)
        self._of_all = RateLimiter(1, 20, monotonic)

    @property
    def possible(self) -> bool:
        """Whether there is a token at all."""
        return self._digest is not None

    def check_token(self, token: str, address: str) -> bool | float:
        """Tell whether this is the token, or in how many seconds it may be tried.

        Only wrong ones count, but where too many were tried, the right one waits too.
        """
        with self._lock:
            wait = self._of_one.wait(address) or self._of_all.wait("")
            if wait:
                return wait
            # Compares in constant time.
            known = self._digest is not None and hmac.compare_digest(_digest(token), self._digest)
            if known:
                self._of_one.give_back(address)
                self._of_all.give_back("")
            return known

    def sign_in(self) -> Session:
        """Begin a session for somebody who knows the token."""
        key = secrets.token_urlsafe(32)
        session = Session(
            key=key,
            form=hmac.new(key.encode(), _FORMS, sha256).hexdigest(),
            until=self._clock() + SESSION_LIFETIME,
        )
        with self._lock:
            self._sessions[_digest(key)] = session
            while len(self._sessions) > _MOST:
                self._sessions.popitem(last=False)
        return session

    def session(self, key: str | None) -> Session | None:
        """Return the session of a cookie, None where it is over or was never ours."""
        if not key:
            return None
        # Found by its digest: how long looking up takes says nothing of the key.
        with self._lock:
            session = self._sessions.get(_digest(key))
            if session is not None and session.until <= self._clock():
                self.sign_out(session)
                return None
            return session

    def sign_out(self, session: Session) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(_digest(session.key), None)


def form_token_matches(session: Session, form: str) -> bool:
    """Tell whether a form was made for this session."""
    return hmac.compare_digest(session.form.encode(), form.encode())


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
