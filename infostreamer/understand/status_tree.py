"""What a parsed sentence says of its verbs and event nouns: told as done, planned, tried, denied or only spoken of."""

from __future__ import annotations

from infostreamer.understand.event_syntax import Tree
from infostreamer.understand.lexicon import verb_forms
from infostreamer.understand.status import (
    BEFORE_ING,
    BY_ADVERB,
    BY_GOVERNOR,
    BY_MODAL,
    BY_TOLD,
    CONDITIONS,
    OF_ING,
    READY,
    Standing,
    combined,
)
from infostreamer.understand.status_doubt import doubt_over, is_undone

_NOT = frozenset(("not", "n't", "n’t", "never", "neither", "nor"))
_DEPTH = 5


def standing_in(tree: Tree, index: int, *, is_title: bool, depth: int = 0) -> Standing:
    """The verb's standing by its auxiliaries, negation, adverbs and the verb, noun or adjective it hangs on."""
    token = tree.tokens[index]
    marks = tree.words_below(index, "mark")
    if marks & CONDITIONS:
        return "conditional"
    if marks & {"before", "until", "till"} and tree.words_below(index, "aux", "aux:pass") & {
        "is",
        "are",
        "has",
        "have",
    }:
        return "open"
    if _is_negated(tree, index):
        return "negated"
    shares = token.relation == "conj" and token.head >= 0 and tree.tokens[token.head].tag == "VERB"
    if shares and tree.words_below(token.head, "mark") & CONDITIONS and token.head < index:
        return "conditional"
    if shares and depth < _DEPTH and _lacks_own(tree, index):
        return standing_in(tree, token.head, is_title=is_title, depth=depth + 1)
    standing = _plain(tree, index, is_title, depth)
    hedged = next((BY_ADVERB[word] for word in sorted(tree.words_below(index, "advmod")) if word in BY_ADVERB), None)
    if standing != "happened":
        return standing
    return hedged or doubt_over(tree, index) or standing


def _is_negated(tree: Tree, index: int) -> bool:
    return bool(tree.words_below(index, "advmod", "cc", "cc:preconj") & _NOT) or is_undone(tree, index)


def _lacks_own(tree: Tree, index: int) -> bool:
    """A joined verb without subject, auxiliary and "to" of its own, in the form its head asks for."""
    if tree.below(index, "nsubj", "nsubj:pass", "aux", "aux:pass", "mark"):
        return False
    form = verb_forms().get(tree.tokens[index].word.lower())
    head = tree.tokens[index].head
    if form is not None and "base" in form.features:
        return bool(tree.below(head, "aux")) or tree.is_infinitive(head)
    return tree.is_passive(index) or tree.is_gerund(index)


def _plain(tree: Tree, index: int, is_title: bool, depth: int) -> Standing:
    if tree.is_infinitive(index):
        return _of_infinitive(tree, index, is_title, depth)
    auxiliaries = {tree.tokens[child].word.lower() for child in tree.below(index, "aux", "aux:pass")}
    modal = next(
        (word for word in ("will", "'ll", "’ll", "would", "could", "may", "might") if word in auxiliaries), None
    )
    if modal is not None:
        return BY_MODAL.get(modal.replace("’", "'")) or "open"
    if auxiliaries & {"must", "should", "can", "shall", "ought"}:
        return "open"
    if tree.is_gerund(index):
        return _of_gerund(tree, index, is_title, depth)
    return _of_finite(tree, index, auxiliaries, is_title, depth)


def _of_finite(tree: Tree, index: int, auxiliaries: set[str], is_title: bool, depth: int) -> Standing:
    token = tree.tokens[index]
    form = verb_forms().get(token.word.lower())
    features = form.features if form is not None else frozenset()
    is_bare = not auxiliaries and "past" not in features and "participle" not in features
    if not is_bare:
        return "happened"
    if is_title:
        return "happened"
    if token.relation in {"xcomp", "ccomp"} and token.head >= 0 and "base" in features and depth < _DEPTH:
        said = BY_GOVERNOR.get(tree.tokens[token.head].lemma)
        if said is not None:
            return combined(said, standing_in(tree, token.head, is_title=is_title, depth=depth + 1))
    has_subject = bool(tree.below(index, "nsubj", "nsubj:pass"))
    return "general" if has_subject or "base" not in features else "open"


def _of_infinitive(tree: Tree, index: int, is_title: bool, depth: int) -> Standing:
    token = tree.tokens[index]
    if token.head < 0:
        return "planned" if is_title else "open"
    head = tree.tokens[token.head]
    if head.lemma in {"be"} or (head.tag == "AUX" and head.lemma == "be"):
        return "planned"
    word = head.word.lower()
    if head.tag in {"ADJ", "NOUN"} or (word in READY and token.relation in {"xcomp", "acl"}):
        above = tree.tokens[head.head] if head.head >= 0 else None
        is_means = above is not None and above.lemma == "use"  # "use the threat to intimidate": a purpose
        return "open" if is_means else READY.get(word) or "open"
    if depth >= _DEPTH or head.tag != "VERB" or token.relation not in {"xcomp", "ccomp", "advcl", "csubj"}:
        return "open"
    known = BY_TOLD.get(head.lemma) if tree.is_passive(token.head) else None
    said = known or BY_GOVERNOR.get(head.lemma)
    if said is None or (token.relation == "advcl" and head.lemma in {"go", "move", "lead", "get", "force"}):
        return "open"
    return combined(said, standing_in(tree, token.head, is_title=is_title, depth=depth + 1))


def _of_gerund(tree: Tree, index: int, is_title: bool, depth: int) -> Standing:
    token = tree.tokens[index]
    if token.head < 0 or depth >= _DEPTH:
        return "happened" if is_title else "general"
    head = tree.tokens[token.head]
    marks = tree.words_below(index, "mark", "case")
    if "that" in marks:
        return "general"  # "said that lifting the ban is out of the question"
    if head.tag != "VERB":
        return "general" if head.tag in {"NOUN", "PROPN"} else "open"
    if token.relation in {"xcomp", "ccomp"} and not marks:
        said = OF_ING.get(head.lemma)
        return combined(said, standing_in(tree, token.head, is_title=is_title, depth=depth + 1)) if said else "general"
    if marks & {"of", "for", "with", "over", "to"} and head.lemma in BEFORE_ING:
        return BEFORE_ING[head.lemma] or "general"
    if "without" in marks:
        return "negated"
    if marks & {"for", "from", "against", "before"}:
        return "open"
    led = standing_in(tree, token.head, is_title=is_title, depth=depth + 1)
    if "after" in marks:
        return "happened" if led in {"happened", "planned", "general"} else led
    return "happened" if led == "general" and not marks else led
