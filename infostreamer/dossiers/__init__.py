"""Stories -> dossiers: a saved question, the stories that answer it, and what they add up to."""

from __future__ import annotations

from infostreamer.dossiers.gather import gather
from infostreamer.dossiers.question import Question, matches, parse
from infostreamer.dossiers.subject import forms_of
from infostreamer.dossiers.timeline import timeline_of

__all__ = ["Question", "forms_of", "gather", "matches", "parse", "timeline_of"]
