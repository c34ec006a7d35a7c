"""Settings, time, and lookups of typed names and numbers, for most verbs."""

import os
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NoReturn

import typer

from watcher.adapters.config import find_config, load
from watcher.adapters.profiles import ProfileFile
from watcher.answers.rounds import (
    asked_number,
    count_rounds,
    find_rounds,
    known_categories,
    nearest_numbers,
)
from watcher.answers.snapshot import Snapshot
from watcher.answers.subscriptions import count_people, named_subscriptions, near_subscriptions
from watcher.cli.group import NOTHING, GlobalOptions, end
from watcher.core.errors import ConfigError, did_you_mean
from watcher.core.model import Round
from watcher.core.schedule import OTTAWA
from watcher.core.settings import Settings, Subscription
from watcher.service.clock import system_clock

NO_SUBSCRIPTION = "there is no [[subscription]] in the configuration; `watcher config --example` shows how to write one"
# Of thousands of names the first will do.
_MOST_LISTED = 20
NO_ROUND_YET = "no round is known yet; `watcher poll` reads the page"


def global_options(ctx: typer.Context) -> GlobalOptions:
    """Return the options of the program."""
    options: GlobalOptions = ctx.obj
    return options


def config_file(options: GlobalOptions) -> Path:
    """Find the configuration; raises ConfigError if there is none."""
    return find_config(options.config, options.environ)


def load_settings(options: GlobalOptions, file: Path | None = None) -> Settings:
    """Load the configuration, of *file* if it was found before; flags and environment win."""
    return load(file or config_file(options), options.environ, overrides=options.overrides)


def settings_of(ctx: typer.Context) -> Settings:
    """Load the configuration for a verb."""
    return load_settings(global_options(ctx))


def settings_for_journal(options: GlobalOptions, file: Path) -> Settings:
    """Load the configuration for a verb whose errors end in a journal: they show no value of a profile."""
    try:
        return load_settings(options, file)
    except ConfigError as error:
        raise error.for_log() from None


def time_of(as_of: datetime | None) -> datetime:
    """Return the given time, else the present."""
    return as_of or system_clock()


def day_of(as_of: date | None) -> date:
    """Return the given day, else the present one in Ottawa."""
    return as_of or system_clock().astimezone(OTTAWA).date()


def time_before(day: date | None) -> datetime:
    """Return the last second before a day in Ottawa, else the present."""
    if day is None:
        return system_clock()
    return datetime.combine(day, time(), OTTAWA) - timedelta(seconds=1)


def require_rounds(snapshot: Snapshot) -> None:
    """End where no round is known yet."""
    if not any(count_rounds(snapshot)):
        end(NO_ROUND_YET, NOTHING)


def require_profiles(read: ProfileFile, file: Path) -> None:
    """End where a list holds nobody."""
    if not read.profiles:
        end(f"{file}: the list holds no profile", NOTHING)


def known_round(snapshot: Snapshot, number: str) -> Round:
    """Find a round by its number, provisional or claimed, or end with the nearest numbers."""
    asked, found = asked_number(number), find_rounds(snapshot, number)
    if not found:
        near = [f"#{n}" for n in nearest_numbers(snapshot, asked)]
        if not near:
            end(f"no round #{asked} is known; none is yet: `watcher poll` reads the page", NOTHING)
        be = "is" if len(near) == 1 else "are"
        end(f"no round #{asked} is known; the nearest {be} {' and '.join(near)}", NOTHING)
    return _the_only(found, asked)


def held_number(snapshot: Snapshot, number: str) -> str:
    """Return the number by which a round is stored: a provisional one if it is only claimed."""
    asked, found = asked_number(number), find_rounds(snapshot, number)
    return _the_only(found, asked).number if found else asked


def chosen_subscriptions(snapshot: Snapshot, name: str | None) -> Sequence[Subscription]:
    """Return whom a name means, also of people who are rows; without a name all of the file, saying that there are more."""
    if name is None:
        if rows := count_people(snapshot):
            typer.echo(f"{_in_database(rows)}; --subscription NAME asks about one", err=True)
        return snapshot.settings.subscriptions
    found = named_subscriptions(snapshot, name)
    if not found:
        wrong = f"no subscription is called {name!r}; {_hint_subscription(snapshot, name)}"
        raise typer.BadParameter(wrong, param_hint="--subscription")
    return found


def _hint_subscription(snapshot: Snapshot, name: str) -> str:
    """Suggest the nearest name, or list those of the file and say how people who are rows are found."""
    known = [one.name for one in snapshot.settings.subscriptions]
    rows = count_people(snapshot)
    near = near_subscriptions(snapshot, name) if rows else []
    suggested = did_you_mean(name, [*known, *near])
    if suggested is None and rows:
        return f"{hint(name, known)}; {_in_database(rows)}: `watcher people list --name TEXT` finds them"
    return suggested or hint(name, known)


def hint_names(snapshot: Snapshot, subscription: str | None, channel: str | None) -> str:
    """Suggest names in place of those that are not known: who was removed may be on record, and is no error."""
    hints, channels = [], list(snapshot.settings.channels)
    if subscription and not named_subscriptions(snapshot, subscription):
        hints.append(_hint_subscription(snapshot, subscription))
    if channel and channel not in channels:
        hints.append(hint(channel, channels))
    return "".join(f"; {one}" for one in hints)


def _in_database(count: int) -> str:
    return "1 person is in the database" if count == 1 else f"{count:,} people are in the database"


def check_category(
    slug: str, every: Iterable[Round], option: str, *, given: str = "", also: Sequence[str] = ()
) -> None:
    """Refuse a category that is neither ours nor that of any round."""
    known = {*also, *known_categories(every)}
    if slug not in known:
        refuse_name("category", given or slug, sorted(known), option)


def complete_source(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete the name of a source from the configuration, if there is one."""
    given = ctx.parent.params if ctx.parent else {}
    try:
        settings = load(find_config(given.get("config"), os.environ), os.environ)
    except ConfigError:
        return []
    return [s.name for s in settings.sources if s.name.startswith(incomplete)]


def refuse_name(kind: str, name: str, known: Sequence[str], option: str | None = None) -> NoReturn:
    """Raise a usage error with the nearest name or all names."""
    raise typer.BadParameter(
        f"no {kind} is called {name!r}; {hint(name, known)}", param_hint=option
    )


def hint(name: str, known: Sequence[str]) -> str:
    """Suggest the nearest of the known names, or list the first of them."""
    names = sorted(known)
    more = f" and {len(names) - _MOST_LISTED:,} more" if len(names) > _MOST_LISTED else ""
    listed = ", ".join(names[:_MOST_LISTED]) or "none"
    return did_you_mean(name, known) or f"known: {listed}{more}"


def _the_only(found: Sequence[Round], asked: str) -> Round:
    """Return the only round found, or end if several claim the number."""
    if len(found) > 1:
        numbers = ", ".join(r.number for r in found)
        end(f"{len(found)} reported rounds are called #{asked}: {numbers}", NOTHING)
    return found[0]
