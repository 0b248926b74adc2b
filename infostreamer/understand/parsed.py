"""Reporting verbs by the pack's trees, where the word rules find no speaker or no content.

Three shapes only, each with its own subject in the tree: a clause ("analysts who met him say that …"), an infinitive or
participle ("vowed after the vote to fight on") and a thing ("the group of nine backs the plan"). The verb's frames are
those of data/reporting.tsv and data/attitudes.tsv.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from infostreamer.understand.lexicon import Cue, attitudes, cues
from infostreamer.understand.pack import Sentence as Tree
from infostreamer.understand.pack import Token as Word
from infostreamer.understand.pack import parse
from infostreamer.understand.phrases import Phrase
from infostreamer.understand.speakers import Party, author, made_speaker
from infostreamer.understand.tokens import Reading

_VERBAL = frozenset(("VERB", "AUX"))  # "which he says will help": what will is not in the words behind the verb
_LONGEST_TEXT = 60_000  # characters: no report is longer, and the word rules alone read a long list quickly
_SUBJECTS = frozenset(("nsubj",))
_OPEN = frozenset(("can", "could", "may", "might", "should", "must", "would", "will"))
_SIDE = frozenset(("appos", "acl", "acl:relcl", "parataxis", "punct", "dep", "conj", "cc", "list"))
_WHEN = frozenset(("when", "if", "as", "once", "until", "unless", "though", "although"))
_WHO = frozenset(("who", "that", "which"))
_NARRATORS = frozenset(("i", "we", "you", "one", "everyone", "nobody", "all", "this", "it", "that", "there", "what"))


@dataclass(frozen=True, slots=True)
class Told:
    """One attribution: sentence of the reading, token of the verb, content as a token range [first, end)."""

    sentence: int
    verb: int
    cue: Cue
    content: tuple[int, int]
    speaker: Party
    is_negated: bool


@lru_cache(maxsize=2)
def told_by_trees(reading: Reading) -> tuple[Told, ...]:
    """Every attribution the trees of the report give, in order; none where the pack does not read the language."""
    if reading.report.language not in {"en", None} or len(reading.report.text) > _LONGEST_TEXT:
        return ()
    trees = parse(reading.report).sentences
    places = _Places(reading)
    return tuple(told for tree in trees for told in _in_tree(reading, tree, places))


class _Places:
    """Where a character stands in the reading: sentence and token."""

    def __init__(self, reading: Reading) -> None:
        self._at = {
            token.start: (at, index)
            for at, sentence in enumerate(reading.sentences)
            for index, token in enumerate(sentence.tokens)
            if token.tag != "Q"
        }

    def of(self, start: int) -> tuple[int, int] | None:
        """Sentence and token that begin at this character; None inside quotations."""
        return self._at.get(start)


def _in_tree(reading: Reading, tree: Tree, places: _Places) -> Iterator[Told]:
    words = tree.tokens
    children: dict[int, list[int]] = {}
    for index, word in enumerate(words):
        children.setdefault(word.head, []).append(index)
    for index, word in enumerate(words):
        frames = _frames(word, words, children.get(index, ())) if word.tag == "VERB" else ()
        if not frames or places.of(word.start) is None:
            continue
        told = _told(reading, words, children, index, frames, places)
        if told is not None:
            yield told


def _frames(word: Word, words: Sequence[Word], below: Sequence[int]) -> tuple[Cue, ...]:
    particle = next((words[child].word.lower() for child in below if words[child].relation == "compound:prt"), "")
    for lemma in (f"{word.lemma} {particle}", word.lemma):
        found = ((cues()[lemma],) if lemma in cues() else ()) + attitudes().get(lemma, ())
        if found:
            return found
    return ()


def _told(
    reading: Reading,
    words: Sequence[Word],
    children: dict[int, list[int]],
    index: int,
    frames: Sequence[Cue],
    places: _Places,
) -> Told | None:
    below = children.get(index, [])
    if any(words[child].relation == "aux" and words[child].lemma in _OPEN for child in below):
        return None
    subject = _subject(words, children, index)
    fitted = _content(words, children, index, frames) if subject is not None else None
    if subject is None or fitted is None:
        return None
    cue, content = fitted
    if words[subject].word.lower() in _NARRATORS or words[subject].word.isupper():
        return None
    speaker = _speaker(reading, words, children, subject, cue, places)
    starts = (words[each].start for each in (index, *content))
    at, first, last = (places.of(each) for each in starts)
    if speaker is None or at is None or first is None or last is None or not at[0] == first[0] == last[0]:
        return None
    is_negated = any(words[child].lemma in {"not", "never", "n't"} for child in below)
    return Told(at[0], at[1], cue, (first[1], last[1] + 1), speaker, is_negated)


def _subject(words: Sequence[Word], children: dict[int, list[int]], index: int) -> int | None:
    """The word that does it: its own subject, the antecedent of its "who", or that of the verb it is joined to."""
    for _ in range(3):
        own = next((child for child in children.get(index, ()) if words[child].relation in _SUBJECTS), None)
        if own is not None:
            is_relative = words[own].lemma in _WHO and words[index].relation in {"acl:relcl", "acl"}
            return words[index].head if is_relative else own
        if words[index].relation not in {"conj", "advcl"} or words[index].head < 0:
            return None
        if any(words[child].relation in {"nsubj:pass", "aux:pass"} for child in children.get(index, ())):
            return None
        if any(words[child].lemma in _WHEN for child in children.get(index, ())) and not _is_ing(words[index]):
            return None  # "when asked how much, she said …": somebody else asked
        index = words[index].head
        if words[index].tag != "VERB":
            return None
    return None


def _is_ing(word: Word) -> bool:
    return word.word.lower().endswith("ing")


def _content(
    words: Sequence[Word], children: dict[int, list[int]], index: int, frames: Sequence[Cue]
) -> tuple[Cue, tuple[int, int]] | None:
    """The frame that fits, and the first and last word of what is said."""
    below = [child for child in children.get(index, ()) if child > index]
    clause = next((child for child in below if words[child].relation == "ccomp"), None)
    thing = next((child for child in below if words[child].relation in {"obj", "xcomp"}), None)
    for cue in frames:
        chosen = None
        is_bare = clause is not None and not any(
            words[child].word.lower() == "that" for child in children.get(clause, ())
        )
        if is_bare and cue.stance == "believes" and "s" in cue.flags:
            continue  # "still feel they deserve it": nobody has said so
        if clause is not None and set("th") & set(cue.flags):
            chosen = clause if words[_reach(words, children, clause, floor=index + 1)[0]].tag not in _VERBAL else None
        elif thing is not None and words[thing].relation == "xcomp" and words[thing].tag == "VERB":
            words_below = {words[child].word.lower() for child in children.get(thing, ())}
            wanted = "i" if "to" in words_below else "g"
            chosen = thing if wanted in cue.flags else None
        elif thing is not None and words[thing].relation == "obj" and "n" in cue.flags:
            chosen = thing
        if chosen is not None:
            return cue, _reach(words, children, chosen, floor=index + 1)
    return None


def _reach(words: Sequence[Word], children: dict[int, list[int]], index: int, *, floor: int) -> tuple[int, int]:
    """First and last of everything below a word, from `floor` on, without "that" and the marks at the edges."""
    inside = sorted(_below(children, index))
    inside = [each for each in inside if each >= floor]
    while inside and (words[inside[0]].tag == "PUNCT" or words[inside[0]].word.lower() == "that"):
        inside.pop(0)
    while inside and words[inside[-1]].tag == "PUNCT":
        inside.pop()
    return (inside[0], inside[-1]) if inside else (index, index)


def _below(children: dict[int, list[int]], index: int) -> set[int]:
    found, waiting = {index}, [index]
    while waiting:
        fresh = children.get(waiting.pop(), [])
        waiting += [each for each in fresh if each not in found]
        found.update(fresh)
    return found


def _speaker(
    reading: Reading, words: Sequence[Word], children: dict[int, list[int]], subject: int, cue: Cue, places: _Places
) -> Party | None:
    """Whom the subject's phrase names, by the rules for phrases."""
    inside = {subject}
    for child in children.get(subject, ()):
        if words[child].relation not in _SIDE:
            inside |= _below(children, child)
    first = subject
    while first - 1 in inside:
        first -= 1
    last = subject
    while last + 1 in inside and words[last + 1].tag in {"PROPN", "NOUN", "NUM"} and words[last + 1].relation != "nmod":
        last += 1
    ends = [places.of(words[each].start) for each in (first, subject, last)]
    if any(each is None for each in ends):
        return None
    (at, begin), (_, head), (_, end) = (each for each in ends if each is not None)
    phrase = Phrase(begin, max(end, head), head if head != max(end, head) else None)
    who = author(reading, at, phrase)
    return who if who is not None and who.can_speak else made_speaker(reading, at, phrase, cue)
