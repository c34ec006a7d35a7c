"""Mentions -> rounds: which mentions are of the text's own round, which of others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from watcher.press.prose.cues import several_rounds
from watcher.press.prose.dates import Day, same_day
from watcher.press.prose.facts import Figure
from watcher.press.prose.instants import Instant
from watcher.press.prose.kinds import Named
from watcher.press.prose.late import today_of_title, without_late_days
from watcher.press.prose.provinces import federal_title
from watcher.press.prose.reading import Placed

#: How much a mention counts: 3 says which round it means, 1 only fills in.
Rank = int


@dataclass(slots=True, kw_only=True)
class Gathered:
    """What all mentions of one round say; day and number as they identify it."""

    number: str | None = None
    day: Day | None = None
    mentions: list[tuple[Placed, Rank]] = field(default_factory=list)

    def figures(self, name: str) -> list[tuple[Figure, Rank, Placed]]:
        """Give every value of a figure with its rank."""
        return [
            (figure, rank, placed)
            for placed, rank in self.mentions
            for figure in placed.mention.figures
            if figure.field == name
        ]

    def kinds(self) -> list[tuple[Named, Rank, Placed]]:
        """Give every category that is named with its rank."""
        return [
            (kind, rank, placed) for placed, rank in self.mentions for kind in placed.mention.kinds
        ]


@dataclass(frozen=True, slots=True)
class Rounds:
    """The text's own round, if it has one, and the others it names."""

    own: Gathered | None
    others: tuple[Gathered, ...]


def gather(placed: Sequence[Placed]) -> Rounds:
    """Tell the text's own round from the others.

    It is the one of the title and of the first sentences that state figures; what
    says nothing of which round it means belongs to it as long as it fits.
    """
    without_late_days(placed)
    own = _Own(placed)
    for one in placed:
        own.offer(one)
    # Again, what could not be placed before all of the round's figures were known.
    again, own.left = own.left, []
    for one in again:
        own.offer(one)
    others: list[Gathered] = []
    for one in own.left:
        if not own.is_of(one):
            _put(others, one)
    return Rounds(own.round if own.round.mentions else None, tuple(others))


def same_value(one: int | Instant, other: int | Instant) -> bool:
    """Say whether two figures may be one; what is less exact fits what is more."""
    if isinstance(one, int) or isinstance(other, int):
        return one == other
    if one.day and other.day and not same_day(one.day, other.day):
        return False
    if one.clock is None or other.clock is None:
        return True
    if one.clock.zone != other.clock.zone:
        return True
    return (one.clock.hour, one.clock.minute) == (other.clock.hour, other.clock.minute)


#: "Trades" is short for the program, too; the category is never called by its name.
TRADES = {"trades", "fst"}


class _Own:
    """The own round as it grows; ``left`` is what is of other rounds."""

    def __init__(self, placed: Sequence[Placed]) -> None:
        self.round = Gathered()
        self.left: list[Placed] = []
        # Each value once: a text may repeat one ten thousand times.
        self._known: dict[str, list[int | Instant]] = {}
        self._named: set[str] = set()
        leading = _leading(placed)
        self._leading = {id(one) for one in leading}
        self._opening = {id(one) for one in leading[:_OPENING]}
        self._theirs = _begins_elsewhere(placed) or _several(placed)
        # The paragraph that has turned to another category's round.
        self._turned: int | None = None
        titles = [p.mention for p in placed if p.title and _free(p)]
        self.round.number = next((m.number for m in titles if m.number), None)
        self.round.day = next((m.day for m in titles if m.day), None) or today_of_title(
            placed, titles
        )

    def offer(self, one: Placed) -> None:
        """Take a mention in, or leave it."""
        rank = self._rank(one)
        if not rank:
            self.left.append(one)
            return
        self.round.mentions.append((one, rank))
        for figure in one.mention.figures:
            known = self._known.setdefault(figure.field, [])
            if not _stands(figure, known):
                known.append(figure.value)
        self._named |= _special(one.mention.kinds)
        self.round.day = self.round.day or one.mention.day
        self.round.number = self.round.number or one.mention.number

    def _rank(self, one: Placed) -> Rank:
        mention = one.mention
        if self._theirs or mention.stance in ("other", "foreign"):
            return 0
        if self._contradicted(one) or self._goes_on_elsewhere(one):
            return 0
        named = self.is_of(one) and not (mention.inherited and not self._agrees(one))
        if one.title or named:
            return 3
        if self._gives_day(one) or self._repeats(one):
            return 3
        told = mention.stance == "own" and self._shares(one)
        return self._rank_of_unnamed(one) if told or _free(one) else 0

    def _gives_day(self, one: Placed) -> bool:
        """Say whether it tells, after a day, of the own round's figures."""
        mention = one.mention
        return (
            mention.inherited
            and mention.stance == "plain"
            and self.round.day is None
            and not one.aside
            and not mention.example
            and mention.sentence.block <= _BEGINNING
            and self._shares(one)
            and self._agrees(one)
        )

    def _repeats(self, one: Placed) -> bool:
        """Say whether it is a row that gives the day beside all of the own figures."""
        mention = one.mention
        both = {f.field for f in mention.figures} & self._known.keys()
        return bool(
            both >= {"cutoff", "invitations"}
            and (mention.day and not mention.day.relative)
            and mention.stance == "plain"
            and self.round.day is None
            and self._agrees(one)
        )

    def _goes_on_elsewhere(self, one: Placed) -> bool:
        mention = one.mention
        if mention.sentence.block != self._turned or one.labelled:
            return False
        return not (mention.day or mention.number or mention.kinds) and (mention.stance == "plain")

    def _rank_of_unnamed(self, one: Placed) -> Rank:
        mention = one.mention
        if not self._agrees(one):
            if self._named and _special(mention.kinds) - self._named:
                self._turned = mention.sentence.block
            return 3 if self._disputes(one) else 0
        if one.labelled or mention.stance == "own" or id(one) in self._opening:
            return 3
        known = self._shares(one) or (mention.same and self.round.mentions)
        if (mention.day or mention.number) and not known:
            return 0
        return 3 if id(one) in self._leading else 1

    def _disputes(self, one: Placed) -> bool:
        # What stands where the own round's figures do, names no other round, and has
        # other figures: neither can be believed.
        mention = one.mention
        if mention.day or mention.number or mention.sentence.block > _BEGINNING:
            return False
        if not mention.figures:
            named = _special(mention.kinds)
            return id(one) in self._opening and bool(named and self._named - named)
        first = not any(not p.title and p.mention.figures for p, _ in self.round.mentions)
        return one.labelled or mention.stance == "own" or first

    def _contradicted(self, one: Placed) -> bool:
        mention, own = one.mention, self.round
        if mention.number and own.number and mention.number != own.number:
            return True
        return bool(mention.day and own.day and not same_day(mention.day, own.day))

    def is_of(self, one: Placed) -> bool:
        """Say whether a mention names the own round's number or day."""
        mention, own = one.mention, self.round
        if mention.number and mention.number == own.number:
            return True
        return bool(mention.day and own.day and same_day(mention.day, own.day))

    def _shares(self, one: Placed) -> bool:
        """Say whether a figure of it stands in the own round already."""
        return any(
            _stands(figure, self._known.get(figure.field, ())) for figure in one.mention.figures
        )

    def _agrees(self, one: Placed) -> bool:
        for figure in one.mention.figures:
            said = self._known.get(figure.field)
            if said and not _stands(figure, said):
                return False
        own = self._named
        named = {kind.category for kind in one.mention.kinds if kind.firm > 1}
        if own | named == TRADES:
            return True
        return not (own and named) or bool(own & named)


def _stands(figure: Figure, values: Iterable[int | Instant]) -> bool:
    return any(same_value(figure.value, value) for value in values)


def _free(one: Placed) -> bool:
    return not (one.mention.example or one.aside or one.mention.inherited)


def _special(kinds: Iterable[Named]) -> set[str]:
    return {kind.category for kind in kinds if kind.category != "general"}


def _begins_elsewhere(placed: Sequence[Placed]) -> bool:
    """Say whether the news is a province's draw, which names federal ones in passing."""
    titles = [p for p in placed if p.title]
    if any(federal_title(p.mention.sentence.flat) or p.mention.number for p in titles):
        return False
    for one in placed:
        if one.mention.stance == "foreign":
            return True
        if not one.title and one.mention.figures and one.mention.stance != "other":
            return False
    return False


def _several(placed: Sequence[Placed]) -> bool:
    """Say whether the text is about several rounds, so that none is its own."""
    titles = [p.mention for p in placed if p.title]
    if any(several_rounds(title.sentence.flat) for title in titles):
        return True
    if any(t.figures or t.number or t.stance == "own" for t in titles):
        return False
    opening = [p for p in placed if not p.title and not p.aside][:_OPENING]
    if opening and opening[0].mention.figures:
        opening = opening[:1]
    return any(several_rounds(p.mention.sentence.flat) for p in opening)


def _leading(placed: Sequence[Placed]) -> list[Placed]:
    """Give the mentions with which the text begins to tell of a round."""
    leading: list[Placed] = []
    for one in placed:
        mention = one.mention
        if one.title or mention.stance in ("other", "foreign") or not _free(one):
            continue
        if mention.sentence.block > _BEGINNING:
            break
        leading.append(one)
        if len({p.mention.sentence.text for p in leading}) >= _LEADING:
            break
    return leading


def _put(others: list[Gathered], one: Placed) -> None:
    mention = one.mention
    if mention.stance == "foreign" or not (mention.day or mention.number):
        return
    for other in others:
        if (mention.number and mention.number == other.number) or (
            mention.day and other.day and same_day(mention.day, other.day)
        ):
            other.mentions.append((one, 3))
            return
    others.append(Gathered(number=mention.number, day=mention.day, mentions=[(one, 3)]))


_OPENING, _LEADING, _BEGINNING = 2, 4, 16
