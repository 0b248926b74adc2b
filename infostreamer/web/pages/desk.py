"""The front page: what changed since the reader last looked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.desk.since import parse_since
from infostreamer.model import PUBLIC, Reader, Span, Story, StoryNews
from infostreamer.web import charts
from infostreamer.web.addresses import dossier_path, story_path
from infostreamer.web.charts import Chart
from infostreamer.web.citations import Note, Notes
from infostreamer.web.outcomes import Outcome, outcome
from infostreamer.web.pages.sources import SourceRow, rows_of
from infostreamer.web.parts.behind import Behind, behind_of
from infostreamer.web.parts.news import (
    Kept,
    NewsCard,
    SeenRow,
    kept_by_item,
    news_card,
    next_dates,
    seen_row,
    spans_of_news,
)
from infostreamer.web.parts.waiting import waiting_for_review
from infostreamer.web.reader import reader_of
from infostreamer.web.render import respond
from infostreamer.web.times import When, edtf_words, moment, since_words

if TYPE_CHECKING:
    from infostreamer.store.dossiers import DossierName

_CARDS = 30  # stories with news on one page
_TOP = 6  # of them before the rest is grouped by dossier
_SEEN = 40  # newest stories of a dossier that are looked at for news
_ROWS = 20  # stories without news that are shown
_SPARK = 300  # newest reports counted per day
_DATES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierCount:
    """A dossier with how many of its stories have news."""

    slug: str
    title: str
    stories: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Stories with news of one dossier; without a title: of none."""

    title: str | None
    path: str | None
    cards: tuple[NewsCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextDate:
    """A day to come that a report names."""

    when: str
    path: str
    text: str
    language: str | None
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """What is new, the rest folded, and what needs somebody."""

    SCHEMA: ClassVar[str] = "infostreamer/desk/1"
    TEMPLATE: ClassVar[str] = "desk.html"
    heading: str
    since: str | None  # as asked for; None: the reader's own marks
    since_words: str | None  # "yesterday 18:40": when the reader last caught up, or as asked for
    query: str
    is_first_look: bool  # nothing was ever seen, so nothing is called new
    keeps_marks: bool  # False for whoever reads a public desk without a login
    position: int
    undo: str | None  # key that takes the last "Caught up" back
    is_just_caught_up: bool
    caught_up: When | None
    top: tuple[NewsCard, ...]
    groups: tuple[Group, ...]
    news_total: int
    offset: int
    next_offset: int | None
    seen: tuple[SeenRow, ...]
    seen_total: int
    muted: int
    total: int
    notes: tuple[Note, ...]
    dossiers: Outcome[tuple[DossierCount, ...]]
    trouble: Outcome[tuple[SourceRow, ...]]
    failures: Outcome[int]
    undelivered: Outcome[int]  # messages of alerts and digests
    review: int | None  # lines that wait for review, as last counted; None: not counted, or not the reader's to judge
    dates: tuple[NextDate, ...]
    per_day: Outcome[Chart | None]
    sources: int
    unvisited: int  # sources not visited yet
    behind: Behind | None  # reports that wait; None where the desk keeps up
    as_of: When | None


def show(request: Request) -> Response:
    """GET /"""
    query = request.query_params
    offset = query.get("from", "")
    page = read(
        request.app.state.desk,
        reader_of(request),
        since=query.get("since"),
        query=query.get("q", ""),
        undo=query.get("undo", ""),
        offset=int(offset) if offset.isascii() and offset.isdigit() and len(offset) < 7 else 0,
    )
    return respond(request, page)


def read(
    desk: Desk, reader: Reader, *, since: str | None = None, query: str = "", undo: str = "", offset: int = 0
) -> DeskPage:
    """The front page now, against the reader's marks, or a time or position.

    Raises:
        BadInput: `since` is no time, or the query cannot be understood.
    """
    wanted = parse_since(since, desk.now())
    news = desk.news(reader, since=wanted, query=query, limit=_CARDS, offset=offset)
    shown = [item.story.id for item in news.items]
    is_own = wanted is None and not query
    others = desk.seen_stories(reader, limit=_ROWS, without=shown) if is_own else []
    kept = kept_by_item(desk.keeps(reader))
    dates = next_dates([item.story for item in (*news.items, *others)], f"{desk.now().astimezone(UTC):%Y-%m-%d}")
    spans = spans_of_news([*news.items, *others]) + [row[3] for row in dates[:_DATES]]
    notes = Notes(desk.reports(sorted({span.report_id for span in spans})))
    items = sorted(news.items, key=lambda item: not kept.get(f"story:{item.story.id}", Kept()).follow)
    top, groups = _grouped(items, outcome(desk.dossier_names).value or (), notes, kept)
    seen = tuple(row for item in others if (row := seen_row(item, notes, kept)) is not None)
    rows = rows_of(desk.sources(), desk.failures(), desk.now())
    counts, last = desk.counts(), desk.last_caught_up(reader)
    at = _time_looked(desk, reader, wanted)
    words = since_words(at, desk.now()) if at else None
    is_first_look = wanted is None and not desk.has_looked(reader)
    return DeskPage(
        heading=_heading(words, is_first_look),
        since=since if wanted is not None else None,
        since_words=words,
        query=query,
        is_first_look=is_first_look,
        keeps_marks=reader != PUBLIC,
        position=news.position,
        undo=last.undo if last else None,
        is_just_caught_up=bool(last and undo == last.undo),
        caught_up=moment(last.at) if last else None,
        top=top,
        groups=groups,
        news_total=news.total,
        offset=offset,
        next_offset=offset + _CARDS if news.total > offset + _CARDS else None,
        seen=seen,
        seen_total=max(counts.get("stories", 0) - news.total - news.muted, len(seen)) if others else 0,
        muted=news.muted,
        total=counts.get("stories", 0),
        dates=tuple(_date(row, notes) for row in dates[:_DATES]),
        notes=notes.all(),
        dossiers=outcome(lambda: _dossiers(desk, reader, wanted)),
        trouble=outcome(lambda: tuple(row for row in rows if row.needs_you)),
        failures=outcome(lambda: counts.get("failures", 0)),
        undelivered=outcome(lambda: len(desk.undelivered(reader))),
        review=waiting_for_review(desk) if reader.may_edit else None,
        per_day=outcome(lambda: _per_day(desk)),
        sources=len(rows),
        unvisited=sum(row.state == "new" for row in rows),
        behind=behind_of(desk),
        as_of=moment(desk.now()),
    )


def _time_looked(desk: Desk, reader: Reader, since: datetime | int | None) -> datetime | None:
    """When the reader caught up; as asked for; or the time of the change at the position that was asked for."""
    if since is None or isinstance(since, datetime):
        return since or desk.seen_at(reader)
    told = desk.changes(since - 1, limit=1) if since else []
    return told[0].at if told else None


def _heading(words: str | None, is_first_look: bool) -> str:
    if is_first_look:
        return "What is on the desk"
    return f"What changed since {words}" if words else "What changed since you looked"


def _grouped(
    items: Sequence[StoryNews], dossiers: Sequence[DossierName], notes: Notes, kept: Mapping[str, Kept]
) -> tuple[tuple[NewsCard, ...], tuple[Group, ...]]:
    """The first cards, and the rest by dossier."""
    cards = [card for item in items if (card := news_card(item, notes, kept)) is not None]
    homes = {story_id: dossier for dossier in reversed(dossiers) for story_id in dossier.story_ids}
    groups: dict[str, list[NewsCard]] = {}
    for card in cards[_TOP:]:
        home = homes.get(card.card.story_id)
        groups.setdefault(home.slug if home else "", []).append(card)
    titles = {dossier.slug: dossier.title for dossier in dossiers}
    ordered = sorted(groups, key=lambda slug: not slug)  # stories of no dossier last
    return tuple(cards[:_TOP]), tuple(
        Group(title=titles.get(slug), path=dossier_path(slug) if slug else None, cards=tuple(groups[slug]))
        for slug in ordered
    )


def _date(row: tuple[str, str, Story, Span], notes: Notes) -> NextDate:
    day, text, story, span = row
    numbers = notes.numbers([span])
    return NextDate(
        when=edtf_words(day),
        path=story_path(story),
        text=text,
        language=notes.all()[numbers[0] - 1].language if numbers else None,
        notes=numbers,
    )


def _dossiers(desk: Desk, reader: Reader, since: datetime | int | None) -> tuple[DossierCount, ...]:
    dossiers = desk.dossier_names()
    ids = [story_id for dossier in dossiers for story_id in dossier.story_ids[:_SEEN]]
    is_new = desk.news_ids(reader, ids, since=since)
    return tuple(
        DossierCount(
            slug=dossier.slug,
            title=dossier.title,
            stories=len(dossier.story_ids),
            changed=sum(story_id in is_new for story_id in dossier.story_ids),
        )
        for dossier in dossiers
    )


def _per_day(desk: Desk) -> Chart | None:
    return charts.per_day(desk.newest_times(limit=_SPARK))
