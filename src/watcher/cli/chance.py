"""``chance``: how likely an invitation is within 30, 60 and 90 days."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from watcher.answers.forecast import Candidate, InvitationChance, Withheld, invitation_chances
from watcher.answers.rounds import known_rounds
from watcher.answers.snapshot import Snapshot, open_snapshot
from watcher.cli import output
from watcher.cli.context import check_category, require_rounds, settings_of, time_of
from watcher.cli.group import AsOfDayOption, JsonOption, SubscriptionOption
from watcher.cli.person import AskedPerson, CategoriesOption, ScoreOption, people_of
from watcher.core.category import ALL
from watcher.core.pool import HIGHEST_CRS
from watcher.core.schedule import OTTAWA
from watcher.core.scores import score_on
from watcher.messages.formatter import Formatter
from watcher.messages.likelihood import chance_in_words, percent_of

_ENGLISH = Formatter("en", "UTC")
_SHAPE = '[{"score": 471, "categories": ["cec"]}]'

_People = Annotated[
    Path | None, typer.Option(metavar="FILE", help=f"Many at once, as JSON: {_SHAPE}.")
]


def chance_command(
    ctx: typer.Context,
    *,
    subscription: SubscriptionOption = None,
    score: ScoreOption = None,
    categories: CategoriesOption = None,
    people: _People = None,
    as_of: AsOfDayOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say how likely an invitation is within 30, 60 and 90 days.

    Of each subscription, or of the one that is named, or of a score and what
    it waits for, or of many people in a file. It counts how soon rounds came
    and how far their cut-offs strayed; it knows nothing of plans, and nothing
    of your profile beyond the score. Where no cut-off can be forecast
    (`watcher forecast` says why), a category counts with doubt, or not at all.

    [bold]Examples[/]
      watcher chance
      watcher chance --subscription amara
      watcher chance --score 471 --categories cec,healthcare
      watcher chance --people people.json --as-of 2026-10-02 --json
    """
    settings = settings_of(ctx)
    if people is not None and (subscription or score):
        raise typer.BadParameter(
            "cannot be had beside --people", param_hint="--subscription or --score"
        )
    asked = AskedPerson(subscription=subscription, score=score, categories=categories)
    with open_snapshot(settings, time_of(None)) as snapshot:
        require_rounds(snapshot)
        named = list(_candidates(snapshot, asked, people, as_of))
        found = invitation_chances(snapshot, [one for _, one in named], as_of=as_of)
    if as_json:
        single = subscription is not None or score is not None
        output.print_json(found[0] if single else found)
    else:
        for (name, candidate), chance in zip(named, found, strict=True):
            _print_chance(name, candidate, chance)


def _candidates(
    snapshot: Snapshot, asked: AskedPerson, people: Path | None, as_of: date | None
) -> Iterator[tuple[str, Candidate]]:
    """Give the people that are asked for, each with a name; a profile scores as on that day."""
    every = known_rounds(snapshot, pools=False)
    if people is not None:
        candidates = list(_people_of(people))
        for slug in sorted({slug for one in candidates for slug in one.categories}):
            check_category(slug, every, "--people", also=[ALL])
        yield from (("", one) for one in candidates)
        return
    day = as_of or snapshot.now.astimezone(OTTAWA).date()
    for one in people_of(asked, snapshot.settings, every):
        yield one.name, Candidate(score=score_on(one, day).points, categories=one.categories)


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


def _print_chance(name: str, candidate: Candidate, chance: InvitationChance) -> None:
    waits = " or ".join(sorted(candidate.categories))
    typer.echo(f"{name}: {candidate.score}, {waits}" if name else f"{candidate.score}, {waits}")
    for days, share in (chance.within or {}).items():
        rough, words = percent_of(share, _ENGLISH), chance_in_words(share, _ENGLISH)
        typer.echo(f"  within {days} days: {rough}, {words}")
    for reason, slugs in _by_reason(chance.doubtful):
        output.print_paragraph(f"with doubt of {slugs}: {reason}", indent="  ")
    for reason, slugs in _by_reason(chance.left_out):
        output.print_paragraph(f"nothing can be said of {slugs}: {reason}", indent="  ")


def _by_reason(silent: Mapping[str, Withheld]) -> Iterator[tuple[Withheld, str]]:
    """Yield each reason once, with the categories that it is about."""
    for reason in dict.fromkeys(silent.values()):
        yield reason, ", ".join(slug for slug, why in silent.items() if why == reason)
