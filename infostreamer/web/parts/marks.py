"""A story as its reader has it: seen or not, what is new in it since, what is kept of it."""

from __future__ import annotations

from dataclasses import dataclass

from infostreamer.desk import Desk
from infostreamer.model import PUBLIC, Reader, Story
from infostreamer.web.parts.news import Kept, PieceRow, kept_by_item, pieces_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMarks:
    """`state`: unseen | changed | seen. `new_reports`: ids of the reports that came since it was seen."""

    state: str
    until: int
    position: int
    pieces: tuple[PieceRow, ...]
    new_reports: frozenset[str]
    kept: Kept
    keeps_marks: bool  # False for whoever reads a public desk without a login


def marks_of(desk: Desk, reader: Reader, story: Story) -> StoryMarks:
    """How the story stands to this reader."""
    keeps_marks = reader != PUBLIC
    news = desk.news_of(reader, [story.id]).get(story.id)
    is_changed = news is not None and news.state == "changed"
    told = [change for change in news.changes if change.what == "new-report"] if news and is_changed else []
    return StoryMarks(
        state=news.state if news else "unseen",
        until=news.until if news else 0,
        position=news.position if news else 0,
        pieces=pieces_of(news) if news and news.state != "unseen" else (),
        new_reports=frozenset(span.report_id for change in told for span in change.citations),
        kept=kept_by_item(desk.keeps(reader)).get(f"story:{story.id}", Kept()) if keeps_marks else Kept(),
        keeps_marks=keeps_marks,
    )
