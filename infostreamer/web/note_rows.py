"""The sentences behind the lines of a page, one list item each. In code and remembered, as a page holds hundreds:
as a template they took half of the time of a front page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from infostreamer.web import tongue
from infostreamer.web.citations import Note
from infostreamer.web.words import gettext as gettext_

_SHORT = 60  # notes, up to which a page holds the sentences beside the cited ones too
_LONGEST = 4000  # characters of a note that is remembered


def note_rows(notes: Sequence[Note]) -> Markup:
    """The notes of one page as HTML, in their order.

    Where there are more than sixty the sentences beside the cited ones are left out: the page asks the stored copy.
    """
    is_short, language = len(notes) <= _SHORT, tongue.current()
    return Markup("").join(
        (_remembered if _size(note) <= _LONGEST else _row)(note, is_short, language) for note in notes
    )


def _size(note: Note) -> int:
    return len(note.pre) + len(note.exact) + len(note.post) + len(note.before or "") + len(note.after or "")


def _row(note: Note, is_short: bool, language: str) -> Markup:
    """One note; `language` only tells the copies in the cache apart."""
    return Markup(
        f'\n    <li id="note-{note.number}" value="{note.number}">\n'
        f'      <p class="note-from"><b>{escape(note.outlet)}</b>{_where(note)}</p>\n'
        f"      <blockquote{_tongue(note.language)}>{_sentences(note, is_short)}</blockquote>\n"
        f'      <p class="note-links">{_links(note)}</p>\n'
        f'      <p class="note-print">{_reference(note)}</p>\n'
        "    </li>"
    )


_remembered = lru_cache(maxsize=4096)(_row)


def _where(note: Note) -> str:
    sentence = gettext_("sentence %(sentence)s", sentence=note.sentence)
    told = f" · {sentence}" if note.sentence else ""
    when = note.published
    if when is None:
        return told
    words = escape(tongue.word(when.text))
    if not when.iso:
        return f"{told} · {words}"
    basis = gettext_("as read from: %(basis)s", basis=when.basis) if when.basis else ""
    title = f' title="{basis}"' if basis else ""
    return f'{told} · <time datetime="{escape(when.iso)}"{title}>{words}</time>'


def _tongue(language: str | None) -> str:
    return f' lang="{escape(language)}" dir="auto"' if language and language != "en" else ' dir="auto"'


def _sentences(note: Note, is_short: bool) -> str:
    before = f'<span class="dim ctx">{escape(note.before)} </span>' if note.before and is_short else ""
    after = f'<span class="dim ctx"> {escape(note.after)}</span>' if note.after and is_short else ""
    return (
        f'{before}<span class="dim">{escape(note.pre)}</span><mark>{escape(note.exact)}</mark>'
        f'<span class="dim">{escape(note.post)}</span>{after}'
    )


def _links(note: Note) -> str:
    to_original, to_stored, original = gettext_("Open the original here"), gettext_("Stored copy"), ""
    if note.original:
        original = f'<a href="{escape(note.original)}" rel="noreferrer noopener" data-original>{to_original}</a>'
    return f'{original} <a href="{escape(note.stored)}" data-stored>{to_stored}</a>'


def _reference(note: Note) -> str:
    title = f"“{escape(note.title)}”. " if note.title else ""
    accessed = gettext_("accessed %(fetched_at)s)", fetched_at=note.fetched_at) if note.fetched_at else ""
    place = gettext_(
        "Report %(report_id)s, characters %(start)s–%(end)s", report_id=note.report_id, start=note.start, end=note.end
    )
    return f"{title}{escape(note.address)}{' (' if accessed else ''}{accessed}. {place}."
