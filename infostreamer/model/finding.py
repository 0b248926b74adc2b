"""What a finder says a report says: spans, a typed payload, the maker, a confidence.

`who`, `agent_who`, `patient_who`, `place_who` are *mention keys*: content_id of (kind, folded canonical name), the same
for every mention of one person within one report. The stories room joins keys of different reports into `Story.who`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from infostreamer.model.ids import content_id
from infostreamer.model.span import Span, slice_of

NameType = Literal["person", "organisation", "place", "nationality", "other"]
EventStatus = Literal["happened", "planned", "threatened", "alleged", "denied", "speculated"]
Bound = Literal["exact", "at_least", "at_most", "about"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where the gazetteer puts a place name. `candidates` > 1: it knows several such places, this is the likeliest."""

    key: str  # "iso:BY" for a country, "geonames:625144" for a town or US state, "region:BY/gomel" for a region
    precision: Literal["country", "region", "city"]
    country: str | None = None  # ISO 3166-1 alpha-2
    latitude: float | None = None  # degrees
    longitude: float | None = None  # degrees
    candidates: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A mention of a person, organisation, place or nationality."""

    type: NameType
    canonical: str  # the fullest form in this report
    role: str | None = None  # title or role exactly as the report gives it
    who: str | None = None
    stands_for: str | None = None  # a metonym: what the capital, palace or building means ("government of Belarus")
    location: Location | None = None  # of a place


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Direct words. The spans hold the words between the marks; several when an attribution splits them."""

    direct: bool = True
    speaker: str | None = None  # the words that name the speaker, as given
    who: str | None = None
    cue: str | None = None  # the reporting verb or phrase as given ("said", "according to")
    date: str | None = None  # EDTF of when it was said, where the report says so
    via: str | None = None  # second-hand: the outlet or person who reported the words, as given
    venue: str | None = None  # where it was said, as given ("in an interview with Nortava TV", "on Telegram")
    handle: str | None = None  # of a social post, with its @
    speaker_span: Span | None = None
    cue_span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Reported speech. The spans hold the content said, without speaker and cue.

    `stance`: says | believes | denies | confirms | rejects | warns | threatens | promises | alleges | speculates |
    demands. "believes": the report tells what somebody thinks, fears or feels, not that they said it.
    Unattributed speculation has speaker None and stance "speculates".
    """

    speaker: str | None = None
    who: str | None = None
    cue: str | None = None
    stance: str | None = None
    date: str | None = None  # EDTF
    via: str | None = None  # second-hand: the outlet or person who reported that the speaker said it, as given
    venue: str | None = None  # where it was said, as given
    handle: str | None = None  # of a social post, with its @
    speaker_span: Span | None = None
    cue_span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that counts something. The span covers hedge, number and unit ("More than 1500 citizens")."""

    value: float | None = None
    high: float | None = None  # upper end of a range
    unit: str | None = None  # "%", "USD", "km", "month" …; None for a plain count
    of: str | None = None  # what is counted, as given
    hedge: str | None = None  # the hedge word as given ("approximately")
    bound: Bound = "exact"
    as_of: str | None = None  # EDTF
    speaker: str | None = None
    who: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A temporal expression. `value` is EDTF (ISO 8601-2), None where nothing supports one.

    A day whose year is not stated and cannot be resolved is "XXXX-05-22". `basis`: stated | published (resolved
    against the report's own date) | context (against another date in the text) | none. Without a value: precision
    "recurring" ("every Monday"), "part of day" ("in the morning"), or "minute" with a clock alone: start "T15:00".
    One of several: "[2023-03-04,2023-04-03]", from the first `start` to the last `end`.
    """

    value: str | None = None
    start: str | None = None  # ISO date or datetime, first instant covered
    end: str | None = None  # last day covered
    precision: str = "day"
    basis: str = "stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what to whom. The span covers the trigger and its clause; `did` is the lemma."""

    type: str  # PLOVER type in capitals (ARREST, PROTEST, ASSAULT, COERCE …)
    did: str
    agent: str | None = None
    agent_who: str | None = None
    patient: str | None = None
    patient_who: str | None = None
    place: str | None = None
    place_who: str | None = None
    when: str | None = None  # EDTF
    status: EventStatus = "happened"
    said_by: str | None = None
    said_by_who: str | None = None
    cameo: str | None = None  # CAMEO root code, two digits ("17")
    act: str | None = None  # HURIDOCS act, where one fits
    trigger: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """X denies, confirms, rejects, warns … that target. The span covers the clause."""

    speaker: str | None
    verb: str  # lemma of the stance verb
    target: str | None  # the words denied, confirmed …, as given
    who: str | None = None
    target_span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """The report names where it has something from. `type`: original | agency | outlet | photo | author | release."""

    to: str  # the name or host as given
    type: str
    address: str | None = None


Payload = Name | Quote | Statement | Figure | Date | Event | Stance | Credit

PAYLOADS: dict[str, type[Payload]] = {
    "name": Name,
    "quote": Quote,
    "statement": Statement,
    "figure": Figure,
    "date": Date,
    "event": Event,
    "stance": Stance,
    "credit": Credit,
}

_KINDS = {payload: kind for kind, payload in PAYLOADS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing one finder found. Build it with `Finding.of`, which derives the id."""

    id: str
    report_id: str
    spans: tuple[Span, ...]
    payload: Payload
    maker: str  # finder and version: "quotes/3"
    confidence: float  # 0–1

    @classmethod
    def of(
        cls, report_id: str, spans: tuple[tuple[int, int], ...], payload: Payload, *, maker: str, confidence: float
    ) -> Finding:
        """A finding over these [start, end) pairs of the report's text, its id derived from content."""
        placed = tuple(Span(report_id, start, end) for start, end in spans)
        where = ",".join(f"{start}-{end}" for start, end in spans)
        key = content_id("finding", report_id, maker, where, repr(payload))
        return cls(
            id=key, report_id=report_id, spans=placed, payload=payload, maker=maker, confidence=round(confidence, 3)
        )

    @property
    def kind(self) -> str:
        """name | quote | statement | figure | date | event | stance | credit."""
        return _KINDS[type(self.payload)]

    @property
    def start(self) -> int:
        """Where its first span begins."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """Where its last span ends."""
        return self.spans[-1].end

    def words(self, text: str) -> str:
        """The exact words at the spans in the report's text."""
        return slice_of(text, self.spans)
