"""The fields of a query, what may stand after each, and what is said where it may not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from infostreamer.model.errors import BadInput
from infostreamer.model.ids import fold
from infostreamer.text.query_values import Amount, Days, amount_of, days_of

Value = str | Amount | Days


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what it looks at, an example that works, and the values it takes where these are few."""

    name: str
    about: str
    example: str
    values: tuple[str, ...] = ()
    takes: str = "words"  # words | number | days | language


KINDS = ("report", "opinion", "live", "release")
ROLES = ("first-hand", "carries", "copies", "rewrites", "cites", "updates", "commentary", "unknown")
PERSONAL = ("new", "changed", "seen", "followed", "muted", "bookmarked")
"""Values of `is:` that depend on who looks."""
STATES = ("contested", "denied", "differing", "opinion", "corrected", "withdrawn", "reviewed", *PERSONAL)

FIELDS = {
    field.name: field
    for field in (
        Field("source", "part of the outlet's name, or its host", "source:courier"),
        Field("outlet", "the whole name of the outlet", 'outlet:"Tarvost Courier"'),
        Field("who", "a person or organisation that is named", "who:ostrevko"),
        Field("said-by", "somebody who is quoted or reported as saying something", "said-by:holub"),
        Field("place", "a place that is named", "place:thailand"),
        Field("kind", "what the report is, or its part in the story", "kind:opinion", (*KINDS, *ROLES)),
        Field("origin", "whether own reporting is held, or an original is missing", "origin:first-hand",
              ("first-hand", "missing")),
        Field("independent", "how many independent origins the story has", "independent:>=2", takes="number"),
        Field("reports", "how many reports the story has", "reports:>=3", takes="number"),
        Field("is", "the state of the story, or how you stand to it", "is:contested", STATES),
        Field("has", "what the story holds", "has:figure", ("figure", "quote", "date")),
        Field("figure", "what is counted", "figure:houses"),
        Field("lang", "the language of the report, in two letters", "lang:ru", takes="language"),
        Field("date", "when it was published; where nothing says so, when it arrived", "date:>=2026-11-01",
              takes="days"),
    )
}  # fmt: skip

_MEANT = {
    "after": "date:>2026-11-01",
    "author": "said-by:",
    "before": "date:<2026-11-01",
    "by": "said-by:",
    "domain": "source:",
    "from": "source:",
    "language": "lang:",
    "location": "place:",
    "org": "who:",
    "organisation": "who:",
    "person": "who:",
    "says": "said-by:",
    "since": "date:>=2026-11-01",
    "site": "source:",
    "speaker": "said-by:",
    "type": "kind:",
    "until": "date:<=2026-11-10",
}
"""What people write who come from elsewhere, and what it is here."""

_LANGUAGE = re.compile(r"[a-z]{2,3}")


def value_of(field: Field, typed: str, position: int) -> Value:
    """What stands after the colon, understood: a number's bounds, a span of days, else the folded words.

    Args:
        field: the field it stands after.
        typed: as typed, without quotation marks.
        position: of the field in the query, counted from 1, for the error.

    Raises:
        BadInput: the field does not take this.
    """
    folded = fold(typed)
    if not folded:
        raise BadInput(
            f"{field.name}: at character {position} has no word after it; leave no blank, as in {field.example}."
        )
    if field.takes == "number":
        return amount_of(folded) or _refuse(field, typed, position, "a number, as in 2, >=2 or 2..4")
    if field.takes == "days":
        return days_of(folded) or _refuse(
            field, typed, position, "a day, month or year (2026-11-01, >=2026-11, 2026-11-01..2026-11-10), today or 7d"
        )
    if field.takes == "language" and not _LANGUAGE.fullmatch(folded):
        _refuse(field, typed, position, "the two letters of a language, as in lang:en")
    if field.values and folded not in field.values:
        near = get_close_matches(folded, field.values, 1, 0.6)
        guess = f"; did you mean {field.name}:{near[0]}?" if near else f"; it takes {', '.join(field.values)}."
        raise BadInput(f"{field.name}: at character {position} does not know {_short(typed)!r}{guess}")
    return folded


def field_called(name: str, position: int) -> Field:
    """The field of this name, in any case.

    Raises:
        BadInput: there is none; the nearest one is offered.
    """
    wanted = fold(name)
    if wanted in FIELDS:
        return FIELDS[wanted]
    near = get_close_matches(wanted, FIELDS, 1, 0.6)
    guess = _MEANT.get(wanted) or (f"{near[0]}:" if near else "")
    ending = f"did you mean {guess}, or" if guess else f"the fields are {' '.join(f'{known}:' for known in FIELDS)};"
    mark = "?" if guess else "."
    raise BadInput(
        f"There is no field {_short(name)}: (character {position}); {ending} these very words in quotation marks{mark}"
    )


def _refuse(field: Field, typed: str, position: int, takes: str) -> Value:
    raise BadInput(f"{field.name}: at character {position} takes {takes}, not {_short(typed)!r}.")


def _short(typed: str) -> str:
    return typed if len(typed) <= 40 else typed[:39] + "…"
