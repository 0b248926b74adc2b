"""Full-text search with equal hits in equal order on both databases.

Words are cut, folded and stemmed in Python; the databases only compare them. SQLite gets them separated by blanks with
every other kind of character declared part of a word, PostgreSQL gets them as a tsvector built from an array, so
neither one's own idea of a word is asked. Phrases are looked up in the stored words. Ranking a whole match set was
measured at 4.4 s for a common word among 1 M reports, so the newest 2,000 matches are ranked, in our own integers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    and_,
    delete,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    text,
)

from infostreamer.model import Report
from infostreamer.store.engine import insert_all
from infostreamer.store.narrowing import Narrow, narrowed, undecided
from infostreamer.store.tables import REPORT_WORDS, REPORTS
from infostreamer.text.query import All, Condition, Either, Node, Not, Query, Term, Words, parse_query
from infostreamer.text.search_words import search_line

RANKED = 2000
_MOST_WORDS = 16_000  # per report; beyond it a tsvector could pass PostgreSQL's limit of 1 MiB and abort the insert
_MOST_CHARS = 400_000
_MANY = 500
_BREAK = "|"  # between title and body: never a word, so no phrase runs over it
_BETWEEN = f" {_BREAK} "

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
_REMOVE = {
    "sqlite": text("INSERT INTO report_search(report_search, rowid, words) VALUES ('delete', :seq, :words)"),
    "postgresql": text("DELETE FROM report_search WHERE seq = :seq"),
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
        insert_all(self._connection, REPORT_WORDS, rows)
        self.index_kept(rows)

    def index_kept(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Put rows (seq, words) of `report_words`, at least one, into the index, which holds none of them yet."""
        if self._dialect == "postgresql":
            rows = [{"seq": row["seq"], "distinct": _distinct(str(row["words"]))} for row in rows]
        self._connection.execute(_INSERT[self._dialect], rows)

    def remove(self, seqs: Sequence[int]) -> None:
        """Forget these reports, and merge the index so that no trace of their words is left in it."""
        for at in range(0, len(seqs), _MANY):
            few = REPORT_WORDS.c.seq.in_(seqs[at : at + _MANY])
            rows = self._connection.execute(select(REPORT_WORDS.c.seq, REPORT_WORDS.c.words).where(few)).all()
            for row in rows:
                self._connection.execute(_REMOVE[self._dialect], {"seq": row.seq, "words": row.words})
            self._connection.execute(delete(REPORT_WORDS).where(few))
        if self._dialect == "sqlite" and seqs:
            self._connection.exec_driver_sql("INSERT INTO report_search(report_search) VALUES ('optimize')")

    def clear(self) -> None:
        """Forget every report; `report_words` is emptied by the caller."""
        self._connection.exec_driver_sql(_CLEAR[self._dialect])

    def reports(self, query: Query | str, limit: int, offset: int = 0) -> list[Hit]:
        """The best of the newest 2,000 matches: at most `limit` hits after the first `offset`.

        Args:
            query: as typed or parsed; words alone decide, conditions on fields are taken to hold.
            limit: how many at most.
            offset: how many of the best are passed over.

        Raises:
            BadInput: a query given as typed cannot be understood.
        """
        query = parse_query(query) if isinstance(query, str) else query
        found = rank(query, self.newest(query, RANKED))[offset : offset + limit]
        ids = self.ids([seq for seq, _ in found])
        return [Hit(ids[seq], score, seq) for seq, score in found]

    def newest(self, query: Query, most: int) -> list[tuple[int, str]]:
        """(seq, words) of the newest reports whose words match, newest first, at most so many."""
        newest = self._matching(query, self._seq_of(query).label("seq"))
        newest_few = newest.order_by(self._seq_of(query).desc()).limit(most).cte("newest")
        if self._dialect == "postgresql":  # or the planner walks the primary key backwards: 131-200 ms, not 3
            newest_few = newest_few.prefix_with("MATERIALIZED")
        joined = REPORT_WORDS.join(newest_few, newest_few.c.seq == REPORT_WORDS.c.seq)
        rows = self._connection.execute(
            select(REPORT_WORDS.c.seq, REPORT_WORDS.c.words).select_from(joined).order_by(REPORT_WORDS.c.seq.desc())
        )
        return [(row.seq, row.words) for row in rows]

    def count(self, query: Query | str, most: int | None = None) -> int:
        """How many reports match by their words, ranked or not; no more than `most` are counted where it is given.

        Counting 900,000 matches among a million reports takes longer than all else of a search.
        """
        query = parse_query(query) if isinstance(query, str) else query
        if most is None:
            return int(self._connection.execute(self._matching(query, func.count())).scalar_one())
        few = self._matching(query, literal(1).label("one")).limit(most).subquery()
        return int(self._connection.execute(select(func.count()).select_from(few)).scalar_one())

    def is_indexed(self, query: Query) -> bool:
        """True where the index on words decides alone: counting reads no texts then, in which phrases are looked up."""
        return not undecided(query.root)

    def having(self, term: Term, most: int) -> list[int]:
        """seq of the newest reports that hold this word or phrase, newest first, at most so many."""
        query = Query(Words(term, " ".join(term)))
        wanted = self._matching(query, self._seq_of(query).label("seq")).order_by(self._seq_of(query).desc())
        return list(self._connection.execute(wanted.limit(most)).scalars())

    def ids(self, seqs: Sequence[int]) -> dict[int, str]:
        """seq -> report id."""
        found: dict[int, str] = {}
        for at in range(0, len(seqs), _MANY):
            few = REPORTS.c.seq.in_(seqs[at : at + _MANY])
            found.update(
                {row.seq: row.id for row in self._connection.execute(select(REPORTS.c.seq, REPORTS.c.id).where(few))}
            )
        return found

    def words(self, seqs: Sequence[int]) -> dict[int, str]:
        """seq -> the words of title and body, as `index_words` gives them."""
        found: dict[int, str] = {}
        for at in range(0, len(seqs), _MANY):
            few = select(REPORT_WORDS.c.seq, REPORT_WORDS.c.words).where(REPORT_WORDS.c.seq.in_(seqs[at : at + _MANY]))
            found.update({row.seq: row.words for row in self._connection.execute(few)})
        return found

    def _seq_of(self, query: Query) -> ColumnElement[int]:
        """Where the order of arrival is read: the index on words, or the words themselves where nothing narrows."""
        return self._seq if narrowed(query.root) else REPORT_WORDS.c.seq

    def _matching(self, query: Query, wanted: ColumnElement[Any]) -> Select[Any]:
        """SELECT wanted for the matches: the index on words narrows, the stored words decide about the rest.

        Where the index alone decides nothing else is asked, and SQLite gives its rows newest first without sorting.
        """
        index, terms = text("report_search"), narrowed(query.root)
        left = [self._left_over(node) for node in undecided(query.root)]
        if terms is None:
            return select(wanted).select_from(REPORT_WORDS).where(*left)
        if self._dialect == "sqlite":
            match = text("report_search MATCH :match").bindparams(match=fts5_query(terms))
        else:
            match = text("report_search.words @@ CAST(:match AS tsquery)").bindparams(match=tsquery(terms))
        if not left:
            return select(wanted).select_from(index).where(match)
        joined = select(wanted).select_from(REPORT_WORDS).join(index, self._seq == REPORT_WORDS.c.seq)
        return joined.where(match, *left)

    def _left_over(self, node: Node, is_wanted: bool = True) -> ColumnElement[bool]:
        """The node by the stored words; a condition on a field holds, or under a minus does not."""
        if isinstance(node, Not):
            return not_(self._left_over(node.node, not is_wanted))
        if isinstance(node, All):
            return and_(*(self._left_over(one, is_wanted) for one in node.nodes))
        if isinstance(node, Either):
            return or_(*(self._left_over(one, is_wanted) for one in node.nodes))
        if isinstance(node, Condition):
            return literal(1) == literal(1 if is_wanted else 0)
        where = func.instr if self._dialect == "sqlite" else func.strpos
        return where(REPORT_WORDS.c.words, _padded(node.term)) > 0


def index_words(report: Report) -> str:
    """The words of title and body, each between blanks, " | " between title and body."""
    title, body = search_line(report.text[: report.body_start]), search_line(report.text[report.body_start :])
    line = f" {title}{_BREAK} {body}"
    if line.count(" ") > _MOST_WORDS + 1:
        line = f" {' '.join(line.split(None, _MOST_WORDS)[:_MOST_WORDS])} "
    return line[:_MOST_CHARS]


def rank(query: Query, rows: Sequence[tuple[int, str]]) -> list[tuple[int, int]]:
    """(seq, score) of the rows (seq, words), best first, ties newest first.

    The score is BM25 in whole numbers (k1 1.2, b 0.75, 400 words taken for average), a term in the title counting
    as three, each term weighted by how rare it is among the rows.
    """
    terms = query.terms
    counts = {term: [_occurrences(_padded(term), words) for _, words in rows] for term in terms}
    weights = {term: _rarity(len(rows), sum(map(bool, found))) for term, found in counts.items()}
    lengths = [words.count(" ") - 1 for _, words in rows]
    scored = [
        (seq, sum(weights[term] * _saturated(counts[term][at], lengths[at]) for term in terms))
        for at, (seq, _) in enumerate(rows)
    ]
    return sorted(scored, key=lambda pair: (-pair[1], -pair[0]))


def fts5_query(terms: Narrow) -> str:
    """What narrows a search, for FTS5: every word quoted, so that none is taken for syntax."""
    if isinstance(terms, str):
        return _quoted_fts5(terms)
    join, parts_of, without = terms
    wanted = f"({f' {join} '.join(map(fts5_query, parts_of))})"
    return f"({wanted} NOT ({' OR '.join(map(fts5_query, without))}))" if without else wanted


def tsquery(terms: Narrow) -> str:
    """What narrows a search, as PostgreSQL's tsquery, each word quoted."""
    if isinstance(terms, str):
        return _quoted_pg(terms)
    join, parts_of, without = terms
    sign = " & " if join == "AND" else " | "
    return f"({sign.join([*map(tsquery, parts_of)])}{''.join(f' & !{tsquery(one)}' for one in without)})"


def _quoted_fts5(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _quoted_pg(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _distinct(words: str) -> str:
    return " ".join(dict.fromkeys(words.split()))


def _padded(term: Term) -> str:
    return f" {' '.join(term)} "


def _occurrences(sought: str, words: str) -> int:
    """How often the padded term stands in the words, in the title threefold."""
    at = words.find(_BETWEEN)
    if at < 0:
        return 3 * words.count(sought)
    return 3 * words.count(sought, 0, at + 1) + words.count(sought, at + len(_BETWEEN) - 1)


def _rarity(rows: int, having: int) -> int:
    return 1 + ((rows + 1) // (having + 1)).bit_length()


def _saturated(occurrences: int, length: int) -> int:
    """1,000 × tf (k1 + 1) / (tf + k1 (1 - b + b length / 400)), rounded down."""
    if not occurrences:
        return 0
    return 2200 * 1000 * occurrences // (1000 * occurrences + 300 + 900 * length // 400)
