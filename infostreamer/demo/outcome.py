"""What a desk made of the wire, looked up by the wire's own names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from infostreamer.demo.wire import Article, articles
from infostreamer.model import FigureVersion, Finding, Payload, Report, Span, Story


class Outcome:
    """Stories, reports and findings of a desk that followed the wire."""

    def __init__(
        self, stories: Sequence[Story], reports: Mapping[str, Report], findings: Mapping[str, Sequence[Finding]]
    ) -> None:
        """Index by address; nothing is copied."""
        self.stories = stories
        self.reports = reports
        self.findings = findings
        self.articles: dict[str, Article] = {article.name: article for article in articles()}
        self._by_place: dict[tuple[str | None, str], list[Report]] = {}
        for report in sorted(reports.values(), key=lambda report: (report.seq or 0, report.id)):
            self._by_place.setdefault(_place(report.canonical), []).append(report)

    def versions(self, name: str) -> list[Report]:
        """The versions of an article that were read, in order of arrival."""
        return self._by_place.get(_place(self.articles[name].address), [])

    def names(self, happening: str) -> list[str]:
        """The articles about a happening."""
        return [article.name for article in articles() if article.happening == happening]

    def stories_of(self, names: Sequence[str]) -> list[Story]:
        """The stories that hold any version of these articles."""
        ids = {report.id for name in names for report in self.versions(name)}
        return [story for story in self.stories if ids.intersection(story.report_ids)]

    def are_together(self, names: Sequence[str]) -> bool:
        """Every one of these articles was read, and all stand in one story."""
        return all(self.versions(name) for name in names) and len(self.stories_of(names)) == 1

    def share_origin(self, names: Sequence[str]) -> bool:
        """They stand in one story and go back to one origin there."""
        if not self.are_together(names):
            return False
        ids = {self.versions(name)[-1].id for name in names}
        return any(ids.issubset(origin) for origin in self.stories_of(names)[0].origins)

    def roles(self, names: Sequence[str]) -> set[str]:
        """The roles that these articles have in their stories."""
        ids = {report.id for name in names for report in self.versions(name)}
        return {member.role for story in self.stories for member in story.members if member.report_id in ids}

    def payloads(self, name: str, kind: str) -> list[tuple[Payload, str]]:
        """The findings of a kind in the article's latest version, each with its exact words."""
        for report in self.versions(name)[-1:]:
            found = [finding for finding in self.findings.get(report.id, ()) if finding.kind == kind]
            return [(finding.payload, finding.words(report.text)) for finding in found]
        return []

    def is_contested(self, names: Sequence[str], word: str) -> bool:
        """A contested matter of their stories cites words with `word` in one of these articles."""
        ids = {report.id for name in names for report in self.versions(name)}
        sides = [side for story in self.stories for matter in story.contested for side in matter.sides]
        cited = [span for side in sides for span in side.citations if span.report_id in ids]
        return any(word in self._sentences(span) for span in cited)

    def figure_values(self, happening: str) -> list[list[FigureVersion]]:
        """The differing figure series of the happening's stories."""
        series = [series for story in self.stories_of(self.names(happening)) for series in story.figures]
        return [list(one.versions) for one in series if one.is_differing]

    def words_at(self, span: Span) -> str:
        """The words that a citation points to; empty where it points to nothing."""
        report = self.reports.get(span.report_id)
        return report.text[span.start : span.end] if report is not None and span.end <= len(report.text) else ""

    def _sentences(self, span: Span) -> str:
        """The words of every sentence that the span touches."""
        report = self.reports[span.report_id]
        touched = [(start, end) for start, end in report.sentences if start < span.end and span.start < end]
        return " ".join(report.text[start:end] for start, end in touched)


def _place(address: str) -> tuple[str | None, str]:
    parts = urlsplit(address)
    return parts.hostname, parts.path.rstrip("/")
