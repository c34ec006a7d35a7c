"""``deliveries``, ``retry`` and ``test``: list and repeat deliveries, try a channel."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Annotated

import typer

from watcher.adapters import notify
from watcher.answers.deliveries import (
    DeliveryList,
    DeliveryRecord,
    DeliveryState,
    has_ended,
    list_deliveries,
    retry_deliveries,
)
from watcher.answers.snapshot import Snapshot, open_snapshot, open_store, service_status
from watcher.cli import output
from watcher.cli.context import held_number, hint_names, refuse_name, settings_of, time_of
from watcher.cli.group import (
    FAILED,
    NOTHING,
    USAGE,
    AsOfOption,
    JsonOption,
    LimitOption,
    SubscriptionOption,
    end,
)
from watcher.core.errors import DeliveryError, DeliveryRefused
from watcher.core.model import Message
from watcher.core.settings import Channel, Settings
from watcher.messages import compose_test
from watcher.messages.formatter import english_span
from watcher.pipeline.channels import SEND_DEADLINE

_OPERATOR = "(operator)"
# Columns of the full table with short names.
_WIDE = 100
# Of a 64-bit integer.
_LARGEST_ID = 2**63 - 1

_Channel = Annotated[str | None, typer.Option("--channel", metavar="NAME", help="On this channel.")]


def _parse_id(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= _LARGEST_ID):
        raise typer.BadParameter(f"{text!r} is no number of a delivery")
    return int(text)


_State = Annotated[
    list[DeliveryState] | None,
    typer.Option(
        metavar="STATE",
        help="queued, sending, sent, refused, expired, superseded or suppressed; may be given several times.",
    ),
]
_Round = Annotated[str | None, typer.Option("--round", metavar="NUMBER", help="About this round.")]
_Ids = Annotated[
    list[int] | None,
    typer.Argument(metavar="ID", parser=_parse_id, help="As `watcher deliveries` shows them."),
]
_Refused = Annotated[bool, typer.Option("--refused", help="All that a server refused for good.")]
_Expired = Annotated[bool, typer.Option("--expired", help="All that were given up after 72 hours.")]


def deliveries_command(
    ctx: typer.Context,
    *,
    state: _State = None,
    subscription: SubscriptionOption = None,
    of_round: _Round = None,
    channel: _Channel = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """List what was told to whom, newest first, and what the server said.

    What is queued leaves at the time that is shown. What was cut off is sent
    again, and may have been said twice. Beside a round: r2, a correction; (r)
    or (c), that it was reported or confirmed.

    [bold]Examples[/]
      watcher deliveries
      watcher deliveries --state refused --state expired
      watcher deliveries --round 437 --json
      watcher deliveries --subscription amara
    """
    settings = settings_of(ctx)
    with open_snapshot(settings, time_of(None)) as snapshot:
        found = list_deliveries(
            snapshot,
            states=state or (),
            subscription=subscription,
            number=None if of_round is None else held_number(snapshot, of_round),
            channel=channel,
            limit=limit or None,
        )
        near = "" if found.deliveries else hint_names(snapshot, subscription, channel)
    if as_json:
        output.print_json(found.deliveries)
    elif found.deliveries:
        _print_deliveries(found, settings.timezone)
    if not found.deliveries:
        end(f"no delivery matches{near}", NOTHING)


def _print_deliveries(found: DeliveryList, zone: str) -> None:
    """Print the table, on a narrow terminal without years, seconds and tries."""
    wide = output.open_console().width >= _WIDE
    columns = (
        ">id",
        "round",
        "to",
        "channel",
        "state",
        f"when ({output.zone_city(zone)})",
        "answer",
        *([">tries"] if wide else []),
    )
    cells = (_cells(delivery, found, zone, whole=wide) for delivery in found.deliveries)
    output.print_table(columns, [cell[: len(columns)] for cell in cells])
    if found.more:
        newest = f"the newest {len(found.deliveries)}; --limit 0 shows them all"
        typer.echo(newest, err=True)


def _cells(
    delivery: DeliveryRecord, found: DeliveryList, zone: str, *, whole: bool
) -> tuple[str | None, ...]:
    at = output.format_clock(delivery.ended_at or delivery.next_attempt_at, zone)
    return (
        str(delivery.id),
        _about(delivery, found, whole=whole),
        delivery.subscription or _OPERATOR,
        channel_label(delivery),
        delivery.state.value,
        at if whole else at and at[5:16],
        server_answer(delivery).removeprefix(": ").removeprefix("; "),
        str(delivery.attempts),
    )


def _about(delivery: DeliveryRecord, found: DeliveryList, *, whole: bool) -> str:
    """Name the round, with the kind of change unless it is new."""
    unconfirmed = found.unconfirmed.get(delivery.number or "")
    # A provisional number would be too wide.
    number = delivery.number if unconfirmed is None else unconfirmed.claimed
    change = delivery.change
    if number is None:
        return change
    told = {"new": "", "corrected": f" r{delivery.revision}"}
    other = f" {change}" if whole else f" ({change[:1]})"
    return f"#{number}{told.get(change, other)}"


def channel_label(delivery: DeliveryRecord) -> str:
    """Name a channel and its target, if it has several."""
    target = delivery.target
    return f"{delivery.channel} ({target})" if target else delivery.channel


def server_answer(delivery: DeliveryRecord) -> str:
    """Quote the server's answer, and warn of a possible repetition."""
    answer = f": {delivery.answer}" if delivery.answer else ""
    return f"{answer}; may have been said twice" if delivery.doubtful else answer


def retry_command(
    ctx: typer.Context,
    ids: _Ids = None,
    *,
    refused: _Refused = False,
    expired: _Expired = False,
    channel: _Channel = None,
    as_of: AsOfOption = None,
) -> None:
    """Queue deliveries again that were refused or given up.

    Their channels are tried at once, even where they were to rest. What was
    sent is not sent again.

    [bold]Examples[/]
      watcher retry 17 18
      watcher retry --refused --channel amara-tg
      watcher retry --refused --expired
    """
    settings = settings_of(ctx)
    if bool(ids) == (refused or expired):
        raise typer.BadParameter("give IDs, or --refused or --expired or both of these")
    now = time_of(as_of)
    wanted = ((DeliveryState.REFUSED, refused), (DeliveryState.EXPIRED, expired))
    states = [state for state, is_wanted in wanted if is_wanted]
    with open_store(settings) as store:
        with store.writing() as tx:
            snapshot = Snapshot(store=store, tx=tx, settings=settings, now=now)
            chosen = retry_deliveries(snapshot, ids=ids or (), states=states, channel=channel)
        for sentence in _left_alone(ids or (), chosen, channel):
            typer.echo(sentence, err=True)
        queued = sum(map(has_ended, chosen))
        if not queued:
            end("nothing to try again: no such delivery was refused or expired", NOTHING)
        sends = "a running watcher sends within seconds; else `watcher poll` does"
        if service_status(store.file).running:
            sends = "the running watcher sends within seconds"
        typer.echo(f"{output.counted(queued, 'delivery', 'deliveries')} queued again; {sends}")


def _left_alone(
    ids: Sequence[int], chosen: Iterable[DeliveryRecord], channel: str | None
) -> Iterator[str]:
    """Report the IDs that are not queued again."""
    on = f" on {channel}" if channel else ""
    found = {delivery.id: delivery for delivery in chosen}
    for asked in ids:
        if asked not in found:
            yield f"{asked}: no such delivery{on}"
        elif not has_ended(found[asked]):
            yield f"{asked}: is {found[asked].state}, and stays so"


def test_command(
    ctx: typer.Context,
    channel: Annotated[
        str, typer.Argument(metavar="CHANNEL", help="Its name in the configuration.")
    ],
    *,
    target: Annotated[
        str | None,
        typer.Option(metavar="TARGET", help="Only to this address or chat of the channel."),
    ] = None,  # noqa: PT028 - a verb, not a test
) -> None:
    """Send a test message to a channel, and print what its server says.

    To every target of the channel, at once and past the queue. Ends with 1
    where one of them does not take it.

    [bold]Examples[/]
      watcher test ops
      watcher test family-mail --target amara@example.org
    """
    settings = settings_of(ctx)
    found = settings.channels.get(channel)
    if found is None:
        refuse_name("channel", channel, list(settings.channels), "CHANNEL")
    message = compose_test(channel, settings.language)
    taken = [_is_taken(found, to, message, settings) for to in _targets(found, target)]
    if not all(taken):
        raise typer.Exit(FAILED)


def _targets(channel: Channel, asked: str | None) -> Sequence[str]:
    try:
        known = notify.targets(channel.url)
    except DeliveryRefused as error:
        end(f"{channel.name}: {error.answer}", FAILED)
    if asked is None:
        return known or end(f"{channel.name} names nobody: say whom with --target", USAGE)
    # Where the address names people, any other is rather a slip: the test would reach a stranger.
    if any(known) and asked not in known:
        refuse_name(f"target of {channel.name}", asked, known, "--target")
    if problem := notify.target_problem(channel.url, asked):
        end(f"{channel.name}, {asked}: {problem}", USAGE)
    return [asked]


def _is_taken(channel: Channel, target: str, message: Message, settings: Settings) -> bool:
    to = f"{channel.name} ({target})" if target else channel.name
    try:
        with output.spinner(f"sending to {to}"):
            answer = notify.send_message(channel.url, target, message, deadline=SEND_DEADLINE)
    except DeliveryError as error:
        typer.echo(f"{to}: {_refused(error, settings)}")
        return False
    typer.echo(f"{to}: taken: {answer}")
    return True


def _refused(error: DeliveryError, settings: Settings) -> str:
    if isinstance(error, DeliveryRefused):
        return (
            f"refused for good: {error.answer}\n"
            f"  Alerts would be refused, too: see to the address in {settings.file}, "
            "or to the account that it names."
        )
    wait = error.retry_after or timedelta()
    when = f"in {english_span(wait)} at the soonest" if wait else "in a while"
    return (
        f"not taken now: {error.answer}\n"
        f"  It may pass: try again {when}. Alerts are tried again by themselves "
        "for 72 hours."
    )
