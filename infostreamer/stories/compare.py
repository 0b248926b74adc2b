"""A story -> outlets × facts: who has it, who gives another value, who carries the denial, who leaves it out.

Read from the story alone, so that a page, an export and a test get the same table. Leaving something out is only said
of an outlet that could have had it: whose reports are not all older than the first one that tells it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from infostreamer.model import Account, Fact, Member, Story
from infostreamer.model.story import FactState
from infostreamer.stories.contested import matter_stems

CellStand = Literal["has", "both", "differs", "denies", "speculates", "withdrew", "omits", "earlier", "unknown"]

_WEIGHT: dict[FactState, int] = {
    "contested": 600, "withdrawn": 500, "differing": 400, "denied": 300, "agreed": 200, "speculated": 100, "single": 0,
}  # fmt: skip
_SAME_MATTER = 2  # stems: an outlet that carries another denial of the matter has not left the denial out
_LEFT_OUT = 1000  # an outlet tells the claim and leaves out the denial that others carry: the most telling row


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One outlet: its current reports in this story by publication, and the origins they go back to.

    `outlet` is None where nobody named it; then the column is one report. Commentary has no column.
    """

    outlet: str | None
    report_ids: tuple[str, ...]
    origins: tuple[int, ...]  # indices into Story.origins
    first_at: datetime | None = None
    last_at: datetime | None = None
    language: str | None = None  # ISO 639-1, where all its reports are in one


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one outlet does with one fact, and where: `accounts` is empty where it has nothing on it.

    `stand`: has | both (tells it and carries the denial) | differs | denies (carries only the denial) | speculates |
    withdrew | omits | earlier (all its reports are older than the first that tells it) | unknown (it writes in another
    language than every report that tells it, and no likeness was found).
    """

    stand: CellStand
    accounts: tuple[Account, ...] = ()
    leaves_out_denial: bool = False  # it tells what is denied in the story, and does not say so


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One fact over all outlets; `cells` stand in the order of the columns."""

    fact: Fact
    cells: tuple[Cell, ...]
    weight: int  # how telling: rows are sorted by it

    @property
    def left_out(self) -> int:
        """How many outlets tell the claim and leave out its denial."""
        return sum(cell.leaves_out_denial for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Columns grouped by origin, the first to publish first; rows with the most telling first."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def compare_of(story: Story) -> Comparison:
    """The table; without rows for a story that fewer than two outlets report."""
    columns = _columns(story)
    if len(columns) < 2:
        return Comparison(columns=columns, rows=())
    languages = {member.report_id: member.language for member in story.members}
    denials = _denials(story)
    rows = [_row(fact, columns, languages, denials) for fact in story.facts]
    order = sorted(range(len(rows)), key=lambda at: (-rows[at].weight, at))
    return Comparison(columns=columns, rows=tuple(rows[at] for at in order))


def _columns(story: Story) -> tuple[Column, ...]:
    origin = {report_id: at for at, group in enumerate(story.origins) for report_id in group}
    gathered: dict[str, list[Member]] = {}
    for member in story.members:
        if not member.is_superseded and member.role != "commentary":
            gathered.setdefault(member.outlet or member.report_id, []).append(member)
    columns = [_column(members, origin) for members in gathered.values()]
    began: dict[int, tuple[bool, str]] = {}
    for column in columns:
        key = _when(column.first_at)
        began[column.origins[0]] = min(began.get(column.origins[0], key), key)
    return tuple(
        sorted(columns, key=lambda one: (began[one.origins[0]], one.origins[0], _when(one.first_at), one.report_ids))
    )


def _column(members: Sequence[Member], origin: dict[str, int]) -> Column:
    ordered = sorted(members, key=lambda one: (_when(one.published), one.report_id))
    times = [member.published for member in ordered if member.published is not None]
    languages = {member.language for member in ordered}
    return Column(
        outlet=ordered[0].outlet,
        report_ids=tuple(member.report_id for member in ordered),
        origins=tuple(dict.fromkeys(origin.get(member.report_id, -1) for member in ordered)),
        first_at=times[0] if times else None,
        last_at=times[-1] if times else None,
        language=languages.pop() if len(languages) == 1 else None,
    )


def _when(at: datetime | None) -> tuple[bool, str]:
    return at is None, at.isoformat() if at else ""


def _denials(story: Story) -> list[tuple[str, frozenset[str]]]:
    """(report, what it is about) of every denial that a report of the story carries."""
    denied = [account for fact in story.facts for account in fact.accounts if account.stand == "denies"]
    sides = [(side, entry.about) for entry in story.contested for side in entry.sides]
    return [
        *((account.report_id, matter_stems(account.words)) for account in denied),
        *(
            (span.report_id, matter_stems(about))
            for side, about in sides
            if side.stance in ("denies", "rejects")
            for span in side.citations
        ),
    ]


def _row(
    fact: Fact,
    columns: Sequence[Column],
    languages: dict[str, str | None],
    denials: Sequence[tuple[str, frozenset[str]]],
) -> Row:
    is_denied = any(account.stand == "denies" for account in fact.accounts)
    told_in = {languages.get(account.report_id) for account in fact.accounts}
    about = frozenset(stem for one in fact.accounts for stem in matter_stems(one.words)) if is_denied else frozenset()
    carrying = {report_id for report_id, stems in denials if len(stems & about) >= _SAME_MATTER}
    cells = tuple(
        _cell(fact, column, is_denied and carrying.isdisjoint(column.report_ids), told_in) for column in columns
    )
    weight = _WEIGHT[fact.state] + _LEFT_OUT * any(cell.leaves_out_denial for cell in cells)
    weight += sum(bool(cell.accounts) for cell in cells)
    return Row(fact=fact, cells=cells, weight=weight)


def _cell(fact: Fact, column: Column, is_denied: bool, told_in: set[str | None]) -> Cell:
    accounts = tuple(one for one in fact.accounts if one.report_id in column.report_ids or _is_older(one, column))
    stand = _stand(accounts)
    if stand is None:
        return Cell(stand=_absent(fact, column, told_in))
    leaves_out = is_denied and stand in ("has", "differs") and not _is_before_denial(fact, column)
    return Cell(stand=stand, accounts=accounts, leaves_out_denial=leaves_out)


def _is_older(account: Account, column: Column) -> bool:
    """What an earlier version of one of the column's pages said: those reports are no column's own."""
    return account.stand == "withdrew" and account.outlet is not None and account.outlet == column.outlet


def _stand(accounts: Iterable[Account]) -> CellStand | None:
    stands = {account.stand for account in accounts}
    if "denies" in stands:
        return "both" if stands & {"has", "differs"} else "denies"
    for stand in ("has", "differs", "speculates", "withdrew"):
        if stand in stands:
            return stand
    return None


def _absent(fact: Fact, column: Column, told_in: set[str | None]) -> CellStand:
    if column.language is not None and None not in told_in and column.language not in told_in:
        return "unknown"
    first = min((one.published for one in fact.accounts if one.published is not None), default=None)
    is_earlier = first is not None and column.last_at is not None and column.last_at < first
    return "earlier" if is_earlier else "omits"


def _is_before_denial(fact: Fact, column: Column) -> bool:
    """Nobody leaves out what was not said yet."""
    denied = [one.published for one in fact.accounts if one.stand == "denies"]
    known = [at for at in denied if at is not None]
    return bool(known) and column.last_at is not None and column.last_at < min(known)
