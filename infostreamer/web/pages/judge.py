"""One decision: what it will do is shown first, then it is made. Without JavaScript, and it can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import Decision, Desk
from infostreamer.desk.identifying import key_in
from infostreamer.model import BadInput, NotFound, Story
from infostreamer.stories.identity import OF_WHO
from infostreamer.web.addresses import story_path, who_path
from infostreamer.web.citations import name_of
from infostreamer.web.pages.judgements import WAIT_S
from infostreamer.web.render import respond, see
from infostreamer.web.signing import signed

Given = Mapping[str, str]
_STORIES = 60  # of one entry, the newest, that can be chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of decision: its title, the fields it needs, and what is asked of the reader where one is missing."""

    title: str
    needs: tuple[str, ...]
    asks: str | None
    plan: Callable[[Desk, Given], Decision]


KINDS = {
    "merge": Kind(
        title="Join with another story",
        needs=("story", "with"),
        asks="Which story? Give its address or its id",
        plan=lambda desk, given: desk.would_merge(given["story"], given["with"]),
    ),
    "apart": Kind(
        title="Keep apart from another story",
        needs=("story", "with"),
        asks="From which story? Give its address or its id",
        plan=lambda desk, given: desk.would_keep_apart(given["story"], given["with"]),
    ),
    "split": Kind(
        title="Split off from its story",
        needs=("report",),
        asks=None,
        plan=lambda desk, given: desk.would_split(given["report"].split()),
    ),
    "move": Kind(
        title="Move to another story",
        needs=("report", "with"),
        asks="Into which story? Give its address or its id",
        plan=lambda desk, given: desk.would_move(given["report"], given["with"]),
    ),
    "owner": Kind(
        title="One owner",
        needs=("outlet",),
        asks=None,
        plan=lambda desk, given: desk.would_share_owner(given["outlet"].split("\n")),
    ),
    "same": Kind(
        title="The same person, organisation or place",
        needs=("who", "with"),
        asks="Who is it? Give the address of the other entry or its id",
        plan=lambda desk, given: desk.would_be_same(given["who"], given["with"]),
    ),
    "distinct": Kind(
        title="Not the same",
        needs=("who", "with"),
        asks="Who is it not? Give another form of the name, or the address of the other entry or its id",
        plan=lambda desk, given: desk.would_be_distinct(given["who"], given["with"]),
    ),
    "another": Kind(
        title="Somebody else of the same name",
        needs=("who", "with"),
        asks=None,
        plan=lambda desk, given: desk.would_be_another(given["who"], given["with"].split()),
    ),
    "rename": Kind(
        title="Show another name",
        needs=("who", "with"),
        asks="Which name is to be shown?",
        plan=lambda desk, given: desk.would_rename(given["who"], given["with"]),
    ),
    "nolink": Kind(
        title="Never link a surname alone",
        needs=("who",),
        asks=None,
        plan=lambda desk, given: desk.would_not_link(given["who"]),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A story to choose, and why it is offered."""

    id: str
    headline: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgePage:
    """A decision before it is made. `will` is None as long as something is missing or wrong."""

    SCHEMA: ClassVar[str] = "infostreamer/judge/1"
    TEMPLATE: ClassVar[str] = "judge.html"
    do: str
    title: str
    subject: str | None
    back: str
    fields: tuple[tuple[str, str], ...]
    asks: str | None
    candidates: tuple[Candidate, ...]
    is_many: bool  # several of the candidates may be chosen
    will: str | None
    error: str | None


def show(request: Request) -> Response:
    """GET /judge?do=…: what would happen, and a button that makes it happen."""
    query = request.query_params
    joined = {"report": " ", "outlet": "\n"}
    given = {name: joined.get(name, " ").join(query.getlist(name)).strip() for name in query}
    page = read(request.app.state.desk, given)
    return respond(request, page, status=422 if page.error else 200)


def make(request: Request) -> Response:
    """POST /judge: make the decision and show its result."""
    desk, form = request.app.state.desk, request.state.form
    decision = _kind(form).plan(desk, form)
    made = desk.decide(decision, note=form.get("note"), by=signed(request), wait_s=WAIT_S)
    if made.kind in OF_WHO and form.get("who"):
        return see(f"/who/{key_in(form['who'])}")
    story_id = desk.story_of(decision.shows) if decision.shows else None
    return see(f"/s/{story_id}?decided={made.id}" if story_id else f"/judgements#j{made.id}")


def _kind(given: Given) -> Kind:
    kind = KINDS.get(given.get("do", ""))
    missing = [name for name in kind.needs if not given.get(name)] if kind else []
    if kind is None or missing:
        raise BadInput("That decision is not known, or something it needs is missing; go back and choose it again.")
    return kind


def read(desk: Desk, given: Given) -> JudgePage:
    """The decision that these fields describe.

    Raises:
        BadInput: no such kind of decision.
    """
    kind = KINDS.get(given.get("do", ""))
    if kind is None:
        raise BadInput("That decision is not known; go back and choose it again.")
    missing = [name for name in kind.needs if not given.get(name)]
    will, error = None, None
    if not missing:
        try:
            will = kind.plan(desk, given).will
        except (BadInput, NotFound) as trouble:
            error = str(trouble)
    elif missing != ["with"]:
        error = "Nothing was ticked: go back and choose what this is about."
    subject, back, candidates = _around(desk, given)
    return JudgePage(
        do=given["do"],
        title=kind.title,
        subject=subject,
        back=back,
        fields=tuple((name, given[name]) for name in ("do", *kind.needs) if given.get(name)),
        asks=kind.asks if will is None else None,
        candidates=candidates if will is None else (),
        is_many=given["do"] == "another",
        will=will,
        error=error,
    )


def _around(desk: Desk, given: Given) -> tuple[str | None, str, tuple[Candidate, ...]]:
    """What it is about, where to go back to, and stories to choose from."""
    try:
        if given.get("who"):
            found = desk.who(key_in(given["who"]))
            named = [Candidate(id=one.id, headline=one.headline.text, why="") for one in found.stories[:_STORIES]]
            return found.who.name, who_path(found.who), tuple(named) if given["do"] == "another" else ()
        if given.get("report"):
            report = desk.report(given["report"].split()[0])
            story = desk.story(desk.story_of(report.id) or "")
            subject = f"{name_of(report)}: {report.title or 'Untitled report'}"
        elif given.get("story"):
            story = desk.story(given["story"])
            subject = story.headline.text
        else:
            return None, "/sources", ()
    except NotFound:
        return None, "/", ()
    return subject, story_path(story), _candidates(desk.related(story))


def _candidates(related: Sequence[tuple[Story, tuple[str, ...]]]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(id=story.id, headline=story.headline.text, why=f"also names {', '.join(names[:3])}")
        for story, names in related
    )
