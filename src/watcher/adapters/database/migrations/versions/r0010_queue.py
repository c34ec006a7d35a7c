"""Whom a message concerns most leaves first; and since when each was allowed to leave."""

import sqlalchemy as sa
from alembic import op

from watcher.adapters.database.codec import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_PRIORITIES = {
    0: "change = 'notice'",
    2: "verdict = 'at the cut-off, cannot tell'",
    3: "verdict IN ('missed on the tie-break', 'cannot tell')",
}


def upgrade() -> None:
    """Apply. Who of the rest was near is not known any more; what waits is nearly always nothing."""
    op.drop_index("ix_deliveries_open", table_name="deliveries")
    op.add_column("deliveries", sa.Column("priority", sa.SmallInteger(), nullable=True))
    op.add_column("deliveries", sa.Column("due_at", UtcDateTime(), nullable=True))
    op.execute("UPDATE deliveries SET priority = CASE WHEN urgent THEN 1 ELSE 4 END")
    for priority, which in _PRIORITIES.items():
        op.execute(
            f"UPDATE deliveries SET priority = {priority} "  # noqa: S608 - of this file
            f"WHERE alert IN (SELECT id FROM alerts WHERE {which})"
        )
    op.execute(
        "UPDATE deliveries SET due_at = "
        "CASE WHEN attempts = 0 THEN next_attempt_at ELSE created_at END"
    )
    with op.batch_alter_table("deliveries") as table:
        table.alter_column("priority", nullable=False)
        table.alter_column("due_at", nullable=False)
        table.drop_column("urgent")
    waiting = sa.text("state IN ('queued', 'sending')")
    op.create_index(
        "ix_deliveries_open",
        "deliveries",
        ["priority", "lane", "next_attempt_at", "id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
