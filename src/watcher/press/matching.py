"""Matches reports to rounds: by the printed number, else by the figures together.

One figure may be wrong. A report that fits no round, or two alike, is matched to none: the operator sees what is left
unmatched, but everybody would see an invented round.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from watcher.core.claims import PUBLISHED_WITHIN, Agreement, Claim, compare
from watcher.core.model import FIGURES, PROVISIONAL, Report, Round, ordinal
from watcher.core.schedule import OTTAWA, TOO_OLD

# The round of a text without its day was drawn in the two weeks before it.
_RECENT = timedelta(days=14)
_ONE_DAY = timedelta(days=1)
_ALIKE_WITHIN = timedelta(days=60)
_ALL_BUT_THE_DATE = 3
_FEWEST_AGREEING = 2
_NAMES = {"date": "day", "category": "category", "cutoff": "cut-off", "invitations": "invitations"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The round ``number`` that a report is of, or None; ``wrong`` names the figures that differ."""

    number: str | None = None
    wrong: tuple[str, ...] = ()
    why: str


@dataclass(frozen=True, slots=True)
class _Fit:
    round: Round
    agreeing: frozenset[str]
    wrong: tuple[str, ...]

    @property
    def score(self) -> int:
        """How well it fits: a wrong figure outweighs two that agree."""
        return len(self.agreeing) - 2 * len(self.wrong)

    def match(self, why: str) -> Match:
        """Make the match with this round."""
        return Match(number=self.round.number, wrong=self.wrong, why=why)


def match_report(report: Report, rounds: Iterable[Round], *, published: datetime | None) -> Match:
    """Find the one round of *rounds* that *report* can only be of."""
    fits = [_fit(report, round_) for round_ in rounds]
    if report.number is not None:
        return _by_number(report.number, fits)
    return _by_figures(report, fits, published)


def why_not_new(claim: Claim, rounds: Sequence[Round], now: datetime) -> str | None:
    """Return why a claim that fits none of *rounds* (all that are known) is no new round either; None if it is one."""
    report = claim.report
    if not claim.is_news:
        return "it is mentioned in passing"
    # A day that only its publication gives asks for all the others.
    needed = ["date", "category", "cutoff"]
    needed += ["invitations"] if report.precision.get("date") == "published" else []
    missing = [f for f in needed if getattr(report, f) is None]
    if missing:
        return f"it does not say the {' and the '.join(missing)}".replace("cutoff", "cut-off")
    return _against(report, rounds, now)


def provisional_number(report: Report, taken: Collection[str]) -> str:
    """Make a provisional number, which is none of *taken*."""
    number = base = f"{PROVISIONAL}{report.date}-{report.category}"
    again = 2
    while number in taken:
        number = f"{base}-{again}"
        again += 1
    return number


def find_predecessor(official: Round, reported: Sequence[Round]) -> Round | None:
    """Find the reported round that *official* is, however wrong its figures were.

    Of the same or an adjacent day, one that claims its number or has its category; else by its figures.
    """
    day = official.date
    nearby = [r for r in reported if r.date and day and abs(r.date - day) <= _ONE_DAY]
    named = [r for r in nearby if r.claimed == official.number]
    alike = [r for r in nearby if r.category == official.category]
    if named or alike:
        return (named or alike)[0]
    figures = {figure: getattr(official, figure) for figure in FIGURES}
    found = match_report(Report(**figures), reported, published=None)
    return next((r for r in reported if r.number == found.number), None)


def _fit(report: Report, round_: Round) -> _Fit:
    compared = compare(report, round_)
    return _Fit(
        round_,
        frozenset(f for f, s in compared.items() if s is Agreement.AGREES),
        tuple(f for f, s in compared.items() if s is Agreement.DIFFERS),
    )


def _by_number(number: str, fits: Sequence[_Fit]) -> Match:
    named = [f for f in fits if number in (f.round.number, f.round.claimed)]
    # The printed number before one that other reports claim.
    named.sort(key=lambda f: f.round.number != number)
    for fit in named:
        if len(fit.wrong) <= 1 and (fit.agreeing or not fit.wrong):
            return fit.match(f"by its number, {number}")
    # Then the number is the one field that may be wrong.
    others = [f for f in fits if not f.wrong and len(f.agreeing) >= _ALL_BUT_THE_DATE]
    if len(others) == 1:
        why = f"by its figures; it calls the round {number}"
        return Match(number=others[0].round.number, wrong=("number",), why=why)
    if named:
        return Match(why=f"it is numbered {number}, but not with its {_words(named[0].wrong)}")
    return Match(why=f"no round numbered {number} is known")


def _by_figures(report: Report, fits: Sequence[_Fit], published: datetime | None) -> Match:
    able = [fit for fit in fits if _is_enough(fit, report, published)]
    if not able:
        return Match(why="its figures fit no round that is known")
    best = max(fit.score for fit in able)
    chosen = [fit for fit in able if fit.score == best]
    if len(chosen) > 1:
        numbers = ", ".join(fit.round.number for fit in chosen[:3])
        return Match(why=f"its figures fit several rounds alike: {numbers}")
    return chosen[0].match(f"by its figures: {_words(chosen[0].agreeing)}")


def _is_enough(fit: _Fit, report: Report, published: datetime | None) -> bool:
    """Require two figures that agree, the day among them or all others, and at most one wrong."""
    agreeing, wrong = fit.agreeing, fit.wrong
    if len(agreeing) < _FEWEST_AGREEING or len(wrong) > 1:
        # Of two rounds on one day the caller finds both, and chooses none.
        printed = report.precision.get("date") != "published"
        return agreeing == {"date"} and not wrong and printed
    if "date" in wrong:
        return len(agreeing) >= _ALL_BUT_THE_DATE
    if "date" in agreeing or (not wrong and {"cutoff", "invitations"} <= agreeing):
        return True
    if published is None or fit.round.date is None:
        return False
    age = published.date() - fit.round.date
    return -_ONE_DAY <= age <= (PUBLISHED_WITHIN if wrong else _RECENT)


def _words(figures: Iterable[str]) -> str:
    """Name figures for people, in the order of tables."""
    named = {*figures}
    return ", ".join(word for figure, word in _NAMES.items() if figure in named)


def _against(report: Report, rounds: Sequence[Round], now: datetime) -> str | None:
    day = report.date
    official = [round_ for round_ in rounds if round_.confirmed]
    newest = max((r.date for r in official if r.date), default=None)
    if day is None or newest is None:
        return "no official round is known yet to compare it with"
    today = now.astimezone(OTTAWA).date()
    if day > today:
        return "its day is yet to come"
    if today - day > TOO_OLD or day < newest - _ONE_DAY:
        return "it is older than the newest round, or than ten days"
    known = max((ordinal(round_.number) for round_ in official), default=0)
    if report.number is not None and ordinal(report.number) <= known:
        return f"its number, {report.number}, is an earlier round's"
    return _too_like(report, day, rounds)


def _too_like(report: Report, day: date, rounds: Sequence[Round]) -> str | None:
    """Find the round that this may be a garbled report of."""
    soft = report.precision.get("date") == "published"
    for round_ in rounds:
        if round_.category != report.category or round_.date is None:
            continue
        apart = abs(round_.date - day)
        if apart <= _ONE_DAY:
            return f"#{round_.called} of the same category is of that day"
        same = round_.cutoff == report.cutoff or (soft and round_.invitations == report.invitations)
        if same and apart <= _ALIKE_WITHIN:
            return f"it may be #{round_.called}, with another day"
    return None
