"""``round N``: everything that is known of one round, and how it came to be known."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import typer

from watcher.cli import figures, filters, options, show
from watcher.cli.frame import NOTHING, Frame, end
from watcher.cli.opened import opened

if TYPE_CHECKING:
    from watcher.model import Pool, Round
    from watcher.store import Revision, Said, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One round with its neighbours in its category and all that was said of it.

    ``in_baseline``: it was on the first page that was ever read, so that when it was
    first seen says nothing of how late that was.
    """

    round: "Round"
    previous: "Round | None"
    following: "Round | None"
    revisions: "Sequence[Revision]"
    reports: "Sequence[Said]"
    in_baseline: bool

    @property
    def lateness(self) -> timedelta | None:
        """How long after the round it was first seen; None where that is not known."""
        from watcher.message.figures import elapsed

        return None if self.in_baseline else elapsed(
            self.round.drawn_at, self.round.first_seen
        )


def round_(
    ctx: typer.Context,
    number: filters.Number,
    *,
    raw: filters.Raw = False,
    as_json: options.Json = False,
) -> None:
    """Show all that is known of one round, and how it came to be known.

    Figures, the pool before it, the rounds beside it in its category, what
    was corrected, and what each source says of it.

    [bold]Examples[/]
      watcher round 437
      watcher round 91a --json
      watcher round 437 --raw > page.json
    """
    frame: Frame = ctx.obj
    settings = frame.settings()
    if raw and as_json:
        raise typer.BadParameter("cannot be had with --json", param_hint="--raw")
    with opened(settings) as store, store.reading() as tx:
        found = known_round(tx, number)
        page = _page(tx, found) if raw else None
        record = _record(tx, found)
    if page is not None:
        sys.stdout.buffer.write(page)
    elif as_json:
        show.print_json(_shape(record))
    else:
        _print(record, settings.timezone)


def known_round(tx: "Transaction", number: str) -> "Round":
    """Find a round by its number as people write it, or end with 3 and the nearest."""
    asked = figures.asked_number(number)
    found = tx.rounds.by_number([asked]).get(asked)
    if found is None:
        numbers = [r.number for r in tx.rounds.every()]
        near = " and ".join(f"#{n}" for n in _nearest(asked, numbers))
        end(
            f"no round #{asked} is known; "
            + (f"the nearest are {near}" if near else "none is known yet"),
            NOTHING,
        )
    return found


def _nearest(asked: str, numbers: Sequence[str]) -> list[str]:
    from watcher.reconcile import number_order

    place = number_order(asked)
    below = [n for n in numbers if number_order(n) < place]
    above = [n for n in numbers if number_order(n) > place]
    return [
        *([max(below, key=number_order)] if below else []),
        *([min(above, key=number_order)] if above else []),
    ]


def _page(tx: "Transaction", found: "Round") -> bytes:
    digest = tx.rounds.page(found.number)
    page = None if digest is None else tx.sources.page(digest)
    if page is None:
        end(
            f"the page on which #{found.number} was first seen is no longer kept "
            "(keep_pages in the configuration)",
            NOTHING,
        )
    return page


def _record(tx: "Transaction", found: "Round") -> Record:
    return Record(
        round=found,
        previous=tx.rounds.previous(found),
        following=tx.rounds.following(found),
        revisions=tx.rounds.revisions(found.number),
        reports=tx.sources.reports(found.number),
        in_baseline=found.first_seen == tx.rounds.baseline(),
    )


def _shape(record: Record) -> dict[str, object]:
    return {
        **figures.shape(record.round),
        "in_baseline": record.in_baseline,
        "lateness": record.lateness,
        "previous": record.previous and figures.shape(record.previous),
        "next": record.following and figures.shape(record.following),
        "revisions": [
            {
                "revision": revision.revision,
                "figure": revision.figure,
                "before": revision.before,
                "after": revision.after,
                "source": revision.source,
                "seen_at": revision.seen_at,
            }
            for revision in record.revisions
        ],
        "reports": [
            {
                "source": said.source,
                "first_seen": said.first_seen,
                "seen_at": said.seen_at,
                **figures.figures(said.figures),
                "differs": list(_differing(said, record.round)),
            }
            for said in record.reports
        ],
    }


def _differing(said: "Said", held: "Round") -> Iterator[str]:
    """Name the figures that a source gives otherwise than they are held."""
    from watcher.model import FIGURES

    for name in FIGURES:
        value = getattr(said.figures, name)
        if value is not None and value != getattr(held, name):
            yield name


def _print(record: Record, zone: str) -> None:
    found = record.round
    typer.echo(f"#{found.number}  {found.name or 'of an unknown name'}\n")
    figures.facts(_facts(record, zone))
    if found.pool is not None:
        _print_pool(found.pool, found.cutoff)
    if record.revisions:
        _print_revisions(record.revisions, zone)
    _print_reports(record, zone)


def _facts(record: Record, zone: str) -> Iterator[tuple[str, str | None]]:
    found = record.round
    version = f", version {found.version}" if found.version else ""
    yield "category", found.category and f"{found.category}{version}"
    yield "date", found.date and found.date.isoformat()
    yield "drawn", figures.moment(found.drawn_at, zone)
    yield "cut-off", figures.whole(found.cutoff)
    yield "tie-break", figures.moment(found.tie_break, zone)
    yield "invitations", figures.count(found.invitations)
    yield "previous", _beside(record.previous, found)
    yield "next", _beside(record.following, found)
    yield "first seen", _first_seen(record, zone)
    yield "page", found.url


def _beside(other: "Round | None", found: "Round") -> str:
    """Name a neighbour, and what the cut-off does between the two."""
    from watcher.message.figures import cutoff_change, days_between

    if other is None:
        return f"none of this category is known" if found.category else "?"
    earlier, later = sorted((other, found), key=lambda r: (r.date, r is found))
    days = days_between(earlier, later)
    change = figures.points(cutoff_change(earlier, later))
    return f"#{other.number}, {other.date}: cut-off {other.cutoff}"
