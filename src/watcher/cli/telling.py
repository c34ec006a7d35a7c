"""``deliveries`` and ``retry``: what was told to whom, and once more what was not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import typer

from watcher.cli import figures, filters, options, show
from watcher.cli.frame import NOTHING, Frame, end
from watcher.cli.naming import held_number, hint
from watcher.cli.opened import instant_of

if TYPE_CHECKING:
    from watcher.answers.deliveries import DeliveryList, DeliveryRecord
    from watcher.core.settings import Settings

_OPERATOR = "(operator)"
# What the table needs with short names; 80 columns do without the last column.
_WIDE = 100


def deliveries(
    ctx: typer.Context,
    *,
    state: filters.States = None,
    subscription: filters.OfSubscription = None,
    of_round: filters.OfRound = None,
    channel: filters.OfChannel = None,
    limit: filters.Limit = 20,
    as_json: options.Json = False,
) -> None:
    """List what was told to whom, newest first, and what the server said.

    What is queued leaves at the time that is shown. What was cut off is sent
    again, and may have been said twice. Beside a round: r2, a correction; (r)
    or (c), that it was reported or confirmed.

    [bold]Examples[/]
      watcher deliveries
      watcher deliveries --state refused --state expired
      watcher deliveries --round 437 --json
    """
    from watcher.answers.deliveries import DeliveryState, list_deliveries
    from watcher.answers.snapshot import open_snapshot

    settings = _settings(ctx)
    with open_snapshot(settings, instant_of(None)) as snapshot:
        found = list_deliveries(
            snapshot,
            states=[DeliveryState(name) for name in state or ()],
            subscription=subscription,
            number=None if of_round is None else held_number(snapshot, of_round),
            channel=channel,
            limit=limit or None,
        )
    if as_json:
        show.print_json(found.deliveries)
    elif found.deliveries:
        _print(found, settings.timezone)
    if not found.deliveries:
        end(f"no delivery matches{_near(settings, subscription, channel)}", NOTHING)


def _settings(ctx: typer.Context) -> "Settings":
    frame: Frame = ctx.obj
    return frame.settings()


def _near(settings: "Settings", subscription: str | None, channel: str | None) -> str:
    """Ask for the nearest name: one that nobody bears now may still have deliveries."""
    names = [s.name for s in settings.subscriptions]
    asked = ((subscription, names), (channel, list(settings.channels)))
    hints = (hint(name, known) for name, known in asked if name and name not in known)
    return "".join(f"; {said}" for said in hints)


def _print(found: "DeliveryList", zone: str) -> None:
    """Print the table; where the terminal is narrow, without years, seconds, tries."""
    wide = show.console().width >= _WIDE
    columns = (
        ">id",
        "round",
        "to",
        "channel",
        "state",
        f"when ({figures.city(zone)})",
        "answer",
        *([">tries"] if wide else []),
    )
    claimed = {number: round_.claimed for number, round_ in found.unconfirmed.items()}
    cells = (_cells(delivery, claimed, zone, whole=wide) for delivery in found.deliveries)
    show.table(columns, [cell[: len(columns)] for cell in cells])
    if found.more:
        typer.echo(f"the newest {len(found.deliveries)}; --limit 0 shows them all", err=True)


def _cells(
    delivery: "DeliveryRecord", claimed: Mapping[str, str | None], zone: str, *, whole: bool
) -> tuple[str | None, ...]:
    at = figures.clock(delivery.ended_at or delivery.next_attempt_at, zone)
    return (
        str(delivery.id),
        _about(delivery, claimed, whole=whole),
        delivery.subscription or _OPERATOR,
        figures.place(delivery),
        delivery.state.value,
        at if whole else at and at[5:16],
        figures.said(delivery).removeprefix(": ").removeprefix("; "),
        str(delivery.attempts),
    )


def _about(delivery: "DeliveryRecord", claimed: Mapping[str, str | None], *, whole: bool) -> str:
    """Name the round as people know it, and what was told of it but that it is new."""
    # A provisional number is longer than all else in the table.
    number = claimed.get(delivery.number or "", delivery.number)
    if number is None:
        return delivery.change
    change = delivery.change
    told = {"new": "", "corrected": f" r{delivery.revision}"}
    other = f" {change}" if whole else f" ({change[:1]})"
    return f"#{number}{told.get(change, other)}"


def retry(
    ctx: typer.Context,
    ids: filters.Ids = None,
    *,
    refused: filters.Refused = False,
    expired: filters.Expired = False,
    channel: filters.OfChannel = None,
    as_of: options.AsOf = None,
) -> None:
    """Queue deliveries again that were refused or given up.

    Their channels are tried at once, even where they were to rest. What was
    sent is not sent again.

    [bold]Examples[/]
      watcher retry 17 18
      watcher retry --refused --channel amara-tg
      watcher retry --refused --expired
    """
    from watcher.answers.deliveries import DeliveryState, has_ended, retry_deliveries
    from watcher.answers.snapshot import Snapshot, open_store, service_status

    settings = _settings(ctx)
    if bool(ids) == (refused or expired):
        raise typer.BadParameter("give IDs, or --refused or --expired or both of these")
    now = instant_of(as_of)
    wanted = ((DeliveryState.REFUSED, refused), (DeliveryState.EXPIRED, expired))
    with open_store(settings) as store:
        with store.writing() as tx:
            chosen = retry_deliveries(
                Snapshot(store=store, tx=tx, settings=settings, now=now),
                ids=ids or (),
                states=[state for state, asked in wanted if asked],
                channel=channel,
            )
            ended = [delivery for delivery in chosen if has_ended(delivery)]
        for sentence in _left_alone(ids or (), chosen, channel):
            typer.echo(sentence, err=True)
        if not ended:
            end("nothing to try again: no such delivery was refused or expired", NOTHING)
        typer.echo(
            f"{_deliveries(len(ended))} queued again; {_next(running=service_status(store.file).running)}"
        )


def _left_alone(
    ids: Sequence[int], chosen: "Iterable[DeliveryRecord]", channel: str | None
) -> Iterator[str]:
    """Name the asked ones that stay as they are."""
    from watcher.answers.deliveries import has_ended

    on = f" on {channel}" if channel else ""
    found = {delivery.id: delivery for delivery in chosen}
    for asked in ids:
        if asked not in found:
            yield f"{asked}: no such delivery{on}"
        elif not has_ended(found[asked]):
            yield f"{asked}: is {found[asked].state}, and stays so"


def _deliveries(count: int) -> str:
    return "1 delivery" if count == 1 else f"{count} deliveries"


def _next(*, running: bool | None) -> str:
    if running:
        return "the running watcher sends within seconds"
    return "a running watcher sends within seconds; else `watcher poll` does"
