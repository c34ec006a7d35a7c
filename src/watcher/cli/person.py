"""Options for the person that a verb is asked about: a subscription, or a score with what it may be invited in."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated

import typer

from watcher.answers.snapshot import Snapshot
from watcher.cli.context import NO_SUBSCRIPTION, check_category, chosen_subscriptions
from watcher.cli.group import NOTHING, end, parse_instant_option
from watcher.core.category import ALL
from watcher.core.model import Round
from watcher.core.pool import HIGHEST_CRS
from watcher.core.scores import unnamed_subscription
from watcher.core.settings import Subscription

ScoreOption = Annotated[
    int | None,
    typer.Option(min=1, max=HIGHEST_CRS, metavar="N", help="A CRS score, for no subscription."),
]
CategoriesOption = Annotated[
    str | None,
    typer.Option(
        metavar="A,B", help="With --score: the categories it may be invited in; else all."
    ),
]
SubmittedOption = Annotated[
    datetime | None,
    typer.Option(
        parser=parse_instant_option,
        metavar="INSTANT",
        help="With --score: when the profile was first submitted, which decides ties.",
    ),
]


def people_of(
    snapshot: Snapshot,
    every: Iterable[Round],
    subscription: str | None,
    score: int | None,
    categories: str | None,
    *,
    submitted: datetime | None = None,
) -> Sequence[Subscription]:
    """Return the subscriptions asked about, all of them if none is named; a score alone has no name."""
    if score is None:
        for option, text in (("--categories", categories), ("--submitted", submitted)):
            if text is not None:
                raise typer.BadParameter(
                    "goes with --score only; a subscription has its own", param_hint=option
                )
        found = chosen_subscriptions(snapshot, subscription)
        return found or end(f"{NO_SUBSCRIPTION}, --score N asks without one", NOTHING)
    if subscription is not None:
        raise typer.BadParameter("cannot be had with --score", param_hint="--subscription")
    slugs = [s for part in (categories or "").split(",") if (s := part.strip().casefold())]
    for slug in slugs:
        check_category(slug, every, "--categories", also=[ALL])
    return [unnamed_subscription(score, slugs, submitted)]
