"""Word to the operator: decided by ``health``, said once, queued like any alert."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.adapters.database import PollState, Transaction, subject, told
from watcher.core import health
from watcher.core.category import CATEGORIES
from watcher.core.errors import SourceError
from watcher.core.model import Change, Oddity, Round, Trouble, round_of
from watcher.core.notice import (
    ChannelDead,
    ChannelWell,
    ClockRight,
    ClockStepped,
    ClockWrong,
    DeliveryGivenUp,
    Disagreement,
    GoesRound,
    Notice,
    SourceBlind,
    SourceLate,
    SourceWell,
    Unconfirmed,
    UnknownCategory,
    Unreadable,
)
from watcher.core.reconcile import Contradiction
from watcher.core.redaction import public_url, without_url_secrets
from watcher.core.settings import Settings, Source
from watcher.messages import compose_notice

_CONFIGURATION = "configuration"
_WEB = "web page"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressBook:
    """Who can be told, and where.

    ``targets`` answers with the targets behind a channel's name, at least one;
    ``lane_of`` names the server that it leads to.
    """

    settings: Settings
    targets: Callable[[str], tuple[str, ...]]
    lane_of: Callable[[str], str] = str

    def addresses(self, channels: Iterable[str]) -> list[tuple[str, str]]:
        """Return every target of every named channel, as (channel, target)."""
        return [(name, target) for name in channels for target in self.targets(name)]

    def lanes(self, channels: Iterable[str]) -> dict[str, str]:
        """Name the servers behind channels."""
        return {name: self.lane_of(name) for name in channels}


class Incidents:
    """The operator's side of one transaction: episodes, oddities, notices."""

    def __init__(self, tx: Transaction, address_book: AddressBook, now: datetime) -> None:
        self._tx = tx
        self._desk = address_book
        self._now = now

    def say(self, notice: Notice) -> None:
        """Queue a notice to the operator's channels."""
        settings = self._desk.settings
        message = compose_notice(notice, language=settings.language, timezone=settings.timezone)
        addresses = self._desk.addresses(settings.operator.channels)
        lanes = self._desk.lanes(settings.operator.channels)
        self._tx.queue.put_notice(message, addresses, self._now, lanes)

    def blind(self, source: Source, error: SourceError) -> None:
        """Note that a source cannot be read; tell once an episode."""
        watch, trouble = self._tx.incidents, error.trouble
        detail = without_url_secrets(str(error), source.url)  # a server may quote what it was asked
        spell = watch.open_episode(subject(source.name))
        if spell is None:
            self._begins(subject(source.name), trouble, detail, tell=False)
        since = self._now if spell is None else spell.since
        known = spell is not None and spell.told_at is not None  # by an older watcher
        if known or watch.open_episode(told(source.name)) is not None:
            return
        last = watch.last_episode(told(source.name))
        if not health.is_worth_telling(trouble, since=since, last=last, now=self._now):
            return
        self._begins(told(source.name), trouble, detail)
        memory = self._tx.sources.poll_state(source.name, source.url)
        self.say(
            SourceBlind(
                source=source.name,
                trouble=trouble,
                detail=detail,
                since=since,
                last_good=memory.good_at,
                url=public_url(source.url),
            )
        )

    def well(self, source: Source, memory: PollState) -> None:
        """Note that a source was read; give the all-clear if it was told to be blind."""
        if not memory.in_trouble:
            return
        watch, name = self._tx.incidents, source.name
        self._over(_corrections(source))
        over = self._over(subject(name))  # told by an older watcher, if not None
        spell = watch.last_episode(subject(name))
        until = self._now if spell is None else spell.ended_at or self._now
        running, last = watch.open_episode(told(name)), watch.last_episode(told(name))
        if running is not None and health.is_over(
            running, last=last, well_since=until, now=self._now
        ):
            over = self._over(told(name))
        if over is not None:
            self.say(
                SourceWell(
                    source=name, trouble=Trouble(over.trouble), since=over.since, until=until
                )
            )

    def insists(self, source: Source, why: str, span: timedelta) -> bool:
        """Note that a page corrects too much; tell whether it has for as long as *span*."""
        about = _corrections(source)
        running = self._tx.incidents.open_episode(about)
        if running is not None and running.since > self._now:
            self._over(about)  # noted by a clock that ran ahead
        elif running is not None:
            return self._now - running.since >= span
        self._begins(about, Trouble.TOO_MUCH, why, tell=False)
        return False

    def clock(self, source: Source, memory: PollState, ahead: timedelta) -> None:
        """Tell once when our clock and a source's disagree, and when they agree again."""
        if not ahead and not memory.clock_wrong:
            return
        about = f"clock {source.name}"
        if not ahead:
            if self._over(about) is not None:
                self.say(ClockRight(source=source.name))
            return
        which = "ahead of" if ahead > timedelta() else "behind"
        hours = abs(ahead) / timedelta(hours=1)
        if self._begins(about, "wrong", f"{hours:.1f} hours {which} {source.name}"):
            self.say(ClockWrong(source=source.name, ahead=ahead))

    def clock_stepped(self, by: timedelta) -> None:
        """Tell that our clock was set while the service ran, by how much."""
        self.say(ClockStepped(by=by))

    def late(self, source: Source) -> None:
        """Tell once when no round has come for longer than ever seen."""
        about = f"late {source.name}"
        lateness = health.lateness(self._tx.rounds.draw_times(), self._now)
        if lateness is None:
            self._over(about)  # the round that came is news enough
        elif self._begins(about, Trouble.LATE, f"no round for {lateness.days} days"):
            self.say(
                SourceLate(
                    source=source.name,
                    newest_number=self._tx.rounds.newest_number(),
                    days=lateness.days,
                    longest_gap_days=lateness.longest,
                    url=public_url(source.url),
                )
            )

    def odd(self, source: Source, oddities: Iterable[Oddity], changes: Iterable[Change]) -> None:
        """Tell of fields that could not be read and of unknown names, each once."""
        fresh = self._tx.incidents.record_oddities(source.name, oddities, self._now)
        if fresh:
            self.say(Unreadable(source=source.name, oddities=tuple(fresh)))
        unknown = {round_.name: round_ for round_ in map(round_of, changes) if _is_unknown(round_)}
        names = map(_oddity, unknown)
        for name in self._tx.incidents.record_oddities(source.name, names, self._now):
            round_ = unknown[name.printed]
            self.say(
                UnknownCategory(
                    number=round_.called, name=name.printed, category=round_.category or ""
                )
            )

    def contradicted(self, source: Source, contradictions: Iterable[Contradiction]) -> None:
        """Tell of figures that an official page gives otherwise than another, once."""
        found = {(f"#{c.number} {c.figure}", str(c.said)): c for c in contradictions}
        oddities = [
            Oddity(where=where, printed=said, why="another official page says otherwise")
            for where, said in found
        ]
        for odd in self._tx.incidents.record_oddities(source.name, oddities, self._now):
            one = found[odd.where, odd.printed]
            self.say(
                Disagreement(
                    source=source.name,
                    number=one.number,
                    figure=one.figure,
                    said=one.said,
                    held=one.held,
                )
            )

    def unconfirmed(self, notices: Iterable[Unconfirmed]) -> None:
        """Tell, once each, of reported rounds that the official page does not show."""
        for notice in notices:
            once = Oddity(where=notice.number, printed="", why="not confirmed")
            if self._tx.incidents.record_oddities("reported rounds", [once], self._now):
                self.say(notice)

    def channel_fails(self, channel: str, answer: str, *, waiting: int) -> None:
        """Note that a channel's server keeps failing; tell once an episode."""
        if self._begins(_channel(channel), "failing", answer):
            self.say(ChannelDead(channel=channel, answer=answer, since=self._now, waiting=waiting))

    def goes_round(self, channel: str) -> None:
        """Note that a message came up again and again at once; tell once an episode."""
        if self._begins(_channel(channel), "goes round", "see the log"):
            self.say(GoesRound(channel=channel))

    def refused(self, channel: str, target: str, answer: str, lost: DeliveryGivenUp | None) -> None:
        """Note that a target will never take a message; tell once an episode.

        *lost* names the first person who was not told; None if it was the operator.
        """
        # A revoked token refuses every target: one word for all of them.
        alone = not self._tx.incidents.any_open(f"{_channel(channel)} ")
        begun = self._begins(_channel(channel, target), "refused", answer, tell=alone)
        if begun and alone:
            name = f"{channel} ({target})" if target else channel
            dead = ChannelDead(
                channel=name,
                answer=answer,
                since=self._now,
                waiting=self._tx.queue.count_waiting(channel),
            )
            self.say(lost or dead)

    def expired(self, channel: str, answer: str, lost: DeliveryGivenUp | None) -> None:
        """Note that a message was given up after 72 hours; tell once an episode."""
        if self._begins(f"expired {channel}", "expired", answer) and lost is not None:
            self.say(lost)

    def channel_well(self, channel: str, target: str) -> None:
        """Note that a channel took a message; give the all-clear if it was told dead."""
        self._over(f"expired {channel}")
        self.server_well(channel)
        self._well(channel, _channel(channel, target))

    def server_well(self, channel: str) -> None:
        """Note that a channel's server took a message, of whatever channel it was."""
        self._well(channel, _channel(channel))

    def _well(self, channel: str, about: str) -> None:
        over = self._over(about)
        if over is not None:
            self.say(ChannelWell(channel=channel, since=over.since, until=self._now))

    def configuration_refused(self, why: str) -> None:
        """Note that a new configuration was refused; ``watcher status`` shows it."""
        self._over(_CONFIGURATION)
        self._begins(_CONFIGURATION, "refused; the old one goes on", why)

    def configuration_taken(self) -> None:
        """Note that the configuration in force is the one in the file."""
        self._over(_CONFIGURATION)

    def web_refused(self, why: str) -> None:
        """Note that the web page cannot be served; ``watcher status`` shows it."""
        self._begins(_WEB, "not served", why, tell=False)

    def web_served(self) -> None:
        """Note that the web page is served, or not asked for."""
        self._over(_WEB)

    def _begins(self, about: str, trouble: str, detail: str, *, tell: bool = True) -> bool:
        """Open an episode unless one is running; tell whether it is new."""
        if self._tx.incidents.open_episode(about) is not None:
            return False
        step = health.Open(trouble=trouble, detail=detail, tell=tell)
        self._tx.incidents.apply(about, step, self._now)
        return True

    def _over(self, about: str) -> health.Episode | None:
        """Close the episode of *about*; return it if the operator was told of it."""
        step = health.out_of_trouble(self._tx.incidents.open_episode(about))
        self._tx.incidents.apply(about, step, self._now)
        return step.episode if isinstance(step, health.Close) and step.tell else None


def _corrections(source: Source) -> str:
    return f"corrections {source.name}"


def _channel(channel: str, target: str | None = None) -> str:
    return f"channel {channel}" if target is None else f"channel {channel} {target}"


def _is_unknown(round_: Round) -> bool:
    return round_.name is not None and round_.category not in CATEGORIES


def _oddity(name: str | None) -> Oddity:
    return Oddity(where="category name", printed=name or "", why="not a name known so far")
