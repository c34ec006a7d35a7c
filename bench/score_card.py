"""``python -m bench.score_card > docs/score-card.md``: the score card of the published rounds, walking forward.

Every round from 2025 on is forecast as of its day, from the rounds drawn before that day, and the chances are told as
of every day. Takes some five seconds.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from watcher.core.model import FIGURES, Round
from watcher.demo.published import feed_bytes, published_rounds
from watcher.insight.score_card import (
    CategoryScore,
    ForecastScores,
    forecasts_to_keep,
    score_forecasts,
)
from watcher.ircc.rounds_json import read_rounds_json

SINCE = date(2025, 1, 1)
_NOW = datetime(2026, 11, 1, tzinfo=UTC)


def published() -> list[Round]:
    """Return every published round of the table that the demo has, oldest first."""
    document = read_rounds_json(feed_bytes(published_rounds()), seen={})
    return [
        Round(
            number=report.number or "",
            first_seen=_NOW,
            **{figure: getattr(report, figure) for figure in FIGURES},
        )
        for report in reversed(document.reports)
    ]


def scores(rounds: list[Round], since: date, until: date) -> ForecastScores:
    """Forecast as of every day from *since* until *until*, and score it."""
    days = (since + timedelta(days=n) for n in range((until - since).days + 1))
    made = [
        one for day in days for one in forecasts_to_keep(rounds, day, made_at=_NOW, reckoned=True)
    ]
    found = score_forecasts(made, [r for r in rounds if r.date and r.date <= until], until)
    assert found is not None
    return found


def document() -> Iterator[str]:
    """Yield the lines of ``docs/score-card.md``."""
    rounds = published()
    last = rounds[-1].date
    assert last is not None
    yield from _HEAD.format(until=last).splitlines()
    spans = [("2025", SINCE, date(2025, 12, 31)), (f"2026, up to {last}", date(2026, 1, 1), last)]
    for title, since, until in [*spans, ("Both together", SINCE, last)]:
        found = scores(rounds, since, until)
        every = [found.overall, *found.categories]
        yield from ("", f"## {title}", "", _CUTOFFS, _rule(_CUTOFFS))
        yield from map(_cutoff_row, every)
        yield from ("", _CHANCES, _rule(_CHANCES))
        yield from map(_chance_row, every)


def _cutoff_row(one: CategoryScore) -> str:
    got = one.cutoffs
    cells: list[object] = [one.category or "**all**", got.rounds, got.silent]
    cells += [_points(got.error), _points(got.last_error)]
    cells += [_share(got.half_held), _share(got.likely_held), _points(got.likely_width)]
    return _row(cells)


def _chance_row(one: CategoryScore) -> str:
    cells: list[object] = [one.category or "**all**"]
    for got in one.within.values():
        cells += [f"{got.told:.0%} / {got.came:.0%}", f"{got.brier:.3f} ({got.base_brier:.3f})"]
    return _row(cells)


def _row(cells: list[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _rule(heading: str) -> str:
    names = heading.strip("| ").split(" | ")
    return _row(["---", *["--:"] * (len(names) - 1)])


def _points(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"


_HEAD = """# The score card of the published rounds

Made by

    python -m bench.score_card > docs/score-card.md

from the rounds published up to {until}, walking forward: the forecast of each round is what `watcher forecast
--as-of` says for its day, from the rounds drawn before that day. It was reckoned afterwards, and the method's
constants were chosen with these two years in sight: expect a little less of later rounds. What a running watcher
forecast before its rounds, and how that went, is shown by `watcher forecast --score-card`.

- *rounds*: with a forecast; *silent*: without one, for one of the reasons in [your case](your-case.md)
- *error*: mean distance of the cut-off from the forecast (the middle one), in points; *same as last*: that of expecting
  the last cut-off again
- *1 of 2*, *4 of 5*: how often the cut-off lay in the range that is to hold so often; *width* of the second, in points
- *told / came*: the mean chance of a round within so many days from a day on, told every day, and how often one came;
  *Brier*: the mean square of the difference (0 is best), and in brackets that of telling the share of the year before"""
_CUTOFFS = "| category | rounds | silent | error | same as last | 1 of 2 | 4 of 5 | width |"
_CHANCES = "| category | 7 days: told / came | Brier | 14 days | Brier | 30 days | Brier |"


if __name__ == "__main__":
    print(*document(), sep="\n")
