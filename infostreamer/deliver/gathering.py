"""A desk -> the sheets of its stories and dossiers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from infostreamer.deliver.compose import Around, dossier_sheet, story_sheet
from infostreamer.deliver.quoting import Budget, Quotable, quotable
from infostreamer.deliver.sheet import UNREVIEWED, Corrected, Place, Sheet
from infostreamer.desk import Desk
from infostreamer.desk.decisions import SOMEBODY
from infostreamer.desk.reviewing import Correction
from infostreamer.model import Dossier, NotFound, Report, Review, Story
from infostreamer.model.alert import Firing
from infostreamer.settings import Settings
from infostreamer.text.when import day_words

MOST_STORIES = 200
"""Stories of a dossier or the desk that an export draws on, the newest first."""


def place_of(settings: Settings, asked_under: str = "") -> Place:
    """Where the desk stands: `web.address`, else the address it was asked under, else its own port on this machine."""
    local = f"http://127.0.0.1:{settings['web.port']}"
    site = str(settings["web.address"]).strip() or asked_under or local
    return Place(site=site.rstrip("/"), desk=str(settings["desk.name"]))


def budget_of(settings: Settings) -> Budget:
    """How much of a report may be quoted."""
    return Budget(percent=settings["deliver.quote_percent"], sentences=settings["deliver.quote_sentences"])


def sheet_of_story(desk: Desk, story: Story, place: Place) -> Sheet:
    """The sheet of a story as it is given, which may be an earlier revision of it."""
    reports = desk.reports(cited_reports(story))
    return story_sheet(story, reports, around_of(desk, story, place))


def around_of(desk: Desk, story: Story, place: Place) -> Around:
    """What is said about a story besides it: how much may be quoted, who reviewed it, what was corrected."""
    corrections = [_corrected(one) for one in desk.corrections(story) if one.undone_at is None]
    state = state_words(desk.reviewed(story))
    return Around(place=place, budget=budget_of(desk.settings), state=state, corrections=tuple(corrections))


def arounds_of(desk: Desk, stories: Sequence[Story], place: Place) -> dict[str, Around]:
    """The same by story id for lists of stories, without the correction logs."""
    reviews, budget = desk.reviews(stories), budget_of(desk.settings)
    return {story.id: Around(place=place, budget=budget, state=state_words(reviews.get(story.id))) for story in stories}


def state_words(review: Review | None) -> str:
    """ "machine-compiled, not reviewed", or "machine-compiled, reviewed by a person on …"."""
    if review is None:
        return UNREVIEWED
    later = "" if review.is_current else ", changed since the review"
    return f"machine-compiled, reviewed by {SOMEBODY} on {day_words(review.at)}{later}"


def _corrected(one: Correction) -> Corrected:
    now = f"now: {one.now}" if one.now else "taken out"
    return Corrected(text=f"Was: {one.was} – {now}", by=SOMEBODY, at=one.at)


def sheet_of_dossier(desk: Desk, dossier: Dossier, place: Place) -> Sheet:
    """The sheet of a dossier with its newest stories."""
    stories = stories_of(desk, dossier.story_ids[:MOST_STORIES])
    reports = desk.reports(sorted({report_id for story in stories for report_id in cited_reports(story)}))
    return dossier_sheet(dossier, stories, reports, Around(place=place, budget=budget_of(desk.settings)))


def sheets_of_desk(desk: Desk, place: Place) -> list[Sheet]:
    """The sheets of the newest stories."""
    return sheets_of_stories(desk, desk.stories(limit=MOST_STORIES), place)


def sheets_of_stories(desk: Desk, stories: Sequence[Story], place: Place) -> list[Sheet]:
    """The sheets of these stories."""
    reports = desk.reports(sorted({report_id for story in stories for report_id in cited_reports(story)}))
    arounds = arounds_of(desk, stories, place)
    return [story_sheet(story, reports, arounds[story.id]) for story in stories]


def stories_of(desk: Desk, story_ids: Iterable[str]) -> list[Story]:
    """These stories in this order, without those that are gone since they were listed."""
    found = []
    for story_id in story_ids:
        try:
            found.append(desk.story(story_id))
        except NotFound:
            continue
    return found


def quotable_in(desk: Desk, firings: Iterable[Firing]) -> tuple[dict[str, Report], Quotable]:
    """The reports behind these firings by id, and what may be quoted of them: what their stories' exports quote."""
    told = list(firings)
    stories = desk.stories_by_id(sorted({one.story_id for one in told if one.story_id}))
    wanted = {cited.span.report_id for one in told for cited in one.cited}
    wanted |= {report_id for story in stories.values() for report_id in cited_reports(story)}
    reports = desk.reports(sorted(wanted))
    return reports, quotable([stories[key] for key in sorted(stories)], reports, budget_of(desk.settings))


def cited_reports(story: Story) -> Sequence[str]:
    """The ids of its members, and of older versions that a line still cites."""
    cited = {span.report_id for fact in story.facts for account in fact.accounts for span in (account.citation,)}
    return [*story.report_ids, *sorted(cited - set(story.report_ids))]
