"""The words in a piece of markup, for titles and for measuring how much text a feed carries."""

from __future__ import annotations

import re

from infostreamer.text.clean import clean_text, unescaped

_UNSEEN = re.compile(r"<(script|style)\b|<!--", re.IGNORECASE)
_ENDS = {
    "script": re.compile(r"</script\s*>", re.IGNORECASE),
    "style": re.compile(r"</style\s*>", re.IGNORECASE),
    "!--": re.compile("-->"),
}
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def plain_words(markup: str | None) -> str | None:
    """The text without tags and entities on one line; None where nothing is left."""
    if not markup:
        return None
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
