"""Sign-in with the token, its sessions, and rate limits."""

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
# Sessions at once; the oldest is dropped first.
_MOST = 100
_FORMS = b"watcher form"
# Addresses that are kept; the longest idle one is dropped first.
_REMEMBERED = 4096


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class RateLimiter:
    """A token bucket for each key: *burst* at once, *per_second* in the long run. Not thread-safe."""

    def __init__(self, per_second: float, burst: float, monotonic: Callable[[], float]) -> None:
        self._per_second = per_second
        self._burst = burst
        self._monotonic = monotonic
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait(self, key: str) -> float:
        """Take a token and return 0, or return the seconds until there is one."""
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
    """A session; ``key`` is its cookie, ``form`` the CSRF token of its forms."""

    key: str
    form: str
    until: datetime


class Authenticator:
    """Checks the token and keeps sessions in memory; without a token nobody can sign in."""

    def __init__(
        self, token: Secret | None, *, clock: Callable[[], datetime], monotonic: Callable[[], float]
    ) -> None:
        self._digest = None if token is None else _digest(token.value)
        self._clock = clock
        self._lock = RLock()
        self._sessions: OrderedDict[bytes, Session] = OrderedDict()
        # Too slow for guessing the 16 characters that a token has at least.
        self._of_one = RateLimiter(1 / 12, 5, monotonic)
        self._of_all = RateLimiter(1, 20, monotonic)

    @property
    def possible(self) -> bool:
        """Whether a token is configured."""
        return self._digest is not None

    def check_token(self, token: str, address: str) -> bool | float:
        """Tell whether this is the token, or return the seconds until it may be tried.

        Only wrong ones count, but after too many the right one has to wait, too.
        """
        with self._lock:
            wait = self._of_one.wait(address) or self._of_all.wait("")
            if wait:
                return wait
            # In constant time.
            known = self._digest is not None and hmac.compare_digest(_digest(token), self._digest)
            if known:
                self._of_one.give_back(address)
                self._of_all.give_back("")
            return known

    def sign_in(self) -> Session:
        """Start a session."""
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
        """Return the session of a cookie, None if it is expired or unknown."""
        if not key:
            return None
        # Looked up by digest: the time that takes tells nothing of the key.
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
    """Tell whether a CSRF token belongs to this session."""
    return hmac.compare_digest(session.form.encode(), form.encode())


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
