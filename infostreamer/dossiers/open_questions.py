"""Stories of a dossier -> what they leave open: matters with two sides, lone denials, differing figures, missing
originals, and what nobody signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from infostreamer.model import Contested, FigureSeries, Line, OpenQuestion, Span, Story

MAKER = "open/1"
MOST_OPEN = 100
_KINDS = 5
MOST_OF_ONE = 6  # of one kind and one story
_SIGNED = re.compile(r"\b(?:said|says|told|according to|announced|wrote)\b|\b(?:сообщил|заявил|сказал)", re.IGNORECASE)


def open_of(stories: Sequence[Story]) -> tuple[OpenQuestion, ...]:
    """Open questions by kind (contested, differing figures, denied, missing, unsigned), the newest story's first."""
    found = [_kinds(story) for story in stories]
    return tuple(one for at in range(_KINDS) for kinds in found for one in kinds[at])[:MOST_OPEN]


def _kinds(story: Story) -> tuple[list[OpenQuestion], ...]:
    matters = [_matter(story, matter) for matter in story.contested]
    kinds = (
        [one for one in matters if one.kind == "contested"],
        [_differing(story, series) for series in story.figures if series.is_differing],
        [one for one in matters if one.kind == "denied"],
        list(_missing(story)),
        [
            _unsigned(story, line)
            for line in story.lines
            if line.kind == "speculation" and not _SIGNED.search(line.text)
        ],
    )
    return tuple(kind[:MOST_OF_ONE] for kind in kinds)


def _matter(story: Story, matter: Contested) -> OpenQuestion:
    is_lone = len(matter.sides) == 1
    text = " ⟷ ".join(" ".join(side.says.split()) for side in matter.sides)
    spans = tuple(dict.fromkeys(span for side in matter.sides for span in side.citations))
    line = _line(text, "contested", spans)
    return OpenQuestion(kind="denied" if is_lone else "contested", story_id=story.id, line=line, sides=matter.sides)


def _differing(story: Story, series: FigureSeries) -> OpenQuestion:
    """The versions in their own words, as far as their publications still stand by them."""
    versions = [one for one in series.versions if not one.is_superseded] or list(series.versions)
    told = {(one.words.casefold(), one.outlet): one for one in reversed(versions)}
    words = [f"“{one.words}” ({one.outlet or 'a report'})" for one in reversed(told.values())]
    line = _line("; ".join(words), "figure", tuple(one.citation for one in versions))
    return OpenQuestion(kind="figures-differ", story_id=story.id, line=line, of=series.of)


def _missing(story: Story) -> Iterator[OpenQuestion]:
    """Outlets that are named as the original and whose report is not held, with the words that name them."""
    wanted = set(story.originals_missing)
    for edge in story.edges:
        spans = edge.evidence.from_spans
        if not edge.is_held and edge.to in wanted and spans:
            wanted.discard(edge.to)
            line = _line(edge.evidence.text, "state", spans)
            yield OpenQuestion(kind="original-missing", story_id=story.id, line=line, outlet=edge.to)


def _unsigned(story: Story, line: Line) -> OpenQuestion:
    return OpenQuestion(kind="unattributed", story_id=story.id, line=line)


def _line(text: str, kind: str, spans: tuple[Span, ...]) -> Line:
    return Line(text=text, kind=kind, citations=spans, maker=MAKER, check="verified")
