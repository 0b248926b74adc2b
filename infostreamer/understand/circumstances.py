"""Around an attribution: where it was said, the handle of a post, the outlet it was said to or quoted by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from infostreamer.model import Name
from infostreamer.text.credit_forms import AGENCIES, MEDIA_NAMES
from infostreamer.understand.lexicon import word_set, word_values
from infostreamer.understand.phrases import Phrase, phrase_from
from infostreamer.understand.speakers import Party
from infostreamer.understand.tokens import Reading, Token

_OCCASIONS, _BODIES, _CHANNELS, _SPEECH = (
    frozenset(word_values("venue", kind)) for kind in ("occasion", "body", "channel", "speech")
)
_AT = frozenset(("in", "during", "at"))
_BEFORE = frozenset(("before", "at", "to", "in"))
_ON = frozenset(("on", "via", "through", "over"))
_WITH = frozenset(("with", "to", "on", "for", "before", "by", "at"))
_LISTENED = frozenset(("told", "tells", "telling", "tell", "informed"))
_QUOTED = frozenset(("quoted", "cited", "reported", "relayed", "obtained", "published", "seen"))
_KNOWN = AGENCIES | MEDIA_NAMES
_OUTLET_WORDS = word_set("outlet")
_NAMED_OCCASIONS = frozenset(("conference", "forum", "summit", "council", "parliament", "congress", "senate", "court"))
_NOT_TOLD = frozenset(("conference", "briefing", "meeting", "rally", "crowd", "hearing", "drop"))
_INSIDE = frozenset(("D", "X", "N", "NUM", "POS", "T", "R", "VD", "VG"))
_FARTHEST_WHO = 40  # tokens
_LONGEST = 9  # tokens between the preposition and the occasion

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Circumstance:
    """All as given in the report; None where it does not say."""

    venue: str | None = None
    handle: str | None = None
    via: str | None = None


NO_CIRCUMSTANCE = Circumstance()


def circumstance_of(reading: Reading, at: int, said: Iterable[Range], speaker: Party | None = None) -> Circumstance:
    """What stands around the attribution of a sentence, outside the characters said and all quotations."""
    tokens = reading.sentences[at].tokens
    free = [index for index, token in enumerate(tokens) if token.tag != "Q"]
    for start, end in said:
        free = [index for index in free if not start <= tokens[index].start < end]
    if not free:
        return NO_CIRCUMSTANCE
    text = reading.report.text
    allowed = frozenset(free)
    places = (place for place in _venues(reading)[at] if all(each in allowed for each in range(*place)))
    venue = next(((tokens[first].start, tokens[end - 1].end) for first, end in places), None)
    handles = [tokens[index] for index in free if _is_handle(reading.report.text, tokens, index, speaker)]
    return Circumstance(
        venue=text[venue[0] : venue[1]] if venue is not None else None,
        handle=text[handles[0].start : handles[0].end] if len(handles) == 1 else None,
        via=_via(reading, tokens, free),
    )


def _is_handle(text: str, tokens: Sequence[Token], at: int, speaker: Party | None) -> bool:
    """The speaker's own: "Kolska (@kolska) wrote"; in brackets behind another name it is that one's."""
    if not tokens[at].low.startswith("@") or tokens[at].end - tokens[at].start < 2:
        return False
    is_bracketed = at > 0 and tokens[at - 1].tag == "("
    return not is_bracketed or speaker is None or not text[speaker.end : tokens[at].start].strip(" (")


@lru_cache(maxsize=2)
def _venues(reading: Reading) -> tuple[tuple[Range, ...], ...]:
    """For each sentence the token ranges of what could be a venue."""
    return tuple(
        tuple((at, end) for at in range(len(sentence.tokens)) if (end := _venue_at(sentence.tokens, at)) is not None)
        for sentence in reading.sentences
    )


def _venue_at(tokens: Sequence[Token], at: int) -> int | None:
    """The token behind the venue that the preposition at `at` opens; None where it opens none."""
    low = tokens[at].low
    if tokens[at].tag not in {"P", "S", "TO"} or at + 1 >= len(tokens) or _is_told_of_others(tokens, at):
        return None
    if low in _ON and (end := _channel_end(tokens, at + 1)) is not None:
        return end
    if low in _AT and (noun := _noun_in(tokens, at + 1, _OCCASIONS)) is not None:
        return _with_partner(tokens, noun + 1)
    if low in _BEFORE and tokens[at + 1].low in {"the", "a", "an"}:
        noun = _noun_in(tokens, at + 1, _BODIES)
        return noun + 1 if noun is not None else None
    return None


def _is_told_of_others(tokens: Sequence[Token], at: int) -> bool:
    """Within "who lost at the summit": that is not where it was said."""
    for back in range(at - 1, max(-1, at - _FARTHEST_WHO), -1):
        if tokens[back].tag in {",", "Q", ";"}:
            return False
        if tokens[back].tag == "W":
            return True
    return False


def said_until(tokens: Sequence[Token], first: int, end: int) -> int:
    """Where reported words end when "in a statement" or "on Telegram" closes them: that tells how they were said."""
    for at in range(max(first + 3, end - _LONGEST - 4), end):
        if _venue_at(tokens, at) == end and any(token.low in _SPEECH | _CHANNELS for token in tokens[at:end]):
            return at
    return end


def _channel_end(tokens: Sequence[Token], first: int) -> int | None:
    """ "on Telegram", "on his Facebook page", "on X"."""
    phrase = phrase_from(tokens, first)
    if phrase is None or phrase.last - first > _LONGEST:
        return None
    named = next((at for at in range(first, phrase.last + 1) if tokens[at].low in _CHANNELS), None)
    if named is None:
        return None
    if tokens[named].low == "media" and tokens[named - 1].low not in {"social", "state"}:
        return None
    last = phrase.last if tokens[phrase.last].low in _CHANNELS else named
    return last + 1


def _noun_in(tokens: Sequence[Token], first: int, nouns: frozenset[str]) -> int | None:
    """The last word of the phrase where it is such a noun; walls and verbs end the search."""
    for at in range(first, min(first + _LONGEST, len(tokens))):
        if tokens[at].tag not in _INSIDE:
            return None
        follows = tokens[at + 1] if at + 1 < len(tokens) else None
        ends = follows is None or follows.tag not in {"X", "N", "POS"} or follows.low in {"with"}
        is_kind = tokens[at].tag != "N" or tokens[at].low in _NAMED_OCCASIONS  # not at Brixham Communications
        if tokens[at].low in nouns and ends and is_kind and not _is_setting_free(tokens, at):
            return at
    return None


def _is_setting_free(tokens: Sequence[Token], at: int) -> bool:
    """ "their release" lets somebody go; "a press release", "a release" holds words."""
    is_release = tokens[at].low in {"release", "releases"}
    return is_release and tokens[at - 1].low not in {"press", "news", "media", "earnings", "a"}


def _with_partner(tokens: Sequence[Token], end: int) -> int:
    """Past "with Nortava TV", "to the council", "on Telegram" behind an occasion, no farther than a date."""
    for _ in range(2):
        if end + 1 >= len(tokens) or tokens[end].low not in _WITH or tokens[end + 1].tag == "T":
            return end
        phrase = phrase_from(tokens, end + 1)
        if phrase is None or phrase.last - end > _LONGEST or _is_cut(tokens, phrase.last):
            return end
        end = phrase.last + 1
    return end


def _is_cut(tokens: Sequence[Token], last: int) -> bool:
    """Whether a name or a day goes on behind the phrase: "on New Year's Eve"."""
    if last + 1 >= len(tokens):
        return False
    following = tokens[last + 1]
    return following.tag in {"T", "POS"} or (following.name >= 0 and following.name == tokens[last].name)


def _via(reading: Reading, tokens: Sequence[Token], free: Sequence[int]) -> str | None:
    """The outlet told, or the one that quotes: "told Reuters", "as quoted by the Norwire agency"."""
    for index in free:
        is_told = tokens[index].low in _LISTENED
        is_quoted = index > 0 and tokens[index].low == "by" and tokens[index - 1].low in _QUOTED
        if not (is_told or is_quoted) or index + 1 >= len(tokens):
            continue
        phrase = phrase_from(tokens, index + 1)
        if phrase is not None and _is_outlet(reading, tokens, phrase):
            return reading.report.text[tokens[phrase.first].start : tokens[phrase.last].end]
    return None


def _is_outlet(reading: Reading, tokens: Sequence[Token], phrase: Phrase) -> bool:
    words = [token.low for token in tokens[phrase.first : phrase.last + 1]]
    named = [token for token in tokens[phrase.first : phrase.last + 1] if token.name >= 0]
    if words[-1] in _NOT_TOLD:
        return False
    if any(word in _OUTLET_WORDS for word in words):
        return bool(named) or words[0] in {"the", "a"}
    for token in named:
        name = reading.names[token.name].payload
        if isinstance(name, Name) and name.canonical in _KNOWN:
            return True
    return False
