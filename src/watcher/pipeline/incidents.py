"""Incidents recorded, and the operator notified of them, within one transaction."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from watcher.adapters.database import PollState, Transaction
from watcher.core.category import CATEGORIES
from watcher.core.errors import SourceError
from watcher.core.incidents import (
    ChannelDead,
    ChannelWell,
    ClockRight,
    ClockWrong,
    DeliveryGivenUp,
    DeliveryLoop,
    Disagreement,
    Episode,
    IncidentKind,
    IncidentSubject,
    Notice,
    SourceBlind,
    SourceLate,
    SourceWell,
    Unconfirmed,
    UnknownCategory,
    Unreadable,
    is_over,
    is_worth_telling,
    lateness_of,
)
from watcher.core.model import Change, Oddity, Trouble, round_of
from watcher.core.reconcile import Contradiction
from watcher.core.redaction import public_url, without_url_secrets
from watcher.core.settings import Source
from watcher.messages import compose_notice
from watcher.pipeline.channels import AddressBook

# Of the targets of one channel that refuse, one notice in so long.
_ONE_NOTICE = timedelta(days=1)
_CONFIGURATION = IncidentSubject(IncidentKind.CONFIGURATION)
_WEB = IncidentSubject(IncidentKind.WEB)


class Incidents:
    """Opens and closes episodes of trouble; notifies once per episode, and when it is over."""

    def __init__(self, tx: Transaction, address_book: AddressBook, now: datetime) -> None:
        self._tx = tx
        self._address_book = address_book
        self._now = now

    def notify_operator(self, notice: Notice) -> None:
        """Queue a notice to the operator's channels."""
        settings = self._address_book.settings
        channels = settings.operator.channels
        self._tx.alerts.put_notice(
            compose_notice(notice, language=settings.language, timezone=settings.timezone),
            self._address_book.addresses(channels),
            self._now,
            self._address_book.servers(channels),
        )

    def source_down(self, source: Source, error: SourceError) -> None:
        """Note that a source cannot be read."""
        down = IncidentSubject(IncidentKind.SOURCE, source.name)
        told = IncidentSubject(IncidentKind.SOURCE_TOLD, source.name)
        episodes = self._tx.incidents
        detail = without_url_secrets(str(error), source.url)  # a server may quote what it was asked
        running = episodes.open_episode(down)
        if running is None:
            self._begin(down, error.trouble, detail, tell=False)
        since = self._now if running is None else running.since
        # Older versions of watcher marked the episode itself as told.
        was_told = running is not None and running.told_at is not None
        if was_told or episodes.open_episode(told) is not None:
            return
        last = episodes.last_episode(told)
        if not is_worth_telling(error.trouble, since=since, last=last, now=self._now):
            return
        self._begin(told, error.trouble, detail)
        self.notify_operator(
            SourceBlind(
                source=source.name,
                trouble=error.trouble,
                detail=detail,
                since=since,
                last_good=self._tx.sources.poll_state(source.name, source.url).good_at,
                url=public_url(source.url),
            )
        )

    def source_recovered(self, source: Source, state: PollState) -> None:
        """Note that a source was read; give the all-clear if it was told to be blind."""
        if not state.in_trouble:
            return
        down = IncidentSubject(IncidentKind.SOURCE, source.name)
        told = IncidentSubject(IncidentKind.SOURCE_TOLD, source.name)
        episodes = self._tx.incidents
        self._end(IncidentSubject(IncidentKind.CORRECTIONS, source.name))
        ended = self._end(down)  # told by an older version of watcher, if not None
        spell = episodes.last_episode(down)
        until = self._now if spell is None else spell.ended_at or self._now
        running, last = episodes.open_episode(told), episodes.last_episode(told)
        if running is not None and is_over(running, last=last, well_since=until, now=self._now):
            ended = self._end(told)
        if ended is not None:
            trouble = Trouble(ended.trouble)
            notice = SourceWell(source=source.name, trouble=trouble, since=ended.since, until=until)
            self.notify_operator(notice)

    def corrections_last(self, source: Source, why: str, span: timedelta) -> bool:
        """Note that a page corrects too much; tell whether it has for as long as *span*."""
        subject = IncidentSubject(IncidentKind.CORRECTIONS, source.name)
        running = self._tx.incidents.open_episode(subject)
        if running is not None and running.since > self._now:
            self._end(subject)  # noted by a clock that ran ahead
        elif running is not None:
            return self._now - running.since >= span
        self._begin(subject, Trouble.TOO_MUCH, why, tell=False)
        return False

    def clock_compared(self, source: Source, state: PollState, ahead: timedelta) -> None:
        """Note how far our clock is ahead of a source's (behind: negative)."""
        if not ahead and not state.clock_wrong:
            return
        subject = IncidentSubject(IncidentKind.CLOCK, source.name)
        if not ahead:
            if self._end(subject) is not None:
                self.notify_operator(ClockRight(source=source.name))
            return
        which = "ahead of" if ahead > timedelta() else "behind"
        hours = abs(ahead) / timedelta(hours=1)
        if self._begin(subject, "wrong", f"{hours:.1f} hours {which} {source.name}"):
            self.notify_operator(ClockWrong(source=source.name, ahead=ahead))

    def check_lateness(self, source: Source) -> None:
        """Note whether no round has come for longer than ever seen."""
        subject = IncidentSubject(IncidentKind.SOURCE_LATE, source.name)
        late = lateness_of(self._tx.rounds.draw_times(), self._now)
        if late is None:
            self._end(subject)  # the round that came is news enough
        elif self._begin(subject, Trouble.LATE, f"no round for {late.days} days"):
            self.notify_operator(
                SourceLate(
                    source=source.name,
                    newest_number=self._tx.rounds.newest_number(),
                    days=late.days,
                    longest_gap_days=late.longest,
                    url=public_url(source.url),
                )
            )

    def unreadable(self, source: Source, oddities: Iterable[Oddity]) -> None:
        """Notify once of each field that could not be read."""
        fresh = self._tx.incidents.record_oddities(source.name, oddities, self._now)
        if fresh:
            self.notify_operator(Unreadable(source=source.name, oddities=tuple(fresh)))

    def unknown_categories(self, source: Source, changes: Iterable[Change]) -> None:
        """Notify once of each category name that is not known."""
        rounds = map(round_of, changes)
        unknown = {r.name: r for r in rounds if r.name and r.category not in CATEGORIES}
        names = [
            Oddity(where="category name", printed=name, why="not a name known so far")
            for name in unknown
        ]
        for name in self._tx.incidents.record_oddities(source.name, names, self._now):
            round_ = unknown[name.printed]
            slug = round_.category or ""
            notice = UnknownCategory(number=round_.called, name=name.printed, category=slug)
            self.notify_operator(notice)

    def contradicted(self, source: Source, contradictions: Iterable[Contradiction]) -> None:
        """Notify once of each figure that an official page gives otherwise than another."""
        found = {(f"#{c.number} {c.figure}", str(c.said)): c for c in contradictions}
        oddities = [
            Oddity(where=where, printed=said, why="another official page says otherwise")
            for where, said in found
        ]
        for odd in self._tx.incidents.record_oddities(source.name, oddities, self._now):
            one = found[odd.where, odd.printed]
            self.notify_operator(
                Disagreement(
                    source=source.name,
                    number=one.number,
                    figure=one.figure,
                    said=one.said,
                    held=one.held,
                )
            )

    def unconfirmed(self, notices: Iterable[Unconfirmed]) -> None:
        """Notify, once each, of reported rounds that the official page does not show."""
        for notice in notices:
            once = Oddity(where=notice.number, printed="", why="not confirmed")
            if self._tx.incidents.record_oddities("reported rounds", [once], self._now):
                self.notify_operator(notice)

    def server_down(self, channel: str, answer: str, *, waiting: Callable[[], int]) -> None:
        """Note that the server of a channel keeps failing; *waiting* counts what waits for it."""
        if self._begin(IncidentSubject(IncidentKind.CHANNEL, channel), "failing", answer):
            self.notify_operator(
                ChannelDead(channel=channel, answer=answer, since=self._now, waiting=waiting())
            )

    def delivery_repeats(self, channel: str) -> None:
        """Note that a message came up again and again at once."""
        if self._begin(IncidentSubject(IncidentKind.CHANNEL, channel), "goes round", "see the log"):
            self.notify_operator(DeliveryLoop(channel=channel))

    def channel_refused(
        self, channel: str, target: str, answer: str, lost: DeliveryGivenUp | None
    ) -> None:
        """Note that a target will never take a message.

        *lost* names the first person who was not told; None if it was the operator.
        """
        # A revoked token refuses every target: one notice a day for all of them. Not for good: among
        # thousands there is always one whose mailbox is gone.
        alone = not any(
            e.subject.is_target_of(channel)
            and e.told_at is not None
            and self._now - e.told_at < _ONE_NOTICE
            for e in self._tx.incidents.open_episodes()
        )
        subject = IncidentSubject.of_target(channel, target)
        if self._begin(subject, "refused", answer, tell=alone) and alone:
            dead = ChannelDead(
                channel=f"{channel} ({target})" if target else channel,
                answer=answer,
                since=self._now,
                waiting=self._tx.queue.count_waiting(channel),
            )
            self.notify_operator(lost or dead)

    def delivery_expired(self, channel: str, answer: str, lost: DeliveryGivenUp | None) -> None:
        """Note that a message was given up after 72 hours."""
        subject = IncidentSubject(IncidentKind.CHANNEL_EXPIRED, channel)
        if self._begin(subject, "expired", answer) and lost is not None:
            self.notify_operator(lost)

    def channel_recovered(self, channel: str, target: str) -> None:
        """Note that a channel took a message."""
        self._end(IncidentSubject(IncidentKind.CHANNEL_EXPIRED, channel))
        self.server_recovered(channel)
        place = f"{channel} ({target})" if target else channel
        self._recovered(place, IncidentSubject.of_target(channel, target))

    def server_recovered(self, channel: str) -> None:
        """Note that the server of a channel took a message, of whatever channel it was."""
        self._recovered(channel, IncidentSubject(IncidentKind.CHANNEL, channel))

    def _recovered(self, place: str, subject: IncidentSubject) -> None:
        ended = self._end(subject)
        if ended is not None:
            self.notify_operator(ChannelWell(channel=place, since=ended.since, until=self._now))

    def configuration_refused(self, why: str) -> None:
        """Note that a new configuration was refused; ``watcher status`` shows it."""
        self._end(_CONFIGURATION)
        self._begin(_CONFIGURATION, "refused; the old one goes on", why)

    def configuration_accepted(self) -> None:
        """Note that the configuration in force is the one in the file."""
        self._end(_CONFIGURATION)

    def web_page(self, trouble: str | None) -> None:
        """Note why the web page is not served, None where it is; ``watcher status`` shows it."""
        if trouble is None:
            self._end(_WEB)
        else:
            self._begin(_WEB, "not served", trouble, tell=False)

    def _begin(
        self, subject: IncidentSubject, trouble: str, detail: str, *, tell: bool = True
    ) -> bool:
        """Open an episode unless one is running; tell whether it is new."""
        if self._tx.incidents.open_episode(subject) is not None:
            return False
        return self._tx.incidents.open(
            Episode(
                subject=subject,
                trouble=trouble,
                detail=detail,
                since=self._now,
                told_at=self._now if tell else None,
            )
        )

    def _end(self, subject: IncidentSubject) -> Episode | None:
        """Close the episode of *subject*; return it if the operator was told of it."""
        running = self._tx.incidents.open_episode(subject)
        if running is None or not self._tx.incidents.close(subject, self._now):
            return None
        return running if running.told_at is not None else None
