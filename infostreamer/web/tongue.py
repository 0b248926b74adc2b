"""The interface in the reader's language: English words are the keys, gettext catalogues hold the others."""

from __future__ import annotations

import gettext
import re
from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request

COOKIE = "infostreamer_language"
CATALOGUES = Path(__file__).parent / "catalogues"
LANGUAGES: Mapping[str, str] = {"en": "English", "be": "Беларуская", "ru": "Русский", "uk": "Українська"}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})

PIECES = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    *("1st quarter", "2nd quarter", "3rd quarter", "4th quarter", "1st half", "2nd half"),
    *("spring", "summer", "autumn", "winter", "year not stated", "about", "since", "until", "early", "mid", "late"),
    *("undated", "(uncertain)", "today", "yesterday", "just now", "now", "later", "or", "in", "min", "h", "d", "s"),
)
"""What text/when.py and web/times.py put times in words with; each is an entry of the catalogue."""
_PIECE = re.compile(r"(?<![^\W\d_])(?:" + "|".join(map(re.escape, PIECES)) + r")(?![^\W\d_])")
_IN_WORDS = re.compile(rf"(?:(?P<age>\d+ (?:min|h|d|s)) ago|(?:{_PIECE.pattern}|[\d\s,:–.-])+)")

_current: ContextVar[str] = ContextVar("language", default="en")


def language_of(request: Request) -> str:
    """The interface language: as chosen, else the first that the browser asks for and we have, else English."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    asked = (part.split(";")[0].strip().split("-")[0].lower() for part in _accepted(request).split(","))
    return next((language for language in asked if language in LANGUAGES), "en")


def use(language: str) -> None:
    """From here on this request's words come from the catalogue of this language."""
    _current.set(language)


def current() -> str:
    """The language in use for this request."""
    return _current.get()


def gettext_(message: str) -> str:
    """The message in the language in use; itself where the catalogue has none."""
    return _catalogue(_current.get()).gettext(message)


def ngettext_(singular: str, plural: str, count: int) -> str:
    """The form for this count in the language in use."""
    return _catalogue(_current.get()).ngettext(singular, plural, count)


def word(text: object) -> str:
    """A word of a page's value in the language in use; plain text, so a template still escapes it.

    A page's value stays English, as its JSON twin is; what it holds of our own words is turned when it is shown. That
    is a whole entry of the catalogue (`web/vocabulary.py` lists them), or a time in words ("about 21 Nov 2026, 18:40",
    "3 min ago"), which is turned piece by piece. Anything else comes out as it is.
    """
    given = str(text)
    if _current.get() == "en" or not given:
        return given
    whole = gettext_(given)
    return whole if whole != given else _time_words(given)


def _time_words(given: str) -> str:
    found = _IN_WORDS.fullmatch(given)
    if found is None:
        return given
    if found["age"]:
        return gettext_("%(time)s ago") % {"time": _pieces(found["age"])}
    return _pieces(given)


def _pieces(given: str) -> str:
    return _PIECE.sub(lambda found: gettext_(found.group()), given)


def direction(language: str) -> str:
    """ "rtl" or "ltr"."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def _accepted(request: Request) -> str:
    return request.headers.get("accept-language", "")[:200]


@lru_cache(maxsize=16)
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("desk", CATALOGUES, languages=[language], fallback=True)
