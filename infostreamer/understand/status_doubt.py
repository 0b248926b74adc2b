"""What is only feared, hoped, believed or rumoured did not happen as far as anybody knows; nor what "no" undoes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from infostreamer.model.finding import EventStatus
from infostreamer.understand.event_syntax import Tree
from infostreamer.understand.lexicon import word_values
from infostreamer.understand.tokens import Token as Words

_DOUBT_NOUNS, _DOUBT_VERBS = (
    cast(dict[str, EventStatus | None], word_values("status", kind)) for kind in ("doubt-noun", "doubt-verb")
)
DOUBTS = frozenset(("speculated", "alleged", "denied"))
_FALSE = frozenset(word_values("status", "false"))
_DENIALS = frozenset(("deny", "dismiss", "reject", "refute", "rubbish", "dispute"))
_NO = frozenset(("no", "neither"))
_NOBODY = frozenset(("none", "nobody", "nothing", "no-one"))
_MORE_THAN_NO = frozenset(("fewer", "less", "more", "longer", "later", "doubt"))
_CLAUSES = frozenset(("ccomp", "acl", "acl:relcl", "csubj", "csubj:pass", "advcl", "xcomp"))
_SUBJECT = frozenset(("D", "X", "N", "I", "J", "NUM", "POS", "R"))
_DEPTH, _NEAR = 6, 10


def doubt_over(tree: Tree, index: int) -> EventStatus | None:
    """The status that a noun or verb of doubt gives to the clause of this verb; None where nobody doubts it.

    "A theory that he was poisoned", "police fear that she was raped", "hopes rose that he was freed": speculated;
    "the claim that troops raided it is false": denied.
    """
    at = index
    for _ in range(_DEPTH):
        token = tree.tokens[at]
        if token.head < 0:
            return None
        if token.relation != "conj":
            break
        at = token.head
    is_that = False
    for _ in range(2):
        token = tree.tokens[at]
        if token.head < 0 or token.relation not in _CLAUSES or tree.is_infinitive(at):
            return None
        is_that = is_that or token.relation == "ccomp" or "that" in tree.words_below(at, "mark", "nsubj", "obj")
        doubt = _of_head(tree, at, token.head, is_that=is_that)
        if doubt is not None:
            return doubt
        if tree.tokens[token.head].relation not in {"acl", "xcomp"}:
            return None
        at = token.head
    return None


def doubt_before(tokens: Sequence[Words], first: int, last: int) -> EventStatus | None:
    """The same by the words in order: "a theory that the judge | had been poisoned", verb from `first` to `last`."""
    for at in range(first - 1, max(0, first - _NEAR), -1):
        if tokens[at].tag == "THAT" or tokens[at].low == "that":
            said = _noun_before(tokens, at)
            is_false = any(one.low in _FALSE for one in tokens[last + 1 : last + 5])
            return "denied" if said is not None and is_false else said
        if tokens[at].tag not in _SUBJECT:
            return None
    return None


def _noun_before(tokens: Sequence[Words], that: int) -> EventStatus | None:
    """Of "that" itself, or past where it was told: "deny reports | on social media | that"."""
    for at in range(that - 1, max(-1, that - 6), -1):
        doubt = _of_noun(tokens[at].low) if tokens[at].tag in {"X", "VZ", "VB"} else None
        if doubt is not None:
            before = tokens[at - 1].form if at > 0 else None
            return "denied" if before is not None and before.lemma in _DENIALS else doubt
        if tokens[at].tag not in {"X", "N", "P", "D"}:
            return None
    return None


def _of_head(tree: Tree, at: int, head: int, *, is_that: bool) -> EventStatus | None:
    above = tree.tokens[head]
    word = above.word.lower()
    if above.tag in {"NOUN", "PROPN"} or head == 0:
        said = _of_noun(word) if is_that or word.startswith("report") else None
        return "denied" if said is not None and (_is_called_false(tree, head) or _is_denied(tree, head)) else said
    if above.tag != "VERB" or tree.tokens[at].relation not in {"ccomp", "acl:relcl"}:
        return None
    if above.lemma in _DOUBT_VERBS:
        return _DOUBT_VERBS[above.lemma]
    subject = tree.first(head, "nsubj", "nsubj:pass")
    return _of_noun(tree.tokens[subject].word.lower()) if subject is not None else None


def _of_noun(word: str) -> EventStatus | None:
    for form in (word, word.removesuffix("s"), f"{word.removesuffix('ies')}y" if word.endswith("ies") else word):
        if form in _DOUBT_NOUNS:
            return _DOUBT_NOUNS[form]
    return None


def _is_called_false(tree: Tree, noun: int) -> bool:
    above = tree.tokens[noun].head
    return above >= 0 and tree.tokens[noun].relation.startswith("nsubj") and tree.tokens[above].word.lower() in _FALSE


def _is_denied(tree: Tree, noun: int) -> bool:
    """ "Denied reports that …", "rumours that … were denied"."""
    above = tree.tokens[noun].head
    is_thing = tree.tokens[noun].relation in {"obj", "nsubj:pass"}
    return above >= 0 and is_thing and tree.tokens[above].lemma in _DENIALS


def is_undone(tree: Tree, index: int) -> bool:
    """ "No charges were brought", "brought no charges", "without any charges being filed", "none of them was hurt"."""
    if "without" in tree.words_below(index, "mark", "case"):
        return True
    return any(_is_no(tree, child) for child in tree.below(index, "nsubj", "nsubj:pass", "obj"))


def _is_no(tree: Tree, noun: int) -> bool:
    if tree.tokens[noun].word.lower() in _NOBODY:
        return True
    for child in tree.below(noun, "det", "advmod"):
        follows = tree.tokens[child + 1] if child + 1 < len(tree.tokens) else None
        is_counted = follows is not None and (follows.tag == "NUM" or follows.word.lower() in _MORE_THAN_NO)
        if tree.tokens[child].word.lower() in _NO and not is_counted:
            return True
    return False
