"""Questions and orders -> the store and the flow: the one front door."""

from infostreamer.desk.decisions import Decision, Judged
from infostreamer.desk.desk import Desk
from infostreamer.desk.views import Added, SearchHit, SearchPage, WhoPage

__all__ = ["Added", "Decision", "Desk", "Judged", "SearchHit", "SearchPage", "WhoPage"]
