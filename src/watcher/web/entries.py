"""Rounds as news: what feeds and the calendar tell of each, in the reader's language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from urllib.parse import quote
from uuid import UUID, uuid5

from watcher.answers.rounds import matching_rounds
from watcher.core.model import Round
from watcher.core.schedule import OTTAWA
from watcher.web.pages.filters import RoundFilter, parse_filter
from watcher.web.render import PageFormatter, page_formatter
from watcher.web.request import RequestContext, WebRequest

# Made once, for this purpose: what is named within it is the same on every watcher.
_ROUNDS = UUID("6f0c1c1e-52a1-5a0e-9a53-6f2d1d0a5b0b")
# XML 1.0 has no way to write these, and no calendar needs them.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One round as news: ``key`` stays the same on every watcher, whatever is corrected.

    ``published`` is when it was first seen, or, where it was history then, drawn.
    """

    key: str
    title: str
    text: str
    link: str
    category: str
    round: Round
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFeed:
    """What was chosen of the rounds, newest first, and how that is called.

    ``query`` is as it was asked; ``chosen`` has what decides which rounds there are, and
    neither language nor anything else.
    """

    title: str
    query: str
    chosen: str
    entries: tuple[FeedEntry, ...]


def round_feed(
    context: RequestContext,
    request: WebRequest,
    *,
    slug: str | None = None,
    at_most: int | None = None,
) -> RoundFeed:
    """Tell of the rounds of a category (None: those that the query chooses)."""
    every = context.tx.rounds.all(pools=False)
    chosen = parse_filter(request, every)
    wanted = (slug,) if slug else chosen.categories
    found = matching_rounds(every, categories=wanted, score=chosen.score)
    formatter = page_formatter(request, context.now)
    corrected = context.tx.rounds.corrected_at()
    baseline = context.tx.rounds.first_seen_at()
    return RoundFeed(
        title=_title(wanted, chosen, formatter),
        query=request.query_string,
        chosen=RoundFilter(
            categories=() if slug else chosen.categories, score=chosen.score
        ).query(),
        entries=tuple(
            _entry(round_, request.base_url, formatter, corrected, baseline)
            for round_ in found[:at_most]
        ),
    )


def xml_safe(text: str) -> str:
    """Put a mark in place of what XML cannot hold."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _title(wanted: Sequence[str], chosen: RoundFilter, formatter: PageFormatter) -> str:
    title = formatter.gettext("Express Entry rounds")
    if wanted:
        names = formatter.listed([formatter.category(slug) for slug in wanted])
        title = formatter.gettext("Express Entry rounds: {category}", category=names)
    if chosen.score is not None:
        title = formatter.gettext(
            "{title}, that would have invited {score}", title=title, score=chosen.score
        )
    return title


def _entry(
    round_: Round,
    base: str,
    formatter: PageFormatter,
    corrected: Mapping[str, datetime],
    baseline: datetime | None,
) -> FeedEntry:
    category = xml_safe(formatter.category_of(round_))
    cutoff = formatter.unknown if round_.cutoff is None else str(round_.cutoff)
    gaps = {"number": xml_safe(round_.called), "category": category, "cutoff": cutoff}
    text = formatter.gettext(
        "Round #{number} for {category} on {day}: cut-off {cutoff}, "
        "{invitations} invitations, tie-break {tie_break}.",
        **gaps,
        day=formatter.day(round_.date),
        invitations=formatter.number(round_.invitations),
        tie_break=_tie_break(round_, formatter),
    )
    if not round_.confirmed:
        unconfirmed = formatter.gettext("Reported, not confirmed: no official page shows it.")
        text = f"{unconfirmed} {text}"
    published = _published(round_, baseline)
    return FeedEntry(
        key=f"urn:uuid:{uuid5(_ROUNDS, round_.called)}",
        title=formatter.gettext("#{number} {category}: cut-off {cutoff}", **gaps),
        text=text,
        link=f"{base}/rounds/{quote(round_.number, safe='')}",
        category=xml_safe(round_.category or ""),
        round=round_,
        published=published,
        updated=max(published, corrected.get(round_.number, published)),
    )


def _tie_break(round_: Round, formatter: PageFormatter) -> str:
    if round_.tie_break is None:
        return formatter.unknown
    return f"{formatter.tie_break(round_)} ({formatter.timezone})"


def _published(round_: Round, baseline: datetime | None) -> datetime:
    """Say when it was news; what the first page of all showed was history then."""
    if round_.first_seen != baseline:
        return round_.first_seen
    if round_.drawn_at is not None:
        return round_.drawn_at
    if round_.date is None:
        return round_.first_seen
    return datetime.combine(round_.date, time(12), OTTAWA).astimezone(UTC)
