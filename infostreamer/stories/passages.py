"""Sentences fit to be shown: where they stand, without datelines; credit lines, bylines and captions are never fit."""

from __future__ import annotations

import re
from bisect import bisect_right

from infostreamer.model import Credit, Name, Report, Span, fold
from infostreamer.stories.dateline import dateline_of
from infostreamer.stories.features import Read

_CREDIT_LINE = re.compile(
    r"(?:original\s+)?sources?\s*:|(?:photo|image|picture|video|credit|caption|file photo)\b[^.]{0,40}:"
    r"|by [A-Z]\w+ [A-Z]\w+$"
    r"|(?:read|see) (?:more|also)\b|this (?:article|story|report) (?:was|first|originally)|follow us\b|subscribe\b|©"
    r"|\W*(?:with )?(?:additional )?reporting by\b|\W*editing by\b|correction\s*:",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?…][\"”’»)\]]*$")
_PRONOUN = re.compile(r"(?:He|She|They|It|This|That|These|Those|His|Her|Their|Its|Such|Both)\b")
_CONNECTIVE = re.compile(
    r"(?:Here|But|And|However|Meanwhile|Also|Moreover|Instead|Still|Then|So|Yet|Or|Nor|Additionally|Furthermore"
    r"|Simultaneously|Overall|Similarly|Later|Knowing this|By contrast|In summary|In addition|As a result|Despite this"
    r"|According to (?:him|her|them)|For (?:his|her) part)\b"
)
_DANGLING = re.compile(  # "In four of them", "On 11 November he told", "The latter"
    r"^(?:\W*\w+\W+){0,5}?of (?:them|those|these|whom|which)\b"
    r"|^(?:On|In|At|By|After|Before|During|Since|For|When|While|As|If|Asked|Speaking|Until|From|To|With|Without)\b"
    r"(?:(?!\b(?:said|told|who)\b)(?:[^A-Z.;]|[A-Z](?![a-z]+ [A-Z]))){0,40}?\b(?:he|she|they)\b"
    r"|^(?:The (?:former|latter|same|other|two|three|pair)|Another|Others|Neither|One of (?:the|these))\b"
    r"|^(?:In|On|At|To|Asked)\b[^,.;]{0,60}? it (?:said|told|added|denied|confirmed)\b"
    r"|[\"”»],? (?:he|she|they) \w+"
    r"|\b(?:according to|told|for|with|by) (?:him|her|them)\W*$"
)
_LEANS_IN_RUSSIAN = re.compile(
    r"(?:Об этом|По (?:его|её|ее|их) (?:словам|данным|мнению)|Он|Она|Они|Оно|Его|Её|Ее|Их|Это|Этот|Эта|Эти"
    r"|При этом|Однако|Но|А|Кроме того|Также|Так|Там|Тогда|Затем|Поэтому|Тем не менее|В связи с этим)\b"
)
_LATE_SUBJECT = re.compile(
    r"(?:On|In|At|By|After|Before|During|Since|For|When|While|If|Asked|Speaking|Until|From|To|With|Without)\b"
    r"[^.;]*?, (?:he|she|they)\b"
)
FEWEST_WORDS, LONGEST = 6, 420  # words, characters


def sentence_at(report: Report, at: int) -> tuple[int, int] | None:
    """The sentence of the body that covers this position, its dateline cut off; None in the title or between."""
    starts = [start for start, _ in report.sentences]
    index = bisect_right(starts, at) - 1
    if index < 0 or at < report.body_start or report.sentences[index][1] <= at:
        return None
    return without_dateline(report, report.sentences[index])


def without_dateline(report: Report, sentence: tuple[int, int]) -> tuple[int, int]:
    """The sentence from where its dateline ends."""
    found = dateline_of(report)
    if found is None or not sentence[0] <= found.start < found.end < sentence[1]:
        return sentence
    return (found.end, sentence[1])


def sentences_of(read: Read) -> list[Span]:
    """Every sentence of the body that may stand in a line, in order."""
    report = read.report
    body = [without_dateline(report, sentence) for sentence in report.sentences if sentence[0] >= report.body_start]
    return [Span(report.id, start, end) for start, end in body if is_fit(read, start, end)]


def is_fit(read: Read, start: int, end: int, *, fewest_words: int = FEWEST_WORDS) -> bool:
    """True for a whole sentence of prose of readable length; false for credits, captions, headings, questions."""
    text = read.report.text[start:end]
    if len(text) > LONGEST or len(text.split()) < fewest_words or not _ENDS.search(text):
        return False
    if _CREDIT_LINE.match(text) or text.rstrip('"”’»').endswith("?") or "\n\n" in text:
        return False
    return not _is_caption(read.report, text) and not _is_credit(read, start, end)


def stands_alone(text: str) -> bool:
    """True when the sentence can be listed and does not open with a quotation."""
    return can_be_listed(text) and text[:1] not in "“\"”'‘"


def can_be_listed(text: str) -> bool:
    """True when the sentence can stand in a list of facts: leaning on no other sentence, no quotation cut in two."""
    opened = text.count("“") + text.count("«")
    closed = text.count("”") + text.count("»")
    is_whole = opened == closed and text.count('"') % 2 == 0
    return is_whole and not is_dangling(text)


def is_dangling(text: str) -> bool:
    """True when it leans on the sentence before: an opening pronoun or connective, "of them", "On Friday he …"."""
    bare = text.lstrip("“\"”'‘ ")
    return any(pattern.match(bare) for pattern in (_PRONOUN, _CONNECTIVE, _LEANS_IN_RUSSIAN)) or bool(
        _DANGLING.search(bare)
    )


def leans(read: Read, start: int, end: int) -> bool:
    """True when the sentence cannot be understood without another: dangling, or "On 12 November, …, he said …"."""
    text = read.report.text[start:end]
    if is_dangling(text):
        return True
    found = _LATE_SUBJECT.match(text)
    return found is not None and not any(
        isinstance(finding.payload, Name) and finding.payload.type == "person" and finding.start < start + found.end()
        for finding in read.findings
        if finding.start >= start
    )


def _is_caption(report: Report, text: str) -> bool:
    captions = {fold(caption) for image in report.images for caption in (image.caption, image.alt) if caption}
    return fold(text) in captions


def _is_credit(read: Read, start: int, end: int) -> bool:
    """True when a credit to an original, a photographer or an author stands in the sentence."""
    return any(
        isinstance(finding.payload, Credit)
        and finding.payload.type in ("original", "photo", "author", "release")
        and finding.start < end
        and start < finding.end
        for finding in read.findings
    )
