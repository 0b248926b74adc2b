"""Review: one line at a time beside the sentence it came from, and why it is asked. Accept, reject, or put it right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, cast
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from infostreamer.desk import REASONS, Accuracy, Choice, Desk, ReviewItem
from infostreamer.model import BadInput, NotFound, Story, fold
from infostreamer.model.judgement import OF_LINES
from infostreamer.web.addresses import story_path
from infostreamer.web.pages.judgements import WAIT_S, JudgementRow, row_of
from infostreamer.web.parts.notes import ReviewRow, review_row
from infostreamer.web.parts.passages import Passage, passages_of
from infostreamer.web.render import respond, see
from infostreamer.web.signing import signed

_HISTORY = 12
_LEAST_JUDGED = 1
KINDS: Mapping[str, str] = {
    "headline": "Headline",
    "abstract": "Abstract",
    "event": "What happened",
    "quote": "Quotation",
    "statement": "Who says what",
    "figure": "Figure",
    "contested": "Contested or denied",
    "speculation": "Unattributed",
    "commentary": "Commentary",
    "state": "State of play",
    "first-hand": "First-hand reporting",
    "identity": "Same person",
    "error-report": "Reported error",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """The line that is asked about."""

    key: str
    kind: str
    kind_words: str
    text: str
    label: str | None
    reasons: tuple[str, ...]
    right_in_10: int | None  # how many of ten findings like it are right
    maker: str
    story: str  # address
    story_id: str
    headline: str
    language: str | None
    state: str
    told: str | None
    beside: tuple[str, ...]  # what other outlets give
    may_correct: bool
    words: str  # to begin the correction with


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedLine:
    """One line of the story under review."""

    key: str
    kind_words: str
    text: str
    state: str
    is_asked: bool
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """The queue, one item of it, what was decided last, and how often the finders were right."""

    SCHEMA: ClassVar[str] = "infostreamer/review/1"
    TEMPLATE: ClassVar[str] = "review.html"
    item: ItemView | None
    waiting: int
    at: int  # place in the queue, from 1; 0: not in it
    following: str | None  # the address that skips this one
    story: str  # id of the story under review; empty: the newest of all
    story_path: str | None
    headline: str | None
    revision: int | None
    review: ReviewRow | None
    lines: tuple[ListedLine, ...]
    done: JudgementRow | None  # what was decided just now
    is_settling: bool
    warning: bool  # the words say more than the sentence
    typed: tuple[str, str]  # words and speaker as typed
    accuracy: tuple[Accuracy, ...]
    history: tuple[JudgementRow, ...]
    passages: tuple[Passage, ...]


def show(request: Request) -> Response:
    """GET /review"""
    return respond(request, read(request.app.state.desk, request.query_params))


def make(request: Request) -> Response:
    """POST /review: the decision, and on to the next line. Words that say more than the sentence are asked about."""
    desk, form = request.app.state.desk, request.state.form
    story_id, key = form.get("story", ""), form.get("key", "")
    is_note = form.get("do") == "note"  # these words, although they say more than the sentence
    choice = "correct" if is_note else form.get("do", "")
    if choice not in ("accept", "reject", "correct"):
        raise BadInput("That decision is not known; go back and choose accept, reject or correct.")
    words, label = form.get("words", ""), form.get("label", "")
    item = desk.review_item(story_id, key)
    if choice == "correct" and not is_note:
        try:
            is_lawful = not item_may_be_corrected(item) or desk.would_correct(item, words, label) is not None
        except BadInput as error:
            return respond(request, _again(desk, form, warning=False, error=str(error)), status=422)
        if not is_lawful:
            return respond(request, _again(desk, form, warning=True), status=422)
    queue = desk.review_queue(story=desk.story(story_id) if form.get("within") else None)
    after = _next_key(queue, item.key)
    made = desk.judge(
        cast(Choice, choice), story_id, item.key, words=words, label=label, note=form.get("note"), by=signed(request),
        wait_s=WAIT_S,
    )  # fmt: skip
    within = {"story": story_id} if form.get("within") else {}
    back = {"done": made.id, **({"item": after} if after else {}), **within}
    return see(f"/review?{urlencode(back)}")


def reviewed(request: Request) -> Response:
    """POST /s/{id}/reviewed: a person read the whole story."""
    desk, form = request.app.state.desk, request.state.form
    review = desk.mark_reviewed(request.path_params["id"], by=signed(request), note=form.get("note"))
    return see(f"/s/{request.path_params['id']}?decided={review.judgement_id}")


def _again(desk: Desk, form: Mapping[str, str], *, warning: bool, error: str | None = None) -> ReviewPage:
    if error is not None:
        raise BadInput(error)
    given = {"item": form.get("key", ""), "of": form.get("story", "")}
    if form.get("within"):
        given["story"] = form["story"]
    return read(desk, given, warning=warning, typed=(form.get("words", ""), form.get("label", "")))


def read(
    desk: Desk, given: Mapping[str, str], *, warning: bool = False, typed: tuple[str, str] = ("", "")
) -> ReviewPage:
    """The page for these fields: `story` (only this one), `item` (its key), `find` (a line's words), `done`.

    Raises:
        NotFound: no such story.
    """
    story = desk.story(given["story"]) if given.get("story") else None
    items = desk.review_items(story) if story else []
    queue = desk.review_queue(story=story)
    item = _chosen(desk, given, story, items, queue)
    passages, view = _view(desk, item)
    place = next((at for at, one in enumerate(queue, 1) if item and one.key == item.key), 0)
    made = [one for one in desk.judgements() if one.judgement.kind in OF_LINES or one.judgement.kind == "same-person"]
    return ReviewPage(
        item=view,
        waiting=len(queue),
        at=place,
        following=_following(queue, place, story) if item else None,
        story=story.id if story else "",
        story_path=story_path(story) if story else None,
        headline=story.headline.text if story else None,
        revision=story.revision if story else None,
        review=review_row(desk.reviewed(story)) if story else None,
        lines=tuple(_listed(one, item) for one in items),
        done=next((row_of(one) for one in made if one.judgement.id == given.get("done")), None),
        is_settling=desk.is_settling,
        warning=warning,
        typed=typed,
        accuracy=tuple(row for row in desk.accuracy() if row.judged >= _LEAST_JUDGED),
        history=tuple(map(row_of, made[:_HISTORY])),
        passages=passages,
    )


def item_may_be_corrected(item: ReviewItem) -> bool:
    """True where there are words to put right."""
    return item.kind not in ("first-hand", "identity", "error-report")


def _chosen(
    desk: Desk, given: Mapping[str, str], story: Story | None, items: Sequence[ReviewItem], queue: Sequence[ReviewItem]
) -> ReviewItem | None:
    """The one that is named by its key or its words, else the first that waits, else the story's first open one."""
    if given.get("find"):
        wanted = fold(given["find"])
        return next((one for one in items if fold(one.text) == wanted), queue[0] if queue else None)
    if given.get("item"):
        known = [*items, *queue]
        found = next((one for one in known if one.key == given["item"]), None)
        if found is None and given.get("of"):
            try:
                found = desk.review_item(given["of"], given["item"])
            except NotFound:
                found = None
        if found is not None:
            return found
    if queue:
        return queue[0]
    return next((one for one in items if one.state == "open"), None) if story else None


def _view(desk: Desk, item: ReviewItem | None) -> tuple[tuple[Passage, ...], ItemView | None]:
    if item is None:
        return (), None
    reports = desk.reports([span.report_id for span in item.citations])
    report = reports.get(item.citations[0].report_id)
    story = desk.story(item.story_id)
    view = ItemView(
        key=item.key,
        kind=item.kind,
        kind_words=KINDS.get(item.kind, item.kind),
        text=item.text,
        label=item.label,
        reasons=tuple(REASONS[reason][0] for reason in item.reasons),
        right_in_10=None if item.confidence is None else round(item.confidence * 10),
        maker=item.target.maker,
        story=story_path(story),
        story_id=item.story_id,
        headline=item.headline,
        language=report.language if report else None,
        state=item.state,
        told=item.told,
        beside=item.beside,
        may_correct=item_may_be_corrected(item),
        words=item.text,
    )
    return passages_of(item.citations, reports), view


def _listed(one: ReviewItem, item: ReviewItem | None) -> ListedLine:
    return ListedLine(
        key=one.key,
        kind_words=KINDS.get(one.kind, one.kind),
        text=one.text,
        state=one.state,
        is_asked=bool(one.reasons) and one.state == "open",
        is_shown=item is not None and one.key == item.key,
    )


def _next_key(queue: Sequence[ReviewItem], key: str) -> str | None:
    keys = [one.key for one in queue]
    if key not in keys:
        return None
    return next(iter(keys[keys.index(key) + 1 :]), None)


def _following(queue: Sequence[ReviewItem], place: int, story: Story | None) -> str | None:
    """The address of the next item, the first again after the last; None where nothing else waits."""
    others = [*queue[place:], *queue[: max(0, place - 1)]]
    if not others:
        return None
    return f"/review?{urlencode({**({'story': story.id} if story else {}), 'item': others[0].key})}"
