"""What must come out of the demo wire: each claim is one sentence for people and whether it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from infostreamer.demo.outcome import Outcome
from infostreamer.demo.wire import Version, articles
from infostreamer.model import Credit, Date, Finding, Quote, Report, Story

Claim = tuple[str, bool]

_FURNITURE = ("Sign up", "Leave a Reply", "Read more", "You may also like", "award-winning storyteller", "© 2026")
_PRINTS = ["corran-seeks-return", "courier-corran-seeks", "herald-corran-seeks", "amber-corran-seeks"]
_REWRITES = ["newsrill-detained", "newsrill-tv", "newsrill-charged"]
_RELEASE = ["bank-release", "varpress-bank", "vst-bank"]
_ARREST = ["andaman-detained", "open-detained", *_PRINTS, "newsrill-detained"]


def expectations(
    stories: Sequence[Story], reports: Mapping[str, Report], findings: Mapping[str, Sequence[Finding]]
) -> list[Claim]:
    """Every claim about a desk that has followed the whole wire, with whether it holds.

    Args:
        stories: all stories of the desk.
        reports: every report, earlier versions included, by id.
        findings: of those reports, by report id.
    """
    outcome = Outcome(stories, reports, findings)
    parts: tuple[Callable[[Outcome], list[Claim]], ...] = (_reading, _understanding, _grouping, _lineage, _facts, _law)
    return [claim for part in parts for claim in part(outcome)]


def _reading(outcome: Outcome) -> list[Claim]:
    names = [article.name for article in articles()]
    read = [name for name in names if outcome.versions(name)]
    picture = [image for report in outcome.versions("longquay-chair") for image in report.images]
    return [
        (f"All {len(names)} publications of the wire were read ({len(read)}).", len(read) == len(names)),
        (
            "Every paragraph of every page arrived, and nothing of the pages' furniture did.",
            bool(read) and all(_is_whole(outcome, name) for name in read),
        ),
        (
            "The Courier's silent edit is a second version of the same report, and both are kept.",
            _is_versioned(outcome, "courier-flown", "government plane", "chartered plane"),
        ),
        (
            "The Courier's corrected figure is a second version, with the first one kept.",
            _is_versioned(outcome, "courier-flood-homes", "240 houses flooded,", "420 houses flooded,"),
        ),
        (
            "The river authority's living page has five versions.",
            len(outcome.versions("basin-warnings")) == 5,
        ),
        (
            "The Russian reports are read as Russian although their server names the wrong character set.",
            all(_is_russian(outcome, name) for name in ("vestnik-flown", "vestnik-tv", "vestnik-vran")),
        ),
        (
            "The Phuket report keeps the UTC offset under which it was published (+07:00).",
            any(_offset(report) == timedelta(hours=7) for report in outcome.versions("andaman-detained")),
        ),
        (
            "The essay's picture has its credit and its licence as fields.",
            any("Radek Lind" in (image.credit or "") and "CC BY 4.0" in (image.licence or "") for image in picture),
        ),
        ("The essay is opinion.", any(report.kind == "opinion" for report in outcome.versions("longquay-chair"))),
    ]


def _understanding(outcome: Outcome) -> list[Claim]:
    quotes = outcome.payloads("longquay-chair", "quote")
    posts = outcome.payloads("open-detained", "quote")
    dates = outcome.payloads("corran-seeks-return", "date")
    return [
        (
            "A quotation over two sentences is one quotation, with its speaker.",
            any(
                isinstance(quote, Quote)
                and "Tolvydė" in (quote.speaker or "")
                and words.startswith("The purpose of")
                and "holds the camera" in words
                for quote, words in quotes
            ),
        ),
        (
            "Marta Ostrevko's post is quoted whole, and hers.",
            any(
                isinstance(quote, Quote) and quote.speaker and "stopped at the airport" in words and "plane" in words
                for quote, words in posts
            ),
        ),
        (
            'The agency\'s "on Monday" is 9 November 2026.',
            any(isinstance(date, Date) and "Monday" in words and date.value == "2026-11-09" for date, words in dates),
        ),
        (
            "Newsrill's bare last line names Open Varania as the original source.",
            all(_names_original(outcome, name) for name in _REWRITES),
        ),
    ]


def _grouping(outcome: Outcome) -> list[Claim]:
    fires = [outcome.stories_of(outcome.names(f"sollen-fire-{which}")) for which in ("market", "warehouse")]
    valley = [outcome.stories_of(outcome.names(which)) for which in ("hruva-mine", "lesk-flood")]
    depot = [outcome.stories_of(outcome.names(which)) for which in ("dravin-wages", "dravin-stand")]
    return [
        ("The arrest in Phuket is one story, seven reports deep.", outcome.are_together(_ARREST)),
        ("The mine disaster is one story of six reports.", outcome.are_together(outcome.names("hruva-mine"))),
        ("The two fires in Port Sollen stay two stories.", _are_apart(*fires)),
        ("The mine and the flood in the same valley stay apart.", _are_apart(*valley)),
        ("The two gatherings at the Dravin depot stay apart.", _are_apart(*depot)),
        (
            "The goat on the bus is a story of its own.",
            [len(story.members) for story in outcome.stories_of(["now-viral-goat"])] == [1],
        ),
    ]


def _lineage(outcome: Outcome) -> list[Claim]:
    return [
        ("The agency's report and its three prints count as one origin.", outcome.share_origin(_PRINTS)),
        ("The central bank's release and its two prints count as one origin.", outcome.share_origin(_RELEASE)),
        (
            "Newsrill is never counted as first-hand.",
            bool(outcome.roles(_REWRITES)) and outcome.roles(_REWRITES) <= {"rewrites", "copies", "carries", "cites"},
        ),
        (
            "Two papers at one press conference are one story, and neither copies the other.",
            outcome.are_together(["corran-stadium", "herald-stadium"])
            and not outcome.roles(["corran-stadium", "herald-stadium"]) & {"copies", "rewrites"},
        ),
        (
            "No story counts more independent origins than it has owners.",
            bool(outcome.stories) and all(story.independent <= _owners(outcome, story) for story in outcome.stories),
        ),
    ]


def _facts(outcome: Outcome) -> list[Claim]:
    return [
        (
            "Whether Ostrevko was put under pressure is shown as contested or denied.",
            outcome.is_contested(["open-tv-forced", "corran-tv", "vestnik-tv"], "pressure"),
        ),
        (
            "Whether the mine's gas sensors worked is shown as contested or denied.",
            outcome.is_contested(["open-sensors"], "denied"),
        ),
        (
            "The minister's figure is a series that differs: about 160, about 170, more than 200.",
            _has_series(outcome, "ostrevko", {160, 170, 200}),
        ),
        (
            "The mine's death toll is a series that differs: 4, 6, 9, 11.",
            _has_series(outcome, "hruva-mine", {4, 6, 9, 11}),
        ),
    ]


def _law(outcome: Outcome) -> list[Claim]:
    lines = [line for story in outcome.stories for line in (story.headline, *story.abstract, *story.lines)]
    cited = sum(bool(line.citations) and all(map(outcome.words_at, line.citations)) for line in lines)
    return [(f"Each of the {len(lines)} lines opens the words it came from.", cited == len(lines) > 0)]


def _is_whole(outcome: Outcome, name: str) -> bool:
    """Each version that was read holds every paragraph of some version as published, and no furniture."""
    return all(
        any(_holds(report.text, version) for version in outcome.articles[name].versions)
        and not any(words in report.text for words in _FURNITURE)
        for report in outcome.versions(name)
    )


def _holds(text: str, version: Version) -> bool:
    return all(paragraph.removeprefix("> ") in text for paragraph in version.paragraphs)


def _is_versioned(outcome: Outcome, name: str, before: str, after: str) -> bool:
    texts = [report.text for report in outcome.versions(name)]
    return len(texts) == 2 and before in texts[0] and after in texts[1] and before not in texts[1]


def _is_russian(outcome: Outcome, name: str) -> bool:
    versions = outcome.versions(name)
    return bool(versions) and all(report.language == "ru" and "\ufffd" not in report.text for report in versions)


def _offset(report: Report) -> timedelta | None:
    return report.published.at.utcoffset() if report.published else None


def _names_original(outcome: Outcome, name: str) -> bool:
    credits = [payload for payload, _ in outcome.payloads(name, "credit") if isinstance(payload, Credit)]
    return any(credit.type == "original" and "openvarania" in credit.to.lower() for credit in credits)


def _are_apart(these: Sequence[Story], those: Sequence[Story]) -> bool:
    return bool(these) and bool(those) and not {story.id for story in these} & {story.id for story in those}


def _owners(outcome: Outcome, story: Story) -> int:
    members = [outcome.reports[report_id] for report_id in story.report_ids if report_id in outcome.reports]
    return len({report.owner for report in members if report.owner})


def _has_series(outcome: Outcome, happening: str, values: set[int]) -> bool:
    return any(values <= {version.value for version in series} for series in outcome.figure_values(happening))
