"""Who says what: the lines of one speaker together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from infostreamer.model import Line
from infostreamer.web.citations import CitedLine

_SPOKEN = ("quote", "statement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What one speaker says, in reading order; `who` is the speaker with the role as given."""

    who: str | None
    lines: tuple[CitedLine, ...]


def voices_of(lines: Iterable[Line], shown: Callable[[Line], CitedLine | None]) -> tuple[Voice, ...]:
    """Quotations and statements by speaker, speakers in order of their first line.

    Args:
        lines: of a story; others than quotations and statements are left out.
        shown: how one is shown; None where its words cannot be.
    """
    spoken = [line for line in lines if line.kind in _SPOKEN]
    order = {label: index for index, label in reversed(list(enumerate(line.label for line in spoken)))}
    voices = []
    for label, group in groupby(sorted(spoken, key=lambda line: order[line.label]), key=lambda line: line.label):
        cited = tuple(line for line in map(shown, group) if line is not None)
        if cited:
            voices.append(Voice(who=label, lines=cited))
    return tuple(voices)
