"""What the benches of events share: text to report to findings, overlap of actors, and F1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from infostreamer.model import Event, Finding, Name, Published, Report
from infostreamer.text.sentences import split_paragraphs, split_sentences
from infostreamer.understand import understand

LAST_SENTENCE = 5  # MEANTIME's annotators read the title, the date line and the first sentences only
_TIGHT_LEFT, _TIGHT_RIGHT = set(",.;:!?)]}%'’”"), set("([{$“")
_PLAIN = {"the", "a", "an", "of", "in", "on", "at", "to", "and", "or", "s", "this", "that", "for", "from", "by"} | {
    "his",
    "her",
    "its",
    "their",
    "with",
}


def report_of(text: str, sentences: Sequence[tuple[int, int]] | None = None, at: datetime | None = None) -> Report:
    """An English report of this text."""
    return Report(
        id="r", capture_id="c", address="a", canonical="a", host=None, outlet=None, title=None, byline=(),
        published=Published(at=at, precision="day", basis="given") if at else None, language="en", kind="report",
        text=text, body_start=0, paragraphs=split_paragraphs(text),
        sentences=tuple(sentences) if sentences is not None else split_sentences(text),
    )  # fmt: skip


def events_of(report: Report) -> list[Finding]:
    """The events found in the report, in order of their triggers, pronouns replaced by the names they stand for."""
    found = understand(report)
    names = {one.payload.who: one.payload.canonical for one in found if isinstance(one.payload, Name)}
    events = [with_names(finding, names) for finding in found if isinstance(finding.payload, Event)]
    return sorted(events, key=trigger_of)


def with_names(finding: Finding, names: dict[str | None, str]) -> Finding:
    """The event with the full name behind each actor's key added to the actor's words."""
    event = finding.payload
    assert isinstance(event, Event)
    agent, patient = (
        f"{words} {names[who]}" if words and who in names else words
        for words, who in ((event.agent, event.agent_who), (event.patient, event.patient_who))
    )
    return replace(finding, payload=replace(event, agent=agent, patient=patient))


def trigger_of(finding: Finding) -> tuple[int, int]:
    """Where the event's trigger stands."""
    assert isinstance(finding.payload, Event)
    span = finding.payload.trigger or finding.spans[0]
    return span.start, span.end


def is_same(ours: str | None, theirs: Iterable[str]) -> bool:
    """Whether our actor shares a content word with one of the gold actors."""
    mine = content_words(ours or "")
    return any(mine & content_words(each) for each in theirs)


def content_words(text: str) -> set[str]:
    """Lower-case words that mean something."""
    return set(re.findall(r"\w+", text.lower())) - _PLAIN


def f1(right: int, found: int, gold: int) -> dict[str, float]:
    """Precision, recall and F1, rounded, with the counts behind them."""
    precision, recall = right / max(found, 1), right / max(gold, 1)
    both = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(both, 3), "gold": gold}


class Article:
    """One of MEANTIME's articles: text, sentences, where its tokens stand, its markables and relations."""

    def __init__(self, path: Path) -> None:
        self.root = etree.parse(str(path)).getroot()
        self.text, self.places, self.sentences = "", {}, []
        last = "0"
        for token in (each for each in self.root.iter("token") if int(each.get("sentence")) <= LAST_SENTENCE):
            self._add(token, last)
            last = token.get("sentence")
        self.sentences = self._sentences()
        days = (each for each in self.root.iter("TIMEX3") if each.get("functionInDocument") == "CREATION_TIME")
        self.created = next((moment(each.get("value")) for each in days), None)

    def _add(self, token: etree._Element, last: str) -> None:
        word = token.text or ""
        if token.get("sentence") != last:
            self.text += "\n\n"
        elif self.text and word[:1] not in _TIGHT_LEFT and self.text[-1] not in _TIGHT_RIGHT:
            self.text += " "
        self.places[token.get("t_id")] = (len(self.text), len(self.text) + len(word))
        self.text += word

    def _sentences(self) -> list[tuple[int, int]]:
        return list(split_paragraphs(self.text))

    def span_of(self, markable: etree._Element) -> tuple[int, int] | None:
        """Its characters; None when it lies outside what was read."""
        anchors = [each.get("t_id") for each in markable.iter("token_anchor")]
        if not anchors or any(each not in self.places for each in anchors):
            return None
        return min(self.places[each][0] for each in anchors), max(self.places[each][1] for each in anchors)


def moment(value: str | None) -> datetime | None:
    """The day of a TimeML value."""
    try:
        return datetime.fromisoformat((value or "")[:10]).replace(tzinfo=UTC)
    except ValueError:
        return None


def articles(data: Path) -> list[Article]:
    """All of MEANTIME's articles that are there."""
    return [Article(path) for path in sorted((data / "events/meantime/intra-doc_annotation").rglob("*.xml"))]
