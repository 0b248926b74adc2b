"""Paragraphs -> paragraphs without furniture: what a page says about itself and not about its subject."""

from __future__ import annotations

def drop_boilerplate(paragraphs: tuple[str, ...], *, title: str | None = None, names: tuple[str, ...] = ()) -> tuple[str, ...]:
    return paragraphs
