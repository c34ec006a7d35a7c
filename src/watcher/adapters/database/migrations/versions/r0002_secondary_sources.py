"""Secondary sources: their texts, what these say of rounds, rounds not confirmed."""

import sqlalchemy as sa
from alembic import op

from watcher.adapters.database.codec import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("sources", sa.Column("watermark", UtcDateTime(), nullable=True))
    op.add_column(
        "rounds", sa.Column("confirmed", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.add_column("rounds", sa.Column("claimed", sa.Text(), nullable=True))
    op.create_table(
        "pieces",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("piece", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", UtcDateTime(), nullable=True),
        sa.Column("origins", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("awaited", sa.Boolean(), nullable=False),
        sa.Column("page", sa.LargeBinary(), nullable=False),
        sa.Column("first_seen", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("source", "piece", name=op.f("pk_pieces")),
    )
    op.create_table(
        "tellings",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("piece", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source", "piece", "position", name=op.f("pk_tellings")),
        sa.ForeignKeyConstraint(
            ["source", "piece"],
            ["pieces.source", "pieces.piece"],
            name=op.f("fk_tellings_source_pieces"),
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_tellings_number", "tellings", ["number"])
