"""The words in a piece of markup, for titles and for measuring how much text a feed carries."""

from __future__ import annotations

import html
import re

from infostreamer.text.clean import clean_text

_UNSEEN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def plain_words(markup: str | None) -> str | None:
    """The text without tags and entities on one line; None where nothing is left."""
    if not markup:
        return None
    bare = _TAG.sub(" ", _UNSEEN.sub(" ", markup)) if "<" in markup else markup
    return " ".join(clean_text(html.unescape(bare)).split()) or None


def text_length(markup: str | None) -> int:
    """How many characters of text the markup carries."""
    return len(plain_words(markup) or "")
