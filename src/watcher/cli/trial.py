"""``test CHANNEL``: one message that says it is a test, and what the server answers."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import typer

from watcher.cli import filters
from watcher.cli.frame import FAILED, Frame, end
from watcher.cli.naming import refuse_name
from watcher.cli.progress import working

if TYPE_CHECKING:
    from watcher.core.errors import DeliveryError
    from watcher.core.model import Message
    from watcher.core.settings import Channel, Settings


def try_channel(
    ctx: typer.Context, channel: filters.ToChannel, *, target: filters.Target = None
) -> None:
    """Send a test message to a channel, and print what its server says.

    To every target of the channel, at once and past the queue. Ends with 1
    where one of them does not take it.

    [bold]Examples[/]
      watcher test ops
      watcher test family-mail --target amara@example.org
    """
    from watcher.messages import compose_test

    frame: Frame = ctx.obj
    settings = frame.settings()
    found = settings.channels.get(channel)
    if found is None:
        refuse_name("channel", channel, list(settings.channels), "CHANNEL")
    message = compose_test(channel, settings.language)
    failed = [
        name for name in _targets(found, target) if not _is_taken(found, name, message, settings)
    ]
    if failed:
        raise typer.Exit(FAILED)


def _targets(channel: "Channel", asked: str | None) -> Sequence[str]:
    from watcher.adapters import notify
    from watcher.core.errors import DeliveryRefused

    try:
        known = notify.targets(channel.url)
    except DeliveryRefused as error:
        end(f"{channel.name}: {error.answer}", FAILED)
    if asked is None:
        return known
    if asked not in known:
        refuse_name(f"target of {channel.name}", asked, known, "--target")
    return [asked]


def _is_taken(channel: "Channel", target: str, message: "Message", settings: "Settings") -> bool:
    from watcher.adapters import notify
    from watcher.core.errors import DeliveryError
    from watcher.pipeline.channels import SEND_DEADLINE

    to = f"{channel.name} ({target})" if target else channel.name
    try:
        with working(f"sending to {to}"):
            answer = notify.send_message(channel.url, target, message, deadline=SEND_DEADLINE)
    except DeliveryError as error:
        typer.echo(f"{to}: {_refusal(error, settings)}")
        return False
    typer.echo(f"{to}: taken: {answer}")
    return True


def _refusal(error: "DeliveryError", settings: "Settings") -> str:
    from watcher.core.errors import DeliveryRefused
    from watcher.messages.formatter import english_span

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
