"""SemEval-2015 task 4 (TimeLine), track A: raw texts, target entities, gold timelines, and the task's own measure.

The measure is temporal awareness as the task's tool computes it: a timeline becomes relations, an event is simultaneous
with its time anchor, and each event comes before the next one where their positions differ (events at one position are
simultaneous, which follows from the anchors). Precision: our relations that the gold's closure holds; recall: the
gold's relations that our closure holds; both summed over all timelines. Position 0 (not ordered) is left out, as there.
Checked against the tool's output on made-up timelines: equal to all digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from event_reports import _TIGHT_LEFT, _TIGHT_RIGHT, moment
from lxml import etree

from infostreamer.model import Published, Report
from infostreamer.text.sentences import split_paragraphs

Row = tuple[int, str, list[str]]  # position, anchor "2005-04-XX", mentions "docid-sentence-word"
Node = tuple[tuple[str, int], int, str]  # (mention, which of its kind), position, anchor


@dataclass(frozen=True, slots=True)
class Document:
    """One text. `tokens`: start, end, number of the sentence, word."""

    report: Report
    tokens: tuple[tuple[int, int, int, str], ...]

    def mention_of(self, start: int, end: int) -> str | None:
        """The word at these characters, as timelines name it; a verb with its particle is one ("rolled_out")."""
        found = [token for token in self.tokens if token[0] < end and start < token[1]]
        if not found:
            return None
        words = "_".join(word for *_, word in (found if len(found) == 2 else found[:1]))
        return f"{self.report.capture_id}-{found[0][2]}-{words}"


def documents(folder: Path) -> list[Document]:
    """The texts of a folder in CAT format, by name."""
    return [_document(path) for path in sorted(folder.glob("*.xml"))]


def timelines(folder: Path) -> dict[str, list[Row]]:
    """Target entity -> its gold rows."""
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    return {text.split("\n")[0].strip().replace("Froce", "Force"): rows_of(text.split("\n")[1:]) for text in texts}


def rows_of(lines: Sequence[str]) -> list[Row]:
    """The ordered rows, sorted as the task's tool sorts them: by their text with numbers as numbers."""
    kept = sorted((line.rstrip() for line in lines if line.strip()), key=_natural)
    cells = [line.split("\t") for line in kept]
    return [(int(row[0]), row[1], row[2:]) for row in cells if len(row) > 2 and int(row[0]) > 0]


def _natural(line: str) -> list[tuple[bool, int, str]]:
    return [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in re.split(r"(\d+)", line)]


def score(gold: Sequence[Row], ours: Sequence[Row]) -> tuple[int, int, int, int]:
    """(our relations that hold, our relations, gold relations that we hold, gold relations)."""
    theirs, mine = _nodes(gold), _nodes(ours)
    return (*_held(mine, theirs), *_held(theirs, mine))


def _nodes(rows: Sequence[Row]) -> list[Node]:
    seen: dict[str, int] = {}
    nodes = []
    for position, anchor, mentions in rows:
        for mention in mentions:
            nodes.append(((mention, seen.get(mention, 0)), position, anchor))
            seen[mention] = seen.get(mention, 0) + 1
    return nodes


def _held(ours: Sequence[Node], theirs: Sequence[Node]) -> tuple[int, int]:
    known = {mention: (position, anchor) for mention, position, anchor in theirs}
    anchored = sum(mention in known and known[mention][1] == anchor for mention, _, anchor in ours)
    steps = [(one[0], two[0]) for one, two in pairwise(ours) if one[1] < two[1]]
    ordered = sum(one in known and two in known and known[one][0] < known[two][0] for one, two in steps)
    return anchored + ordered, len(ours) + len(steps)


def _document(path: Path) -> Document:
    root = etree.parse(str(path)).getroot()
    number = root.get("doc_id")
    text, last, tokens = "", "0", []
    for token in root.iter("token"):
        word, sentence = token.text or "", token.get("sentence")
        if sentence != last:
            text += "\n\n"
        elif text and word[:1] not in _TIGHT_LEFT and text[-1] not in _TIGHT_RIGHT:
            text += " "
        tokens.append((len(text), len(text) + len(word), int(sentence), word))
        text, last = text + word, sentence
    days = [each.get("value") for each in root.iter("TIMEX3") if each.get("functionInDocument") == "CREATION_TIME"]
    return Document(_report(number, text, days[0] if days else None), tuple(tokens))


def _report(number: str, text: str, day: str | None) -> Report:
    """Sentence 0 is the title, sentence 1 the date line."""
    parts, at = split_paragraphs(text), moment(day)
    body = parts[2][0] if len(parts) > 2 else parts[-1][0]
    return Report(
        id=Report.make_id(number, text), capture_id=number, address=number, canonical=number, host=None, outlet=None,
        title=text[slice(*parts[0])], byline=(), language="en", kind="report", text=text, body_start=body,
        published=Published(at=at, precision="day", basis="given") if at else None, paragraphs=parts, sentences=parts,
    )  # fmt: skip
