"""What was said: where the content of a reporting clause begins and ends in its sentence."""

from __future__ import annotations

from collections.abc import Sequence

from infostreamer.understand.clauses import Group, groups_of
from infostreamer.understand.lexicon import word_set
from infostreamer.understand.phrases import phrase_from
from infostreamer.understand.reporting import Reported
from infostreamer.understand.tokens import Reading, Sentence, Token

_WORDLESS = frozenset(["Q", ",", ".", ":", "-", "C", ";", "D", "J", "THAT"])
_ASKED = frozenset(("whether", "if", "why", "how", "what", "who", "when", "where"))
_MEANWHILE = frozenset(("as", "when", "after", "before", "while", "until", "since", "because"))
_ALSO_ADJECTIVES = frozenset(("early", "further", "more", "less", "once", "almost", "nearly", "only"))
_YET = frozenset(("but", "though", "although", "yet"))
_ITS, _THEIRS = frozenset(("it",)), frozenset(("he", "she"))
_FINITE = frozenset(("B", "H", "M", "VD", "VZ", "O"))
_VERBAL = frozenset(("VD", "VZ", "M", "B", "H", "TO"))
_LONGEST_REST = 14  # tokens behind "X said" that still belong to it
_CLAIMED = word_set("claimed")
_LONGEST_DATELINE = 16  # tokens
_CONTENT_STARTS = frozenset(["D", "N", "X", "NUM", "I", "VG", "S", "T", "Q", "R"])


def content_of(reading: Reading, reported: Reported, clauses: Sequence[Reported]) -> tuple[int, int] | None:
    """The characters of what that clause reports, None when the rules find nothing fitting."""
    sentence = reading.sentences[reported.sentence]
    content = _content(sentence, groups_of(reading)[reported.sentence], reported, clauses)
    if content is None:
        return None
    first, end = tidy(sentence.tokens, *content)
    return (sentence.tokens[first].start, sentence.tokens[end - 1].end) if first < end else None


def tidy(tokens: Sequence[Token], first: int, end: int) -> tuple[int, int]:
    """The range without commas, stops and joining words at its edges."""
    while first < end and tokens[first].tag in {",", ":", ".", "-", ";", ")", "THAT"} and not is_that_is(tokens, first):
        first += 1
    while end > first and tokens[end - 1].tag in {",", ":", ".", "-", ";", "(", "C", "?", "!"}:
        end -= 1
    return first, end


def is_that_is(tokens: Sequence[Token], at: int) -> bool:
    """Whether "that" there stands for a thing: "that's leading", one word with its verb."""
    return tokens[at].tag == "THAT" and at + 1 < len(tokens) and tokens[at + 1].start == tokens[at].end


def contents(
    sentence: Sentence, groups: Sequence[Group], reported: Reported, clauses: Sequence[Reported]
) -> tuple[tuple[int, int], ...]:
    """The parts of what was said; two where the reporting clause stands between them; none where nothing fits."""
    around = _content_around(sentence.tokens, groups, reported)
    if around:
        return around
    content = _content(sentence, groups, reported, clauses)
    return () if content is None else (content,)


def _content_around(
    tokens: Sequence[Token], groups: Sequence[Group], reported: Reported
) -> tuple[tuple[int, int], ...]:
    """ "Those with a vote, he said, must register" and "As X noted, the bridge was closed"."""
    start, end = reported.start, max(reported.end, reported.cue_last + 1)
    if not {"t", "q"} & set(reported.cue.flags) or end + 2 >= len(tokens) or tokens[end].tag != ",":
        return ()
    start -= reported.is_subordinate
    if start > 0 and tokens[start - 1].low in {"and", "but"}:
        start -= 1 + (start > 1 and tokens[start - 2].tag == ",")
    is_between = start > 1 and tokens[start - 1].tag == ","
    if not (is_between or (start <= 0 and reported.is_subordinate)):
        return ()
    has_verb = any(group.is_finite and group.first > end for group in groups)
    is_cut = start > 2 and tokens[start - 2].tag in {"B", "H", "M", "VD", "VZ"}  # "It was, he said, a failure"
    has_quote = tokens[end + 1].tag == "Q" or (is_between and tokens[start - 2].tag == "Q")
    if tokens[end + 1].tag in {"VG", "S", "C"} or not (has_verb or is_cut) or has_quote:
        return ()
    before = ((_after_dateline(tokens, start - 1), start - 1),) if is_between else ()
    return (*before, (end + 1, len(tokens)))


def _content(
    sentence: Sentence, groups: Sequence[Group], reported: Reported, clauses: Sequence[Reported]
) -> tuple[int, int] | None:
    after = None if reported.is_inverted else _content_after(sentence.tokens, groups, reported)
    if after is not None and after < len(sentence.tokens):
        return after, end_of_content(sentence.tokens, after, reported, clauses)
    return _content_before(sentence.tokens, groups, reported, is_title=sentence.is_title)


def _content_after(tokens: Sequence[Token], groups: Sequence[Group], reported: Reported) -> int | None:
    """Where the content that follows the cue begins, by what the cue can take; None when nothing fitting follows."""
    at, flags = reported.content, reported.cue.flags
    if at >= len(tokens) or reported.is_subordinate:
        return None
    tag = tokens[at].tag
    if tag == "R" and at + 1 < len(tokens) and tokens[at + 1].tag == "X" and tokens[at].low in _ALSO_ADJECTIVES:
        tag = "X"  # "demanded early elections"
    if tag == "THAT" and at + 1 < len(tokens):
        return at + (not is_that_is(tokens, at))
    if tag == ":":
        return at + 1
    if "p" in flags and tokens[at].low in {"of", "about", "against"}:
        return at + 1
    if "w" in flags and (second := _after_with(tokens, reported.cue_last + 1)) is not None:
        return second
    if "i" in flags and (tag == "TO" or _is_infinitive(tokens, at)):
        return at
    if "n" in flags and (claimed := _claimed(tokens, at)) is not None:
        return claimed
    if "n" in flags and tag in {"D", "N", "X", "NUM", "VG"}:
        return at
    if "n" in flags and tag == "Q" and at + 1 < len(tokens) and tokens[at + 1].tag == "P":
        return at  # "promised “every krone” for the poor"
    if "h" in flags and tokens[at].low in _ASKED:
        return at
    if tokens[at].low in _MEANWHILE:
        return None
    is_start = tag in _CONTENT_STARTS or (tag == "P" and at + 1 < len(tokens) and tokens[at + 1].tag == "NUM")
    if "t" not in flags or not is_start or not _has_clause(tokens, groups, at):
        return None
    return at if "s" not in flags or _is_subject_next(tokens, groups, at) else None


def _is_infinitive(tokens: Sequence[Token], at: int) -> bool:
    """ "to crush the group", whatever verb that is: behind a word that takes an infinitive stands no place."""
    return tokens[at].low == "to" and at + 1 < len(tokens) and tokens[at + 1].tag in {"X", "B", "H", "O"}


def _claimed(tokens: Sequence[Token], at: int) -> int | None:
    """ "denied reports that …": what the reports say."""
    at += tokens[at].tag == "D"
    if at >= len(tokens) or tokens[at].low not in _CLAIMED:
        return None
    for after in range(at + 1, min(at + 7, len(tokens) - 1)):
        if tokens[after].tag == "THAT":
            return after + 1
        if tokens[after].tag not in {"P", "D", "X", "N"}:
            return None
    return None


def _is_subject_next(tokens: Sequence[Token], groups: Sequence[Group], at: int) -> bool:
    """Right behind a weak word stands one phrase and right behind that a finite verb: "noted the bridge was closed"."""
    phrase = phrase_from(tokens, at)
    after = phrase.last + 1 if phrase is not None else at
    while after < len(tokens) and tokens[after].tag == "R":
        after += 1
    return phrase is not None and any(group.is_finite and group.first in {after, phrase.last + 1} for group in groups)


def _after_with(tokens: Sequence[Token], at: int) -> int | None:
    listener = phrase_from(tokens, at)
    if listener is None or listener.last + 2 >= len(tokens) or tokens[listener.last + 1].low != "with":
        return None
    return listener.last + 2


def _has_clause(tokens: Sequence[Token], groups: Sequence[Group], at: int) -> bool:
    """A finite verb follows with something in front of it to be its subject."""
    later = next((group for group in groups if group.first >= at and group.is_finite), None)
    if later is None or later.first <= at:
        return False
    return not any(token.tag in {";", ":", "Q", "-"} for token in tokens[at : later.first])


def end_of_content(tokens: Sequence[Token], start: int, reported: Reported, clauses: Sequence[Reported]) -> int:
    """The sentence's end, or where the reporter's own words go on: ", escalating …", a dash, the next reporting clause.

    A thing said ("denied any role, although …") ends before any joining word; a clause said may hold such words itself.
    """
    is_thing = tokens[start].tag in {"D", "N", "X", "NUM"} and tokens[start - 1].tag not in {"THAT", ":"}
    starts = {other.start for other in clauses if other is not reported}
    is_noun = is_thing and not _is_clause_at(tokens, start)
    for at in range(start + 1, len(tokens)):
        tag = tokens[at].tag
        if _own_words_begin(tokens, start, at, reported, is_noun=is_noun or tokens[start].tag in {"TO", "VG"}):
            return at
        if tag == ";" or (tag == ":" and is_thing):
            return at
        if is_thing and tag == "C" and at + 1 < len(tokens) and tokens[at + 1].tag in _FINITE:
            return at  # "denied manslaughter but was found guilty"
        if tag == "," and tokens[start].tag == "TO" and _narrator_goes_on(tokens, at + 1):
            return at
        if tag == "," and at + 1 < len(tokens) and _reporter_goes_on(tokens, at + 1, is_thing):
            return at
        is_next = at in starts
        if is_next and (tokens[at - 1].tag in {",", "C"} or tokens[at - 1].low in _YET):
            return at - 1
        if is_next and tokens[at - 1].low == "with":
            return at - 2
        if tokens[at].low == "while" and at + 1 < len(tokens) and tokens[at + 1].tag == "VG":
            return at
    return len(tokens)


def _is_clause_at(tokens: Sequence[Token], at: int) -> bool:
    """A phrase and right behind it a finite verb."""
    phrase = phrase_from(tokens, at)
    after = phrase.last + 1 if phrase is not None else len(tokens)
    while after < len(tokens) and tokens[after].tag == "R":
        after += 1
    return after < len(tokens) and tokens[after].tag in _FINITE


def _own_words_begin(tokens: Sequence[Token], start: int, at: int, reported: Reported, *, is_noun: bool) -> bool:
    """Whether the report tells on in its own words from the mark at `at`, in a main clause or behind a last dash.

    "said it would come, but he gave no details" is about the speaker; "she hopes to win, but she knows …" goes on.
    What was denied or asked for is no clause: any other clause behind it is the report's.
    """
    tag, after = tokens[at].tag, at + 1
    if tag == "-" and after < len(tokens) and tokens[after].tag in {"C", "S"}:
        return not any(token.tag == "-" for token in tokens[after:])
    if tag != "," or after + 1 >= len(tokens):
        return False
    is_joined = tokens[after].tag == "C" or tokens[after].low in _YET
    subject = after + is_joined
    if is_noun and _is_clause_at(tokens, subject):
        return True
    if tokens[reported.cue_first - 1].tag == "W" and tokens[after].tag in _FINITE:
        return True  # "a refugee who feared reprisals, left"
    is_own = subject + 1 < len(tokens) and tokens[subject].low in _pronouns_of(reported)
    is_own = is_own and tokens[subject + 1].tag in _FINITE
    if not is_own or (tokens[subject].low == tokens[start].low and not _is_past_again(tokens, start, subject)):
        return False
    return tokens[after].low in _YET or (not is_joined and _is_spliced(tokens, start, at))


def _is_past_again(tokens: Sequence[Token], start: int, subject: int) -> bool:
    """ "it would close, but it gave no date": after the future as told in the past, the plain past is the report's."""
    return tokens[start + 1].tag == "M" and tokens[subject + 1].tag == "VD"


def _is_spliced(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Two clauses with no more than a comma between them, the first complete."""
    is_open = any(token.tag in {"S", "W"} for token in tokens[start:at])
    return _is_clause_at(tokens, start) and not is_open


def _pronouns_of(reported: Reported) -> frozenset[str]:
    """The words that stand for the speaker, as far as what kind of speaker it is tells."""
    speaker = reported.speaker
    if speaker is None or speaker.type in {"thing", "nationality"}:
        return frozenset()
    if speaker.type in {"unnamed", "role"}:
        return _ITS | _THEIRS
    return _ITS if speaker.type in {"organisation", "place", "document"} else _THEIRS


def _narrator_goes_on(tokens: Sequence[Token], at: int) -> bool:
    """ "threatened to sue on Friday, and on Sunday asked for help"."""
    is_joined = at < len(tokens) and tokens[at].tag == "C"
    return is_joined and any(token.tag == "VD" for token in tokens[at + 1 : at + 5])


def _reporter_goes_on(tokens: Sequence[Token], at: int, is_thing: bool) -> bool:
    """After a comma, a participle comments on what was said, and "according to" names another source."""
    if tokens[at].low == "according":
        return True
    if (
        tokens[at].tag == "D"
        and at + 2 < len(tokens)
        and tokens[at + 1].tag == "X"
        and tokens[at + 2].tag in {"THAT", "W"}
    ):
        return True  # ", a confession that his family called coerced"
    if tokens[at].tag == "VD" and at + 1 < len(tokens) and tokens[at + 1].low == "by":
        return True  # ", exemplified by the recent extradition"
    if tokens[at].low == "but" and at + 1 < len(tokens) and tokens[at + 1].tag in {"VD", "VZ"}:
        return True
    if is_thing and tokens[at].tag in {"S", "W"}:
        return True
    if is_thing and tokens[at].tag == "C" and at + 1 < len(tokens):
        return tokens[at + 1].tag in {"B", "H", "M", "VD", "VZ", "I"}
    if tokens[at].tag == "R" and at + 1 < len(tokens):
        at += 1
    return tokens[at].tag == "VG" or (tokens[at].low == "while" and at + 1 < len(tokens) and tokens[at + 1].tag == "VG")


def _content_before(
    tokens: Sequence[Token], groups: Sequence[Group], reported: Reported, *, is_title: bool
) -> tuple[int, int] | None:
    """The words in front of ", X said" at the end of a sentence."""
    start = reported.start
    if reported.is_subordinate:
        start -= 1
    if tokens[reported.cue_first].tag == "VG":
        return None  # "…, claiming 41 percent of the vote"
    if start < 3 or tokens[start - 1].tag not in {",", "-"} or not ends_after(tokens, reported):
        return None
    has_verb = any(group.is_finite and group.last < start - 1 and _is_main(tokens, groups, group) for group in groups)
    # The verb may stand within the marks: “The only way is jail time” for it, X said.
    has_quote = tokens[0].tag != "P" and any(token.tag == "Q" for token in tokens[: start - 1])
    if not has_verb and not has_quote and not is_title:
        return None  # a headline leaves its verb out
    first = _after_dateline(tokens, start)
    is_adverbial = tokens[first].tag == "S" and not any(token.tag == "," for token in tokens[first : start - 1])
    return None if is_adverbial else (first, start - 1)  # "Since the war began, X has responded"


def _is_main(tokens: Sequence[Token], groups: Sequence[Group], group: Group) -> bool:
    """Not of a clause that describes a noun: "In an interview that the paper published, he said about 170"."""
    floor = max((other.last for other in groups if other.is_finite and other.last < group.first), default=-1)
    for at in range(group.first - 1, floor, -1):
        if tokens[at].tag in {",", "Q", "-", ";"}:
            return True
        if tokens[at].tag in {"THAT", "W"}:
            return floor >= 0 or is_that_is(tokens, at)
    return True


def _after_dateline(tokens: Sequence[Token], end: int) -> int:
    """Where the report begins after "CITY, Nov 12 (Agency) –"; 0 without such a line."""
    for at in range(min(end, _LONGEST_DATELINE)):
        if tokens[at].tag == "-":
            return at + 1
        if tokens[at].tag in {"VD", "VZ", "B", "H", "M", "Q"}:
            return 0
    return 0


def ends_after(tokens: Sequence[Token], reported: Reported) -> bool:
    """Whether only dates, places and listeners stand between the clause and the end of the sentence."""
    rest = tokens[max(reported.end, reported.cue_last + 1) :]
    aside = next((at for at, token in enumerate(rest) if token.low in _MEANWHILE), len(rest))
    rest = rest[:aside]
    comma = next((at for at, token in enumerate(rest) if token.tag == ","), len(rest))
    goes_on = any(token.tag in {"THAT", ":", "Q"} for token in rest)
    return comma <= _LONGEST_REST and not goes_on and not any(token.tag in _VERBAL for token in rest[:comma])


def is_wordless(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Direct words are the quotes finder's, and "denies this" says nothing; a statement has words of its own.

    Words in marks behind "that" count: the report works them into its own sentence.
    """
    if first > 0 and tokens[first - 1].tag == "THAT" and tokens[first].tag == "Q":
        return False
    if tokens[first].tag == "I" and end - first <= 2:
        return True  # "what he says he sees"
    return all(token.tag in _WORDLESS for token in tokens[first:end])
