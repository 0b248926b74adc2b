"""The one schema: what is filtered or sorted by is a column, the rest of a noun is JSON in `noun`.

Times are whole microseconds since 1970 UTC; keys made of addresses are hashed (`*_key`), because an index row has a
size limit; JSON is kept as text, because PostgreSQL's own JSON types refuse the NUL character.
The full-text index `report_search` stands outside: its shape differs per database and lives in `search.py`.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

METADATA = MetaData()


def _table(name: str, *columns: Column[int] | Column[str] | Column[bytes] | Index) -> Table:
    return Table(name, METADATA, *columns)


def _text(name: str, *, is_key: bool = False, is_optional: bool = False, is_unique: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=is_key, nullable=is_optional, unique=is_unique or None)


def _whole(name: str, *, is_key: bool = False, is_optional: bool = False) -> Column[int]:
    if is_key:
        return Column(name, BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    return Column(name, BigInteger, nullable=is_optional)


SOURCES = _table(
    "sources",
    _text("id", is_key=True),
    _text("address_key", is_unique=True),
    _text("noun"),
)
HEALTHS = _table(
    "healths",
    _text("source_id", is_key=True),
    _whole("next_at", is_optional=True),
    _text("noun"),
)
BLOBS = _table(
    "blobs",
    _text("sha256", is_key=True),
    _whole("size"),
    Column("body", LargeBinary, nullable=False),
)
CAPTURES = _table(
    "captures",
    _text("id", is_key=True),
    _text("source_id", is_optional=True),
    _whole("fetched_at"),
    Column("sha256", Text, ForeignKey("blobs.sha256"), nullable=False),
    _text("noun"),
    Index("captures_by_source", "source_id"),
)
PAGES = _table(
    "pages",
    _text("source_id", is_key=True),
    _text("address_key", is_key=True),
    _text("address"),
    _text("etag", is_optional=True),
    _text("modified", is_optional=True),
    _text("sha256"),
    _text("lead_key", is_optional=True),
    _whole("published", is_optional=True),
    _whole("fetched_at"),
    Index("pages_by_time", "source_id", "fetched_at"),
)
REPORTS = _table(
    "reports",
    _whole("seq", is_key=True),
    _text("id", is_unique=True),
    _text("capture_id"),
    _text("canonical_key"),
    _text("host", is_optional=True),
    _text("source_id", is_optional=True),
    _text("noun"),
    Index("reports_by_canonical", "canonical_key", "seq"),
    Index("reports_by_host", "host", "seq"),
    Index("reports_by_source", "source_id", "seq"),
)
REPORT_WORDS = _table(
    "report_words",
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), ForeignKey("reports.seq"), primary_key=True),
    _text("words"),
)
FINDINGS = _table(
    "findings",
    Column("report_id", Text, ForeignKey("reports.id"), primary_key=True),
    _text("makers"),
    _text("noun"),
)
STORIES = _table(
    "stories",
    _text("id", is_key=True),
    _whole("last_at"),
    _whole("changed_seq"),
    _text("noun"),
    Index("stories_by_last_at", "last_at", "id"),
)
STORY_MEMBERS = _table(
    "story_members",
    _text("report_id", is_key=True),
    _text("story_id"),
    Index("story_members_by_story", "story_id"),
)
NAMED = _table(
    "named",
    _text("story_id", is_key=True),
    _text("who_id", is_key=True),
    _text("kind"),
    _text("names"),
    _whole("mentions"),
    _whole("last_at"),
    _text("noun"),
    Index("named_by_who", "who_id", "last_at", "mentions"),
    Index("named_by_kind", "kind", "who_id", "last_at", "mentions"),
)
FACETS = _table(
    "facets",
    _text("story_id", is_key=True),
    _text("noun"),
)
OUTLINES = _table(
    "outlines",
    _text("story_id", is_key=True),
    _text("noun"),
)
ENTRIES = _table(
    "entries",
    _whole("seq", is_key=True),
    _whole("at", is_optional=True),
    _text("noun"),
    Index("entries_by_at", "at", "seq"),
)
PLACEMENTS = _table(
    "placements",
    _text("report_id", is_key=True),
    _text("story_id"),
    _whole("seq"),
    _whole("score"),
    _text("reasons"),
    Index("placements_by_story", "story_id", "seq"),
    Index("placements_by_seq", "seq"),
)
TOUCHED = _table(
    "touched",
    _text("story_id", is_key=True),
    _whole("token"),
    _text("holder"),
    _whole("until"),
    _whole("turn"),
    Index("touched_by_holder", "holder"),
    Index("touched_by_turn", "turn", "story_id"),
)
CLAIMS = _table(
    "claims",
    _text("stage", is_key=True),
    _whole("start", is_key=True),
    _whole("reached"),
    _whole("token"),
    _text("holder"),
    _whole("until"),
    _text("result", is_optional=True),
)
DOSSIERS = _table(
    "dossiers",
    _text("id", is_key=True),
    _text("slug_key", is_unique=True),
    _text("noun"),
)
JUDGEMENTS = _table(
    "judgements",
    _text("id", is_key=True),
    _text("noun"),
)
SEEN = _table(
    "seen",
    _text("reader", is_key=True),
    _text("story_id", is_key=True),
    _whole("position"),
    _whole("under"),
    _whole("at"),
    Index("seen_by_story", "story_id"),
)
KEEPS = _table(
    "keeps",
    _text("reader", is_key=True),
    _text("kind", is_key=True),
    _text("item", is_key=True),
    _whole("at"),
    _whole("until", is_optional=True),
    _text("noun", is_optional=True),
)
SEARCHES = _table(
    "searches",
    _text("id", is_key=True),
    _text("slug_key", is_unique=True),
    _text("noun"),
)
NOTES = _table(
    "notes",
    _text("id", is_key=True),
    _text("item"),
    _whole("at"),
    _text("noun"),
    Index("notes_by_item", "item", "at"),
)
ALERTS = _table(
    "alerts",
    _text("id", is_key=True),
    _text("noun"),
)
FIRINGS = _table(
    "firings",
    _text("id", is_key=True),
    _text("alert_id"),
    _text("kind"),
    _text("story_id", is_optional=True),
    _whole("position"),
    _whole("at"),
    _whole("told_at", is_optional=True),
    _text("noun"),
    Index("firings_by_alert", "alert_id", "at"),
    Index("firings_by_at", "at"),
)
DIGESTS = _table(
    "digests",
    _text("id", is_key=True),
    _whole("next_at", is_optional=True),
    _text("noun"),
)
EDITIONS = _table(
    "editions",
    _text("id", is_key=True),
    _text("of"),
    _text("channel"),
    _text("state"),
    _whole("at"),
    _whole("again_at", is_optional=True),
    _text("noun"),
    Index("editions_by_of", "of", "at"),
    Index("editions_by_state", "state", "again_at"),
)
USERS = _table(
    "users",
    _text("name", is_key=True),
    _text("noun"),
)
SESSIONS = _table(
    "sessions",
    _text("id", is_key=True),
    _text("user_name"),
    _whole("until"),
    _text("noun"),
    Index("sessions_by_user", "user_name"),
)
TOKENS = _table(
    "tokens",
    _text("id", is_key=True),
    _text("user_name"),
    _text("noun"),
    Index("tokens_by_user", "user_name"),
)
ATTEMPTS = _table(
    "attempts",
    _text("key", is_key=True),
    _whole("count"),
    _whole("until"),
)
SHARES = _table(
    "shares",
    _text("id", is_key=True),
    _text("item"),
    _whole("until", is_optional=True),
    _text("noun"),
)
REVISIONS = _table(
    "revisions",
    _text("story_id", is_key=True),
    _whole("revision", is_key=True),
    _whole("at"),
    _whole("position"),
    Column("body", LargeBinary, nullable=False),
    Index("revisions_by_at", "story_id", "at"),
)
FAILURES = _table(
    "failures",
    _text("id", is_key=True),
    _text("stage"),
    _text("source_id", is_optional=True),
    _whole("again_at", is_optional=True),
    _text("noun"),
    Index("failures_by_source", "source_id"),
)
CHANGES = _table(
    "changes",
    _whole("position", is_key=True),
    _text("noun"),
    _text("item"),
    _text("what"),
    _whole("at", is_optional=True),
    _text("body", is_optional=True),
    Index("changes_by_noun", "noun", "position"),
    Index("changes_by_item", "item", "position"),
)
CURSORS = _table(
    "cursors",
    _text("stage", is_key=True),
    _whole("position"),
    _text("version"),
)
META = _table(
    "meta",
    _text("key", is_key=True),
    _text("value"),
)
PURGED = _table(
    "purged",
    _text("key", is_key=True),
    _whole("at"),
    _text("why"),
)
JOBS = _table(
    "jobs",
    _text("name", is_key=True),
    _whole("token"),
    _text("holder"),
    _whole("until"),
)

DERIVED = (
    *(CLAIMS, TOUCHED, STORY_MEMBERS, NAMED, FACETS, STORIES, OUTLINES, ENTRIES, PLACEMENTS),
    *(FINDINGS, REPORT_WORDS, REPORTS),
)
"""What can be made again from captures and judgements, in an order in which it can be deleted."""
