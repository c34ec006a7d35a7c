"""The turns of a running service: polls, looks at the queue, reminders and checks; each plans its own next one."""

import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from threading import Thread

from watcher.adapters.logs import event
from watcher.bot.supervisor import BotSupervisor
from watcher.core.errors import Displaced, Stopped, StoreError
from watcher.core.settings import Source
from watcher.pipeline.delivery import DeliveryResult
from watcher.pipeline.poll import PollResult
from watcher.pipeline.pruning import prune
from watcher.pipeline.rehearsal import Rehearsal
from watcher.pipeline.reminding import LOOK_AGAIN
from watcher.pipeline.signing_up import forget_unconfirmed
from watcher.service.app import Watcher
from watcher.service.database_health import DatabaseHealth
from watcher.service.membership import BEAT, Membership
from watcher.service.pacer import Pacer
from watcher.service.scheduler import JobScheduler, ThreadPoolName, Watchdog
from watcher.web.server import WebSupervisor

log = logging.getLogger(__name__)

# How often the queue is checked for due deliveries; what a poll queues is sent at once.
DELIVER_EVERY = timedelta(seconds=5)
# How often the database is read as a whole, to see whether it is damaged.
CHECK_EVERY = timedelta(days=1)


class Turns:
    """The jobs of one watcher. *reopen* is called where it must begin anew.

    Its database file was changed while in use, or another process has its name.
    """

    def __init__(
        self,
        watcher: Watcher,
        web: WebSupervisor,
        database: DatabaseHealth,
        watchdog: Watchdog,
        membership: Membership,
        *,
        bot: BotSupervisor,
        reopen: Callable[[], None],
    ) -> None:
        self._watcher = watcher
        self._web = web
        self._bot = bot
        self._database = database
        self._watchdog = watchdog
        self._membership = membership
        self._reopen = reopen
        self._pacer = Pacer(watcher.store)

    def start(self) -> None:
        """Begin every job at once."""
        self._workers = self._watcher.workers(done=self._delivered, failed=self._crashed)
        self._web.wait_while(lambda: self._workers.busy)
        self._jobs = JobScheduler(self._watcher.clock)
        self.replan()
        self._jobs.run_at("check", self._check_database, self._watcher.clock(), "checks")

    def rehearse(self) -> None:
        """Have the first alert find everything as warm as a later one does; nothing waits for it."""
        watcher = self._watcher
        rehearsal = Rehearsal(
            store=watcher.store,
            address_book=lambda: watcher.address_book,
            next_cutoffs=watcher.next_cutoffs,
            clock=watcher.clock,
        )
        Thread(target=rehearsal, name="rehearsal", daemon=True).start()

    def replan(self) -> None:
        """Begin every job that waits for an instant anew: the clock was set."""
        self.poll_all()
        self._jobs.run_at("deliver", self._deliver_due, self._watcher.clock())

    def poll_all(self) -> None:
        """Poll every source that the settings name, and look for reminders: they may be others now."""
        now = self._watcher.clock()
        self._watchdog.restart(self._sources())
        for source in self._sources():
            self._poll_at(source, now)
        if self._membership.kind == "run":
            self._jobs.run_at("remind", self._remind, now)
        self._jobs.run_at("beat", self._beat, now, "beats")

    def pause(self) -> None:
        """Begin no more jobs."""
        self._jobs.pause()

    def stop(self, grace: float) -> int:
        """Finish what runs, messages within so many seconds; return how many were not."""
        left = self._workers.stop(grace)
        self._jobs.stop()
        return left

    def database_failed(self, error: StoreError, source: str | None = None) -> None:
        """Note an error of the database; restart where its file was changed while in use."""
        self._web.count_database_failure()
        self._database.failed(error, source)
        self._database.keep_alive()
        if error.fault in {"moved", "lost"}:
            self._reopen()

    @contextmanager
    def noting_failures(self) -> Iterator[None]:
        """Note where the database fails what is done in this block, and go on."""
        try:
            yield
        except StoreError as error:
            self.database_failed(error)

    def _poll_at(self, source: Source, at: datetime) -> None:
        pool: ThreadPoolName = "default" if source.trust == "official" else "secondary"
        self._jobs.run_at(f"poll {source.name}", partial(self._poll, source.name), at, pool)

    def _sources(self) -> tuple[Source, ...]:
        """Return the sources that this process polls."""
        return tuple(
            source
            for source in self._watcher.settings.sources
            if self._membership.polls(source.name)
        )

    def _poll(self, name: str) -> None:
        source = next((s for s in self._sources() if s.name == name), None)
        if source is None:
            self._database.polled(name)
            return  # a reload took it out of the file, or another process polls it now
        at = self._plan_next(source, None)
        try:
            with self._web.busy():
                polled = self._watcher.poll(source)
            self._web.count_poll(polled)
            at = self._plan_next(source, polled)
            self._database.polled(name)
            self._watchdog.completed(name, self._sources())
            self._workers.dispatch()
            # News sites that answer must not hide that IRCC's page does not.
            good = source.trust == "official" and not polled.failed
            if good and self._database.trouble is None:
                self._watcher.ping()
            self._watcher.keep_forecasts(polled)
            if polled.changes:
                self._watcher.next_cutoffs.prepare()
        except Stopped:
            pass  # the service ends while a poll waits for its site's rate limit
        except Displaced as error:
            event(log, "displaced", level=logging.WARNING, why=error)
        except StoreError as error:
            # No completed poll: if the database stays away, the watchdog restarts us.
            self.database_failed(error, name)
        finally:
            # Last: APScheduler drops a job that comes due while it runs, for good.
            self._poll_at(source, at)

    def _plan_next(self, source: Source, polled: PollResult | None) -> datetime:
        now = self._watcher.clock()
        at = self._pacer.next_poll(source, polled, now)
        self._watchdog.expect(source.name, at - now)
        return at

    def _deliver_due(self) -> None:
        try:
            with self.noting_failures():
                self._web.check()
                self._bot.check()
                self._workers.dispatch()
                self._database.check(self._watcher.store, self._watcher.notify_operator)
                if not self._sources():
                    self._watchdog.idle()
        finally:
            self._jobs.run_at("deliver", self._deliver_due, self._watcher.clock() + DELIVER_EVERY)

    def _beat(self) -> None:
        held = [source.name for source in self._sources()]
        try:
            with self.noting_failures():
                gained = self._membership.beat(self._watchdog.hanging(held))
                self._begin_to_poll(gained)
        except Displaced as error:
            event(log, "displaced", level=logging.ERROR, why=error)
            self._reopen()
        finally:
            self._jobs.run_at("beat", self._beat, self._watcher.clock() + BEAT, "beats")

    def _begin_to_poll(self, names: Collection[str]) -> None:
        for source in self._sources():
            if source.name in names:
                self._watchdog.begin(source.name)
                self._poll_at(source, self._watcher.clock())

    def _remind(self) -> None:
        at = self._watcher.clock() + LOOK_AGAIN
        try:
            with self.noting_failures():
                at = self._watcher.remind()
                self._workers.dispatch()
                with self._watcher.store.writing() as tx:
                    forget_unconfirmed(tx, self._watcher.clock())
        finally:
            self._jobs.run_at("remind", self._remind, at)

    def _check_database(self) -> None:
        try:
            self._database.check_integrity(self._watcher.store, self._watcher.notify_operator)
            with self.noting_failures():
                self._prune()
        finally:
            at = self._watcher.clock() + CHECK_EVERY
            self._jobs.run_at("check", self._check_database, at, "checks")

    def _prune(self) -> None:
        watcher = self._watcher
        if self._membership.kind != "run":
            return
        pruned = prune(watcher.store, watcher.settings, watcher.clock())
        if pruned.alerts or pruned.episodes:
            event(log, "pruned", alerts=pruned.alerts, episodes=pruned.episodes)

    def _delivered(self, delivery: DeliveryResult) -> None:
        self._web.count_delivery(delivery)

    def _crashed(self, error: BaseException) -> None:
        """Note an error of the database, or an unexpected one, after which the message is retried."""
        if isinstance(error, StoreError):
            self.database_failed(error)
        else:
            event(log, "send_crashed", level=logging.ERROR, error=error)
