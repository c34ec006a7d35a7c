"""``mute`` and ``unmute``: tell somebody nothing for a while."""

from datetime import timedelta
from typing import Annotated, NoReturn

import typer

from watcher.answers.snapshot import open_store
from watcher.cli import output
from watcher.cli.context import hint, settings_of, time_of
from watcher.cli.group import NOTHING, AsOfOption, end
from watcher.core.mutes import MuteError, mute_end
from watcher.core.settings import Settings
from watcher.pipeline.muting import addressee, mute, unmute

# An invitation lives 60 days; to apply takes weeks.
_LONG = timedelta(days=30)

_Name = Annotated[
    str, typer.Argument(metavar="NAME", help="A person, of the configuration or imported.")
]
_Until = Annotated[
    str,
    typer.Option(
        metavar="WHEN",
        help="A day (its morning), a time by their clock, or a span such as '2 weeks'.",
    ),
]


def mute_command(
    ctx: typer.Context, name: _Name, *, until: _Until, as_of: AsOfOption = None
) -> None:
    """Tell somebody nothing until a day of their choice; nothing is lost.

    What comes until then waits, and is told then: in one message for each of
    their channels, which says that it is late. As with quiet hours, "invited"
    and "at the cut-off" pass for those with wake = true. A new mute takes the
    place of an earlier one.

    [bold]Examples[/]
      watcher mute amara --until 2026-12-24
      watcher mute amara --until 2026-12-24T18:00
      watcher mute amara --until "2 weeks"
    """
    settings, now = settings_of(ctx), time_of(as_of)
    with open_store(settings) as store, store.writing() as tx:
        who = addressee(tx, settings, name)
        if who is None:
            _end_unknown(settings, name)
        try:
            ends = mute_end(until, now, who.timezone)
        except MuteError as error:
            raise typer.BadParameter(str(error), param_hint="--until") from error
        waiting = mute(tx, name, ends)
    told = output.format_minute(ends, who.timezone)
    typer.echo(f"{name} is told nothing until {told}; what comes until then waits")
    if waiting:
        typer.echo(f"{output.counted(waiting, 'delivery', 'deliveries')} of the earlier mute, too")
    if who.wake:
        typer.echo('"invited" and "at the cut-off" pass all the same: wake = true')
    elif ends - now > _LONG:
        typer.echo(
            "an invitation lives 60 days: one of the next days leaves little time to apply by then",
            err=True,
        )


def unmute_command(ctx: typer.Context, name: _Name, *, as_of: AsOfOption = None) -> None:
    """Tell somebody again who was muted: what waited is told now.

    [bold]Examples[/]
      watcher unmute amara
    """
    settings, now = settings_of(ctx), time_of(as_of)
    with open_store(settings) as store, store.writing() as tx:
        who = addressee(tx, settings, name)
        if who is None:
            _end_unknown(settings, name)
        waited = unmute(tx, name, now)
    if who.muted_until is None or who.muted_until <= now:
        end(f"{name} is not muted", NOTHING)
    due = f"; {output.counted(waited, 'delivery', 'deliveries')} due now" if waited else ""
    typer.echo(f"{name} is told again{due}")


def _end_unknown(settings: Settings, name: str) -> NoReturn:
    rule = next((s for s in settings.subscriptions if s.name == name and s.person), None)
    if rule is not None:
        end(f"{name} is a rule of {rule.person}: mute {rule.person}", NOTHING)
    names = [s.person or s.name for s in settings.subscriptions]
    near = f"; {hint(name, names)}" if names else ""
    end(f"nobody is called {name}{near}", NOTHING)
