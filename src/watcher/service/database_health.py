"""The health of the database, notified to the operator without its queue, once at the start and end of an outage.

The state is kept in memory; systemd and, through the lock file, ``watcher status`` get it too.
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock, RLock

from watcher.adapters.database import Store
from watcher.adapters.database.sqlite_file import CheckTimeout
from watcher.adapters.lock import ServiceLock
from watcher.adapters.logs import event
from watcher.adapters.systemd import Systemd
from watcher.core.errors import DeliveryError, StoreError
from watcher.core.incidents import DatabaseTrouble, DatabaseWell
from watcher.core.model import Message
from watcher.core.settings import Settings
from watcher.messages import compose_notice
from watcher.pipeline.channels import AddressBook, Channels

log = logging.getLogger(__name__)

# In seconds. Trouble that may pass by itself (a lock, a PostgreSQL server that restarts)
# is notified when it has lasted so long.
TELL_AFTER = 30.0
# Trouble is over when nothing has failed for so long ...
OVER_AFTER = 60.0
# ... and trouble that is back so soon is told only when it has lasted as long.
RECURS_WITHIN = 900.0
# A lasting failure is logged again after a minute, then two, four ... up to an hour;
# operator's channels that were not reached are retried likewise.
_FIRST_STEP, _LONGEST_STEP = 60.0, 3600.0
_PASSING = frozenset({"locked", "failing"})
# Not solved by a restart: the watchdog must not try.
_OUTLASTS_A_RESTART = frozenset({"full", "read-only", "io"})


class DatabaseHealth:
    """The current trouble with the database, if any."""

    def __init__(self, clock: Callable[[], datetime], systemd: Systemd) -> None:
        self._failure = Outage(clock)
        self._damage = Outage(clock)
        self._systemd = systemd
        self._lock: ServiceLock | None = None
        self._reported: str | None = None
        self._to_poll: set[str] = set()
        self._reporting = Lock()

    def tell_only_if(self, tells: Callable[[], bool]) -> None:
        """Tell the operator only while *tells* says so: of several processes, one does."""
        self._failure.tells = self._damage.tells = tells

    @property
    def trouble(self) -> DatabaseTrouble | None:
        """The current trouble; None: it is well."""
        return self._failure.trouble or self._damage.trouble

    def use(self, settings: Settings) -> None:
        """Tell the operator of these settings from now on."""
        self._failure.settings = self._damage.settings = settings
        self._to_poll &= {source.name for source in settings.sources}

    def use_lock(self, lock: ServiceLock | None) -> None:
        """Write the trouble into this lock file from now on."""
        self._lock, self._reported = lock, None
        self._report()

    def failed(self, error: StoreError, source: str | None = None) -> None:
        """Note an error of the database, in the poll of *source* if that is given.

        Damage ends with a good integrity check, all else with a good poll of that source.
        """
        if error.fault == "damaged":
            self._damage.failed(error, source)
        else:
            self._failure.failed(error, source)
            self._to_poll |= {source} if source else set()
        self._report()

    def polled(self, source: str) -> None:
        """Note that the database has taken a poll."""
        self._to_poll.discard(source)

    def check(self, store: Store, record: Callable[[DatabaseWell], None]) -> None:
        """Look at the file and its disk; raises StoreError where they are not well."""
        store.check()
        if not self._to_poll:
            self._failure.works(record)
        self._report()

    def keep_alive(self) -> None:
        """Feed the watchdog while the trouble is one that a restart does not solve."""
        trouble = self._failure.trouble
        if trouble is not None and trouble.fault in _OUTLASTS_A_RESTART:
            self._systemd.watchdog()

    def check_integrity(self, store: Store, record: Callable[[DatabaseWell], None]) -> None:
        """Check the whole file, and notify where it is damaged, or no longer is."""
        try:
            store.check_integrity()
            self._damage.works(record)
        except CheckTimeout:
            event(log, "integrity_check_too_long", level=logging.WARNING)
        except StoreError as error:
            self.failed(error)
        self._report()

    def close(self) -> None:
        """Wait until the operator has been told."""
        self._failure.close()
        self._damage.close()

    def _report(self) -> None:
        trouble = self.trouble
        words = f"since {trouble.since:%Y-%m-%dT%H:%M:%SZ}: {trouble.detail}" if trouble else ""
        with self._reporting:
            if words == self._reported:
                return
            self._reported = words
            if self._lock is not None:
                self._lock.report(words)
            self._systemd.status(words or "running")


@dataclass(slots=True, kw_only=True)
class _OutageState:
    error: StoreError
    since: datetime
    began: float
    last: float
    failures: int = 1
    next_line: float
    line_step: float = _FIRST_STEP
    patience: float
    sending: bool = False
    reached: set[tuple[str, str]] = field(default_factory=set)
    finished: bool = False
    next_try: float = 0.0
    try_step: float = _FIRST_STEP

    @property
    def notice(self) -> DatabaseTrouble:
        """The notice to the operator."""
        return DatabaseTrouble(fault=self.error.fault, detail=str(self.error), since=self.since)


class Outage:
    """One kind of trouble with the database; called by any thread.

    ``settings`` says who the operator is; until they are known nobody is told.
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
        sender: Executor | None = None,
    ) -> None:
        self.settings: Settings | None = None
        self.tells: Callable[[], bool] = lambda: True
        self._clock = clock
        self._monotonic = monotonic
        self._lock = RLock()
        self._state: _OutageState | None = None
        self._ended: float | None = None
        self._sender = sender or ThreadPoolExecutor(1, thread_name_prefix="outage")

    @property
    def trouble(self) -> DatabaseTrouble | None:
        """The current trouble, notified or not."""
        state = self._state
        return None if state is None else state.notice

    def failed(self, error: StoreError, source: str | None = None) -> None:
        """Note a failure: log the first, later ones at growing intervals; notify the operator."""
        with self._lock:
            now = self._monotonic()
            if self._state is None:
                self._state = self._begin(error, now)
                event(log, "database_failed", level=logging.ERROR, why=error, source=source)
            else:
                self._again(self._state, error, now)
            self._tell(self._state, now)

    def works(self, record: Callable[[DatabaseWell], None]) -> None:
        """Note that it works; after a while call *record* with the all-clear, which may raise StoreError."""
        with self._lock:
            state, now = self._state, self._monotonic()
            if state is None or state.sending or now - state.last < OVER_AFTER:
                return
            until = self._clock()
            if state.reached:
                record(DatabaseWell(since=state.since, until=until))
            self._state, self._ended = None, now
            event(log, "database_works", failures=state.failures, seconds=round(now - state.began))

    def close(self) -> None:
        """Wait until the notice under way is sent."""
        self._sender.shutdown(wait=True)

    def _begin(self, error: StoreError, now: float) -> _OutageState:
        patience = TELL_AFTER if error.fault in _PASSING else 0.0
        if self._ended is not None and now - self._ended < RECURS_WITHIN:
            patience = RECURS_WITHIN
        return _OutageState(
            error=error,
            since=self._clock(),
            began=now,
            last=now,
            next_line=now + _FIRST_STEP,
            patience=patience,
        )

    def _again(self, state: _OutageState, error: StoreError, now: float) -> None:
        state.failures += 1
        state.last = now
        if not state.reached and not state.sending:
            state.error = error  # a lock may turn out to be a full disk
            if error.fault not in _PASSING and state.patience == TELL_AFTER:
                state.patience = 0.0
        if now >= state.next_line:
            state.line_step = min(2 * state.line_step, _LONGEST_STEP)
            state.next_line = now + state.line_step
            event(
                log,
                "database_still_fails",
                level=logging.ERROR,
                failures=state.failures,
                seconds=round(now - state.began),
                why=error,
            )

    def _tell(self, state: _OutageState, now: float) -> None:
        due = now - state.began >= state.patience and now >= state.next_try
        if state.finished or state.sending or not due or not self.tells():
            return
        state.sending = True
        state.next_try = now + state.try_step
        state.try_step = min(2 * state.try_step, _LONGEST_STEP)
        self._sender.submit(self._send, state)

    def _send(self, state: _OutageState) -> None:
        """Send to the operator's channels that were not reached yet; those that fail are retried later."""
        settings = self.settings
        if settings is None:
            state.sending = False
            return
        channels = Channels(settings, self._monotonic)
        address_book = AddressBook(settings=settings, targets=channels.targets)
        addresses = set(address_book.addresses(settings.operator.channels))
        message = compose_notice(
            state.notice, language=settings.language, timezone=settings.timezone
        )
        try:
            for channel, target in sorted(addresses - state.reached):
                if _is_taken(channels, channel, target, message):
                    state.reached.add((channel, target))
            state.finished = addresses <= state.reached
        finally:
            state.sending = False


def _is_taken(channels: Channels, channel: str, target: str, message: Message) -> bool:
    try:
        channels.send(channel, target, message)
    except DeliveryError as error:
        why = error.answer
        event(log, "operator_not_told", level=logging.ERROR, channel=channel, why=why)
        return False
    event(log, "operator_told", channel=channel, about="the database")
    return True
