"""``forecast``: what the next round of each category may be."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, NoReturn

import typer

from watcher.answers.forecast import CategoryForecast, Silence, by_reason, forecasts, why_silent
from watcher.answers.score_card import ScoreCard, score_card
from watcher.answers.snapshot import Snapshot, open_snapshot
from watcher.cli import output
from watcher.cli.context import hint, require_rounds, settings_of, time_of
from watcher.cli.group import NOTHING, AsOfDayOption, JsonOption, complete_category, end
from watcher.cli.score_card import print_score_card, print_track_record
from watcher.core.category import CATEGORIES
from watcher.messages.formatter import ENGLISH
from watcher.messages.likelihood import percent_of

# Columns of the table with the ranges of invitations.
_WIDE = 94

_Category = Annotated[
    str | None,
    typer.Argument(
        metavar="CATEGORY",
        help="What the rounds select by: cec, healthcare ...; else every active one.",
        autocompletion=complete_category,
    ),
]
_ScoreCard = Annotated[bool, typer.Option("--score-card", help="How good earlier forecasts were.")]


def forecast_command(
    ctx: typer.Context,
    category: _Category = None,
    *,
    as_of: AsOfDayOption = None,
    as_score_card: _ScoreCard = False,
    as_json: JsonOption = False,
) -> None:
    """Say what the next round of each category may be, and how soon.

    Of every category with a round in the last year: the cut-off that is as
    likely too high as too low, its range in one case of two and in four of
    five, how many invitations, and the chance of a round within 7, 14 and 30
    days. No cut-off is forecast after the rules for scores changed, until the
    category has had a round; with fewer than three rounds; nor after a gap of
    over three times the usual one. Then it says why.

    With --score-card, how good earlier forecasts were, those made before their
    rounds and, apart from them, those reckoned afterwards.

    [bold]Examples[/]
      watcher forecast
      watcher forecast cec
      watcher forecast cec --as-of 2026-10-02 --json
      watcher forecast --score-card
    """
    slug = category.casefold() if category else None
    if as_score_card:
        _show_score_card(ctx, slug, as_of, as_json=as_json)
        return
    with open_snapshot(settings_of(ctx), time_of(None)) as snapshot:
        require_rounds(snapshot)
        found = forecasts(snapshot, as_of=as_of, category=slug)
        if not found:
            _end_without(snapshot, slug, as_of)
        card = None if as_of or as_json else score_card(snapshot, slug)
    if as_json:
        output.print_json(found)
    else:
        _print_forecasts(found, card)


def _show_score_card(
    ctx: typer.Context, slug: str | None, as_of: date | None, *, as_json: bool
) -> None:
    if as_of is not None:
        wrong = "the score card is of all forecasts up to now; --as-of asks for a day's forecast"
        raise typer.BadParameter(wrong, param_hint="--as-of")
    with open_snapshot(settings_of(ctx), time_of(None)) as snapshot:
        card = score_card(snapshot, slug)
    if slug is not None and card.made is None and card.reckoned is None:
        end(f"nothing was ever forecast of {slug}", NOTHING)
    if as_json:
        output.print_json(card)
    else:
        print_score_card(card)


def _end_without(snapshot: Snapshot, slug: str | None, as_of: date | None) -> NoReturn:
    """End with what is known of a category without a round in the last year."""
    active = [one.category for one in forecasts(snapshot, as_of=as_of)]
    if slug is None or not active:
        end("no round of the year before is known, so nothing can be forecast", NOTHING)
    reason = why_silent(snapshot, slug, as_of=as_of)
    if reason and reason.why is Silence.NEVER and slug not in CATEGORIES:
        end(f"no category is called {slug!r}; {hint(slug, active)}", NOTHING)
    end(f"nothing can be forecast for {slug}: {reason}; active: {', '.join(active)}", NOTHING)


def _print_forecasts(found: Sequence[CategoryForecast], card: ScoreCard | None) -> None:
    wide = output.open_console().width >= _WIDE
    output.print_table(
        [
            *("category", ">last", "on", ">next", ">1 of 2", ">4 of 5"),
            *(">invitations" if wide else ">invit.", ">7 d", ">14 d", ">30 d"),
        ],
        [list(_row(one, wide=wide)) for one in found],
        title=f"The next round of each category, by those drawn before {found[0].as_of}",
        tight=True,
    )
    silent = {one.category: one.withheld for one in found if one.withheld is not None}
    for reason, slugs in by_reason(silent).items():
        output.print_paragraph(f"No cut-off for {', '.join(slugs)}: {reason}.")
    if all(one.cutoff is None for one in found):
        output.print_paragraph(
            "Ask again after the next round. What was forecast before: "
            f"watcher forecast --as-of {max(one.last.date for one in found)}"
        )
    if card is not None:
        print_track_record(card)


def _row(one: CategoryForecast, *, wide: bool) -> Iterator[str]:
    # The year is clear: there was a round in the last one.
    day = one.last.date.isoformat() if wide else f"{one.last.date:%m-%d}"
    yield from (one.category, str(one.last.cutoff), day)
    if one.cutoff is None:
        yield from ("-", "-", "-")
    else:
        yield str(one.cutoff.median)
        yield from (f"{low}-{high}" for low, high in (one.cutoff.half, one.cutoff.likely))
    many = one.invitations
    if many is None:
        yield "-"
    else:
        yield f"{many.median:,} ({many.low:,}-{many.high:,})" if wide else f"{many.median:,}"
    yield from (percent_of(share, ENGLISH, short=True) for share in one.within.values())
