"""A query asked of a story, or of one report in it: words of the texts, fields of what was derived from them.

Of a story every word and condition is asked by itself: one report may hold one word and another the other. Of a report
the words and the fields of a report (source:, outlet:, kind:, lang:, date:) must hold of that report.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from infostreamer.model import BadInput, Story
from infostreamer.model.facets import Facets, HeldFacets, MemberFacets, NameFacets, facets_of
from infostreamer.text.query import Condition, Leaf, Query, Words, holds, parse_query
from infostreamer.text.query_fields import PERSONAL
from infostreamer.text.query_values import Amount, Days
from infostreamer.text.search_words import search_line, search_words

_NONE: frozenset[str] = frozenset()
_KINDS_OF_WHO = ("person", "organisation", "nationality", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a reader stands to stories, as ids of stories; and the time that "today" is counted from."""

    now: datetime
    new: Collection[str] = _NONE  # never seen
    changed: Collection[str] = _NONE  # changed since seen
    seen: Collection[str] = _NONE
    followed: Collection[str] = _NONE
    muted: Collection[str] = _NONE
    bookmarked: Collection[str] = _NONE
    reviewed: Collection[str] = _NONE


NOBODY = Standing(now=datetime(1970, 1, 1, tzinfo=UTC))


def parse(question: str) -> Query:
    """A dossier's question, understood: what it gathers is the same for everybody and does not move with the clock.

    Raises:
        BadInput: it cannot be understood, or it asks for what depends on the reader or on today.
    """
    query = parse_query(question)
    for one in query.conditions:
        if one.field == "is" and (one.value in PERSONAL or one.value == "reviewed"):
            raise BadInput(
                f"A dossier gathers the same for every reader and is:{one.value} depends on who looks and when; "
                "take it out, or save the query as a search."
            )
        if isinstance(one.value, Days) and one.value.is_relative:
            raise BadInput(
                f"A dossier keeps what it gathered and date:{one.typed} moves with the clock; "
                "name a day, as in date:>=2026-11-01, or save the query as a search."
            )
    return query


def matches(query: Query, story: Story, texts: Mapping[str, str], standing: Standing | None = None) -> bool:
    """True when the story answers the query.

    Args:
        query: as `parse_query` gave it.
        story: what the fields look at.
        texts: report id -> Report.text, of the story's reports: what words and phrases look at.
        standing: of the reader; without it nothing is new, followed, muted … to anybody, and "today" is in 1970.
    """
    facets = facets_of(story)
    held = [_padded(texts[one.report_id]) for one in facets.members if one.report_id in texts]
    return story_answers(query, facets, lambda term: any(_stands(term, words) for words in held), standing)


def story_answers(
    query: Query, facets: Facets, has: Callable[[tuple[str, ...]], bool], standing: Standing | None = None
) -> bool:
    """True when the story with these facets answers; `has` says whether one of its reports holds a word or phrase."""
    known = standing or NOBODY

    def is_true(leaf: Leaf) -> bool:
        if isinstance(leaf, Words):
            return has(leaf.term)
        if leaf.field in _OF_REPORTS:
            return any(_OF_REPORTS[leaf.field](leaf, member, known) for member in facets.members)
        return story_holds(leaf, facets, known)

    return holds(query.root, is_true)


def report_answers(
    query: Query,
    facets: Facets,
    place: int,
    has: Callable[[tuple[str, ...]], bool],
    standing: Standing | None = None,
) -> bool:
    """True when a report of the story answers.

    Args:
        query: as parsed.
        facets: of the story.
        place: of the report among its members.
        has: whether the report holds a word or phrase.
        standing: of the reader.
    """
    known, member = standing or NOBODY, facets.members[place]

    def is_true(leaf: Leaf) -> bool:
        if isinstance(leaf, Words):
            return has(leaf.term)
        if leaf.field in _OF_REPORTS:
            return _OF_REPORTS[leaf.field](leaf, member, known)
        if leaf.field in ("who", "place"):
            return any(has(_term(form)) for one in named_in(leaf, facets) for form in one.forms)
        if leaf.field in ("said-by", "figure"):
            return any(place in one.members for one in _held(leaf, facets))
        return story_holds(leaf, facets, known)

    return holds(query.root, is_true)


def report_holds(condition: Condition, member: MemberFacets, standing: Standing) -> bool:
    """True when the report fulfils a condition on reports; False for the conditions on stories."""
    asked = _OF_REPORTS.get(condition.field)
    return asked is not None and asked(condition, member, standing)


def is_named(wanted: str, name: str) -> bool:
    """Whole words of the folded name: "lukashenko" names "alexander lukashenko", "luka" does not."""
    if not wanted or wanted.split(" ", 1)[0] not in name:  # most names are not meant, and this is the quickest to tell
        return False
    return f" {wanted} " in f" {_spaced(name)} "


def story_holds(condition: Condition, facets: Facets, standing: Standing) -> bool:
    """True when the story fulfils a condition that is not asked of single reports."""
    field, value = condition.field, condition.value
    if isinstance(value, Amount):
        return value.holds(facets.independent if field == "independent" else _publications(facets))
    wanted = str(value)
    if field in ("who", "place"):
        return bool(named_in(condition, facets))
    if field in ("said-by", "figure"):
        return bool(_held(condition, facets))
    if field == "is" and wanted in _STANDINGS:
        return facets.story_id in _STANDINGS[wanted](standing)
    return f"{field}:{wanted}" in facets.marks


def named_in(condition: Condition, facets: Facets) -> list[NameFacets]:
    """Whom a condition on names means in this story: by id, or by whole words of the name or an alias."""
    wanted = str(condition.value)
    kinds = ("place",) if condition.field == "place" else _KINDS_OF_WHO
    words = _spaced(wanted)
    return [
        one
        for one in facets.names
        if one.kind in kinds and (one.id == wanted or any(is_named(words, form) for form in one.forms))
    ]


def _held(condition: Condition, facets: Facets) -> list[HeldFacets]:
    if condition.field == "said-by":
        wanted = _spaced(str(condition.value))
        return [one for one in facets.speakers if is_named(wanted, one.form)]
    stems = f" {' '.join(_term(str(condition.value)))} "
    return [one for one in facets.figures if stems in f" {' '.join(_term(one.form))} "]


def _of_source(condition: Condition, member: MemberFacets, standing: Standing) -> bool:
    wanted = str(condition.value)
    return wanted in member.outlet or wanted in (member.host or "")


def _of_outlet(condition: Condition, member: MemberFacets, standing: Standing) -> bool:
    return condition.value in (member.outlet, member.host)


def _of_kind(condition: Condition, member: MemberFacets, standing: Standing) -> bool:
    return condition.value in (member.kind, member.role)


def _of_language(condition: Condition, member: MemberFacets, standing: Standing) -> bool:
    return condition.value == member.language


def _of_date(condition: Condition, member: MemberFacets, standing: Standing) -> bool:
    return (
        isinstance(condition.value, Days) and member.at is not None and condition.value.holds(member.at, standing.now)
    )


_OF_REPORTS: Mapping[str, Callable[[Condition, MemberFacets, Standing], bool]] = {
    "source": _of_source,
    "outlet": _of_outlet,
    "kind": _of_kind,
    "lang": _of_language,
    "date": _of_date,
}
_STANDINGS: Mapping[str, Callable[[Standing], Collection[str]]] = {
    "new": lambda standing: standing.new,
    "changed": lambda standing: standing.changed,
    "seen": lambda standing: standing.seen,
    "followed": lambda standing: standing.followed,
    "muted": lambda standing: standing.muted,
    "bookmarked": lambda standing: standing.bookmarked,
    "reviewed": lambda standing: standing.reviewed,
}


def _publications(facets: Facets) -> int:
    return sum(not member.is_superseded for member in facets.members)


@lru_cache(maxsize=4096)
def _term(form: str) -> tuple[str, ...]:
    return tuple(search_words(form))


@lru_cache(maxsize=4096)
def _spaced(name: str) -> str:
    """Words between single blanks, punctuation gone, as in "tvarek, fire chief" -> "tvarek fire chief"."""
    return " ".join("".join(char if char.isalnum() or char in "'-" else " " for char in name).split())


def _stands(term: tuple[str, ...], words: tuple[str, str]) -> bool:
    sought = f" {' '.join(term)} "
    return sought in words[0] or sought in words[1]


@lru_cache(maxsize=512)
def _padded(text: str) -> tuple[str, str]:
    """The search words of title and body, each between blanks: no phrase runs from one into the other."""
    title, _, body = text.partition("\n\n")
    return f" {search_line(title)}", f" {search_line(body)}"
