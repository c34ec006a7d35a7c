"""``explain N``: the verdict on a round for each subscription, clause by clause."""

from collections.abc import Iterable
from datetime import datetime

import typer

from watcher.answers.deliveries import DeliveryRecord
from watcher.answers.explain import Explanation, explain_round
from watcher.answers.snapshot import open_snapshot
from watcher.cli import output
from watcher.cli.context import (
    NO_SUBSCRIPTION,
    chosen_subscriptions,
    known_round,
    settings_of,
    time_of,
)
from watcher.cli.deliveries import channel_label, server_answer
from watcher.cli.group import (
    NOTHING,
    AsOfOption,
    JsonOption,
    RoundArgument,
    SubscriptionOption,
    end,
)
from watcher.core.model import Round
from watcher.messages.formatter import Formatter
from watcher.messages.verdicts import verdict_clause


def explain_command(
    ctx: typer.Context,
    number: RoundArgument,
    *,
    subscription: SubscriptionOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what a round means for each subscription, and why.

    Every clause of the rule, true or false; whether that is told; what was
    told, and if nothing was, why not. Of a round that is only reported, what
    its reported figures would mean.

    [bold]Examples[/]
      watcher explain 437
      watcher explain 437 --subscription amara
      watcher explain 437 --subscription amara/healthcare
      watcher explain 437 --json
    """
    settings, now = settings_of(ctx), time_of(as_of)
    with open_snapshot(settings, now) as snapshot:
        found = known_round(snapshot, number)
        asked = chosen_subscriptions(snapshot, subscription)
        explained = list(explain_round(snapshot, found, asked))
    if as_json:
        output.print_json(explained)
    elif explained:
        _print_explanations(found, explained, settings.timezone, now)
    if not explained:
        end(NO_SUBSCRIPTION, NOTHING)


def _print_explanations(
    found: Round, explained: Iterable[Explanation], zone: str, now: datetime
) -> None:
    typer.echo(
        f"#{found.called} {found.category or 'of an unknown category'}, "
        f"{found.date or 'on an unknown day'}: "
        f"cut-off {output.text_of(found.cutoff) or 'unknown'}, "
        f"tie-break {output.format_instant(found.tie_break, zone) or 'unknown'}"
    )
    if not found.confirmed:
        typer.echo("Reported, not confirmed: no official page shows it.")
    for one in explained:
        typer.echo(f"\n{one.subscription}: {verdict_clause(one.judged, Formatter('en', 'UTC'))}")
        output.print_clauses(one.clauses)
        if one.why_not_told is not None:
            typer.echo(f"  not told: {one.why_not_told}")
        if one.muted_until is not None:
            typer.echo(f"  muted until {output.format_instant(one.muted_until, zone)}")
        for delivery in one.deliveries:
            typer.echo(f"  {_told(one, delivery, zone, now)}")


def _told(one: Explanation, delivery: DeliveryRecord, zone: str, now: datetime) -> str:
    place, ended = channel_label(delivery), output.format_instant(delivery.ended_at, zone)
    what = {"new": "", "corrected": f"revision {delivery.revision}: "}
    words = {
        "queued": f"queued for {place}{_until(one, delivery, zone, now)}",
        "sending": f"being sent to {place}",
        "sent": f"told on {place}, {ended}",
        "refused": f"refused for good by {place}, {ended}",
        "expired": f"given up after 72 hours on {place}, {ended}",
        "superseded": f"not sent to {place}: a correction took its place, {ended}",
        "suppressed": f"left alone: {place}, {ended}",
    }
    change = what.get(delivery.change, f"{delivery.change}: ")
    return f"{change}{words[delivery.state.value]}{server_answer(delivery)}"


def _until(one: Explanation, delivery: DeliveryRecord, zone: str, now: datetime) -> str:
    """Say until when a delivery waits, and why."""
    if delivery.next_attempt_at <= now:
        return ", due now"
    until = f" until {output.format_instant(delivery.next_attempt_at, zone)}"
    if delivery.attempts:
        return f"{until}, after {output.counted(delivery.attempts, 'try', 'tries')}"
    if one.muted_until is not None and delivery.next_attempt_at >= one.muted_until:
        return f"{until}, when the mute ends"
    if one.rule.digest is not None:
        return f"{until}, when the digest is told"
    return f"{until}, when quiet hours end" if one.rule.quiet_hours else until
