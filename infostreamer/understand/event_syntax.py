"""A parsed sentence asked about its verbs: subject, objects, by whom, whether passive, what hangs on what.

Subjects go past what the tree leaves open: relatives, joined verbs, participles and infinitives share the subject of
the verb they hang on ("accused X of killing": X; "ordered X to go": X; "promised X to go": the one who promised).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from infostreamer.understand.lexicon import nominal_happenings, verb_forms, word_set
from infostreamer.understand.pack import Sentence

_CORE = frozenset(
    ("det", "amod", "compound", "nummod", "nmod:poss", "flat", "case", "nmod:desc", "advmod", "det:predet")
)
_BESIDE = frozenset(("conj", "cc", "punct"))
RELATIVES = frozenset(("who", "which", "that", "whom"))
_PROMISES = word_set("willing") | frozenset(("threaten", "swear", "commit", "pledge", "offer", "agree", "consent"))
_WISHES = frozenset(("want", "expect", "need", "like", "ask", "urge", "order"))  # "wants X to go": X goes
_DEEDS = word_set("force")
_DEPTH = 8


class Tree:
    """One sentence of the pack's reading. Tokens are asked for by their index; -1 and None mean: there is none."""

    def __init__(self, sentence: Sentence) -> None:
        self.tokens = sentence.tokens
        self.start, self.end = sentence.start, sentence.end
        self._starts = [token.start for token in self.tokens]
        self._below: list[list[int]] = [[] for _ in self.tokens]
        for index, token in enumerate(self.tokens):
            if token.head >= 0:
                self._below[token.head].append(index)

    def at(self, start: int) -> int:
        """The token that covers this character; -1 outside the sentence."""
        index = bisect_right(self._starts, start) - 1
        return index if 0 <= index < len(self.tokens) and start < self.tokens[index].end else -1

    def below(self, index: int, *relations: str) -> list[int]:
        """The tokens that hang on this one by one of the relations, in order."""
        return [child for child in self._below[index] if self.tokens[child].relation in relations]

    def first(self, index: int, *relations: str) -> int | None:
        """The first of them."""
        return next((child for child in self._below[index] if self.tokens[child].relation in relations), None)

    def words_below(self, index: int, *relations: str) -> set[str]:
        """Their words in lower case."""
        return {self.tokens[child].word.lower() for child in self.below(index, *relations)}

    def case_of(self, index: int) -> str:
        """The preposition in front of a noun, "" when there is none."""
        case = self.first(index, "case")
        return self.tokens[case].word.lower() if case is not None else ""

    def is_participle(self, index: int) -> bool:
        """A bare past participle: no auxiliary of its own."""
        form = verb_forms().get(self.tokens[index].word.lower())
        is_form = form is not None and "participle" in form.features and "base" not in form.features
        return is_form and not self.below(index, "aux", "aux:pass", "cop")

    def is_gerund(self, index: int) -> bool:
        """An -ing form without an auxiliary."""
        return self.tokens[index].word.lower().endswith("ing") and not self.below(index, "aux", "aux:pass")

    def is_infinitive(self, index: int) -> bool:
        """ "to" stands in front of the verb."""
        return "to" in self.words_below(index, "mark")

    def is_passive(self, index: int) -> bool:
        """The subject undergoes it: an auxiliary says so, or a bare participle describes a noun or joins a passive."""
        if self.below(index, "aux:pass", "nsubj:pass"):
            return True
        token = self.tokens[index]
        if not self.is_participle(index) or self.below(index, "nsubj", "obj", "aux"):
            return False
        if token.relation in {"acl", "advcl"}:
            return True
        return token.relation == "conj" and token.head >= 0 and self.is_passive(token.head)

    def subject(self, index: int, depth: int = 0) -> int | None:
        """The head word of who does it, in the passive of who undergoes it; None when the tree leaves it open."""
        token, own = self.tokens[index], self.first(index, "nsubj", "nsubj:pass")
        if own is not None:
            return self._antecedent(index, own)
        if depth > _DEPTH or token.head < 0:
            return None
        if token.relation == "acl":
            return self._noun_behind(index, depth)
        if token.relation == "acl:relcl":
            return None if self.first(index, "nsubj", "nsubj:pass") is not None else token.head
        if token.relation == "xcomp":
            return self._controller(index, depth)
        if token.relation == "advcl":
            return self._of_main(index, depth)
        if token.relation == "ccomp" and self.is_passive(index) and self.tokens[token.head].tag == "VERB":
            between = self.first(token.head, "obj")  # "suggested | the banker may have been killed", read as an object
            return between if between is not None and token.head < between < index else None
        if token.relation in {"conj", "ccomp", "parataxis"} and self._is_clause(token.head):
            return self.subject(token.head, depth + 1)
        return None

    def _antecedent(self, index: int, subject: int) -> int | None:
        """ "the man who": the man; "an attack on X that killed 12": the attack, since it is deeds and forces that kill.

        None for "that" behind a name without such a deed: a name needs no "that".
        """
        at = index
        while self.tokens[at].relation in {"conj", "xcomp"} and self.tokens[at].head >= 0:
            at = self.tokens[at].head
        word = self.tokens[subject].word.lower()
        if word not in RELATIVES or self.tokens[at].relation != "acl:relcl":
            return subject
        return self.tokens[at].head if word in {"who", "whom"} else self._thing_meant(self.tokens[at].head)

    def _thing_meant(self, noun: int) -> int | None:
        at = noun
        for _ in range(_DEPTH):
            if self.tokens[at].word.lower() in _DEEDS or self.tokens[at].word.lower() in nominal_happenings():
                return at
            if self.tokens[at].relation != "nmod" or self.tokens[at].head < 0:
                break
            at = self.tokens[at].head
        return None if self.tokens[noun].tag == "PROPN" and self.tokens[noun].relation == "nmod" else noun

    def _noun_behind(self, index: int, depth: int) -> int | None:
        """ "troops shelling the city", "the man arrested": the noun; "a plan to attack": whose plan it is."""
        noun = self.tokens[index].head
        if not self.is_infinitive(index):
            return noun
        owner = self.first(noun, "nmod:poss")
        if owner is not None:
            return owner
        verb = self.tokens[noun].head
        is_object = self.tokens[noun].relation in {"obj", "obl"} and verb >= 0
        return self.subject(verb, depth + 1) if is_object and not self.is_passive(verb) else None

    def _controller(self, index: int, depth: int) -> int | None:
        head = self.tokens[index].head
        told = self.first(head, "obj", "iobj")
        if told is not None and self.tokens[head].lemma not in _PROMISES - _WISHES and self.is_infinitive(index):
            return told
        return self.subject(head, depth + 1)

    def _of_main(self, index: int, depth: int) -> int | None:
        """Whose doing a participle or "of …ing" is: the accused's, else the main verb's doer."""
        head, marks = self.tokens[index].head, self.words_below(index, "mark", "case")
        if marks & {"of", "for", "with", "from"}:
            told = self.first(head, "obj", "nsubj:pass")
            return told if told is not None else self.subject(head, depth + 1)
        if not self._is_clause(head):
            return None
        if self.is_gerund(index) and not marks and self.is_passive(head):
            return self.first(head, "obl:agent")
        return self.subject(head, depth + 1)

    def _is_clause(self, index: int) -> bool:
        return index >= 0 and self.tokens[index].tag in {"VERB", "AUX", "ADJ", "NOUN"}

    def obj(self, index: int) -> int | None:
        """The head word of what the verb is done to (in the active); a relative stands for its noun."""
        own = self.first(index, "obj")
        if own is not None:
            word = self.tokens[own].word.lower()
            is_relative = word in RELATIVES and self.tokens[index].relation == "acl:relcl"
            return self.tokens[index].head if is_relative else own
        after = [child for child in self.below(index, "conj") if child > index and self.tokens[child].tag == "VERB"]
        for joined in after:
            shared = self.first(joined, "obj")
            if shared is not None and self.first(joined, "nsubj", "nsubj:pass") is None and joined - index <= 3:
                return shared
        return None

    def agent_by(self, index: int) -> int | None:
        """ "by X" of a passive."""
        own = self.first(index, "obl:agent")
        if own is not None:
            return own
        return next((child for child in self.below(index, "obl") if self.case_of(child) == "by"), None)

    def oblique(self, index: int, words: frozenset[str]) -> int | None:
        """The first noun that one of the prepositions leads to from the verb, or from its object."""
        thing = self.first(index, "obj")
        places = [index] if thing is None else [index, thing]
        for place in places:
            for child in self.below(place, "obl", "nmod", "obl:agent"):
                if child > index and self.case_of(child) in words:
                    return child
        return None

    def core(self, index: int) -> tuple[int, int]:
        """First and last token of the noun's phrase without clauses and what prepositions add."""
        first = last = index
        for child in self._below[index]:
            if self.tokens[child].relation.split(":")[0] in {"det", "amod", "compound", "nummod", "flat"} or (
                self.tokens[child].relation in _CORE and child < index and self.tokens[child].relation != "case"
            ):
                low, high = self.core(child) if self.tokens[child].relation != "case" else (child, child)
                first, last = min(first, low), max(last, high)
        return first, last

    def joined(self, index: int) -> list[int]:
        """Nouns that "and" joins to this one."""
        return [child for child in self.below(index, "conj") if self.tokens[child].tag in {"NOUN", "PROPN", "PRON"}]

    def verbs(self) -> Iterator[int]:
        """The verbs of the sentence."""
        return (index for index, token in enumerate(self.tokens) if token.tag == "VERB")
