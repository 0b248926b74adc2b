"""A dossier + all stories -> the dossier brought up to date: its stories, abstract, timeline, who's who and figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from infostreamer.dossiers.question import matches, parse
from infostreamer.model import Dossier, FigureSeries, Line, Moment, Span, Story, Who

MOST_ABSTRACT, MOST_MOMENTS, MOST_WHO, MOST_FIGURES = 5, 200, 60, 40
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def gather(dossier: Dossier, stories: Sequence[Story], texts: Mapping[str, str]) -> Dossier:
    """The dossier with everything after its question derived anew.

    Args:
        dossier: its question is parsed; its other fields are replaced.
        stories: all stories to look through, in any order.
        texts: report id -> Report.text; a story is matched on the texts of its members found here.

    Raises:
        BadInput: the question cannot be parsed.
    """
    question = parse(dossier.question)
    found = [story for story in stories if matches(question, story, texts)]
    newest = sorted(found, key=lambda story: (story.last_at or _LONG_AGO, story.changed_seq, story.id), reverse=True)
    return replace(
        dossier,
        story_ids=tuple(story.id for story in newest),
        abstract=_abstract(newest),
        timeline=_timeline(newest),
        who=_who(newest),
        figures=_figures(newest),
    )


def _text_of(story: Story, texts: Mapping[str, str]) -> str:
    return "\n\n".join(texts[report_id] for report_id in story.report_ids if report_id in texts)


def _abstract(stories: Sequence[Story]) -> tuple[Line, ...]:
    """The first abstract line of each of the newest stories, else its headline: where the subject stands."""
    return tuple((story.abstract or (story.headline,))[0] for story in stories[:MOST_ABSTRACT])


def _timeline(stories: Sequence[Story]) -> tuple[Moment, ...]:
    """Dated moments of all stories in order, then the undated ones; one per sentence."""
    moments = _unique(moment for story in stories for moment in story.timeline)
    dated = sorted((one for one in moments if one.when), key=lambda one: (_order(one.when or ""), one.line.citations))
    return (*dated, *(one for one in moments if not one.when))[:MOST_MOMENTS]


def _unique(moments: Iterable[Moment]) -> list[Moment]:
    return list({(moment.line.citations, moment.when): moment for moment in moments}.values())


def _order(when: str) -> str:
    """EDTF by its first instant; a day without a year stands after the years that are known."""
    return when.split("/")[0].replace("XXXX", "9999").strip("~?%[].")


def _who(stories: Sequence[Story]) -> tuple[Who, ...]:
    """The same name of the same kind in two stories is one entry; most mentioned first."""
    gathered: dict[str, list[Who]] = {}
    for story in stories:
        for who in story.who:
            gathered.setdefault(who.id, []).append(who)
    entries = [_one(entries) for entries in gathered.values()]
    return tuple(sorted(entries, key=lambda who: (-who.mentions, who.name, who.id)))[:MOST_WHO]


def _one(entries: Sequence[Who]) -> Who:
    spans: tuple[Span, ...] = tuple(dict.fromkeys(span for who in entries for span in who.citations))
    return replace(
        entries[0],
        aliases=tuple(sorted({alias for who in entries for alias in who.aliases})),
        roles=tuple(dict.fromkeys(role for who in entries for role in who.roles)),
        keys=tuple(sorted({key for who in entries for key in who.keys})),
        mentions=sum(who.mentions for who in entries),
        citations=spans[:12],
    )


def _figures(stories: Sequence[Story]) -> tuple[FigureSeries, ...]:
    """Series of every story, newest story first; figures of different stories are never put into one series."""
    return tuple(series for story in stories for series in story.figures)[:MOST_FIGURES]
