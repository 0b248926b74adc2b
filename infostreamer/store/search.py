"""Full-text search with equal hits in equal order on both databases.

Words are cut, folded and stemmed in Python; the databases only compare them. SQLite gets them separated by blanks with
every other kind of character declared part of a word, PostgreSQL gets them as a tsvector built from an array, so
neither one's own idea of a word is asked. Phrases are looked up in the stored words. Ranking a whole match set was
measured at 4.4 s for a common word among 1 M reports, so the newest 2,000 matches are ranked, in our own integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    and_,
    func,
    insert,
    literal_column,
    or_,
    select,
    text,
)

from infostreamer.model import Report
from infostreamer.store.tables import REPORT_WORDS, REPORTS
from infostreamer.text.query import Query, Term, parse_query, search_words

RANKED = 2000
_MOST_WORDS = 16_000  # per report; beyond it a tsvector could pass PostgreSQL's limit of 1 MiB and abort the insert
_MOST_CHARS = 400_000
_BREAK = "|"  # between title and body: never a word, so no phrase runs over it

CREATE = {
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
_INSERT = {
    "sqlite": text("INSERT INTO report_search(rowid, words) VALUES (:seq, :words)"),
    "postgresql": text(
        "INSERT INTO report_search(seq, words) VALUES (:seq, array_to_tsvector(string_to_array(:distinct, ' ')))"
    ),
}
_CLEAR = {
    "sqlite": "INSERT INTO report_search(report_search) VALUES ('delete-all')",
    "postgresql": "DELETE FROM report_search",
}


class Hit(NamedTuple):
    """One report found; hits are in order of score, then of arrival, best and newest first."""

    report_id: str
    score: int
    seq: int


class Search:
    """The full-text index within one unit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect.name
        key = "rowid" if self._dialect == "sqlite" else "seq"
        self._seq: ColumnElement[int] = literal_column(f"report_search.{key}", BigInteger)

    def index(self, reports: Sequence[Report]) -> None:
        """Make the reports findable; each has its seq."""
        rows = [{"seq": report.seq, "words": index_words(report)} for report in reports]
        if not rows:
            return
        self._connection.execute(insert(REPORT_WORDS), rows)
        if self._dialect == "postgresql":
            rows = [{"seq": row["seq"], "distinct": _distinct(str(row["words"]))} for row in rows]
        self._connection.execute(_INSERT[self._dialect], rows)

    def clear(self) -> None:
        """Forget every report; `report_words` is emptied by the caller."""
        self._connection.exec_driver_sql(_CLEAR[self._dialect])

    def reports(self, query: Query | str, limit: int, offset: int = 0) -> list[Hit]:
        """The best of the newest 2,000 matches: at most `limit` hits after the first `offset`.

        Raises:
            BadInput: a query given as typed has no word to look for.
        """
        query = parse_query(query) if isinstance(query, str) else query
        newest = self._matching(query, self._seq.label("seq")).order_by(self._seq.desc()).limit(RANKED).cte("newest")
        if self._dialect == "postgresql":  # or the planner walks the primary key backwards: 131-200 ms, not 3
            newest = newest.prefix_with("MATERIALIZED")
        joined = REPORT_WORDS.join(newest, newest.c.seq == REPORT_WORDS.c.seq)
        rows = self._connection.execute(select(REPORT_WORDS.c.seq, REPORT_WORDS.c.words).select_from(joined)).all()
        found = rank(query, [(row.seq, row.words) for row in rows])[offset : offset + limit]
        ids = self._ids([seq for seq, _ in found])
        return [Hit(ids[seq], score, seq) for seq, score in found]

    def count(self, query: Query | str) -> int:
        """How many reports match, ranked or not."""
        query = parse_query(query) if isinstance(query, str) else query
        return int(self._connection.execute(self._matching(query, func.count())).scalar_one())

    def _ids(self, seqs: Sequence[int]) -> dict[int, str]:
        rows = self._connection.execute(select(REPORTS.c.seq, REPORTS.c.id).where(REPORTS.c.seq.in_(seqs)))
        return {row.seq: row.id for row in rows}

    def _matching(self, query: Query, wanted: ColumnElement[Any]) -> Select[Any]:
        """SELECT wanted for the matches: the index on words narrows, the stored words decide about phrases.

        Without phrases nothing but the index is asked, whose rows SQLite gives newest first without sorting.
        """
        if self._dialect == "sqlite":
            match = text("report_search MATCH :match").bindparams(match=fts5_query(query))
        else:
            match = text("report_search.words @@ CAST(:match AS tsquery)").bindparams(match=tsquery(query))
        phrases, index = self._phrases(query), text("report_search")
        if not phrases:
            return select(wanted).select_from(index).where(match)
        joined = select(wanted).select_from(REPORT_WORDS).join(index, self._seq == REPORT_WORDS.c.seq)
        return joined.where(match, *phrases)

    def _phrases(self, query: Query) -> list[ColumnElement[bool]]:
        groups = [or_(*map(self._has, group)) for group in query.groups if any(len(term) > 1 for term in group)]
        return [*groups, *(~self._has(term) for term in query.without if len(term) > 1)]

    def _has(self, term: Term) -> ColumnElement[bool]:
        where = func.instr if self._dialect == "sqlite" else func.strpos
        return and_(where(REPORT_WORDS.c.words, _padded(term)) > 0)


def index_words(report: Report) -> str:
    """The words of title and body, each between blanks, " | " between title and body."""
    title = search_words(report.text[: report.body_start])
    words = [*title, _BREAK, *search_words(report.text[report.body_start :])]
    return f" {' '.join(words[:_MOST_WORDS])} "[:_MOST_CHARS]


def rank(query: Query, rows: Sequence[tuple[int, str]]) -> list[tuple[int, int]]:
    """(seq, score) of the rows (seq, words), best first, ties newest first.

    The score is BM25 in whole numbers (k1 1.2, b 0.75, 400 words taken for average), a term in the title counting
    as three, each term weighted by how rare it is among the rows.
    """
    counts = {term: [_occurrences(term, words) for _, words in rows] for term in query.terms}
    weights = {term: _rarity(len(rows), sum(map(bool, found))) for term, found in counts.items()}
    lengths = [words.count(" ") - 1 for _, words in rows]
    scored = [
        (seq, sum(weights[term] * _saturated(counts[term][at], lengths[at]) for term in query.terms))
        for at, (seq, _) in enumerate(rows)
    ]
    return sorted(scored, key=lambda pair: (-pair[1], -pair[0]))


def fts5_query(query: Query) -> str:
    """The query for FTS5: every word quoted, so that none is taken for syntax; a phrase as all of its words."""
    wanted = " AND ".join(f"({' OR '.join(_all_of(term) for term in group)})" for group in query.groups)
    without = [_quoted_fts5(term[0]) for term in query.without if len(term) == 1]
    return f"({wanted}) NOT ({' OR '.join(without)})" if without else wanted


def tsquery(query: Query) -> str:
    """The query as PostgreSQL's tsquery, each word quoted; a phrase as all of its words."""
    groups = [" | ".join(f"({' & '.join(map(_quoted_pg, term))})" for term in group) for group in query.groups]
    without = [f"!{_quoted_pg(term[0])}" for term in query.without if len(term) == 1]
    return " & ".join([*(f"({group})" for group in groups), *without])


def _all_of(term: Term) -> str:
    return f"({' AND '.join(map(_quoted_fts5, term))})"


def _quoted_fts5(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _quoted_pg(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _distinct(words: str) -> str:
    return " ".join(dict.fromkeys(words.split()))


def _padded(term: Term) -> str:
    return f" {' '.join(term)} "


def _occurrences(term: Term, words: str) -> int:
    title, _, body = words.partition(f" {_BREAK} ")
    sought = _padded(term)
    return 3 * f"{title} ".count(sought) + f" {body}".count(sought)


def _rarity(rows: int, having: int) -> int:
    return 1 + ((rows + 1) // (having + 1)).bit_length()


def _saturated(occurrences: int, length: int) -> int:
    """1,000 × tf (k1 + 1) / (tf + k1 (1 - b + b length / 400)), rounded down."""
    if not occurrences:
        return 0
    return 2200 * 1000 * occurrences // (1000 * occurrences + 300 + 900 * length // 400)
