"""What is agreed, what differs, what was withdrawn, and by whom: a story's facts in groups by their state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from infostreamer.model import Account, Fact, Report
from infostreamer.web.citations import CitedLine, Notes, outlet_of
from infostreamer.web.parts.excerpts import Excerpt, excerpt_of
from infostreamer.web.times import When, moment

GROUPS = (
    ("agreed", "Agreed by several origins"),
    ("differing", "Told differently"),
    ("withdrawn", "Withdrawn or corrected"),
    ("single", "From one origin only"),
    ("speculated", "Speculation"),
)
STANDS = {
    "has": "has it",
    "differs": "differs",
    "denies": "denies it",
    "speculates": "speculates",
    "withdrew": "withdrew it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """One report's part in a fact, with its exact words."""

    outlet: str
    origin: int  # number of the origin, from 1
    stand: str
    stand_words: str
    speaker: str | None
    excerpt: Excerpt
    published: When | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """One fact with all accounts of it."""

    id: str
    kind: str
    state: str
    status: str
    line: CitedLine
    origins: int
    outlets: tuple[str, ...]  # that assert it
    since: When | None
    accounts: tuple[AccountView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactGroup:
    """The facts of one state."""

    state: str
    title: str
    facts: tuple[FactView, ...]


def fact_groups(facts: Iterable[Fact], reports: Mapping[str, Report], notes: Notes) -> tuple[FactGroup, ...]:
    """Facts by state, the agreed ones first, then where the sources part; none whose line cannot be cited.

    What is contested or denied is left out: it has a section of its own, with both sides.
    """
    by_state: dict[str, list[Fact]] = {}
    for fact in facts:
        by_state.setdefault(fact.state, []).append(fact)
    groups = []
    for state, title in GROUPS:
        views = [fact_view(fact, reports, notes) for fact in by_state.get(state, ())]
        shown = tuple(view for view in views if view is not None)
        if shown:
            groups.append(FactGroup(state=state, title=title, facts=shown))
    return tuple(groups)


def fact_view(fact: Fact, reports: Mapping[str, Report], notes: Notes) -> FactView | None:
    """The fact ready to show; None when its line cannot be cited."""
    line = notes.line(fact.line)
    if line is None:
        return None
    accounts = tuple(view for one in fact.accounts if (view := account_view(one, reports)) is not None)
    return FactView(
        id=fact.id,
        kind=fact.kind,
        state=fact.state,
        status=fact.status,
        line=line,
        origins=fact.origins,
        outlets=tuple(dict.fromkeys(one.outlet for one in accounts if one.stand == "has")),
        since=moment(fact.since),
        accounts=accounts,
    )


def account_view(account: Account, reports: Mapping[str, Report]) -> AccountView | None:
    """The account with its words; None when they cannot be shown."""
    excerpt = excerpt_of(account.citation, reports)
    if excerpt is None:
        return None
    return AccountView(
        outlet=outlet_of(account.outlet, reports.get(account.report_id)),
        origin=account.origin + 1,
        stand=account.stand,
        stand_words=STANDS.get(account.stand, account.stand),
        speaker=account.speaker,
        excerpt=excerpt,
        published=moment(account.published),
    )
