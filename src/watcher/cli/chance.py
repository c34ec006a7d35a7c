"""``chance``: how likely an invitation is within 30, 60 and 90 days."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from watcher.answers.forecast import Candidate, InvitationChance, by_reason, invitation_chances
from watcher.answers.rounds import known_rounds
from watcher.answers.snapshot import open_snapshot
from watcher.cli import output
from watcher.cli.context import check_category, require_rounds, settings_of, time_of
from watcher.cli.group import AsOfDayOption, JsonOption, SubscriptionOption
from watcher.cli.person import CategoriesOption, ScoreOption, people_of
from watcher.core.category import ALL
from watcher.core.model import Round
from watcher.core.pool import HIGHEST_CRS
from watcher.core.scores import score_on
from watcher.core.settings import Subscription
from watcher.messages.formatter import ENGLISH
from watcher.messages.likelihood import chance_in_words, percent_of

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
    if people and (subscription or score or categories):
        wrong = "--subscription, --score and --categories cannot be had beside --people"
        raise typer.BadParameter(wrong)
    with open_snapshot(settings_of(ctx), time_of(None)) as snapshot:
        require_rounds(snapshot)
        every, day = known_rounds(snapshot, pools=False), as_of or snapshot.today
        if people is None:
            asked = people_of(snapshot, every, subscription, score, categories)
            named = [(one.name, _candidate(one, day)) for one in asked]
        else:
            named = [("", one) for one in _candidates_in(people, every)]
        found = invitation_chances(snapshot, [one for _, one in named], as_of=as_of)
    if as_json:
        output.print_json(found[0] if len(found) == 1 and (subscription or score) else found)
    else:
        _print_chances(named, found)


def _candidate(person: Subscription, day: date) -> Candidate:
    return Candidate(score=score_on(person, day).points, categories=person.categories)


def _candidates_in(file: Path, every: Iterable[Round]) -> list[Candidate]:
    candidates = list(_people_of(file))
    for slug in sorted({slug for one in candidates for slug in one.categories}):
        check_category(slug, every, "--people", also=[ALL])
    return candidates


def _people_of(file: Path) -> Iterator[Candidate]:
    """Read people; the first fault ends it with a sentence."""
    try:
        listed = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
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


def _print_chances(
    named: Iterable[tuple[str, Candidate]], found: Iterable[InvitationChance]
) -> None:
    for (name, candidate), chance in zip(named, found, strict=True):
        waits = " or ".join(sorted(candidate.categories))
        typer.echo(f"{name}: {candidate.score}, {waits}" if name else f"{candidate.score}, {waits}")
        for days, share in (chance.within or {}).items():
            rough, words = percent_of(share, ENGLISH), chance_in_words(share, ENGLISH)
            typer.echo(f"  within {days} days: {rough}, {words}")
        for reason, slugs in by_reason(chance.doubtful).items():
            output.print_paragraph(f"with doubt of {', '.join(slugs)}: {reason}", indent="  ")
        for reason, slugs in by_reason(chance.left_out).items():
            words = f"nothing can be said of {', '.join(slugs)}: {reason}"
            output.print_paragraph(words, indent="  ")
