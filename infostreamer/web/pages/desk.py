"""The front page: what changed since the reader last looked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.model import BadInput, Change, Dossier, NotFound, Report, Story
from infostreamer.web import charts
from infostreamer.web.charts import Chart
from infostreamer.web.citations import Note, Notes
from infostreamer.web.outcomes import Outcome, outcome
from infostreamer.web.pages.sources import SourceRow, rows_of
from infostreamer.web.parts.cards import Card, card_of, spans_of_cards
from infostreamer.web.render import respond, see
from infostreamer.web.times import When, moment, since_words

_SHOWN = 60  # stories looked at for one desk page
_LOG = 5000  # changes looked back for what is new
_SPARK = 300  # newest reports counted per day


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierCount:
    """A dossier with how many of its stories changed since the reader looked."""

    slug: str
    title: str
    stories: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """What changed, the rest folded, and what needs somebody."""

    SCHEMA: ClassVar[str] = "infostreamer/desk/1"
    TEMPLATE: ClassVar[str] = "desk.html"
    heading: str
    is_first_look: bool  # nothing was ever marked as seen, so nothing is called new
    position: int
    seen: int
    undo: int | None
    changed: tuple[Card, ...]
    changed_total: int  # more than are shown where very much changed
    unchanged: tuple[Card, ...]
    total: int
    notes: tuple[Note, ...]
    dossiers: Outcome[tuple[DossierCount, ...]]
    trouble: Outcome[tuple[SourceRow, ...]]
    failures: Outcome[int]
    per_day: Outcome[Chart | None]
    sources: int
    unvisited: int  # sources not visited yet
    as_of: When | None


def show(request: Request) -> Response:
    """GET /"""
    since = request.query_params.get("since")
    undo = request.query_params.get("undo", "")
    page = read(request.app.state.desk, since=since, undo=int(undo) if _is_position(undo) else None)
    return respond(request, page)


def mark(request: Request) -> Response:
    """POST /seen: move the seen mark to the position the reader was shown; `undo` leads back."""
    wanted = request.state.form.get("position", "")
    if not _is_position(wanted):
        raise BadInput("The form names no position of the change log; go back to the desk and try again.")
    before = request.app.state.desk.caught_up(reader_of(request), int(wanted))
    return see("/" if request.state.form.get("undoing") else f"/?undo={before}")


def _is_position(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def read(desk: Desk, *, since: str | None = None, undo: int | None = None) -> DeskPage:
    """The front page now, against the seen mark or an ISO time.

    Raises:
        BadInput: `since` is not an ISO 8601 time.
    """
    position, seen, counts = desk.position(), desk.seen_position(), desk.counts()
    from_time = _parse_since(since) if since else None
    news = _news_since(desk, position, seen, from_time)
    stories = desk.stories(limit=_SHOWN)
    stories += _beyond(desk, news, stories)
    stories.sort(key=lambda story: -max((change.position or 0 for change in news.get(story.id, ())), default=0))
    notes = Notes(desk.reports(_cited(stories, news)))
    is_first_look = not seen and from_time is None  # nothing is "new" to somebody who never looked
    made = (card_of(story, news.get(story.id, ()), notes, marks_new=not is_first_look) for story in stories)
    cards = [card for card in made if card is not None]
    sources = desk.sources()
    rows = rows_of(sources, desk.failures(), desk.now())
    return DeskPage(
        heading=_heading(desk, seen, from_time),
        is_first_look=is_first_look,
        position=position,
        seen=seen,
        undo=undo,
        changed=tuple(card for card in cards if card.position),
        changed_total=len(news),
        unchanged=tuple(card for card in cards if not card.position),
        total=counts.get("stories", len(stories)),
        notes=notes.all(),
        dossiers=outcome(lambda: _dossiers(desk.dossiers(), news)),
        trouble=outcome(lambda: tuple(row for row in rows if row.needs_you)),
        failures=outcome(lambda: counts.get("failures", 0)),
        per_day=outcome(lambda: _per_day(desk)),
        sources=len(sources),
        unvisited=sum(row.state == "new" for row in rows),
        as_of=moment(desk.now()),
    )


def _parse_since(raw: str) -> datetime:
    try:
        at = datetime.fromisoformat(raw.replace(" ", "+"))
    except ValueError as error:
        raise BadInput(f"{raw!r} is not a time; write it as 2026-11-21T18:40Z.") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _heading(desk: Desk, seen: int, from_time: datetime | None) -> str:
    at = from_time or (desk.seen_at() if seen else None)
    return f"What changed since {since_words(at, desk.now())}" if at else "What is on the desk"


def _news_since(desk: Desk, position: int, seen: int, from_time: datetime | None) -> dict[str, tuple[Change, ...]]:
    after = max(position - _LOG, 0) if from_time else max(seen, position - _LOG)
    news: dict[str, list[Change]] = {}
    for change in desk.changes(after, limit=_LOG, nouns=("story",)):
        if from_time is None or (change.at is not None and change.at >= from_time):
            news.setdefault(change.id, []).append(change)
    return {story_id: tuple(changes) for story_id, changes in news.items() if changes[-1].what != "removed"}


def _beyond(desk: Desk, news: Mapping[str, Sequence[Change]], stories: Sequence[Story]) -> list[Story]:
    """Changed stories that are not among the newest, the last to change first: at most another page of them."""
    shown = {story.id for story in stories}
    wanted = [story_id for story_id in news if story_id not in shown] if len(stories) >= _SHOWN else []
    wanted.sort(key=lambda story_id: -(news[story_id][-1].position or 0))
    return stories_or_less(desk, wanted[:_SHOWN])


def stories_or_less(desk: Desk, ids: Sequence[str]) -> list[Story]:
    """The stories that still exist; one that was joined with another since is left out."""
    stories = []
    for story_id in ids:
        try:
            stories.append(desk.story(story_id))
        except NotFound:
            continue
    return stories


def _cited(stories: Sequence[Story], news: Mapping[str, Sequence[Change]]) -> list[str]:
    spans = spans_of_cards(stories)
    spans += [span for changes in news.values() for change in changes for span in change.citations]
    return sorted({span.report_id for span in spans})


def _dossiers(dossiers: Sequence[Dossier], news: Mapping[str, object]) -> tuple[DossierCount, ...]:
    return tuple(
        DossierCount(
            slug=dossier.slug,
            title=dossier.title,
            stories=len(dossier.story_ids),
            changed=sum(story_id in news for story_id in dossier.story_ids),
        )
        for dossier in dossiers
    )


def _per_day(desk: Desk) -> Chart | None:
    times = [at for report in desk.newest_reports(limit=_SPARK) if (at := _time_of(report)) is not None]
    return charts.per_day(times)


def _time_of(report: Report) -> datetime | None:
    if report.published is not None and report.published.precision != "unknown":
        return report.published.at
    return report.fetched_at
