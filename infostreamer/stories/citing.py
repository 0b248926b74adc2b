"""Members -> "cites" edges: a report that says in its text that an outlet reported something or was told it."""

from __future__ import annotations

import re

from infostreamer.model import Credit, Edge, Evidence, Finding, Report, Span
from infostreamer.stories.credited import source_among
from infostreamer.stories.handed_on import is_cited, is_handed_on, phrase_around
from infostreamer.stories.held import Held
from infostreamer.stories.outlets import is_named_itself, key_of, shown


def citing_edges(held: Held) -> list[Edge]:
    """One edge per citing report and cited outlet: to its report, or to its name where none is held."""
    edges = []
    for index in range(len(held.reads)):
        named = _members_named(held, index)
        edges += [_to_member(held, index, keys, span) for keys, span in named.items()]
        edges += _to_others(held, index, frozenset(key for keys in named for key in keys))
    return edges


def _members_named(held: Held, index: int) -> dict[frozenset[str], Span]:
    """Keys of the cited outlet -> the words that cite it, the first place each."""
    report = held.reads[index].report
    found: dict[frozenset[str], Span] = {}
    for mention in held.outlets.index.mentions(report):
        keys = held.outlets.means(mention, report)
        if keys and not keys & held.keys[index] and keys not in found and is_handed_on(report.text, mention):
            found[keys] = Span(report.id, *phrase_around(report.text, mention))
    return found


def _to_member(held: Held, index: int, keys: frozenset[str], span: Span) -> Edge:
    report = held.reads[index].report
    theirs = tuple(sorted({other for key in keys for other in held.by_key.get(key, ())}))
    parent = source_among(held, index, theirs)
    name = held.name(theirs[0])
    words = " ".join(report.text[span.start : span.end].split())
    evidence = Evidence(text=f"It says that {name} reported this: “{words}”.", from_spans=(span,))
    if parent is None:
        return Edge(from_id=report.id, to=shown(name), kind="cites", evidence=evidence, is_held=False)
    return Edge(from_id=report.id, to=held.reads[parent].report.id, kind="cites", evidence=evidence)


def _to_others(held: Held, index: int, known: frozenset[str]) -> list[Edge]:
    """Outlets that no member is of, as the finder of credits found them; each by its longest name."""
    read = held.reads[index]
    text = read.report.text
    places = [(each.start, each.end) for each in held.outlets.index.mentions(read.report)]
    found: dict[str, Finding] = {}
    for finding in read.findings:
        credit = finding.payload
        if not isinstance(credit, Credit) or not is_cited(text, finding.start, finding.end, credit.type):
            continue
        if any(start < finding.end and finding.start < end for start, end in places):
            continue
        key = key_of(credit.to)
        if key and key not in known and key not in held.by_key and not is_named_itself(credit.to, read.report):
            found.setdefault(key, finding)
    whole = [key for key in found if key not in _GENERIC and not any(key != other and key in other for other in found)]
    return [_to_other(read.report, found[key]) for key in whole]


def _to_other(report: Report, finding: Finding) -> Edge:
    credit = finding.payload
    assert isinstance(credit, Credit)
    name = re.sub(r"['’]s?$", "", shown(credit.to))
    evidence = Evidence(text=f"It names {name} as a source: “{finding.words(report.text)}”.", from_spans=finding.spans)
    return Edge(from_id=report.id, to=name, kind="cites", evidence=evidence, is_held=False)


_GENERIC = frozenset(
    ("times", "daily", "news", "post", "journal", "magazine", "herald", "star", "sun", "mail", "press", "media",
     "radio", "television", "tv", "standard", "today")
)  # fmt: skip
"""What alone names no outlet."""
