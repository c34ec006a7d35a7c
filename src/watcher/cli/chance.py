"""``chance``: how likely an invitation is within 30, 60 and 90 days."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from watcher.answers.forecast import Candidate, InvitationChance, invitation_chances
from watcher.answers.rounds import known_rounds
from watcher.answers.snapshot import open_snapshot
from watcher.cli import output
from watcher.cli.context import refuse_name, settings_of, time_of
from watcher.cli.group import NOTHING, AsOfDayOption, JsonOption, SubscriptionOption, end
from watcher.core.category import ALL, CATEGORIES
from watcher.core.pool import HIGHEST_CRS
from watcher.core.schedule import OTTAWA
from watcher.core.scores import score_on
from watcher.core.settings import Settings
from watcher.messages.formatter import Formatter
from watcher.messages.likelihood import chance_in_words, percent_of

_ENGLISH = Formatter("en", "UTC")
_SHAPE = '[{"score": 471, "categories": ["cec"]}]'

_Score = Annotated[
    int | None, typer.Option(min=1, max=HIGHEST_CRS, metavar="N", help="CRS points.")
]
_Categories = Annotated[
    str | None,
    typer.Option(metavar="A,B", help="With --score: what rounds may select you by; or all."),
]
_People = Annotated[
    Path | None, typer.Option(metavar="FILE", help=f"Many at once, as JSON: {_SHAPE}.")
]


def chance_command(
    ctx: typer.Context,
    *,
    subscription: SubscriptionOption = None,
    score: _Score = None,
    categories: _Categories = None,
    people: _People = None,
    as_of: AsOfDayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say how likely an invitation is within 30, 60 and 90 days.

    Of each subscription, or of the one that is named, or of a score and what
    it waits for, or of many people in a file. It counts how soon rounds came
    and how far their cut-offs strayed; it knows nothing of plans, and nothing
    of your profile beyond the score. Of categories of which no cut-off can be
    forecast (`watcher forecast` says why) it counts nothing.

    [bold]Examples[/]
      watcher chance
      watcher chance --subscription amara
      watcher chance --score 471 --categories cec,healthcare
      watcher chance --people people.json --as-of 2026-10-02 --json
    """
    settings = settings_of(ctx)
    day = as_of or time_of(None).astimezone(OTTAWA).date()
    named = _asked(settings, subscription, score, categories, people, day=day)
    asked = [candidate for _, candidate in named]
    with open_snapshot(settings, time_of(None)) as snapshot:
        _check_categories(asked, (r.category for r in known_rounds(snapshot, pools=False)))
        found = invitation_chances(snapshot, asked, as_of=as_of)
    if not named:
        end("there is no [[subscription]] in the configuration, and no --score", NOTHING)
    if as_json:
        single = subscription is not None or score is not None
        output.print_json(found[0] if single else found)
    else:
        for (name, candidate), chance in zip(named, found, strict=True):
            _print_chance(name, candidate, chance)


def _asked(
    settings: Settings,
    subscription: str | None,
    score: int | None,
    categories: str | None,
    people: Path | None,
    *,
    day: date,
) -> Sequence[tuple[str, Candidate]]:
    """Give the people that are asked for, each with a name; a profile scores as on that day."""
    if sum(given is not None for given in (subscription, score, people)) > 1:
        raise typer.BadParameter("give one of --subscription, --score and --people")
    if (score is None) != (categories is None):
        raise typer.BadParameter("--score and --categories belong together")
    if people is not None:
        return [("", one) for one in _people_of(people)]
    if score is not None and categories is not None:
        slugs = frozenset(slug.strip().casefold() for slug in categories.split(","))
        return [("", Candidate(score=score, categories=slugs))]
    known = settings.subscriptions
    if subscription is not None and subscription not in {s.name for s in known}:
        refuse_name("subscription", subscription, [s.name for s in known], "--subscription")
    return [
        (s.name, Candidate(score=score_on(s, day).points, categories=s.categories))
        for s in known
        if subscription in {None, s.name}
    ]


def _people_of(file: Path) -> Iterator[Candidate]:
    """Read people; the first fault ends it with a sentence."""
    try:
        listed = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"{file} cannot be read: {error}", param_hint="--people") from None
    if not isinstance(listed, list):
        raise typer.BadParameter(f"{file}: no list; write {_SHAPE}", param_hint="--people")
    for place, one in enumerate(listed):
        match one:
            case {"score": int(score), "categories": list(slugs)} if (
                type(score) is int
                and 0 < score <= HIGHEST_CRS
                and slugs
                and all(isinstance(s, str) for s in slugs)
            ):
                yield Candidate(score=score, categories=frozenset(slugs))
            case _:
                raise typer.BadParameter(
                    f"{file}: [{place}]: there is {json.dumps(one)[:80]}; allowed: a score of "
                    f"1 to {HIGHEST_CRS} with its categories: {_SHAPE[1:-1]}",
                    param_hint="--people",
                )


def _check_categories(asked: Iterable[Candidate], drawn: Iterable[str | None]) -> None:
    known = {ALL, *CATEGORIES, *(slug for slug in drawn if slug)}
    for slug in sorted({slug for one in asked for slug in one.categories} - known):
        refuse_name("category", slug, sorted(known), "--categories")


def _print_chance(name: str, candidate: Candidate, chance: InvitationChance) -> None:
    waits = " or ".join(sorted(candidate.categories))
    typer.echo(f"{name}: {candidate.score}, {waits}" if name else f"{candidate.score}, {waits}")
    for days, share in (chance.within or {}).items():
        rough, words = percent_of(share, _ENGLISH), chance_in_words(share, _ENGLISH)
        typer.echo(f"  within {days} days: {rough}, {words}")
    for slug, reason in chance.left_out.items():
        output.print_paragraph(f"nothing can be said of {slug}: {reason}", indent="  ")
