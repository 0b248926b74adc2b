"""An invented country's news -> a real local HTTP server to follow: the bundled demo wire."""

from infostreamer.demo.check import expectations
from infostreamer.demo.replay import begin, remaining, replay
from infostreamer.demo.schedule import sources, ticks
from infostreamer.demo.server import DemoServer
from infostreamer.demo.wire import Article, Outlet, articles, outlets

__all__ = [
    "Article",
    "DemoServer",
    "Outlet",
    "articles",
    "begin",
    "expectations",
    "outlets",
    "remaining",
    "replay",
    "sources",
    "ticks",
]
