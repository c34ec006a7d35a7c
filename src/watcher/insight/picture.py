"""What a picture of a category's cut-offs shows, in words and values; who draws it is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from watcher.core.category import label
from watcher.core.model import Round
from watcher.core.settings import OTTAWA_ZONE, Language
from watcher.insight.scale import months, ticks
from watcher.insight.trends import cutoffs
from watcher.messages.formatter import N_, Formatter

LOOKED_BACK = timedelta(days=3 * 365)
# However long ago: fewer are no history.
FEWEST = 12
_TICKS = 6
_MOST_SCORES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The cut-off of one round; ``text`` is written beside it, where there is any."""

    day: date
    cutoff: int
    hollow: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A score as a line, with its words."""

    score: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything that is drawn, in the reader's language; ``told`` says it in words."""

    title: str
    subtitle: str
    axis: str
    marks: tuple[Mark, ...]
    levels: tuple[Level, ...]
    y_ticks: tuple[int, ...]
    x_ticks: tuple[tuple[date, str], ...]
    told: str


def picture(
    category: str,
    rounds: Iterable[Round],
    *,
    language: Language,
    about: Round | None = None,
    scores: Sequence[int] = (),
) -> Picture:
    """Describe the cut-offs of a category up to the round that it is *about*.

    At least the last twelve, however long ago, and all of the last three years. A
    round *about* that is not confirmed is drawn hollow. Without *about*, the newest
    has its number and cut-off beside it.
    """
    fmt = Formatter(language, OTTAWA_ZONE)
    (series,) = cutoffs(rounds, [category])
    marks = [
        Mark(day=p.day, cutoff=p.cutoff, text=p.round.number)
        for p in series.points
        if about is None or about.date is None or p.day <= about.date
    ]
    marks = _recent(_with(about, marks))
    named = tuple(_named(mark, marks[-1], fmt) for mark in marks)
    levels = tuple(
        Level(score=score, text=fmt.gettext("your score: {score}", score=score))
        for score in sorted(set(scores))[:_MOST_SCORES]
    )
    values = [mark.cutoff for mark in marks] + [level.score for level in levels]
    subtitle = _subtitle(marks, fmt)
    title = label(category, language)
    spoken = [title, subtitle, *(mark.text for mark in named if mark.text)]
    return Picture(
        title=title,
        subtitle=subtitle,
        axis=fmt.gettext("Cut-off (CRS points)"),
        marks=named,
        levels=levels,
        y_ticks=tuple(ticks(min(values), max(values), _TICKS)) if values else (),
        x_ticks=_x_ticks(marks, fmt),
        told=". ".join([*spoken, *(level.text for level in levels)]),
    )


def _with(about: Round | None, marks: list[Mark]) -> list[Mark]:
    """Put the reported round last, which no series has."""
    if about is None or about.confirmed or about.cutoff is None or about.date is None:
        return marks
    reported = Mark(day=about.date, cutoff=about.cutoff, hollow=True, text=about.claimed or "")
    return [*marks, reported]


def _recent(marks: list[Mark]) -> list[Mark]:
    if not marks:
        return marks
    since = marks[-1].day - LOOKED_BACK
    recent = [mark for mark in marks if mark.day >= since]
    return recent if len(recent) >= FEWEST else marks[-FEWEST:]


def _named(mark: Mark, last: Mark, fmt: Formatter) -> Mark:
    """Write beside the last mark what it is, and beside no other."""
    text = ""
    if mark is last:
        number = f"#{mark.text}" if mark.text else ""
        sentence = N_("{number} reported: {cutoff}") if mark.hollow else N_("{number}: {cutoff}")
        text = fmt.gettext(sentence, number=number, cutoff=mark.cutoff).strip()
    return Mark(day=mark.day, cutoff=mark.cutoff, hollow=mark.hollow, text=text)


def _subtitle(marks: Sequence[Mark], fmt: Formatter) -> str:
    if not marks:
        return fmt.gettext("No round of this category is known")
    first, last = fmt.day(marks[0].day), fmt.day(marks[-1].day)
    if len(marks) == 1:
        return fmt.gettext("The one round of this category, {last}", last=last)
    count = fmt.number(len(marks))
    return fmt.gettext("Cut-offs of {n} rounds, {first} to {last}", n=count, first=first, last=last)


def _x_ticks(marks: Sequence[Mark], fmt: Formatter) -> tuple[tuple[date, str], ...]:
    if not marks:
        return ()
    days = months(marks[0].day, marks[-1].day, _TICKS)
    return tuple((day, fmt.short_month(day)) for day in days)
