"""Sentences fit to be shown: where they stand, without datelines; credit lines, bylines and captions are never fit."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from infostreamer.model import Credit, Name, Report, Span, fold
from infostreamer.stories.features import Read
from infostreamer.stories.trimming import without_dateline
from infostreamer.stories.unfit import QUOTED, is_inside_quotation, is_unfit, single_words

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
    r"|Simultaneously|Overall|Similarly|Likewise|Later|Afterwards|Knowing this|By contrast|By comparison"
    r"|In contrast|In summary"
    r"|In addition|As a result|As such|As it is|Despite this|Because of this|After this|After that|In other words"
    r"|In other news|In short|In turn|In this case|For example|For instance|At that time|At the time|At one point"
    r"|That['’]s|There['’]s|What['’]s|According to (?:him|her|them|it)|For (?:his|her|their|its) part|Thus|Hence"
    r"|Therefore|Consequently|Accordingly|Otherwise|Either way|Even so|Which|Who|Because|Except|Not only|Nor"
    r"|First came|Next came|Then came)\b"
)
_MANY = (
    r"(?:the |all |both |some |many |most |several |a few |another )?"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+)"
)
_DANGLING = re.compile(  # "In four of them", "On 11 November he told", "The latter", "The 21 were freed"
    r"^(?:\W*\w+\W+){0,5}?of (?:them|those|these|whom|which)\b"
    r"|^(?:On|In|At|By|After|Before|During|Since|For|When|While|As|If|Asked|Speaking|Until|From|To|With|Without)\b"
    r"(?:(?!\b(?:said|told|who)\b)(?:[^A-Z.;]|[A-Z](?![a-z]+ [A-Z]))){0,40}?\b(?:he|she|they)\b"
    r"|^The (?:former|latter|same|other|others|two|three|pair|duo|trio)(?= (?!\w+ (?:of|in|at|on)\b))"
    r"|^The (?:first|last|next|final) (?:two|three|four|five|few)\b"
    r"(?! (?:years|months|weeks|days|hours|minutes|quarters)\b)"
    r"|^(?:(?:Just|Only|Some)\s)?(?:\w+\s){0,2}(?:days|weeks|months|hours|minutes|years|moments)"
    r" (?:later|afterwards?|earlier)\b"
    r"|^There, "
    r"|^One (?:was|is|has|had|said|says)\b"
    r"|^(?:Another|Others|Neither|Either|One of (?:the|these)|Some of (?:the|these)|None of (?:the|these))\b"
    rf"|^(?i:{_MANY}) (?:were|was|are|is|have|has|had|will|would|also|said|say)\b"
    r"|^(?:On|In|At|By|After|Before|During|Since|For|Under|With|From|Until) (?:that|those|these|such)\b"
    r"|^(?:On|In|At|By|During|Under|With|For) this "
    r"(?!(?:week|month|year|morning|afternoon|evening|season|summer|winter)\b)"
    r"|^(?:In|On|At|To|Asked)\b[^,.;]{0,60}? it (?:said|told|added|denied|confirmed)\b"
    r"|[\"”»],? (?:he|she|they) \w+"
    r"|, (?:he|she|they|it) (?:said|says|added|told|wrote|explained|continued|noted|warned|argued|claimed|insisted)\b"
    r"|\b(?:according to|told|for|with|by) (?:him|her|them)\W*$"
)
_LEANS_IN_RUSSIAN = re.compile(
    r"(?:Об этом|По (?:его|её|ее|их) (?:словам|данным|мнению)|Он|Она|Они|Оно|Его|Её|Ее|Их|Это|Этот|Эта|Эти"
    r"|При этом|Однако|Но|А|Кроме того|Также|Так|Там|Тогда|Затем|Поэтому|Тем не менее|В связи с этим)\b"
)
_LATE_SUBJECT = re.compile(
    r"(?:(?:On|In|At|By|After|Before|During|Since|For|When|While|If|Once|As|Asked|Speaking|Until|From|To|With|Without|Now"
    r"|Today|Yesterday|Despite|Following|Although|Though|Under|Through|Over|Unlike|Like|Because|Where)\b|[A-Z]\w+(?:ed|ing)\b"
    r"|(?=[^,.;]{0,80}\b(?:later|earlier|ago|afterwards?|\d{4})\b))"
    r"[^.;]*?, (?:he|she|they)\b"
)
_EARLY_OBJECT = re.compile(r"(?:[\w’'-]+ ){2,7}?(?:him|them)\b")
_OWNED = re.compile(
    r"(?:Despite|Following|After|Before|With|In|On|At|During|By|From|Under|For|Since|As part of|Through|Throughout|Of)"
    r" (?:his|her|their|its)\b"
    r"|(?:[\w’'-]+ ){1,4}of (?:his|her|their)\b"
)
_BARE = re.compile(
    r"(?:The|Those|That|This)\s+(?P<noun>[a-z]+)(?:['’]s?)?\s(?!(?:of|in|at|on|from|behind|for|who|which|that)\b)"
)
FEWEST_WORDS, LONGEST = 6, 420  # words, characters


def sentence_at(report: Report, at: int) -> tuple[int, int] | None:
    """The sentence of the body that covers this position, its dateline cut off; None in the title or between."""
    starts = [start for start, _ in report.sentences]
    index = bisect_right(starts, at) - 1
    if index < 0 or at < report.body_start or report.sentences[index][1] <= at:
        return None
    return without_dateline(report, report.sentences[index])


def sentences_of(read: Read) -> list[Span]:
    """Every sentence of the body that may stand in a line, in order."""
    report = read.report
    body = [without_dateline(report, sentence) for sentence in report.sentences if sentence[0] >= report.body_start]
    asked = Read(report=report, findings=tuple(one for one in read.findings if one.kind in ("credit", "quote")))
    return [Span(report.id, start, end) for start, end in body if is_fit(asked, start, end)]


def is_fit(read: Read, start: int, end: int, *, fewest_words: int = FEWEST_WORDS) -> bool:
    """True for a whole sentence of prose of readable length; false for credits, captions, headings, questions."""
    text = read.report.text[start:end]
    if len(text) > LONGEST or len(text.split()) < fewest_words or not _ENDS.search(text):
        return False
    if _CREDIT_LINE.match(text) or text.rstrip('"”’»').endswith("?") or "\n\n" in text:
        return False
    if is_unfit(text) or _is_caption(read.report, text):
        return False
    return not _is_credit(read, start, end) and not is_inside_quotation(read, start, end)


def stands_alone(text: str) -> bool:
    """True when the sentence can be listed and does not open with a quotation."""
    return can_be_listed(text) and text[:1] not in "“\"”'‘"


def can_be_listed(text: str) -> bool:
    """True when the sentence can stand in a list of facts: leaning on no other sentence, no quotation cut in two."""
    opened = text.count("“") + text.count("«")
    closed = text.count("”") + text.count("»")
    is_whole = opened == closed and text.count('"') % 2 == 0
    return is_whole and not is_dangling(text)


@lru_cache(maxsize=16384)
def is_dangling(text: str) -> bool:
    """True when it leans on the sentence before: an opening pronoun or connective, "of them", "On Friday he …"."""
    bare = text.lstrip("“\"”'‘ ")
    head = bare.split(" ", 1)[0]
    if len(head) > 1 and head.isupper():
        bare = head.capitalize() + bare[len(head) :]
    return any(pattern.match(bare) for pattern in (_PRONOUN, _CONNECTIVE, _LEANS_IN_RUSSIAN)) or bool(
        _DANGLING.search(bare)
    )


def leans(read: Read, start: int, end: int) -> bool:
    """True when the sentence cannot be understood without another: dangling, or "On 12 November, …, he said …"."""
    text = read.report.text[start:end]
    if is_dangling(text):
        return True
    outside = QUOTED.sub(lambda found: "_" * len(found.group()), text)
    found = _LATE_SUBJECT.match(outside)
    if found is not None:
        return not _names_somebody(read, start, start + found.end())
    early = _EARLY_OBJECT.match(outside)
    if early is not None and not _names_somebody(read, start, start + early.end()):
        return True
    return bool(_OWNED.match(outside)) and not _names_somebody(read, start, end)


def is_vague(read: Read, start: int, end: int) -> bool:
    """True when it opens with a bare "The company", "The man": somebody that a sentence before has named."""
    found = _BARE.match(read.report.text, start, end)
    return found is not None and found["noun"].lower() in single_words("vague")


def _names_somebody(read: Read, start: int, end: int) -> bool:
    return any(
        isinstance(finding.payload, Name) and finding.payload.type == "person" and start <= finding.start < end
        for finding in read.findings
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
