"""What the bot remembers: the last update that it answered, and conversations that are not settled."""

import sqlalchemy as sa
from alembic import op

from watcher.adapters.database.codec import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "bots",
        sa.Column("bot", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("last_update", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("bot", name="pk_bots"),
    )
    op.create_table(
        "drafts",
        sa.Column("chat", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("chat", name="pk_drafts"),
    )
    op.create_index("ix_drafts_changed_at", "drafts", ["changed_at"])
