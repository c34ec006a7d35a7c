"""The service: polls and deliveries until a signal ends it."""

import logging
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from queue import Empty, SimpleQueue
from types import FrameType

from watcher.adapters.lock import ServiceLock
from watcher.adapters.logs import event
from watcher.adapters.systemd import Systemd, watchdog_interval
from watcher.bot.supervisor import BotSupervisor
from watcher.core.bot_incidents import BotTrouble
from watcher.core.errors import ConfigError
from watcher.core.schedule import TOLERANCE
from watcher.core.settings import Settings
from watcher.core.workers import BOT_LEASE, WorkerKind
from watcher.pipeline.bot_health import note_bot
from watcher.service.app import Watcher
from watcher.service.clock import ClockSteps, system_clock
from watcher.service.database_health import DatabaseHealth
from watcher.service.membership import Membership
from watcher.service.restarts import REOPEN, Restarts
from watcher.service.scheduler import Watchdog
from watcher.service.turns import Turns
from watcher.web.server import WebSupervisor

log = logging.getLogger(__name__)

# How long messages in flight may take to end after SIGTERM; systemd waits 90 s.
GRACE = 60.0
# The longest delay of a signal, in seconds.
WAKE = 0.5
# The smallest clock step that counts, and the least seconds between two rescheduled polls
# and between two notices, where it is set again and again.
STEP = timedelta(seconds=5)
PLANNED_ANEW = 60.0
TOLD_AGAIN = 3600.0


class Service:
    """One running watcher. *load* reads the configuration, at start and on SIGHUP; it raises ConfigError.

    One of the kind ``deliver`` polls nothing.
    """

    def __init__(
        self, load: Callable[[], Settings], *, environ: Mapping[str, str], kind: WorkerKind = "run"
    ) -> None:
        self._load = load
        self._kind: WorkerKind = kind
        self._systemd = Systemd(environ)
        self._watchdog = Watchdog(self._systemd, watchdog_interval(environ))
        self._signals: SimpleQueue[int] = SimpleQueue()
        self._steps = ClockSteps(least=STEP, every=PLANNED_ANEW)
        self._steps_told = ClockSteps(least=TOLERANCE, every=TOLD_AGAIN)
        self._reopens = False
        self._database = DatabaseHealth(system_clock, self._systemd)
        self._restarts = Restarts(self._database, self._systemd, self._signals)

    def run(self) -> int:
        """Serve until SIGTERM or SIGINT; return the exit status; raises ConfigError or StoreError."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        self._restarts.serve(self._load, self._serve)
        return 0

    def _serve(self, settings: Settings) -> bool:
        """Serve until stopped; tell whether to restart."""
        with Watcher(settings) as watcher, ServiceLock(watcher.store.file) as lock:
            self._watcher = watcher
            self._database.use(settings)
            self._reopens = False
            watcher.store.hold()
            self._membership = Membership(watcher, self._kind)
            watcher.fence = self._membership.fence
            watcher.channels.others_differ = self._membership.others_differ
            self._database.tell_only_if(lambda: self._membership.leads)
            self._release_leases()
            self._make_faces(watcher)
            self._database.use_lock(lock)
            self._turns = Turns(
                watcher,
                self._web,
                self._database,
                self._watchdog,
                self._membership,
                bot=self._bot,
                reopen=self._ask_to_reopen,
            )
            self._turns.start()
            self._web.check()
            self._bot.check()
            self._systemd.ready()
            self._log_state("started")
            self._turns.rehearse()
            number = self._wait_for_end()
            self._finish()
            self._database.use_lock(None)
            if watcher.store.file is None:
                return number == REOPEN
            return number == REOPEN and self._restarts.rescue(watcher.store, watcher.clock())

    def _make_faces(self, watcher: Watcher) -> None:
        self._web = WebSupervisor(
            watcher.store,
            lambda: watcher.settings,
            watcher.clock,
            lambda: self._database.trouble,
            note=self._note_web_page,
        )
        self._bot = BotSupervisor(
            watcher.store,
            lambda: watcher.settings,
            watcher.clock,
            note=self._note_bot,
            may_run=lambda: self._membership.polls(BOT_LEASE),
            wait=watcher.reserve_answer,
        )

    def _note_web_page(self, trouble: str | None) -> None:
        if not self._membership.leads:
            return  # another process may serve the page, on this very address
        with self._watcher.incidents() as incidents:
            incidents.web_page(trouble)

    def _note_bot(self, trouble: BotTrouble | None) -> None:
        with self._watcher.store.writing() as tx:
            note_bot(tx, self._watcher.address_book, trouble, self._watcher.clock())

    def _ask_to_reopen(self) -> None:
        if not self._reopens:
            self._reopens = True
            self._signals.put(REOPEN)

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        self._signals.put(number)
        if number != signal.SIGHUP:
            # The second signal exits at once: whatever is in flight is sent again later.
            signal.signal(number, lambda again, _: os._exit(128 + again))

    def _release_leases(self) -> None:
        """Queue again what an earlier run held when it died: nobody else that lives has its name."""
        self._watcher.owner = self._membership.name
        with self._watcher.store.writing() as tx:
            back = tx.queue.release_leases(self._watcher.owner)
        if back:
            event(log, "leases_taken_back", level=logging.WARNING, deliveries=back)

    def _wait_for_end(self) -> int:
        while (number := self._next_signal()) == signal.SIGHUP:
            self._reload()
        if number == REOPEN:
            event(log, "reopening", level=logging.WARNING)
        else:
            event(log, "stopping", signal=signal.Signals(number).name)
        return number

    def _next_signal(self) -> int:
        while True:
            self._check_clock()
            # A signal that comes as a wait begins does not end it (a third of the
            # reloads soon after another did nothing): so no wait is for ever.
            with suppress(Empty):
                return self._signals.get(timeout=WAKE)

    def _check_clock(self) -> None:
        """Reschedule all jobs when the clock was set, as they wait for instants; notify of a large step."""
        by = self._steps.since_last(system_clock())
        to_tell = self._steps_told.since_last(self._watcher.clock())
        if to_tell is not None and self._membership.leads:
            with self._turns.noting_failures():
                self._watcher.note_clock_step(to_tell)
        if by is None:
            return
        name = "clock_set_back" if by < timedelta() else "clock_set_forward"
        event(log, name, level=logging.WARNING, by=abs(by.total_seconds()))
        self._turns.replan()

    def _reload(self) -> None:
        """Reload the file; if it is bad, keep the old settings and report it."""
        self._systemd.reloading()
        with self._turns.noting_failures():
            self._adopt_file()
        self._systemd.ready()

    def _adopt_file(self) -> None:
        try:
            self._watcher.adopt(self._load())
            self._database.use(self._watcher.settings)
        except ConfigError as error:
            event(log, "reload_refused", level=logging.ERROR, why=error)
            self._systemd.status("running on the old configuration: the new one is bad")
            with self._watcher.incidents() as incidents:
                incidents.configuration_refused(str(error))
        else:
            self._log_state("reloaded")
            self._turns.poll_all()
            self._web.check(at_once=True)
            self._bot.check(at_once=True)
            self._systemd.status("running")

    def _finish(self) -> None:
        if not self._reopens:
            self._systemd.stopping()
        self._turns.pause()  # no new polls while messages end
        self._watcher.cancel_waits()
        self._web.stop()
        self._bot.stop()
        unfinished = self._turns.stop(GRACE)
        self._membership.leave()
        event(log, "stopped", unfinished=unfinished)

    def _log_state(self, name: str) -> None:
        settings = self._watcher.settings
        event(
            log,
            name,
            worker=self._membership.name,
            config=settings.file,
            database=self._watcher.store.address,
            sources=", ".join(source.name for source in settings.sources),
            subscriptions=len(settings.subscriptions),
            channels=len(settings.channels),
        )
