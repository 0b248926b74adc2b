"""Address -> captures."""

from infostreamer.collect.collectors import collect, plug
from infostreamer.collect.discover import identify
from infostreamer.collect.feeds import read_feed
from infostreamer.collect.files import path_groups, read_file, read_paths
from infostreamer.collect.known import Collected, Known, KnownPage
from infostreamer.collect.lines import jsonl_groups, read_jsonl
from infostreamer.collect.opml import read_opml, write_opml
from infostreamer.collect.web import Fetched, Web

__all__ = [
    "Collected",
    "Fetched",
    "Known",
    "KnownPage",
    "Web",
    "collect",
    "identify",
    "jsonl_groups",
    "path_groups",
    "plug",
    "read_feed",
    "read_file",
    "read_jsonl",
    "read_opml",
    "read_paths",
    "write_opml",
]
