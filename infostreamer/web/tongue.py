"""The interface in the reader's language: English words are the keys, gettext catalogues hold the others."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request

COOKIE = "infostreamer_language"
CATALOGUES = Path(__file__).parent / "catalogues"
LANGUAGES: Mapping[str, str] = {"en": "English", "be": "Беларуская", "ru": "Русский", "uk": "Українська"}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})

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


def direction(language: str) -> str:
    """ "rtl" or "ltr"."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def _accepted(request: Request) -> str:
    return request.headers.get("accept-language", "")[:200]


@lru_cache(maxsize=16)
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("desk", CATALOGUES, languages=[language], fallback=True)
