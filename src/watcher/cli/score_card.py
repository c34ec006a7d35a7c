"""The score card, as ``forecast --score-card`` prints it."""

from collections.abc import Iterator

import typer

from watcher.answers.score_card import CategoryScore, ForecastScores, ScoreCard, ScoredForecast
from watcher.cli import output

_SHOWN = 10
_LEGEND = (
    "Cut-offs: error is the mean distance from the forecast in points, same as last that of "
    "expecting the last cut-off again; 1 of 2 and 4 of 5 are how often the range held that is to "
    "hold so often (* it did not), width the mean width of the second; silent are rounds that "
    "nothing was forecast of. Rounds within some days: the mean chance told, and how often one "
    "came; Brier is the mean square of the difference (0 is best), in brackets that of telling "
    "the year before's share."
)
_AFTERWARDS = (
    "Reckoned afterwards: nobody saw these forecasts. They are what this version says of each day "
    "by the rounds drawn before it, and its method was chosen later, with rounds up to October "
    "2026 in sight: expect a little less of rounds to come."
)


def print_score_card(card: ScoreCard) -> None:
    """Print what was forecast in time, and apart from it what was reckoned afterwards."""
    if card.made is None:
        output.print_paragraph("No forecast is kept yet; a poll of IRCC's page keeps the day's.")
    else:
        _print_scores("Forecast before the rounds came", card.made)
    if card.reckoned is not None:
        typer.echo()
        _print_scores("Reckoned afterwards", card.reckoned)
        output.print_paragraph(_AFTERWARDS)
    if any(part is not None and part.rounds for part in (card.made, card.reckoned)):
        output.print_paragraph(_LEGEND)


def print_track_record(card: ScoreCard) -> None:
    """Print in one sentence how good forecasts were: those made in time, or else those reckoned."""
    parts = ((card.made, "forecast before they came"), (card.reckoned, "reckoned afterwards"))
    for part, how in parts:
        got = None if part is None else part.overall.cutoffs
        if got is not None and got.rounds:
            output.print_paragraph(
                f"Of {output.counted(got.rounds, 'round')} {how} the cut-off was "
                f"{_points(got.error)} points off on average (same as last: "
                f"{_points(got.last_error)}), and within the range of 4 of 5 in "
                f"{_percent(got.likely_held)}: watcher forecast --score-card"
            )
            return


def _print_scores(title: str, scores: ForecastScores) -> None:
    typer.echo(f"{title}, {scores.since} to {scores.until}")
    every = [scores.overall, *scores.categories]
    if scores.rounds or scores.overall.cutoffs.silent:
        output.print_table(
            [
                *("category", ">rounds", ">silent", ">error", ">same as last"),
                *(">1 of 2", ">4 of 5", ">width"),
            ],
            [list(_cutoff_cells(one)) for one in every],
            tight=True,
        )
    else:
        typer.echo("No round has come since.")
    if scores.overall.within:
        spans = [(f">{days} days", ">Brier") for days in scores.overall.within]
        output.print_table(
            ["round within", *(name for pair in spans for name in pair)],
            [list(_chance_cells(one, len(spans))) for one in every],
            tight=True,
        )
    if scores.rounds:
        output.print_table(
            ["round", "date", "category", ">CRS", ">forecast", ">1 of 2", ">4 of 5", ">last"],
            map(_round_cells, scores.rounds[:_SHOWN]),
            tight=True,
        )


def _cutoff_cells(one: CategoryScore) -> Iterator[str]:
    got = one.cutoffs
    yield from (one.category or "all", str(got.rounds), str(got.silent))
    yield from map(_points, (got.error, got.last_error))
    yield from map(_percent, (got.half_held, got.likely_held))
    yield _points(got.likely_width)


def _chance_cells(one: CategoryScore, spans: int) -> Iterator[str]:
    yield one.category or "all"
    for got in one.within.values():
        yield f"{got.told * 100:.0f}/{got.came:.0%}"
        yield f"{_brier(got.brier)} ({_brier(got.base_brier)})"
    yield from [""] * 2 * (spans - len(one.within))


def _round_cells(one: ScoredForecast) -> tuple[str, ...]:
    ranges = ((one.half, one.half_held), (one.likely, one.likely_held))
    return (
        f"#{one.number}",
        str(one.date),
        one.category,
        str(one.cutoff),
        f"{one.median} ({output.format_difference(one.error)})",
        *(f"{low}-{high}{'' if held else '*'}" for (low, high), held in ranges),
        str(one.last),
    )


def _points(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"


def _brier(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")
