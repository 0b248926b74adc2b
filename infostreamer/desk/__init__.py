"""Questions and orders -> the store and the flow: the one front door."""

from infostreamer.desk.answers import FacetCount, Matching, Preview, Previewed, SearchHit, SearchPage, Why
from infostreamer.desk.decisions import Decision, Judged
from infostreamer.desk.desk import Desk
from infostreamer.desk.noting import NotePlace
from infostreamer.desk.queue import REASONS, ReviewItem
from infostreamer.desk.reviewing import Accuracy, Choice, Correction
from infostreamer.desk.saving import ScopeChange
from infostreamer.desk.views import Added, WhoPage

__all__ = [
    "REASONS",
    "Accuracy",
    "Added",
    "Choice",
    "Correction",
    "Decision",
    "Desk",
    "FacetCount",
    "Judged",
    "Matching",
    "NotePlace",
    "Preview",
    "Previewed",
    "ReviewItem",
    "ScopeChange",
    "SearchHit",
    "SearchPage",
    "WhoPage",
    "Why",
]
