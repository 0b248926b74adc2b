"""Where quotation marks stand: pairs of every common style, across sentences and re-opened paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

# Opening mark -> marks that close it. A low German mark closes with either curly one; guillemets point both ways.
_PAIRS = {"“": "”“", "«": "»", "„": '“”"', "»": "«", '"': '"', "‘": "’", "'": "'", "''": "''", "``": "''"}
_SINGLE = ("‘", "'")
_WIDE = ("''", "``")  # the marks of typewriters and wire services, two characters each
_SEARCH = {
    mark: re.compile(f"[{mark}{closers}]" if mark not in _WIDE else f"{mark}|{closers}")
    for mark, closers in _PAIRS.items()
}
_OPENING = re.compile("|".join(sorted(_PAIRS, key=len, reverse=True)))
_DOUBLE = re.compile('["“”]')
_DEEPEST, _MOST_MARKS = 6, 60
_LONGEST = 4000  # characters in one paragraph: a mark left open must not swallow the rest


@dataclass(frozen=True, slots=True)
class Quotation:
    """One pair of marks, or several where each paragraph opens anew. `inner` without the marks, `outer` with them."""

    inner: tuple[tuple[int, int], ...]
    outer: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Where the first mark stands."""
        return self.outer[0][0]

    @property
    def end(self) -> int:
        """Right after the last mark."""
        return self.outer[-1][1]


def find_quotations(text: str, paragraphs: Sequence[tuple[int, int]]) -> tuple[Quotation, ...]:
    """Every outermost quotation in text order; nested ones stay inside. A mark that never closes opens nothing."""
    found: list[Quotation] = []
    waiting: list[tuple[int, int]] = []  # openings (start, paragraph end) of a quotation that runs on
    for start, end in paragraphs:
        position = start
        while (match := _OPENING.search(text, position, end)) is not None:
            mark, position = match.group(), match.start()
            if not _opens(text, position, start, end):
                position += len(mark)
                continue
            stop = min(end, position + _LONGEST)
            close = _closed_at_once(text, position, stop) or _closing(text, position, stop)
            close = close or _mixed_closing(text, position, stop)
            if close is not None:
                carried = waiting if position == start else []
                found.append(_quotation([*carried, (position, close + len(mark))], len(mark)))
                waiting = []
                position = close + len(mark)
            elif _runs_on(text, mark, end):
                waiting = [*(waiting if position == start else []), (position, end)]
                position = end
            else:
                position += len(mark)
    return tuple(quotation for quotation in found if _is_filled(text, quotation))


def _mark_at(text: str, position: int) -> str:
    """The character there, or both where two make one mark."""
    pair = text[position : position + 2]
    return pair if pair in _WIDE else text[position]


def _quotation(outer: list[tuple[int, int]], width: int) -> Quotation:
    """Marks of that many characters open every part and close the last."""
    inner = [(start + width, end) for start, end in outer]
    inner[-1] = (inner[-1][0], inner[-1][1] - width)
    return Quotation(tuple(inner), tuple(outer))


def _is_filled(text: str, quotation: Quotation) -> bool:
    return all(text[start:end].strip() for start, end in quotation.inner)


def _opens(text: str, position: int, start: int, end: int) -> bool:
    """An opening mark stands after a space, bracket or dash and before a word."""
    before = text[position - 1] if position > start else " "
    follows = position + len(_mark_at(text, position))
    after = text[follows] if follows < end else " "
    is_free = before.isspace() or before in "([{—–-:/,“‘\"'¿¡"
    return is_free and not after.isspace() and after not in ",.;:!?)"


def _closing(text: str, position: int, end: int) -> int | None:
    """The mark that closes the one at `position`, counting marks of the same style opened inside."""
    mark = _mark_at(text, position)
    closers = _PAIRS[mark]
    if mark in _WIDE:
        return next(_marks_in(text, closers, position + 2, end), None)
    depth = 1
    for at in _marks_in(text, mark, position + 1, end):
        if mark in _SINGLE:
            depth -= text[at] in closers and _closes_single(text, at, end)
        elif text[at] == mark and mark != '"' and (mark not in closers or _opens(text, at, position, end)):
            depth += 1
        elif text[at] in closers and not _is_straight_opening(text, at, end):
            depth -= 1
        if depth == 0:
            return at
        if depth > _DEEPEST:
            return None
    return None


def _closed_at_once(text: str, position: int, end: int) -> int | None:
    """The next mark, of the other style, behind a comma or stop: “…," X said, "…”. What follows is no longer said."""
    close = _mixed_closing(text, position, end)
    return close if close is not None and text[close - 1] in ",.?!" else None


def _mixed_closing(text: str, position: int, end: int) -> int | None:
    """The one curly or straight mark that follows, where only half of the text was typeset: "…” and “…"."""
    other = {'"': "”", "“": '"'}.get(text[position])
    if other is None:
        return None
    match = _DOUBLE.search(text, position + 1, end)
    is_closing = match is not None and match.group() == other and not _is_straight_opening(text, match.start(), end)
    return match.start() if match is not None and is_closing else None


def _is_straight_opening(text: str, at: int, end: int) -> bool:
    """A straight mark with space before and none after opens: the one we look for was left open."""
    return text[at] == '"' and text[at - 1].isspace() and at + 1 < end and text[at + 1].isalnum()


def _closes_single(text: str, at: int, end: int) -> bool:
    """A single mark closes after a letter or stop and before anything but a letter; else it is an apostrophe.

    "dogs' " cannot be told from a closing mark; a plural possessive before a lower-case word is taken as apostrophe.
    """
    after = text[at + 1] if at + 1 < end else " "
    if after.isalnum() or text[at - 1].isspace():
        return False
    follows = text[at + 2] if after == " " and at + 2 < end else ""
    return not (text[at - 1] == "s" and follows.islower())


def _marks_in(text: str, mark: str, start: int, end: int) -> Iterator[int]:
    """Where the mark or one that closes it stands; only the next few, so that a wall of marks costs no square."""
    matches = _SEARCH[mark].finditer(text, start, end)
    return (match.start() for match in islice(matches, _MOST_MARKS))


def _runs_on(text: str, mark: str, end: int) -> bool:
    """True when the next paragraph opens with the same mark: the words go on."""
    following = text[end : end + 8].lstrip()
    return mark not in _SINGLE and following.startswith(mark)
