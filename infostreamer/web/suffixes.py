"""Addresses whose suffix says the form, such as `/s/{id:bare}.{form:export}`: all of them, and their parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from starlette.convertors import Convertor, register_url_convertor

from infostreamer.deliver.exports import FORMATS
from infostreamer.deliver.feeds import FEEDS

PUBLIC_PATHS = (
    *("/feeds/desk.{form:feed}", "/feeds/search.{form:feed}", "/q/{name:bare}.{form:feed}", "/q/{name:bare}.ics"),
    *("/s/{id:bare}.{form:feed}", "/s/{id:bare}/{slug:bare}.{form:feed}"),
    *("/s/{id:bare}.{form:export}", "/s/{id:bare}/{slug:bare}.{form:export}"),
    *("/d/{slug:bare}.{form:feed}", "/d/{slug:bare}.{form:export}", "/d/{slug:bare}/{part:bare}.{form:export}"),
    *("/who/{id:bare}.{form:feed}", "/who/{id:bare}/{slug:bare}.{form:feed}"),
    *("/place/{id:bare}.{form:feed}", "/place/{id:bare}/{slug:bare}.{form:feed}"),
    *("/timeline.ics", "/timeline.csv", "/figures.csv", "/map.geojson"),
)
"""Feeds and exports: for whoever may read the pages."""
TAKEN_PATHS: Mapping[str, Literal["open", "public", "editor"]] = {
    **dict.fromkeys(PUBLIC_PATHS, "public"),
    "/share/{token}": "open",
    "/share/sheet.css": "open",
    "/shares": "editor",
    "/s/{id:bare}/evidence.zip": "editor",
}
"""What each of these addresses asks for; see web/permits.py."""
TAKEN_BY_POST: Mapping[str, Literal["editor"]] = {"/share": "editor", "/share/{token}/revoke": "editor"}
"""What posting to them asks for."""


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


class _Revision(Convertor[int]):
    """The number of a revision: Starlette's own `int` takes more digits than Python makes a number of."""

    regex = "[0-9]{1,9}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


class _Bare(Convertor[str]):
    """A part of an address without a dot, so that the suffix begins at the first one."""

    regex = "[^/.]+"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


class _Export(_Bare):
    """A suffix of deliver/exports.py."""

    regex = _one_of(FORMATS)


class _Feed(_Bare):
    """A suffix of deliver/feeds.py."""

    regex = _one_of(FEEDS)


register_url_convertor("revision", _Revision())
register_url_convertor("bare", _Bare())
register_url_convertor("export", _Export())
register_url_convertor("feed", _Feed())
