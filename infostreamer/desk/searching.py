"""Reports that answer a query, best or newest first, with what they have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from infostreamer.desk.answers import FacetCount, SearchHit, SearchPage
from infostreamer.desk.matching import MOST_REPORTS
from infostreamer.desk.previewing import Previewing, spans_in
from infostreamer.dossiers import report_answers
from infostreamer.model import OWNER, Reader, Story
from infostreamer.model.facets import Facets, MemberFacets
from infostreamer.text.query import Condition, Query, Term, parse_query
from infostreamer.text.search_words import search_words

if TYPE_CHECKING:
    from infostreamer.store import Unit

Order = Literal["best", "newest"]
RANKED = 2000  # the newest matches by their words, of which the best are found
MOST_STORIES = 2000  # looked through for a query that has no word to narrow it
_FACETED = 200  # the newest matches whose outlets, people … are counted
_VALUES = 8  # of one facet
_NAMES = 40  # that are counted for one facet


class Searching(Previewing):
    """The search of reports."""

    def search(
        self,
        query: str,
        *,
        reader: Reader = OWNER,
        limit: int = 20,
        offset: int = 0,
        order: Order = "best",
        faceted: bool = False,
    ) -> SearchPage:
        """Reports that match the query.

        Args:
            query: as typed; see docs/reference/query.md.
            reader: whose follows, mutes, bookmarks and marks `is:` asks about.
            limit: most reports given.
            offset: reports passed over.
            order: "best" weighs how often and where the words stand; "newest" goes by arrival.
            faceted: count outlets, languages, people … of the newest matches too.

        Raises:
            BadInput: the query cannot be understood.
        """
        parsed = parse_query(query)
        with self.store.read() as unit:
            if parsed.conditions:
                small, rows, is_bounded = self._rows(unit, parsed, reader)
                total = len(rows)
            else:
                small, rows = {}, unit.search.newest(parsed, RANKED)
                most = MOST_REPORTS if unit.search.is_indexed(parsed) else RANKED
                total = len(rows) if len(rows) < RANKED or most == RANKED else unit.search.count(parsed, most)
                is_bounded = total >= most
            ranked = _ordered(parsed, rows, order)
            hits, stories = _hits(unit, parsed, ranked[offset : offset + limit])
            counted = _facets(unit, small, rows[:_FACETED]) if faceted else ()
        return SearchPage(
            query=query,
            total=total,
            hits=hits,
            stories=stories,
            is_bounded=is_bounded,
            facets=tuple((name, values) for name, values in counted if values),
            faceted=min(len(rows), _FACETED),
        )

    def commonplaces(self) -> SearchPage:
        """No hits: what the newest reports have in common, for somebody who has not asked yet."""
        with self.store.read() as unit:
            small = unit.stories.facets.newest(_FACETED)
            seqs = sorted((one.seq for facets in small.values() for one in facets.members if one.seq), reverse=True)
            counted = _facets(unit, small, [(seq, "") for seq in seqs[:_FACETED]])
        facets = tuple((name, values) for name, values in counted if values)
        return SearchPage(query="", total=0, hits=(), facets=facets, faceted=min(len(seqs), _FACETED))

    def _rows(self, unit: Unit, query: Query, reader: Reader) -> tuple[dict[str, Facets], list[tuple[int, str]], bool]:
        """(facets of the stories looked at, (seq, words) of the reports that answer, newest first, was it cut?)."""
        has_terms = bool(query.terms)
        if has_terms:
            candidates = unit.search.newest(query, RANKED + 1)
            is_cut, candidates = len(candidates) > RANKED, candidates[:RANKED]
            small = unit.stories.facets.many(unit.stories.facets.stories_of(seq for seq, _ in candidates).values())
        else:
            small, candidates = unit.stories.facets.newest(MOST_STORIES + 1), []
            is_cut = len(small) > MOST_STORIES
        standing = self.standing(query, reader, list(small))
        words, held = dict(candidates), _Held(unit)
        found = [
            (member.seq, words.get(member.seq, ""))
            for facets in small.values()
            for place, member in enumerate(facets.members)
            if member.seq is not None
            and (member.seq in words or not has_terms)
            and report_answers(query, facets, place, _has(member.seq, words, held), standing)
        ]
        return small, sorted(found, reverse=True), is_cut


class _Held(dict[Term, frozenset[int]]):
    """Word or phrase -> the newest reports that hold it, looked up when first asked for."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def __missing__(self, term: Term) -> frozenset[int]:
        self[term] = frozenset(self._unit.search.having(term, MOST_REPORTS)) if term else frozenset()
        return self[term]


def _has(seq: int, words: Mapping[int, str], held: Mapping[Term, frozenset[int]]) -> Callable[[Term], bool]:
    """Whether a report holds a word or phrase: by its words where they are at hand, else by the index."""
    if seq in words:
        own = words[seq]
        return lambda term: f" {' '.join(term)} " in own
    return lambda term: seq in held[term]


def _ordered(query: Query, rows: list[tuple[int, str]], order: Order) -> list[tuple[int, int]]:
    from infostreamer.store.search import rank

    if order == "newest" or not query.terms:
        return [(seq, 0) for seq, _ in rows]
    return rank(query, rows)


def _hits(
    unit: Unit, query: Query, ranked: Sequence[tuple[int, int]]
) -> tuple[tuple[SearchHit, ...], tuple[Story, ...]]:
    """The hits, and the stories that they stand in."""
    ids = unit.search.ids([seq for seq, _ in ranked])
    reports = unit.reports.many(ids[seq] for seq, _ in ranked)
    placed = unit.stories.of_reports(list(reports))
    stories = unit.stories.many(placed.values())
    hits = tuple(
        SearchHit(
            report=report,
            story_id=placed.get(report.id),
            spans=spans_in(query, stories.get(placed.get(report.id, "")), report),
        )
        for report in reports.values()
    )
    return hits, tuple(stories.values())


def _facets(
    unit: Unit, small: Mapping[str, Facets], rows: Sequence[tuple[int, str]]
) -> tuple[tuple[str, tuple[FacetCount, ...]], ...]:
    """What these matches have in common: outlets, languages, kinds, people, places, days or months."""
    seqs = [seq for seq, _ in rows]
    known = small or unit.stories.facets.many(unit.stories.facets.stories_of(seqs).values())
    words = {seq: held for seq, held in rows if held} or unit.search.words(seqs)
    placed = {member.seq: (facets, member) for facets in known.values() for member in facets.members}
    pairs = [placed[seq] for seq in seqs if seq in placed]
    members = [member for _, member in pairs]
    named = [(facets, words.get(member.seq or 0, "")) for facets, member in pairs]
    return (
        ("outlet", _counted("outlet", ((one.shown or "", one.shown or "") for one in members))),
        ("lang", _counted("lang", ((one.language or "",) * 2 for one in members))),
        ("kind", _counted("kind", ((one.kind,) * 2 for one in members))),
        ("who", _named(named, "who")),
        ("place", _named(named, "place")),
        ("date", _dated(members)),
    )


def _counted(field: str, values: Iterable[tuple[str, str]]) -> tuple[FacetCount, ...]:
    """The most frequent values; one that every match has would narrow nothing and is not offered alone."""
    counts = Counter(value for value in values if value[0])
    ordered = sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:_VALUES]
    return tuple(FacetCount(adds=_written(field, value), shown=shown, count=n) for (value, shown), n in ordered)


def _named(pairs: Sequence[tuple[Facets, str]], field: str) -> tuple[FacetCount, ...]:
    """Names by the number of reports that hold one of their forms; looked up for those of the most stories."""
    kinds = ("place",) if field == "place" else ("person", "organisation")
    reach = Counter(one.id for facets, _ in pairs for one in facets.names if one.kind in kinds)
    likely = {who_id for who_id, _ in sorted(reach.items(), key=lambda row: (-row[1], row[0]))[:_NAMES]}
    sought: dict[str, tuple[str, list[str]]] = {}
    counts: Counter[str] = Counter()
    for facets, words in pairs:
        for one in facets.names:
            if one.id not in likely:
                continue
            if one.id not in sought:
                sought[one.id] = (one.name, [f" {' '.join(search_words(form))} " for form in one.forms])
            counts[sought[one.id][0]] += any(form in words for form in sought[one.id][1])
    for name in [name for name in counts if _is_other_form(name, sought.values(), counts)]:
        del counts[name]
    return _counted(field, ((name, name) for name in counts.elements()))


def _is_other_form(name: str, sought: Iterable[tuple[str, list[str]]], counts: Counter[str]) -> bool:
    """True for a name that is only a short form of another that is at least as frequent."""
    form = f" {' '.join(search_words(name))} "
    return any(form in forms and other != name and counts[other] >= counts[name] for other, forms in sought)


def _dated(members: Sequence[MemberFacets]) -> tuple[FacetCount, ...]:
    """By day where the matches lie within some weeks, else by month, else by year; in order of time."""
    days = [member.at.date().isoformat() for member in members if member.at is not None]
    for length in (10, 7, 4):
        counts = Counter(day[:length] for day in days)
        if len(counts) <= 31 or length == 4:
            break
    rows = sorted(counts.items())[-31:] if days else []
    return tuple(FacetCount(adds=_written("date", day), shown=day, count=n) for day, n in rows)


def _written(field: str, value: str) -> str:
    clean = value.replace('"', "")
    return str(Query(Condition(field, clean, clean)))
