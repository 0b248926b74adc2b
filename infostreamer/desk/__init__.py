"""Questions and orders -> the store and the flow: the one front door."""

from infostreamer.desk.decisions import Decision, Judged
from infostreamer.desk.desk import Desk
from infostreamer.desk.noting import NotePlace
from infostreamer.desk.queue import REASONS, ReviewItem
from infostreamer.desk.reviewing import Accuracy, Choice, Correction
from infostreamer.desk.views import Added, SearchHit, SearchPage, WhoPage

__all__ = [
    "REASONS",
    "Accuracy",
    "Added",
    "Choice",
    "Correction",
    "Decision",
    "Desk",
    "Judged",
    "NotePlace",
    "ReviewItem",
    "SearchHit",
    "SearchPage",
    "WhoPage",
]
