"""Stories -> dossiers: a saved question, the stories that answer it, and what they add up to."""

from __future__ import annotations

from infostreamer.dossiers.gather import gather
from infostreamer.dossiers.question import Question, matches, parse

__all__ = ["Question", "gather", "matches", "parse"]
