"""What is new since a digest's own mark -> one letter, and with it a message; nothing new, nothing sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from infostreamer.deliver.gathering import budget_of, cited_reports, place_of
from infostreamer.deliver.letter import Item, Letter, Quoted, Section, as_html, as_text
from infostreamer.deliver.messages import unsubscribe_at
from infostreamer.deliver.occasions import figure_text, origin_text, version_at
from infostreamer.deliver.quoting import quotable
from infostreamer.deliver.sheet import Place
from infostreamer.deliver.wording import cited_of, quotable_of, quoted_in, state_line
from infostreamer.desk import Desk
from infostreamer.desk.orders import next_time, zone_of
from infostreamer.desk.pieces import is_copy
from infostreamer.model import Change, NewsPage, Reader, Report, Span, Story, StoryNews, content_id
from infostreamer.model.alert import Cited
from infostreamer.model.digest import Digest
from infostreamer.model.edition import Edition
from infostreamer.text.when import day_words, published

MOST_STORIES = 25
"""Stories told in one digest, the last to change first; what goes beyond is counted."""
MOST_LINES = 6
"""Lines on one story."""
_ARRIVED = ("new-report",)
_OF_A_KIND = 2
_FIRST_LINES = 2  # of the abstract of a story that is new
_FIGURES = ("figure-changed", "new-figure")
_ORDER = (
    *("report-withdrawn", "correction", "new-denial", "figure-changed", "new-origin", "report-edited", "new-event"),
    *("new-figure", "new-report"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What a digest has to tell now. `letter` None: nothing is new."""

    letter: Letter | None
    position: int  # of the newest change
    stories: int


@dataclass(frozen=True, slots=True)
class _Row:
    """One line with the sentences that it rests on."""

    text: str
    cited: tuple[Cited, ...]


def issue(desk: Desk) -> int:
    """The messages of the digests whose time has come, kept; how many that were."""
    with desk.store.read() as unit:
        due = unit.digests.due(desk.now())
    return sum(issue_one(desk, digest) is not None for digest in due)


def issue_one(desk: Desk, digest: Digest) -> Edition | None:
    """What is new for this digest, kept as a message, its mark moved; None where nothing is new."""
    now = desk.now()
    made = compose(desk, digest)
    edition = None if made.letter is None else _edition(desk, digest, made.letter, made.position, now)
    with desk.store.unit() as unit:
        unit.digests.put(replace(digest, position=made.position, next_at=next_time(digest, now)))
        if edition is not None:
            unit.editions.put_new(edition)
    return edition


def compose(desk: Desk, digest: Digest, *, since: datetime | int | None = None) -> Issue:
    """What the digest would tell now. Nothing is kept and no mark is moved.

    Args:
        desk: what is read.
        digest: whose reader, query and mark count.
        since: in place of its own mark.
    """
    reader = Reader(name=digest.reader)
    page = desk.news(reader, since=digest.position if since is None else since, query=digest.query, limit=MOST_STORIES)
    letter = letter_of(desk, digest, page) if page.items else None
    return Issue(letter=letter, position=page.position, stories=page.total)


def letter_of(desk: Desk, digest: Digest, page: NewsPage) -> Letter:
    """The letter that tells this news."""
    place = place_of(desk.settings)
    wanted = [one for item in page.items for one in (*cited_reports(item.story), *_spans(item))]
    reports = desk.reports(dict.fromkeys(wanted))  # type: ignore[arg-type]
    rows = {item.story.id: list(_rows(item, reports)) for item in page.items}
    told = [one for item in page.items for row in rows[item.story.id] for one in quoted_in(row.text, row.cited)]
    stories = [item.story for item in page.items]
    allowed = quotable_of(told, reports, quotable(stories, reports, budget_of(desk.settings)))
    sections = [_section(desk, item, rows[item.story.id], reports, allowed, place) for item in page.items]
    beyond = page.total - len(page.items)
    if beyond > 0:
        sections.append(Section(heading=f"{beyond} more stories changed", link=f"{place.site}/"))
    return Letter(
        subject=_subject(digest, page),
        intro=_intro(digest, desk.now()),
        sections=tuple(sections),
        closing=_closing(digest, place),
        is_numbered=True,
    )


def _spans(item: StoryNews) -> Iterator[str]:
    for change in item.changes:
        yield from (span.report_id for span in change.citations)


def _rows(item: StoryNews, reports: Mapping[str, Report]) -> Iterator[_Row]:
    """The lines on one story, the weightiest first, each with its sentences."""
    told: set[Span] = set()  # sentences that a line has repeated
    if item.state == "unseen":
        lines = (item.story.abstract or (item.story.headline,))[:_FIRST_LINES]
        texts = [(line.text, line.citations) for line in lines]
    else:
        texts = [(line_of(change, item.story, reports), change.citations) for change in _in_order(item)]
    for text, spans in texts:
        cited = cited_of(spans, reports)
        if cited:
            row = _Row(text or " ".join(cited[0].words.split()), cited)
            repeated = {one.span for one in quoted_in(row.text, cited)}
            if not repeated or not repeated <= told:
                yield row
            told |= repeated


def _in_order(item: StoryNews) -> list[Change]:
    """The weightiest first, the newest of a kind first; but two of each kind before the third of any."""
    changes = [change for change in item.changes if not is_copy(item.story, change)]
    met: Counter[str] = Counter()
    ranked = []
    heard = {span.report_id for one in changes if one.what not in _ARRIVED for span in one.citations}
    for change in sorted((one for one in changes if one.text), key=_weight):
        if change.what in _ARRIVED and heard & {span.report_id for span in change.citations}:
            continue  # its outlet is named by what it reported
        met[change.what] += 1
        ranked.append((met[change.what] > _OF_A_KIND, change))
    return [change for _, change in sorted(ranked, key=lambda pair: pair[0])]


def _weight(change: Change) -> tuple[int, int]:
    what = "figure-changed" if change.what in _FIGURES and len(change.citations) > 1 else change.what
    rank = _ORDER.index(what) if what in _ORDER else len(_ORDER)
    return rank, -(change.position or 0)


def line_of(change: Change, story: Story, reports: Mapping[str, Report]) -> str:
    """The change in words: of a figure what is counted, its values as the reports have them, and who says so.

    Empty for a figure that stands alone: its sentence says what is counted.
    """
    found = version_at(story, change.citations[0]) if change.what in _FIGURES and change.citations else None
    if change.what == "new-origin":
        return origin_text(change, reports)
    if found is None:
        return "" if change.what == "new-figure" else " ".join((change.text or "").split())
    series, version = found
    before = next((one for one in series.versions if one.citation in change.citations[1:]), None)
    return figure_text(series, version, before) if before else ""


def _section(
    desk: Desk,
    item: StoryNews,
    rows: Sequence[_Row],
    reports: Mapping[str, Report],
    allowed: frozenset[Span],
    place: Place,
) -> Section:
    open_rows = [row for row in rows if all(one.span in allowed for one in quoted_in(row.text, row.cited))]
    shown, beyond = open_rows[:MOST_LINES], len(rows) - min(len(open_rows), MOST_LINES)
    review = desk.reviewed(item.story) if hasattr(desk, "reviewed") else None
    state = state_line(item.story, is_reviewed=review is not None)
    return Section(
        heading=item.story.headline.text,
        source="New story" if item.state == "unseen" else f"Since then: {item.words}",
        state=state if beyond <= 0 else f"{beyond} more on the desk · {state}",
        link=f"{place.site}/s/{item.story.id}",
        more_words="",
        more=tuple(Item(text=row.text, quoted=tuple(_quoted(one, reports) for one in row.cited)) for row in shown),
    )


def _quoted(cited: Cited, reports: Mapping[str, Report]) -> Quoted:
    when = published(reports[cited.span.report_id].published)
    return Quoted(words=cited.words, source=f"{cited.outlet}, {when.text}" if when else cited.outlet, link=cited.link)


def _subject(digest: Digest, page: NewsPage) -> str:
    new = sum(item.state == "unseen" for item in page.items)
    changed = page.total - new
    parts = [f"{new} new {'story' if new == 1 else 'stories'}"] if new else []
    parts += [f"{changed} changed"] if changed else []
    return f"{digest.name}: {', '.join(parts)} – {page.items[0].story.headline.text}"


def _intro(digest: Digest, now: datetime) -> str:
    local = now.astimezone(zone_of(digest.zone))
    about = f", stories that match {digest.query}" if digest.query else ""
    zone = "" if digest.zone == "UTC" else f" ({digest.zone})"
    return f"{digest.name}, {day_words(local)}, {local:%H:%M}{zone}{about}. Times of reports are UTC."


def _closing(digest: Digest, place: Place) -> tuple[str, ...]:
    if not digest.key:  # printed, not sent
        return ("The lines are compiled by machine from the reports named beside them.",)
    when = {"hourly": "every hour", "daily": f"daily at {digest.at}", "weekly": f"weekly at {digest.at}"}[digest.rhythm]
    return (
        f"You get this {when} ({digest.zone}) when something is new. The lines are compiled by machine from the "
        "reports named beside them.",
        f"Change or pause it: {place.site}/digests",
        f"End it at once: {unsubscribe_at(place, digest.key)}",
    )


def _edition(desk: Desk, digest: Digest, letter: Letter, position: int, now: datetime) -> Edition:
    place = place_of(desk.settings)
    return Edition(
        id=content_id("edition", digest.id, digest.position, position),
        channel="email",
        to=digest.to,
        subject=letter.subject,
        text=as_text(letter),
        html=as_html(letter),
        of=f"digest:{digest.id}",
        reader=digest.reader,
        at=now,
        link=f"{place.site}/digests",
        unsubscribe=unsubscribe_at(place, digest.key),
    )
