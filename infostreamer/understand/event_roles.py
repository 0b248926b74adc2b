"""Who does it and who undergoes it: the actors of a verb's event, past passives, frames and what a demand is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infostreamer.understand.clauses import Group, groups_of, object_of
from infostreamer.understand.event_context import is_threatened_with
from infostreamer.understand.event_frames import Framed, done_to
from infostreamer.understand.event_subject import subject_phrase
from infostreamer.understand.happening import as_undergoer, is_date, towards_of
from infostreamer.understand.lexicon import Happening
from infostreamer.understand.phrases import VERBS, Phrase, phrase_from, prepositions
from infostreamer.understand.speakers import Party, party
from infostreamer.understand.tokens import Reading, Token

Actors = tuple[Party | None, Party | None]
_SENDERS = frozenset(("by", "from", "of", "against", "to", "on", "with", "for"))
_TO_WHOM = {
    "AID": frozenset(("to", "for")),
    "SANCTION": frozenset(("against", "with", "for", "on")),
    "CONCEDE": frozenset(("to", "for", "on")),
}
_ABOUT_STOPS = frozenset(("if", "unless", "because", "after", "before", "while", "as", "since", "although", "though"))


def somebody(reading: Reading, at: int, phrase: Phrase | None) -> Party | None:
    """Whom the phrase stands for, without a participle that only describes them: "two diplomats | based in X"."""
    if phrase is None or phrase.inner_head is not None:
        return party(reading, at, phrase)
    tokens, last = reading.sentences[at].tokens, phrase.last
    while last > phrase.first and _only_describes(tokens[last]) and tokens[last - 1].tag in {"X", "N"}:
        last -= 1
    return party(reading, at, Phrase(phrase.first, last))


def _only_describes(token: Token) -> bool:
    return (
        token.tag == "X"
        and token.form is not None
        and bool(token.form.features & {"participle", "ing"})
        and ("base" not in token.form.features)
    )


def actors_of(reading: Reading, at: int, index: int, kind: Happening, last: int, end: int) -> Actors:
    """Agent and patient of the group's event; `last` and `end` bound its clause behind the verb."""
    tokens, groups = reading.sentences[at].tokens, groups_of(reading)[at]
    group = groups[index]
    subject = somebody(reading, at, _doer_phrase(tokens, groups, index))
    if group.is_passive:
        by = _by(tokens, last + 1, end)
        return somebody(reading, at, by), as_undergoer(reading.report.text, subject)
    own = phrase_from(tokens, last + 1) if last > group.last else object_of(tokens, group)
    own = own or _behind_date(tokens, last + 1, end) or _behind_bound(tokens, last + 1)
    thing = as_undergoer(reading.report.text, somebody(reading, at, own or _shared_object(tokens, groups, index)))
    doer = _doer_behind(reading, at, group, last, end) if thing is None and subject and not subject.can_speak else None
    if doer is not None:
        return doer, subject
    if is_threatened_with(kind, [tokens[last + 1].low] if last + 1 < len(tokens) else [], thing):
        return None, subject
    if thing is None and _is_clipped(tokens, group, kind, is_title=reading.sentences[at].is_title):
        return None, subject
    if thing is None:
        thing = _towards(reading, at, kind, last + 1, end)
    if "i" in kind.flags and (thing is None or not (thing.can_speak or _has_determiner(reading, thing))):
        return None, subject
    if thing is not None and not thing.can_speak:
        thing = _recipient(reading, at, kind, last + 1, end) or thing
    if "d" in kind.flags and not _is_somebody(thing):
        is_clause = last + 1 < len(tokens) and tokens[last + 1].tag in {"TO", "THAT"}
        thing = (_matter(reading, at, last + 1, subject) if is_clause else _owner(reading, at, own, end)) or thing
    return subject, thing


def framed_actors(reading: Reading, at: int, index: int, found: Framed, end: int) -> Actors:
    """Agent and patient of a verb with its object: whom a preposition leads to, else the object itself."""
    tokens, groups = reading.sentences[at].tokens, groups_of(reading)[at]
    group = groups[index]
    behind = group.last + 1 if group.is_passive else found.thing.first
    to = somebody(reading, at, done_to(tokens, found, behind, end))
    if group.is_passive:
        return somebody(reading, at, _by(tokens, behind, end)), to or somebody(reading, at, found.thing)
    agent = somebody(reading, at, subject_phrase(tokens, groups, index))
    is_plain = to is None or not (to.can_speak or to.type == "thing")
    return agent, somebody(reading, at, found.thing) if is_plain else to


def _doer_phrase(tokens: Sequence[Token], groups: Sequence[Group], index: int) -> Phrase | None:
    """The subject; of ", killing 12" behind a passive the one who did that, told by "by"."""
    group = groups[index]
    previous = groups[index - 1] if index > 0 else None
    is_free = group.tag == "VG" and not group.is_finite and group.first > 0 and tokens[group.first - 1].tag == ","
    if is_free and previous is not None and previous.is_passive:
        return _by(tokens, previous.last + 1, group.first)
    return subject_phrase(tokens, groups, index)


def _recipient(reading: Reading, at: int, kind: Happening, start: int, end: int) -> Party | None:
    """Who gets aid, is cut off or is given way to, when the object itself is a thing."""
    words = _TO_WHOM.get(kind.type) or (frozenset(("from",)) if kind.act == "seizure" else None)
    if words is None:
        return None
    for word, phrase in prepositions(reading.sentences[at].tokens, start, end):
        who = somebody(reading, at, phrase) if word in words else None
        if who is not None and who.can_speak and not is_date(reading.sentences[at].tokens, phrase):
            return who
    return None


def _by(tokens: Sequence[Token], start: int, end: int) -> Phrase | None:
    return next((phrase for word, phrase in prepositions(tokens, start, end) if word == "by"), None)


def _behind_date(tokens: Sequence[Token], at: int, end: int) -> Phrase | None:
    """ "rejected Thursday an appeal": the object behind the day."""
    first = at
    while at < end and tokens[at].tag == "T":
        at += 1
    is_phrase = first < at < end and tokens[at].tag in {"D", "NUM", "N"}
    return phrase_from(tokens, at) if is_phrase else None


def _behind_bound(tokens: Sequence[Token], at: int) -> Phrase | None:
    """ "could free up to 45 prisoners": the object behind the words that bound its number."""
    words = [token.low for token in tokens[at : at + 3]]
    width = 2 if words[:2] == ["up", "to"] else 3 if words in (["as", "many", "as"], ["as", "few", "as"]) else 0
    return phrase_from(tokens, at + width) if width else None


def _towards(reading: Reading, at: int, kind: Happening, start: int, end: int) -> Party | None:
    tokens = reading.sentences[at].tokens
    words = towards_of(kind)
    over = next((phrase for word, phrase in prepositions(tokens, start, end) if word in words), None)
    return somebody(reading, at, over) if over is not None and not is_date(tokens, over) else None


def _is_somebody(thing: Party | None) -> bool:
    return thing is not None and thing.can_speak and thing.who is not None


def _owner(reading: Reading, at: int, thing: Phrase | None, end: int) -> Party | None:
    """Whose thing it is: "rejected calls by X"; "an Indian proposal" stays as given."""
    tokens = reading.sentences[at].tokens
    if thing is None or _named_in(reading, at, thing) is not None:
        return None
    for word, phrase in prepositions(tokens, thing.last + 1, end):
        meant = _named_in(reading, at, phrase) if word in _SENDERS else None
        if meant is not None:
            return meant
    return None


def _matter(reading: Reading, at: int, start: int, subject: Party | None) -> Party | None:
    """Whom a clause is about: "demanded that X …", "threatened to break relations with X".

    The first named party behind the verb that is not the doer; a thing with a name inside counts as given ("an Indian
    proposal"). Nothing past "if", "unless" and the like.
    """
    tokens = reading.sentences[at].tokens
    position = start
    while position < len(tokens):
        token = tokens[position]
        if token.tag in {";", "Q", ".", ":"} or token.low in _ABOUT_STOPS or token.tag == "W":
            return None
        phrase = phrase_from(tokens, position) if token.tag not in VERBS else None
        if phrase is None:
            position += 1
            continue
        phrase = _before_verb(tokens, phrase)
        meant = _named_in(reading, at, phrase)
        if meant is not None and (subject is None or subject.who is None or meant.who != subject.who):
            return meant
        position = phrase.last + 1
    return None


def _before_verb(tokens: Sequence[Token], phrase: Phrase) -> Phrase:
    """ "that Serbia | release the men": a base form behind a name and in front of an object is a verb."""
    last, after = tokens[phrase.last], phrase.last + 1
    is_base = last.tag == "X" and last.form is not None and "base" in last.form.features
    has_object = after < len(tokens) and tokens[after].tag in {"D", "N", "NUM", "J"}
    if is_base and has_object and phrase.last > phrase.first and tokens[phrase.last - 1].tag == "N":
        return Phrase(phrase.first, phrase.last - 1)
    return phrase


def _named_in(reading: Reading, at: int, phrase: Phrase) -> Party | None:
    """The phrase's party when it is somebody named, or the phrase as given when a name stands inside it."""
    tokens = reading.sentences[at].tokens
    if is_date(tokens, phrase):
        return None
    whole = somebody(reading, at, phrase)
    if whole is not None and whole.can_speak and whole.who is not None and whole.type != "pronoun":
        return whole
    if whole is not None and whole.type == "role":
        return whole
    has_name = any(token.name >= 0 for token in tokens[phrase.first : phrase.last + 1])
    return replace(whole, who=None) if whole is not None and has_name else None


def _doer_behind(reading: Reading, at: int, group: Group, last: int, end: int) -> Party | None:
    """ "the pictures donated to the school by X": after a bare past form, "by" tells who did it to a thing."""
    if group.tag != "VD" or group.first != group.main:
        return None
    who = somebody(reading, at, _by(reading.sentences[at].tokens, last + 1, end))
    return who if who is not None and who.can_speak else None


def _shared_object(tokens: Sequence[Token], groups: Sequence[Group], index: int) -> Phrase | None:
    """ "arrested and questioned the student": the object after the second verb is the first one's, too."""
    after = groups[index].last + 1
    following = groups[index + 1] if index + 1 < len(groups) else None
    is_joined = following is not None and following.first == after + 1 and tokens[after].tag == "C"
    return object_of(tokens, following) if following is not None and is_joined else None


def _is_clipped(tokens: Sequence[Token], group: Group, kind: Happening, *, is_title: bool) -> bool:
    """A bare past form without an object: "Organiser detained in Thailand", "the man detained at the airport".

    Headlines leave out "was" before any such verb; elsewhere the verb must be one that nobody does without an object.
    """
    is_bare = group.tag == "VD" and group.first == group.main and "p" in kind.flags
    follows = tokens[group.last + 1].tag if group.last + 1 < len(tokens) else "."
    return is_bare and (is_title or ("i" not in kind.flags and follows in {"P", "T", ",", "."}))


def _has_determiner(reading: Reading, thing: Party) -> bool:
    return thing.words(reading.report.text).lower().startswith(("the ", "a ", "an ", "his ", "her ", "its ", "their "))
