"""Clauses that report speech: who, with which word, when, and where what they said begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from infostreamer.model import Date
from infostreamer.understand.clauses import Group, groups_of
from infostreamer.understand.lexicon import Cue, cues, word_set, word_values
from infostreamer.understand.phrases import Phrase, phrase_from
from infostreamer.understand.speakers import Party, author, made_speaker, party, with_apposition
from infostreamer.understand.subjects import insertion_before, subject_of
from infostreamer.understand.tokens import Reading, Token

STATEMENT_STANCES = frozenset(
    (
        "says", "believes", "denies", "confirms", "rejects", "warns", "threatens", "promises", "alleges", "speculates",
        "demands",
    )
)  # fmt: skip
_FIRM = frozenset(("deny", "confirm", "reject", "announce", "condemn", "declare", "pledge", "vow"))
_PEOPLE_ONLY = word_set("talk")
DOUBTS = frozenset(word_values("rumour", "adverb"))
_GOING_ON = frozenset(("continue", "go", "begin", "proceed", "hasten", "start"))
_ALSO_NOUNS = frozenset(("report", "state", "claim", "brief"))
_PASSING_ON = frozenset(("say", "report", "write", "add"))
_NARRATORS = frozenset(("i", "we", "you"))  # outside quotations the writer or the reader, who is no source
_CLAUSE_WALL = frozenset(["S", "W", "THAT", ";", ":", "Q", "-", "(", ")"])
_CLAUSE_VERBS = frozenset(["C", "VD", "VZ", "VG", "B", "H", "M"])
_AROUND_QUOTE = frozenset([",", "X", "N", "R", "T", "P", "D", "@"])


@dataclass(frozen=True, slots=True)
class Reported:
    """One reporting clause in one sentence, in token indices; `content` is where what follows the clause begins."""

    sentence: int
    group: int
    start: int
    cue_first: int
    cue_last: int
    end: int  # where the clause ends: after the speaker when the verb stands first, else right after the verb
    content: int
    cue: Cue
    speaker: Party | None
    is_inverted: bool
    is_negated: bool
    is_subordinate: bool  # "as X said"
    date: str | None


@lru_cache(maxsize=2)
def reporting_clauses(reading: Reading) -> tuple[tuple[Reported, ...], ...]:
    """For each sentence its reporting clauses, in order."""
    return tuple(tuple(_clauses_in(reading, at)) for at in range(len(reading.sentences)))


def _clauses_in(reading: Reading, sentence_at: int) -> list[Reported]:
    groups, tokens = groups_of(reading)[sentence_at], reading.sentences[sentence_at].tokens
    found: list[Reported] = []
    for index, group in enumerate(groups):
        cue, last = _cue_at(tokens, group)
        is_unsaid = group.is_infinitive and not goes_on(groups, index)
        if cue is None or group.is_passive or is_unsaid or (group.modal is not None and not group.is_negated):
            continue  # "declined to say", "wants to confirm", "would answer": nobody said it
        if group.tag == "VG" and group.lemma in _ALSO_NOUNS and not _is_that(tokens, last + 1):
            continue  # "the credit reporting agency"
        reported = reported_by(reading, sentence_at, index, cue, last)
        if reported is None and group.tag == "VG" and found and found[-1].is_inverted:
            reported = _joined_to(tokens, found[-1], index, group, cue, last)
        if reported is not None and not (found and _is_within_apposition(tokens, found[-1], reported)):
            found.append(reported)
    return found


def _is_within_apposition(tokens: Sequence[Token], before: Reported, reported: Reported) -> bool:
    """ "“…,” said X, an analyst at Y, the institute, told Z": the analyst is X, who has spoken already."""
    is_role = reported.speaker is not None and reported.speaker.type == "role"
    is_inside = before.is_inverted and before.cue_last < reported.start < before.end
    return is_role and is_inside and tokens[reported.start - 1].tag == ","


def _joined_to(tokens: Sequence[Token], before: Reported, index: int, group: Group, cue: Cue, last: int) -> Reported:
    """ "“…,” said X, adding that …": X goes on."""
    return replace(
        before,
        group=index,
        start=group.first,
        cue_first=group.main,
        cue_last=last,
        end=last + 1,
        content=_content_at(tokens, last + 1, cue),
        cue=cue,
        is_inverted=False,
        is_negated=group.is_negated,
        is_subordinate=False,
    )


def _is_that(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].tag == "THAT"


def goes_on(groups: Sequence[Group], index: int) -> bool:
    """Whether an infinitive tells what was done: "continued to complain", "went on to say"."""
    before = groups[index - 1] if index > 0 else None
    is_near = before is not None and before.last + 2 >= groups[index].first and not before.is_negated
    return before is not None and is_near and before.lemma in _GOING_ON


def _cue_at(tokens: Sequence[Token], group: Group) -> tuple[Cue | None, int]:
    """The reporting word at the group and its last token; a particle counts ("point out")."""
    if not group.tag.startswith("V"):
        return None, group.last
    following = tokens[group.last + 1].low if group.last + 1 < len(tokens) else ""
    with_particle = cues().get(f"{group.lemma} {following}")
    if with_particle is not None:
        return with_particle, group.last + 1
    return cues().get(group.lemma), group.last


def reported_by(reading: Reading, sentence_at: int, index: int, cue: Cue, last: int) -> Reported | None:
    """The clause that group makes with that cue, whose last token is `last`; None when nobody surely speaks."""
    tokens = reading.sentences[sentence_at].tokens
    groups = groups_of(reading)[sentence_at]
    group = groups[index]
    inverted = _inverted_subject(reading, sentence_at, groups, group, cue, last)
    if inverted is not None:
        phrase, who = inverted
        end = _after_apposition(tokens, phrase.last + 1)
        return _reported(reading, sentence_at, index, group, cue, last, who, group.first, end, end, True)
    if group.tag == "VG" and group.first > 0 and tokens[group.first - 1].low == "into":
        return None  # "was coerced into confessing"
    phrase_or_none = subject_of(tokens, groups, index)
    who_or_none = author(reading, sentence_at, phrase_or_none) or _unknown_name(reading, tokens, phrase_or_none, cue)
    if who_or_none is None or not who_or_none.can_speak:
        who_or_none = made_speaker(reading, sentence_at, phrase_or_none, cue)
    if who_or_none is None or phrase_or_none is None:
        return None
    is_own = phrase_or_none.last < group.first and _is_own_subject(groups, index, phrase_or_none)
    start = _clause_start(tokens, phrase_or_none.first) if is_own else group.first
    content = _content_at(tokens, last + 1, cue)
    if tokens[phrase_or_none.last].low in _NARRATORS:
        return None
    return _reported(reading, sentence_at, index, group, cue, last, who_or_none, start, last + 1, content, False)


def _unknown_name(reading: Reading, tokens: Sequence[Token], phrase: Phrase | None, cue: Cue) -> Party | None:
    """One word that opens the sentence, is never written small, and says or denies something: somebody's name."""
    if phrase is None or phrase.first != 0 or phrase.last != 0 or cue.lemma not in _PEOPLE_ONLY | _FIRM:
        return None
    token, text = tokens[0], reading.report.text
    is_name = token.tag == "X" and text[token.start].isupper() and token.low not in text
    return Party(token.start, token.end, None, "unnamed") if is_name and not token.low.endswith("s") else None


def _reported(
    reading: Reading,
    sentence_at: int,
    index: int,
    group: Group,
    cue: Cue,
    last: int,
    who: Party,
    start: int,
    end: int,
    content: int,
    is_inverted: bool,
) -> Reported:
    tokens = reading.sentences[sentence_at].tokens
    return Reported(
        sentence=sentence_at,
        group=index,
        start=start,
        cue_first=group.main,
        cue_last=last,
        end=end,
        content=content,
        cue=cue,
        speaker=who,
        is_inverted=is_inverted,
        is_negated=group.is_negated,
        is_subordinate=start > 0 and tokens[start - 1].low == "as" and group.tag != "VG",
        date=_date_near(reading, tokens, start, end, content),
    )


def _inverted_subject(
    reading: Reading, sentence_at: int, groups: Sequence[Group], group: Group, cue: Cue, last: int
) -> tuple[Phrase, Party] | None:
    """The speaker after the verb: “…,” said X; and content, said X."""
    tokens = reading.sentences[sentence_at].tokens
    before = tokens[group.first - 1].tag if group.first > 0 else "."
    if before not in {",", "Q", "-", "?", "!"} or group.tag not in {"VD", "VZ"} or group.first != group.main:
        return None
    is_plain = cue.lemma in _PASSING_ON and last + 1 < len(tokens) and tokens[last + 1].tag in {"N", "X"}
    if before == "," and not is_plain and insertion_before(tokens, groups, group.first - 1) is not None:
        return None
    if "q" not in cue.flags or last + 1 >= len(tokens) or tokens[last + 1].tag in {"THAT", "P", ":", ","}:
        return None
    phrase = phrase_from(tokens, last + 1)
    who = party(reading, sentence_at, phrase)
    if phrase is not None and who is not None and who.type in {"role", "pronoun"}:
        who, after = with_apposition(reading, tokens, who, phrase)
        phrase = replace(phrase, last=after - 1) if after - 1 > phrase.last else phrase
    if who is not None and before == "Q" and cue.lemma in _PEOPLE_ONLY:
        who = replace(who, type="role") if who.type == "thing" else who  # “…,” said a fitter
    if who is not None and phrase is not None and not who.can_speak and phrase.last + 2 >= len(tokens):
        who = made_speaker(reading, sentence_at, phrase, cue)  # "…, says exile paper"
    if phrase is None or who is None or not who.can_speak:
        return None
    follows = tokens[phrase.last + 1].tag if phrase.last + 1 < len(tokens) else "."
    if before == "," and follows == "Q" and insertion_before(tokens, groups, group.first - 1) is not None:
        return None  # "X, a clerk, said Tarin “was tired”"
    return None if follows in {"VD", "VZ", "B", "H", "M"} else (phrase, who)


def _is_own_subject(groups: Sequence[Group], index: int, phrase: Phrase) -> bool:
    """True when no other verb stands between the subject and this one: then the clause begins with the subject."""
    return not any(phrase.last < other.first < groups[index].first and other.is_finite for other in groups)


def _clause_start(tokens: Sequence[Token], first: int) -> int:
    """Left of the subject over an introduction ("In a November 2022 interview, X") up to a wall."""
    at = first
    while at > 0 and tokens[at - 1].tag not in _CLAUSE_WALL | _CLAUSE_VERBS:
        at -= 1
    is_clause = at == 0 or tokens[at - 1].tag in {";", ":", "C"}
    return at if is_clause and at < first and tokens[at].tag in {"P", "T", "R"} else first


def _content_at(tokens: Sequence[Token], at: int, cue: Cue) -> int:
    """Where what was said begins: past the listener, and past dates and places in front of "that" or a quotation."""
    if "o" in cue.flags or (at < len(tokens) and tokens[at].tag == "J"):
        listener = phrase_from(tokens, at)
        after = tokens[listener.last + 1].tag if listener is not None and listener.last + 1 < len(tokens) else "."
        is_thing = "n" in cue.flags and after in {"P", ".", ",", "C"}  # "promised full support", not to somebody
        if listener is not None and at < len(tokens) and tokens[at].tag not in {"THAT", "P"} and not is_thing:
            at = listener.last + 1
    at = _past_insertion(tokens, at)
    plain = _past_dates(tokens, at)
    onward = _past_adverbials(tokens, at)
    if onward < len(tokens) and tokens[onward].tag in {"THAT", ":", "Q"}:
        return onward
    quote = _quote_ahead(tokens, onward)
    return quote if quote is not None else plain


def _past_insertion(tokens: Sequence[Token], at: int) -> int:
    """Behind ", however," and ", citing two officials," where "that" follows; `at` where nothing is inserted."""
    if at >= len(tokens) or tokens[at].tag != ",":
        return at
    for close in range(at + 2, min(at + 16, len(tokens) - 1)):
        if tokens[close].tag == "," and tokens[close + 1].tag == "THAT":
            return close + 1
    return at


def _past_dates(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens):
        following = tokens[at + 1].tag if at + 1 < len(tokens) else "."
        is_late = tokens[at].low in {"late", "early"} and following in {"P", "T"}
        if is_late or tokens[at].tag == "T" or (tokens[at].tag == "R" and following in {"T", "THAT", "P"}):
            at += 1
        elif tokens[at].tag == "P" and at + 1 < len(tokens) and tokens[at + 1].tag == "T":
            at += 2
        else:
            break
    return at


def _past_adverbials(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens):
        if tokens[at].tag in {"T", "R"}:
            at += 1
            continue
        is_before = tokens[at].tag == "P" or tokens[at].low in {"after", "before"}
        phrase = phrase_from(tokens, at + 1) if is_before else None
        if phrase is None:
            if tokens[at].tag == "P" and at + 1 < len(tokens) and tokens[at + 1].tag == "T":
                at += 2
                continue
            return at
        at = phrase.last + 1
    return at


def _quote_ahead(tokens: Sequence[Token], at: int) -> int | None:
    """A quotation within the next words when no verb comes between: "…, @handle, “…”"."""
    for index in range(at, min(at + 14, len(tokens))):
        if tokens[index].tag == "Q":
            return index
        if tokens[index].tag not in _AROUND_QUOTE:
            return None
    return None


def _after_apposition(tokens: Sequence[Token], at: int) -> int:
    """Past "…, a fellow at Y" after the speaker of an inverted clause, up to a stop or a quotation."""
    for index in range(at, len(tokens)):
        if tokens[index].tag in {".", "Q", ";", ":", "-", "?", "!"}:
            return index
        if tokens[index].tag == "," and index + 1 < len(tokens) and tokens[index + 1].tag in {"Q", "VG", "S", "C"}:
            return index
    return len(tokens)


def _date_near(reading: Reading, tokens: Sequence[Token], start: int, end: int, content: int) -> str | None:
    """The first resolved date inside the reporting clause itself, not in what was said nor in a name or owner there."""
    last = min(max(end, content), len(tokens))
    for at in range(start, last):
        if tokens[at].tag != "T" or (at > start and tokens[at - 1].tag == "T") or not _is_adverbial(tokens, at):
            continue
        for finding in reading.dates:
            date = finding.payload
            if finding.start <= tokens[at].start < finding.end and isinstance(date, Date) and date.value:
                return date.value
    return None


def _is_adverbial(tokens: Sequence[Token], at: int) -> bool:
    """Says when: not an owner ("last year's sabotage"), not hanging on a noun ("the film of Saturday")."""
    after = next((index for index in range(at, len(tokens)) if tokens[index].tag != "T"), len(tokens))
    is_owner = tokens[after - 1].low == "'s" or (after < len(tokens) and tokens[after].tag == "POS")
    return not is_owner and not (at > 0 and tokens[at - 1].low in {"of", "since", "from", "until", "before", "after"})


def cue_place(tokens: Sequence[Token], reported: Reported) -> tuple[int, int]:
    """The characters of the reporting word, with the doubt in front of it: "allegedly told"."""
    first = reported.cue_first
    if first > 0 and tokens[first - 1].low in DOUBTS:
        first -= 1
    return tokens[first].start, tokens[reported.cue_last].end
