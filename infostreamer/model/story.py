"""Reports about the same happening, and everything derived from them. Nothing here exists without a citation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from infostreamer.model.finding import Location
from infostreamer.model.report import ReportKind
from infostreamer.model.span import Span

Role = Literal["first-hand", "carries", "copies", "rewrites", "cites", "updates", "commentary", "unknown"]
EdgeKind = Literal["copies", "rewrites", "carries", "cites", "updates", "same-owner"]
Check = Literal["verified", "repaired", "withheld"]
FactKind = Literal["event", "figure", "statement"]
FactState = Literal["agreed", "single", "differing", "contested", "denied", "speculated", "withdrawn"]
Stand = Literal["has", "differs", "denies", "speculates", "withdrew"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a person decided about a line that is shown."""

    judgement_id: str
    kind: Literal["accept", "correct"]
    by: str
    at: datetime | None = None
    was: str | None = None  # of correct: the words before


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One derived sentence and the exact places it rests on.

    `kind`: headline | alternate | abstract | event | quote | statement | figure | contested | speculation | state |
    commentary. `label` is for layout ("Ivan Kubrakov, Interior Minister") and drawn from the citations.
    """

    text: str
    kind: str
    citations: tuple[Span, ...]  # at least one
    maker: str  # "extractive/1"
    check: Check
    label: str | None = None  # a short label drawn from the citations: speaker with role, or date
    finding_ids: tuple[str, ...] = ()
    first_report_id: str | None = None  # the report that first carried it
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why an edge or a role is believed: one sentence for people, and the spans on both sides where there are any."""

    text: str
    from_spans: tuple[Span, ...] = ()
    to_spans: tuple[Span, ...] = ()
    score: int = 0  # per mille of shared text, or 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """`from_id` copies, rewrites … `to`: a report id, or a host or outlet name when that report is not held."""

    from_id: str
    to: str
    kind: EdgeKind
    evidence: Evidence
    is_held: bool = True  # False: `to` is an outlet whose report we do not hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One report in the story, its role, and why it was placed here."""

    report_id: str
    role: Role
    of: str | None = None  # the report id or outlet that it carries, copies, rewrites …
    evidence: str | None = None  # why this role, one sentence
    reasons: tuple[str, ...] = ()  # why in this story: "same people: …", "likeness 0.61"
    outlet: str | None = None
    published: datetime | None = None
    is_superseded: bool = False  # a newer version of the same publication is also a member
    language: str | None = None  # ISO 639-1
    host: str | None = None  # of its canonical address
    kind: ReportKind = "report"
    withdrawn: Span | None = None  # where the outlet says that it withdrew this publication
    corrected: Span | None = None  # where it says that an earlier version was wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A role as reports give it. `since` and `until`: the first and the last publication that gives it, not tenure."""

    role: str
    citations: tuple[Span, ...]  # sentences that name the person and hold the words of the role; at least one
    since: datetime | None = None
    until: datetime | None = None
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A person, organisation or place of the story. `keys`: the mention keys (Name.who) that mean it."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    mentions: int = 0
    citations: tuple[Span, ...] = ()
    held: tuple[Held, ...] = ()  # its roles, dated and cited; the latest given first
    location: Location | None = None  # of a place, where every report that says which one is meant says the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One entry of a timeline: an event with its time, cited."""

    when: str | None  # EDTF; None is "undated"
    precision: str
    line: Line
    status: str = "happened"
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureVersion:
    """One report's version of a figure; never averaged with others."""

    report_id: str
    outlet: str | None
    value: float | None
    high: float | None
    unit: str | None
    hedge: str | None
    bound: str
    as_of: str | None
    speaker: str | None
    words: str
    citation: Span
    published: datetime | None = None
    is_superseded: bool = False  # the same publication has since put another figure in its place


_PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i", "you", "who", "he/she", "он", "она", "они", "оно", "мы"])


def named_speaker(version: FigureVersion) -> str | None:
    """The speaker, where the words name somebody outside their sentence: "she" names nobody in a table."""
    return None if version.speaker is None or version.speaker.casefold() in _PRONOUNS else version.speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSeries:
    """What is counted, and every version of it in order of publication.

    `is_differing`: the versions that their publications still stand by do not agree.
    """

    of: str
    unit: str | None
    versions: tuple[FigureVersion, ...]
    is_differing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a contested matter."""

    who: str | None
    says: str
    citations: tuple[Span, ...]
    stance: str = "says"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """Something asserted by one and denied, rejected or told otherwise by another. A lone denial has one side."""

    about: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One report's part in a fact, and the exact place where it takes it.

    `stand`: has (asserts it) | differs (gives another value) | denies | speculates | withdrew (a later version of the
    same publication, or its correction, no longer says so). A report that omits the fact has no account of it.
    """

    report_id: str
    outlet: str | None
    origin: int  # index into Story.origins
    stand: Stand
    words: str  # the exact slice of the citation
    citation: Span
    speaker: str | None = None  # to whom the report gives it; None: the report says so itself
    published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that reports say happened, count or quote, aligned over all reports of the story.

    `state`: agreed (two or more origins assert it) | single (one origin) | differing (origins give other values) |
    contested (asserted by one, denied by another) | denied (only the denial is held) | speculated | withdrawn.
    """

    id: str
    kind: FactKind
    line: Line  # its best wording
    state: FactState
    accounts: tuple[Account, ...]  # by publication, at least one
    origins: int  # how many origins assert it: copies and one owner's titles count once
    since: datetime | None = None  # the first publication that asserts it
    status: str = "happened"  # of an event


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Reports about the same happening. `id` = content_id("story", id of the report that founded it)."""

    id: str
    headline: Line
    members: tuple[Member, ...]  # in order of arrival
    edges: tuple[Edge, ...] = ()
    origins: tuple[tuple[str, ...], ...] = ()  # groups of report ids that go back to one origin
    independent: int = 0  # origins with evidence of own reporting
    independent_at_most: int = 0  # the same if every unknown were independent
    originals_missing: tuple[str, ...] = ()  # outlets named as the original whose report is not held
    alternates: tuple[Line, ...] = ()
    abstract: tuple[Line, ...] = ()
    lines: tuple[Line, ...] = ()  # all other lines, in reading order, told apart by kind
    who: tuple[Who, ...] = ()
    timeline: tuple[Moment, ...] = ()
    ahead: tuple[Moment, ...] = ()  # dates that its reports gave as still to come, in order; some have passed since
    figures: tuple[FigureSeries, ...] = ()
    contested: tuple[Contested, ...] = ()
    facts: tuple[Fact, ...] = ()  # the most widely reported first
    withheld: int = 0  # lines that the law did not let through
    withheld_by: tuple[tuple[str, int], ...] = ()  # writer -> how many of its lines, language models included
    told: tuple[Line, ...] = ()  # by a language model, apart from all else: never in the digest, never drawn from
    revision: int = 1
    first_at: datetime | None = None  # earliest publication among the members (arrival where unknown)
    last_at: datetime | None = None  # latest
    changed_seq: int = 0  # seq of the newest report in it

    @property
    def report_ids(self) -> tuple[str, ...]:
        """The members' report ids in order of arrival."""
        return tuple(member.report_id for member in self.members)
