"""The changes of a story since it was seen -> a few pieces that say what is new: "1 new denial, figure 160 → 170"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from infostreamer.model import Change, Piece, Span, Story, StoryNews

LOUD = ("report-withdrawn", "correction", "new-denial")
"""What is shown of a muted story too."""

ORDER = (
    *("added", "report-withdrawn", "correction", "new-denial", "figure-changed", "new-origin", "borne-out"),
    *("report-edited", "new-event", "new-figure", "new-report", "new-copy"),
)
"""Kinds of piece, the weightiest first."""

HANDED_ON = ("copies", "carries", "rewrites")
"""Roles of reports that add no origin: one more of them is no news."""

_ORIGINS = re.compile(r"^(\d+) independent origins? now, (\d+|none) before\.$")  # as stories.changes words it
_FIGURE = re.compile(r"^(?P<outlet>.*?): “(?P<after>.*)”, before “(?P<before>.*)” \(", re.DOTALL)
_NEW_FIGURE = re.compile(r"^New figure from .*?: “(.*)”\.$", re.DOTALL)

Plural = Callable[[str, str, int], str]


def news_of_story(story: Story, changes: Iterable[Change], *, until: int, is_muted: bool = False) -> StoryNews:
    """The story for a reader who has seen it up to `until`.

    Args:
        story: as it stands.
        changes: what its log says after that position, oldest first.
        until: 0: the reader has seen nothing of it.
        is_muted: see StoryNews.
    """
    counting = [change for change in _without_repeats(changes) if not is_taken_back(story, change)]
    began = until == 0 or any(change.what == "added" for change in counting)
    pieces = _pieces(story, counting, began)
    is_news = any(not piece.is_quiet for piece in pieces)
    newest = max((change.position or 0 for change in counting), default=0)
    return StoryNews(
        story=story,
        state="unseen" if began else "changed" if is_news else "seen",
        changes=tuple(counting),
        words=words_of(pieces),
        position=max(newest, until),
        pieces=pieces,
        until=until,
        is_muted=is_muted,
    )


def _without_repeats(changes: Iterable[Change]) -> list[Change]:
    """What was said again in the same words is said once, when it was said last; of a figure that came and was put in
    another's place since, only the latter."""
    told = {(change.what, change.text): change for change in changes if change.what not in ("updated", "removed")}
    replaced = {found["before"] for _, text in told if text and (found := _FIGURE.match(text))}
    kept = (one for one in told.values() if not (one.what == "new-figure" and _new_figure(one) in replaced))
    return sorted(kept, key=lambda change: change.position or 0)


def _new_figure(change: Change) -> str | None:
    found = _NEW_FIGURE.match(change.text or "")
    return found[1] if found else None


def _pieces(story: Story, changes: Sequence[Change], began: bool) -> tuple[Piece, ...]:
    """Of a story that began, only that, and what is withdrawn or corrected in it: all else is new anyway."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        kind = _kind(story, change)
        if not began or kind in ("added", "report-withdrawn", "correction"):
            groups.setdefault(kind, []).append(change)
    figures = _figure_pieces(groups.pop("figure-changed", []))
    made = [*figures, *(_piece(kind, group) for kind, group in groups.items())]
    return tuple(sorted(made, key=lambda piece: (_rank(piece.what), -piece.positions[0])))


def _rank(what: str) -> int:
    return ORDER.index(what) if what in ORDER else len(ORDER)


def _kind(story: Story, change: Change) -> str:
    """The change's own kind; apart from it a report that is a copy, and a fact that is borne out."""
    if change.what == "new-origin" and not _ORIGINS.match(change.text or ""):
        return "borne-out"
    if is_copy(story, change):
        return "new-copy"
    return change.what


def is_taken_back(story: Story, change: Change) -> bool:
    """True for what an outlet told and has since withdrawn: the correction is the news, and not what was wrong."""
    if change.what not in ("new-event", "new-figure", "figure-changed") or not change.citations:
        return False
    gone = [account.citation for fact in story.facts for account in fact.accounts if account.stand == "withdrew"]
    told = change.citations[0]
    return any(one.report_id == told.report_id and one.start < told.end and told.start < one.end for one in gone)


def is_copy(story: Story, change: Change) -> bool:
    """True for a report that came and only hands on what others told: it is counted, and is no news."""
    if change.what != "new-report":
        return False
    cited = {span.report_id for span in change.citations}
    roles = [member.role for member in story.members if member.report_id in cited]
    return bool(roles) and all(role in HANDED_ON for role in roles)


def _piece(kind: str, changes: Sequence[Change]) -> Piece:
    count = len(changes)
    if kind == "new-origin":
        counts = [found for change in changes if (found := _ORIGINS.match(change.text or ""))]
        count = int(counts[-1][1]) - (int(counts[0][2]) if counts[0][2].isdigit() else 0)
    return Piece(what=kind, count=max(count, 1), positions=_positions(changes), citations=_citations(changes))


def _figure_pieces(changes: Sequence[Change]) -> list[Piece]:
    """One piece per outlet's chain of figures: the first words before and the last after; back again is no change."""
    chains: dict[str, list[Change]] = {}
    for change in changes:
        found = _FIGURE.match(change.text or "")
        before = found["before"] if found else ""
        key = next((key for key, chain in chains.items() if found and _after(chain[-1]) == before), f"{len(chains)}")
        chains.setdefault(key, []).append(change)
    made = []
    for chain in chains.values():
        first, last = _FIGURE.match(chain[0].text or ""), _after(chain[-1])
        before = first["before"] if first else None
        if before is None or before != last:
            pieces = (chain[-1].citations[:1], chain[0].citations[1:])
            cited = tuple(dict.fromkeys(span for spans in pieces for span in spans))
            places = _positions(chain)
            made.append(
                Piece(what="figure-changed", count=1, positions=places, citations=cited, before=before, after=last)
            )
    return made


def _after(change: Change) -> str | None:
    found = _FIGURE.match(change.text or "")
    return found["after"] if found else None


def _positions(changes: Sequence[Change]) -> tuple[int, ...]:
    return tuple(sorted((change.position or 0 for change in changes), reverse=True))


def _citations(changes: Sequence[Change]) -> tuple[Span, ...]:
    newest = reversed(changes)
    return tuple(dict.fromkeys(span for change in newest for span in change.citations))


def in_english(one: str, many: str, count: int) -> str:
    """The form of these words for a count, in English."""
    return one if count == 1 else many


def piece_words(piece: Piece, ngettext: Plural = in_english) -> str:
    """ "2 new denials"; `ngettext` chooses the form, and the language where it has others."""
    if piece.what == "figure-changed" and piece.before and piece.after:
        template = ngettext("figure %(before)s → %(after)s", "figure %(before)s → %(after)s", 1)
        return template % {"before": _short(piece.before), "after": _short(piece.after)}
    return _template(piece, ngettext) % {"num": piece.count}


def _template(piece: Piece, ngettext: Plural) -> str:
    n = piece.count
    words = {
        "added": lambda: ngettext("new story", "new story", n),
        "report-withdrawn": lambda: ngettext("%(num)s report withdrawn", "%(num)s reports withdrawn", n),
        "correction": lambda: ngettext("%(num)s correction", "%(num)s corrections", n),
        "new-denial": lambda: ngettext("%(num)s new denial", "%(num)s new denials", n),
        "figure-changed": lambda: ngettext("%(num)s figure changed", "%(num)s figures changed", n),
        "new-origin": lambda: ngettext("one more origin", "%(num)s more origins", n),
        "borne-out": lambda: ngettext("%(num)s fact borne out", "%(num)s facts borne out", n),
        "report-edited": lambda: ngettext("%(num)s report edited", "%(num)s reports edited", n),
        "new-event": lambda: ngettext("%(num)s new event", "%(num)s new events", n),
        "new-figure": lambda: ngettext("%(num)s new figure", "%(num)s new figures", n),
        "new-report": lambda: ngettext("%(num)s new report", "%(num)s new reports", n),
        "new-copy": lambda: ngettext("%(num)s copy", "%(num)s copies", n),
    }
    return words.get(piece.what, lambda: ngettext("%(num)s change", "%(num)s changes", n))()


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= 48 else f"{flat[:47].rstrip()}…"


def words_of(pieces: Iterable[Piece], ngettext: Plural = in_english) -> str:
    """ "1 new denial, figure 160 → 170, one more origin, 2 new reports"; empty where there are no pieces."""
    return ", ".join(piece_words(piece, ngettext) for piece in pieces)
