"""Lists of rounds, and one round with everything that sources say of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta

from watcher.adapters.database import SourceReport
from watcher.answers.serialize import FLAT, OPTIONAL
from watcher.answers.snapshot import Snapshot
from watcher.core.claims import Claim, conflicts
from watcher.core.model import FIGURES, Figures, Report, Round, number_order
from watcher.messages.figures import cutoff_change, elapsed
from watcher.press.consensus import independent_sources


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRound:
    """One round of a list beside the one before it in its category.

    ``change`` is how far the cut-off moved since. Where a score was given, ``above`` is
    how far it is above the cut-off; at the cut-off itself, the tie-break decides.
    """

    round: Round = field(metadata=FLAT)
    previous: str | None
    change: int | None
    above: int | None = field(default=None, metadata=OPTIONAL)
    at_cutoff: bool | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRevision:
    """One figure of a round that was corrected: from what, to what, by which source."""

    revision: int
    figure: str
    before: object
    after: object
    source: str
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialReport:
    """What an official source says of a round; ``differs`` names what is held otherwise."""

    source: str
    first_seen: datetime
    seen_at: datetime
    figures: Figures = field(metadata=FLAT)
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedClaim:
    """What a secondary source says of a round, and whether it copies another one.

    Claims of the same ``independent_source`` count once; ``copies`` names the source that was
    first to say so, None if this one was. ``differs`` names what is held otherwise.
    """

    claim: Claim = field(metadata=FLAT)
    independent_source: int = field(metadata={"key": "witness"})
    copies: str | None
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDetails:
    """One round with its neighbours in its category and all that was said of it.

    ``in_baseline``: it was on the first page that was ever read, so that when it was
    first seen says nothing of how late that was. ``lateness`` is how long after the
    round it was first seen, where that is known.
    """

    round: Round = field(metadata=FLAT)
    in_baseline: bool
    lateness: timedelta | None
    previous: Round | None
    next: Round | None
    revisions: tuple[RoundRevision, ...]
    reports: tuple[OfficialReport, ...]
    claims: tuple[ComparedClaim, ...] = field(metadata={"key": "tellings"})


def known_rounds(snapshot: Snapshot, *, pools: bool = True) -> list[Round]:
    """Return all rounds, newest first; without *pools* they are read faster."""
    return snapshot.tx.rounds.all(pools=pools)


def newest_round(snapshot: Snapshot) -> Round | None:
    """Return the newest confirmed round."""
    newest = snapshot.tx.rounds.newest_number()
    return None if newest is None else snapshot.tx.rounds.by_number([newest])[newest]


def count_rounds(snapshot: Snapshot) -> tuple[int, int]:
    """Count the rounds that are confirmed, and those that are only reported."""
    reported = len(snapshot.tx.rounds.unconfirmed())
    return snapshot.tx.rounds.count() - reported, reported


def correction_times(snapshot: Snapshot) -> Mapping[str, datetime]:
    """Return when each round was last corrected, by its number."""
    return snapshot.tx.rounds.corrected_at()


def baseline_seen_at(snapshot: Snapshot) -> datetime | None:
    """Return when the first page was read: what was on it says nothing of how late it was."""
    return snapshot.tx.rounds.first_seen_at()


def matching_rounds(
    every: Iterable[Round],
    *,
    categories: Collection[str] = (),
    year: int | None = None,
    score: int | None = None,
) -> list[Round]:
    """Keep the rounds of these categories (none: all) and year whose cut-off *score* reaches."""
    return [
        round_
        for round_ in every
        if (not categories or round_.category in categories)
        and (year is None or (round_.date is not None and round_.date.year == year))
        and (score is None or (round_.cutoff is not None and round_.cutoff <= score))
    ]


def listed_rounds(
    wanted: Iterable[Round], every: Sequence[Round], score: int | None = None
) -> list[ListedRound]:
    """Put each of the *wanted* beside the one before it among *every*, newest first."""
    before = _previous_by_number(every)
    return [_listed(round_, before.get(round_.number), score) for round_ in wanted]


def latest_of_each_category(every: Iterable[Round]) -> list[Round]:
    """Keep the newest round of each category, of rounds newest first."""
    latest: dict[str | None, Round] = {}
    for round_ in every:
        latest.setdefault(round_.category, round_)
    return list(latest.values())


def asked_number(text: str) -> str:
    """Read the number of a round as people write it: 385, #385, 91A."""
    return text.strip().removeprefix("#").lower()


def find_rounds(snapshot: Snapshot, number: str) -> list[Round]:
    """Find the rounds that are meant by a number as people write it.

    One that is not confirmed is found by its provisional number and by the claimed one;
    several may claim the same.
    """
    asked = asked_number(number)
    known = snapshot.tx.rounds.by_number([asked]).get(asked)
    if known is not None:
        return [known]
    return [r for r in snapshot.tx.rounds.unconfirmed() if r.claimed == asked]


def nearest_numbers(snapshot: Snapshot, asked: str) -> list[str]:
    """Name the known numbers right below and above one that is not known."""
    called = (round_.called for round_ in known_rounds(snapshot, pools=False))
    # A provisional number is beside no other.
    numbers = sorted((n for n in called if n[:1].isdigit()), key=number_order)
    place = number_order(asked)
    below = [n for n in numbers if number_order(n) < place]
    above = [n for n in numbers if number_order(n) > place]
    return [*below[-1:], *above[:1]]


def round_details(snapshot: Snapshot, found: Round) -> RoundDetails:
    """Gather all that is known of a round."""
    tx = snapshot.tx
    in_baseline = found.confirmed and found.first_seen == baseline_seen_at(snapshot)
    return RoundDetails(
        round=found,
        in_baseline=in_baseline,
        lateness=None if in_baseline else elapsed(found.drawn_at, found.first_seen),
        previous=tx.rounds.previous(found),
        next=tx.rounds.following(found),
        revisions=tuple(
            RoundRevision(
                **{key.name: getattr(revision, key.name) for key in fields(RoundRevision)}
            )
            for revision in tx.rounds.revisions(found.number)
        ),
        reports=tuple(official_report(said, found) for said in tx.sources.reports(found.number)),
        claims=tuple(compare_claims(tx.claims.of_round(found.number), found)),
    )


def first_page(snapshot: Snapshot, found: Round) -> bytes | None:
    """Return the page on which a round was first seen, None where it is no longer kept."""
    digest = snapshot.tx.rounds.page_hash(found.number)
    return None if digest is None else snapshot.tx.sources.page(digest)


def compare_claims(claims: Sequence[Claim], held: Round) -> Iterator[ComparedClaim]:
    """Compare the claims about a round with it, those of one independent source together."""
    for number, group in enumerate(independent_sources(claims), start=1):
        for claim in group:
            yield ComparedClaim(
                claim=claim,
                independent_source=number,
                copies=None if claim is group[0] else group[0].source,
                differs=tuple(_differing_claims(claim.report, held)),
            )


def official_report(said: SourceReport, held: Round) -> OfficialReport:
    """Hold what an official source says against the round."""
    given = ((name, getattr(said.figures, name)) for name in FIGURES)
    return OfficialReport(
        source=said.source,
        first_seen=said.first_seen,
        seen_at=said.seen_at,
        figures=said.figures,
        differs=tuple(n for n, value in given if value is not None and value != getattr(held, n)),
    )


def _differing_claims(report: Report, held: Round) -> Iterator[str]:
    if report.number not in {None, held.number, held.claimed}:
        yield "number"
    yield from conflicts(report, held)


def _previous_by_number(every: Sequence[Round]) -> Mapping[str, Round]:
    before: dict[str, Round] = {}
    latest: dict[str, Round] = {}
    for round_ in reversed(every):
        if round_.category is None or round_.date is None:
            continue
        if round_.category in latest:
            before[round_.number] = latest[round_.category]
        if round_.confirmed:
            latest[round_.category] = round_
    return before


def _listed(round_: Round, previous: Round | None, score: int | None) -> ListedRound:
    above = None if score is None or round_.cutoff is None else score - round_.cutoff
    return ListedRound(
        round=round_,
        previous=None if previous is None else previous.number,
        change=None if previous is None else cutoff_change(previous, round_),
        above=above,
        at_cutoff=None if above is None else not above,
    )
