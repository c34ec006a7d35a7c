"""The options of verbs that look at the database, each a type."""

from enum import StrEnum
from typing import Annotated

import typer

from watcher.core.pool import HIGHEST_CRS

# What a database takes for a number.
_MOST = 2**63 - 1


class StateName(StrEnum):
    """The states of a delivery, known here without loading the store."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= _MOST):
        raise typer.BadParameter(f"{text!r} is no number of a delivery")
    return int(text)


Year = Annotated[int | None, typer.Option(metavar="YEAR", help="Rounds of this year.")]
WhatIf = Annotated[
    int | None,
    typer.Option(
        "--score",
        min=1,
        max=HIGHEST_CRS,
        metavar="N",
        help="Only rounds that would have invited this score.",
    ),
]
Limit = Annotated[
    int, typer.Option(metavar="N", min=0, max=1_000_000, help="At most so many; 0: all of them.")
]
Number = Annotated[str, typer.Argument(metavar="NUMBER", help="Of the round: 385, '#385', 91a.")]
OfRound = Annotated[str | None, typer.Option("--round", metavar="NUMBER", help="About this round.")]
Raw = Annotated[
    bool, typer.Option("--raw", help="Print the page on which it was first seen, byte by byte.")
]
OfSubscription = Annotated[
    str | None, typer.Option("--subscription", metavar="NAME", help="Only this one.")
]
OfChannel = Annotated[
    str | None, typer.Option("--channel", metavar="NAME", help="On this channel.")
]
States = Annotated[
    list[StateName] | None,
    typer.Option(
        "--state",
        metavar="STATE",
        help="queued, sending, sent, refused, expired or superseded; may be given several times.",
    ),
]
Ids = Annotated[
    list[int] | None,
    typer.Argument(metavar="ID", parser=_number, help="As `watcher deliveries` shows them."),
]
Refused = Annotated[bool, typer.Option("--refused", help="All that a server refused for good.")]
Expired = Annotated[bool, typer.Option("--expired", help="All that were given up after 72 hours.")]
ToChannel = Annotated[str, typer.Argument(metavar="CHANNEL", help="Its name in the configuration.")]
Target = Annotated[
    str | None, typer.Option(metavar="TARGET", help="Only to this address or chat of the channel.")
]
Copy = Annotated[str, typer.Argument(metavar="FILE", help="Where the copy goes; must not exist.")]
