"""The opening of an agency report: "ORVIK, Nov 12 (Varpress) — ". Where it ends and which agency it names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from infostreamer.model import Report

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][\w.'’/-]{1,30}(?: [^\W\d_][\w.'’/-]{1,30}){0,3}(?:, [^\W\d_][\w.'’-]{1,30}){0,2})"
    rf"(?P<day>,? (?:\d{{1,2}} {_MONTH}|{_MONTH} \d{{1,2}})(?:,? \d{{4}})?)?"
    r"(?:(?: ?\((?P<agency>[^()\n]{2,40})\))? ?[—–-]{1,2} | ?\((?P<named>[A-Z][^()\n]{1,39})\)[.:] )"
)


_NO_PLACE = re.compile(
    r"(?:FILE|PHOTOS?|VIDEO|IMAGE|GALLERY|WATCH|LIVE|LATEST|UPDATED?|BREAKING|EXCLUSIVE|OPINION|ANALYSIS|COMMENT|REVIEW"
    r"|EDITORIAL|EXPLAINER|INTERVIEW|CORRECTION|PROFILE|FACTBOX|TIMELINE|ADVERTISEMENT)\b"
    r"|(?i:on|in|at|by|from|since|until|after|before|as|this|that|last|next|between|and|but|for|with)\b"
)  # capitals and a dash, but what the text is: "FILE - In this photo …"; and "On October 1 – as it was said – …"


@dataclass(frozen=True, slots=True)
class Dateline:
    """Code points [start, end) of the dateline in Report.text, the dash included; `agency` as given in brackets."""

    start: int
    end: int
    agency: str | None


def dateline_of(report: Report) -> Dateline | None:
    """The dateline at the head of the body; the place must be in capitals, or a date or agency must follow it."""
    found = _DATELINE.match(report.text, report.body_start)
    agency = (found["agency"] or found["named"]) if found else None
    if found is None or not (found["place"].isupper() or found["day"] or agency):
        return None
    if _NO_PLACE.match(found["place"]):
        return None
    return Dateline(found.start(), found.end(), agency)
