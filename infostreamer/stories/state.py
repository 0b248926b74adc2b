"""Where a story stands: what was last reported, what is denied of it, what is expected next; three lines at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from infostreamer.model import Line
from infostreamer.stories.denials import denials_about
from infostreamer.stories.facts import Facts
from infostreamer.stories.features import moment_of
from infostreamer.stories.happening import last_day
from infostreamer.stories.headline import is_repeated
from infostreamer.stories.latest import is_ours, latest, moments_about, published
from infostreamer.stories.subject import Subject

MOST_STATE = 3
OPEN = ("planned", "threatened")
LATEST = timedelta(days=3)  # a plan reported longer before the last report may have been carried out or dropped
SAID_AGAIN = 500  # per mille of a line's words that another line has


def state_of(facts: Facts, subject: Subject) -> list[Line]:
    """Newest first: what happened, with what is denied and what comes next in its place among the three."""
    news, denied, ahead = latest(facts, subject), _denied(facts, subject), _ahead(facts, subject)
    last = [*_first_new(denied, ()), *_first_new(ahead, ())]
    lines: list[Line] = []
    for line in news:
        if len(lines) + len(last) < MOST_STATE and not _is_there(line, [*lines, *last]):
            lines.append(line)
    lines += [line for at, line in enumerate(last) if not _is_there(line, [*lines, *last[:at]])]
    return [replace(line, kind="state") for line in lines[:MOST_STATE]]


def _denied(facts: Facts, subject: Subject) -> list[Line]:
    return [line for _, line in denials_about(facts, subject, ())][::-1]


def _ahead(facts: Facts, subject: Subject) -> list[Line]:
    """What is planned or threatened and can still come, as the latest reports have it."""
    last = max((at for read in facts.sources if (at := moment_of(read.report))), default=None)
    found = []
    for moment in moments_about(facts, subject):
        day = last_day(moment.when)
        at = moment_of(facts.group.report(moment.line.citations[0].report_id))
        is_late = last is not None and (at is None or at < last - LATEST)
        is_over = last is not None and day is not None and day < last.date()
        if moment.status in OPEN and not is_late and not is_over and is_ours(facts, subject, moment.line):
            found.append(moment)
    return [one.line for one in sorted(found, key=lambda one: published(facts, one.line), reverse=True)]


def _first_new(lines: Sequence[Line], others: Sequence[Line]) -> list[Line]:
    return [line for line in lines if not _is_there(line, others)][:1]


def _is_there(line: Line, others: Sequence[Line]) -> bool:
    return is_repeated(line.text, [one.text for one in others], limit=SAID_AGAIN)
