"""What programs get: the same objects from the terminal's ``--json`` and from the API.

Instants are ISO 8601 in UTC to the second, days are Ottawa's, spans are seconds;
what is not known is null, and every key is always there.
"""

import dataclasses
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, timedelta
from pathlib import PurePath

from watcher.answers.listing import Row
from watcher.answers.record import Record, Voice, differing
from watcher.core.claims import Claim
from watcher.core.model import FIGURES, Figures, Round
from watcher.core.settings import Secret

Shape = dict[str, object]


def round_(found: Round) -> Shape:
    """Make the object of a round: its number, every figure, how it is known."""
    return {
        "number": found.number,
        **figures(found),
        "revision": found.revision,
        "first_seen": found.first_seen,
        "source": found.source,
        "confirmed": found.confirmed,
        "claimed": found.claimed,
    }


def figures(said: Figures) -> Shape:
    """Name every figure, the unknown ones too, as ``read`` does."""
    return {name: getattr(said, name) for name in FIGURES}


def row(one: Row, score: int | None = None) -> Shape:
    """Make the object of a round in a list; with *score*, how far that is above."""
    previous = one.previous and one.previous.number
    shape = {**round_(one.round), "previous": previous, "change": one.change}
    if score is None or one.round.cutoff is None:
        return shape
    above = score - one.round.cutoff
    return {**shape, "above": above, "at_cutoff": not above}


def record(found: Record) -> Shape:
    """Make the object of one round with all that was said of it."""
    return {
        **round_(found.round),
        "in_baseline": found.in_baseline,
        "lateness": found.lateness,
        "previous": found.previous and round_(found.previous),
        "next": found.following and round_(found.following),
        "revisions": [
            {
                "revision": revision.revision,
                "figure": revision.figure,
                "before": revision.before,
                "after": revision.after,
                "source": revision.source,
                "seen_at": revision.seen_at,
            }
            for revision in found.revisions
        ],
        "reports": [
            {
                "source": said.source,
                "first_seen": said.first_seen,
                "seen_at": said.seen_at,
                **figures(said.figures),
                "differs": list(differing(said.figures, found.round)),
            }
            for said in found.reports
        ],
        "tellings": [voice(one) for one in found.voices],
    }


def voice(one: Voice) -> Shape:
    """Make the object of a telling beside the round that it is of."""
    return {
        **claim(one.claim),
        "witness": one.group,
        "copies": one.copies,
        "differs": list(one.differs),
    }


def claim(one: Claim) -> Shape:
    """Make the object of what a secondary source tells of a round."""
    report = one.report
    return {
        "source": one.source,
        "kind": one.kind,
        "link": one.link,
        "title": one.title,
        "published": one.published,
        "first_seen": one.first_seen,
        "seen_at": one.seen_at,
        "round": one.number,
        "why": one.why,
        "main": report.main,
        "number": report.number,
        **figures(report),
        "precision": report.precision,
        "quotes": report.quotes,
    }


def plain(value: object) -> object:
    """Make JSON's kinds of a value: instants in UTC, spans in seconds, secrets hidden."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            return utc(value)
        case date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case _:
            return _plain_parts(value)


def utc(instant: datetime) -> str:
    """Write an instant in UTC, to the second: 2026-08-19T14:30:00Z."""
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _plain_parts(value: object) -> object:
    if isinstance(value, Secret | PurePath):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {f.name: plain(getattr(value, f.name)) for f in fields}
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, AbstractSet):
        return sorted(map(str, value))
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    raise TypeError(f"no JSON for {type(value).__name__}")
