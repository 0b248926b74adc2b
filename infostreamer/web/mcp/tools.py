"""The tools: questions to the desk, answered with cited lines. Nothing here writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from infostreamer.desk import Desk
from infostreamer.desk.since import parse_since
from infostreamer.model import BadInput, Contested, NotFound, Reader, Report, Span, Story, Who
from infostreamer.web.addresses import dossier_path, story_path, who_path
from infostreamer.web.api.heads import found_of, shown, state_of
from infostreamer.web.citations import name_of, note_of
from infostreamer.web.mcp.answers import Json, Told, bounded, first, quoted, told

_MOST = 20
_STORY_LINES = 60
_TEXT = 6_000  # characters of a report in one answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A story in a list."""

    id: str
    path: str
    headline: Told
    abstract: tuple[Told, ...]
    reports: int
    independent: int
    independent_at_most: int
    contested: int
    state: str
    last_at: datetime | None


class Tools:
    """Each public method is one tool; its docstring is what the model reads of it."""

    def __init__(self, desk: Desk, reader: Callable[[], Reader]) -> None:
        """Tools over a desk, for whoever asks.

        Args:
            desk: what is asked.
            reader: who asks, at the time of the call.
        """
        self._desk, self._reader = desk, reader

    def search(self, query: str, limit: int = 10) -> Json:
        """Find stories by a query: words, "phrases", -not, OR, and fields such as who:, place:, source:, is:contested,
        date:>=2026-11-01. Answers with headlines and abstracts, each line with the words of the reports it rests on.
        """
        found = self._desk.matching(query, reader=self._reader(), limit=_count(limit))
        heads = self._heads(found.stories)
        return bounded("infostreamer/mcp-search/1", {"query": query, "total": found.total, "stories": heads}, "stories")

    def story(self, story_id: str) -> Json:
        """One story whole: headline, abstract, what happened, who says what, figures, what is contested or denied, the
        state of play; how many independent origins it has; whether a person reviewed it.
        """
        story, reports = self._story(story_id)
        lines = told((*story.abstract, *story.lines, *story.alternates), reports)
        fields = {
            "id": story.id,
            "path": story_path(story),
            "headline": told([story.headline], reports)[0],
            "state": state_of(self._desk, story),
            "independent": story.independent,
            "independent_at_most": story.independent_at_most,
            "originals_missing": story.originals_missing,
            "reports": [_member(member, reports) for member in story.members if not member.is_superseded],
            "contested": [_matter(matter, reports) for matter in story.contested],
            "lines": first(lines, _STORY_LINES),
        }
        return bounded("infostreamer/mcp-story/1", fields, "lines", "reports", "contested")

    def dossier(self, slug: str = "") -> Json:
        """A lasting situation: its standing abstract, timeline and newest stories. Without a slug: which dossiers there
        are.
        """
        if not slug:
            rows = [
                {"slug": one.slug, "title": one.title, "question": one.question, "stories": len(one.story_ids)}
                for one in self._desk.dossiers()
            ]
            return bounded("infostreamer/mcp-dossiers/1", {"dossiers": rows}, "dossiers")
        dossier = self._desk.dossier(slug)
        moments = [*dossier.timeline][-_STORY_LINES:]
        spans = [span for line in (*dossier.abstract, *(one.line for one in moments)) for span in line.citations]
        reports = self._desk.reports(sorted({span.report_id for span in spans}))
        fields = {
            "slug": dossier.slug,
            "path": dossier_path(dossier.slug),
            "title": dossier.title,
            "question": dossier.question,
            "abstract": told(dossier.abstract, reports),
            "stories": self._heads(self._desk.stories_by_id(dossier.story_ids[:_MOST]).values()),
            "timeline": [
                {"when": one.when, "precision": one.precision, "status": one.status, "line": line}
                for one in moments
                for line in told([one.line], reports)
            ],
        }
        return bounded("infostreamer/mcp-dossier/1", fields, "timeline", "stories")

    def news(self, since: str = "last", limit: int = 10) -> Json:
        """What changed since the reader last looked ("last"), or since a time: "24h", "7d", "2026-11-20". Fact by fact:
        new denials, figures that changed, further origins. Asking does not mark anything as seen.
        """
        found = self._desk.news(self._reader(), since=parse_since(since, self._desk.now()), limit=_count(limit))
        spans = [span for item in found.items for one in item.changes for span in one.citations]
        reports = self._desk.reports(sorted({span.report_id for span in spans}))
        rows = [
            {
                "story": head,
                "state": item.state,
                "words": item.words,
                "changes": [
                    {"what": one.what, "text": one.text, "at": one.at, "spans": quoted(one.citations[:2], reports)}
                    for one in item.changes[-10:]
                    if one.text and quoted(one.citations, reports)
                ],
            }
            for item in found.items
            for head in self._heads([item.story])
        ]
        fields = {"since": since, "position": found.position, "total": found.total, "news": rows}
        return bounded("infostreamer/mcp-news/1", fields, "news")

    def report(self, report_id: str, start: int = 0) -> Json:
        """The stored text of one report, at most 6,000 characters from `start`: somebody else's words in full length.
        `next` is where to go on; null at the end.
        """
        report = self._desk.report(report_id)
        begin = max(0, min(start, len(report.text)))
        end = min(begin + _TEXT, len(report.text))
        fields = {
            "id": report.id,
            "outlet": name_of(report),
            "title": report.title,
            "byline": report.byline,
            "address": report.canonical,
            "published": report.published,
            "language": report.language,
            "kind": report.kind,
            "story_id": self._desk.story_of(report.id),
            "start": begin,
            "end": end,
            "quoted_text": report.text[begin:end],
            "next": end if end < len(report.text) else None,
        }
        return bounded("infostreamer/mcp-report/1", fields)

    def who(self, name: str) -> Json:
        """A person, organisation or place by name or id: roles as reported, what it said lately, the newest stories
        that name it. Several that fit are listed instead.
        """
        found = self._desk.find_who(name, limit=_MOST)
        exact = [one for one, _ in found if one.name.casefold() == name.strip().casefold()]
        if len(found) != 1 and len(exact) != 1:
            try:
                return self._one_who(name.strip())
            except NotFound:
                if not found:
                    raise NotFound(f"No person, organisation or place is called {name[:80]!r}.") from None
            rows = self._named([(one, count) for one, count in found])
            return bounded("infostreamer/mcp-who-list/1", {"who": rows}, "who")
        return self._one_who((exact or [found[0][0]])[0].id)

    def figures(self, story_id: str) -> Json:
        """Every version of every figure in a story: value, hedge word, who says it, in which outlet; never averaged."""
        story, reports = self._story(story_id)
        rows = [
            {
                "of": series.of,
                "is_differing": series.is_differing,
                "versions": [
                    {
                        "words": one.words,
                        "value": one.value,
                        "high": one.high,
                        "unit": one.unit or series.unit,
                        "hedge": one.hedge,
                        "bound": one.bound,
                        "as_of": one.as_of,
                        "speaker": one.speaker,
                        "is_superseded": one.is_superseded,
                        "spans": quoted([one.citation], reports),
                    }
                    for one in series.versions
                    if quoted([one.citation], reports)
                ],
            }
            for series in story.figures
        ]
        return bounded("infostreamer/mcp-figures/1", {"story_id": story.id, "figures": rows}, "figures")

    def evidence(self, report_id: str, start: int, end: int) -> Json:
        """The exact words at a span of a stored report, with the sentence before and after, outlet, date and address:
        what a line of another answer rests on.
        """
        report = self._desk.report(report_id)
        if not 0 <= start < end <= len(report.text):
            raise BadInput(f"The report has {len(report.text)} characters; {start} to {end} is no span of it.")
        span = Span(report.id, start, end)
        note = note_of(report, span, number=1)
        fields = {
            "spans": quoted([span], {report.id: report}),
            "before": note.before,
            "sentence": f"{note.pre}{note.exact}{note.post}"[:2_000],
            "after": note.after,
            "title": report.title,
            "address": report.canonical,
            "fetched_at": report.fetched_at,
        }
        return bounded("infostreamer/mcp-evidence/1", fields)

    def _story(self, story_id: str) -> tuple[Story, dict[str, Report]]:
        story = self._desk.story(story_id)
        reports = self._desk.reports(story.report_ids)
        kept = shown(story, reports)
        if kept is None:
            raise NotFound("That story is being built; ask again in a moment.")
        return kept, reports

    def _heads(self, stories: Any) -> list[Head]:
        rows = list(stories)
        spans = [span for story in rows for line in (story.headline, *story.abstract[:3]) for span in line.citations]
        reports = self._desk.reports(sorted({span.report_id for span in spans}))
        return [self._head(story, reports) for story in rows if told([story.headline], reports)]

    def _head(self, story: Story, reports: dict[str, Report]) -> Head:
        return Head(
            id=story.id,
            path=story_path(story),
            headline=told([story.headline], reports)[0],
            abstract=first(told(story.abstract[:3], reports), 3),
            reports=sum(not member.is_superseded for member in story.members),
            independent=story.independent,
            independent_at_most=story.independent_at_most,
            contested=len(story.contested),
            state=state_of(self._desk, story),
            last_at=story.last_at,
        )

    def _named(self, found: list[tuple[Who, int]]) -> list[Json]:
        """Those who fit, each with the first words that name it."""
        reports = self._desk.reports(sorted({span.report_id for one, _ in found for span in one.citations[:1]}))
        return [
            {
                "id": one.id,
                "name": one.name,
                "kind": one.kind,
                "stories": count,
                "spans": quoted(one.citations[:1], reports),
            }
            for one, count in found
        ]

    def _one_who(self, who_id: str) -> Json:
        found = self._desk.who(who_id)
        said = [(report, found_of(finding, report)) for report, finding in found.said[:_MOST]]
        fields = {
            "id": found.who.id,
            "path": who_path(found.who),
            "name": found.who.name,
            "kind": found.who.kind,
            "roles_as_reported": found.who.roles,
            "aliases": found.who.aliases,
            "said": [{"kind": row.kind, "spans": quoted(row.spans, {report.id: report})} for report, row in said],
            "stories_total": found.stories_total,
            "stories": self._heads(found.stories[:10]),
        }
        return bounded("infostreamer/mcp-who/1", fields, "said", "stories")


def _member(member: Any, reports: dict[str, Report]) -> Json:
    report = reports.get(member.report_id)
    return {
        "report_id": member.report_id,
        "outlet": member.outlet or (name_of(report) if report else None),
        "title": report.title if report else None,
        "role": member.role,
        "of": member.of,
    }


def _matter(matter: Contested, reports: dict[str, Report]) -> Json:
    sides = [
        {"who": side.who, "says": side.says, "stance": side.stance, "spans": quoted(side.citations, reports)}
        for side in matter.sides
    ]
    return {"about": matter.about, "sides": [side for side in sides if side["spans"]]}


def _count(limit: int) -> int:
    return max(1, min(limit, _MOST))


TOOLS = ("search", "story", "dossier", "news", "report", "who", "figures", "evidence")
"""Names of the methods that are tools."""
