"""Rounds in a text -> reports: one value for each figure, or none and the reason."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from watcher.core.model import Oddity, Precision, Report
from watcher.core.schedule import OTTAWA, PROFILE_LIVES
from watcher.ircc.fields import Unread, excerpt
from watcher.press.prose.categories import OF_INVITED, NamedCategory
from watcher.press.prose.facts import Event, Figure
from watcher.press.prose.mentions import Mention
from watcher.press.prose.rounds import TRADES, MentionedRound, same_value
from watcher.press.prose.text import verbose
from watcher.press.prose.values import (
    CalendarDay,
    ClockTime,
    date_of,
    in_utc,
    on_or_after,
    on_or_before,
)


def to_report(found: MentionedRound, published: datetime | None, *, main: bool) -> Report:
    """Make the report of one round.

    A figure with two values of equal standing is unknown; so is a tie-break later than its round, or over a year
    before.
    """
    return _Resolver(found, published).report(main=main)


class _Resolver:
    """Chooses among the values that the mentions of one round have, and keeps quotes and doubts."""

    def __init__(self, found: MentionedRound, published: datetime | None) -> None:
        self._found, self._published = found, published
        self._today = published.astimezone(OTTAWA).date() if published else None
        self._quotes: dict[str, str] = {}
        self._precision: dict[str, Precision] = {}
        self._oddities: list[Oddity] = []

    def report(self, *, main: bool) -> Report:
        """Make the report; the order of the steps is that of its oddities."""
        invitations, cutoff = self._choose("invitations"), self._choose("cutoff")
        tie_break = self._choose("tie_break")
        day = self._day(tie_break)
        drawn_at = self._drawn_at(day)
        if day is None and drawn_at is not None:
            day = drawn_at.astimezone(OTTAWA).date()
            self._quotes["date"] = self._quotes["drawn_at"]
        self._quote_number()
        category, name = self._category(day or self._today)
        return Report(
            number=self._found.number,
            main=main,
            date=day,
            drawn_at=drawn_at,
            category=category,
            name=name,
            invitations=invitations if isinstance(invitations, int) else None,
            cutoff=cutoff if isinstance(cutoff, int) else None,
            tie_break=self._tie_break(tie_break, day),
            quotes=self._quotes,
            precision=self._precision,
            oddities=tuple(self._oddities),
        )

    def _doubt(self, key: str, text: str, why: str) -> None:
        number = f"#{self._found.number}" if self._found.number else ""
        where = f"{number} {key}".strip()
        self._oddities.append(Oddity(where=where, printed=excerpt(text), why=why))

    def _choose(self, name: str) -> int | Event | None:
        """Choose the value with most support; None if another has nearly as much."""
        groups = sorted(self._groups(name), key=_support, reverse=True)
        if not groups:
            return None
        if len(groups) > 1 and _support(groups[0]) < _support(groups[1]) + _CLEARLY:
            texts = " / ".join(_quote(*group[0]) for group in groups)
            self._doubt(name, texts, "the text says two different things")
            return None
        figure, mention = max(groups[0], key=lambda pair: _exactness(pair[0].value))
        self._quotes[name] = _quote(figure, mention)
        return figure.value

    def _groups(self, name: str) -> list[list[tuple[Figure, Mention]]]:
        """Group figures that may be one value; each group begins with one of the highest rank."""
        every = [(f, m) for m in self._found.mentions for f in m.figures if f.field == name]
        every.sort(key=lambda pair: -pair[1].rank)
        groups: list[list[tuple[Figure, Mention]]] = []
        for figure, mention in every:
            for group in groups:
                if all(same_value(figure.value, other.value) for other, _ in group[:_ENOUGH]):
                    group.append((figure, mention))
                    break
            else:
                if mention.rank == every[0][1].rank:
                    groups.append([(figure, mention)])
        return groups

    def _category(self, when: date | None) -> tuple[str | None, str | None]:
        """Return the category and its printed name; a named one has precedence over "general".

        Before there were categories, both names of the trades meant the program.
        """
        every = [(one, m) for m in self._found.mentions for one in m.categories]
        best = max((m.rank for _, m in every), default=0)
        top = [(one, m) for one, m in every if m.rank == best]
        top = [pair for pair in top if pair[0].category != "general"] or top
        program = when is None or when < _FIRST_CATEGORIES
        if {one.category for one, _ in top} == TRADES:
            meant = "fst" if program else "trades"
            top = [pair for pair in top if pair[0].category == meant]
        for some in (top, [pair for pair in top if pair[0].firm > OF_INVITED]):
            if len({one.category for one, _ in some}) == 1 and _is_as_titled(some[0][0], top):
                one, mention = some[0]
                text = one.line or mention.sentence.text
                name = text[one.start : one.end]
                self._quotes["category"] = _around(text, one.start, one.end)
                skilled = when and program and _SKILLED.fullmatch(name)
                return "fst" if skilled else one.category, name
        if top:
            text = top[0][1].sentence.text
            self._doubt("category", text, "the text names several categories")
        return None, None

    def _day(self, tie_break: int | Event | None) -> date | None:
        days = [m.day for m in self._found.mentions if m.day is not None]
        found = next((day for day in days if day.year), days[0] if days else self._found.day)
        if found is None:
            return None
        day = date_of(found, self._published)
        before = tie_break.day if isinstance(tie_break, Event) else None
        if day is None and before is not None and before.full is not None:
            # A tie-break is at most a year older than its round: so a day without a year is the first one after it.
            day = on_or_after(found, before.full)
        if day is None:
            return None
        texts = (_quote(found, m) for m in self._found.mentions if m.day is found)
        text, today = next(texts, ""), self._today or day
        # "February 15, 2022" in a text of February 15, 2023: a slip of the year. A round is reported after it was held.
        slip = day.year < today.year and (day.month, day.day) == (today.month, today.day)
        if slip or day > today:
            self._doubt("date", text, "does not go with when the text was published")
            return None
        self._quotes["date"] = text
        return day

    def _drawn_at(self, day: date | None) -> datetime | None:
        event = self._choose("drawn_at")
        if not isinstance(event, Event):
            return None
        on = date_of(event.day, self._published) if event.day else day
        if on is None or event.clock is None:
            self._quotes.pop("drawn_at", None)
            return None
        return self._at(on, event.clock, "drawn_at")

    def _tie_break(self, event: int | Event | None, day: date | None) -> datetime | None:
        if not isinstance(event, Event):
            return None
        on = date_of(event.day, self._published) if event.day else None
        if event.day and event.day.year is None and day is not None:
            on = on_or_before(event.day, day)
        why = "has no year" if on is None else self._untimely(on, day)
        if on is None or why:
            self._doubt("tie_break", self._quotes.pop("tie_break", ""), why)
            return None
        if event.clock is None:
            self._precision["tie_break"] = "day"
            return datetime.combine(on, time(), UTC)
        return self._at(on, event.clock, "tie_break")

    def _untimely(self, on: date, day: date | None) -> str:
        """Return why a tie-break cannot be of that day, or ""."""
        if day is not None and on > day + _ONE_DAY:
            return "later than its round"
        if day is not None and on < day - PROFILE_LIVES:
            return "over a year before its round"
        if day is None and self._today is not None and on > self._today + _ONE_DAY:
            return "is not past yet"
        return ""

    def _at(self, day: date, clock: ClockTime, name: str) -> datetime | None:
        instant = in_utc(day, clock)
        if isinstance(instant, Unread):
            self._doubt(name, self._quotes.pop(name, ""), instant.why)
            return None
        if clock.second is None:
            self._precision[name] = "minute"
        return instant

    def _quote_number(self) -> None:
        number = self._found.number
        texts = (m.sentence.text for m in self._found.mentions if m.number == number)
        text = next(texts, None)
        if number and text is not None:
            at = max(0, text.find(number))
            self._quotes["number"] = _around(text, at, at + len(number))


def _is_as_titled(one: NamedCategory, named: Iterable[tuple[NamedCategory, Mention]]) -> bool:
    """Return whether no title names another category: then neither is believed."""
    titled = {other.category for other, mention in named if mention.title}
    return one.category in titled or not titled - {"general"}


def _support(group: Sequence[tuple[Figure, Mention]]) -> int:
    return len({mention.sentence.text for _, mention in group})


def _exactness(value: int | Event) -> int:
    if isinstance(value, int):
        return 0
    seconds = value.clock is not None and value.clock.second is not None
    return 4 * seconds + 2 * (value.clock is not None) + bool(value.day and value.day.year)


def _quote(part: Figure | CalendarDay, mention: Mention) -> str:
    return _around(mention.sentence.text, part.start, part.end)


def _around(text: str, start: int, end: int) -> str:
    """Return a sentence as it stands; of a long one the words around a place."""
    if len(text) <= _LONGEST:
        return text
    begin = max(0, min(start - _LONGEST // 2, len(text) - _LONGEST))
    stop = min(len(text), max(begin + _LONGEST, end))
    begin = text.find(" ", begin, start) + 1 if begin else 0
    stop = text.rfind(" ", end, stop) if stop < len(text) else stop
    return text[begin : max(stop, end)]


_CLEARLY, _ENOUGH = 2, 5
_LONGEST = 200
_SKILLED = verbose(r"skilled[\s-]+trades?")
_FIRST_CATEGORIES = date(2023, 5, 31)  # of trades, healthcare, STEM ...
_ONE_DAY = timedelta(days=1)
