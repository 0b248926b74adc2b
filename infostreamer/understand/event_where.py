"""Where and when an event of the parsed sentence happened: the places and dates that hang on its verb or noun."""

from __future__ import annotations

from collections.abc import Iterator

from infostreamer.model import Date, Name
from infostreamer.understand.event_context import ASIDES
from infostreamer.understand.event_ground import Ground
from infostreamer.understand.event_syntax import Tree
from infostreamer.understand.happening import AT, BUILT, SITES
from infostreamer.understand.lexicon import Happening
from infostreamer.understand.speakers import Party


def place_in(
    ground: Ground, tree: Tree, index: int, kind: Happening, actors: tuple[Party | None, Party | None]
) -> Party | None:
    """The named place the verb or noun happens at: behind "in", "at" …; behind "to" where the event leads somewhere."""
    led_to: Party | None = None
    before: Party | None = None
    for finding in ground.names_in(tree):
        name = finding.payload
        if not isinstance(name, Name) or name.type != "place":
            continue
        node = _head_of(tree, finding.start, finding.end)
        if any(one is not None and one.start <= finding.start < one.end for one in actors):
            continue
        node, word = _case_of_site(tree, node)
        place = Party(finding.start, finding.end, name.who, "place")
        if not _hangs_on(tree, node, index):
            continue
        if word in AT and node > index:
            return place
        before = before or (place if word in AT else None)
        led_to = led_to or (place if word == "to" and "m" in kind.flags else None)
    return led_to or before or _beside(ground, tree, index)


def _beside(ground: Ground, tree: Tree, index: int) -> Party | None:
    """ "outside the Dravin railway depot": a building or site called after a place, as given, joined to that place."""
    thing = tree.obj(index)
    for child in (*tree.below(index, "obl"), *(tree.below(thing, "nmod") if thing is not None else ())):
        if tree.case_of(child) in AT and tree.tokens[child].word.lower() in BUILT | SITES:
            low, high = tree.core(child)
            for finding in ground.names_in(tree):
                inside = tree.tokens[low].start <= finding.start < tree.tokens[child].start
                if inside and isinstance(finding.payload, Name) and finding.payload.type == "place":
                    return Party(tree.tokens[low].start, tree.tokens[high].end, finding.payload.who, "place")
    return None


def _head_of(tree: Tree, start: int, end: int) -> int:
    """The token of the span that hangs on something outside it."""
    inside = [i for i, token in enumerate(tree.tokens) if start <= token.start < end]
    return next((i for i in inside if tree.tokens[i].head not in inside), inside[0] if inside else -1)


def _case_of_site(tree: Tree, node: int) -> tuple[int, str]:
    """The noun's preposition; for "the town of X" that of the town."""
    if node < 0:
        return node, ""
    word = tree.case_of(node)
    head = tree.tokens[node].head
    is_site = head >= 0 and tree.tokens[head].word.lower() in SITES
    if is_site and (word == "of" or tree.tokens[node].relation in {"compound", "appos"}):
        return head, "in" if tree.case_of(head) == "on" else tree.case_of(head)
    return node, word


def _hangs_on(tree: Tree, node: int, index: int) -> bool:
    """Whether the way up from the node reaches this verb or noun before any other verb."""
    for _ in range(len(tree.tokens)):
        if node < 0 or tree.tokens[node].word.lower() in ASIDES or tree.case_of(node) in ASIDES:
            return False
        node = tree.tokens[node].head
        if node == index:
            return True
        if node >= 0 and tree.tokens[node].tag == "VERB":
            return False
    return False


def when_in(ground: Ground, tree: Tree, index: int, status: str) -> str | None:
    """The date that hangs on the verb or noun; else that of what happened at the same time ("… when gas exploded")."""
    own = _dates_of(ground, tree, index)
    if own is not None or status != "happened":
        return own
    for child in _same_time(tree, index):
        joined = _dates_of(ground, tree, child)
        if joined is not None:
            return joined
    return None


def _same_time(tree: Tree, index: int) -> Iterator[int]:
    """What happened with it: verbs that "and" joins behind it, clauses with "when", "as" or "while"."""
    for child in tree.below(index, "advcl", "conj"):
        marks = tree.words_below(child, "mark", "advmod")
        if child > index and (tree.tokens[child].relation == "conj" or marks & {"when", "as", "while"}):
            yield child
            yield from _same_time(tree, child)


def _dates_of(ground: Ground, tree: Tree, index: int) -> str | None:
    for finding in ground.dates_in(tree):
        date = finding.payload
        if isinstance(date, Date) and date.value:
            node = _head_of(tree, finding.start, finding.end)
            if node >= 0 and _hangs_on(tree, node, index):
                return date.value
    return None
