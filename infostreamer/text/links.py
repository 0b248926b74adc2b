"""Links that may leave the desk, and links to the very words on a publisher's page."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote, urlsplit

from infostreamer.model import fold

_SHORT = 60  # a sentence up to this long is named whole in a text fragment, a longer one by its first and last words
_WORDS = 5


@lru_cache(maxsize=4096)
def outside(address: str | None) -> str | None:
    """The address when a link to it is safe: http or https with a host, no control characters; else None."""
    if not address or any(ord(char) <= 32 or ord(char) == 127 for char in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname else None


def at_words(address: str, words: str) -> str:
    """The page at these words, by a text fragment in place of any fragment that it has.

    The fragment follows the WICG "Scroll to text fragment" grammar: `-`, `,` and `&` are percent-encoded.
    """
    return address.split("#", 1)[0] + "#:~:text=" + _fragment(words)


@lru_cache(maxsize=4096)
def slug(text: str, *, longest: int = 70) -> str:
    """The words of a headline as an address part; empty when it has no Latin letters or digits."""
    bare = "".join(char if char.isascii() and char.isalnum() else " " for char in fold(text))
    words, length = [], 0
    for word in bare.split():
        length += len(word) + 1
        if length > longest:
            break
        words.append(word)
    return "-".join(words)


@lru_cache(maxsize=4096)
def _fragment(words: str) -> str:
    flat = " ".join(words.split())
    parts = flat.split(" ")
    if len(flat) <= _SHORT or len(parts) <= 2 * _WORDS:
        return _encoded(flat)
    return f"{_encoded(' '.join(parts[:_WORDS]))},{_encoded(' '.join(parts[-_WORDS:]))}"


def _encoded(text: str) -> str:
    return quote(text.encode("utf-8", "replace"), safe="").replace("-", "%2D")
