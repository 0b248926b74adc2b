"""The numbers behind a line: each a link that opens its sentence. In code, as a page holds hundreds of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from infostreamer.web import tongue
from infostreamer.web.citations import Note


def cite_links(notes: Sequence[Note], numbers: Iterable[int]) -> Markup:
    """The numbers in this order, as HTML.

    Args:
        notes: those of the page, the first is number 1.
        numbers: of the line.
    """
    language = tongue.current()
    cited = (notes[number - 1] for number in numbers)
    return Markup("").join(_link(language, one.number, one.stored, one.outlet, one.sentence) for one in cited)


@lru_cache(maxsize=16_384)
def _link(language: str, number: int, stored: str, outlet: str, sentence: int | None) -> Markup:
    """One number; `language` only tells the copies in this cache apart."""
    spoken = tongue.gettext_("Source %(value)s: %(outlet)s") % {"value": number, "outlet": outlet}
    if sentence:
        spoken += ", " + tongue.gettext_("sentence %(sentence)s") % {"sentence": sentence}
    return Markup('<sup class="cite"><a href="{}" data-note="{}" aria-label="{}">{}</a></sup>').format(
        escape(stored), number, spoken, number
    )
