"""What nobody in particular is named for: rumours, beliefs held by no one, "reportedly"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from infostreamer.understand.lexicon import cues, word_set, word_values
from infostreamer.understand.tokens import Token

_RUMOUR_NOUNS, _RUMOUR_VERBS, _RUMOUR_ADVERBS = (word_values("rumour", kind) for kind in ("noun", "verb", "adverb"))
_SPREAD = word_set("spread")

# content parts as token ranges [first, end), the cue's first and last token, the stance, the confidence
Rumour = tuple[tuple[tuple[int, int], ...], tuple[int, int], str | None, float]


def rumours_in(tokens: Sequence[Token]) -> Iterator[Rumour]:
    """Every such statement of one sentence in order."""
    words = {token.low for token in tokens}
    for first, token in enumerate(tokens):
        if token.low in _RUMOUR_NOUNS and first + 1 < len(tokens) and tokens[first + 1].tag == "THAT":
            said = _rumours_that(tokens, first)
        elif token.low == "there" and words & _RUMOUR_NOUNS.keys():
            said = _there_are(tokens, first)
        elif token.low in _RUMOUR_VERBS and words & {"it", "to"}:
            said = _it_is(tokens, first)
        elif token.low in _RUMOUR_ADVERBS:
            if _is_of_saying(tokens, first):
                continue
            part = _clause_around(tokens, first)
            if first + 1 < len(tokens) and tokens[first + 1].tag == "VG":
                part = (first + 1, _stop_after(tokens, first + 1))  # "for allegedly selling oil"
            said = (part,), (first, first), _RUMOUR_ADVERBS[token.low], 0.6
        else:
            continue
        if said is not None:
            yield said


def _is_of_saying(tokens: Sequence[Token], adverb: int) -> bool:
    """ "X allegedly told Y …": who speaks is told, and the reporting clause tells what."""
    after = next((at for at in range(adverb + 1, len(tokens)) if tokens[at].tag not in {"R", "B", "H", "M"}), adverb)
    form = tokens[after].form
    return form is not None and form.lemma in cues() and tokens[after].tag in {"VD", "VZ", "VB"}


def _stop_after(tokens: Sequence[Token], start: int) -> int:
    return next((at for at in range(start, len(tokens)) if tokens[at].tag in {",", ".", ";", "Q", "-"}), len(tokens))


def _rumours_that(tokens: Sequence[Token], noun: int) -> Rumour | None:
    """ "Rumours that the camp was closed spread online": up to the verb that tells how they went round."""
    is_subject = all(token.tag in {"D", "X", "R", "NUM"} for token in tokens[:noun])
    end = next((at for at in range(noun + 5, len(tokens)) if tokens[at].low in _SPREAD), None)
    if not is_subject or end is None:
        return None
    return ((noun + 2, end),), (noun, noun), _RUMOUR_NOUNS[tokens[noun].low], 0.7


def _there_are(tokens: Sequence[Token], first: int) -> Rumour | None:
    """ "There are speculations of a covert agreement …": the content follows "of", "that" or "about"."""
    for noun in range(first + 2, min(first + 7, len(tokens) - 2)):
        if tokens[noun].low in _RUMOUR_NOUNS and tokens[noun + 1].low in {"of", "that", "about"}:
            return ((noun + 2, len(tokens)),), (noun, noun), _RUMOUR_NOUNS[tokens[noun].low], 0.8
    return None


def _it_is(tokens: Sequence[Token], verb: int) -> Rumour | None:
    """ "It is believed that …" and "X is believed to have …"; anybody named as believing is left to other rules."""
    back = verb - 1
    while back >= 0 and tokens[back].tag in {"R", "G"}:
        back -= 1
    if back < 1 or tokens[back].tag != "B" or verb + 2 >= len(tokens):
        return None
    stance = _RUMOUR_VERBS[tokens[verb].low]
    if tokens[back - 1].low == "it" and tokens[verb + 1].tag == "THAT":
        return ((verb + 2, len(tokens)),), (back, verb), stance, 0.75
    if tokens[verb + 1].tag == "TO" and tokens[verb].low != "thought":
        first, end = _around(tokens, verb)
        joined = next((at + 1 for at in range(back - 1, first, -1) if tokens[at].low in {"and", "but"}), first)
        return ((joined if joined == first else verb + 1, end),), (back, verb), stance, 0.65
    return None


def _clause_around(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """The clause of an adverb: up to a joining word or another clause on either side."""
    first, end = _around(tokens, at)
    for index in range(at - 1, first, -1):
        is_joined = tokens[index].tag == "C" and tokens[index - 1].tag == ","
        if is_joined or tokens[index].tag in {"S", "THAT", "W"}:
            first = index + 1
            break
    for index in range(at + 1, end - 1):
        if tokens[index].tag == "," and tokens[index + 1].tag == "C":
            return first, index
    return first, end


def _around(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """The stretch between walls around a word."""
    walls = {";", ":", "Q", "-", "(", ")"}
    first = next((index + 1 for index in range(at - 1, -1, -1) if tokens[index].tag in walls), 0)
    end = next((index for index in range(at + 1, len(tokens)) if tokens[index].tag in walls), len(tokens))
    return first, end
