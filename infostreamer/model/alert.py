"""Alerts: which changes of facts somebody wants to be told of, and what was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from infostreamer.model.ids import sha256_hex
from infostreamer.model.span import Span

AlertKind = Literal[
    "denial",
    "contested",
    "correction",
    "figure-changed",
    "figure-differs",
    "original",
    "origin",
    "person",
    "story",
    "source",
]
ChannelKind = Literal["email", "webhook", "ntfy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfAlert:
    """What one kind tells, when it fires, and how long it then rests for the same story."""

    kind: AlertKind
    title: str
    fires: str
    cooldown_s: int


KINDS: tuple[KindOfAlert, ...] = (
    KindOfAlert(kind="story", title="New story", fires="A new story matches the query.", cooldown_s=0),
    KindOfAlert(
        kind="correction",
        title="Correction or withdrawal",
        fires="An outlet corrects or withdraws a report, or a later version of it no longer says something.",
        cooldown_s=0,
    ),
    KindOfAlert(
        kind="contested",
        title="Contested",
        fires="What one side asserts, another now denies, and the reports of both sides are held.",
        cooldown_s=1800,
    ),
    KindOfAlert(
        kind="denial",
        title="First denial",
        fires="Somebody denies or rejects something for the first time. A copied or rewritten denial is none.",
        cooldown_s=1800,
    ),
    KindOfAlert(
        kind="figure-changed",
        title="Figure changed",
        fires="A figure takes a value that no report of the story had given before.",
        cooldown_s=3600,
    ),
    KindOfAlert(
        kind="figure-differs",
        title="Figures differ",
        fires="Reports that stand by their figures no longer agree on one.",
        cooldown_s=21_600,
    ),
    KindOfAlert(
        kind="original",
        title="Original found",
        fires="The report that others had copied or cited arrives on the desk after them.",
        cooldown_s=3600,
    ),
    KindOfAlert(
        kind="origin",
        title="New origin",
        fires="One more independent origin reports on the story, or bears out what only one had told.",
        cooldown_s=7200,
    ),
    KindOfAlert(
        kind="person",
        title="Person named",
        fires="A person or organisation that you follow is named in a story for the first time.",
        cooldown_s=3600,
    ),
    KindOfAlert(
        kind="source",
        title="Source silent, failing or gone",
        fires="A source is quiet for far longer than it usually is (without a known rhythm: 14 days), fails three "
        "times in a row, or says that it is gone.",
        cooldown_s=86_400,
    ),
)
"""Every kind, the weightiest first: where several facts of one story are told together, this is their order,
and where one fact is of two kinds that an alert is on, the first one tells it."""

KIND_OF = {one.kind: one for one in KINDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where messages go. `to`: a mail address, the address of a webhook, or an ntfy topic or its full address."""

    kind: str  # email, webhook, ntfy, or that of a plug-in
    to: str
    stopped: str | None = None  # why nothing is sent here any more, such as an answer 410


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What to tell, about which stories, where to, and when not. `id` = content_id("alert", reader, folded name)."""

    id: str
    name: str
    reader: str
    kinds: tuple[AlertKind, ...]
    query: str = ""  # empty: every story
    channels: tuple[Channel, ...] = ()  # none: the page and the feed only
    cooldown_s: int | None = None  # per story; None: as the table of kinds says
    quiet: tuple[str, str] | None = None  # from and until, "22:00" and "07:00", in `zone`
    zone: str = "UTC"
    is_paused: bool = False
    created_at: datetime | None = None
    since: int = 0  # position of the change log at which it was made or resumed: what came before is never told
    since_at: datetime | None = None  # the same as a time: reports that came before are known already
    key: str = ""  # secret: signs webhooks

    @property
    def key_of_mails(self) -> str:
        """What ends its mails from the link in them; it tells nothing about `key`."""
        return sha256_hex(f"mails {self.key}".encode())[:32] if self.key else ""

    @property
    def is_wordless(self) -> bool:
        """True where every story counts."""
        return not self.query.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """The words that a told line rests on: exactly `Report.text[start:end]`, who published them, and where."""

    outlet: str
    words: str
    span: Span
    link: str | None = None  # the publisher's page at these words; None where the report has no web address


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """One fact that an alert fired on. `id` follows from the alert and the fact, so that no fact fires twice.

    Everything about a story rests on at least one citation. A firing of kind source is about the desk's own visits;
    it has no story, no report and so no citation.
    """

    id: str
    alert_id: str
    kind: AlertKind
    at: datetime
    position: int
    text: str
    why: str
    story_id: str | None = None
    source_id: str | None = None
    headline: str | None = None
    state: str | None = None  # where the story stands: reports, origins, what is contested, whether reviewed
    cited: tuple[Cited, ...] = ()
    told_at: datetime | None = None  # None: held back by a cool-down or by quiet hours
