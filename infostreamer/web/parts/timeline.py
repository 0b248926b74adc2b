"""A timeline: entries by their date, each with no more precision than is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from infostreamer.model import Moment
from infostreamer.web.citations import CitedLine, Notes
from infostreamer.web.times import edtf_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the timeline."""

    when: str
    edtf: str | None
    precision: str
    status: str
    place: str | None
    line: CitedLine


def entries_of(timeline: Iterable[Moment], notes: Notes) -> tuple[Entry, ...]:
    """The timeline's entries that can be cited, in the order given."""
    entries = []
    for at in timeline:
        line = notes.line(at.line)
        if line is not None:
            words = edtf_words(at.when)
            entries.append(
                Entry(when=words, edtf=at.when, precision=at.precision, status=at.status, place=at.place, line=line)
            )
    return tuple(entries)
