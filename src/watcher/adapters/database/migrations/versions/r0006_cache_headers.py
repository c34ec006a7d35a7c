"""What the last good answer of each source said of the caches on its way."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    for name in ("age", "longest_age"):
        op.add_column("sources", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("sources", sa.Column("cache_control", sa.Text(), nullable=True))
