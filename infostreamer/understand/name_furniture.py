"""Names that belong to the page, not to the story: picture agencies, photographers, buttons to share and follow."""

from __future__ import annotations

import re

from infostreamer.text.mention import Mention

_REACH = 60  # characters read on each side, never past the line
# Libraries of pictures: they stand in credits only.
_LIBRARIES = re.compile(
    r"(?:getty(?: images)?|wikimedia(?: commons)?|shutterstock|istock(?:photo)?|unsplash|pexels|pixabay|flickr|alamy|"
    r"depositphotos|adobe stock|facebook twitter.*|creative commons|CC[ -]?(?:BY|0)\b.*)",
    re.I,
)
_CREDIT_BEFORE = re.compile(
    r"(?:\b(?:photo|image|picture|photograph|video|graphic|illustration)s?\s*(?:credit|courtesy)?\s*(?::|by|via|©)\s*|"
    r"(?:©|\(c\))\s*(?:\d{4}\s*)?|\bcourtesy of\s+|\bcredit\s*:\s*)$",
    re.I,
)
_CREDIT_AFTER = re.compile(
    r"\s*(?:/|\||via|for)\s*(?:Getty|AP\b|PA\b|AFP|Reuters|EPA|Shutterstock|Alamy|Wikimedia|Flickr)"
)
_BUTTON = re.compile(
    r"(?:share|tweet|pin|post|follow|like|subscribe|sign up|log ?in|read (?:more|next|also)|watch|listen|"
    r"join|find|contact)\b(?: (?:this|us|it|me|now|more|in|on|to|with|via|by|at|and))*[ :]*$",
    re.I,
)


def is_furniture(text: str, mention: Mention) -> bool:
    """True for a library of pictures, a name in a picture's credit, and a site's name on a button to share."""
    if _LIBRARIES.fullmatch(mention.canonical) is not None:
        return True
    before = text[max(0, mention.start - _REACH) : mention.start].rpartition("\n")[2]
    after = text[mention.end : mention.end + _REACH].partition("\n")[0]
    if mention.type in ("person", "organisation") and _CREDIT_AFTER.match(after):
        return True
    if mention.type == "person" and _CREDIT_BEFORE.search(before):
        return not re.match(r"\s[a-z]", after)
    is_alone = len(before) < _REACH - 1 and not after.strip(" .,")
    return mention.type == "organisation" and is_alone and _BUTTON.fullmatch(before.lstrip()) is not None
