"""Sheet: a story or dossier ready to leave the desk, each line with its numbered citations: what is exported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from infostreamer.model import Location, Span
from infostreamer.text.when import When

UNREVIEWED = "machine-compiled, not reviewed"
WITHHELD = "words withheld, see the publisher"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the desk stands: `site` is "https://desk.example" without a slash at the end."""

    site: str
    desk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """The sentence or sentences of one report that lines rest on; [start, end) is their place in its text.

    `quote` is empty where the words may not be quoted (see deliver/quoting.py); the place is named all the same.
    """

    number: int
    report_id: str
    start: int
    end: int
    outlet: str
    title: str | None
    byline: tuple[str, ...]
    published: When | None
    language: str | None
    sentence: int | None  # from 1
    quote: str
    is_withheld: bool
    original: str | None  # the publisher's page, at the words where they may be quoted
    stored: str  # absolute address of the stored copy
    address: str  # the canonical address of the report, or the name of its file
    fetched_at: datetime | None
    sha256: str  # of the stored text as UTF-8


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One report's version of a figure."""

    of: str
    value: float | None
    high: float | None
    unit: str | None
    hedge: str | None
    bound: str
    as_of: str | None  # EDTF
    speaker: str | None
    outlet: str
    is_superseded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One derived line with the numbers of its notes (at least one). `text` is empty where its words are withheld."""

    kind: str
    text: str
    notes: tuple[int, ...]
    spans: tuple[Span, ...] = ()  # exactly what it rests on, within the sentences of its notes
    label: str | None = None  # speaker with role, stance, date …
    language: str | None = None
    when: str | None = None  # EDTF
    precision: str | None = None
    status: str | None = None
    place: str | None = None
    amount: Amount | None = None
    about: str | None = None  # of one side of a contested matter
    address: str | None = None  # of a story in a dossier
    maker: str | None = None
    check: str | None = None
    is_withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Rows under one heading; `key` is the same in every language."""

    key: str
    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody, some organisation or some place that the reports name."""

    id: str
    name: str
    kind: str
    roles: tuple[str, ...]
    aliases: tuple[str, ...]
    mentions: int
    address: str
    location: Location | None
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image as a report presents it: its address only where `licence` lets anybody show it."""

    address: str | None
    credit: str | None
    licence: str | None
    caption: str | None
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One report that the sheet rests on."""

    report_id: str
    outlet: str
    title: str | None
    byline: tuple[str, ...]
    published: datetime | None
    precision: str | None
    language: str | None
    address: str
    original: str | None
    stored: str
    role: str
    fetched_at: datetime | None
    sha256: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """One entry of the correction log: what was, what is, who said so."""

    text: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A story or a dossier; see the fields. `state` says whether a person reviewed it."""

    noun: str  # story | dossier
    id: str
    title: str
    language: str | None
    place: Place
    address: str  # absolute, of the page
    permanent: str  # absolute, of this revision
    revision: int | None
    state: str
    compiled: str  # "Compiled by … from 2 reports; original reporting: …"
    first_at: datetime | None
    changed_at: datetime | None
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    origins: tuple[Origin, ...]
    people: tuple[Person, ...]
    pictures: tuple[Picture, ...]
    corrections: tuple[Corrected, ...]
    question: str | None = None  # of a dossier

    def rows(self, *keys: str) -> tuple[Row, ...]:
        """The rows of these sections, or of all."""
        return tuple(row for section in self.sections if not keys or section.key in keys for row in section.rows)

    def noted(self, row: Row) -> Iterator[Note]:
        """The notes of a row."""
        return (self.notes[number - 1] for number in row.notes)
