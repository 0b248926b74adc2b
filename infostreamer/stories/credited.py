"""Members -> edges to whom a report names: the agency that it carries, the original that it has its words from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from infostreamer.model import Credit, Edge, Evidence, Finding, Report, Span
from infostreamer.model.story import EdgeKind
from infostreamer.stories.dateline import dateline_of
from infostreamer.stories.handed_on import is_cited, is_partly
from infostreamer.stories.held import Held
from infostreamer.stories.outlets import host_in, is_named_itself, key_of, shown
from infostreamer.stories.reuse import Reuse

COPIED = 500  # per mille of the younger's own words that stand word for word in the elder: a copy
_KINDS: dict[str, EdgeKind] = {"original": "rewrites", "agency": "carries", "release": "carries"}
_AS = {"original": "the original", "agency": "the agency", "release": "the release it prints"}
_RELEASE = re.compile(
    r"^(?:press release|release|statement)(?: (?:by|from|of))? |\W*(?:press release|press statement|statement)\W*$",
    re.I,
)
_NAMES_RELEASE = re.compile(
    r"(?i)\b(?:(?:press|news|media) release|pressemitteilung|medienmitteilung|communiqué de presse|"
    r"comunicado de prensa|comunicato stampa|komunikat prasowy|пресс-релиз|прес-реліз|прэс-рэліз)"
)
_IS_RELEASE = re.compile(r"\brelease\b")
_EDGE = 3  # paragraphs at either end in which an original is named; in between it is the source of a chart
_LONGEST_LINE = 60  # characters
_DRESS = re.compile(r"[©—–|()\[\]/]|\b(?:[Bb]y|BY|[Ff]rom|[Cc]opyright|[Cc]redit|(?:19|20)\d\d)\b|\(c\)")
_PARTS = re.compile(r"\s*(?:[,;+&]|\band\b|\bwith\b|\bund\b|\bet\b)\s*")
_MARGIN = 300  # per mille of its own words that a report must share with a younger one that it names as its origin


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    kind: EdgeKind
    words: str
    spans: tuple[Span, ...] = ()
    is_partly: bool = False


def credit_edges(held: Held) -> tuple[list[Edge], list[Edge]]:
    """Per report and outlet named one edge, to that outlet's report where it is held, else to the outlet by name.

    Returns (what the report is from that outlet, what it has only a part from: "with material from …").
    """
    edges: list[Edge] = []
    partly: list[Edge] = []
    for index, read in enumerate(held.reads):
        seen: set[str] = set()
        for named in _named(read.report, read.findings, held):
            key = key_of(named.name)
            if key and key not in seen and not is_named_itself(named.name, read.report):
                seen.add(key)
                (partly if named.is_partly else edges).append(_edge(held, index, named))
    return edges, partly


def _named(report: Report, findings: tuple[Finding, ...], held: Held) -> Iterator[_Named]:
    """Who is named, the surest first."""
    for finding in findings:
        credit = finding.payload
        if isinstance(credit, Credit) and _is_credited(report, finding, credit):
            name = _RELEASE.sub("", credit.to) if credit.type == "release" else credit.to
            name = name if key_of(name) else (credit.address or credit.to)
            words = f"It names {shown(name)} as {_AS.get(credit.type, 'a source')}: “{finding.words(report.text)}”."
            is_wire = credit.type == "original" and key_of(name) in held.agencies
            kind = "carries" if is_wire else _KINDS.get(credit.type, "carries")
            yield _Named(name, kind, words, finding.spans, is_partly(report.text, finding.start))
    dateline = dateline_of(report)
    if dateline and dateline.agency and not any(char.isdigit() for char in dateline.agency):
        span = Span(report.id, dateline.start, dateline.end)
        words = f"Its dateline names {shown(dateline.agency)}: “{report.text[span.start : span.end].strip(' —–-')}”."
        yield _Named(dateline.agency, "carries", words, (span,))
    yield from _signed(report, held)
    yield from _lines(report, held)
    yield from _declared(report)


def _is_credited(report: Report, finding: Finding, credit: Credit) -> bool:
    """True where the text itself is from the one credited, and not a claim in it or a statement that it quotes."""
    if credit.type not in (*_KINDS, "outlet") or is_cited(report.text, finding.start, finding.end, credit.type):
        return False
    if credit.type == "release":
        near = report.text[max(0, finding.start - 40) : finding.end + 20].lower()
        return _IS_RELEASE.search(near) is not None
    edges = (*report.paragraphs[:_EDGE], *report.paragraphs[-_EDGE:])
    return credit.type != "original" or any(start <= finding.start < end for start, end in edges)


def _signed(report: Report, held: Held) -> Iterator[_Named]:
    """An agency, or another member's outlet, in the byline."""
    for name in report.byline:
        if key_of(name) in held.agencies or key_of(name) in held.by_key:
            yield _Named(name, "carries", f"It is signed by {name}.")


def _lines(report: Report, held: Held) -> Iterator[_Named]:
    """A short line that is nothing but an agency's or another member's name: "By ORLAN", "— Orlan", "© Orlan 2031"."""
    for start, end in dict.fromkeys((*report.paragraphs[:_EDGE], *report.paragraphs[-_EDGE:])):
        line = report.text[start:end]
        if start < report.body_start or len(line) > _LONGEST_LINE or line.endswith(":"):
            continue
        for name in _PARTS.split(_DRESS.sub(" ", line)):
            key = key_of(name)
            if key and (key in held.agencies or key in held.by_key):
                words = f"It names {shown(name)} in a line of its own: “{line}”."
                yield _Named(name.strip(), "carries", words, (Span(report.id, start, end),))


def _declared(report: Report) -> Iterator[_Named]:
    """The feed's <source>, and a canonical link that leads to another host."""
    if report.via_outlet:
        yield _Named(report.via_outlet, "carries", f"The feed gives {report.via_outlet} as its source.")
    elif report.via_address and (host := host_in(report.via_address)):
        yield _Named(host, "carries", f"The page gives an address at {host} as where it stands first.")


def _edge(held: Held, index: int, named: _Named) -> Edge:
    report = held.reads[index].report
    theirs = held.by_key.get(key_of(named.name), ())
    if not theirs and _NAMES_RELEASE.search(named.words):
        theirs = tuple(other for other, read in enumerate(held.reads) if read.report.kind == "release")
    parent = source_among(held, index, theirs)
    if parent is None:
        evidence = Evidence(text=named.words, from_spans=named.spans)
        return Edge(from_id=report.id, to=shown(named.name), kind=named.kind, evidence=evidence, is_held=False)
    reuse = held.overlaps.between(index, parent)
    is_copy = named.kind == "rewrites" and reuse.share >= COPIED
    return Edge(
        from_id=report.id,
        to=held.reads[parent].report.id,
        kind="copies" if is_copy else named.kind,
        evidence=with_runs(held, index, parent, reuse, named.words, named.spans),
    )


def source_among(held: Held, index: int, theirs: tuple[int, ...]) -> int | None:
    """Which of an outlet's reports this one rests on: shares most words; not younger, unless it shares many."""
    pairs = [(held.overlaps.between(index, other), other) for other in theirs if other != index]
    fit = [(reuse, other) for reuse, other in pairs if reuse.share >= _MARGIN or not held.is_before(index, other)]
    if not fit:
        return None
    ours = held.vocabulary(index)
    return max(fit, key=lambda pair: (pair[0].words, len(ours & held.vocabulary(pair[1])), -pair[1]))[1]


def with_runs(held: Held, index: int, other: int, reuse: Reuse, words: str, first: tuple[Span, ...] = ()) -> Evidence:
    """The sentence, and the shared runs side by side behind the spans of a credit."""
    runs = held.overlaps.spans(index, other, reuse.pieces)
    return Evidence(
        text=words,
        from_spans=(*first, *(ours for ours, _ in runs)),
        to_spans=tuple(theirs for _, theirs in runs),
        score=reuse.share,
    )
