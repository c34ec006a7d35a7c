"""``stats``: what the rounds of a year add up to."""

from collections.abc import Iterator
from typing import Annotated

import typer

from watcher.answers.snapshot import open_snapshot
from watcher.answers.stats import ComparedYear, YearStats, year_stats
from watcher.cli import output
from watcher.cli.context import require_rounds, settings_of, time_of
from watcher.cli.group import AsOfDayOption, JsonOption
from watcher.insight.stats import CategoryYear, DayGaps, MonthOfYear, RoundTotal

_Year = Annotated[
    int | None,
    typer.Option(min=2015, max=9999, metavar="YEAR", help="Of this year; else the running one."),
]


def stats_command(
    ctx: typer.Context,
    *,
    year: _Year = None,
    as_of: AsOfDayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Sum up the rounds of a year, beside earlier years up to the same day.

    Rounds and invitations by category and by month, the range of cut-offs,
    and the days between rounds. Where texts of secondary sources say what a
    year adds up to, it stands beside what the rounds add up to.

    [bold]Examples[/]
      watcher stats
      watcher stats --year 2025
      watcher stats --as-of 2025-12-12 --json
    """
    with open_snapshot(settings_of(ctx), time_of(None)) as snapshot:
        require_rounds(snapshot)
        found = year_stats(snapshot, year, as_of)
    if as_json:
        output.print_json(found)
    else:
        _print_stats(found)


def _print_stats(found: YearStats) -> None:
    rounds = output.counted(found.total.rounds, "round")
    typer.echo(
        f"{found.year} up to {found.until}: {rounds}, {_invitations(found.total)} invitations, "
        f"{_days(found.days_between)} days between rounds"
    )
    before = found.year - 1
    output.print_table(
        [
            "category",
            ">rounds",
            f">in {before}",
            ">invitations",
            f">in {before}",
            ">CRS",
            ">last",
            ">days between",
        ],
        map(_category, found.categories),
        tight=True,
    )
    output.print_table(["month", ">rounds", ">invitations", "of these"], map(_month, found.months))
    if found.earlier:
        day = f"{found.until:%m-%d}"
        output.print_table(
            ["year", f">rounds to {day}", ">invitations", ">all rounds", ">all invitations"],
            ((str(one.year), *_both(one.to_day), *_both(one.whole)) for one in found.earlier),
        )
    # Texts copy each other: what is said alike is one line.
    alike: dict[tuple[str | None, ...], list[str]] = {}
    for one in found.told:
        alike.setdefault(_told(one), []).append(one.source)
    if alike:
        output.print_table(
            ["of", "until", ">say", ">the rounds add up to", "sources"],
            ((*cells, ", ".join(dict.fromkeys(by))) for cells, by in alike.items()),
            title=f"What texts say of {found.year}",
        )
    for sentence in _remarks(found):
        output.print_paragraph(sentence)


def _category(one: CategoryYear) -> tuple[str | None, ...]:
    span = one.cutoffs
    return (
        one.category,
        str(one.total.rounds),
        str(one.year_before.rounds),
        _invitations(one.total),
        _invitations(one.year_before),
        _span(span.lowest, span.highest) if span else None,
        str(span.last) if span else None,
        _days(one.days_between),
    )


def _month(month: MonthOfYear) -> tuple[str, ...]:
    most = sorted(month.categories.items(), key=lambda pair: -pair[1].invitations)
    parts = (f"{slug} {_invitations(of)} ({of.rounds})" for slug, of in most)
    return (f"{month.first:%Y-%m}", *_both(month.total), ", ".join(parts))


def _told(one: ComparedYear) -> tuple[str | None, ...]:
    said = [output.format_count(one.invitations)] if one.invitations is not None else []
    summed = [_invitations(one.total)] if one.total and one.invitations is not None else []
    if one.rounds is not None:
        said.append(output.counted(one.rounds, "round"))
        summed += [output.counted(one.total.rounds, "round")] if one.total else []
    mark = "" if not one.differs else " (differs)"
    return (
        one.category or "all",
        output.text_of(one.until),
        ", ".join(map(str, said)),
        f"{', '.join(summed)}{mark}" if summed else None,
    )


def _both(total: RoundTotal) -> tuple[str, str]:
    return str(total.rounds), _invitations(total)


def _invitations(total: RoundTotal) -> str:
    """Write the sum; a plus says that some rounds do not tell theirs."""
    return f"{total.invitations:,}{'+' if total.unknown else ''}"


def _days(gaps: DayGaps | None) -> str:
    if gaps is None:
        return "?"
    span = _span(gaps.shortest, gaps.longest)
    return span if gaps.shortest == gaps.longest else f"{gaps.median} ({span})"


def _span(low: int, high: int) -> str:
    return f"{low}-{high}" if low < high else str(low)


def _remarks(found: YearStats) -> Iterator[str]:
    if found.total.unknown:
        rounds = output.counted(found.total.unknown, "round does", "rounds do")
        yield f"+ {rounds} not say how many were invited; sums marked so are too small by these."
    yield "Days between rounds: the median, and in brackets the fewest and the most."
