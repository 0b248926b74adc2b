"""The first schema. Frozen: later changes are later revisions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_WHOLE_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _tables() -> tuple[tuple[str, tuple[sa.SchemaItem, ...]], ...]:
    # A long function because it is a table of tables, made anew for each run: a column belongs to one table only.
    return (
        (
            "sources",
            (
                sa.Column("id", sa.Text(), nullable=False),
                sa.Column("address_key", sa.Text(), nullable=False),
                sa.Column("noun", sa.Text(), nullable=False),
                sa.PrimaryKeyConstraint("id"),
                sa.UniqueConstraint("address_key"),
            ),
        ),
        (
            "healths",
            (
                sa.Column("source_id", sa.Text(), nullable=False),
                sa.Column("next_at", sa.BigInteger(), nullable=True),
                sa.Column("noun", sa.Text(), nullable=False),
                sa.PrimaryKeyConstraint("source_id"),
            ),
        ),
        (
            "blobs",
            (
                sa.Column("sha256", sa.Text(), nullable=False),
                sa.Column("size", sa.BigInteger(), nullable=False),
                sa.Column("body", sa.LargeBinary(), nullable=False),
                sa.PrimaryKeyConstraint("sha256"),
            ),
        ),
        (
            "captures",
            (
                sa.Column("id", sa.Text(), nullable=False),
                sa.Column("source_id", sa.Text(), nullable=True),
                sa.Column("fetched_at", sa.BigInteger(), nullable=False),
                sa.Column("sha256", sa.Text(), nullable=False),
                sa.Column("noun", sa.Text(), nullable=False),
                sa.ForeignKeyConstraint(["sha256"], ["blobs.sha256"]),
                sa.PrimaryKeyConstraint("id"),
            ),
        ),
        (
            "pages",
            (
                sa.Column("source_id", sa.Text(), nullable=False),
                sa.Column("address_key", sa.Text(), nullable=False),
                sa.Column("address", sa.Text(), nullable=False),
                sa.Column("etag", sa.Text(), nullable=True),
                sa.Column("modified", sa.Text(), nullable=True),
                sa.Column("sha256", sa.Text(), nullable=False),
                sa.Column("lead_key", sa.Text(), nullable=True),
                sa.Column("published", sa.BigInteger(), nullable=True),
                sa.Column("fetched_at", sa.BigInteger(), nullable=False),
                sa.PrimaryKeyConstraint("source_id", "address_key"),
            ),
        ),
        (
            "reports",
            (
                sa.Column("seq", _WHOLE_KEY, autoincrement=False, nullable=False),
                sa.Column("id", sa.Text(), nullable=False),
                sa.Column("capture_id", sa.Text(), nullable=False),
                sa.Column("canonical_key", sa.Text(), nullable=False),
                sa.Column("host", sa.Text(), nullable=True),
                sa.Column("source_id", sa.Text(), nullable=True),
                sa.Column("noun", sa.Text(), nullable=False),
                sa.PrimaryKeyConstraint("seq"),
                sa.UniqueConstraint("id"),
            ),
        ),
        (
            "report_words",
            (
                sa.Column("seq", _WHOLE_KEY, nullable=False),
                sa.Column("words", sa.Text(), nullable=False),
                sa.ForeignKeyConstraint(["seq"], ["reports.seq"]),
                sa.PrimaryKeyConstraint("seq"),
            ),
        ),
        (
            "findings",
            (
                sa.Column("report_id", sa.Text(), nullable=False),
                sa.Column("makers", sa.Text(), nullable=False),
                sa.Column("noun", sa.Text(), nullable=False),
                sa.ForeignKeyConstraint(["report_id"], ["reports.id"]),
                sa.PrimaryKeyConstraint("report_id"),
            ),
        ),
        (
            "stories",
            (
                sa.Column("id", sa.Text(), nullable=False),
                sa.Column("last_at", sa.BigInteger(), nullable=False),
                sa.Column("changed_seq", sa.BigInteger(), nullable=False),
                sa.Column("noun", sa.Text(), nullable=False),
                sa.PrimaryKeyConstraint("id"),
            ),
        ),
        (
            "story_members",
            (
                sa.Column("report_id", sa.Text(), nullable=False),
                sa.Column("story_id", sa.Text(), nullable=False),
                sa.PrimaryKeyConstraint("report_id"),
            ),
        ),
        (
            "outlines",
            (
                sa.Column("story_id", sa.Text(), nullable=False),
                sa.Column("last_at", sa.BigInteger(), nullable=True),
                sa.Column("seq", sa.BigInteger(), nullable=False),
                sa.Column("noun", sa.Text(), nullable=False),
                sa.PrimaryKeyConstraint("story_id"),
            ),
        ),
        (
            "placements",
            (
                sa.Column("report_id", sa.Text(), nullable=False),
                sa.Column("story_id", sa.Text(), nullable=False),
                sa.Column("seq", sa.BigInteger(), nullable=False),
                sa.Column("score", sa.BigInteger(), nullable=False),
                sa.Column("reasons", sa.Text(), nullable=False),
                sa.PrimaryKeyConstraint("report_id"),
            ),
        ),
        (
            "dossiers",
            (
                sa.Column("id", sa.Text(), nullable=False),
                sa.Column("slug_key", sa.Text(), nullable=False),
                sa.Column("noun", sa.Text(), nullable=False),
                sa.PrimaryKeyConstraint("id"),
                sa.UniqueConstraint("slug_key"),
            ),
        ),
        (
            "judgements",
            (
                sa.Column("id", sa.Text(), nullable=False),
                sa.Column("noun", sa.Text(), nullable=False),
                sa.PrimaryKeyConstraint("id"),
            ),
        ),
        (
            "failures",
            (
                sa.Column("id", sa.Text(), nullable=False),
                sa.Column("stage", sa.Text(), nullable=False),
                sa.Column("source_id", sa.Text(), nullable=True),
                sa.Column("again_at", sa.BigInteger(), nullable=True),
                sa.Column("noun", sa.Text(), nullable=False),
                sa.PrimaryKeyConstraint("id"),
            ),
        ),
        (
            "changes",
            (
                sa.Column("position", _WHOLE_KEY, autoincrement=False, nullable=False),
                sa.Column("noun", sa.Text(), nullable=False),
                sa.Column("item", sa.Text(), nullable=False),
                sa.Column("what", sa.Text(), nullable=False),
                sa.Column("at", sa.BigInteger(), nullable=True),
                sa.Column("body", sa.Text(), nullable=True),
                sa.PrimaryKeyConstraint("position"),
            ),
        ),
        (
            "cursors",
            (
                sa.Column("stage", sa.Text(), nullable=False),
                sa.Column("position", sa.BigInteger(), nullable=False),
                sa.Column("version", sa.Text(), nullable=False),
                sa.PrimaryKeyConstraint("stage"),
            ),
        ),
        (
            "meta",
            (
                sa.Column("key", sa.Text(), nullable=False),
                sa.Column("value", sa.Text(), nullable=False),
                sa.PrimaryKeyConstraint("key"),
            ),
        ),
        (
            "jobs",
            (
                sa.Column("name", sa.Text(), nullable=False),
                sa.Column("token", sa.BigInteger(), nullable=False),
                sa.Column("holder", sa.Text(), nullable=False),
                sa.Column("until", sa.BigInteger(), nullable=False),
                sa.PrimaryKeyConstraint("name"),
            ),
        ),
    )


_INDEXES = (
    ("changes_by_noun", "changes", ["noun", "position"]),
    ("failures_by_source", "failures", ["source_id"]),
    ("outlines_by_last_at", "outlines", ["last_at"]),
    ("placements_by_seq", "placements", ["seq"]),
    ("placements_by_story", "placements", ["story_id", "seq"]),
    ("reports_by_canonical", "reports", ["canonical_key", "seq"]),
    ("reports_by_host", "reports", ["host", "seq"]),
    ("reports_by_source", "reports", ["source_id", "seq"]),
    ("stories_by_last_at", "stories", ["last_at", "id"]),
    ("story_members_by_story", "story_members", ["story_id"]),
    ("captures_by_source", "captures", ["source_id"]),
)

_SEARCH = {
    "sqlite": (
        "CREATE VIRTUAL TABLE report_search USING fts5(words, content='report_words', content_rowid='seq', "
        "detail='none', columnsize=0, tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'\")",
        "INSERT INTO report_search(report_search, rank) VALUES ('pgsz', 8000)",
    ),
    "postgresql": (
        "CREATE TABLE report_search (seq bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX report_search_words ON report_search USING gin (words)",
    ),
}


def upgrade() -> None:
    """From an empty database to the first release."""
    for name, columns in _tables():
        op.create_table(name, *columns)
    for index, table, keys in _INDEXES:
        op.create_index(index, table, keys)
    for statement in _SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)
