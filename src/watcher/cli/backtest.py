"""``backtest``: the past rounds that would have invited a person, and what other scores would have changed."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Annotated

import typer

from watcher.answers.backtest import Backtest, backtest
from watcher.answers.rounds import known_rounds
from watcher.answers.snapshot import open_snapshot
from watcher.cli import output
from watcher.cli.context import require_rounds, settings_of, time_before
from watcher.cli.group import (
    NOTHING,
    AsOfDayOption,
    JsonOption,
    SubscriptionOption,
    end,
    parse_day_option,
)
from watcher.cli.person import CategoriesOption, ScoreOption, SubmittedOption, people_of
from watcher.core.category import ALL
from watcher.core.model import VerdictKind
from watcher.core.pool import HIGHEST_CRS
from watcher.core.schedule import TWELVE_MONTHS
from watcher.insight.backtest import JudgedRound, WhatIf, YearOfCategory
from watcher.messages.formatter import english_span

_MOST_STEPS = 10

_Since = Annotated[
    date | None,
    typer.Option(
        parser=parse_day_option, metavar="DATE", help="From this day on; else twelve months."
    ),
]
_WhatIf = Annotated[
    int | None,
    typer.Option(
        "--what-if",
        min=-HIGHEST_CRS,
        max=HIGHEST_CRS,
        metavar="N",
        help="What N points more would have changed; below 0, fewer.",
    ),
]


def backtest_command(
    ctx: typer.Context,
    *,
    subscription: SubscriptionOption = None,
    score: ScoreOption = None,
    categories: CategoriesOption = None,
    submitted: SubmittedOption = None,
    since: _Since = None,
    what_if: _WhatIf = None,
    as_of: AsOfDayOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the past rounds that would have invited somebody, and by how much.

    Then the near ones, how each category did, and at how many points more
    another round would have come in. Rounds held before the profile was
    submitted invite nobody. Only what an official page shows is judged.

    [bold]Examples[/]
      watcher backtest
      watcher backtest --subscription amara --what-if 12
      watcher backtest --score 471 --categories cec,healthcare --since 2025-01-01
    """
    settings = settings_of(ctx)
    with open_snapshot(settings, time_before(as_of)) as snapshot:
        every = known_rounds(snapshot, pools=False)
        people = people_of(snapshot, every, subscription, score, categories, submitted=submitted)
        require_rounds(snapshot)
        found = [backtest(snapshot, one, since=since, what_if=what_if) for one in people]
    if as_json:
        output.print_json(found[0] if len(found) == 1 and (subscription or score) else found)
    if not any(one.rounds for one in found):
        since = found[0].since
        end(f"no round since {since} is known; --since DATE looks further back", NOTHING)
    if not as_json:
        for one in found:
            _print_backtest(one, settings.timezone)


def _print_backtest(found: Backtest, zone: str) -> None:
    name = f"{found.subscription}: " if found.subscription else ""
    where = ", ".join(found.categories)
    if ALL in found.categories:
        where = "any category (if you qualify for it)"
    submitted = output.format_instant(found.submitted, zone) or "at an unknown time"
    rules = f" (today, by the rules of {found.rules})" if found.rules else ""
    typer.echo(f"{name}score {found.score}{rules} in {where}, submitted {submitted}")
    is_usual = found.until - found.since == TWELVE_MONTHS
    span = "the last twelve months" if is_usual else f"since {found.since}"
    typer.echo(f"{output.counted(len(found.rounds), 'round')}, {span} (until {found.until}):")
    for count, what in _counts(found):
        typer.echo(f"{count:>5}  {what}")
    _print_rounds("Would have invited", found.invited)
    near = f"Near: short by at most {found.near}, or missed on the tie-break"
    _print_rounds(near, found.near_misses)
    _print_rounds("At the cut-off: the tie-break decides, and cannot be told", found.undecided)
    _print_records(found)
    if found.what_if is None:
        _print_steps(found)
    else:
        _print_what_if(found.what_if, found.score)
    typer.echo()


def _counts(found: Backtest) -> Iterator[tuple[int, str]]:
    """Count the rounds by what they meant, and those that were left out."""
    counts = {VerdictKind(kind): count for kind, count in found.counts.items()}
    yield len(found.invited), "would have invited, by the published figures"
    short = counts[VerdictKind.SHORT] + counts[VerdictKind.MISSED_ON_TIE_BREAK]
    for count, what in (
        (short, "would not have invited"),
        (counts[VerdictKind.AT_CUTOFF], "at the cut-off, cannot tell"),
        (found.unknown_cutoff, "cannot tell: the cut-off is not known"),
        (counts[VerdictKind.UNKNOWN] - found.unknown_cutoff, "cannot tell"),
        (counts[VerdictKind.OTHER_CATEGORY], "of other categories"),
        (
            counts[VerdictKind.NOT_IN_POOL],
            "held before the profile was submitted: not yet in the pool",
        ),
        (found.outdated, "of them compared with a score of rules that had changed: may be wrong"),
        (found.reported, "left out: reported, and no official page shows it"),
        (found.undated, "left out: its day is not known"),
    ):
        if count:
            yield count, what


def _print_rounds(title: str, rounds: Sequence[JudgedRound]) -> None:
    """Print rounds with their distance; the score only where it was not always the same."""
    if not rounds:
        return
    scored = len({one.score for one in rounds}) > 1
    missed = any(one.needed for one in rounds)
    typer.echo(f"\n{title}:")
    output.print_table(
        [
            *("round", "date", "category", ">CRS"),
            *([">score"] if scored else []),
            "by",
            *([">needed"] if missed else []),
        ],
        [
            (
                f"#{one.number}",
                str(one.date),
                one.category,
                output.text_of(one.cutoff),
                *([str(one.score)] if scored else []),
                _distance(one),
                *([f"+{one.needed}" if one.needed else ""] if missed else []),
            )
            for one in rounds
        ],
    )


def _distance(one: JudgedRound) -> str:
    margin = english_span(one.verdict.margin or timedelta())
    match one.verdict.kind:
        case VerdictKind.INVITED_ON_TIE_BREAK:
            return f"tie-break, {margin} before it"
        case VerdictKind.MISSED_ON_TIE_BREAK:
            return f"tie-break, {margin} after it"
        case VerdictKind.SHORT:
            return f"-{one.verdict.points}"
        case _:
            return output.format_difference(one.verdict.points) or ""


def _print_records(found: Backtest) -> None:
    if not any(record.rounds for record in found.by_category):
        return  # none was held while the profile was in the pool
    typer.echo(f"\nBy category{_best(found)}:")
    output.print_table(
        ["category", ">rounds", ">invited", "last that invited", ">another at"],
        [
            (
                record.category,
                str(record.rounds),
                str(record.invited),
                f"#{record.last.number}, {record.last.date}" if record.last else "",
                f"+{record.needed}" if record.needed else "",
            )
            for record in found.by_category
        ],
    )


def _best(found: Backtest) -> str:
    best = next((r for r in found.by_category if r.category == found.best), None)
    if best is None:
        return ""
    if best.invited:
        return f", best {best.category}: {best.invited} of {output.counted(best.rounds, 'round')}"
    return f", nearest {best.category}: {output.counted(best.needed or 0, 'point')} more"


def _print_steps(found: Backtest) -> None:
    steps = found.steps
    if not steps:
        return
    typer.echo("\nWith more points:")
    output.print_table(
        [">more", ">score today" if found.rules else ">score", ">invited", "comes in"],
        [
            (
                f"+{step.points}",
                str(found.score + step.points),
                str(step.invited),
                "; ".join(_group(group) for group in step.gained),
            )
            for step in steps[:_MOST_STEPS]
        ],
    )
    if len(steps) > _MOST_STEPS:
        last = steps[-1]
        typer.echo(
            f"and {len(steps) - _MOST_STEPS} more steps, up to +{last.points}: "
            "--what-if N counts one, --json has all"
        )


def _print_what_if(changed: WhatIf, score: int) -> None:
    fewer = "fewer" if changed.points < 0 else "more"
    output.print_paragraph(
        f"With {abs(changed.points)} {fewer} ({score + changed.points}): "
        f"{'; '.join(_changes(changed)) or 'nothing changes'}. "
        f"{output.counted(changed.invited, 'round')} would have invited in all."
    )


def _changes(changed: WhatIf) -> Iterator[str]:
    for groups, before, after in (
        (changed.gained, "", ""),
        (changed.lost, "without ", ""),
        (changed.undecided, "", ", at the cut-off, where the tie-break cannot be told"),
    ):
        for group in groups:
            count = output.counted(len(group.numbers), "round")
            of = group.category or "an unknown category"
            yield f"{before}{count} of {of} in {group.year} ({_numbers(group)}){after}"


def _group(group: YearOfCategory) -> str:
    return f"{group.category or 'unknown category'} in {group.year}: {_numbers(group)}"


def _numbers(group: YearOfCategory) -> str:
    return ", ".join(f"#{number}" for number in group.numbers)
