"""Stories -> dossiers: a saved question, the stories that answer it, and what they add up to."""

from __future__ import annotations

from infostreamer.dossiers.figures import is_key
from infostreamer.dossiers.gather import gather
from infostreamer.dossiers.moments import ahead_of, happened_in
from infostreamer.dossiers.question import (
    NOBODY,
    Standing,
    matches,
    parse,
    report_answers,
    report_holds,
    story_answers,
    story_holds,
)
from infostreamer.dossiers.subject import forms_of
from infostreamer.dossiers.timeline import timeline_of

__all__ = [
    "NOBODY",
    "Standing",
    "ahead_of",
    "forms_of",
    "gather",
    "happened_in",
    "is_key",
    "matches",
    "parse",
    "report_answers",
    "report_holds",
    "story_answers",
    "story_holds",
    "timeline_of",
]
