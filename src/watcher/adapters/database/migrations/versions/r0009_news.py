"""What a change is, once for all who are told of it; what it means for each, in columns."""

import json
import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from watcher.adapters.database.codec import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT_ONCE = 500
_OF_CHANGE = ("change", "previous", "page_url", "seen_at")
_ALERTS = sa.table(
    "alerts",
    *(sa.column(name) for name in ("id", "number", "change", "revision", "payload", "news")),
    *(sa.column(name) for name in ("person", "verdict", "points", "margin", "score")),
    sa.column("created_at", UtcDateTime()),
)
_NEWS = sa.table(
    "news",
    *(sa.column(name) for name in ("id", "number", "kind", "revision", "payload")),
    sa.column("created_at", UtcDateTime()),
)


def upgrade() -> None:
    """Apply. What an alert was written as is taken apart, so that there is one way to read it."""
    op.create_table(
        "news",
        sa.Column("id", _ID, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news")),
    )
    op.create_index(op.f("ix_news_number"), "news", ["number"])
    op.add_column("alerts", sa.Column("news", _ID, nullable=True))
    op.add_column("alerts", sa.Column("person", sa.Text(), nullable=True))
    op.add_column("alerts", sa.Column("verdict", sa.Text(), nullable=True))
    op.add_column("alerts", sa.Column("points", sa.Integer(), nullable=True))
    op.add_column("alerts", sa.Column("margin", sa.Double(), nullable=True))
    op.add_column("alerts", sa.Column("score", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_alerts_number"), "alerts", ["number"])
    _take_apart(op.get_bind())


def _take_apart(connection: sa.Connection) -> None:
    news: dict[str, int] = {}
    last = 0
    while True:
        rows = connection.execute(
            sa.select(_ALERTS)
            .where(_ALERTS.c.id > last, _ALERTS.c.number.is_not(None))
            .order_by(_ALERTS.c.id)
            .limit(_AT_ONCE)
        ).all()
        if not rows:
            return
        for row in rows:
            alert = json.loads(row.payload)
            told = json.dumps({name: alert.get(name) for name in _OF_CHANGE})
            if told not in news:
                new = sa.insert(_NEWS).values(
                    number=row.number,
                    kind=row.change,
                    revision=row.revision,
                    payload=told,
                    created_at=row.created_at,
                )
                news[told] = connection.scalars(new.returning(_NEWS.c.id)).one()
            connection.execute(
                sa.update(_ALERTS)
                .where(_ALERTS.c.id == row.id)
                .values(news=news[told], **_judged(alert))
            )
        last = rows[-1].id


def _judged(alert: Mapping[str, Any]) -> dict[str, object]:
    verdict, score = alert["verdict"], alert["verdict"].get("score")
    stated = alert["subscription"].get("score")
    kept = {
        "subscription": alert["subscription"],
        "due": verdict.get("due", True),
        "score": score,
        "earlier": alert.get("earlier_verdict"),
    }
    return {
        "payload": json.dumps({name: part for name, part in kept.items() if part is not None}),
        "person": alert["subscription"]["name"],
        "verdict": verdict["kind"],
        "points": verdict.get("points"),
        "margin": _seconds(verdict.get("margin")),
        "score": stated if score is None else score["points"],
    }


def _seconds(span: str | float | None) -> float | None:
    """Read a span as pydantic wrote it: ``P1Y2DT3H4M5.5S``, of years of 365 days."""
    if not isinstance(span, str):
        return span
    found = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?", span)
    if found is None:
        raise ValueError(f"not a span: {span!r}")
    years, days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return (((years * 365 + days) * 24 + hours) * 60 + minutes) * 60 + seconds
