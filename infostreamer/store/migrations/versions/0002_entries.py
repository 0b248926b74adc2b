"""Placed reports in the index of live stories, by time; outlines by id alone. Both are derived and made again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Entries beside outlines, both empty."""
    op.drop_table("outlines")
    op.create_table(
        "outlines",
        sa.Column("story_id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
    )
    op.create_table(
        "entries",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            primary_key=True,
            nullable=False,
            autoincrement=False,
        ),
        sa.Column("at", sa.BigInteger(), nullable=True),
        sa.Column("noun", sa.Text(), nullable=False),
    )
    op.create_index("entries_by_at", "entries", ["at", "seq"])
