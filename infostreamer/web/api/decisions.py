"""Operations on what people decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from msgspec import Meta

from infostreamer.desk import Desk, Judged
from infostreamer.desk.decisions import Decision
from infostreamer.model import BadInput, Judgement
from infostreamer.web.api.operation import Asked, Nothing, Operation, Paged
from infostreamer.web.api.paging import paged
from infostreamer.web.api.values import Listing

_WAIT_S = 5.0  # for the stories to be built anew; what is left is done in the background


@dataclass(frozen=True, slots=True, kw_only=True)
class OneJudgement:
    """Which judgement."""

    id: Annotated[str, Meta(pattern="^[0-9a-f]{8,16}$", description="Id of a judgement, or its first 8 digits.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJudgement:
    """A decision. `items`: merge: two stories; move: a report, then a story; split: reports of one story;
    keep-apart: two stories or reports; same-owner: outlets or hosts; same: two entries of the who's who; distinct: an
    entry, then another one or a form of its name; another: an entry, then the stories in which the name means somebody
    else; rename: an entry, then the name to show; no-link: a person, for whom a surname alone is never taken.
    """

    do: Literal[
        "merge", "move", "split", "keep-apart", "same-owner", "same", "distinct", "another", "rename", "no-link"
    ]
    items: Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=300)], ...], Meta(min_length=1, max_length=50)]
    note: Annotated[str, Meta(max_length=500)] | None = None


def listed(asked: Asked[Paged, None]) -> Listing[Judged]:
    """What was decided, the newest first, undone ones too."""
    rows = asked.desk.judgements()
    shown, following = paged(
        "judgements",
        asked.params.after,
        asked.params.limit,
        lambda count, at: rows[at : at + count],
        lambda row: row.judgement.id,
    )
    return Listing(items=tuple(shown), next=following, total=len(rows))


def make(asked: Asked[Nothing, NewJudgement]) -> Judgement:
    """Decide; the stories are built anew at once."""
    decision = _decision(asked.desk, asked.body)
    return asked.desk.decide(decision, note=asked.body.note, by=asked.reader.name, wait_s=_WAIT_S)


def undo(asked: Asked[OneJudgement, None]) -> Judgement:
    """Take a judgement back; it stays in the list as undone."""
    return asked.desk.undo(asked.params.id, by=asked.reader.name, wait_s=_WAIT_S)


def _decision(desk: Desk, body: NewJudgement) -> Decision:
    items = body.items
    if body.do == "split":
        return desk.would_split(items)
    if body.do == "same-owner":
        return desk.would_share_owner(items)
    if body.do == "another":
        return desk.would_be_another(items[0], items[1:])
    if body.do == "no-link" and len(items) == 1:
        return desk.would_not_link(*items)
    if len(items) != 2 or body.do == "no-link":
        raise BadInput(
            f"`{body.do}` takes exactly {'one item' if body.do == 'no-link' else 'two items'}, not {len(items)}."
        )
    if body.do == "merge":
        return desk.would_merge(*items)
    if body.do == "move":
        return desk.would_move(*items)
    if body.do == "rename":
        return desk.would_rename(*items)
    if body.do == "distinct":
        return desk.would_be_distinct(*items)
    return desk.would_keep_apart(*items) if body.do == "keep-apart" else desk.would_be_same(*items)


OPERATIONS = (
    Operation(
        name="judgements",
        method="GET",
        path="/judgements",
        group="Judgements",
        summary="What people decided, the newest first",
        call=listed,
        answer=Listing[Judged],
        schema="infostreamer/api-judgements/1",
        params=Paged,
        scope="own",
    ),
    Operation(
        name="judge",
        method="POST",
        path="/judgements",
        group="Judgements",
        summary="Merge, move, split, keep apart; one owner; who is the same, who is not, what to call them",
        call=make,
        answer=Judgement,
        schema="infostreamer/api-judgement/1",
        body=NewJudgement,
        scope="write",
        status=201,
    ),
    Operation(
        name="undo-judgement",
        method="DELETE",
        path="/judgements/{id}",
        group="Judgements",
        summary="Take a judgement back; it stays in the list as undone",
        call=undo,
        answer=Judgement,
        schema="infostreamer/api-judgement/1",
        params=OneJudgement,
        scope="write",
    ),
)
