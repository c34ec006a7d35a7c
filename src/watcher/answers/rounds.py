"""Lists of rounds, and one round with its corrections, neighbours and reports."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta

from watcher.adapters.database import SourceReport
from watcher.answers.cache import cached
from watcher.answers.serialize import FLAT, OPTIONAL
from watcher.answers.snapshot import Snapshot
from watcher.core.category import CATEGORIES
from watcher.core.claims import Claim, conflicts
from watcher.core.model import FIGURES, Figures, Round, number_order
from watcher.messages.figures import cutoff_change, elapsed
from watcher.press.consensus import independent_sources


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRound:
    """A round of a list, with the change of the cut-off since the previous in its category.

    ``above`` is a given score minus the cut-off; at 0 the tie-break decides.
    """

    round: Round = field(metadata=FLAT)
    previous: str | None
    change: int | None
    above: int | None = field(default=None, metadata=OPTIONAL)
    at_cutoff: bool | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRevision:
    """A correction of one figure of a round."""

    revision: int
    figure: str
    before: object
    after: object
    source: str
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialReport:
    """The report of an official source on a round; ``differs`` names figures unlike the record's."""

    source: str
    first_seen: datetime
    seen_at: datetime
    figures: Figures = field(metadata=FLAT)
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedClaim:
    """The claim of a secondary source on a round; ``differs`` names figures unlike the record's.

    Claims of one ``independent_source`` count once; ``copies`` names its first source, None for
    the first claim.
    """

    claim: Claim = field(metadata=FLAT)
    independent_source: int = field(metadata={"key": "witness"})
    copies: str | None
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDetails:
    """A round with its neighbours in its category and all reports of it.

    ``in_baseline``: it was on the very first page, so that its ``lateness``, the time until it
    was first seen, is not known.
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
    """Return all rounds, newest first; without *pools* they are read faster, and once for many questions."""
    if pools:
        return snapshot.tx.rounds.all()
    return list(cached(snapshot, "rounds", lambda: snapshot.tx.rounds.all(pools=False)))


def known_categories(every: Iterable[Round]) -> list[str]:
    """List our categories, then those of rounds that are none of them."""
    return [*CATEGORIES, *sorted({r.category for r in every if r.category} - CATEGORIES.keys())]


def newest_round(snapshot: Snapshot) -> Round | None:
    """Return the newest confirmed round."""
    newest = snapshot.tx.rounds.newest_number()
    return None if newest is None else snapshot.tx.rounds.by_number([newest])[newest]


def count_rounds(snapshot: Snapshot) -> tuple[int, int]:
    """Count confirmed rounds, and those that are only reported."""
    reported = len(snapshot.tx.rounds.unconfirmed())
    return snapshot.tx.rounds.count() - reported, reported


def correction_times(snapshot: Snapshot) -> Mapping[str, datetime]:
    """Return when each round was last corrected, by number."""
    return snapshot.tx.rounds.corrected_at()


def baseline_seen_at(snapshot: Snapshot) -> datetime | None:
    """Return when the very first page was read: its rounds were old news."""
    return snapshot.tx.rounds.first_seen_at()


def matching_rounds(
    every: Iterable[Round],
    *,
    categories: Collection[str] = (),
    year: int | None = None,
    score: int | None = None,
) -> list[Round]:
    """Filter rounds by category (none: all), year, and a cut-off that *score* reaches."""
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
    """Compare each of the *wanted* with the previous of its category among *every*."""
    before = _previous_by_number(every)
    return [_listed(round_, before.get(round_.number), score) for round_ in wanted]


def latest_of_each_category(every: Iterable[Round]) -> list[Round]:
    """Return the newest round of each category, given rounds newest first."""
    latest: dict[str | None, Round] = {}
    for round_ in every:
        latest.setdefault(round_.category, round_)
    return list(latest.values())


def asked_number(text: str) -> str:
    """Normalize the number of a round: 385, #385, 91A."""
    return text.strip().removeprefix("#").lower()


def find_rounds(snapshot: Snapshot, number: str) -> list[Round]:
    """Find the rounds with this number, provisional or claimed; several may claim the same."""
    asked = asked_number(number)
    known = snapshot.tx.rounds.by_number([asked]).get(asked)
    if known is not None:
        return [known]
    return [r for r in snapshot.tx.rounds.unconfirmed() if r.claimed == asked]


def nearest_numbers(snapshot: Snapshot, asked: str) -> list[str]:
    """Return the known numbers right below and above an unknown one."""
    called = (round_.called for round_ in known_rounds(snapshot, pools=False))
    # Provisional numbers have no order.
    numbers = sorted((n for n in called if n[:1].isdigit()), key=number_order)
    place = number_order(asked)
    below = [n for n in numbers if number_order(n) < place]
    above = [n for n in numbers if number_order(n) > place]
    return [*below[-1:], *above[:1]]


def round_details(snapshot: Snapshot, found: Round) -> RoundDetails:
    """Gather the details of a round."""
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
    """Return the page on which a round was first seen, None if it is no longer kept."""
    digest = snapshot.tx.rounds.page_hash(found.number)
    return None if digest is None else snapshot.tx.sources.page(digest)


def compare_claims(claims: Sequence[Claim], held: Round) -> Iterator[ComparedClaim]:
    """Compare the claims about a round with it, those of one independent source together."""
    for number, group in enumerate(independent_sources(claims), start=1):
        for claim in group:
            is_same = claim.report.number in {None, held.number, held.claimed}
            number_differs = () if is_same else ("number",)
            yield ComparedClaim(
                claim=claim,
                independent_source=number,
                copies=None if claim is group[0] else group[0].source,
                differs=(*number_differs, *conflicts(claim.report, held)),
            )


def official_report(said: SourceReport, held: Round) -> OfficialReport:
    """Compare what an official source says with the round."""
    given = ((name, getattr(said.figures, name)) for name in FIGURES)
    return OfficialReport(
        source=said.source,
        first_seen=said.first_seen,
        seen_at=said.seen_at,
        figures=said.figures,
        differs=tuple(n for n, value in given if value is not None and value != getattr(held, n)),
    )


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
