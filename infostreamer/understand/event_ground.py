"""From the parser's words to the phrases and parties of the rules, by where they stand in the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from infostreamer.model import Finding
from infostreamer.understand.event_syntax import RELATIVES, Tree
from infostreamer.understand.phrases import QUANTITIES, Phrase, is_animate_word, phrase_from
from infostreamer.understand.speakers import Party, party
from infostreamer.understand.tokens import Reading


class Ground:
    """Where characters stand in the reading: from the parser's words to the phrases and parties of the rules."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._places = [
            (token.start, at, position)
            for at, sentence in enumerate(reading.sentences)
            for position, token in enumerate(sentence.tokens)
        ]
        self._starts = [place[0] for place in self._places]
        self._names = sorted(reading.names, key=lambda one: one.start)
        self._dates = sorted(reading.dates, key=lambda one: one.start)

    def names_in(self, tree: Tree) -> Sequence[Finding]:
        """The names found in the sentence."""
        return _between(self._names, tree)

    def dates_in(self, tree: Tree) -> Sequence[Finding]:
        """The dates found in the sentence."""
        return _between(self._dates, tree)

    def locate(self, start: int) -> tuple[int, int] | None:
        """Sentence and token that cover this character; None between tokens."""
        index = bisect_right(self._starts, start) - 1
        if index < 0:
            return None
        _, at, position = self._places[index]
        token = self.reading.sentences[at].tokens[position]
        return (at, position) if token.quote < 0 and start < token.end else None

    def party(self, tree: Tree, node: int | None) -> Party | None:
        """Whom the noun stands for, as the rules see its phrase; None where it has none."""
        if node is None:
            return None
        placed = self._phrase(tree, node)
        if placed is None or tree.tokens[node].word.lower() in RELATIVES:
            return None
        at, phrase = placed
        is_dated = any(token.tag == "T" for token in self.reading.sentences[at].tokens[phrase.first : phrase.last + 1])
        return None if is_dated else party(self.reading, at, phrase)

    def _phrase(self, tree: Tree, node: int) -> tuple[int, Phrase] | None:
        head = self.locate(tree.tokens[node].start)
        if head is None:
            return None
        at, position = head
        tokens = self.reading.sentences[at].tokens
        if tokens[position].tag in {"I", "J"}:
            return at, Phrase(position, position)
        low, high = tree.core(node)
        for other in tree.joined(node):
            high = max(high, tree.core(other)[1])
        first, last = self.locate(tree.tokens[low].start), self.locate(tree.tokens[high].start)
        if first is None or last is None or first[0] != at or last[0] != at:
            return at, self._whole_name(at, Phrase(position, position))
        phrase = self._whole_name(at, Phrase(first[1], last[1]))
        return at, self._with_holder(tree, node, at, phrase)

    def _whole_name(self, at: int, phrase: Phrase) -> Phrase:
        tokens = self.reading.sentences[at].tokens
        first, last = phrase.first, phrase.last
        while last + 1 < len(tokens) and tokens[last].name >= 0 and tokens[last + 1].name == tokens[last].name:
            last += 1
        while first > 0 and tokens[first].name >= 0 and tokens[first - 1].name == tokens[first].name:
            first -= 1
        return Phrase(first, last)

    def _with_holder(self, tree: Tree, node: int, at: int, phrase: Phrase) -> Phrase:
        """ "dozens of people", "the head of the council", "the head of Varpress, Oleg Tarin": with who is meant."""
        tokens = self.reading.sentences[at].tokens
        follows = tokens[phrase.last + 1].low if phrase.last + 1 < len(tokens) else ""
        low = tokens[phrase.last].low
        name = next((one for one in tree.below(node, "appos") if tree.tokens[one].tag == "PROPN"), None)
        place = self.locate(tree.tokens[tree.core(name)[1]].start) if name is not None else None
        if place is not None and place[0] == at and place[1] > phrase.last and is_animate_word(low):
            whole = self._whole_name(at, Phrase(place[1], place[1]))
            is_close = tokens[whole.first - 1].tag == ","
            if is_close and tokens[whole.last].name >= 0:
                return Phrase(phrase.first, whole.last, whole.last)
        if follows != "of":
            return phrase
        if low in QUANTITIES:
            return phrase_from(tokens, phrase.first) or phrase
        of = next((one for one in tree.below(node, "nmod") if tree.case_of(one) == "of" and one > node), None)
        end = self.locate(tree.tokens[tree.core(of)[1]].start) if of is not None else None
        if end is None or end[0] != at or not is_animate_word(low):
            return phrase
        tail = self._whole_name(at, Phrase(end[1], end[1]))
        return Phrase(phrase.first, tail.last, phrase.last)


def _between(found: Sequence[Finding], tree: Tree) -> Sequence[Finding]:
    first = bisect_left(found, tree.start, key=lambda one: one.start)
    return found[first : bisect_left(found, tree.end, key=lambda one: one.start)]
