"""Who a phrase stands for: a name, a role, a pronoun; and whether such a one can speak or act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from infostreamer.model import Name
from infostreamer.understand.lexicon import Cue, nominal_happenings, word_set
from infostreamer.understand.phrases import Phrase, is_animate_word, phrase_from
from infostreamer.understand.pronouns import antecedents, holder_of_kind, holder_of_role
from infostreamer.understand.tokens import Reading, Token

_NEVER_SPEAK = frozenset(("it", "this", "that", "these", "those", "which", "there", "what", "itself"))
_DOCUMENTS = word_set("document")
_OWNERS = frozenset(("his", "her", "their", "its", "my", "our", "your"))
_NO_SOURCE = word_set("no-source")
_SPOKEN, _WRITTEN = word_set("spoken"), word_set("written")
_MUTE = word_set("force") | word_set("lapse") | word_set("mute")
_ABSTRACT = ("tion", "tions", "ness", "ity", "ism", "ship", "ence", "ance", "ments", "ings", "ing", "sis")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody as the text names them: the words' place, the mention key where a name supports one, what they are."""

    start: int
    end: int
    who: str | None
    # person | organisation | place | nationality | role | pronoun | unnamed (capitalised, unknown) | document | thing
    type: str

    def words(self, text: str) -> str:
        """As given in the report."""
        return text[self.start : self.end]

    @property
    def can_speak(self) -> bool:
        """Things and named things do not speak; abstaining beats attributing wrongly."""
        return self.type != "thing"


def party(reading: Reading, sentence_at: int, phrase: Phrase | None) -> Party | None:
    """Whom the phrase in that sentence stands for; None without a phrase."""
    if phrase is None:
        return None
    tokens = reading.sentences[sentence_at].tokens
    phrase = _trimmed(tokens, phrase)
    if tokens[phrase.first].low == "whose" and phrase.first < phrase.head:
        phrase = replace(phrase, first=phrase.first + 1)
    head = tokens[phrase.head]
    if head.tag in {"I", "J"}:
        return _pronoun(reading, sentence_at, phrase)
    start, end = tokens[phrase.first].start, tokens[phrase.last].end
    if head.name >= 0 and not _is_home(reading, tokens, phrase):
        return _named(reading, tokens, phrase, start, end)
    if head.name >= 0:
        return Party(start, end, None, "role")
    if is_animate_word(head.low):
        words = tokens[phrase.first : phrase.head + 1]
        who = holder_of_role(reading, start, words, head.low) or holder_of_kind(reading, start, words, head.low)
        return Party(start, end, who, "role")
    sentence = reading.sentences[sentence_at]
    is_capital = reading.report.text[head.start].isupper() and not sentence.is_title and phrase.last > 0
    return Party(start, end, None, "unnamed" if is_capital else "thing")


def author(reading: Reading, sentence_at: int, phrase: Phrase | None) -> Party | None:
    """Who speaks when the phrase is the subject of a reporting verb: its party, or whose document it is; else None.

    "A statement by X" speaks for X; any other thing does not speak.
    """
    who = party(reading, sentence_at, phrase)
    if phrase is None or who is None or who.can_speak:
        return who
    tokens = reading.sentences[sentence_at].tokens
    is_document = tokens[phrase.last].low in _DOCUMENTS and phrase.last + 2 < len(tokens)
    if not is_document or tokens[phrase.last + 1].low not in {"by", "from", "of"}:
        return None
    return source_of(reading, sentence_at, phrase.last + 2)[0]


def made_speaker(reading: Reading, sentence_at: int, phrase: Phrase | None, cue: Cue) -> Party | None:
    """A noun we do not know for a person, where the verb tells that it is one; a document where it can say such things.

    "Former foes say", "others argue", "four in ten said": only people say, argue and insist. Abstract nouns, deeds and
    sites stay without a voice, since there the subject was likely read wrongly.
    """
    if phrase is None:
        return None
    tokens = reading.sentences[sentence_at].tokens
    head = tokens[phrase.head]
    start, end = tokens[phrase.first].start, tokens[phrase.last].end
    if head.tag == "D" or (head.tag == "NUM" and cue.lemma in _SPOKEN):
        return Party(start, end, None, "role")
    if head.tag != "X" or head.low in _NEVER_SPEAK:
        return None
    is_owned = any(token.tag == "POS" or token.low in _OWNERS for token in tokens[phrase.first : phrase.head])
    if _singular(head.low) in _DOCUMENTS and not (is_owned and head.low in {"release", "post"}):
        return Party(start, end, None, "document") if cue.lemma in _WRITTEN else None
    is_dumb = head.low in _MUTE or head.low in nominal_happenings() or head.low.endswith(_ABSTRACT)
    return Party(start, end, None, "role") if cue.lemma in _SPOKEN and not is_dumb else None


def _singular(low: str) -> str:
    return low.removesuffix("s") if low not in _DOCUMENTS else low


def _is_home(reading: Reading, tokens: Sequence[Token], phrase: Phrase) -> bool:
    """ "a boy from Irving, Texas": the place in commas says where somebody is from, not who it is."""
    name = reading.names[tokens[phrase.head].name].payload
    is_inserted = phrase.inner_head is not None and tokens[phrase.inner_head - 1].tag == ","
    is_of_people = any(token.tag == "X" and is_animate_word(token.low) for token in tokens[phrase.first : phrase.head])
    return isinstance(name, Name) and name.type == "place" and is_inserted and is_of_people


def _trimmed(tokens: Sequence[Token], phrase: Phrase) -> Phrase:
    """Without a possessive at the end, which belongs to what follows."""
    last = phrase.last
    while last > phrase.head and tokens[last].tag == "POS":
        last -= 1
    if phrase.inner_head is None:
        while last > phrase.first and tokens[last].tag == "POS":
            last -= 1
    return replace(phrase, last=last)


def _named(reading: Reading, tokens: Sequence[Token], phrase: Phrase, start: int, end: int) -> Party:
    """Named by the head of the phrase."""
    finding = reading.names[tokens[phrase.head].name]
    name = finding.payload
    assert isinstance(name, Name)
    end = max(end, finding.end)
    kind: str = "unnamed" if name.type == "other" else name.type
    if kind in {"unnamed", "organisation", "place"} and tokens[phrase.first].low in {"a", "an"}:
        kind = "thing"  # "an Internet posting", "a United Nations | plan to return people"
    if name.type == "nationality" and not reading.report.text[start:end].endswith("s"):
        kind = "thing"  # "Russian" alone is an adjective whose noun we missed
    return Party(start, end, name.who, kind)


def _pronoun(reading: Reading, sentence_at: int, phrase: Phrase) -> Party:
    tokens = reading.sentences[sentence_at].tokens
    token, start = tokens[phrase.last], tokens[phrase.first].start
    meant = antecedents(reading).get(token.start)
    if meant is not None and meant.who is None and meant.place is not None:
        return Party(*meant.place, None, "role")  # "they said": the words that tell who they are
    if token.low in _NEVER_SPEAK and meant is None:
        return Party(start, token.end, None, "thing")
    return Party(start, token.end, meant.who if meant is not None else None, "pronoun")


def source_of(reading: Reading, at: int, first: int) -> tuple[Party | None, int]:
    """Who stands after "according to", or after "by/from" behind a document ("a report by X"); and where they end."""
    tokens = reading.sentences[at].tokens
    document = None
    for _ in range(2):
        phrase = phrase_from(tokens, first)
        who = party(reading, at, phrase)
        if phrase is None or who is None:
            return document, first
        if who.can_speak:
            return with_apposition(reading, tokens, who, phrase)
        if phrase.last + 1 >= len(tokens) or tokens[phrase.last + 1].low not in {"by", "from", "of"}:
            return document_at(tokens, phrase), phrase.last + 1
        document = document_at(tokens, phrase)
        first = phrase.last + 2
    return document, first


def document_at(tokens: Sequence[Token], phrase: Phrase) -> Party | None:
    """What is written, counted or recorded as a source ("the poll", "court records"); not "plan" or "law"."""
    head = tokens[phrase.head]
    if head.tag not in {"X", "N"} or head.low in _NO_SOURCE or head.low in _NEVER_SPEAK:
        return None
    return Party(tokens[phrase.first].start, tokens[phrase.last].end, None, "document")


def with_apposition(reading: Reading, tokens: Sequence[Token], who: Party, phrase: Phrase) -> tuple[Party, int]:
    """ "according to his landlady, Ann Lee": the name in commas says who it is."""
    at = phrase.last + 1
    inner = phrase_from(tokens, at + 1) if at < len(tokens) and tokens[at].tag == "P" else None
    if inner is not None and inner.last + 2 < len(tokens) and tokens[inner.last + 1].tag == ",":
        at = inner.last + 1  # "its delegate in Varna, Ann Lee"
    is_open = who.type in {"role", "pronoun"} and at + 1 < len(tokens)
    if not is_open or tokens[at].tag != "," or tokens[at + 1].tag != "N":
        return who, at
    end = at + 1
    while end + 1 < len(tokens) and tokens[end + 1].name == tokens[at + 1].name:
        end += 1
    name = reading.names[tokens[at + 1].name].payload
    is_closed = end + 1 >= len(tokens) or tokens[end + 1].tag in {",", ".", "P", "(", ";", "-"}
    if not isinstance(name, Name) or name.type != "person" or not is_closed:
        return who, at
    return Party(who.start, tokens[end].end, name.who, "person"), end + 1
