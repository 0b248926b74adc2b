"""Lines -> the stretch of them that is running text, between the page's navigation and its foot."""

from __future__ import annotations

from collections.abc import Sequence

from infostreamer.extract.saved_furniture import is_furniture, opens_box, opens_comments
from infostreamer.extract.saved_lines import SENTENCE_END, Line, is_prose
from infostreamer.text.credit_forms import SOURCE_LINE

_PROSE_MOST = 400
_SHORT = -30  # characters of running text that one line of a menu or a list of headlines outweighs
_BOX = -80
_COMMENTS = -1500
_FAR = 4
_CROWDED = 40  # lines of the page's own, from which on it is worth looking for the text among them
_NEARLY = 0.4


def region_of(lines: Sequence[Line]) -> tuple[int, int]:
    """Start and end of the first great run of running text; everything where there is little else on the page.

    Running text weighs its length, up to a bound, so that no single long line decides; menus, headlines of other
    articles and headings of the page's own weigh less than nothing. Below an article its readers may write more than
    it says, so the first run of nearly the greatest weight is it.
    """
    weights = [_weight(line) for line in lines]
    if sum(1 for weight in weights if weight < 0) < _CROWDED:
        return 0, len(lines)
    runs = _runs(weights)
    most = max((weight for weight, _, _ in runs), default=0)
    _, start, end = next((run for run in runs if run[0] >= _NEARLY * most), (0, 0, len(lines)))
    return start, _with_sources(lines, end)


def _runs(weights: Sequence[int]) -> list[tuple[int, int, int]]:
    """Weight, start and end of the runs that begin where the sum has fallen to nothing and end at their peak."""
    runs: list[tuple[int, int, int]] = []
    total, start = 0, 0
    for index, weight in enumerate(weights):
        if total <= 0:
            total, start = 0, index
            runs.append((0, index, index))
        total += weight
        if total > runs[-1][0]:
            runs[-1] = (total, start, index + 1)
    return runs


def _weight(line: Line) -> int:
    text = line.text
    if opens_comments(text):
        return _COMMENTS
    if opens_box(text):
        return _BOX
    if is_furniture(text):
        return _SHORT
    if is_prose(text):
        return min(len(text), _PROSE_MOST)
    is_sentence = len(text.split()) >= 4 and SENTENCE_END.search(text) is not None
    return len(text) if is_sentence else -10 if line.is_listed else _SHORT


def _with_sources(lines: Sequence[Line], end: int) -> int:
    for index in range(end, min(end + _FAR, len(lines))):
        if SOURCE_LINE.match(lines[index].text) and not is_furniture(lines[index].text):
            return index + 1
    return end
