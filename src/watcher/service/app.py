"""The Watcher object: database, fetcher and channels wired together."""

import logging
import random
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Self

from watcher.adapters import notify
from watcher.adapters.database import Store, Transaction
from watcher.adapters.http import Fetcher, Validators
from watcher.adapters.logs import event
from watcher.core.errors import FetchError, SourceError, WatcherError, catch_unexpected
from watcher.core.incidents import ClockStepped, Notice
from watcher.core.model import Trouble
from watcher.core.redaction import without_url_secrets
from watcher.core.settings import Settings, Source
from watcher.pipeline.channels import AddressBook, Channels
from watcher.pipeline.charts import ChartRenderer
from watcher.pipeline.delivery import DeliveryContext, DeliveryResult
from watcher.pipeline.forecasts import ForecastKeeper
from watcher.pipeline.incidents import Incidents
from watcher.pipeline.mail_footers import MailFooters
from watcher.pipeline.monthly import MonthlyNotes
from watcher.pipeline.moves import FollowingSender
from watcher.pipeline.next_cutoffs import NextCutoffs
from watcher.pipeline.people import refuse_duplicate_names
from watcher.pipeline.poll import PollResult, poll
from watcher.pipeline.poll_context import PollContext
from watcher.pipeline.reminding import LOOK_AGAIN, coming_reminders, queue_reminders
from watcher.pipeline.summaries import queue_summaries
from watcher.pipeline.workers import DeliveryWorkers
from watcher.service.clock import ServerClock, system_clock

log = logging.getLogger(__name__)

_CHECK_LATENESS_EVERY = timedelta(hours=1)
SPACING = timedelta(seconds=2)  # between two requests to the site of a secondary source
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Watcher:
    """Polls sources and delivers alerts, on one database. Close it when done."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = system_clock,
        spacing: timedelta = SPACING,
    ) -> None:
        self.settings = settings
        self.store = Store(settings.database)
        self.session = self.store.worker_session()
        self._as_of = clock is not system_clock
        self.clock = clock
        self.owner = f"{socket.gethostname()} {secrets.token_hex(4)}"
        self.fence: Callable[[Transaction, str], None] = lambda _tx, _source: None
        ours = version("express-entry-watcher")
        self._fetcher = Fetcher(contact=settings.contact, version=ours, spacing=spacing)
        self.channels = Channels(settings, time.monotonic)
        self._sender = FollowingSender(
            send=self.channels.send,
            store=self.store,
            address_book=lambda: self.address_book,
            clock=self._now,
        )
        self._charts = ChartRenderer(self.store)
        self.next_cutoffs = NextCutoffs(self.store, self._now)
        self._forecasts = ForecastKeeper(self.store)
        self._monthly = MonthlyNotes(self.store)
        self._lateness_checked: dict[str, datetime] = {}
        self._ahead = timedelta()  # of what the official page's server says
        with ExitStack() as on_failure:
            on_failure.callback(self.close)
            if self.session is not None and not self._as_of:
                self.clock = ServerClock(self.session.read_clock)
            self._register()
            on_failure.pop_all()

    def _now(self) -> datetime:
        return self.clock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database and the network."""
        self._fetcher.close()
        if self.session is not None:
            self.session.close()
        notify.close_connections()
        self.store.close()

    def cancel_waits(self) -> None:
        """End every wait between requests; running polls raise Stopped, and change nothing."""
        self._fetcher.stop()

    def adopt(self, settings: Settings) -> None:
        """Replace the settings; the database stays the one that was opened."""
        if settings.database != self.settings.database:
            event(log, "database_kept", level=logging.WARNING, why="another needs a restart")
        self._accept(settings)
        self.settings = settings
        self.channels.adopt(settings)
        with self.store.writing() as tx:
            tx.servers.reassign(self.channels.server_of)

    @contextmanager
    def incidents(self) -> Iterator[Incidents]:
        """Open a transaction that records incidents."""
        with self.store.writing() as tx:
            yield Incidents(tx, self.address_book, self.clock())

    def notify_operator(self, notice: Notice) -> None:
        """Queue a notice to the operator."""
        with self.incidents() as incidents:
            incidents.notify_operator(notice)

    def reserve_answer(self) -> float:
        """Reserve the next moment for an answer of the bot, which shares its rate with alerts; return the seconds."""
        return self.channels.reserve(self.settings.bot.channel, "")

    def note_clock_step(self, by: timedelta) -> None:
        """Notify the operator that this machine's clock was set by so much."""
        self._ahead = timedelta()
        self.notify_operator(ClockStepped(by=by))

    def poll(self, source: Source, *, accept: bool = False) -> PollResult:
        """Poll one source; an unexpected exception makes the source blind, and notifies the operator."""
        now = self.clock()
        # The caller handles our own errors. Any other is of this page alone, and must not
        # stop the other sources.
        with catch_unexpected(passing=WatcherError) as caught:
            polled = self._poll(source, now, accept=accept)
        if caught.error is not None:
            event(log, "poll_crashed", level=logging.ERROR, source=source.name, error=caught.error)
            polled = self._crashed(source, caught.error, now)
        _log_poll(polled)
        return polled

    def _poll(self, source: Source, now: datetime, *, accept: bool) -> PollResult:
        context = PollContext(
            source=source,
            fetcher=self._fetcher,
            store=self.store,
            address_book=self.address_book,
            now=now,
            ahead=None if self._as_of else self._ahead,
            fence=self.fence,
            accept=accept,
        )
        polled = poll(context)
        if source.trust == "official":
            self._ahead = polled.ahead
            self._check_lateness(source, now - polled.ahead)
            queue_summaries(self.store, self.address_book, self.clock())
        return polled

    def keep_forecasts(self, polled: PollResult) -> None:
        """Keep what is forecast after a poll; whatever fails is logged, and costs nothing else."""
        with catch_unexpected() as caught:
            self._forecasts.keep(self.clock(), changed=bool(polled.changes))
        if caught.error is not None:
            event(log, "forecasts_not_kept", level=logging.WARNING, error=caught.error)

    def remind(self) -> datetime:
        """Queue reminders and monthly messages that are due; return when to look again. Their faults cost nothing else."""
        again = (now := self.clock()) + LOOK_AGAIN
        with catch_unexpected(passing=WatcherError) as caught:
            coming = coming_reminders(self.settings.subscriptions, now)
            with self.store.writing(polling=True) as tx:
                again = queue_reminders(tx, self.address_book, coming, now)
            again = min(again, self._monthly.queue(self.address_book, now))
        if caught.error is not None:
            event(log, "reminders_failed", level=logging.ERROR, error=caught.error)
        return again

    def deliver(self) -> tuple[DeliveryResult, ...]:
        """Send all that is due, and return how each message ended."""
        ended: list[DeliveryResult] = []
        crashed: list[BaseException] = []
        workers = self.workers(done=ended.append, failed=crashed.append)
        workers.drain()
        workers.stop(0)
        for error in crashed:
            raise error
        return tuple(ended)

    def workers(
        self, *, done: Callable[[DeliveryResult], None], failed: Callable[[BaseException], None]
    ) -> DeliveryWorkers:
        """Return workers that deliver what is due in the queue of this watcher."""
        context = DeliveryContext(
            store=self.store,
            send=self._sender,
            address_book=lambda: self.address_book,
            clock=self.clock,
            chance=random.random,
            owner=self.owner,
            limits=self.channels.limits,
            illustrate=self._charts,
            foresee=self.next_cutoffs,
            complete=MailFooters(self.store, lambda: self.address_book),
        )

        def _ended(delivery: DeliveryResult) -> None:
            _log_delivery(delivery)
            done(delivery)

        return DeliveryWorkers(context, done=_ended, failed=failed, rates=self.channels.rates)

    @property
    def address_book(self) -> AddressBook:
        """The address book of the current settings."""
        return AddressBook(
            settings=self.settings, targets=self.channels.targets, server_of=self.channels.server_of
        )

    def ping(self) -> None:
        """Ping the dead-man's switch after a good poll; its failure is only logged."""
        url = self.settings.operator.ping
        if url is None:
            return
        switch = Source(name="ping", kind="ircc-json", url=url.value, max_bytes=65_536)
        try:
            self._fetcher.fetch(switch, Validators())
        except FetchError as error:
            event(log, "ping_failed", level=logging.WARNING, why=error.trouble)

    def _register(self) -> None:
        """Migrate the schema, and record since when each subscription is known."""
        copy = self.store.migrate(self.clock())
        if copy is not None:
            event(log, "database_copied", to=copy)
        self._accept(self.settings)

    def _accept(self, settings: Settings) -> None:
        now = self.clock()
        with self.store.writing() as tx:
            refuse_duplicate_names(tx, settings)
            tx.subscriptions.register([s.name for s in settings.subscriptions], now)
            tx.servers.reassign(self.channels.server_of)
            Incidents(tx, self.address_book, now).configuration_accepted()

    def _check_lateness(self, source: Source, now: datetime) -> None:
        """Check once an hour: it reads every round's date, and changes by the day."""
        if abs(now - self._lateness_checked.get(source.name, _LONG_AGO)) < _CHECK_LATENESS_EVERY:
            return
        self._lateness_checked[source.name] = now
        with self.store.writing() as tx:
            Incidents(tx, self.address_book, now).check_lateness(source)

    def _crashed(self, source: Source, error: Exception, now: datetime) -> PollResult:
        what = without_url_secrets(f"{type(error).__name__}: {error}", source.url)
        fault = SourceError(
            f"watcher failed on this page: {what}; "
            "the page changed nothing; please report it with the log",
            Trouble.CRASHED,
        )
        with self.store.writing() as tx:
            Incidents(tx, self.address_book, now).source_down(source, fault)
            self.fence(tx, source.name)
        return PollResult(
            source=source.name, outcome="crashed", trouble=Trouble.CRASHED, detail=str(fault)
        )


def _log_poll(polled: PollResult) -> None:
    event(
        log,
        "polled",
        level=logging.INFO if polled.trouble is None else logging.WARNING,
        source=polled.source,
        outcome=polled.outcome,
        rounds=len(polled.changes),
        queued=polled.queued,
        trouble=polled.trouble,
        detail=polled.detail or None,
    )


def _log_delivery(delivery: DeliveryResult) -> None:
    event(
        log,
        "delivery",
        level=logging.WARNING if delivery.failed else logging.INFO,
        state=delivery.state,
        about=delivery.about,
        channel=delivery.channel,
        answer=delivery.answer,
    )
