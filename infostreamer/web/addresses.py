"""Where every page lives, and which links may leave the desk."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from infostreamer.model import Report, Source, Story, Who, fold

_SHORT = 60  # a sentence up to this long is named whole in a text fragment, a longer one by its first and last words
_WORDS = 5


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


def _with_slug(path: str, words: str) -> str:
    return f"{path}/{words}" if words else path


def story_path(story: Story) -> str:
    """The address of a story with its cosmetic slug."""
    return _with_slug(f"/s/{story.id}", slug(story.headline.text))


def who_path(who: Who) -> str:
    """The address of a person, organisation or place."""
    return _with_slug(f"/who/{who.id}", slug(who.name))


def report_path(report_id: str, sentence: int | None = None) -> str:
    """The stored copy, at a sentence (numbered from 1) where one is given."""
    return f"/r/{report_id}" + (f"#s{sentence}" if sentence else "")


def source_path(source: Source) -> str:
    """The page of one source."""
    return f"/source/{source.id}"


def dossier_path(dossier_slug: str) -> str:
    """The page of one dossier."""
    return f"/d/{quote(dossier_slug, safe='')}"


def search_path(query: str, offset: int = 0) -> str:
    """The search page for a query."""
    return f"/search?q={quote(query, safe='')}" + (f"&from={offset}" if offset else "")


def outside(address: str | None) -> str | None:
    """The address when a link to it is safe: http or https with a host, no control characters; else None."""
    if not address or any(ord(char) <= 32 or ord(char) == 127 for char in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname else None


def original_at(report: Report, words: str) -> str | None:
    """The publisher's page at these words, by a text fragment; None when the report has no web address.

    The fragment follows the WICG "Scroll to text fragment" grammar: `-`, `,` and `&` are percent-encoded.
    """
    address = outside(report.canonical) or outside(report.address)
    if address is None:
        return None
    return address.split("#", 1)[0] + "#:~:text=" + _fragment(words)


def _fragment(words: str) -> str:
    flat = " ".join(words.split())
    parts = flat.split(" ")
    if len(flat) <= _SHORT or len(parts) <= 2 * _WORDS:
        return _encoded(flat)
    return f"{_encoded(' '.join(parts[:_WORDS]))},{_encoded(' '.join(parts[-_WORDS:]))}"


def _encoded(text: str) -> str:
    return quote(text.encode("utf-8", "replace"), safe="").replace("-", "%2D")
