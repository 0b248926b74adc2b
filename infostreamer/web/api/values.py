"""What the API answers with where a noun alone is not enough. Every line in an answer has its notes beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from infostreamer.model import (
    Change,
    Dossier,
    Edge,
    Line,
    Member,
    Published,
    Report,
    Source,
    SourceHealth,
    Span,
    Story,
    Who,
)
from infostreamer.model.anchor import Anchor
from infostreamer.model.news import SeenState
from infostreamer.model.note import NoteKind, NoteState, Visibility
from infostreamer.web.citations import Note

T = TypeVar("T")


class Payloads:
    """Stands in the document for the payload of any kind of finding; see `openapi.schema_of_other`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Generic[T]):
    """One page of a listing. `next` goes into `after` of the next request; null on the last page.

    `notes` hold the cited words of every line in `items`; `total` is null where counting would cost too much.
    """

    items: tuple[T, ...]
    notes: tuple[Note, ...] = ()
    next: str | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryHead:
    """A story in a listing: headline and abstract, each line cited, and how it is sourced."""

    id: str
    path: str
    headline: Line
    abstract: tuple[Line, ...]
    reports: int  # members without older versions of the same publication
    first_hand: int
    independent: int
    independent_at_most: int
    contested: int  # matters told otherwise by another, lone denials included
    outlets: tuple[str, ...]
    revision: int
    state: str  # "machine-compiled, not reviewed" or when it was reviewed
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryAnswer:
    """A whole story with the cited words of its lines, and whether a person reviewed it."""

    story: Story
    path: str
    state: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionHead:
    """One form of a story that is kept: its number, when it was made, the newest change in it."""

    revision: int
    at: datetime
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsRow:
    """One story with news: how it stands to the reader, its changes since, each with the words it rests on."""

    story: StoryHead
    state: SeenState
    words: str  # "1 new denial, figure 160 → 170"
    changes: tuple[Change, ...]
    position: int  # what "seen" is told with
    is_muted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsAnswer:
    """What is new to the reader, the last to change first. `position` is the newest change of the desk."""

    items: tuple[NewsRow, ...]
    notes: tuple[Note, ...]
    next: str | None
    total: int
    position: int
    muted: int  # stories that the reader muted and that changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """The key that takes it back."""

    undo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertHead:
    """An alert without its secrets: where it is sent is named by the kind of channel alone."""

    id: str
    name: str
    reader: str
    kinds: tuple[str, ...]
    query: str
    channels: tuple[str, ...]
    cooldown_s: int | None
    quiet: tuple[str, str] | None
    zone: str
    is_paused: bool
    created_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenNote:
    """What a person wrote beside something. `anchor`: the words of a report that it is about."""

    id: str
    item: str
    by: str
    at: datetime
    body: str
    kind: NoteKind
    state: NoteState
    visibility: Visibility
    anchor: Anchor | None
    line: str | None
    edited_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """Where a story comes from: who rewrote, copied, carried whom, and what goes back to one origin."""

    members: tuple[Member, ...]
    edges: tuple[Edge, ...]
    origins: tuple[tuple[str, ...], ...]
    independent: int
    independent_at_most: int
    originals_missing: tuple[str, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierHead:
    """A dossier in a listing."""

    id: str
    slug: str
    path: str
    title: str
    question: str
    stories: int
    created_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierAnswer:
    """A whole dossier with the cited words of its lines."""

    dossier: Dossier
    path: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHead:
    """A report without its text."""

    id: str
    path: str
    canonical: str
    outlet: str | None
    title: str | None
    byline: tuple[str, ...]
    published: Published | None
    language: str | None
    kind: str
    fetched_at: datetime | None
    previous_id: str | None
    seq: int | None
    story_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAnswer:
    """A report with its text, and the story that it stands in."""

    report: Report
    path: str
    story_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that a finder found; `words` is the exact slice of the spans, joined by one space."""

    id: str
    report_id: str
    kind: str
    spans: tuple[Span, ...]
    words: str
    maker: str
    confidence: float
    payload: Payloads | Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAnswer:
    """A source, how following it goes, and how many reports it gave."""

    source: Source
    health: SourceHealth
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoHead:
    """Somebody or some place, and the number of stories that name it."""

    who: Who
    path: str
    stories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoAnswer:
    """Somebody or some place: the newest stories that name it, what it says in them and what they tell of it."""

    who: Who
    path: str
    stories: tuple[StoryHead, ...]
    stories_total: int
    said: tuple[Found, ...]
    about: tuple[Found, ...]  # words of others that name it
    events: tuple[Found, ...]  # what it did and underwent
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One report that matches, and where the words of the query stand in its text."""

    report: ReportHead
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """RFC 9457: what is wrong in one sentence (`detail`); `field` names the parameter or body field, if it is one."""

    type: str
    title: str
    status: int
    detail: str
    field: str | None = None
