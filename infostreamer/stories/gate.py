"""Does the span bear out the line? A whole number for lines in other words; measured by bench/quality_faithful.py."""

from __future__ import annotations

from collections.abc import Sequence

from infostreamer.stories.normal import level, words

LEAST = 500
"""Per mille, from which on a line is let through."""


def support(text: str, cited: Sequence[str]) -> int:
    """0 to 1000: how far the cited words bear out the text."""
    known = {word.stem for part in cited for word in words(level(part))}
    content = [word.stem for word in words(level(text)) if word.is_content]
    return 1000 * sum(stem in known for stem in content) // len(content) if content else 0
