"""``people``: list, show and remove those who are rows; import and export are beside it."""

from collections.abc import Iterator, Sequence
from typing import Annotated, NoReturn

import typer

from watcher.answers.people import (
    PeoplePage,
    PersonRecord,
    known_among,
    list_people,
    near_names,
    person_record,
)
from watcher.answers.snapshot import open_snapshot, open_store
from watcher.cli import output
from watcher.cli.context import hint, settings_of, time_of
from watcher.cli.group import FAILED, NOTHING, JsonOption, end
from watcher.cli.people_export import export_command, template_command
from watcher.cli.people_import import import_command
from watcher.cli.people_renew import renew_command
from watcher.core.people import Person, PersonOrigin, subscription_name
from watcher.core.people_changes import value_in_words
from watcher.core.settings import Settings
from watcher.pipeline.people import remove_people

_MOST_LISTED = 10_000
_MOST_NAMED = 10

_Name = Annotated[str, typer.Argument(metavar="NAME", help="As `watcher people list` shows it.")]
_Limit = Annotated[int, typer.Option(metavar="N", min=1, max=_MOST_LISTED, help="At most so many.")]
_Origin = Annotated[
    PersonOrigin | None,
    typer.Option(metavar="ORIGIN", help="import, bot or page: how they came to be there."),
]

people_command = typer.Typer(
    add_completion=False,
    rich_markup_mode="rich",
    no_args_is_help=True,
    context_settings={"help_option_names": ["--help", "-h"]},
    help="""List people who are kept in the database, and import them by the thousand.

    For a few, the configuration file has \\[\\[subscription]]; for many, a table
    of clients is imported, and people who sign up themselves are here, too.

    [bold]Examples[/]
      watcher people template > clients.csv
      watcher people import clients.csv --dry-run
      watcher people list --name amara
    """,
)
people_command.command("import")(import_command)
people_command.command("export")(export_command)
people_command.command("renew")(renew_command)
people_command.command("template")(template_command)


@people_command.command("list")
def people_list(
    ctx: typer.Context,
    *,
    name: Annotated[str, typer.Option(metavar="TEXT", help="With this in their name.")] = "",
    origin: _Origin = None,
    channel: Annotated[
        str | None,
        typer.Option(metavar="REF", help="Told exactly here: tg:42, or mail:amara@example.com."),
    ] = None,
    after: Annotated[str, typer.Option(metavar="NAME", help="Those who come after it.")] = "",
    limit: _Limit = 20,
    as_json: JsonOption = False,
) -> None:
    """List people by name.

    [bold]Examples[/]
      watcher people list --limit 100
      watcher people list --origin bot --json
      watcher people list --channel mail:amara@example.com
    """
    settings = settings_of(ctx)
    if channel is not None and (name or origin or after):
        raise typer.BadParameter("goes with none of the other filters", param_hint="--channel")
    with open_snapshot(settings, time_of(None)) as snapshot:
        found = list_people(
            snapshot, limit=limit, after=after, origin=origin, having=name, channel=channel
        )
    if as_json:
        output.print_json(found.people)
    elif found.people:
        _print_page(found)
    if not found.people:
        in_file = len(settings.subscriptions)
        stand = f"; {output.counted(in_file, 'subscription')} in {settings.file}" if in_file else ""
        end(f"nobody matches{stand}", NOTHING)


@people_command.command("show")
def people_show(ctx: typer.Context, name: _Name, *, as_json: JsonOption = False) -> None:
    """Show all that is kept of one person.

    [bold]Examples[/]
      watcher people show amara
      watcher people show amara --json
    """
    settings = settings_of(ctx)
    with open_snapshot(settings, time_of(None)) as snapshot:
        found = person_record(snapshot, name)
        near = () if found else near_names(snapshot, name)
    if found is None:
        _end_unknown(name, near, settings)
    if as_json:
        output.print_json(found)
    else:
        _print_person(found, settings.timezone)


@people_command.command("remove")
def people_remove(
    ctx: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Who is to go.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove people with their rules; what waits for them is not sent.

    What was told to them stays on record. To be told no more for a while is
    `watcher mute`.

    [bold]Examples[/]
      watcher people remove amara
      watcher people remove amara bruno --yes
    """
    settings = settings_of(ctx)
    now = time_of(None)
    with open_snapshot(settings, now) as snapshot:
        known = known_among(snapshot, names)
        unknown = [name for name in names if name not in known]
        near = near_names(snapshot, unknown[0]) if unknown else ()
    if unknown:
        _end_unknown(unknown[0], near, settings)
    shown = ", ".join(known[:_MOST_NAMED]) + (", ..." if len(known) > _MOST_NAMED else "")
    if not (yes or typer.confirm(f"Remove {shown}?", err=True)):
        end("nobody was removed", FAILED)
    with open_store(settings) as store:
        gone = remove_people(store, known, now)
    typer.echo(f"{output.counted(gone, 'person', 'people')} removed.")


def _end_unknown(name: str, near: Sequence[str], settings: Settings) -> NoReturn:
    if name in {n for s in settings.subscriptions for n in (s.name, s.person)}:
        end(f"{name} stands in {settings.file}, and is changed there", NOTHING)
    end(f"nobody is called {name!r}; {hint(name, near)}", NOTHING)


def _print_page(found: PeoplePage) -> None:
    output.print_table(
        ["name", "told at", "of", ">score", "language", "origin"],
        [row for person in found.people for row in _rows(person)],
    )
    if found.more:
        last = found.people[-1].name
        typer.echo(
            f"{len(found.people)} of {found.count}; the next: --after {last!r}; "
            "`watcher people export` has them all",
            err=True,
        )


def _left_alone(found: PersonRecord, zone: str) -> Iterator[tuple[str, str]]:
    alone = found.left_alone
    if alone.muted_until is not None:
        until = output.format_minute(alone.muted_until, zone)
        waits = output.counted(alone.waiting, "delivery waits", "deliveries wait")
        yield "muted until", f"{until}; {waits}"
    for one in alone.suppressed:
        since = output.format_minute(one.since, zone)
        why = "unsubscribed" if one.why == "unsubscribed" else f"refused: {one.detail}"
        yield "left alone", f"{one.target or one.channel}, {why}, {since}; `watcher people renew`"


def _rows(person: Person) -> Iterator[tuple[str, ...]]:
    for place, rule in enumerate(person.rules):
        score = "profile" if rule.score is None else str(rule.score)
        of = f"{value_in_words(rule.categories)}{f' ({rule.name})' if rule.name else ''}"
        if place:
            yield "", "", of, score, "", ""
        else:
            told = ", ".join(person.channels)
            yield person.name, told, of, score, person.language, person.origin


def _print_person(found: PersonRecord, zone: str) -> None:
    person = found.person
    output.print_facts(
        [
            ("name", person.name),
            ("told at", ", ".join(person.channels)),
            ("language", person.language),
            ("time zone", person.timezone),
            ("quiet hours", value_in_words(person.quiet_hours)),
            ("wake", value_in_words(person.wake)),
            ("digest", value_in_words(person.digest)),
            ("monthly", value_in_words(person.monthly)),
            *_left_alone(found, zone),
            ("origin", person.origin),
            ("consented at", output.format_instant(person.consented_at, zone) or "not known"),
        ]
    )
    rows = []
    for rule in person.rules:
        known = found.known_since.get(subscription_name(person.name, rule.name))
        rows.append(
            (
                rule.name,
                value_in_words(rule.categories),
                "profile" if rule.score is None else str(rule.score),
                output.format_instant(rule.submitted, zone) or "",
                "" if rule.near is None else str(rule.near),
                rule.tell_when,
                rule.early,
                output.format_minute(known, zone),
            )
        )
    headings = ["rule", "of", ">score", "submitted", ">near", "tell when", "early", "known since"]
    output.print_table(headings, rows)
