"""Forecasts that were made, for the score card; what texts say of whole years."""

import sqlalchemy as sa
from alembic import op

from watcher.adapters.database.codec import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    nothing = sa.text("'[]'")
    op.add_column("pieces", sa.Column("years", sa.Text(), nullable=False, server_default=nothing))
    op.create_table(
        "forecasts",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("reckoned", sa.Boolean(), nullable=False),
        sa.Column("quantiles", sa.Text(), nullable=True),
        sa.Column("withheld", sa.Text(), nullable=True),
        sa.Column("within", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("as_of", "category", name=op.f("pk_forecasts")),
    )
