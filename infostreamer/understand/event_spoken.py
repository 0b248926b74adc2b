"""Direct quotations read for their events: the same words without the marks, told by who speaks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from infostreamer.model import Finding
from infostreamer.understand.happening import BY_SPEECH, Happened, Spoken
from infostreamer.understand.tokens import Reading, read

_FIRST = frozenset(("i", "we", "me", "us"))


def spoken(reading: Reading, found: Sequence[Finding]) -> Spoken | None:
    """The report with the marks of its direct quotations blanked, so that their words are read; None without any."""
    if not reading.quotations:
        return None
    letters = list(reading.report.text)
    for quotation in reading.quotations:
        for (start, end), (first, last) in zip(quotation.outer, quotation.inner, strict=True):
            for at in (*range(start, first), *range(last, end)):
                letters[at] = " "
    bare = read(replace(reading.report, text="".join(letters)), found)
    return Spoken(bare.report, bare.names, bare.dates, bare.quotations, bare.sentences)


def inner_places(reading: Reading) -> list[tuple[int, int]]:
    """Where the quoted words stand, in order."""
    return sorted(place for quotation in reading.quotations for place in quotation.inner)


def is_inside(places: Sequence[tuple[int, int]], start: int) -> bool:
    """Whether quoted words cover this character."""
    at = bisect_right(places, (start, len(places) and places[-1][1] + 1)) - 1
    return at >= 0 and places[at][0] <= start < places[at][1]


def as_told(
    text: str, quoted: Iterable[Happened], places: Sequence[tuple[int, int]], told: Iterable[Happened]
) -> Iterator[Happened]:
    """What the quotations add: alleged unless the speaker did it; nothing that the report tells itself."""
    known = {one.kind.lemma for one in told}
    for one in quoted:
        if not is_inside(places, one.trigger[0]) or one.kind.lemma in known:
            continue
        is_own = one.agent is not None and one.agent.words(text).lower() in _FIRST
        if is_own and one.kind.type == "ASSAULT":
            continue  # "I hurt people by my remarks": hardly ever violence
        known.add(one.kind.lemma)
        status = "alleged" if one.status == "happened" and not is_own else one.status
        yield replace(one, status=status, confidence=BY_SPEECH)
