"""Who says what: our quotes, statements and stances against PolNeAR (political news, labelled attributions).

    INFOSTREAMER_POLNEAR=DIR python bench/quality.py attribution --data ../shared/data

DIR holds the corpus' folder `data/` (or `dev/` itself); without it, DATA/attribution/polnear is tried, and where
neither is there the result says "absent". INFOSTREAMER_POLNEAR_PART names another part than dev.

PolNeAR labels every saying, believing, wanting and planning with source, cue and content. Measured are

- sentence: whether a sentence holds any word of an attribution;
- source, cue, content: a span is right when it overlaps one of the same role in the gold;
- words: the same by words: every word that belongs to that role;
- direct: the words between marks (more than two) that the gold takes for content, exact ends against our quote spans;
- speaker: of the gold attributions that share 30 % of their content with one of ours, how many share the speaker.

The peer in the same run is a plain baseline: a list of reporting verbs, the nearest name or noun as the source, the
rest of the sentence as the content.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from infostreamer.model import Finding, Quote, Report, Stance, Statement
from infostreamer.text.sentences import split_paragraphs, split_sentences
from infostreamer.understand.pipeline import understand

Place = tuple[int, int]
ROLES = ("source", "cue", "content")
_WORD = re.compile(r"\w+")
_MARKED = re.compile(r"“([^“”\n]+)”|\"([^\"\n]+)\"|''([^\n]+?)''")
_BEFORE_RELATIVE = 60  # characters
_EDGES = " ,\n"
_SAYING = (
    "said|says|say|told|added|adds|wrote|tweeted|asked|asks|argued|argues|claimed|claims|announced|noted|notes|"
    "according to|stated|insisted|warned|suggested|suggests|explained|believes|thinks|called|reported|reports|urged"
)
_BASELINE = re.compile(
    rf"(?P<before>(?:\b[A-Z][\w.'’-]*\s+){{1,4}}|\b(?:he|she|they|He|She|They)\s+)?\b(?P<cue>{_SAYING})\b"
    r"(?P<after>(?:\s+[A-Z][\w.'’-]*){1,4})?"
)


@dataclass(frozen=True, slots=True)
class Attributed:
    """One attribution, its spans by role. `maker` and `confidence` of ours; empty for the gold."""

    source: tuple[Place, ...]
    cue: tuple[Place, ...]
    content: tuple[Place, ...]
    maker: str = "gold"
    confidence: float = 1.0

    def of(self, role: str) -> tuple[Place, ...]:
        """The spans of one role."""
        return {"source": self.source, "cue": self.cue, "content": self.content}[role]


def measure(data: Path) -> dict[str, object]:
    """Our figures and the baseline's; the figure is the F1 of sentences. {"absent": …} without the corpus."""
    folder = corpus(data)
    if folder is None:
        return {"absent": "PolNeAR is not here; give its folder in INFOSTREAMER_POLNEAR", "figure": None}
    ours, peer = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    buckets: Counter[tuple[str, str]] = Counter()
    for report, gold in documents(folder):
        found = list(attributions(report, understand(report)))
        compare(ours, report, gold, found)
        compare(peer, report, gold, list(baseline(report)))
        calibrate(buckets, gold, found)
    rows = _rows(ours)
    return {
        "documents": ours["documents", "all"],
        "ours": rows,
        "baseline of verbs": _rows(peer),
        "confidence": _table(buckets),
        "figure": rows["sentence"]["f1"],
    }


def corpus(data: Path) -> Path | None:
    """The folder with `text` and `attributions`."""
    part = os.environ.get("INFOSTREAMER_POLNEAR_PART", "dev")
    given = os.environ.get("INFOSTREAMER_POLNEAR")
    for root in (Path(given) if given else data / "attribution/polnear", data / "attribution/polnear"):
        for folder in (root / "data" / part, root / part):
            if (folder / "text").is_dir():
                return folder
    return None


def documents(folder: Path) -> Iterator[tuple[Report, list[Attributed]]]:
    """Each report once, by name, with the gold of its first annotator."""
    gold = {path.name.rsplit("_", 1)[0]: path for path in sorted((folder / "attributions").glob("*.ann"), reverse=True)}
    for path in sorted((folder / "text").glob("*.txt")):
        if path.stem in gold:
            text = path.read_text("utf-8")
            yield report_of(text, path.stem), list(read_gold(gold[path.stem].read_text("utf-8"), text))


def report_of(text: str, name: str) -> Report:
    """A report without title over exactly this text."""
    return Report(
        id=name,
        capture_id=name,
        address=name,
        canonical=name,
        host=None,
        outlet=None,
        title=None,
        byline=(),
        published=None,
        language="en",
        kind="report",
        text=text,
        body_start=0,
        paragraphs=split_paragraphs(text),
        sentences=split_sentences(text, "en"),
    )


def _antecedent(text: str, place: Place) -> Place:
    """A relative pronoun stands for the words in front of it: naming those is right."""
    is_relative = text[slice(*place)].lower() in {"who", "which", "that", "whom"}
    return (max(0, place[0] - _BEFORE_RELATIVE), place[1]) if is_relative else place


def read_gold(lines: str, text: str) -> Iterator[Attributed]:
    """Attributions of one .ann file (brat standoff: spans, then one event per attribution)."""
    spans: dict[str, tuple[str, tuple[Place, ...]]] = {}
    for line in lines.splitlines():
        key, _, rest = line.partition("\t")
        if key.startswith("T"):
            kind, _, places = rest.split("\t")[0].partition(" ")
            pairs = (pair.split() for pair in places.split(";") if pair.strip())
            spans[key] = (kind.lower(), tuple((int(start), int(end)) for start, end in pairs))
        elif key.startswith("E"):
            parts: dict[str, list[Place]] = {role: [] for role in ROLES}
            for argument in rest.split():
                kind, places = spans.get(argument.partition(":")[2], ("", ()))
                if kind in parts:
                    parts[kind] += places
            source, cue, content = (tuple(sorted(parts[role])) for role in ROLES)
            yield Attributed(tuple(_antecedent(text, place) for place in source), cue, content)


def attributions(report: Report, found: Iterable[Finding]) -> Iterator[Attributed]:
    """Ours: quotes, statements and stances as attributions."""
    for finding in found:
        payload, spans = finding.payload, tuple((span.start, span.end) for span in finding.spans)
        if isinstance(payload, Quote | Statement):
            source = ((payload.speaker_span.start, payload.speaker_span.end),) if payload.speaker_span else ()
            cue = ((payload.cue_span.start, payload.cue_span.end),) if payload.cue_span else ()
            yield Attributed(source, cue, spans, finding.kind, finding.confidence)
        elif isinstance(payload, Stance) and payload.target_span:
            place = (payload.target_span.start, payload.target_span.end)
            source = _in_clause(report.text, finding, re.escape(payload.speaker) if payload.speaker else None)
            cue = _in_clause(report.text, finding, rf"{re.escape(payload.verb.split()[-1][:-1])}\w*")
            yield Attributed(source, cue, (place,), finding.kind, finding.confidence)


def _in_clause(text: str, finding: Finding, pattern: str | None) -> tuple[Place, ...]:
    """Where a stance's speaker or verb stands in its clause; the finding gives their words alone."""
    match = re.compile(rf"\b{pattern}").search(text, finding.start, finding.end) if pattern else None
    return (match.span(),) if match else ()


def baseline(report: Report) -> Iterator[Attributed]:
    """A reporting verb, the capitalised words or pronoun next to it, the rest of the sentence."""
    for start, end in report.sentences:
        match = _BASELINE.search(report.text, start, end)
        if match is None:
            continue
        near = "after" if match["cue"] == "according to" or not match["before"] else "before"
        source = (match.span(near),) if match[near] else ()
        first, last = match.span()
        content = tuple(place for place in ((start, first), (last, end)) if place[1] - place[0] > 10)
        yield Attributed(source, (match.span("cue"),), content, "baseline")


def compare(tally: Counter[tuple[str, str]], report: Report, gold: list[Attributed], found: list[Attributed]) -> None:
    """Count one report."""
    tally["documents", "all"] += 1
    covered = [
        {at for one in side for role in ROLES for place in one.of(role) for at in range(*place)}
        for side in (gold, found)
    ]
    for place in report.sentences:
        is_gold, is_found = (any(at in words for at in range(*place)) for words in covered)
        _add(tally, "sentence", is_gold and is_found, is_found, is_gold)
    for role in ROLES:
        theirs, ours = _places(gold, role), _places(found, role)
        tally[role, "found"] += len(ours)
        tally[role, "gold"] += len(theirs)
        tally[role, "right found"] += sum(any(_overlap(one, other) for other in theirs) for one in ours)
        tally[role, "right gold"] += sum(any(_overlap(one, other) for other in ours) for one in theirs)
        in_gold, in_found = ({at for place in side for at in range(*place)} for side in (theirs, ours))
        for word in _WORD.finditer(report.text):
            is_gold, is_found = word.start() in in_gold, word.start() in in_found
            _add(tally, f"{role} words", is_gold and is_found, is_found, is_gold)
    _compare_direct(tally, report.text, gold, found)
    _compare_speakers(tally, gold, found)


def _add(tally: Counter[tuple[str, str]], name: str, is_right: bool, is_found: bool, is_gold: bool) -> None:
    tally[name, "right found"] += is_right
    tally[name, "right gold"] += is_right
    tally[name, "found"] += is_found
    tally[name, "gold"] += is_gold


def _places(side: Iterable[Attributed], role: str) -> list[Place]:
    return sorted({place for one in side for place in one.of(role)})


def _overlap(one: Place, other: Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _compare_direct(
    tally: Counter[tuple[str, str]], text: str, gold: list[Attributed], found: list[Attributed]
) -> None:
    """Quotations of more than two words that lie in gold content, against the exact spans of our quotes."""
    content = {at for one in gold for place in one.content for at in range(*place)}
    marked = [_stripped(text, match.span(match.lastindex or 0)) for match in _MARKED.finditer(text)]
    long = [place for place in marked if len(_WORD.findall(text[slice(*place)])) > 2]
    theirs = {place for place in long if place[0] in content and place[1] - 1 in content}
    ours = {_stripped(text, place) for one in found if one.maker == "quote" for place in one.content}
    ours = {place for place in ours if len(_WORD.findall(text[slice(*place)])) > 2}
    tally["direct", "found"] += len(ours)
    tally["direct", "gold"] += len(theirs)
    tally["direct", "right found"] += sum(place in theirs or place[0] in content for place in ours)
    tally["direct", "right gold"] += len(theirs & ours)


def _stripped(text: str, place: Place) -> Place:
    start, end = place
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _compare_speakers(tally: Counter[tuple[str, str]], gold: list[Attributed], found: list[Attributed]) -> None:
    for one in gold:
        best = best_match(one, [other for other in found if other.source])
        if best is not None and one.source:
            is_right = any(_overlap(place, other) for place in one.source for other in best.source)
            tally["speaker", "gold"] += 1
            tally["speaker", "right gold"] += is_right
            tally["speaker", "found"] += 1
            tally["speaker", "right found"] += is_right


def best_match(one: Attributed, others: Iterable[Attributed]) -> Attributed | None:
    """Whose content shares most with this one's: at least 30 % of the shorter of the two."""
    best, most = None, 0.3
    mine = {at for place in one.content for at in range(*place)}
    for other in others:
        if not any(_overlap(place, mine_too) for place in other.content for mine_too in one.content):
            continue
        theirs = {at for place in other.content for at in range(*place)}
        share = len(mine & theirs) / max(1, min(len(mine), len(theirs)))
        if share >= most:
            best, most = other, share
    return best


def calibrate(buckets: Counter[tuple[str, str]], gold: list[Attributed], found: list[Attributed]) -> None:
    """Count how often a finding of that kind and confidence is right: content shared, and the speaker's words too."""
    for one in found:
        key = f"{one.maker} {one.confidence:.2f}"
        match = best_match(one, gold)
        touched = any(_overlap(a, b) for other in gold for a in other.content for b in one.content)
        buckets[key, "all"] += 1
        buckets[key, "content"] += touched
        is_right = match is not None and (
            not one.source or any(_overlap(a, b) for a in match.source for b in one.source)
        )
        buckets[key, "right"] += is_right


def _table(buckets: Counter[tuple[str, str]]) -> dict[str, dict[str, float]]:
    return {
        key: {
            "findings": buckets[key, "all"],
            "content": round(buckets[key, "content"] / buckets[key, "all"], 3),
            "right": round(buckets[key, "right"] / buckets[key, "all"], 3),
        }
        for key in sorted({name for name, _ in buckets})
    }


def _rows(tally: Counter[tuple[str, str]]) -> dict[str, dict[str, float]]:
    names = ("sentence", "source", "cue", "content", "source words", "cue words", "content words", "direct", "speaker")
    return {name: _f1(tally, name) for name in names}


def _f1(tally: Counter[tuple[str, str]], name: str) -> dict[str, float]:
    precision = tally[name, "right found"] / max(1, tally[name, "found"])
    recall = tally[name, "right gold"] / max(1, tally[name, "gold"])
    f1 = 2 * precision * recall / (precision + recall) if precision and recall else 0.0
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}
