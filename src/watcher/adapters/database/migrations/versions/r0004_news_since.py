"""Since when a round had to be held to be news: after an outage, longer ago than usual."""

import sqlalchemy as sa
from alembic import op

from watcher.adapters.database.codec import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("rounds", sa.Column("news_since", UtcDateTime(), nullable=True))
