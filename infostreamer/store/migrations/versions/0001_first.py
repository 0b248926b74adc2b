"""The first schema. Frozen: later changes are later revisions."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TABLES = {  # column = name, type, then: key (primary), unique, ? (may be null), ->table.column (foreign key)
    "sources": "id text key, address_key text unique, noun text",
    "healths": "source_id text key, next_at whole ?, noun text",
    "blobs": "sha256 text key, size whole, body bytes",
    "captures": "id text key, source_id text ?, fetched_at whole, sha256 text ->blobs.sha256, noun text",
    "pages": "source_id text key, address_key text key, address text, etag text ?, modified text ?, sha256 text, "
    "lead_key text ?, published whole ?, fetched_at whole",
    "reports": "seq whole key, id text unique, capture_id text, canonical_key text, host text ?, source_id text ?, "
    "noun text",
    "report_words": "seq whole key ->reports.seq, words text",
    "findings": "report_id text key ->reports.id, makers text, noun text",
    "stories": "id text key, last_at whole, changed_seq whole, noun text",
    "story_members": "report_id text key, story_id text",
    "outlines": "story_id text key, last_at whole ?, seq whole, noun text",
    "placements": "report_id text key, story_id text, seq whole, score whole, reasons text",
    "touched": "story_id text key",
    "dossiers": "id text key, slug_key text unique, noun text",
    "judgements": "id text key, noun text",
    "failures": "id text key, stage text, source_id text ?, again_at whole ?, noun text",
    "changes": "position whole key, noun text, item text, what text, at whole ?, body text ?",
    "cursors": "stage text key, position whole, version text",
    "meta": "key text key, value text",
    "jobs": "name text key, token whole, holder text, until whole",
}
_INDEXES = (
    ("captures_by_source", "captures", ["source_id"]),
    ("reports_by_canonical", "reports", ["canonical_key", "seq"]),
    ("reports_by_host", "reports", ["host", "seq"]),
    ("reports_by_source", "reports", ["source_id", "seq"]),
    ("stories_by_last_at", "stories", ["last_at", "id"]),
    ("story_members_by_story", "story_members", ["story_id"]),
    ("outlines_by_last_at", "outlines", ["last_at"]),
    ("placements_by_story", "placements", ["story_id", "seq"]),
    ("placements_by_seq", "placements", ["seq"]),
    ("failures_by_source", "failures", ["source_id"]),
    ("changes_by_noun", "changes", ["noun", "position"]),
    ("changes_by_item", "changes", ["item", "position"]),
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
    for name, columns in _TABLES.items():
        op.create_table(name, *map(_column, columns.split(", ")))
    for name, table, keys in _INDEXES:
        op.create_index(name, table, keys)
    for statement in _SEARCH[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


def _column(words: str) -> sa.Column[Any]:
    name, kind, *marks = words.split()
    types: dict[str, sa.types.TypeEngine[Any]] = {
        "text": sa.Text(),
        "bytes": sa.LargeBinary(),
        "whole": sa.BigInteger(),
    }
    if kind == "whole" and "key" in marks:
        types["whole"] = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    foreign = [sa.ForeignKey(mark[2:]) for mark in marks if mark.startswith("->")]
    return sa.Column(
        name,
        types[kind],
        *foreign,
        primary_key="key" in marks,
        autoincrement=False if "key" in marks else "auto",
        unique="unique" in marks or None,
        nullable="?" in marks,
    )
