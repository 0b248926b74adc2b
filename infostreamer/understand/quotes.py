"""Direct quotations and who spoke them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from infostreamer.model import Finding, Quote, Report, Span
from infostreamer.understand import elsewhere
from infostreamer.understand.attitudes import attitudes_in
from infostreamer.understand.circumstances import NO_CIRCUMSTANCE, circumstance_of
from infostreamer.understand.clauses import groups_of
from infostreamer.understand.content import contents
from infostreamer.understand.lexicon import closed_classes, verb_forms, word_set
from infostreamer.understand.phrases import VERBS, head_of_chain, phrase_from
from infostreamer.understand.posts import SetApart, set_apart
from infostreamer.understand.reporting import Reported, cue_place, reporting_clauses
from infostreamer.understand.speakers import Party, author, party, source_of
from infostreamer.understand.subjects import subject_of
from infostreamer.understand.tokens import Reading, Sentence, Token, read

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_NAMING = word_set("naming")
_BEFORE_TITLE = frozenset(["P", "POS", "N", "X"])
_SMALL = frozenset(("a", "an", "the", "of", "and", "in", "on", "to", "for", "with", "at", "from", "by"))
# Confidence as measured on PolNeAR's dev part and the wire reports: docs/reference/measurements.md.
_BESIDE, _NEAR, _UNATTRIBUTED = 0.95, 0.89, 0.6
_STOPS = frozenset(".!?…")
_LONGEST_ALONE, _LONGEST_TAIL = 16, 6  # tokens of a sentence that is an attribution alone, and behind its verb
_ADJACENT = frozenset([",", ":", "-"])


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who spoke, by which words. `is_close`: the cue stands right at the marks, so the words are surely spoken."""

    speaker: Party | None
    cue: tuple[int, int] | None  # characters
    date: str | None
    is_close: bool
    sentence: int | None = None  # where the attribution stands


class QuotesFinder:
    """Quotes over the whole report; scare quotes and titles of works are left out."""

    name = "quotes"
    version = 1
    languages: tuple[str, ...] = ("*",)
    needs: tuple[str, ...] = ("name", "date")
    gives: tuple[str, ...] = ("quote",)

    def find(self, report: Report, found: Sequence[Finding]) -> list[Finding]:
        """One finding per quotation, its spans the words between the marks."""
        reading = read(report, found)
        quotes = _Quotes(reading)
        for at in range(len(reading.sentences)):
            quotes.add_sentence(at)
        apart = list(set_apart(reading)) if report.language in {"en", None} else []
        spoken = [
            self._finding(reading, spans, attribution)
            for spans, attribution in quotes.settled()
            if not any(each.span[0] <= spans[0][0] and spans[-1][1] <= each.span[1] for each in apart)
        ]
        unmarked = (
            (found.spans, Attribution(found.speaker, found.cue, None, True)) for found in elsewhere.dashed(reading)
        )
        spoken += [self._finding(reading, *each) for each in unmarked]
        return spoken + [self._set_apart(reading, each) for each in apart]

    def _set_apart(self, reading: Reading, words: SetApart) -> Finding:
        report, speaker = reading.report, words.speaker
        around = NO_CIRCUMSTANCE
        if words.sentence is not None:
            around = circumstance_of(reading, words.sentence, ())
        payload = Quote(
            speaker=speaker.words(report.text),
            who=speaker.who,
            cue=report.text[slice(*words.cue)] if words.cue else None,
            date=words.date,
            via=around.via,
            venue=around.venue,
            handle=words.handle or around.handle,
            speaker_span=Span(report.id, speaker.start, speaker.end),
            cue_span=Span(report.id, *words.cue) if words.cue else None,
        )
        maker = f"{self.name}/{self.version}"
        return Finding.of(report.id, (words.span,), payload, maker=maker, confidence=words.confidence)

    def _finding(self, reading: Reading, spans: tuple[tuple[int, int], ...], attribution: Attribution) -> Finding:
        report, speaker, cue = reading.report, attribution.speaker, attribution.cue
        at = attribution.sentence
        around = circumstance_of(reading, at, (), speaker) if at is not None else NO_CIRCUMSTANCE
        payload = Quote(
            speaker=speaker.words(report.text) if speaker else None,
            who=speaker.who if speaker else None,
            cue=report.text[cue[0] : cue[1]] if cue else None,
            date=attribution.date,
            via=around.via,
            venue=around.venue,
            handle=around.handle,
            speaker_span=Span(report.id, speaker.start, speaker.end) if speaker else None,
            cue_span=Span(report.id, *cue) if cue else None,
        )
        confidence = _UNATTRIBUTED if speaker is None else _BESIDE if attribution.is_close else _NEAR
        return Finding.of(report.id, spans, payload, maker=f"{self.name}/{self.version}", confidence=confidence)


QUOTES = QuotesFinder()


class _Quotes:
    """Walks the sentences in order, since a quotation without attribution goes on with the speaker before it."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.found: list[tuple[tuple[tuple[int, int], ...], Attribution]] = []
        self._wholes: dict[int, int] = {}  # quote without a speaker that is a whole sentence -> its paragraph
        self._speakers: dict[int, list[Attribution]] = {}  # paragraph -> who spoke there
        self._last: tuple[int, Attribution] | None = None  # paragraph, who spoke there last

    def add_sentence(self, at: int) -> None:
        sentence = self.reading.sentences[at]
        places = [index for index, token in enumerate(sentence.tokens) if token.tag == "Q"]
        split = _split_parts(sentence.tokens, places)
        for index in places:
            if index in split:
                self._extend(sentence.tokens[index])
                continue
            attribution = self._attribution(at, index)
            spans = self._spans(sentence.tokens[index])
            if attribution is _NOBODY and self.reading.report.language != "en":
                attribution, spans = self._elsewhere(sentence.tokens, index, spans)
            if spans and self._is_spoken(sentence, index, attribution):
                self.found.append((spans, attribution))
                if attribution.speaker is None and _is_whole(sentence, index):
                    self._wholes[len(self.found) - 1] = sentence.paragraph
                elif attribution.speaker is not None:
                    self._speakers.setdefault(sentence.paragraph, []).append(attribution)
                    self._last = (sentence.paragraph, attribution)

    def settled(self) -> list[tuple[tuple[tuple[int, int], ...], Attribution]]:
        """The quotes; a whole sentence in marks without attribution has the one speaker of its paragraph, if any."""
        settled = list(self.found)
        for at, paragraph in self._wholes.items():
            spoken = self._speakers.get(paragraph, [])
            spoken = spoken or self._going_on_from(paragraph - 1, at)
            only = spoken[0] if len({_identity(one) for one in spoken}) == 1 else None
            if only is not None:
                settled[at] = (settled[at][0], replace(only, cue=None, is_close=False))
        return settled

    def _going_on_from(self, paragraph: int, at: int) -> list[Attribution]:
        """Who spoke in the paragraph before, where it ends with that one's direct words and their attribution."""
        last = next((one for one in reversed(self.found[:at]) if one[1].speaker is not None), None)
        spoken = self._speakers.get(paragraph, [])
        is_last = last is not None and bool(spoken) and last[1] is spoken[-1] and spoken[-1].is_close
        sentences = [one for one in self.reading.sentences if one.paragraph == paragraph]
        return spoken if is_last and sentences and any(one.tag == "Q" for one in sentences[-1].tokens) else []

    def _extend(self, token: Token) -> None:
        """The second part of a quotation split by its attribution joins the first."""
        if self.found:
            spans, attribution = self.found[-1]
            self.found[-1] = ((*spans, *self._spans(token)), attribution)

    def _spans(self, token: Token) -> tuple[tuple[int, int], ...]:
        text = self.reading.report.text
        stripped = (_strip(text, *place) for place in self.reading.quotations[token.quote].inner)
        return tuple(place for place in stripped if place[0] < place[1])

    def _attribution(self, at: int, index: int) -> Attribution:
        sentence = self.reading.sentences[at]
        clauses = reporting_clauses(self.reading)[at]
        found = _by_clause(sentence.tokens, index, clauses) or self._by_source(at, index) or self._by_colon(at, index)
        found = found or self._by_attitude(at, index) or self._by_content(at, index)
        found = found or self._by_sentence_before(at, index)
        return found or self._by_sentence_after(at, index) or self._by_going_on(sentence, index) or _NOBODY

    def _by_main_verb(self, at: int, index: int) -> Attribution | None:
        """X shot back: “…”, whatever verb it is that the colon follows."""
        tokens, groups = self.reading.sentences[at].tokens, groups_of(self.reading)[at]
        verbs = [place for place, group in enumerate(groups) if group.is_finite and group.last < index]
        who = author(self.reading, at, subject_of(tokens, groups, verbs[-1])) if verbs else None
        if who is None or who.type not in {"person", "pronoun", "role"} or groups[verbs[-1]].is_passive:
            return None
        return Attribution(who, None, None, False, at)

    def _by_attitude(self, at: int, index: int) -> Attribution | None:
        """X called it “…”, accused them of “…”: words in marks within what somebody is told to make of something."""
        tokens = self.reading.sentences[at].tokens
        for attitude in attitudes_in(self.reading)[at]:
            if any(first <= index < end for first, end in attitude.content):
                return _attribution_of(tokens, attitude.reported, is_close=False)
        return None

    def _by_content(self, at: int, index: int) -> Attribution | None:
        """Had “…” long enough, she said: words in marks within what the clause behind them reports."""
        sentence, clauses = self.reading.sentences[at], reporting_clauses(self.reading)[at]
        groups = groups_of(self.reading)[at]
        for reported in clauses:
            parts = contents(sentence, groups, reported, clauses)
            if any(first <= index < end for first, end in parts):
                return _attribution_of(sentence.tokens, reported, is_close=False)
        return None

    def _by_sentence_after(self, at: int, index: int) -> Attribution | None:
        """“Why now?” X asked. The sentence ends with the marks, the next holds the attribution alone."""
        sentences = self.reading.sentences
        is_last = index == len(sentences[at].tokens) - 1 and at + 1 < len(sentences)
        if not is_last or sentences[at + 1].paragraph != sentences[at].paragraph:
            return None
        tokens, clauses = sentences[at + 1].tokens, reporting_clauses(self.reading)[at + 1]
        is_alone = bool(clauses) and clauses[0].start == 0 and clauses[0].end >= len(tokens) - _LONGEST_TAIL
        is_alone = is_alone and len(tokens) <= _LONGEST_ALONE and not any(token.tag in {"Q", ":"} for token in tokens)
        return _attribution_of(tokens, clauses[0], is_close=True) if is_alone else None

    def _elsewhere(
        self, tokens: Sequence[Token], index: int, spans: tuple[tuple[int, int], ...]
    ) -> tuple[Attribution, tuple[tuple[int, int], ...]]:
        """The attribution and the words by the rules for other languages; as they were where those find nothing."""
        found = elsewhere.inside(self.reading, *spans[0]) if spans else None
        if found is not None:
            text = self.reading.report.text
            own = tuple(_strip(text, *span) for span in found.spans) + spans[1:]
            return Attribution(found.speaker, found.cue, None, True), own
        found = elsewhere.beside(self.reading, tokens, index)
        return (Attribution(found.speaker, found.cue, None, True) if found else _NOBODY), spans

    def _by_source(self, at: int, index: int) -> Attribution | None:
        """“…”, according to X."""
        tokens = self.reading.sentences[at].tokens
        after = index + 1 + (index + 1 < len(tokens) and tokens[index + 1].tag == ",")
        if after + 2 >= len(tokens) or (tokens[after].low, tokens[after + 1].low) != ("according", "to"):
            return None
        who, _ = source_of(self.reading, at, after + 2)
        return Attribution(who, (tokens[after].start, tokens[after + 1].end), None, True, at) if who else None

    def _by_colon(self, at: int, index: int) -> Attribution | None:
        """X: “…” at the start of a sentence, as in headlines and interviews; “…”: X in a headline."""
        tokens = self.reading.sentences[at].tokens
        if index == 0 and self.reading.sentences[at].is_title and len(tokens) > 2 and tokens[1].tag in {":", "-"}:
            behind = party(self.reading, at, phrase_from(tokens, 2)) if _is_verbless(tokens[2:]) else None
            return Attribution(behind, None, None, True) if behind is not None and behind.can_speak else None
        if index < 2 or tokens[index - 1].tag != ":":
            return None
        phrase = head_of_chain(tokens, index - 2)
        who = party(self.reading, at, phrase)
        if phrase is None or phrase.first > 0:
            return self._by_main_verb(at, index)
        is_whole = phrase is not None and phrase.first == 0
        return Attribution(who, None, None, True) if is_whole and who is not None and who.can_speak else None

    def _by_sentence_before(self, at: int, index: int) -> Attribution | None:
        """A sentence that ends in a colon announces the quotation the next one begins with."""
        is_first = not any(token.low[0].isalnum() for token in self.reading.sentences[at].tokens[:index])
        if not is_first or at == 0:
            return None
        before = self.reading.sentences[at - 1]
        clauses = reporting_clauses(self.reading)[at - 1]
        if before.tokens[-1].tag != ":":
            return None
        if clauses:
            return _attribution_of(before.tokens, clauses[-1], is_close=True)
        groups = groups_of(self.reading)[at - 1]
        main = next((place for place, group in enumerate(groups) if group.is_finite), None)
        who = author(self.reading, at - 1, subject_of(before.tokens, groups, main)) if main is not None else None
        return Attribution(who, None, None, True) if who is not None and who.can_speak else None

    def _by_going_on(self, sentence: Sentence, index: int) -> Attribution | None:
        """A quotation that is the whole sentence goes on with the speaker before it in the same paragraph."""
        if not _is_whole(sentence, index) or self._last is None or self._last[0] != sentence.paragraph:
            return None
        return replace(self._last[1], cue=None, is_close=False)

    def _is_spoken(self, sentence: Sentence, index: int, attribution: Attribution) -> bool:
        """Whether these are somebody's words, not a scare quote, a name or a title of a work."""
        text = self.reading.report.text
        start, end = self.reading.quotations[sentence.tokens[index].quote].inner[0]
        inner = text[start:end].strip()
        words = _WORD.findall(inner)
        if attribution.speaker is not None and _is_whole(sentence, index) and inner[-1:] in _STOPS:
            return bool(words)
        if not words or (index > 0 and sentence.tokens[index - 1].low in _NAMING):
            return False
        is_closed = inner[-1] in ".,!?…" or text[end + 1 : end + 2] in {",", "."}
        if index > 0 and sentence.tokens[index - 1].tag in _BEFORE_TITLE and _is_capitalised(words):
            return False  # on Novo TV's “Morning Tide.”
        if attribution.is_close:
            if _is_title(words) and inner[-1] not in ".,!?…":
                return False  # told the “Sunday Evening” programme
            return len(words) > 2 or (is_closed and inner[0].isupper())
        if attribution.speaker is not None:
            return len(words) > 2 and not _is_title(words)
        return (
            not sentence.is_title
            and len(words) > 4
            and inner[0].isupper()
            and is_closed
            and _has_verb(words)
            and not _is_title(words)
        )


_NOBODY = Attribution(None, None, None, False)


def _is_whole(sentence: Sentence, index: int) -> bool:
    """Whether the sentence is this quotation and nothing else; a dash may lead it on from the attribution."""
    is_first = index == 0 or all(token.tag == "-" for token in sentence.tokens[:index])
    return is_first and all(token.tag in {"Q", ".", "-"} for token in sentence.tokens)


def _is_verbless(tokens: Sequence[Token]) -> bool:
    """Who spoke ends a headline; with a verb it tells something else: “…”: three killed in clashes."""
    verbal = VERBS | {"B", "H", "M", "O", "TO"}
    return not any(token.tag in verbal or token.low == "dead" for token in tokens)


def _identity(attribution: Attribution) -> object:
    speaker = attribution.speaker
    return speaker and (speaker.who or (speaker.start, speaker.end))


def _split_parts(tokens: Sequence[Token], places: Sequence[int]) -> frozenset[int]:
    """Quotations that go on after an attribution in the middle: “…,” X said, “…”."""
    parts = set()
    for first, second in pairwise(places):
        between = tokens[first + 1 : second]
        has_cue = any(token.form is not None and token.tag in {"VD", "VZ"} for token in between)
        if (
            has_cue
            and between[-1].tag in {",", "-"}
            and len(between) <= 25
            and not any(token.tag in {".", "C"} for token in between)
        ):
            parts.add(second)
    return frozenset(parts)


def _by_clause(tokens: Sequence[Token], index: int, clauses: Sequence[Reported]) -> Attribution | None:
    """The reporting clause right before or right after the marks, else the one whose content holds them."""
    for reported in (one for one in clauses if "q" in one.cue.flags):
        if _follows(tokens, index, reported) or _leads(tokens, index, reported):
            return _attribution_of(tokens, reported, is_close=True)
    before = [reported for reported in clauses if reported.cue_last < index and not reported.is_inverted]
    return _attribution_of(tokens, before[-1], is_close=False) if before else None


def _follows(tokens: Sequence[Token], index: int, reported: Reported) -> bool:
    """“…,” X said / said X: only a comma between marks and clause."""
    after = index + 1
    while after < len(tokens) and tokens[after].tag in {",", "-"}:
        after += 1
    if after < len(tokens) and reported.speaker is not None and reported.speaker.start == tokens[after].start:
        return True  # “…,” X, who had waited for hours, said
    return reported.start == after or (reported.start == after + 1 and tokens[after].low == "as")


def _leads(tokens: Sequence[Token], index: int, reported: Reported) -> bool:
    """X said[, : that] “…”."""
    if reported.is_inverted:
        return (
            tokens[reported.end].tag in _ADJACENT and reported.end + 1 == index if reported.end < len(tokens) else False
        )
    at = reported.content
    while at < index and tokens[at].tag in {":", ",", "-", "THAT"}:
        at += 1
    return at == index


def _attribution_of(tokens: Sequence[Token], reported: Reported, *, is_close: bool) -> Attribution:
    return Attribution(reported.speaker, cue_place(tokens, reported), reported.date, is_close, reported.sentence)


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    """Without spaces at the edges and without the comma that belongs to the attribution."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return start, end


def _is_title(words: Sequence[str]) -> bool:
    """Every longer word capitalised: a book, a film, an operation."""
    longer = [word for word in words if len(word) > 3]
    return len(longer) > 1 and all(word[0].isupper() for word in longer)


def _is_capitalised(words: Sequence[str]) -> bool:
    """Every word but the small ones."""
    return all(word[0].isupper() or word in _SMALL for word in words)


def _has_verb(words: Sequence[str]) -> bool:
    tags = closed_classes()
    return any(
        tags.get(word.lower()) in {"B", "H", "O", "M"} or word.lower() in verb_forms() or "'" in word for word in words
    )
