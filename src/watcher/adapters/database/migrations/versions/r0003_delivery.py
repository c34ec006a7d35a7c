"""The server behind each delivery: a rest is its, not one channel's."""

import sqlalchemy as sa
from alembic import op

from watcher.adapters.database.codec import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. A channel is its own lane until the watcher starts, and knows better."""
    empty = sa.text("''")
    op.add_column("deliveries", sa.Column("lane", sa.Text(), nullable=False, server_default=empty))
    op.execute("UPDATE deliveries SET lane = channel")
    op.create_table(
        "lanes",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lanes")),
    )
    # The rests that it holds end within an hour.
    op.drop_table("channels")
