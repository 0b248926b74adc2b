"""The title that the members support best on the story's latest day, and the other titles: docs/why/012-headline.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache

from infostreamer.model import Line, Report, Span, fold
from infostreamer.stories.facts import Facts
from infostreamer.stories.features import Read, moment_of
from infostreamer.stories.kept import kept
from infostreamer.stories.passages import sentences_of
from infostreamer.stories.subject import in_language, language_of
from infostreamer.stories.titles import cost_of, is_attributed, title_span
from infostreamer.text.words import content_stems

MAKER = "extractive/1"
MOST_ALTERNATES = 6
CLEARLY = 1500  # per mille of the best: then a report of that day without signs of own reporting leads all the same
LATEST = timedelta(days=1)
ALONE = 1000  # what a title is worth that nobody but its own report bears out
NEAR_ENOUGH = 350  # per mille of the best supported title, above that: less is an aside that barely belongs here
UNATTRIBUTED = 500  # per mille that a title loses which tells as a fact what a member denies
OF_THE_CLAIM = 500  # per mille of the title's stems that the claim has as well
_MOST_KEPT = 20_000  # titles
BORNE_OUT = 250  # per mille of a title's stems that stand in its own report, or in what several members tell


def headline_of(facts: Facts) -> Line:
    """The title of the leading report; commentary and copies only where there is nothing else."""
    best = leading(facts)
    return _line(best.report, _title(best.report), "headline") if best else _untitled(facts)


@lru_cache(maxsize=1)
def leading(facts: Facts) -> Read | None:
    """The report that tells where the story stands; None where no source has a title.

    Of the reports with reporting of their own and a title near enough to what the others tell, those published within
    a day of the youngest; of these the one whose title most members bear out, ties to the earliest published. A report
    of that day that shows no reporting of its own leads only where its title is borne out much better.
    """
    titled = [read for read in in_language(facts.sources, language_of(facts.sources)) if _title(read.report)]
    if not titled:
        return None
    support, own = _support(facts), {read.report.id for read in facts.reporting}
    worth = {read.report.id: _worth(facts, read, support) for read in titled}
    most = max(worth.values())
    near = [read for read in titled if (worth[read.report.id] - ALONE) * 1000 >= (most - ALONE) * NEAR_ENOUGH] or titled
    recent = _latest_day([read for read in near if read.report.id in own] or near)
    best = max(recent, key=lambda read: worth[read.report.id])
    others = [read for read in _latest_day([*recent, *near]) if read.report.id not in own]
    rival = max(others, key=lambda read: worth[read.report.id], default=best)
    return rival if worth[rival.report.id] * 1000 >= worth[best.report.id] * CLEARLY else best


def _latest_day(reads: Sequence[Read]) -> list[Read]:
    times = {read.report.id: moment_of(read.report) for read in reads}
    known = [moment for moment in times.values() if moment]
    if not known:
        return list(reads)
    since = max(known) - LATEST
    return [read for read in reads if (moment := times[read.report.id]) is not None and moment >= since]


def alternates_of(facts: Facts, headline: Line) -> tuple[Line, ...]:
    """Other wordings, earliest published first, each with where it stands."""
    seen = {fold(headline.text)}
    lines = []
    for read in facts.group.current:
        span = _title(read.report)
        if (
            span
            and span != headline.citations[0]
            and (key := fold(read.report.text[span.start : span.end])) not in seen
        ):
            seen.add(key)
            lines.append(_line(read.report, span, "alternate"))
    return tuple(lines[:MOST_ALTERNATES])


def _key_of(report: Report) -> tuple[object, ...]:
    """What decides about its title: a text counts by its hash, which is of this process, and its length."""
    return report.id, hash(report.text), len(report.text), report.body_start, report.outlet, report.host


@kept(_key_of, _MOST_KEPT)
def _title(report: Report) -> Span | None:
    """The title, where the report bears it out: a page's name ("World news") is none."""
    span = title_span(report)
    stems = set(content_stems(report.text[span.start : span.end])) if span else set()
    if span is None or not stems:
        return None
    held = stems & set(content_stems(report.body))
    return span if len(held) * 1000 >= BORNE_OUT * len(stems) else None


def _untitled(facts: Facts) -> Line:
    """Without any title: the first sentence that may be shown, else the first words of the first report."""
    reads = facts.sources or facts.group.current
    for read in reads:
        spans = sentences_of(read)
        if spans:
            return _line(read.report, spans[0], "headline")
    report = reads[0].report
    start, end = next(iter(report.sentences), (0, len(report.text)))
    return _line(report, Span(report.id, start, min(end, start + 200)), "headline")


def _line(report: Report, span: Span | None, kind: str) -> Line:
    assert span is not None
    return Line(
        text=" ".join(report.text[span.start : span.end].split()),
        kind=kind,
        citations=(span,),
        maker=MAKER,
        check="verified",
        first_report_id=report.id,
    )


def _support(facts: Facts) -> Counter[str]:
    """Stem -> how many members have it in the title or the first third of the body."""
    support: Counter[str] = Counter()
    for read in facts.group.current:
        text = read.report.text
        support.update(set(content_stems(text[: max(400, len(text) // 3)])))
    return support


def _worth(facts: Facts, read: Read, support: Counter[str]) -> int:
    """Average support of the title's stems, per mille, less what its faults cost."""
    span = _title(read.report)
    title = read.report.text[span.start : span.end] if span else ""
    stems = content_stems(title)
    if not stems:
        return -1000
    worth = sum(support[stem] for stem in stems) * 1000 // len(stems)
    kept = 1000 - min(cost_of(title) + UNATTRIBUTED * _asserts_contested(facts, title), 900)
    return worth * kept // 1000


def _asserts_contested(facts: Facts, title: str) -> bool:
    """True when it tells as a fact what one side says and another denies."""
    if is_attributed(title):
        return False
    stems = set(content_stems(title))
    claims = [entry.sides[0].says for entry in facts.contested if len(entry.sides) > 1]
    shared = (len(stems & set(content_stems(claim))) for claim in claims)
    return any(count >= 3 and count * 1000 >= OF_THE_CLAIM * len(stems) for count in shared)


@lru_cache(maxsize=4096)
def _stem_set(text: str) -> frozenset[str]:
    return frozenset(content_stems(text))


def likeness_of_words(one: str, other: str) -> int:
    """Shared content stems, per mille of the smaller set: how far two sentences say the same."""
    ours, theirs = _stem_set(one), _stem_set(other)
    return len(ours & theirs) * 1000 // max(1, min(len(ours), len(theirs)))


def is_repeated(text: str, others: Sequence[str], *, limit: int = 550) -> bool:
    """True when one of the others already says most of it."""
    return any(likeness_of_words(text, other) > limit for other in others)
