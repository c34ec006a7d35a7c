"""Which round a report is of: by its number, else by its figures together.

One field may be wrong, as in one of the five articles that this project began from
(463 for 476). What fits no round, or two alike, is of none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.core.claims import SOON, Stance, stances
from watcher.core.model import Report, Round

# An undated text tells of a round of the two weeks before it.
_RECENT = timedelta(days=14)
_WITHOUT_A_DAY = 3  # category, cut-off and invitations: all but the date
_FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The report is of round ``number``; ``wrong`` names what it says otherwise."""

    number: str
    wrong: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjoined:
    """It cannot be told which round the report is of."""

    why: str


@dataclass(frozen=True, slots=True)
class _Fit:
    round: Round
    agreeing: frozenset[str]
    wrong: tuple[str, ...]

    @property
    def score(self) -> int:
        return len(self.agreeing) - 2 * len(self.wrong)


def join(
    report: Report, rounds: Iterable[Round], *, published: datetime | None
) -> Joined | Unjoined:
    """Find the one round of *rounds* that *report* can only be of."""
    fits = [_fit(report, round_) for round_ in rounds]
    if report.number is not None:
        return _by_number(report.number, fits)
    return _by_figures(report, fits, published)


def _fit(report: Report, round_: Round) -> _Fit:
    found = stances(report, round_)
    return _Fit(
        round_,
        frozenset(f for f, s in found.items() if s is Stance.AGREES),
        tuple(f for f, s in found.items() if s is Stance.DIFFERS),
    )


def _by_number(number: str, fits: Sequence[_Fit]) -> Joined | Unjoined:
    named = [f for f in fits if number in (f.round.number, f.round.claimed)]
    # The printed number before one that other reports claim.
    named.sort(key=lambda f: f.round.number != number)
    for fit in named:
        if len(fit.wrong) <= 1 and (fit.agreeing or not fit.wrong):
            return _joined(fit, f"by its number, {number}")
    # Then the number is the one field that may be wrong.
    others = [f for f in fits if not f.wrong and len(f.agreeing) >= _WITHOUT_A_DAY]
    if len(others) == 1:
        fit = others[0]
        why = f"by its figures; it calls the round {number}"
        return Joined(number=fit.round.number, wrong=("number",), why=why)
    if named:
        wrong = _words(named[0].wrong)
        return Unjoined(why=f"it is numbered {number}, but not with its {wrong}")
    return Unjoined(why=f"no round numbered {number} is known")


def _by_figures(
    report: Report, fits: Sequence[_Fit], published: datetime | None
) -> Joined | Unjoined:
    able = [fit for fit in fits if _is_enough(fit, report, published)]
    if not able:
        return Unjoined(why="its figures fit no round that is known")
    best = max(fit.score for fit in able)
    chosen = [fit for fit in able if fit.score == best]
    if len(chosen) > 1:
        numbers = ", ".join(fit.round.number for fit in chosen[:3])
        return Unjoined(why=f"its figures fit several rounds alike: {numbers}")
    return _joined(chosen[0], f"by its figures: {_words(chosen[0].agreeing)}")


def _is_enough(fit: _Fit, report: Report, published: datetime | None) -> bool:
    """Ask for two figures that agree, the day among them or all others, one wrong."""
    agreeing, wrong = fit.agreeing, fit.wrong
    if len(agreeing) < _FEWEST or len(wrong) > 1:
        # Two rounds on one day are told by the caller, who finds both.
        printed = report.precision.get("date") != "published"
        return agreeing == {"date"} and not wrong and printed
    if "date" in wrong:
        return len(agreeing) >= _WITHOUT_A_DAY
    if "date" in agreeing or (not wrong and {"cutoff", "invitations"} <= agreeing):
        return True
    return _is_recent(fit.round, published, SOON if wrong else _RECENT)


def _is_recent(round_: Round, published: datetime | None, span: timedelta) -> bool:
    if published is None or round_.date is None:
        return False
    age = published.date() - round_.date
    return timedelta(days=-1) <= age <= span


def _words(fields: Iterable[str]) -> str:
    """Name figures as people do, in the order in which they stand in tables."""
    return ", ".join(word for field, word in _NAMED.items() if field in {*fields})


_NAMED = {"date": "day", "category": "category", "cutoff": "cut-off", "invitations": "invitations"}


def _joined(fit: _Fit, why: str) -> Joined:
    return Joined(number=fit.round.number, wrong=fit.wrong, why=why)
