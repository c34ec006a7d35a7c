"""Monthly messages: a sign of life to each who wants one goes into the queue, once a month.

Nobody is looked for but in the days when a message can be due, and then only in zones whose hour has come. What is
queued and that it was is one transaction for some hundred people: a crash repeats nothing, and leaves nobody out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from watcher.adapters.database import Store, Transaction
from watcher.core.incidents import IncidentKind, IncidentSubject
from watcher.core.model import Round
from watcher.core.monthly import (
    MonthlyNote,
    WatchedRule,
    any_month_due,
    due_month,
    month_before,
    monthly_time,
)
from watcher.core.people import subscriptions_of
from watcher.core.settings import Settings, Subscription
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.recipients import is_blind

# So many people in one transaction.
_AT_ONCE = 500
# Every zone's nine o'clock is one of these.
_EVERY = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class _News:
    """What every message of a month says."""

    rounds: int
    last: Round | None
    blind_since: datetime | None


class MonthlyNotes:
    """Queues monthly messages; it remembers which zones are done, so that a look is cheap."""

    def __init__(self, store: Store, *, at_once: int = _AT_ONCE) -> None:
        self._store = store
        self._at_once = at_once
        self._done: set[tuple[str, date]] = set()

    def queue(self, address_book: AddressBook, now: datetime) -> datetime:
        """Queue the messages that have come due; return when to look again."""
        if any_month_due(now):
            self._queue_file(address_book, now)
            with self._store.reading() as tx:
                zones = tx.monthly.zones()
            for zone in zones:
                self._queue_zone(address_book, zone, now)
        return now + _EVERY - (now - datetime.min.replace(tzinfo=now.tzinfo)) % _EVERY

    def _queue_file(self, address_book: AddressBook, now: datetime) -> None:
        """Queue those of people in the configuration file, who are few."""
        people: dict[str, list[Subscription]] = {}
        for subscription in address_book.settings.subscriptions:
            if subscription.monthly:
                people.setdefault(subscription.person or subscription.name, []).append(subscription)
        due = {
            name: month
            for name, rules in people.items()
            if (month := due_month(now, rules[0].timezone))
        }
        if not due:
            return
        with self._store.writing(polling=True) as tx:
            since = tx.subscriptions.known_since()
            for month in set(due.values()):
                untold = tx.monthly.untold([n for n in due if due[n] == month], month)
                told = [
                    people[name]
                    for name in sorted(untold)
                    if since.get(people[name][0].name, now)
                    <= monthly_time(month, people[name][0].timezone)
                ]
                _put(tx, address_book, told, month, now)

    def _queue_zone(self, address_book: AddressBook, zone: str, now: datetime) -> None:
        month = due_month(now, zone)
        if month is None or (zone, month) in self._done:
            return
        after, at = "", monthly_time(month, zone)
        while True:
            with self._store.writing(polling=True) as tx:
                people = tx.monthly.due(zone, month, came_by=at, after=after, limit=self._at_once)
                _put(tx, address_book, [subscriptions_of(p) for p in people], month, now)
            if len(people) < self._at_once:
                break
            after = people[-1].name
        self._done.add((zone, month))


def _put(
    tx: Transaction,
    address_book: AddressBook,
    people: Iterable[Sequence[Subscription]],
    month: date,
    now: datetime,
) -> None:
    """Queue the message of each person, who has these rules, and note it."""
    told = list(filter(None, people))
    if not told:
        return
    news = _news(tx, address_book.settings, month, now)
    notes = [
        (_note(rules, month, news), address_book.addresses(rules[0].channels)) for rules in told
    ]
    channels = {channel for _, targets in notes for channel, _ in targets}
    tx.alerts.put_monthly(notes, now, address_book.servers(channels))
    tx.monthly.note([note.person for note, _ in notes], month)


def _note(rules: Sequence[Subscription], month: date, news: _News) -> MonthlyNote:
    reader = rules[0]
    return MonthlyNote(
        person=reader.person or reader.name,
        language=reader.language,
        timezone=reader.timezone,
        quiet_hours=reader.quiet_hours,
        month=month,
        rules=tuple(WatchedRule(categories=r.categories, score=r.score) for r in rules),
        rounds=news.rounds,
        last=news.last,
        blind_since=news.blind_since,
    )


def _news(tx: Transaction, settings: Settings, month: date, now: datetime) -> _News:
    confirmed = [r for r in tx.rounds.all(pools=False) if r.confirmed]
    before = month_before(month)
    return _News(
        rounds=sum(r.date is not None and before <= r.date < month for r in confirmed),
        last=replace(confirmed[0], pool=None, url=None) if confirmed else None,
        blind_since=_blind_since(tx, settings) if is_blind(tx, settings, now) else None,
    )


def _blind_since(tx: Transaction, settings: Settings) -> datetime | None:
    """Return since when the last official source is blind."""
    official = [s for s in settings.sources if s.trust == "official"]
    spells = (
        tx.incidents.open_episode(IncidentSubject(IncidentKind.SOURCE, s.name)) for s in official
    )
    return max((spell.since for spell in spells if spell is not None), default=None)
