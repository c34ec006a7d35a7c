"""Who may see what is private: whoever knows the token, or has signed in with it."""

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from threading import RLock

from watcher.core.settings import Secret
from watcher.web.rate import Rate

LASTS = timedelta(hours=12)
# Sessions at once; the oldest is signed out first.
_MOST = 100
_FORMS = b"watcher form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody who signed in; ``key`` stands in the cookie, ``form`` in what acts."""

    key: str
    form: str
    until: datetime


class Access:
    """The door of one token; without one, nobody gets in.

    *clock* gives the instant, *monotonic* seconds. Sessions live in memory: a restart,
    or another token, signs everybody out.
    """

    def __init__(
        self, token: Secret | None, *, clock: Callable[[], datetime], monotonic: Callable[[], float]
    ) -> None:
        self._digest = None if token is None else _digest(token.value)
        self._clock = clock
        self._lock = RLock()
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        # Five guesses at once and one in 12 s of one address, twenty and one a second
        # of all: with 16 characters of any token that is for ever.
        self._of_one = Rate(1 / 12, 5, monotonic)
        self._of_all = Rate(1, 20, monotonic)

    @property
    def possible(self) -> bool:
        """Whether there is a token at all."""
        return self._digest is not None

    def tries(self, token: str, address: str) -> bool | float:
        """Tell whether this is the token, or in how many seconds it may be tried.

        Only wrong ones count, but where too many were tried, the right one waits too.
        """
        with self._lock:
            wait = self._of_one.wait(address) or self._of_all.wait("")
            if wait:
                return wait
            known = self._knows(token)
            if known:
                self._of_one.give_back(address)
                self._of_all.give_back("")
            return known

    def _knows(self, token: str) -> bool:
        # In a time that does not say how near it is.
        if self._digest is None:
            return False
        return hmac.compare_digest(_digest(token), self._digest)

    def sign_in(self) -> Session:
        """Begin a session for somebody who knows the token."""
        key = secrets.token_urlsafe(32)
        session = Session(
            key=key,
            form=hmac.new(key.encode(), _FORMS, sha256).hexdigest(),
            until=self._clock() + LASTS,
        )
        with self._lock:
            self._sessions[_name(key)] = session
            while len(self._sessions) > _MOST:
                self._sessions.popitem(last=False)
        return session

    def session(self, key: str | None) -> Session | None:
        """Return the session of a cookie, None where it is over or was never ours."""
        if not key:
            return None
        # Found by its digest: how long looking up takes says nothing of the key.
        with self._lock:
            session = self._sessions.get(_name(key))
            if session is not None and session.until <= self._clock():
                self.sign_out(session)
                return None
            return session

    def sign_out(self, session: Session) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(_name(session.key), None)


def fits(session: Session, form: str) -> bool:
    """Tell whether a form was made for this session."""
    return hmac.compare_digest(session.form.encode(), form.encode())


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _name(key: str) -> str:
    return sha256(key.encode()).hexdigest()
