"""tell: changed stories -> what a language model makes of them, where the desk is set up with one.

An answer is kept beside the story with the key of its question, so building the story again gives the same lines
without asking again. Models differ and fail; so the lines stand apart in `Story.told`, and no digest looks at them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from infostreamer.flow.counts import Counts
from infostreamer.flow.trouble import note
from infostreamer.model import Failure, FetchError, Report, Story
from infostreamer.store import Store, Unit

VERSION = "1"
NAME = "tell"
MOST_TRIES = 3  # then the story waits for its next change
_PAUSE = timedelta(minutes=1)  # after the model gave no answer
_BATCH = 50
_LONGEST_KEPT = 65_536  # characters of an answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """A language model and the rules for its lines, as values.

    Attributes:
        name: signs its lines.
        ask: (instructions, sentences) -> its words; raises FetchError.
        asked_of: (story, reports) -> the question, or None where there is too little to tell.
        with_told: (story, question, answer, texts) -> the story with the lines that may be shown.
    """

    name: str
    ask: Callable[[str, str], str]
    asked_of: Callable[[Story, Mapping[str, Report]], Any | None]
    with_told: Callable[[Story, Any, str, Mapping[str, str]], Story]


def told_at_once(teller: Teller, story: Story, reports: Mapping[str, Report]) -> Story | Failure:
    """The story with the model's lines, asked for now; the Failure where it gave none."""
    asked = teller.asked_of(story, reports)
    if asked is None:
        return story
    try:
        answer = teller.ask(asked.instructions, asked.sentences)
    except FetchError as error:
        return _failure(story.id, error)
    return teller.with_told(story, asked, answer, _texts(reports))


def with_kept(kept: tuple[str, str], teller: Teller | None, story: Story, reports: Mapping[str, Report]) -> Story:
    """The story with the lines of the answer that is kept for just this question; as it is where there is none."""
    asked = teller.asked_of(story, reports) if teller else None
    if teller is None or asked is None:
        return story
    key, answer = kept
    return teller.with_told(story, asked, answer, _texts(reports)) if key == asked.key else story


@dataclass(frozen=True, slots=True)
class _Told:
    position: int
    now: datetime
    story_id: str | None = None
    key: str = ""
    answer: str = ""
    failure: Failure | None = None

    def save(self, unit: Unit) -> Counts:
        """The answer beside its story, which is built again with it."""
        if self.failure is not None:
            note(unit, self.failure, self.now)
            return Counts(failures=1)
        if self.story_id is not None:
            unit.failures.clear(Failure(item=self.story_id, stage=NAME, error="").id)
            unit.meta.put(_mark(self.story_id), json.dumps([self.key, self.answer[:_LONGEST_KEPT]]))
            unit.stories.touch([self.story_id])
        return Counts()


class Tell:
    """Reads the change log, one question at a time. Where the model is down it is asked again a minute later."""

    name, reads, gives = NAME, "story", "story"
    is_lazy = True

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._gave_none: datetime | None = None  # when the model was down

    @property
    def is_down(self) -> bool:
        """True while a story waits because the model gave no answer: a pass is due without anything new."""
        return self._gave_none is not None

    def version(self, unit: Unit) -> str:
        """Of this stage and of the model."""
        return f"{VERSION} {self._teller.name}"

    def restart(self, unit: Unit) -> None:
        """Every story is asked about again, where the question differs."""
        unit.failures.clear_stage(NAME)

    def prepare(self, store: Store, position: int, now: datetime) -> _Told | None:
        """The next story without an answer, asked about; None when there is none, or the model is down."""
        if self._gave_none is not None and abs(now - self._gave_none) < _PAUSE:  # a clock may be set back
            return None
        self._gave_none = None
        with store.read() as unit:
            found = self._next(unit, position)
            tries = 0 if found is None or found[1] is None else _tries(unit, found[1])
        if found is None:
            return None
        position_of, story_id, asked = found
        if story_id is None:
            return _Told(position_of, now)
        try:
            answer = self._teller.ask(asked.instructions, asked.sentences)
        except FetchError as error:
            self._gave_none = now
            is_given_up = tries + 1 >= MOST_TRIES
            return _Told(position_of if is_given_up else position, now, failure=_failure(story_id, error))
        return _Told(position_of, now, story_id, asked.key, answer)

    def _next(self, unit: Unit, position: int) -> tuple[int, str | None, Any] | None:
        """(position, story, question) of the first change whose story lacks its answer; without one, where it ends."""
        changes = unit.changes.after(position, _BATCH, {"story"})
        for change in changes:
            story = unit.stories.many([change.id]).get(change.id)
            reports = unit.reports.many(story.report_ids) if story else {}
            asked = self._teller.asked_of(story, reports) if story else None
            if asked is not None and kept_of(unit, change.id)[0] != asked.key:
                return change.position or position, change.id, asked
        return (changes[-1].position or position, None, None) if changes else None


def _tries(unit: Unit, story_id: str) -> int:
    before = unit.failures.get_or_none(Failure(item=story_id, stage=NAME, error="").id)
    return before.tries if before else 0


def _failure(story_id: str, error: FetchError) -> Failure:
    return Failure(item=story_id, stage=NAME, error=str(error), kind=error.kind)


def kept_of(unit: Unit, story_id: str) -> tuple[str, str]:
    """(key of the question, answer); empty where none is kept."""
    kept = unit.meta.get(_mark(story_id))
    key, answer = json.loads(kept) if kept else ("", "")
    return str(key), str(answer)


def _mark(story_id: str) -> str:
    return f"told.{story_id}"


def _texts(reports: Mapping[str, Report]) -> dict[str, str]:
    return {report.id: report.text for report in reports.values()}
