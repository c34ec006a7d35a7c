"""What the text says and what its tables say of the same rounds, put together."""

from collections.abc import Sequence
from dataclasses import replace

from watcher.core.model import Oddity, Report
from watcher.ircc.fields import excerpt

_ADDED = ("number", "date", "drawn_at", "category", "name", "cutoff")
_ADDED_TOO = ("invitations", "tie_break", "version")


def with_tables(reports: Sequence[Report], rows: Sequence[Report]) -> tuple[Report, ...]:
    """Let the rows of tables complete what is said of their rounds; add the others.

    Where text and table have two values for one figure of a round, it is unknown.
    """
    joined = list(reports)
    for row in rows:
        place = next((n for n, one in enumerate(joined) if _same(one, row)), None)
        if place is None:
            joined.append(row)
        else:
            joined[place] = _completed(joined[place], row)
    return tuple(joined)


def _same(one: Report, row: Report) -> bool:
    if one.number and row.number:
        return one.number == row.number
    if one.category and row.category and one.category != row.category:
        return False
    differing = _differing(one, row)
    if one.date and row.date and one.precision.get("date") != "published":
        return one.date == row.date and len(differing) <= 1
    return not differing and one.cutoff is not None and one.invitations is not None


def _differing(one: Report, row: Report) -> list[str]:
    return [
        name
        for name in ("cutoff", "invitations")
        if None not in (getattr(one, name), getattr(row, name))
        and getattr(one, name) != getattr(row, name)
    ]


def _completed(one: Report, row: Report) -> Report:
    added = {
        name: getattr(row, name)
        for name in (*_ADDED, *_ADDED_TOO)
        if getattr(one, name) is None and getattr(row, name) is not None
    }
    precision = dict(one.precision)
    if row.date and precision.get("date") == "published":
        added["date"] = row.date
        del precision["date"]
    quotes = {**one.quotes, **{n: row.quotes[n] for n in added if n in row.quotes}}
    oddities = one.oddities
    for name in _differing(one, row):
        texts = f"{quotes.pop(name, '')} / {row.quotes.get(name, '')}"
        where = f"#{one.number} {name}" if one.number else name
        why = "text and table say two different things"
        oddities = (*oddities, Oddity(where=where, printed=excerpt(texts), why=why))
        added[name] = None
    return replace(one, **added, quotes=quotes, precision=precision, oddities=oddities)
