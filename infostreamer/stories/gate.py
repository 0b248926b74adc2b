"""Does the span bear out the line? A whole number for lines in other words; measured by bench/quality_faithful.py."""

from __future__ import annotations

from collections.abc import Sequence

from infostreamer.stories.normal import level, words

FORM = 6  # letters that two words have in common at their beginning, at least, to be forms of one
LEAST = 500
"""Per mille, from which on a line is let through."""


def strange_words(text: str, cited: Sequence[str]) -> list[str]:
    """The content words of the text that no cited word is a form of, in order: "arrested" is a form of "arrests"."""
    known = {word.stem for part in cited for word in words(level(part))}
    begun = {stem[:FORM] for stem in known if len(stem) >= FORM}
    content = (word for word in words(level(text)) if word.is_content)
    return [word.raw for word in content if word.stem not in known and word.stem[:FORM] not in begun]


def support(text: str, cited: Sequence[str]) -> int:
    """0 to 1000: how far the cited words bear out the text."""
    known = {word.stem for part in cited for word in words(level(part))}
    content = [word.stem for word in words(level(text)) if word.is_content]
    return 1000 * sum(stem in known for stem in content) // len(content) if content else 0
