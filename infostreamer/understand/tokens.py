"""A report as tagged tokens: words with names, dates and quotations marked, verbs told from nouns by their neighbours.

There is no trained tagger yet: closed classes and verb forms come from lists, everything unknown is X (a noun or
adjective). Quotations are one token Q each, because reading on inside them derails every rule about clauses.

Tags: D determiner · P preposition · C coordinator · S subordinator · W relative · THAT · M modal · B be · H have ·
O do · G not · I subject pronoun · J object pronoun · R adverb · TO before an infinitive · N in a name · T in a date ·
NUM · POS possessive · VB VZ VD VG base, -s, past or participle, -ing · X other word · Q quotation · punctuation as is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter

from infostreamer.model import Finding, Name, Report
from infostreamer.understand.lexicon import (
    Form,
    animate_nouns,
    attitudes,
    closed_classes,
    cues,
    noun_like_verbs,
    verb_forms,
    word_set,
)
from infostreamer.understand.quotation import Quotation, find_quotations

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|@\w+|\d+(?:[.,]\d+)*(?:[-‐]\w+)*|\w+(?:[-‐]\w+)*|[’'](?:s|re|ve|ll|d|m|t)\b|\.{3}|[^\w\s]"
)
_NOT_ADVERBS = word_set("not-adverb")
_IS_AFTER = word_set("contracts")
_SPOKEN = frozenset(("say", "argue", "believe", "insist", "acknowledge", "indicate"))  # never nouns: "analysts say"
_NOT_PAST, _PAST = word_set("not-past"), frozenset(("past", "participle"))
_DASHES = frozenset("—–-")
_MOST_ADVERBS = 12  # in a row that are looked past
_LONGEST_SENTENCE = 200  # tokens; a list or a table without full stops is cut, so that no rule grows with its square


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark. `name` and `quote` are indices into the reading's names and quotations, or -1."""

    start: int
    end: int
    low: str
    tag: str
    name: int = -1
    quote: int = -1
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens of one sentence; a quotation of several sentences is one token, so it never ends inside one."""

    tokens: tuple[Token, ...]
    paragraph: int
    is_title: bool

    @property
    def start(self) -> int:
        """Where its first token starts."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where its last token ends."""
        return self.tokens[-1].end


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the finders of speech and events work on. Equal only to itself, so that it can be a cheap key."""

    report: Report
    names: tuple[Finding, ...]
    dates: tuple[Finding, ...]
    quotations: tuple[Quotation, ...]
    sentences: tuple[Sentence, ...]


def read(report: Report, found: Sequence[Finding]) -> Reading:
    """The report tokenised with the names and dates found in it; the last few readings are kept."""
    names = tuple(finding for finding in found if finding.kind == "name")
    dates = tuple(finding for finding in found if finding.kind == "date")
    return _read(report, names, dates)


@lru_cache(maxsize=2)
def _read(report: Report, names: tuple[Finding, ...], dates: tuple[Finding, ...]) -> Reading:
    paragraphs = _paragraphs(report)
    quotations = find_quotations(report.text, paragraphs)
    marks = _Marks(report, names, dates, quotations)
    sentences: list[Sentence] = []
    for start, end in _masked_sentences(report, quotations):
        tokens = tuple(_tag(list(marks.tokens(start, end))))
        paragraph = _paragraph_at(paragraphs, start)
        for first in range(0, len(tokens), _LONGEST_SENTENCE):
            part = tokens[first : first + _LONGEST_SENTENCE]
            sentences.append(Sentence(part, paragraph, is_title=start < report.body_start))
    return Reading(report, names, dates, quotations, tuple(sentences))


def _paragraph_at(paragraphs: Sequence[tuple[int, int]], position: int) -> int:
    """Index of the paragraph with this position, else -1."""
    at = bisect_right(paragraphs, position, key=itemgetter(0)) - 1
    return at if at >= 0 and position < paragraphs[at][1] else -1


def _paragraphs(report: Report) -> tuple[tuple[int, int], ...]:
    title = ((0, len(report.text[: report.body_start].rstrip())),) if report.body_start else ()
    inside = tuple(place for place in report.paragraphs if place[0] >= report.body_start)
    return tuple(place for place in title + inside if place[0] < place[1])


def _masked_sentences(report: Report, quotations: Sequence[Quotation]) -> Iterator[tuple[int, int]]:
    """The report's sentences, joined where a boundary lies inside a quotation or the attribution follows it."""
    pending: tuple[int, int] | None = None
    at = 0
    for start, end in report.sentences:
        if pending is not None:
            start = pending[0]
        while at < len(quotations) and quotations[at].end <= end and not _is_followed(report.text, quotations[at], end):
            at += 1
        is_open = at < len(quotations) and quotations[at].start < end
        if is_open:
            if quotations[at].end <= end:
                at += 1
            pending = (start, end)
            continue
        pending = None
        yield start, end
    if pending is not None:
        yield pending


def _is_followed(text: str, quotation: Quotation, end: int) -> bool:
    """True when the sentence ends with this quotation and the next goes on in lower case: "Why?" he asked."""
    return quotation.end == end and text[end : end + 1] == " " and text[end + 1 : end + 2].islower()


def _role_start(text: str, finding: Finding) -> int:
    """Where the role right in front of a person begins: "Minister of Foreign Affairs X" is one name to the rules."""
    name = finding.payload
    if not isinstance(name, Name) or name.type != "person" or not name.role:
        return finding.start
    start = finding.start - len(name.role) - 1
    return start if start >= 0 and text.startswith(name.role, start) else finding.start


class _Marks:
    """Walks names, dates and quotations alongside the text, so that each token finds its own in one pass."""

    def __init__(
        self, report: Report, names: Sequence[Finding], dates: Sequence[Finding], quotations: Sequence[Quotation]
    ) -> None:
        text = self._text = report.text
        self._ends = {end for _, end in report.sentences}
        self._name_at = {
            at: index for index, finding in enumerate(names) for at in range(_role_start(text, finding), finding.end)
        }
        self._date_at = {at for finding in dates for at in range(finding.start, finding.end)}
        self._quote_at = {quotation.start: index for index, quotation in enumerate(quotations)}
        self._quotations = quotations

    def tokens(self, start: int, end: int) -> Iterator[Token]:
        position = start
        while position < end:
            if position in self._quote_at:
                index = self._quote_at[position]
                position = max(self._quotations[index].end, position + 1)
                yield Token(self._quotations[index].start, position, "“”", "Q", quote=index)
                continue
            match = _TOKEN.search(self._text, position, end)
            if match is None:
                return
            if match.start() in self._quote_at and match.start() != position:
                position = match.start()
                continue
            position = match.end()
            if match.group() == "." and position not in self._ends and position < end:
                continue  # of an abbreviation: "No. 3", "Jan. 7"
            yield self._plain(match.start(), match.end())

    def _plain(self, start: int, end: int) -> Token:
        low = self._text[start:end].lower().replace("’", "'")
        name = self._name_at.get(start, -1)
        if name >= 0:
            return Token(start, end, low, "N", name=name)
        if start in self._date_at:
            return Token(start, end, low, "T")
        if low == "no" and self._text[end : end + 1] == ".":
            return Token(start, end, low, "X")  # "No. 3"
        tag, form = _looked_up(low)
        return Token(start, end, low, tag, form=form)


@lru_cache(maxsize=20_000)
def _looked_up(low: str) -> tuple[str, Form | None]:
    """Its tag by the word alone, and its form where it may be a verb."""
    return _first_tag(low), verb_forms().get(low) or _unknown_past(low)


def _unknown_past(low: str) -> Form | None:
    """A verb we do not list shows itself by its ending ("alarmed"); its lemma stays unknown."""
    if len(low) < 6 or not low.endswith("ed") or low in _NOT_PAST or low.endswith("eed"):
        return None
    return Form(low, _PAST)


def _first_tag(low: str) -> str:
    if low == "that":
        return "THAT"
    closed = closed_classes().get(low)
    if closed is not None:
        return closed
    if low[0].isdigit():
        return "NUM"
    if low in _DASHES:
        return "-"
    if not (low[0].isalnum() or low[0] == "@"):
        return low
    if low.endswith("ly") and len(low) > 4 and low not in _NOT_ADVERBS:
        return "R"
    return "X"


def _tag(tokens: list[Token]) -> list[Token]:
    """Second pass: possessives, infinitives and verbs, left to right, each seeing the tags already settled."""
    for at, token in enumerate(tokens):
        before = _tag_before(tokens, at)
        after = tokens[at + 1].tag if at + 1 < len(tokens) else "."
        if after == "P" and tokens[at + 1].low == "to" and _starts_infinitive(tokens, at + 2):
            after = "TO"
        if token.low in {"'s", "'"} and token.tag not in {"Q"}:
            is_verb = token.low == "'s" and at > 0 and tokens[at - 1].low in _IS_AFTER
            tokens[at] = replace(
                token, tag="B" if is_verb else ("POS" if token.low == "'s" or _is_plural(tokens, at - 1) else "'")
            )
        elif token.low == "that" and before.startswith("V") and _ends_phrase(tokens, at + 1):
            tokens[at] = replace(token, tag="D")  # "rejected that account"
        elif token.low == "to":
            tokens[at] = replace(token, tag="TO" if _starts_infinitive(tokens, at + 1) else "P")
        elif token.low in {"her", "his"} and after in {".", ",", "P", "S", "C"}:
            tokens[at] = replace(token, tag="J")
        elif token.low == "before" and after in {"D", "N", "X"} and not _has_verb_soon(tokens, at + 1):
            tokens[at] = replace(token, tag="P")
        elif token.form is not None and token.tag == "X":
            tokens[at] = replace(token, tag=_verb_tag(token, token.form, before, after, tokens, at))
    return tokens


def _ends_phrase(tokens: Sequence[Token], at: int) -> bool:
    """One plain noun and then a stop or the end."""
    if at >= len(tokens) or tokens[at].tag != "X" or _is_plural(tokens, at):
        return False
    return at + 1 >= len(tokens) or tokens[at + 1].tag in {".", ",", ";"}


def _has_verb_soon(tokens: Sequence[Token], at: int) -> bool:
    """Whether a form of be, have, do, a modal or a past form comes before the next comma."""
    for token in tokens[at : at + 8]:
        if token.tag in {",", "."}:
            return False
        if token.tag in {"B", "H", "M", "O"} or (token.form is not None and "past" in token.form.features):
            return True
    return False


def _tag_before(tokens: Sequence[Token], at: int) -> str:
    first = max(0, at - _MOST_ADVERBS)
    while at > first:
        at -= 1
        if tokens[at].tag != "R":
            return tokens[at].tag
    return "START"


def _starts_infinitive(tokens: Sequence[Token], at: int) -> bool:
    if at < len(tokens) and tokens[at].tag == "R" and at + 1 < len(tokens):
        at += 1
    if at >= len(tokens):
        return False
    form = tokens[at].form
    return tokens[at].low in {"be", "have", "do"} or (form is not None and "base" in form.features)


def _is_plural(tokens: Sequence[Token], at: int) -> bool:
    return at >= 0 and tokens[at].low.endswith("s") and not tokens[at].low.endswith("ss")


def _verb_tag(token: Token, form: Form, before: str, after: str, tokens: Sequence[Token], at: int) -> str:
    features = form.features
    if "base" in features and before in {"TO", "M", "O", "G"}:
        return "VB"
    is_past = bool(features & {"past", "participle"})
    if is_past and ("base" not in features or _is_surely_verb(before, after)):
        return "X" if _is_adjective(before, after) else "VD"
    if "ing" in features:
        return "X" if before in {"D", "POS", "NUM"} else "VG"
    if "s" in features:
        return "VZ" if _is_third_person(form, before, after, tokens, at) else "X"
    if "base" in features and _is_plain_present(form, before, after, tokens, at):
        return "VB"
    return "X"


def _is_surely_verb(before: str, after: str) -> bool:
    """For forms that are past and base alike ("hit", "cut")."""
    return before in {"I", "N", "W", "H", "B"} or (before == "X" and after in {"D", "NUM", "N"})


def _is_adjective(before: str, after: str) -> bool:
    """A participle between a determiner or preposition and a noun describes the noun."""
    if before == "P":
        return after in {"X", "N"}
    return before in {"D", "POS", "NUM", "START"} and after in {"X", "N", "C"}


def _is_third_person(form: Form, before: str, after: str, tokens: Sequence[Token], at: int) -> bool:
    if before in {"D", "POS", "P", "NUM", "TO", "START", "VD", "VZ"}:
        return False
    is_owned = at > 1 and tokens[at - 2].tag == "POS" and tokens[at - 1].low not in animate_nouns()
    if form.lemma in cues() and after == "THAT" and is_owned:
        return False  # "Novak's false claims that"
    particle = f"{form.lemma} {tokens[at + 1].low}" if at + 1 < len(tokens) else ""
    if after == "P" and particle in attitudes() and tokens[at - 1].low in animate_nouns() and not is_owned:
        return not _is_plural(tokens, at - 1)  # "the group calls on the council"
    if form.lemma not in noun_like_verbs() or (form.lemma in cues() and after == "THAT"):
        return True
    if before in {"I", "W"} or (before in {"Q", ","} and form.lemma in cues()):
        return True
    is_singular = not _is_plural(tokens, at - 1)
    if after == "." and form.lemma in cues() and is_singular:
        return any(token.tag == "," for token in tokens[max(0, at - 5) : at])  # "…, the agency reports."
    if after == "TO":
        return is_singular and (before == "N" or tokens[at - 1].low in animate_nouns())  # "the party plans to"
    return before in {"N", "X"} and is_singular and after in {"D", "N", "J", "THAT"}


def _is_plain_present(form: Form, before: str, after: str, tokens: Sequence[Token], at: int) -> bool:
    if before in {"I", "W"}:
        return True
    if form.lemma in _SPOKEN and before in {"X", "N", "J", "D", "NUM", "VD", "%", "C"}:
        return after in {"D", "N", "J", "I", "THAT", "X", "S"} or (after == "." and _is_plural(tokens, at - 1))
    if before not in {"X", "N"}:
        return False
    is_sure = form.lemma not in noun_like_verbs() and after in {"D", "N", "J", "THAT"}
    return is_sure or (_is_plural(tokens, at - 1) and after in {"D", "N", "THAT", "J", "TO", "S"})
