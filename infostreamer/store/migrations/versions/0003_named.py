"""Who is named in which story: an index, filled from the stories that are kept."""

import json
import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """The index with what every kept story names."""
    named = op.create_table(
        "named",
        sa.Column("story_id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("who_id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("mentions", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
    )
    op.create_index("named_by_who", "named", ["who_id", "last_at"])
    rows = op.get_bind().execute(sa.text("SELECT id, last_at, noun FROM stories ORDER BY id"))
    for story_id, last_at, noun in rows.all():
        entries = [_row(story_id, last_at, who) for who in json.loads(noun).get("who", ())]
        if entries:
            op.bulk_insert(named, entries)


def _row(story_id: str, last_at: int, who: dict[str, Any]) -> dict[str, Any]:
    forms = [who["name"], *who.get("aliases", ())]
    return {
        "story_id": story_id,
        "who_id": who["id"],
        "names": "\n".join(_folded(form) for form in forms),
        "mentions": who.get("mentions", 0),
        "last_at": last_at,
        "noun": json.dumps(who, ensure_ascii=False, separators=(",", ":")),
    }


def _folded(form: str) -> str:
    """As names are folded when this revision is written."""
    bare = unicodedata.normalize("NFKD", form.replace("\u2019", "'").replace("\u02bc", "'"))
    return " ".join("".join(char for char in bare if not unicodedata.combining(char)).casefold().split())
