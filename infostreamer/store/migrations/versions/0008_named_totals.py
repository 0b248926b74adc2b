"""How often everybody is named is counted in an index alone, without reading what is kept of each."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Wider indexes in place of two: the list of all who are named in 25,000 stories took .8 s without."""
    op.drop_index("named_by_who", "named")
    op.drop_index("named_by_kind", "named")
    op.create_index("named_by_who", "named", ["who_id", "last_at", "mentions"])
    op.create_index("named_by_kind", "named", ["kind", "who_id", "last_at", "mentions"])
