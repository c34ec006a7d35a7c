"""Rounds as news: what feeds and the calendar tell of each, in the reader's language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from urllib.parse import quote
from uuid import UUID, uuid5

from watcher.answers.listing import matching
from watcher.core.model import Round
from watcher.core.schedule import OTTAWA
from watcher.web.pages.filters import Filter, filter_of
from watcher.web.render import Speaker, speaker
from watcher.web.request import Asked
from watcher.web.site import Look

# Made once, for this purpose: what is named within it is the same on every watcher.
_ROUNDS = UUID("6f0c1c1e-52a1-5a0e-9a53-6f2d1d0a5b0b")
# XML 1.0 has no way to write these, and no calendar needs them.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
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
class News:
    """What was chosen of the rounds, newest first, and how that is called.

    ``query`` is as it was asked; ``chosen`` has what decides which rounds there are, and
    neither language nor anything else.
    """

    title: str
    query: str
    chosen: str
    entries: tuple[Entry, ...]


def news(look: Look, asked: Asked, *, slug: str | None = None, at_most: int | None = None) -> News:
    """Tell of the rounds of a category (None: those that the query chooses)."""
    every = look.tx.rounds.all(pools=False)
    chosen = filter_of(asked, every)
    wanted = (slug,) if slug else chosen.categories
    found = matching(every, categories=wanted, score=chosen.score)
    say = speaker(asked, look.now)
    corrected = look.tx.rounds.corrected_at()
    baseline = look.tx.rounds.first_seen_at()
    return News(
        title=_title(wanted, chosen, say),
        query=asked.query_string,
        chosen=Filter(categories=() if slug else chosen.categories, score=chosen.score).query(),
        entries=tuple(
            _entry(round_, asked.base, say, corrected, baseline) for round_ in found[:at_most]
        ),
    )


def writable(text: str) -> str:
    """Put a mark in place of what XML cannot hold."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _title(wanted: Sequence[str], chosen: Filter, say: Speaker) -> str:
    title = say.gettext("Express Entry rounds")
    if wanted:
        names = say.listed([say.category(slug) for slug in wanted])
        title = say.gettext("Express Entry rounds: {category}", category=names)
    if chosen.score is not None:
        title = say.gettext(
            "{title}, that would have invited {score}", title=title, score=chosen.score
        )
    return title


def _entry(
    round_: Round,
    base: str,
    say: Speaker,
    corrected: Mapping[str, datetime],
    baseline: datetime | None,
) -> Entry:
    category = writable(say.category_of(round_))
    cutoff = say.unknown if round_.cutoff is None else str(round_.cutoff)
    gaps = {"number": writable(round_.called), "category": category, "cutoff": cutoff}
    text = say.gettext(
        "Round #{number} for {category} on {day}: cut-off {cutoff}, "
        "{invitations} invitations, tie-break {tie_break}.",
        **gaps,
        day=say.day(round_.date),
        invitations=say.number(round_.invitations),
        tie_break=_tie_break(round_, say),
    )
    if not round_.confirmed:
        unconfirmed = say.gettext("Reported, not confirmed: no official page shows it.")
        text = f"{unconfirmed} {text}"
    published = _published(round_, baseline)
    return Entry(
        key=f"urn:uuid:{uuid5(_ROUNDS, round_.called)}",
        title=say.gettext("#{number} {category}: cut-off {cutoff}", **gaps),
        text=text,
        link=f"{base}/rounds/{quote(round_.number, safe='')}",
        category=writable(round_.category or ""),
        round=round_,
        published=published,
        updated=max(published, corrected.get(round_.number, published)),
    )


def _tie_break(round_: Round, say: Speaker) -> str:
    if round_.tie_break is None:
        return say.unknown
    return f"{say.tie_break(round_)} ({say.timezone})"


def _published(round_: Round, baseline: datetime | None) -> datetime:
    """Say when it was news; what the first page of all showed was history then."""
    if round_.first_seen != baseline:
        return round_.first_seen
    if round_.drawn_at is not None:
        return round_.drawn_at
    if round_.date is None:
        return round_.first_seen
    return datetime.combine(round_.date, time(12), OTTAWA).astimezone(UTC)
