"""The words in a piece of markup, for titles and for measuring how much text a feed carries."""

from __future__ import annotations

import re

from infostreamer.text.bot_checks import BOT_CHECK, SHORT
from infostreamer.text.clean import clean_text, unescaped

_LARGEST_CHECK = 1_000_000  # bytes: with its scripts
_UNSEEN = re.compile(r"<(script|style)\b|<!--", re.IGNORECASE)
_ENDS = {
    "script": re.compile(r"</script\s*>", re.IGNORECASE),
    "style": re.compile(r"</style\s*>", re.IGNORECASE),
    "!--": re.compile("-->"),
}
_TITLE = re.compile(rb"<(title|h1)\b[^>]{0,300}>(.{0,500}?)</\1", re.IGNORECASE | re.DOTALL)
_WRAPPED = re.compile(r"<!\[CDATA\[|\]\]>")  # left over where a publisher wrapped twice
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def plain_words(markup: str | None) -> str | None:
    """The text without tags and entities on one line; None where nothing is left."""
    if not markup:
        return None
    markup = _WRAPPED.sub("", markup)
    bare = _TAG.sub(" ", _seen(markup)) if "<" in markup else markup
    return " ".join(clean_text(unescaped(bare)).split()) or None


def _seen(markup: str) -> str:
    """The markup without scripts, styles and comments. Looks for an end that is missing only once: a title of nothing
    but openings would otherwise take its length squared.
    """
    pieces, at, without_end = [], 0, set()
    while found := _UNSEEN.search(markup, at):
        kind = (found.group(1) or "!--").lower()
        end = None if kind in without_end else _ENDS[kind].search(markup, found.end())
        if end is None:
            without_end.add(kind)
        pieces.append(markup[at : found.start() if end else found.end()])
        at = end.end() if end else found.end()
    return " ".join([*pieces, markup[at:]])


def text_length(markup: str | None) -> int:
    """How many characters of text the markup carries."""
    return len(plain_words(markup) or "")


def is_bot_check(body: bytes) -> bool:
    """True for a page that asks in its title or heading whether a person is reading, and says little else."""
    if b"\0" in body[:4] or len(body) > _LARGEST_CHECK:
        return False
    heads = (found.group(2).decode("utf-8", "replace") for found in _TITLE.finditer(body[:65_536]))
    return any(map(BOT_CHECK.search, heads)) and text_length(body.decode("utf-8", "replace")) < SHORT
