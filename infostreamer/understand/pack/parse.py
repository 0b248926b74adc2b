"""What a reading is made of: tokens with tag, lemma, head, relation and entity, in sentences."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark of a sentence.

    A masked quotation is one token: `start` and `end` span it with its marks, `word` is empty, `tag` is "NOUN".

    Attributes:
        start, end: its place in the report's text, code points, half-open.
        word: the slice itself.
        lemma: dictionary form, lower case but for names.
        tag: part of speech (Universal Dependencies UPOS).
        head: index of its head among the sentence's tokens; -1 for the root.
        relation: dependency relation to the head (Universal Dependencies, subtypes such as "obl:agent" included).
        entity: "B-" or "I-" with person, organisation, place, nationality or other; else "O".
    """

    start: int
    end: int
    word: str
    lemma: str
    tag: str
    head: int
    relation: str
    entity: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens in order. Exactly one is the root and the heads form a tree."""

    start: int
    end: int
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Parse:
    """All sentences of a report by start; the words of a masked quotation follow the sentence around it."""

    sentences: tuple[Sentence, ...] = ()
