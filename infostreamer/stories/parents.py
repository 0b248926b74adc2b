"""Members -> edges from shared words: who repeats whom, and which pairs have the same words and nobody is the elder."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from infostreamer.model import Edge
from infostreamer.model.story import EdgeKind
from infostreamer.stories.credited import COPIED, with_runs
from infostreamer.stories.held import Held
from infostreamer.stories.order import delay
from infostreamer.stories.reuse import Piece, Reuse

REUSED = 150  # per mille of its own words: from here on it is a rewrite that kept whole passages
FEWEST_WORDS = 16
TAKEN_UP, SOON = 350, timedelta(hours=24)  # per mille of an agency's own earlier report: the next take
NEARLY_ALL = 900
FEWEST_OF_ALL = 8  # words of a very short report of which nearly all stand in the other
SAME = 3  # words: two elders that share so nearly as many are told apart by time, not by words

Twins = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Share:
    parent: int
    words: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before words are compared. Pairs are (from, to) report ids.

    `settled`: members that name whom they carry or rewrite, so that they get no parent by words alone; `pairs`: edges
    whose other direction is out of the question; `cited`: what the text says itself: the cited one is the elder
    whatever the times say; `carried`: member -> the agency that it carries and whose report nobody holds.
    """

    settled: Collection[int]
    pairs: Collection[tuple[str, str]]
    cited: Collection[tuple[str, str]]
    carried: Mapping[int, str]


def reuse_edges(held: Held, known: Known) -> tuple[list[Edge], list[Twins]]:
    """(edges, twins). Per report the nearest parent, and further ones for what the first does not cover."""
    edges: list[Edge] = []
    twins: list[Twins] = []
    derived, carried = set(known.pairs), dict(known.carried)
    for index in range(len(held.reads)):
        if index in known.settled:
            continue
        shares = _parents(held, index, derived, known)
        printer = _printer(held, index, shares, carried)
        found = [_same_agency(held, index, printer, carried[printer])] if printer is not None else []
        if printer is not None:
            carried[index] = carried[printer]
        found += [edge for share in shares if share.parent != printer and (edge := _edge(held, index, share))]
        edges += found
        derived |= {(edge.from_id, edge.to) for edge in found}
        twins += [] if found else _twins(held, index, derived)
    return edges, sorted(set(twins))


def _parents(held: Held, index: int, derived: Collection[tuple[str, str]], known: Known) -> list[_Share]:
    """Elders that explain the report's words: the one that has most, then whoever has enough of the rest."""
    size = held.overlaps.size(index)
    mine = held.reads[index].report.id
    cited = {other for other in held.overlaps.partners(index) if (mine, held.reads[other].report.id) in known.cited}
    open_pieces = {
        other: reuse.pieces
        for other in held.overlaps.partners(index)
        if (reuse := held.overlaps.between(index, other)).words
        and (
            _is_elder(held, other, index, derived)
            or (reuse.share >= COPIED and (other in cited or _is_its_agency(held, other, index, derived)))
        )
    }
    background, covered = _own_background(held, index), frozenset[int]()
    shares: list[_Share] = []
    while open_pieces:
        left = {
            other: _words_outside(pieces, covered if held.is_one_outlet(index, other) else covered | background)
            for other, pieces in open_pieces.items()
        }
        most = max(left.values())
        if not _is_enough(most, size, REUSED):
            break
        equal = [other for other, words in left.items() if words >= most - SAME]
        parent = min(equal, key=lambda other: (other not in cited, other))
        pieces = open_pieces.pop(parent)
        shares.append(_Share(parent, left[parent], pieces))
        covered = covered | _places(pieces)
    return shares


def _printer(held: Held, index: int, shares: list[_Share], carried: Mapping[int, str]) -> int | None:
    """Who prints an agency's report that nobody holds and has most of this report's words, where no elder has more."""
    if shares and shares[0].parent not in carried:
        return None
    if shares:
        best = shares[0].parent
        return best if held.overlaps.between(index, best).share >= COPIED else None
    others = [other for other in held.overlaps.partners(index) if other in carried]
    rows = [(-held.overlaps.between(index, other).words, other) for other in others]
    rows = [row for row in rows if _is_enough(-row[0], held.overlaps.size(index), COPIED)]
    return min(rows)[1] if rows else None


def _same_agency(held: Held, index: int, printer: int, agency: str) -> Edge:
    """Two that print one agency report have it from the agency, also where only one of them says so."""
    reuse = held.overlaps.between(index, printer)
    words = (
        f"It has the words that {held.name(printer)} prints as a report of {agency} "
        f"({reuse.share // 10} % of its own words, quotations not counted)."
    )
    evidence = with_runs(held, index, printer, reuse, words)
    return Edge(from_id=held.reads[index].report.id, to=agency, kind="copies", evidence=evidence, is_held=False)


def _is_enough(words: int, size: int, least: int) -> bool:
    """That share of its own words, and more than chance has in common; of a very short report nearly all."""
    share = words * 1000 // max(1, size)
    return share >= least and (words >= FEWEST_WORDS or (share >= NEARLY_ALL and words >= FEWEST_OF_ALL))


def _is_elder(held: Held, other: int, index: int, derived: Collection[tuple[str, str]]) -> bool:
    """True when `other` can be what `index` has its words from: times, else the signs of who was there, say so."""
    ours, theirs = held.reads[index].report, held.reads[other].report
    if ours.canonical == theirs.canonical or (theirs.id, ours.id) in derived:
        return False
    if held.is_world_agency(index) and not held.is_agency(other) and theirs.kind != "release":
        return False  # the paper printed an earlier take of the agency's
    if held.is_before(other, index):
        return True
    if held.is_before(index, other):
        return False
    return held.own_at(other).is_strong and not held.own_at(index).is_strong


def _is_its_agency(held: Held, other: int, index: int, derived: Collection[tuple[str, str]]) -> bool:
    """An agency's later take of what a paper has printed already: the words are the agency's all the same."""
    ours, theirs = held.reads[index].report, held.reads[other].report
    is_wire = held.is_world_agency(other) and not held.is_agency(index) and ours.kind != "release"
    return is_wire and (theirs.id, ours.id) not in derived


def _own_background(held: Held, index: int) -> frozenset[int]:
    """Places of words that an earlier report of the same outlet has already."""
    places: frozenset[int] = frozenset()
    for other in held.overlaps.partners(index):
        if held.is_one_outlet(other, index) and held.is_before(other, index):
            places |= _places(held.overlaps.between(index, other).pieces)
    return places


def _places(pieces: tuple[Piece, ...]) -> frozenset[int]:
    return frozenset(place for at, _, length in pieces for place in range(at, at + length))


def _words_outside(pieces: tuple[Piece, ...], covered: frozenset[int]) -> int:
    if not covered:
        return sum(length for _, _, length in pieces)
    return sum(place not in covered for at, _, length in pieces for place in range(at, at + length))


def _edge(held: Held, index: int, share: _Share) -> Edge | None:
    """None where an outlet goes on with its own background: a follow-up is no rewrite of what came before."""
    size = max(1, held.overlaps.size(index))
    score = min(1000, share.words * 1000 // size)
    reuse = Reuse(share.words, score, share.pieces)
    ours, theirs = held.reads[index].report, held.reads[share.parent].report
    name, is_copy = held.name(share.parent), score >= COPIED
    kind: EdgeKind = "copies" if is_copy else "rewrites"
    later = delay(theirs, ours)
    if held.is_one_outlet(index, share.parent):
        is_next_take = held.is_agency(index) and score >= TAKEN_UP and held.lag(share.parent, index) <= SOON
        if not (is_copy or is_next_take):
            return None
        kind, words = "updates", f"{name} took up its own earlier report ({score // 10} % of the words)."
    else:
        manner = "repeats {} word for word" if is_copy else "keeps whole passages of {}"
        when = f", published {later}" if later else ""
        words = f"It {manner.format(name)} ({score // 10} % of its own words, quotations not counted){when}."
    return Edge(from_id=ours.id, to=theirs.id, kind=kind, evidence=with_runs(held, index, share.parent, reuse, words))


def _twins(held: Held, index: int, derived: Collection[tuple[str, str]]) -> list[Twins]:
    """Reports that share half of their words with this one, where nothing tells who had them first."""
    mine = held.reads[index].report
    found = []
    for other in held.overlaps.partners(index):
        theirs = held.reads[other].report
        is_told = held.is_before(index, other) or held.is_before(other, index)
        is_known = (mine.id, theirs.id) in derived or (theirs.id, mine.id) in derived
        if is_told or is_known or mine.canonical == theirs.canonical:
            continue
        reuse = held.overlaps.between(index, other)
        if _is_enough(reuse.words, held.overlaps.size(index), COPIED):
            found.append((min(mine.id, theirs.id), max(mine.id, theirs.id)))
    return found
