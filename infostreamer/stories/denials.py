"""What is contested of the matter that a story is about, as a line for its abstract and its state of play."""

from __future__ import annotations

import re
from collections.abc import Sequence

from infostreamer.model import Contested, Line, Side
from infostreamer.stories.facts import Facts
from infostreamer.stories.headline import MAKER
from infostreamer.stories.subject import Subject

_POINTS_BACK = re.compile(
    r"\b(?:accounts?|versions?|accusations?|claims?|charges?|allegations?|reports?|criticism|suggestions?|assertions?|calls?"
    r"|appeals?|demands?|requests?|proposals?|offers?|ultimatums?|it|this|that|them|everything|wrongdoing|so|guilt)\W*$"
)
LONGEST_PAIR = 420  # characters of claim and denial in one line


def denial_for(facts: Facts, subject: Subject, told: Sequence[Line]) -> tuple[int | None, Line] | None:
    """The first of `denials_about`; None when there is none, or when one of these lines tells it."""
    shown = {span for line in told for span in line.citations}
    found = next(iter(denials_about(facts, subject, told)), None)
    return None if found is None or found[1].citations[-1] in shown else found


def denials_about(facts: Facts, subject: Subject, told: Sequence[Line]) -> list[tuple[int | None, Line]]:
    """(place of the line that tells the claim, the denial) of whatever is denied of the subject, in order.

    A denial that only points back ("denied the allegations") brings the claim along where no line tells it.
    """
    found = []
    for entry in facts.contested:
        denial = entry.sides[-1]
        if facts.group.report(denial.citations[0].report_id).language != subject.language:
            continue
        claim = entry.sides[0] if len(entry.sides) > 1 else None
        at = next((at for at, line in enumerate(told) if claim and set(claim.citations) & set(line.citations)), None)
        is_about = subject.is_about(denial.says) or (claim is not None and subject.is_about(claim.says))
        line = _line(entry, None if at is not None else claim)
        if line is not None and (at is not None or is_about):
            found.append((at, line))
    return found


def shown_sides(entry: Contested) -> tuple[Side, ...]:
    """The denial; with the claim before it where it would not be understood without."""
    is_back = len(entry.sides) > 1 and _POINTS_BACK.search(entry.sides[-1].says)
    return entry.sides if is_back else entry.sides[-1:]


def _line(entry: Contested, claim: Side | None) -> Line | None:
    """The denial, with the claim before it where it would not be understood without."""
    sides = shown_sides(entry) if claim is not None else entry.sides[-1:]
    text = " ".join(" ".join(side.says.split()) for side in sides)
    if len(text) > LONGEST_PAIR:
        return None
    return Line(
        text=text,
        kind="abstract",
        citations=tuple(dict.fromkeys(span for side in sides for span in side.citations)),
        maker=MAKER,
        check="verified",
        first_report_id=sides[0].citations[0].report_id,
    )
