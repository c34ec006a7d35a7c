"""``explain N``: what a round means for each subscription, clause by clause."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from watcher.cli import figures, filters, options, show
from watcher.cli.frame import NOTHING, Frame, end
from watcher.cli.naming import known_round, refuse_name
from watcher.cli.opened import instant_of, opened

if TYPE_CHECKING:
    from rich.console import Console

    from watcher.adapters.database import DeliveryRecord, Transaction
    from watcher.core.model import Clause, Round, Verdict
    from watcher.core.settings import Settings, Subscription

_WORDS: Mapping[bool | None, str] = {True: "true", False: "false", None: "unknown"}
_MARKS: Mapping[bool | None, tuple[str, str]] = {
    True: ("✓", "green"),
    False: ("✗", "red"),
    None: ("?", "yellow"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One subscription before one round: the verdict, and what was told.

    ``history`` says why the round is not news to it; None where it is news. ``early``
    says why it is not told of a round that is not confirmed; None where it may be.
    """

    subscription: "Subscription"
    verdict: "Verdict"
    known_since: datetime | None
    history: str | None
    early: str | None
    deliveries: "Sequence[DeliveryRecord]"

    @property
    def would_be_told(self) -> bool:
        """Whether an alert is due by the rules, as round and subscription are now."""
        return self.verdict.due and self.history is None and self.early is None

    @property
    def why_not(self) -> str | None:
        """Why nothing was queued; None where something was."""
        if self.deliveries:
            return None
        if not self.verdict.due:
            return "not asked for, by the last clause"
        return (
            self.history
            or self.early
            or "when it was seen, the figures or the subscription were others; "
            "a changed score tells nothing again"
        )


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
    from watcher.pipeline.recipients import is_blind

    frame: Frame = ctx.obj
    settings = frame.settings()
    asked = _asked(settings, subscription)
    now = instant_of(as_of)
    with opened(settings) as store, store.reading() as tx:
        found = known_round(tx, number)
        blind = is_blind(tx, settings, now)
        explained = list(_explained(tx, found, asked, settings.timezone, blind=blind))
    if as_json:
        show.print_json([_shape(found, one) for one in explained])
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


def _explained(
    tx: "Transaction", found: "Round", asked: "Iterable[Subscription]", zone: str, *, blind: bool
) -> Iterator[Explained]:
    from watcher.core.verdict import judge

    known, baseline = tx.subscriptions.known_since(), tx.rounds.first_seen_at()
    for subscription in asked:
        since = known.get(subscription.name)
        told = tx.deliveries.search(subscription=subscription.name, number=found.number)
        yield Explained(
            subscription=subscription,
            verdict=judge(found, subscription),
            known_since=since,
            history=_history(found, since, baseline, zone),
            early=_early(found, subscription, blind=blind),
            deliveries=tuple(reversed(told)),
        )


def _early(found: "Round", subscription: "Subscription", *, blind: bool) -> str | None:
    """Say why a subscription does not hear of what is not confirmed; None if it may."""
    from watcher.core.alerts import may_hear_early

    if found.confirmed or may_hear_early(subscription.early, blind=blind):
        return None
    if subscription.early == "never":
        return 'early = "never": it is told when IRCC shows the round'
    return 'early = "when-blind", and the official page can be read'


def _history(
    found: "Round", since: datetime | None, baseline: datetime | None, zone: str
) -> str | None:
    """Say why a round is not news to who is known since then; None where it is."""
    from watcher.core.alerts import is_news
    from watcher.core.schedule import INVITATION_LIVES, TOO_OLD

    seen = figures.moment(found.first_seen, zone)
    if found.confirmed and found.first_seen == baseline:
        return "it was on the first page that was ever read, which tells nobody"
    if since is None:
        return "the subscription is new: the next poll notes it, later rounds are told"
    if is_news(found, since):
        return None
    if found.first_seen < since:
        return (
            f"it was first seen {seen}, before the subscription existed "
            f"({figures.moment(since, zone)})"
        )
    return (
        f"it was held over {TOO_OLD.days} days before IRCC's page was last read, or over "
        f"{INVITATION_LIVES.days} before it was first seen, {seen}"
    )


def _shape(found: "Round", one: Explained) -> dict[str, object]:
    verdict = one.verdict
    return {
        "subscription": one.subscription.name,
        "round": found.number,
        "confirmed": found.confirmed,
        "verdict": verdict.kind,
        "points": verdict.points,
        "margin": verdict.margin,
        "clauses": verdict.clauses,
        "due": verdict.due,
        "known_since": one.known_since,
        "would_be_told": one.would_be_told,
        "why_not_told": one.why_not,
        "deliveries": one.deliveries,
    }


def _print(found: "Round", explained: Iterable[Explained], zone: str, now: datetime) -> None:
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
        typer.echo(f"\n{one.subscription.name}: {_verdict(one.verdict)}")
        _print_clauses(console, one.verdict.clauses)
        for line in _telling(one, zone, now):
            typer.echo(f"  {line}")


def _verdict(verdict: "Verdict") -> str:
    from watcher.messages.english import ENGLISH
    from watcher.messages.formatter import Formatter
    from watcher.messages.readings import verdict_clause
    from watcher.messages.words import Voice

    return verdict_clause(verdict, Voice(words=ENGLISH, local=Formatter("en", "UTC")))


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


def _telling(one: Explained, zone: str, now: datetime) -> Iterator[str]:
    if one.why_not is not None:
        yield f"not told: {one.why_not}"
    for delivery in one.deliveries:
        what = {"new": "", "corrected": f"revision {delivery.revision}: "}
        change = what.get(delivery.change, f"{delivery.change}: ")
        yield f"{change}{_told(one.subscription, delivery, zone, now)}"


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
