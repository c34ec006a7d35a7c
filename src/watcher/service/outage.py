"""Trouble with the database, told to the operator without it: once, and once when over.

The queue is in the database; so this goes straight to the operator's channels, and is
remembered in memory alone.
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock

from watcher.adapters.logs import event
from watcher.core.errors import DeliveryError, StoreError
from watcher.core.incidents import DatabaseTrouble, DatabaseWell
from watcher.core.model import Message
from watcher.core.settings import Settings
from watcher.messages import compose_notice
from watcher.pipeline.channels import AddressBook, Channels

log = logging.getLogger(__name__)

# In seconds. What may pass by itself is told when it has lasted so long: a lock, a
# PostgreSQL server that restarts.
PATIENCE = 30.0
# Trouble is over when nothing has failed for so long ...
QUIET = 60.0
# ... and trouble that is back so soon is told only when it has lasted as long.
FLAPPING = 900.0
# A lasting failure is logged again after a minute, then two, four ... up to an hour;
# whoever of the operator's channels was not reached is tried again likewise.
SOONEST, LATEST = 60.0, 3600.0
_PASSING = frozenset({"locked", "failing"})


@dataclass(slots=True, kw_only=True)
class _Spell:
    error: StoreError
    since: datetime
    began: float
    last: float
    failures: int = 1
    next_line: float
    line_step: float = SOONEST
    patience: float
    sending: bool = False
    reached: set[tuple[str, str]] = field(default_factory=set)
    finished: bool = False
    next_try: float = 0.0
    try_step: float = SOONEST


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
        self._hand = ThreadPoolExecutor(1, thread_name_prefix="outage")

    @property
    def trouble(self) -> DatabaseTrouble | None:
        """What is wrong now, told or not."""
        spell = self._spell
        if spell is None:
            return None
        return DatabaseTrouble(fault=spell.error.fault, detail=str(spell.error), since=spell.since)

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
            if spell is None or spell.sending or now - spell.last < QUIET:
                return
            until = self._clock()
            if spell.reached:
                record(DatabaseWell(since=spell.since, until=until))
            self._spell, self._ended = None, now
            event(log, "database_works", failures=spell.failures, seconds=round(now - spell.began))

    def close(self) -> None:
        """Wait until what is being told was said."""
        self._hand.shutdown(wait=True)

    def _begin(self, error: StoreError, now: float) -> _Spell:
        patience = PATIENCE if error.fault in _PASSING else 0.0
        if self._ended is not None and now - self._ended < FLAPPING:
            patience = FLAPPING
        return _Spell(
            error=error,
            since=self._clock(),
            began=now,
            last=now,
            next_line=now + SOONEST,
            patience=patience,
        )

    def _again(self, spell: _Spell, error: StoreError, now: float) -> None:
        spell.failures += 1
        spell.last = now
        if not spell.reached and not spell.sending:
            spell.error = error  # a lock may turn out to be a full disk
            if error.fault not in _PASSING and spell.patience == PATIENCE:
                spell.patience = 0.0
        if now >= spell.next_line:
            spell.line_step = min(2 * spell.line_step, LATEST)
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
        spell.try_step = min(2 * spell.try_step, LATEST)
        self._hand.submit(self._send, spell)

    def _send(self, spell: _Spell) -> None:
        """Tell every operator's channel that has not been told; one that fails later."""
        settings = self.settings
        if settings is None:
            spell.sending = False
            return
        channels = Channels(settings, self._monotonic)
        address_book = AddressBook(settings=settings, targets=channels.targets)
        message = _message(spell, settings)
        addresses = set(address_book.addresses(settings.operator.channels))
        try:
            for channel, target in sorted(addresses - spell.reached):
                try:
                    channels.send(channel, target, message)
                except DeliveryError as error:
                    event(
                        log,
                        "operator_not_told",
                        level=logging.ERROR,
                        channel=channel,
                        why=error.answer,
                    )
                else:
                    spell.reached.add((channel, target))
                    event(log, "operator_told", channel=channel, about="the database")
            spell.finished = addresses <= spell.reached
        finally:
            spell.sending = False


def _message(spell: _Spell, settings: Settings) -> Message:
    notice = DatabaseTrouble(fault=spell.error.fault, detail=str(spell.error), since=spell.since)
    return compose_notice(notice, language=settings.language, timezone=settings.timezone)
