"""What is new to the reader, ready to show: cards with their pieces and lines, each opening its cited change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from infostreamer.desk.pieces import LOUD, ORDER, piece_words
from infostreamer.model import Change, Keep, Span, Story, StoryNews
from infostreamer.web import tongue
from infostreamer.web.citations import CitedLine, Notes
from infostreamer.web.parts.cards import Card, card_of, spans_of_cards
from infostreamer.web.times import When, moment

_LINES = 2  # lines of news on a card, besides its pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceRow:
    """One part of what is new, in words, and where its change stands."""

    what: str
    words: str
    count: int
    path: str
    is_quiet: bool
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsLine:
    """One change told in its sentence; at least one note."""

    what: str
    text: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the reader keeps of a thing."""

    follow: bool = False
    bookmark: bool = False
    mute: bool = False
    mute_until: When | None = None  # None: for good, where it is muted


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsCard:
    """A story with news."""

    card: Card
    state: str  # unseen | changed | seen
    is_muted: bool  # shown all the same: a denial, a correction or a withdrawal came
    pieces: tuple[PieceRow, ...]
    lines: tuple[NewsLine, ...]
    more: int  # changes that say something and are not among the lines
    position: int
    kept: Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRow:
    """A story without news, in one row."""

    story_id: str
    path: str
    headline: CitedLine
    last: When | None
    quiet: str  # "1 copy"; empty where nothing came at all
    kept: Kept


def spans_of_news(items: Iterable[StoryNews]) -> list[Span]:
    """Every citation that the cards of these stories show."""
    shown = list(items)
    spans = spans_of_cards([item.story for item in shown])
    spans += [span for item in shown for piece in item.pieces for span in piece.citations[:1]]
    return spans + [span for item in shown for change in _told(item)[:_LINES] for span in change.citations]


def news_card(item: StoryNews, notes: Notes, kept: Mapping[str, Kept]) -> NewsCard | None:
    """The card; None when its headline has no citation that can be shown."""
    card = card_of(item.story, (), notes)
    if card is None:
        return None
    told = _told(item)
    lines = [_line(change, notes) for change in told[:_LINES]]
    return NewsCard(
        card=card,
        state=item.state,
        is_muted=item.is_muted,
        pieces=pieces_of(item, notes),
        lines=tuple(line for line in lines if line.notes),
        more=max(len(told) - _LINES, 0),
        position=item.position,
        kept=kept.get(f"story:{item.story.id}", Kept()),
    )


def pieces_of(item: StoryNews, notes: Notes | None = None) -> tuple[PieceRow, ...]:
    """The pieces of what is new, the weightiest first, in the language in use. That the story began is none."""
    return tuple(
        PieceRow(
            what=piece.what,
            words=piece_words(piece, tongue.ngettext_),
            count=piece.count,
            path=f"/s/{item.story.id}/changes?since={item.until}#c{piece.positions[0]}",
            is_quiet=piece.is_quiet,
            notes=notes.numbers(piece.citations[:1]) if notes else (),
        )
        for piece in item.pieces
        if piece.what != "added"
    )


def seen_row(item: StoryNews, notes: Notes, kept: Mapping[str, Kept]) -> SeenRow | None:
    """The row; None when its headline has no citation that can be shown."""
    card = card_of(item.story, (), notes, lines=0)
    if card is None:
        return None
    return SeenRow(
        story_id=item.story.id,
        path=card.path,
        headline=card.headline,
        last=card.last,
        quiet=", ".join(row.words for row in pieces_of(item)),
        kept=kept.get(f"story:{item.story.id}", Kept()),
    )


def kept_by_item(keeps: Sequence[Keep]) -> dict[str, Kept]:
    """Item -> what of it the reader keeps."""
    found: dict[str, set[str]] = {}
    until: dict[str, When | None] = {}
    for keep in keeps:
        found.setdefault(keep.item, set()).add(keep.kind)
        if keep.kind == "mute":
            until[keep.item] = moment(keep.until)
    return {
        item: Kept(
            follow="follow" in kinds,
            bookmark="bookmark" in kinds,
            mute="mute" in kinds,
            mute_until=until.get(item),
        )
        for item, kinds in found.items()
    }


def _told(item: StoryNews) -> list[Change]:
    """The changes that are told in a sentence, the weightiest first; of an unseen story what is taken back in it."""
    told = [change for change in item.changes if change.text and change.citations and change.what != "added"]
    if item.state == "unseen":
        told = [change for change in told if change.what in LOUD[:2]]
    else:
        told = [change for change in told if change.what != "new-report"] or told
    return sorted(told, key=lambda change: (_rank(change), -(change.position or 0)))


def _rank(change: Change) -> int:
    return ORDER.index(change.what) if change.what in ORDER else len(ORDER)


def _line(change: Change, notes: Notes) -> NewsLine:
    return NewsLine(what=change.what, text=change.text or "", notes=notes.numbers(change.citations))


def next_dates(stories: Iterable[Story], today: str) -> list[tuple[str, str, Story, Span]]:
    """(EDTF day, words, story, citation) of what the timelines place on or after a day, the soonest first."""
    found: dict[tuple[str, str], tuple[str, str, Story, Span]] = {}
    for story in stories:
        for entry in story.timeline:
            day = entry.when or ""
            if len(day) == 10 and day[:4].isdigit() and day >= today and entry.line.check != "withheld":
                found.setdefault((day, story.id), (day, entry.line.text, story, entry.line.citations[0]))
    return sorted(found.values(), key=lambda row: (row[0], row[2].id))
