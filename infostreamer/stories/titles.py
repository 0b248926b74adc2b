"""A report's title -> the part of it that is one, and what speaks against showing it: docs/why/012-headline.md."""

from __future__ import annotations

import re
from functools import lru_cache

from infostreamer.model import Report, Span, fold
from infostreamer.stories.outlets import key_of, keys_of
from infostreamer.stories.unfit import QUOTED, is_personal, phrases, single_words
from infostreamer.text.words import words_of

MOST_COST = 800  # per mille of a title's worth that its faults may take away
_CUT = re.compile(r"\s+(?:\||::|·|»)\s+|\s+[-–—]\s+")
_MARK = re.compile(
    r"(?:(?i:breaking(?: news)?|exclusive|watch|live|video|photos?|in pictures|updated?(?: \d+)?|just in|factbox"
    r"|opinion|analysis|explainer|gallery|pictures))(?:-\s?\w*)?\s*[:|–—]\s+(?=\S)"
)
_TAG = re.compile(
    r"\s*[(\[](?i:videos?|photos?|pictures|pics|watch|updated?|live|exclusive|graphic)\b[^)\]]{0,30}[)\]]\s*$"
)
_OUTLETS = re.compile(
    r"\b(?:news|times|post|online|international|tv|radio|daily|herald|tribune|gazette|magazine|journal|press|network|\.com"
    r"|\.org|\.net)\b",
    re.IGNORECASE,
)
_TEASER = re.compile(rf"\b(?:{phrases('teasers')})\b|\?|!|(?:…|\.\.\.)$", re.IGNORECASE)
_ASKING = re.compile(
    r"(?:why|how|what|who|when|where|which|is|are|was|does|did|can|could|will|should)\b", re.IGNORECASE
)
_ORDER = re.compile(rf"(?:{'|'.join(sorted(single_words('orders')))})\b(?!['’])", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?:the )?\d+ (?:\w+ )?(?:things|reasons|ways|times|photos|facts|tips|takeaways|questions)\b", re.IGNORECASE
)
_PRONOUN = re.compile(r"(?:he|she|they|it|this|that|these|those|his|her|their|and|but)\b", re.IGNORECASE)


def title_span(report: Report) -> Span | None:
    """Where the title stands, without "| The Outlet" behind and "BREAKING: " before; None without a title."""
    whole = report.text[: report.body_start]
    start, end = len(whole) - len(whole.lstrip()), len(whole.rstrip())
    if start >= end:
        return None
    mark = _MARK.match(whole, start, end)
    if mark is not None:
        start = mark.end()
    while (cut := _outlet_behind(report, whole, start, end)) is not None:
        end = cut
    tag = _TAG.search(whole[:end])
    return Span(report.id, start, tag.start() if tag is not None and tag.start() > start else end)


def _outlet_behind(report: Report, title: str, start: int, end: int) -> int | None:
    """Where the last piece begins when it names the outlet or looks like one, and enough is left without it."""
    cuts = list(_CUT.finditer(title, start, end))
    if not cuts:
        return None
    last = cuts[-1]
    tail, left = title[last.end() : end], title[start : last.start()]
    if len(left.split()) < 3 or len(tail.split()) > 5:
        return None
    is_own = key_of(tail) in keys_of(report) or fold(tail) == fold(report.outlet or "")
    is_barred = not re.search(r"[-–—]", last.group())
    return last.start() if is_own or is_barred or (_OUTLETS.search(tail) and tail[:1].isupper()) else None


@lru_cache(maxsize=8192)
def cost_of(title: str) -> int:
    """Per mille of its worth that a title loses: for teasing, asking, ordering, shouting, judging, quoting alone."""
    words = words_of(title)
    letters = re.findall(r"[^\W\d_]{2,}", title)
    quoted = sum(len(found.group().split()) for found in QUOTED.finditer(title))
    faults = (
        (400, bool(_TEASER.search(title))),
        (350, bool(_ASKING.match(title))),
        (500, bool(_ORDER.match(title) or _COUNTED.match(title))),
        (300, bool(_PRONOUN.match(title)) or is_personal(title)),
        (300, sum(word.isupper() for word in letters) * 2 > len(letters) > 2),
        (250, bool(single_words("loaded") & set(words))),
        (400, quoted * 2 > len(title.split())),
        (300, len(words) < 4),
        (150, len(words) > 18),
    )
    return min(MOST_COST, sum(cost for cost, is_so in faults if is_so))


def is_attributed(title: str) -> bool:
    """True when the title says who says it, or that it is disputed: "accused", "denies", in marks, "X: …"."""
    return bool(single_words("sayings") & set(words_of(title))) or bool(QUOTED.search(title)) or ": " in title
