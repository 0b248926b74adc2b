"""Members -> "cites" edges: a report that says in its text that an outlet reported something or was told it."""

from __future__ import annotations

from infostreamer.model import Credit, Edge, Evidence, Span
from infostreamer.stories.credited import FIRST_REPORTED, PARTLY, source_among
from infostreamer.stories.handed_on import is_handed_on, phrase_around
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


def _is_cited(text: str, start: int, credit: Credit) -> bool:
    before = text[max(0, start - 60) : start]
    if PARTLY.search(before):
        return False
    return credit.type == "outlet" or (credit.type == "original" and FIRST_REPORTED.search(before) is not None)


def _to_others(held: Held, index: int, known: frozenset[str]) -> list[Edge]:
    """Outlets that no member is of, as the finder of credits found them."""
    read = held.reads[index]
    edges = []
    places = [(each.start, each.end) for each in held.outlets.index.mentions(read.report)]
    for finding in read.findings:
        credit = finding.payload
        if any(start < finding.end and finding.start < end for start, end in places):
            continue
        if not isinstance(credit, Credit) or not _is_cited(read.report.text, finding.start, credit):
            continue
        key = key_of(credit.to)
        if key and key not in known and key not in held.by_key and not is_named_itself(credit.to, read.report):
            words = f"It names {shown(credit.to)} as a source: “{finding.words(read.report.text)}”."
            evidence = Evidence(text=words, from_spans=finding.spans)
            edges.append(
                Edge(from_id=read.report.id, to=shown(credit.to), kind="cites", evidence=evidence, is_held=False)
            )
    return edges
