"""People as rows, with their rules."""

import sqlalchemy as sa
from alembic import op

from watcher.adapters.database.codec import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "people",
        sa.Column("id", _ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("quiet_hours", sa.Text(), nullable=True),
        sa.Column("wake", sa.Boolean(), nullable=False),
        sa.Column("picture", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("monthly", sa.Boolean(), nullable=False),
        sa.Column("muted_until", UtcDateTime(), nullable=True),
        sa.Column("channels", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("consented_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("name", name=op.f("uq_people_name")),
    )
    op.create_table(
        "addresses",
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("person", _ID, nullable=False),
        _belongs_to("addresses", "person", "people"),
        sa.PrimaryKeyConstraint("reference", "person", name=op.f("pk_addresses")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_addresses_person"), "addresses", ["person"])
    op.create_table(
        "rules",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person", _ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("categories", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("profile", sa.Text(), nullable=True),
        sa.Column("submitted", UtcDateTime(), nullable=True),
        sa.Column("tell_when", sa.Text(), nullable=False),
        sa.Column("near", sa.Integer(), nullable=True),
        sa.Column("early", sa.Text(), nullable=False),
        sa.Column("reminders", sa.Boolean(), nullable=False),
        sa.Column("known_since", UtcDateTime(), nullable=False),
        sa.Column("reminded_since", UtcDateTime(), nullable=True),
        _belongs_to("rules", "person", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rules")),
        sa.UniqueConstraint("person", "name", name=op.f("uq_rules_person")),
    )
    op.create_table(
        "rule_categories",
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("rule", _ID, nullable=False),
        _belongs_to("rule_categories", "rule", "rules"),
        sa.PrimaryKeyConstraint("category", "reach", "rule", name=op.f("pk_rule_categories")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_rule_categories_rule"), "rule_categories", ["rule"])


def _belongs_to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE")
