"""Whom "he", "she" and "it" mean, and whom "the minister" means: one pass over the sentences in order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from infostreamer.model import Name
from infostreamer.understand.clauses import Group, groups_of
from infostreamer.understand.gender import gender_of_word, genders_of
from infostreamer.understand.lexicon import cues, word_set
from infostreamer.understand.phrases import Phrase, is_animate_word
from infostreamer.understand.subjects import subject_of
from infostreamer.understand.tokens import Reading, Sentence, Token

_TWO = 2
_LOOK_BACK = 4  # sentences searched for whom a pronoun means
_PLURALS = frozenset(("police", "people", "men", "women", "staff", "crew", "children", "both", "gunmen", "residents"))
_PERSONAL = frozenset(("he", "she", "him", "her", "himself", "herself"))
_BODIES = word_set("body")
_INDEFINITE = frozenset(
    ("a", "an", "another", "some", "any", "every", "each", "no", "one", "many", "several", "most", "few")
)
_MOST_BEARERS = 60  # of one word in their roles that are looked at: the word means none of so many
_STEM = 4  # letters that a country and its people have in common: Belarus, Belarusian
_NEEDS_NATION = frozenset(("leader", "ruler"))
_RULERS = frozenset(
    ("president", "premier", "prime", "chancellor", "king", "queen", "emir", "dictator", "leader", "ruler")
)
_SAME_OFFICE = {"leader": _RULERS, "ruler": _RULERS, "premier": frozenset(("premier", "prime"))}
_ROLE_ENDS = frozenset(("of", "for", "at", "in", "from", "who", "to", "with"))


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Who a word stands for; `who` is None for somebody the report does not name."""

    who: str | None
    gender: str | None
    is_body: bool = False
    is_speaker: bool = False  # the subject of a reporting verb
    is_plural: bool = False
    place: tuple[int, int] | None = None  # characters of the phrase that stands for somebody not named


@dataclass(frozen=True, slots=True)
class _Focus:
    """Whom one sentence speaks of: its subjects in order, and every other person named."""

    subjects: tuple[Antecedent, ...]
    others: tuple[Antecedent, ...]
    owners: tuple[Antecedent, ...] = ()  # "Ostrevko's lawyer"


_EMPTY = _Focus((), ())
_MEANING = frozenset(("N", "X", "I", "J"))  # tags of words that stand for somebody


@dataclass(frozen=True, slots=True)
class _Head:
    """A subject, by its head word."""

    phrase: Phrase
    is_speaker: bool
    is_relative: bool  # of a clause that describes a noun: "the note that his lawyer copied"


@lru_cache(maxsize=2)
def antecedents(reading: Reading) -> Mapping[int, Antecedent]:
    """Start of each pronoun token -> whom it means; pronouns that two people could be meant by are left out."""
    return _Pass(reading).run()


def holder_of_role(reading: Reading, before: int, words: Sequence[Token], head: str) -> str | None:
    """The one person in front whose role has this head noun ("the minister"); None for "a minister", none or two."""
    if words and words[0].low in _INDEFINITE:
        return None
    nations = [reading.report.text[one.start : one.end].lower() for one in words if one.name >= 0]
    if head in _NEEDS_NATION and not nations:
        return None
    meant = _SAME_OFFICE.get(head, frozenset((head,)))
    firsts, by_word = _people(reading)
    is_alone = bisect_left(firsts, before) == 1 and head not in _NEEDS_NATION
    holders = {
        who
        for word in meant
        for start, who, role in by_word.get(word, ())
        if start < before and (is_alone or _is_of_nations(role, nations))
    }
    return next(iter(holders)) if len(holders) == 1 else None


@lru_cache(maxsize=2)
def _people(reading: Reading) -> tuple[list[int], Mapping[str, list[tuple[int, str, str]]]]:
    """Where each person is first named, in order; word of a role -> (first place, who, role) of its bearers."""
    firsts: dict[str, int] = {}
    roles: dict[tuple[str, str], int] = {}
    for finding in sorted(reading.names, key=lambda each: each.start):
        name = finding.payload
        if isinstance(name, Name) and name.type == "person" and name.who:
            firsts.setdefault(name.who, finding.start)
            if name.role:
                roles.setdefault((name.who, name.role), finding.start)
    by_word: dict[str, list[tuple[int, str, str]]] = {}
    for (who, role), start in roles.items():
        for word in set(_role_words(role)):
            known = by_word.setdefault(word, [])
            if len(known) < _MOST_BEARERS:
                known.append((start, who, role))
    return sorted(firsts.values()), by_word


def _is_of_nations(role: str, nations: Sequence[str]) -> bool:
    """Whether the role says so itself: "Belarusian President", "president of Belarus" for "the Belarusian leader"."""
    words = role.lower().replace("’", "'").replace("'s", "").split()
    return all(any(word[:_STEM] == nation[:_STEM] for word in words) for nation in nations)


@lru_cache(maxsize=512)
def _role_words(role: str) -> tuple[str, ...]:
    """The words of a role up to its "of …", without owners: "Ostrevko's lawyer in Thailand" is a lawyer."""
    words = [word.strip(",.") for word in role.lower().split()]
    end = next((at for at, word in enumerate(words) if word in _ROLE_ENDS), len(words))
    return tuple(words[:end])


def holder_of_kind(reading: Reading, before: int, words: Sequence[Token], head: str) -> str | None:
    """The one body in front whose name says what it is ("the ministry"); None for "a ministry", none or two."""
    if len(words) != 2 or words[0].low != "the" or head not in _BODIES:
        return None
    holders = {who for start, who in _bodies_by_kind(reading).get(head, ()) if start < before}
    return next(iter(holders)) if len(holders) == 1 else None


@lru_cache(maxsize=2)
def _bodies_by_kind(reading: Reading) -> Mapping[str, list[tuple[int, str]]]:
    """ "ministry" -> where each body so named is first named, the first two only: one more makes the word doubtful."""
    found: dict[str, list[tuple[int, str]]] = {}
    for finding in reading.names:
        name = finding.payload
        if not isinstance(name, Name) or name.type != "organisation" or name.who is None:
            continue
        for word in set(name.canonical.lower().split()) & _BODIES:
            known = found.setdefault(word, [])
            if len(known) < _TWO and all(who != name.who for _, who in known):
                known.append((finding.start, name.who))
    return found


class _Pass:
    """Walks the sentences, so that a pronoun can mean whom an earlier pronoun meant."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._genders = genders_of(reading.report.text, reading.names)
        self._foci: list[_Focus] = []
        self._found: dict[int, Antecedent] = {}

    def run(self) -> Mapping[int, Antecedent]:
        for at, sentence in enumerate(self._reading.sentences):
            self._foci.append(self._read(at, sentence))
        return self._found

    def _read(self, at: int, sentence: Sentence) -> _Focus:
        tokens = sentence.tokens
        heads = _subject_heads(tokens, groups_of(self._reading)[at])
        subjects: list[Antecedent] = []
        others: list[Antecedent] = []
        owners: list[Antecedent] = []
        for index in range(len(tokens)):
            if tokens[index].tag not in _MEANING:
                continue
            owner = self._owner(tokens, index)
            if owner is not None:
                owners.append(owner)
                continue
            is_pronoun = tokens[index].tag in {"I", "J"}
            so_far = _Focus(tuple(subjects), tuple(others), tuple(owners)) if is_pronoun else _EMPTY
            who = self._at(at, tokens, index, heads, so_far)
            if who is not None:
                is_source = any(token.low == "according" for token in tokens[max(0, index - 8) : index])
                is_source = is_source and tokens[index].tag == "N"
                who = replace(who, is_speaker=is_source or (index in heads and heads[index].is_speaker))
                (subjects if is_source or index in heads else others).append(who)
        return _Focus(tuple(subjects), tuple(others), tuple(owners))

    def _owner(self, tokens: Sequence[Token], index: int) -> Antecedent | None:
        is_owner = index + 1 < len(tokens) and tokens[index + 1].tag in {"POS", "'"}
        name = self._reading.names[tokens[index].name].payload if is_owner and tokens[index].name >= 0 else None
        if not isinstance(name, Name) or name.type != "person" or name.who is None:
            return None
        return Antecedent(name.who, self._genders.get(name.who))

    def _at(
        self, at: int, tokens: Sequence[Token], index: int, heads: Mapping[int, _Head], so_far: _Focus
    ) -> Antecedent | None:
        token = tokens[index]
        if token.tag in {"I", "J"}:
            meant = self._meant(at, tokens, index, so_far)
            if meant is not None:
                self._found[token.start] = meant
            return meant
        if token.name >= 0:
            return self._named(tokens, index, index in heads)
        if index in heads and token.low in _PLURALS and token.tag != "X":
            return Antecedent(None, None, is_body=True, is_plural=True, place=(token.start, token.end))
        if index not in heads or token.tag != "X" or heads[index].is_relative or _is_bare(tokens, heads[index].phrase):
            return None
        if is_animate_word(token.low):
            phrase = heads[index].phrase
            words = tokens[phrase.first : index + 1]
            who = holder_of_role(self._reading, token.start, words, token.low)
            who = who or holder_of_kind(self._reading, token.start, words, token.low)
            gender = gender_of_word(token.low) or (self._genders.get(who) if who else None)
            is_several = token.low.endswith("s") and token.low not in _BODIES and tokens[phrase.first].low != "one"
            is_plural = token.low in _PLURALS or is_several
            is_body = token.low in _BODIES or is_plural
            place = (tokens[phrase.first].start, tokens[max(phrase.last, index)].end)
            return Antecedent(who, gender, is_body=is_body, is_plural=is_plural, place=place)
        is_unknown = index > 0 and tokens[index - 1].tag == "X" and self._reading.report.text[token.start].isupper()
        return Antecedent(None, None) if is_unknown else None

    def _named(self, tokens: Sequence[Token], index: int, is_subject: bool) -> Antecedent | None:
        name = self._reading.names[tokens[index].name].payload
        follows = tokens[index + 1] if index + 1 < len(tokens) else None
        if not isinstance(name, Name) or name.who is None or (follows is not None and follows.tag == "POS"):
            return None
        if name.type == "person":
            return Antecedent(name.who, self._genders.get(name.who))
        is_body = is_subject and name.type in {"organisation", "place"}
        return Antecedent(name.who, None, is_body=True) if is_body else None

    def _meant(self, at: int, tokens: Sequence[Token], index: int, so_far: _Focus) -> Antecedent | None:
        token = tokens[index]
        if token.low == "it":
            return self._body_before(at, so_far)
        if token.low == "they" and (_is_cue(tokens, index + 1) or _is_cue(tokens, index + 2)):
            return self._several_before(at, tokens[:index], so_far)
        if token.low not in _PERSONAL:
            return None
        gender = gender_of_word(token.low)
        speaks = _is_cue(tokens, index + 1) or _is_cue(tokens, index - 1)
        for back in range(at, max(-1, at - _LOOK_BACK), -1):
            focus = so_far if back == at else self._foci[back]
            speaker = next((one for one in focus.subjects if one.is_speaker and _fits(one, gender)), None)
            if speaks and speaker is not None and back < at:
                return replace(speaker, gender=gender)
            is_settled, meant = _choose(focus, gender, is_same_sentence=back == at)
            if is_settled:
                return replace(meant, gender=gender) if meant is not None else Antecedent(None, gender)
        return None

    def _body_before(self, at: int, so_far: _Focus) -> Antecedent | None:
        """The body that speaks in this sentence, else the one the sentence before is about, within the paragraph."""
        sentences = self._reading.sentences
        if so_far.subjects:
            first = so_far.subjects[0]
            return first if first.is_body and first.is_speaker and not first.is_plural else None
        if at == 0 or sentences[at - 1].paragraph != sentences[at].paragraph:
            return None
        subjects = [one for one in self._foci[at - 1].subjects if not one.is_plural]
        return subjects[0] if subjects and subjects[0].is_body else None

    def _several_before(self, at: int, tokens: Sequence[Token], so_far: _Focus) -> Antecedent | None:
        """Whom "they said" means: the last several people spoken of as a subject, within the paragraph.

        Nobody where the sentence itself speaks of several people whose part in it is not clear.
        """
        sentences = self._reading.sentences
        plain = (token.low for token in tokens if token.tag == "X")
        has_others = any(low.endswith("s") and is_animate_word(low) for low in plain)
        if has_others and not any(one.is_plural for one in so_far.subjects):
            return None
        for back in range(at, max(-1, at - _LOOK_BACK), -1):
            if sentences[back].paragraph != sentences[at].paragraph:
                return None
            focus = so_far if back == at else self._foci[back]
            several = [one for one in focus.subjects if one.is_plural]
            if several:
                return several[0] if len({(one.who, one.place) for one in several}) == 1 else None
        return None


def _is_bare(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """ "officer" of "unfilled officer positions", read as a subject: one person has an article or an owner in front."""
    low = tokens[phrase.last].low
    is_one = not low.endswith("s") and low not in _PLURALS and not low.endswith(("men", "people"))
    return is_one and not any(one.tag in {"D", "N", "NUM", "POS"} for one in tokens[phrase.first : phrase.last])


def _choose(focus: _Focus, gender: str | None, *, is_same_sentence: bool) -> tuple[bool, Antecedent | None]:
    """Whether this sentence settles who is meant, and who; None where two people could be.

    The first subject that fits is taken, for subjects are what pronouns go on about. It must not be doubtful while
    somebody else surely fits.
    """
    subjects = [one for one in focus.subjects if _fits(one, gender)]
    others = [one for one in focus.others if _fits(one, gender)]
    if not subjects and not others:
        others = [one for one in focus.owners if _fits(one, gender)]
    if not subjects and not others:
        return False, None
    people = {one.who for one in (*subjects, *others)}
    if len(people) == 1:
        return True, (subjects or others)[0]
    first = subjects[0] if subjects else None
    if first is None or (is_same_sentence and len({one.who for one in subjects}) > 1):
        return True, None
    is_sure = any(one.gender for one in (*subjects, *others) if one.who == first.who)
    has_surer = any(one.gender for one in (*subjects, *others))
    return True, first if is_sure or not has_surer else None


def _fits(one: Antecedent, gender: str | None) -> bool:
    return not one.is_body and one.gender in {None, gender}


def _subject_heads(tokens: Sequence[Token], groups: Sequence[Group]) -> dict[int, _Head]:
    """Token index of the head of each finite verb's subject -> the phrase; after the verb in “…,” said X."""
    heads: dict[int, _Head] = {}
    for index, group in enumerate(groups):
        phrase = subject_of(tokens, groups, index) if group.is_finite else None
        if phrase is not None:
            is_relative = phrase.first > 1 and tokens[phrase.first - 1].tag in {"THAT", "W"}
            is_relative = is_relative and tokens[phrase.first - 2].tag in {"X", "N"}
            heads.setdefault(phrase.head, _Head(phrase, _is_cue(tokens, group.main), is_relative))
    if not heads:
        first = next((group for group in groups if group.is_finite), None)
        after = first.last + 1 if first is not None else len(tokens)
        if after < len(tokens) and tokens[after].tag == "N":
            heads[after] = _Head(Phrase(after, after), True, False)
    return heads


def _is_cue(tokens: Sequence[Token], at: int) -> bool:
    form = tokens[at].form if 0 <= at < len(tokens) else None
    return form is not None and form.lemma in cues()
