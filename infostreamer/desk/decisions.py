"""What a person wants decided, worked out and put into words before it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from infostreamer.model import Judgement, Report, Story
from infostreamer.model.judgement import JudgementKind
from infostreamer.stories.identity import OF_WHO

EDITOR = "editor"
"""Who decides where nobody gave a name."""

SOMEBODY = "a person"
"""Who decided, wherever names of accounts are not shown: in what leaves the desk, and to readers without a login."""

_NAMED = 3  # items named one by one in a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A judgement not yet made: `will` says in whole sentences what making it does."""

    kind: JudgementKind
    items: tuple[str, ...]
    will: str
    shows: str | None = None  # the report whose story to look at afterwards
    words: str | None = None  # of rename: the name to show
    undoes: tuple[str, ...] = ()  # judgements in force that it takes the place of


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A judgement for reading: what was decided in words, and the stories that its reports stand in now."""

    judgement: Judgement
    words: str
    story_ids: tuple[str, ...] = ()


def headline_of(story: Story) -> str:
    """The headline in quotation marks."""
    return f"“{story.headline.text}”"


def title_of(report: Report | None) -> str:
    """A report by its title and outlet."""
    if report is None:
        return "a report that is not held"
    name = report.outlet or report.host or "unknown outlet"
    return f"“{report.title}” ({name})" if report.title else f"a report without a title ({name})"


def listed(names: Sequence[str]) -> str:
    """ "a", "a and b", "a, b, c and 4 more"."""
    names = list(dict.fromkeys(names))
    if len(names) > _NAMED + 1:
        names = [*names[:_NAMED], f"{len(names) - _NAMED} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def counted(count: int, noun: str = "report") -> str:
    """ "1 report", "4 reports"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def words_of(judgement: Judgement, reports: Mapping[str, Report], names: Mapping[str, str]) -> str:
    """What was decided, as one sentence.

    Args:
        judgement: the decision.
        reports: those of its items that are held.
        names: id of a who's-who entry -> name.
    """
    items = judgement.items
    if judgement.target is not None or judgement.kind == "review":
        return _words_of_line(judgement)
    if judgement.kind == "same-owner":
        return f"{listed(items)} have one owner and count as one origin."
    if judgement.kind in OF_WHO:
        return _words_of_who(judgement, names)
    titles = listed([title_of(reports.get(item)) for item in items])
    if judgement.kind == "merge":
        return f"One story: {titles}."
    if judgement.kind == "split":
        return f"A story of {'its' if len(items) == 1 else 'their'} own: {titles}."
    if judgement.kind == "never-merge":
        return f"Never in one story: {titles}."
    return f"{judgement.kind}: {titles}."


def _words_of_who(judgement: Judgement, names: Mapping[str, str]) -> str:
    named = [names.get(item, "an entry that no story has now") for item in judgement.items]
    if judgement.kind == "rename":
        return f"{judgement.words} is the name to show; an alias is what reports say."
    if judgement.kind == "no-link":
        return f"A surname alone is never taken for {named[0]}."
    if judgement.kind == "another-person":
        return f"{named[0]} is somebody else in the stories of {counted(len(judgement.items) - 1)}."
    return f"{listed(named)} are {'the same' if judgement.kind == 'same-person' else 'not the same'}."


def _words_of_line(judgement: Judgement) -> str:
    if judgement.target is None:
        return f"The whole story was read, revision {judgement.revision or 0}."
    text = judgement.target.text
    if judgement.target.kind == "error-report":
        return f"A reported error is {'seen to' if judgement.kind == 'accept' else 'dismissed'}."
    if judgement.kind == "correct":
        return f"Corrected to “{judgement.words}”; it said “{text}”"
    if judgement.target.kind == "identity":
        return f"Not so: {text}"
    return f"{'Right' if judgement.kind == 'accept' else 'Taken out'}: “{text}”"
