"""The health of the database, told to the operator without it: once, and once when it is over.

The queue is in the database; so this goes straight to the operator's channels, and is remembered in memory
alone. Systemd and, through the lock, ``watcher status`` hear of it too.
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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

# In seconds. What may pass by itself is told when it has lasted so long: a lock, a
# PostgreSQL server that restarts.
TELL_AFTER = 30.0
# Trouble is over when nothing has failed for so long ...
OVER_AFTER = 60.0
# ... and trouble that is back so soon is told only when it has lasted as long.
RECURS_WITHIN = 900.0
# A lasting failure is logged again after a minute, then two, four ... up to an hour;
# whoever of the operator's channels was not reached is tried again likewise.
_FIRST_STEP, _LONGEST_STEP = 60.0, 3600.0
_PASSING = frozenset({"locked", "failing"})
# Not mended by starting again: the watchdog must not try.
_OUTLASTS_A_RESTART = frozenset({"full", "read-only", "io"})


class DatabaseHealth:
    """What is wrong with the database, for as long as the process lives."""

    def __init__(self, clock: Callable[[], datetime], systemd: Systemd) -> None:
        self._failure = Outage(clock)
        self._damage = Outage(clock)
        self._systemd = systemd
        self._lock: ServiceLock | None = None
        self._reported: str | None = None
        self._to_poll: set[str] = set()
        self._reporting = Lock()

    @property
    def trouble(self) -> DatabaseTrouble | None:
        """What is wrong now; None: it is well."""
        return self._failure.trouble or self._damage.trouble

    def use(self, settings: Settings) -> None:
        """Tell the operator of these settings from now on."""
        self._failure.settings = self._damage.settings = settings
        self._to_poll &= {source.name for source in settings.sources}

    def report_in(self, lock: ServiceLock | None) -> None:
        """Say what is wrong in this lock from now on."""
        self._lock, self._reported = lock, None
        self._report()

    def failed(self, error: StoreError, source: str | None = None) -> None:
        """Note that the database did not do as asked, where it was in the poll of *source*.

        Damage is over when the file was read whole, all else when that source is polled.
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
        """Feed the watchdog while the trouble is one that a restart does not mend."""
        trouble = self._failure.trouble
        if trouble is not None and trouble.fault in _OUTLASTS_A_RESTART:
            self._systemd.watchdog()

    def check_integrity(self, store: Store, record: Callable[[DatabaseWell], None]) -> None:
        """Read the whole file; tell where it is damaged, and once when it is no more."""
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
class _Spell:
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
        """What the operator is told of it."""
        return DatabaseTrouble(fault=self.error.fault, detail=str(self.error), since=self.since)


class Outage:
    """One kind of trouble with the database; called by any thread.

    ``settings`` says who the operator is; until they are known nobody is told.
    """

    def __init__(
        self, clock: Callable[[], datetime], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.settings: Settings | None = None
        self._clock = clock
        self._monotonic = monotonic
        self._lock = RLock()
        self._spell: _Spell | None = None
        self._ended: float | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="outage")

    @property
    def trouble(self) -> DatabaseTrouble | None:
        """What is wrong now, told or not."""
        spell = self._spell
        return None if spell is None else spell.notice

    @property
    def is_telling(self) -> bool:
        """Whether the operator is being told at this moment."""
        return self._spell is not None and self._spell.sending

    def failed(self, error: StoreError, source: str | None = None) -> None:
        """Note a failure: log the first, then now and then one; tell the operator."""
        with self._lock:
            now = self._monotonic()
            if self._spell is None:
                self._spell = self._begin(error, now)
                event(log, "database_failed", level=logging.ERROR, why=error, source=source)
            else:
                self._again(self._spell, error, now)
            self._tell(self._spell, now)

    def works(self, record: Callable[[DatabaseWell], None]) -> None:
        """Note that it works; after a while give the all-clear, by *record*.

        Where *record* raises StoreError it is not over.
        """
        with self._lock:
            spell, now = self._spell, self._monotonic()
            if spell is None or spell.sending or now - spell.last < OVER_AFTER:
                return
            until = self._clock()
            if spell.reached:
                record(DatabaseWell(since=spell.since, until=until))
            self._spell, self._ended = None, now
            event(log, "database_works", failures=spell.failures, seconds=round(now - spell.began))

    def close(self) -> None:
        """Wait until what is being told was said."""
        self._thread.shutdown(wait=True)

    def _begin(self, error: StoreError, now: float) -> _Spell:
        patience = TELL_AFTER if error.fault in _PASSING else 0.0
        if self._ended is not None and now - self._ended < RECURS_WITHIN:
            patience = RECURS_WITHIN
        return _Spell(
            error=error,
            since=self._clock(),
            began=now,
            last=now,
            next_line=now + _FIRST_STEP,
            patience=patience,
        )

    def _again(self, spell: _Spell, error: StoreError, now: float) -> None:
        spell.failures += 1
        spell.last = now
        if not spell.reached and not spell.sending:
            spell.error = error  # a lock may turn out to be a full disk
            if error.fault not in _PASSING and spell.patience == TELL_AFTER:
                spell.patience = 0.0
        if now >= spell.next_line:
            spell.line_step = min(2 * spell.line_step, _LONGEST_STEP)
            spell.next_line = now + spell.line_step
            event(
                log,
                "database_still_fails",
                level=logging.ERROR,
                failures=spell.failures,
                seconds=round(now - spell.began),
                why=error,
            )

    def _tell(self, spell: _Spell, now: float) -> None:
        due = now - spell.began >= spell.patience and now >= spell.next_try
        if spell.finished or spell.sending or not due:
            return
        spell.sending = True
        spell.next_try = now + spell.try_step
        spell.try_step = min(2 * spell.try_step, _LONGEST_STEP)
        self._thread.submit(self._send, spell)

    def _send(self, spell: _Spell) -> None:
        """Tell every operator's channel that has not been told; one that fails later."""
        settings = self.settings
        if settings is None:
            spell.sending = False
            return
        channels = Channels(settings, self._monotonic)
        address_book = AddressBook(settings=settings, targets=channels.targets)
        addresses = set(address_book.addresses(settings.operator.channels))
        message = compose_notice(
            spell.notice, language=settings.language, timezone=settings.timezone
        )
        try:
            for channel, target in sorted(addresses - spell.reached):
                if _is_taken(channels, channel, target, message):
                    spell.reached.add((channel, target))
            spell.finished = addresses <= spell.reached
        finally:
            spell.sending = False


def _is_taken(channels: Channels, channel: str, target: str, message: Message) -> bool:
    try:
        channels.send(channel, target, message)
    except DeliveryError as error:
        why = error.answer
        event(log, "operator_not_told", level=logging.ERROR, channel=channel, why=why)
        return False
    event(log, "operator_told", channel=channel, about="the database")
    return True
