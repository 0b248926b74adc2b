"""Who is at work on what. The list of stories to be built again is kept; nobody is at work while migrating."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Claims, and touched stories with their holder."""
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "claims",
        sa.Column("stage", sa.Text(), primary_key=True, nullable=False),
        sa.Column("start", key, primary_key=True, nullable=False, autoincrement=False),
        sa.Column("reached", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
    )
    touched = [row[0] for row in op.get_bind().execute(sa.text("SELECT story_id FROM touched ORDER BY story_id"))]
    op.drop_table("touched")
    table = op.create_table(
        "touched",
        sa.Column("story_id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
    )
    op.create_index("touched_by_holder", "touched", ["holder"])
    if touched:
        op.bulk_insert(table, [{"story_id": one, "token": 0, "holder": "", "until": 0} for one in touched])
