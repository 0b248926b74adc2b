"""A story and what changed in it -> the occasions to tell somebody: changes of facts, each once and each cited.

Pure. The change log says that something changed; the story as it stands says what it is a change of, and whether an
earlier report had it already: a denial that was copied, a figure that was repeated, are no occasion.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from infostreamer.model import Change, Contested, FigureSeries, FigureVersion, Member, Report, Side, Span, Story, Who
from infostreamer.model.alert import AlertKind
from infostreamer.text.words import content_stems

ALIKE = 600  # per mille of the shorter denial's words that the other has: the same denial told again
ALIKE_IN_ORIGIN = 400  # the same between a report and what it copies or rewrites
_HANDED_ON = ("copies", "carries", "rewrites")
_ONE_ROUND = timedelta(minutes=10)  # what comes in within it came in together
_FIGURES = ("figure-changed", "new-figure")
_CORRECTED = ("correction", "report-withdrawn")
_TOPIC = {"contested": "denial", "figure-differs": "figure-changed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One change of a fact. `key` is the same whenever the same fact is met again, also after a rebuild.

    `arrived`: when the report that brought it came in; None where that is not known.
    """

    kind: AlertKind
    key: tuple[str, ...]
    position: int
    at: datetime
    text: str
    why: str
    citations: tuple[Span, ...] = ()
    story_id: str | None = None
    source_id: str | None = None
    arrived: datetime | None = None
    fact: tuple[str, ...] = ()  # equal for two kinds of one fact: a denial that contests something


@dataclass(frozen=True, slots=True)
class _Read:
    """A story with its reports, and which of two reports came first."""

    story: Story
    reports: Mapping[str, Report]

    def seq(self, report_id: str) -> int:
        report = self.reports.get(report_id)
        return (report.seq or 0) if report else 0

    def arrived(self, spans: Iterable[Span]) -> datetime | None:
        """When the last of the reports came in."""
        times = [report.fetched_at for span in spans if (report := self.reports.get(span.report_id))]
        return max((time for time in times if time is not None), default=None)

    def member(self, report_id: str) -> Member | None:
        return next((one for one in self.story.members if one.report_id == report_id), None)


def occasions_of(
    story: Story, changes: Sequence[Change], reports: Mapping[str, Report], *, followed: Collection[str] = ()
) -> list[Occasion]:
    """The occasions among these changes of one story, in the order of the changes.

    Args:
        story: as it stands now.
        changes: of this story, oldest first, each with its position.
        reports: its members and whatever else it cites, by id.
        followed: ids of the who's who that somebody follows.
    """
    read = _Read(story, reports)
    found: list[Occasion] = []
    for change in changes:
        for reader in _READERS:
            found += reader(read, change)
    last = changes[-1] if changes else None
    if last is not None:
        found += [_new_story(read, last), *_named(read, last, followed), *_originals(read, last)]
    began = next((change.at for change in changes if change.what == "added"), None)
    return [_of_the_beginning(one, began) for one in found if one.citations]


def _of_the_beginning(one: Occasion, began: datetime | None) -> Occasion:
    """How many origins a story has when it begins is no second piece of news beside its beginning."""
    is_part = one.kind == "story" or (one.kind in ("origin", "original") and began is not None and one.at == began)
    return replace(one, fact=("began", one.story_id or "")) if is_part else one


def _occasion(
    read: _Read, change: Change, kind: AlertKind, key: Sequence[str], text: str, why: str, spans: Sequence[Span]
) -> Occasion:
    cited = tuple(dict.fromkeys(span for span in spans if span.report_id in read.reports))
    assert change.at is not None
    assert change.position is not None
    return Occasion(
        kind=kind,
        key=(kind, *key),
        position=change.position,
        at=change.at,
        text=" ".join(text.split()),
        why=why,
        citations=cited,
        story_id=read.story.id,
        arrived=read.arrived(cited[:1]),
        fact=(_TOPIC.get(kind, kind), *_place(cited[0])) if cited else (),
    )


def _place(span: Span) -> tuple[str, str]:
    return span.report_id, str(span.start)


# Denials


def _denials(read: _Read, change: Change) -> list[Occasion]:
    if change.what != "new-denial" or not change.citations:
        return []
    entry = next((one for one in read.story.contested if set(_denial_of(one)) & set(change.citations)), None)
    spans = _denial_of(entry) if entry else change.citations[-1:]
    if _is_denied_before(read, entry, spans[0]):
        return []
    says = (
        " ".join(read.reports[spans[0].report_id].text[spans[0].start : spans[0].end].split()) if entry is None else ""
    )
    who = entry.sides[-1].who if entry else None
    text = entry.sides[-1].says if entry else says or change.text or ""
    why = f"It is {_denied(entry)} for the first time{f', by {_within(who)}' if who else ''}."
    found = [_occasion(read, change, "denial", _place(spans[0]), text, why, spans)]
    if entry is not None and len(entry.sides) > 1:
        found.append(_contest(read, change, entry))
    return found


def _contest(read: _Read, change: Change, entry: Contested) -> Occasion:
    claim, denial = entry.sides[0], entry.sides[-1]
    spans = (*denial.citations, *claim.citations)
    text = f"{' '.join(claim.says.split())} ⟷ {' '.join(denial.says.split())}"
    why = _who_against_whom(read, claim, denial, _denied(entry))
    return _occasion(read, change, "contested", _place(denial.citations[0]), text, why, spans)


_LOWERED = frozenset(
    ("the", "a", "an", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "several", "some")
)


def _denied(entry: Contested | None) -> str:
    """A call or a plan is rejected; what somebody asserts is denied."""
    return "rejected" if entry is not None and entry.sides[-1].stance == "rejects" else "denied"


def _who_against_whom(read: _Read, claim: Side, denial: Side, denied: str) -> str:
    """ "Told by three miners, denied by Hruvaugol, both in Open Varania.": who, and which outlets lay it to them."""
    outlets = [_name(read.reports.get(side.citations[0].report_id)) for side in (claim, denial)]
    names = [_within(side.who) if side.who else "" for side in (claim, denial)]
    if outlets[0] == outlets[1] and all(names):
        return f"Told by {names[0]}, {denied} by {names[1]}, both in {outlets[0]}."
    by = [
        f"{name} ({outlet})" if name and name != outlet else outlet for name, outlet in zip(names, outlets, strict=True)
    ]
    return f"Told by {by[0]}, {denied} by {by[1]}."


def _within(who: str) -> str:
    """A name as it stands within a sentence: "the minister"."""
    first, gap, rest = who.partition(" ")
    is_lowered = first == "The" or (first.lower() in _LOWERED and rest[:1].islower())
    return f"{first.lower()}{gap}{rest}" if is_lowered and gap else who


def _denial_of(entry: Contested) -> tuple[Span, ...]:
    return entry.sides[-1].citations


def _is_denied_before(read: _Read, entry: Contested | None, span: Span) -> bool:
    """True when a report that came earlier denies the same."""
    mine = read.seq(span.report_id)
    for fact in read.story.facts:
        denials = [account for account in fact.accounts if account.stand == "denies"]
        is_this = any(_touch(account.citation, span) for account in denials)
        if is_this and any(read.seq(account.report_id) < mine for account in denials):
            return True
    if entry is None:
        return False
    words = _stems(read, entry)
    earlier = [one for one in read.story.contested if read.seq(_denial_of(one)[0].report_id) < mine]
    bar = ALIKE_IN_ORIGIN if _is_handed_on(read, span.report_id) else ALIKE
    return any(_alike(words, _stems(read, one)) >= bar for one in earlier)


def _is_handed_on(read: _Read, report_id: str) -> bool:
    member = read.member(report_id)
    return member is not None and member.role in _HANDED_ON


def _touch(one: Span, other: Span) -> bool:
    return one.report_id == other.report_id and one.start < other.end and other.start < one.end


def _stems(read: _Read, entry: Contested) -> frozenset[str]:
    report = read.reports.get(_denial_of(entry)[0].report_id)
    return frozenset(content_stems(entry.sides[-1].says, report.language if report else "en"))


def _alike(one: frozenset[str], other: frozenset[str]) -> int:
    """Per mille of the shorter one's words that the longer one has."""
    shorter = min(len(one), len(other))
    return 1000 * len(one & other) // shorter if shorter else 0


# Corrections


def _corrections(read: _Read, change: Change) -> list[Occasion]:
    is_silent = change.what == "report-edited" and "It no longer says" in (change.text or "")
    if not change.citations or not (is_silent or change.what in _CORRECTED):
        return []
    why = {
        "correction": "The outlet says itself that an earlier version was wrong.",
        "report-withdrawn": "The outlet says itself that it withdrew the report.",
    }.get(change.what, "The page was changed without a word about it.")
    key = (change.citations[0].report_id,)
    return [_occasion(read, change, "correction", key, change.text or "", why, change.citations)]


# Figures


def _figures(read: _Read, change: Change) -> list[Occasion]:
    if change.what not in _FIGURES or len(change.citations) < 2:
        return []
    found = version_at(read.story, change.citations[0])
    if found is None:
        return []
    series, version = found
    mine = read.seq(version.report_id)
    others = [one for one in series.versions if one is not version]
    if any((one.value, one.high) == (version.value, version.high) and read.seq(one.report_id) < mine for one in others):
        return []
    before = next((one for one in others if one.citation == change.citations[1]), None)
    text = figure_text(series, version, before)
    key = (read.story.id, str(version.value), str(version.high), series.unit or "", _subject(series))
    why = _figure_why(version, before) + (" The reports do not agree on it." if series.is_differing else "")
    rows = [_occasion(read, change, "figure-changed", key, text, why, change.citations)]
    if series.is_differing:
        rows.append(_differing(read, change, series, version))
    return rows


def _differing(read: _Read, change: Change, series: FigureSeries, version: FigureVersion) -> Occasion:
    standing = [one for one in series.versions if not one.is_superseded]
    told = [f"“{one.words}” ({one.outlet or 'a report'})" for one in _one_per_value(standing)]
    spans = (version.citation, *(one.citation for one in _one_per_value(standing)))
    text = f"{series.of}: {', '.join(told)}."
    key = (read.story.id, *_place(series.versions[0].citation))
    return _occasion(read, change, "figure-differs", key, text, "The reports do not agree on the figure.", spans)


def _one_per_value(versions: Sequence[FigureVersion]) -> list[FigureVersion]:
    return list({(one.value, one.high): one for one in versions}.values())


def version_at(story: Story, span: Span) -> tuple[FigureSeries, FigureVersion] | None:
    """The figure that stands at these words, with its series; None where none does."""
    for series in story.figures:
        for version in series.versions:
            if version.citation == span:
                return series, version
    return None


def figure_text(series: FigureSeries, version: FigureVersion, before: FigureVersion | None) -> str:
    """ "people who would face prosecution: “about 160” → “about 170” (The Courier, citing the minister)": all words
    as the reports have them."""
    source = version.outlet or "a report"
    cited = f"{source}, citing {version.speaker}" if version.speaker else source
    was = f"“{before.words}” → " if before else ""
    is_said = set(content_stems(series.of)) <= set(content_stems(version.words))
    what = "" if is_said else f"{series.of}: "
    return f"{what}{was}“{version.words}” ({cited})"


def _figure_why(version: FigureVersion, before: FigureVersion | None) -> str:
    if before is None:
        return "No report of the story had given this figure before."
    if before.outlet == version.outlet:
        return "The same outlet gives another figure than before."
    return f"{before.outlet or 'An earlier report'} had “{before.words}”; nobody had given the new figure before."


def _subject(series: FigureSeries) -> str:
    return " ".join(sorted(set(content_stems(series.of))))


# Origins, originals, people, stories


def _origins(read: _Read, change: Change) -> list[Occasion]:
    if change.what != "new-origin" or not change.citations:
        return []
    first = change.citations[0]
    if _bears_out(change):
        why, key = "What only one origin had told, a second one tells independently of it.", ("fact", *_place(first))
        return [_occasion(read, change, "origin", key, origin_text(change, read.reports), why, change.citations)]
    why = "A report with reporting of its own joined the story; copies and rewrites do not count."
    text = origin_text(change, read.reports)
    return [_occasion(read, change, "origin", ("report", first.report_id), text, why, change.citations)]


def origin_text(change: Change, reports: Mapping[str, Report]) -> str:
    """ "Corran adds reporting of its own: 2 independent origins now, 1 before."; what bears out a fact as logged."""
    if _bears_out(change) or not change.citations:
        return change.text or ""
    return f"{_name(reports.get(change.citations[0].report_id))} adds reporting of its own: {change.text or ''}"


def _bears_out(change: Change) -> bool:
    return len(change.citations) > 1 and "bears out" in (change.text or "")


def _originals(read: _Read, change: Change) -> list[Occasion]:
    """Reports that came after those that had copied or cited them."""
    found: dict[str, list[str]] = {}
    for edge in read.story.edges:
        is_late = edge.is_held and edge.kind != "updates" and edge.kind != "same-owner"
        if is_late and edge.to in read.reports and _is_after(read, edge.to, edge.from_id):
            found.setdefault(edge.to, []).append(edge.from_id)
    rows = []
    for original, later in sorted(found.items()):
        span = _title_span(read.reports[original])
        names = sorted({_name(read.reports.get(one)) for one in later})
        text = f"The original of {' and '.join(names[:2])} is here: {_name(read.reports[original])}."
        why = "Reports that rest on it were on the desk before it."
        rows.append(_occasion(read, change, "original", (original,), text, why, [span]))
    return rows


def _is_after(read: _Read, one: str, other: str) -> bool:
    """True when a report came in on a later round of visits than another, which somebody may have read by then."""
    if not 0 < read.seq(other) < read.seq(one):
        return False
    times = [report.fetched_at if (report := read.reports.get(key)) else None for key in (one, other)]
    return times[0] is None or times[1] is None or times[0] - times[1] > _ONE_ROUND


def _named(read: _Read, change: Change, followed: Collection[str]) -> list[Occasion]:
    rows = []
    for who in read.story.who:
        if who.id in followed and who.citations:
            span = min(who.citations, key=lambda one: (read.seq(one.report_id), one.start))
            why = f"You follow {who.name}, and no report of the story had named {_them(who)} before."
            key = (read.story.id, who.id)
            rows.append(_occasion(read, change, "person", key, f"{who.name} is named.", why, [span]))
    return rows


def _new_story(read: _Read, change: Change) -> Occasion:
    line = read.story.headline
    made = _occasion(
        read, change, "story", (read.story.id,), line.text, "This story is new on the desk.", line.citations
    )
    founder = read.reports.get(read.story.report_ids[0])
    return _with_arrival(made, founder.fetched_at if founder else None)


def _with_arrival(occasion: Occasion, arrived: datetime | None) -> Occasion:
    return replace(occasion, arrived=arrived)


def _them(who: Who) -> str:
    return "them" if who.kind == "person" else "it"


def _name(report: Report | None) -> str:
    return "an outlet" if report is None else report.shown_outlet


def _title_span(report: Report) -> Span:
    """The title, which is the first sentence; of a report without one, its first sentence."""
    start, end = report.sentences[0] if report.sentences else (0, len(report.text))
    return Span(report.id, start, end)


_READERS: tuple[Callable[[_Read, Change], list[Occasion]], ...] = (_corrections, _denials, _figures, _origins)
