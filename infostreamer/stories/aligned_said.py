"""Quotations and reported speech in all current reports -> sayings: the same words, or one speaker saying the same.

The same words are one saying whoever prints them. In other words, only one and the same speaker can say the same: two
people who are of one mind are two accounts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from infostreamer.model import Event, Figure, Finding, Quote, Span, Statement, Who, fold
from infostreamer.stories.features import Read
from infostreamer.stories.resolve import named
from infostreamer.text.lexicon import words_in
from infostreamer.text.words import shingles, stem, stopwords, words_of

FEWEST_QUOTED, FEWEST_SAID = 5, 4  # words of a quotation; content words of a statement
SAME_WORDS = 500  # per mille of the runs of the shorter quotation that the other has too
SAME_CONTENT = 600  # per mille of the content words of the shorter statement
_RUN = 4  # words
_TELLING_RUNS = 5  # runs of words that two speakers do not have by chance: eight words
_UNSAID = ("denies", "rejects", "believes", "speculates")
_MOST_COMPARED = 12
_NOBODY = words_in("vague_words.txt", section="speakers")


_NO = re.compile(
    r"\b(?:not?|never|without|neither|nor|hardly|barely|poorly|badly|insufficient\w*|inadequate\w*|lack(?:s|ed|ing)?|fail(?:s|ed)?"
    r"|unable|unlikely|unsafe|unfit|unaware|unprepared|unequipped|unharmed|unhurt|uninjured|untrue|unlawful|unclear)\b"
    r"|n[’']t\b",
    re.IGNORECASE,
)
_INNER = re.compile(r"\w[.,?!]?\s?[\"”]\s?\w")  # marks inside: the finder took the words between two quotations along


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One quotation or reported statement with all that is compared.

    `by`: who it is, as ids of the who's who or the last word of the name; empty where nobody is named.
    """

    read: Read
    finding: Finding
    payload: Quote | Statement
    by: frozenset[str]
    is_vague: bool  # "officials": several may be meant
    runs: frozenset[int]  # of a quotation
    stems: frozenset[str]
    numbers: frozenset[str]
    is_no: bool  # it says that something is not, or not enough


@dataclass(slots=True)
class _Saying:
    said: list[Said]
    distinct: list[Said] = field(default_factory=list)


def sayings_of(reads: Sequence[Read], who_by_key: Mapping[str, Who], *, counted: frozenset[Span]) -> list[list[Said]]:
    """What was said, grouped, in the order of the reports; what events and counted figures tell is left to them."""
    found: list[_Saying] = []
    index: dict[int | str, list[int]] = defaultdict(list)
    for said in _all_said(reads, who_by_key, counted):
        home = _home(said, found, index)
        if home is None:
            home = len(found)
            found.append(_Saying([]))
        _put(said, home, found[home], index)
    return [one.said for one in found]


def _home(said: Said, found: Sequence[_Saying], index: Mapping[int | str, list[int]]) -> int | None:
    hits: Counter[int] = Counter(at for key in _keys(said) for at in index.get(key, ()))
    ranked = sorted(hits, key=lambda at: (-hits[at], at))
    return next((at for at in ranked[:_MOST_COMPARED] if _belongs(said, found[at].distinct)), None)


def _put(said: Said, at: int, saying: _Saying, index: dict[int | str, list[int]]) -> None:
    saying.said.append(said)
    is_new = all(other.stems != said.stems or other.by != said.by for other in saying.distinct)
    if not is_new or len(saying.distinct) >= _MOST_COMPARED:
        return
    saying.distinct.append(said)
    for key in _keys(said):
        if at not in index[key][-1:]:
            index[key].append(at)


def _keys(said: Said) -> list[int | str]:
    """What a saying can be found by: its runs of words, and its content words with its speaker."""
    words = [f"{by} {word}" for by in sorted(said.by) for word in sorted(said.stems)]
    return [*sorted(said.runs), *words]


def _belongs(said: Said, sayings: Sequence[Said]) -> bool:
    """The same words as one of them; or of one speaker the same content, and none of them a no where it has none."""
    if any(_has_same_words(said, other) for other in sayings):
        return True
    is_like = any(_has_same_content(said, other) for other in sayings)
    return is_like and all(said.is_no == other.is_no for other in sayings)


def _has_same_words(one: Said, other: Said) -> bool:
    fewest = min(len(one.runs), len(other.runs))
    if fewest < _TELLING_RUNS and one.by and other.by and not one.by & other.by:
        return False  # "like something out of a film": two may say so
    return bool(fewest) and len(one.runs & other.runs) * 1000 >= SAME_WORDS * fewest


def _has_same_content(one: Said, other: Said) -> bool:
    if not one.by & other.by or _numbers_differ(one, other):
        return False
    fewest = min(len(one.stems), len(other.stems))
    share = SAME_CONTENT + (200 if one.is_vague or other.is_vague else 0)
    return fewest >= FEWEST_SAID and len(one.stems & other.stems) * 1000 >= share * fewest


def _numbers_differ(one: Said, other: Said) -> bool:
    return bool(one.numbers and other.numbers) and not one.numbers & other.numbers


def _all_said(reads: Sequence[Read], who_by_key: Mapping[str, Who], counted: frozenset[Span]) -> Iterator[Said]:
    for read in reads:
        told = [finding.start for finding in read.findings if _is_told_elsewhere(finding, counted)]
        for finding in read.findings:
            said = _said(read, finding, who_by_key)
            if said is not None and not (isinstance(said.payload, Statement) and _holds(finding, told)):
                yield said


def _is_told_elsewhere(finding: Finding, counted: frozenset[Span]) -> bool:
    if isinstance(finding.payload, Event):
        return finding.payload.type not in ("REJECT", "REQUEST")
    return isinstance(finding.payload, Figure) and finding.spans[0] in counted


def _holds(finding: Finding, places: Sequence[int]) -> bool:
    return any(finding.start <= at < finding.end for at in places)


def _said(read: Read, finding: Finding, who_by_key: Mapping[str, Who]) -> Said | None:
    payload = finding.payload
    if not isinstance(payload, Quote | Statement) or finding.start < read.report.body_start:
        return None
    words = words_of(finding.words(read.report.text))
    stop = stopwords("en")
    stems = frozenset(stem(word) for word in words if word not in stop)
    if isinstance(payload, Quote):
        is_whole = not _INNER.search(finding.words(read.report.text))
        is_fit = payload.direct and is_whole and len(words) >= FEWEST_QUOTED and len(stems) >= 2
    else:
        is_fit = payload.stance not in _UNSAID and len(stems) >= FEWEST_SAID and named(payload.speaker) is not None
    if not is_fit:
        return None
    runs = frozenset(shingles(words, _RUN)) if isinstance(payload, Quote) else frozenset[int]()
    return Said(
        read=read, finding=finding, payload=payload, by=_by(payload, who_by_key),
        is_vague=not who_by_key.get(payload.who or "") and _last(payload) in _NOBODY, runs=runs, stems=stems,
        numbers=frozenset(word for word in words if word.isdigit()),
        is_no=bool(_NO.search(finding.words(read.report.text))),
    )  # fmt: skip


def _by(payload: Quote | Statement, who_by_key: Mapping[str, Who]) -> frozenset[str]:
    entry = who_by_key.get(payload.who or "")
    if entry is not None:
        return frozenset([entry.id])
    return frozenset([_last(payload)] if named(payload.speaker) and _last(payload) else [])


def _last(payload: Quote | Statement) -> str:
    words = fold(payload.speaker or "").split()
    return words[-1].strip(".,") if words else ""
