"""Touched stories are built in the order in which they were touched."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """A number for each. By id, under a load that does not end, the last ones in the alphabet waited for ever."""
    op.add_column("touched", sa.Column("turn", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_index("touched_by_turn", "touched", ["turn", "story_id"])
