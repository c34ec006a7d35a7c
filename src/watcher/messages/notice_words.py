"""What every language has to be able to say to the operator."""

from collections.abc import Mapping
from dataclasses import dataclass

from watcher.core.errors import StoreFault
from watcher.core.model import Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One kind of notice: what happened, what watcher does by itself, what to do next.

    ``do`` has one step a line; gaps are in braces.
    """

    title: str
    what: str
    does: str
    do: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleWords:
    """One kind of trouble: its name in a clause, what it is, and the remedy."""

    name: str
    what: str
    do: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeWords:
    """One language: ``troubles`` has every trouble, a telling for every other notice.

    ``round_numbered`` to ``round_unnamed`` name a round by what its reports give.
    """

    does: str
    do: str
    since: str
    last_good: str
    never: str
    came: str
    server_said: str
    nothing_came: str
    address: str
    waiting: str
    odd: str
    more: str
    no_round: str
    told_by: str
    round_numbered: str
    round_dated: str
    round_unnamed: str
    today: str
    ago: str
    blind_title: str
    blind_does: str
    troubles: Mapping[Trouble, TroubleWords]
    source_well: Telling
    source_late: Telling
    baseline: Telling
    unknown_category: Telling
    unreadable: Telling
    disagreement: Telling
    unconfirmed: Telling
    channel_dead: Telling
    channel_well: Telling
    goes_round: Telling
    clock_ahead: Telling
    clock_behind: Telling
    clock_right: Telling
    clock_stepped: Telling
    refused: Telling
    expired: Telling
    database_title: str
    database_does: str
    database_error: str
    database_faults: Mapping[StoreFault, TroubleWords]
    database_well: Telling
