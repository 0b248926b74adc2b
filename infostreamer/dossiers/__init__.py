"""Stories -> dossiers: a saved question, the stories that answer it, and what they add up to."""

from __future__ import annotations

from infostreamer.dossiers.gather import gather
from infostreamer.dossiers.question import NOBODY, Standing, matches, parse
from infostreamer.dossiers.subject import forms_of
from infostreamer.dossiers.timeline import timeline_of

__all__ = ["NOBODY", "Standing", "forms_of", "gather", "matches", "parse", "timeline_of"]
