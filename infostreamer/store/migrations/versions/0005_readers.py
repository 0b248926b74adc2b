"""What readers see, keep, write and are sent: their marks, notes, alerts, digests, accounts; and past revisions."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """New tables, and the kind of whoever is named in a story."""
    _kinds()
    _facets()
    _marks()
    _messages()
    _accounts()
    _revisions()


def _kinds() -> None:
    """The index of names anew, as a column without a default cannot be added to kept rows."""
    kept = op.get_bind().execute(sa.text("SELECT * FROM named ORDER BY story_id, who_id")).mappings().all()
    rows = [{**row, "kind": json.loads(row["noun"])["kind"]} for row in kept]
    op.drop_table("named")
    named = op.create_table(
        "named",
        sa.Column("story_id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("who_id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("mentions", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
    )
    op.create_index("named_by_who", "named", ["who_id", "last_at"])
    op.create_index("named_by_kind", "named", ["kind", "who_id"])
    if rows:
        op.bulk_insert(named, rows)


def _facets() -> None:
    """Filled as stories are built anew; until then they are made from the story when asked for."""
    op.create_table(
        "facets",
        sa.Column("story_id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
    )


def _marks() -> None:
    op.create_table(
        "seen",
        sa.Column("reader", sa.Text(), primary_key=True, nullable=False),
        sa.Column("story_id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("under", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("seen_by_story", "seen", ["story_id"])
    _old_mark()
    op.create_table(
        "keeps",
        sa.Column("reader", sa.Text(), primary_key=True, nullable=False),
        sa.Column("kind", sa.Text(), primary_key=True, nullable=False),
        sa.Column("item", sa.Text(), primary_key=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("noun", sa.Text(), nullable=True),
    )
    op.create_table(
        "searches",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("slug_key", sa.Text(), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
        sa.UniqueConstraint("slug_key"),
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
    )
    op.create_index("notes_by_item", "notes", ["item", "at"])


def _old_mark() -> None:
    """The one mark of a desk without readers becomes its owner's."""
    bind = op.get_bind()
    raw = bind.execute(sa.text("SELECT value FROM meta WHERE key = 'seen.position'")).scalar_one_or_none()
    position = int(raw) if raw and raw.isdigit() else 0
    if position:
        at = bind.execute(sa.text("SELECT at FROM changes WHERE position = :at"), {"at": position}).scalar_one_or_none()
        insert = "INSERT INTO seen (reader, story_id, position, under, at) VALUES ('owner', '', :to, 0, :at)"
        bind.execute(sa.text(insert), {"to": position, "at": at or 0})
    bind.execute(sa.text("DELETE FROM meta WHERE key = 'seen.position'"))


def _messages() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
    )
    op.create_table(
        "firings",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("story_id", sa.Text(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("noun", sa.Text(), nullable=False),
    )
    op.create_index("firings_by_alert", "firings", ["alert_id", "at"])
    op.create_index("firings_by_at", "firings", ["at"])
    op.create_table(
        "digests",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("noun", sa.Text(), nullable=False),
    )
    op.create_table(
        "editions",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("of", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("again_at", sa.BigInteger(), nullable=True),
        sa.Column("noun", sa.Text(), nullable=False),
    )
    op.create_index("editions_by_of", "editions", ["of", "at"])
    op.create_index("editions_by_state", "editions", ["state", "again_at"])


def _accounts() -> None:
    op.create_table(
        "users",
        sa.Column("name", sa.Text(), primary_key=True, nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
    )
    op.create_index("sessions_by_user", "sessions", ["user_name"])
    op.create_table(
        "tokens",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
    )
    op.create_index("tokens_by_user", "tokens", ["user_name"])
    op.create_table(
        "attempts",
        sa.Column("key", sa.Text(), primary_key=True, nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "shares",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("noun", sa.Text(), nullable=False),
    )


def _revisions() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "revisions",
        sa.Column("story_id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("revision", key, primary_key=True, nullable=False, autoincrement=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_index("revisions_by_at", "revisions", ["story_id", "at"])
