"""Mentions -> rounds: the text's own, and others."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from watcher.press.prose.cues import is_federal_title, names_several_rounds
from watcher.press.prose.facts import Event, Figure
from watcher.press.prose.mentions import Mention
from watcher.press.prose.text import verbose
from watcher.press.prose.values import CalendarDay, on_or_before, same_day


@dataclass(slots=True, kw_only=True)
class MentionedRound:
    """All mentions of one round, identified by day and number."""

    number: str | None = None
    day: CalendarDay | None = None
    mentions: list[Mention] = field(default_factory=list)


def group_by_round(
    mentions: Sequence[Mention],
) -> tuple[MentionedRound | None, list[MentionedRound]]:
    """Separate the text's own round, if it has one, from the others that it names.

    The own round is that of the title and of the first sentences with figures; mentions that identify no round
    belong to it as long as they fit.
    """
    _drop_late_days(mentions)
    own = _OwnRound(mentions)
    # Again, what could not be placed before all of the round's figures were known.
    left = [m for m in mentions if not own.add(m)]
    left = [m for m in left if not own.add(m)]
    others: list[MentionedRound] = []
    for mention in left:
        if not _identifies(mention, own.round):
            _add_to_others(others, mention)
    return own.round if own.round.mentions else None, others


def same_value(one: int | Event, other: int | Event) -> bool:
    """Return whether two figures may be one; a less exact one fits a more exact one."""
    if isinstance(one, int) or isinstance(other, int):
        return one == other
    if one.day and other.day and not same_day(one.day, other.day):
        return False
    if one.clock is None or other.clock is None or one.clock.zone != other.clock.zone:
        return True
    return (one.clock.hour, one.clock.minute) == (other.clock.hour, other.clock.minute)


#: "Trades" is short for the program, too; the category is never called by its name.
TRADES = {"trades", "fst"}


class _OwnRound:
    """Collects the own round, mention by mention."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.round = MentionedRound()
        # Each value once: a text may repeat one ten thousand times.
        self._known: defaultdict[str, list[int | Event]] = defaultdict(list)
        self._named: set[str] = set()
        leading = _leading(mentions)
        self._leading = {id(m) for m in leading}
        self._opening = {id(m) for m in leading[:_OPENING]}
        self._elsewhere = _is_foreign_news(mentions) or _is_of_several(mentions)
        # The paragraph that has turned to another category's round.
        self._turned: int | None = None
        titles = [m for m in mentions if m.title and _is_free(m)]
        self.round.number = next((m.number for m in titles if m.number), None)
        day = next((m.day for m in titles if m.day), None)
        self.round.day = day or _today_of_title(mentions, titles)

    def add(self, mention: Mention) -> bool:
        """Add a mention if it is of the own round; return whether it is."""
        mention.rank = self._rank(mention)
        if mention.rank:
            self.round.mentions.append(mention)
            for figure in mention.figures:
                known = self._known[figure.field]
                if not _is_among(figure, known):
                    known.append(figure.value)
            self._named |= _specific(mention)
            self.round.day = self.round.day or mention.day
            self.round.number = self.round.number or mention.number
        return mention.rank > 0

    def _rank(self, mention: Mention) -> int:
        if self._elsewhere or mention.refers_to in ("other", "foreign"):
            return 0
        if self._contradicts(mention) or self._goes_on_elsewhere(mention):
            return 0
        named = _identifies(mention, self.round) and (
            not mention.inherited or self._agrees(mention)
        )
        if mention.title or named or self._gives_day(mention):
            return 3
        confirmed = mention.refers_to == "own" and self._shares(mention)
        return self._rank_of_unnamed(mention) if confirmed or _is_free(mention) else 0

    def _gives_day(self, mention: Mention) -> bool:
        """Return whether it has the own round's figures, after a day or beside one."""
        if mention.refers_to != "plain" or self.round.day is not None or not self._agrees(mention):
            return False
        goes_on = mention.inherited and not mention.aside and not mention.example
        if goes_on and mention.sentence.block <= _BEGINNING and self._shares(mention):
            return True
        both = {f.field for f in mention.figures} & self._known.keys()
        return bool(both >= {"cutoff", "invitations"} and mention.day and not mention.day.relative)

    def _goes_on_elsewhere(self, mention: Mention) -> bool:
        """Return whether its paragraph has turned to another category's round."""
        if mention.sentence.block != self._turned or mention.labelled:
            return False
        named = mention.day or mention.number or mention.categories
        return not named and mention.refers_to == "plain"

    def _rank_of_unnamed(self, mention: Mention) -> int:
        if not self._agrees(mention):
            if self._named and _specific(mention) - self._named:
                self._turned = mention.sentence.block
            return 3 if self._disputes(mention) else 0
        if mention.labelled or mention.refers_to == "own" or id(mention) in self._opening:
            return 3
        known = self._shares(mention) or (mention.same and self.round.mentions)
        if (mention.day or mention.number) and not known:
            return 0
        return 3 if id(mention) in self._leading else 1

    def _disputes(self, mention: Mention) -> bool:
        """Return whether it differs where the own figures stand, and names no other round: neither is believed."""
        if mention.day or mention.number or mention.sentence.block > _BEGINNING:
            return False
        if not mention.figures:
            named = _specific(mention)
            return id(mention) in self._opening and bool(named and self._named - named)
        first = not any(m.figures and not m.title for m in self.round.mentions)
        return mention.labelled or mention.refers_to == "own" or first

    def _contradicts(self, mention: Mention) -> bool:
        own = self.round
        if mention.number and own.number and mention.number != own.number:
            return True
        return bool(mention.day and own.day and not same_day(mention.day, own.day))

    def _shares(self, mention: Mention) -> bool:
        """Return whether one of its figures is the own round's already."""
        return any(_is_among(f, self._known.get(f.field, ())) for f in mention.figures)

    def _agrees(self, mention: Mention) -> bool:
        for figure in mention.figures:
            known = self._known.get(figure.field)
            if known and not _is_among(figure, known):
                return False
        own, named = self._named, {c.category for c in mention.categories if c.firm > 1}
        return own | named == TRADES or not (own and named) or bool(own & named)


def _is_among(figure: Figure, values: Iterable[int | Event]) -> bool:
    return any(same_value(figure.value, value) for value in values)


def _is_free(mention: Mention) -> bool:
    """Return whether nothing ties it to another round."""
    return not (mention.example or mention.aside or mention.inherited)


def _identifies(mention: Mention, one: MentionedRound) -> bool:
    """Return whether a mention names a round's number or day."""
    if mention.number and mention.number == one.number:
        return True
    return bool(mention.day and one.day and same_day(mention.day, one.day))


def _specific(mention: Mention) -> set[str]:
    return {one.category for one in mention.categories if one.category != "general"}


def _is_foreign_news(mentions: Sequence[Mention]) -> bool:
    """Return whether the news is a province's draw, and federal ones are mentioned in passing."""
    if any(m.title and (m.number or is_federal_title(m.sentence.normalized)) for m in mentions):
        return False
    for mention in mentions:
        if mention.refers_to == "foreign":
            return True
        if mention.figures and not mention.title and mention.refers_to != "other":
            return False
    return False


def _is_of_several(mentions: Sequence[Mention]) -> bool:
    """Return whether the text is about several rounds, so that none is its own."""
    titles = [m for m in mentions if m.title]
    if any(names_several_rounds(title.sentence.normalized) for title in titles):
        return True
    if any(t.figures or t.number or t.refers_to == "own" for t in titles):
        return False
    opening = [m for m in mentions if not m.title and not m.aside][:_OPENING]
    if opening and opening[0].figures:
        opening = opening[:1]
    return any(names_several_rounds(m.sentence.normalized) for m in opening)


def _leading(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the first mentions of a round in the text."""
    leading: list[Mention] = []
    for mention in mentions:
        if mention.title or mention.refers_to in ("other", "foreign") or not _is_free(mention):
            continue
        if mention.sentence.block > _BEGINNING:
            break
        leading.append(mention)
        if len({m.sentence.text for m in leading}) >= _LEADING:
            break
    return leading


def _add_to_others(others: list[MentionedRound], mention: Mention) -> None:
    if mention.refers_to == "foreign" or not (mention.day or mention.number):
        return
    known = next((other for other in others if _identifies(mention, other)), None)
    if known is None:
        known = MentionedRound(number=mention.number, day=mention.day)
        others.append(known)
    mention.rank = 3
    known.mentions.append(mention)


def _drop_late_days(mentions: Sequence[Mention]) -> None:
    """Drop "today" where the text also names its round's day just before.

    "On February 1, IRCC held a draw. In today's draw, ..." may be published on February 2. A round with other
    figures is another round, and keeps its day.
    """
    own = [m for m in mentions if not m.aside and _may_be_own(m)]
    late = [m for m in own if m.day and m.day.relative]
    today = late[0].day.full if late and late[0].day else None
    named = [m for m in own if m.day and not m.day.relative and _is_just_before(m.day, today)]
    if any(_may_be_one_round(m, late[0], own) for m in named):
        for mention in late:
            mention.day = None


def _today_of_title(mentions: Sequence[Mention], titles: Sequence[Mention]) -> CalendarDay | None:
    """Return the day of "today's draw", where it has a figure of the title."""
    titled = {(f.field, f.value) for m in titles for f in m.figures}
    todays = (m for m in mentions if m.refers_to == "own" and m.day and m.day.relative)
    return next((m.day for m in todays if titled & {(f.field, f.value) for f in m.figures}), None)


def _may_be_own(mention: Mention) -> bool:
    yesterday = _YESTERDAY.search(mention.sentence.normalized)
    return mention.refers_to in ("own", "plain") and not (mention.example or yesterday)


def _may_be_one_round(printed: Mention, late: Mention, own: Sequence[Mention]) -> bool:
    """Return whether no figure differs, and one is shared."""
    one, other = _counts(printed), _counts(late)
    shared = one.keys() & other.keys()
    if any(one[name] != other[name] for name in shared):
        return False
    return bool(shared) or printed.refers_to == "own" or own.index(printed) < own.index(late)


def _counts(mention: Mention) -> dict[str, int]:
    return {f.field: f.value for f in mention.figures if isinstance(f.value, int)}


def _is_just_before(day: CalendarDay, today: date | None) -> bool:
    on = today and (day.full or on_or_before(day, today))
    return bool(on and today and timedelta(0) < today - on <= _LATE)


_OPENING, _LEADING, _BEGINNING = 2, 4, 16
_LATE = timedelta(days=3)
_YESTERDAY = verbose(r"\b(?:yesterday|hier)\b")
