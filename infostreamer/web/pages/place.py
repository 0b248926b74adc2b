"""One place: what reports put there, and the stories that name it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Desk
from infostreamer.desk.places import PlacePage, PlaceRow
from infostreamer.model import Moment, Span, Story
from infostreamer.web.addresses import story_path, who_path
from infostreamer.web.citations import CitedLine, Note, Notes
from infostreamer.web.parts.cards import Card, card_of, spans_of_cards
from infostreamer.web.parts.map import Listed, Map, listed, map_of
from infostreamer.web.render import moved, respond
from infostreamer.web.times import edtf_words

_EVENTS, _STORIES, _NAMED = 60, 30, 8
_NARROW = 320  # pixels of the column beside the text


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One event at the place, with the story that tells it."""

    when: str  # words, "undated" where no date is known
    edtf: str | None
    status: str
    line: CitedLine
    story_path: str
    story: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A person or organisation that the same stories name."""

    path: str
    name: str
    stories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """A place as the reports show it."""

    SCHEMA: ClassVar[str] = "infostreamer/place/1"
    TEMPLATE: ClassVar[str] = "place.html"
    id: str
    path: str
    name: str
    aliases: tuple[str, ...]
    mentions: int
    place: Listed
    map: Map | None
    candidates: int  # places of this name that the gazetteer knows
    events: tuple[EventRow, ...]
    events_total: int
    beside: tuple[Beside, ...]
    stories: tuple[Card, ...]
    stories_total: int
    named_in: tuple[int, ...]  # notes: where it is named
    notes: tuple[Note, ...]


def show(request: Request) -> Response:
    """GET /place/{id}/{slug}: any other slug is led to the true one, and what is no place to its own page."""
    desk: Desk = request.app.state.desk
    page = read(desk, request.path_params["id"])
    if not request.url.path.endswith(".json") and request.url.path != page.path:
        return moved(page.path + (f"?{request.url.query}" if request.url.query else ""))
    return respond(request, page)


def read(desk: Desk, place_id: str) -> PlaceView:
    """The page of one place.

    Raises:
        NotFound: no story names anything under that id.
    """
    found = desk.place(place_id)
    place, stories = found.found.who, found.found.stories[:_STORIES]
    spans = list(place.citations[:_NAMED]) + [span for _, at in found.events[:_EVENTS] for span in at.line.citations]
    cited = {span.report_id for span in (*spans, *spans_of_cards(stories, lines=0))}
    notes = Notes(desk.reports(sorted(cited)))
    events = [row for story, at in found.events[:_EVENTS] if (row := _event(story, at, notes)) is not None]
    one = listed([PlaceRow(place=place, stories=found.found.stories_total)])[0]
    cards = [card for story in stories if (card := card_of(story, (), notes, lines=0)) is not None]
    return PlaceView(
        id=place.id,
        path=who_path(place),
        name=place.name,
        aliases=place.aliases,
        mentions=place.mentions,
        place=one,
        map=map_of([one], width=_NARROW),
        candidates=place.location.candidates if place.location else 0,
        events=tuple(events),
        events_total=len(found.events),
        beside=_beside(found),
        stories=tuple(cards),
        stories_total=found.found.stories_total,
        named_in=notes.numbers(_one_per_report(place.citations)),
        notes=notes.all(),
    )


def _one_per_report(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple({span.report_id: span for span in reversed(spans)}.values())[::-1][:_NAMED]


def _event(story: Story, moment: Moment, notes: Notes) -> EventRow | None:
    line = notes.line(moment.line)
    if line is None:
        return None
    return EventRow(
        when=edtf_words(moment.when),
        edtf=moment.when,
        status=moment.status,
        line=line,
        story_path=story_path(story),
        story=story.headline.text,
    )


def _beside(found: PlacePage) -> tuple[Beside, ...]:
    """People and organisations that its stories name, those in most of them first."""
    known = [who for story in found.found.stories for who in story.who if who.kind in ("person", "organisation")]
    counts, by_id = Counter(who.id for who in known), {who.id: who for who in known}
    mentions: Counter[str] = Counter()
    for who in known:
        mentions[who.id] += who.mentions
    ordered = sorted(by_id.values(), key=lambda who: (-counts[who.id], -mentions[who.id], who.name, who.id))[:12]
    return tuple(Beside(path=who_path(who), name=who.name, stories=counts[who.id]) for who in ordered)
