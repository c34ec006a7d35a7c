"""``explain N``: what a round means for each subscription, clause by clause."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from watcher.cli import figures, filters, options, show
from watcher.cli.frame import NOTHING, Frame, end
from watcher.cli.naming import known_round, refuse_name
from watcher.cli.opened import instant_of

if TYPE_CHECKING:
    from rich.console import Console

    from watcher.answers.deliveries import DeliveryRecord
    from watcher.answers.explain import Explanation
    from watcher.core.model import Clause, Round, Verdict
    from watcher.core.settings import Settings, Subscription

_WORDS: Mapping[bool | None, str] = {True: "true", False: "false", None: "unknown"}
_MARKS: Mapping[bool | None, tuple[str, str]] = {
    True: ("✓", "green"),
    False: ("✗", "red"),
    None: ("?", "yellow"),
}


def explain(
    ctx: typer.Context,
    number: filters.Number,
    *,
    subscription: filters.OfSubscription = None,
    as_of: options.AsOf = None,
    as_json: options.Json = False,
) -> None:
    """Say what a round means for each subscription, and why.

    Every clause of the rule, true or false; whether that is told; what was
    told, and if nothing was, why not. Of a round that is only reported, what
    its reported figures would mean.

    [bold]Examples[/]
      watcher explain 437
      watcher explain 437 --subscription amara
      watcher explain 437 --json
    """
    from watcher.answers.explain import explain_round
    from watcher.answers.snapshot import open_snapshot

    frame: Frame = ctx.obj
    settings = frame.settings()
    asked = _asked(settings, subscription)
    now = instant_of(as_of)
    with open_snapshot(settings, now) as snapshot:
        found = known_round(snapshot, number)
        explained = list(explain_round(snapshot, found, asked))
    if as_json:
        show.print_json(explained)
    elif explained:
        _print(found, explained, settings.timezone, now)
    if not explained:
        end("there is no [[subscription]] in the configuration", NOTHING)


def _asked(settings: "Settings", name: str | None) -> "Sequence[Subscription]":
    if name is None:
        return settings.subscriptions
    found = [s for s in settings.subscriptions if s.name == name]
    if not found:
        names = [s.name for s in settings.subscriptions]
        refuse_name("subscription", name, names, "--subscription")
    return found


def _print(found: "Round", explained: "Iterable[Explanation]", zone: str, now: datetime) -> None:
    typer.echo(
        f"#{found.called} {found.category or 'of an unknown category'}, "
        f"{found.date or 'on an unknown day'}: "
        f"cut-off {figures.whole(found.cutoff) or 'unknown'}, "
        f"tie-break {figures.moment(found.tie_break, zone) or 'unknown'}"
    )
    if not found.confirmed:
        typer.echo("Reported, not confirmed: no official page shows it.")
    console = show.console()
    for one in explained:
        typer.echo(f"\n{one.subscription}: {_verdict(one.judged)}")
        _print_clauses(console, one.clauses)
        for line in _telling(one, zone, now):
            typer.echo(f"  {line}")


def _verdict(verdict: "Verdict") -> str:
    from watcher.messages.formatter import Formatter
    from watcher.messages.verdicts import verdict_clause

    return verdict_clause(verdict, Formatter("en", "UTC"))


def _print_clauses(console: "Console", clauses: "Iterable[Clause]") -> None:
    """Print a mark before each where colours and marks can be shown, else a word."""
    from rich.table import Table
    from rich.text import Text

    coloured = console.color_system is not None and not console.no_color
    marked = coloured and console.encoding.startswith("utf")
    grid = Table.grid(padding=(0, 2, 0, 0))
    for clause in clauses:
        mark, colour = _MARKS[clause.holds]
        holds = Text(mark, style=colour) if marked else Text(_WORDS[clause.holds])
        grid.add_row(Text(), holds, Text(clause.text))
    console.print(grid)


def _telling(one: "Explanation", zone: str, now: datetime) -> Iterator[str]:
    if one.why_not_told is not None:
        yield f"not told: {one.why_not_told}"
    for delivery in one.deliveries:
        what = {"new": "", "corrected": f"revision {delivery.revision}: "}
        change = what.get(delivery.change, f"{delivery.change}: ")
        yield f"{change}{_told(one.rule, delivery, zone, now)}"


def _told(
    subscription: "Subscription", delivery: "DeliveryRecord", zone: str, now: datetime
) -> str:
    place, state = figures.place(delivery), delivery.state.value
    ended = figures.moment(delivery.ended_at, zone)
    words = {
        "queued": f"queued for {place}{_until(subscription, delivery, zone, now)}",
        "sending": f"being sent to {place}",
        "sent": f"told on {place}, {ended}",
        "refused": f"refused for good by {place}, {ended}",
        "expired": f"given up after 72 hours on {place}, {ended}",
        "superseded": f"not sent to {place}: a correction took its place, {ended}",
    }
    return f"{words[state]}{figures.said(delivery)}"


def _until(
    subscription: "Subscription", delivery: "DeliveryRecord", zone: str, now: datetime
) -> str:
    """Say until when a delivery waits, and tell quiet hours from a second try."""
    if delivery.next_attempt_at <= now:
        return ", due now"
    until = f" until {figures.moment(delivery.next_attempt_at, zone)}"
    if delivery.attempts:
        return f"{until}, after {figures.tries(delivery.attempts)}"
    return f"{until}, when quiet hours end" if subscription.quiet_hours else until
