"""Lines that are a person's name or tell who the author is."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = r"(?:[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁІЇЄҐЎΑ-Ω][\w’'.-]*|[A-Z]\.)"
_LINK = r"(?:de|da|do|dos|di|del|della|du|la|le|van|von|der|den|ter|bin|ibn|al|el|y|e|af)"
_NAME = re.compile(rf"{_WORD}(?:\s+(?:{_LINK}\s+)*{_WORD}){{1,3}}")
_NOT_NAMES = frozenset(
    [
        "about",
        "africa",
        "agencies",
        "all",
        "america",
        "americas",
        "analysis",
        "and",
        "archive",
        "art",
        "arts",
        "article",
        "asia",
        "associated",
        "at",
        "breaking",
        "business",
        "by",
        "central",
        "climate",
        "comment",
        "commentary",
        "company",
        "contact",
        "continue",
        "country",
        "crime",
        "culture",
        "daily",
        "death",
        "defence",
        "defense",
        "east",
        "economy",
        "editorial",
        "education",
        "elections",
        "energy",
        "english",
        "entertainment",
        "environment",
        "europe",
        "european",
        "events",
        "explore",
        "exclusive",
        "explainer",
        "eye",
        "fact",
        "fashion",
        "features",
        "finance",
        "follow",
        "food",
        "for",
        "foreign",
        "from",
        "gallery",
        "global",
        "government",
        "health",
        "history",
        "home",
        "housing",
        "human",
        "in",
        "industry",
        "international",
        "investigation",
        "investigations",
        "island",
        "israel",
        "justice",
        "law",
        "latest",
        "leave",
        "life",
        "lifestyle",
        "light",
        "live",
        "local",
        "main",
        "market",
        "markets",
        "media",
        "menu",
        "middle",
        "money",
        "more",
        "most",
        "music",
        "national",
        "nations",
        "new",
        "news",
        "newsletter",
        "north",
        "of",
        "on",
        "opinion",
        "original",
        "our",
        "page",
        "pacific",
        "people",
        "photo",
        "photos",
        "podcast",
        "podcasts",
        "policy",
        "politics",
        "popular",
        "post",
        "press",
        "privacy",
        "property",
        "public",
        "real",
        "region",
        "related",
        "reply",
        "report",
        "reports",
        "republic",
        "rights",
        "russia",
        "science",
        "search",
        "section",
        "security",
        "share",
        "society",
        "south",
        "source",
        "special",
        "sport",
        "sports",
        "staff",
        "states",
        "stories",
        "story",
        "subscribe",
        "support",
        "technology",
        "terms",
        "the",
        "this",
        "times",
        "to",
        "today",
        "top",
        "topics",
        "trade",
        "travel",
        "trending",
        "tv",
        "uk",
        "ukraine",
        "union",
        "united",
        "updates",
        "us",
        "video",
        "videos",
        "view",
        "war",
        "weather",
        "west",
        "with",
        "women",
        "world",
        "donate",
        "now",
        "key",
        "points",
        "sign",
        "log",
        "read",
        "languages",
        "listen",
        "watch",
        "advertisement",
        "skip",
        "accept",
        "cookies",
        "click",
        "here",
        "summary",
        "highlights",
        "your",
    ]
)
_TELLS = re.compile(
    r"\b(?:is|was|has been|works?|worked|covers?|covered|writes?|wrote|reports?|joined|holds?|specialis|specializ|"
    r"studied|lives|ist|est|es|è|schreibt|berichtet)\b",
    re.I,
)
_TRADE = re.compile(
    r"\b(?:journalist\w*|reporter\w*|correspondent\w*|writer|editor\w*|columnist|author|contributor|freelance\w*|"
    r"analyst|fellow|professor|lecturer|"
    r"researcher|producer|photographer|blogger|commentator|broadcaster|redakteur\w*|journaliste?|autor\w*|"
    r"periodista|giornalista|covers|covering|writes about|"
    r"reporting on|joined|bureau|newsroom|follow (?:him|her|them)|on twitter|based in|graduate of|degree)\b",
    re.I,
)


def is_name_line(line: str) -> bool:
    """True for two to four capitalised words that can be a person's name and no section of a site."""
    text = line.strip()
    if len(text) > 50 or not _NAME.fullmatch(text):
        return False
    words = [word.strip(".").lower() for word in text.split()]
    return not any(word in _NOT_NAMES for word in words) and not (text.isupper() and len(words) > 3)


def tells_trade(paragraph: str) -> bool:
    """True where somebody's work in the media or at a university is told."""
    return _TRADE.search(paragraph) is not None


def is_biography(paragraph: str, names: Sequence[str] = ()) -> bool:
    """True for a short account of the author: begins with a known author's name (or any name) and tells a trade."""
    text = paragraph.strip()
    if len(text) > 900:
        return False
    opening = text[:80].casefold()
    begins = any(
        opening.startswith(name.casefold()) or opening.startswith(f"about {name.casefold()}") for name in names if name
    )
    first = names[0].split()[0].casefold() if names and names[0].split() else None
    mentions = begins or (first is not None and text.casefold().startswith((first + " is ", first + " has ")))
    return mentions and _TELLS.search(text[:200]) is not None and (_TRADE.search(text) is not None or len(text) < 300)


def opens_with_name_and_trade(paragraph: str) -> str | None:
    """The name, where a paragraph is shaped like a biography of somebody whose byline was not seen."""
    found = _NAME.match(paragraph)
    if found is None or len(paragraph) > 900 or not is_name_line(found.group()):
        return None
    rest = paragraph[found.end() : found.end() + 160]
    is_shaped = re.match(r",?\s+(?:is|was|has been|covers|writes|reports|works|joined|ist|est|es|è)\b", rest)
    return found.group() if is_shaped and _TRADE.search(rest) else None
