"""Names with a form of their own: datelines, "Vilnius-based", "Prosecutor General's Office", "Greater Manchester"."""

from __future__ import annotations

from infostreamer.text.capitals import Token, is_common, is_direction, is_thing
from infostreamer.text.cyrillic import institution_end
from infostreamer.text.mention import Answer, Mention, phrase_of, slice_of
from infostreamer.text.names import (
    is_given_name,
    is_organisation_head,
    is_role,
    known_organisation,
    nationality_of,
    place_of,
)
from infostreamer.text.persons import run_to


def dateline(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    """ "HAVEN, Nov 3 (Varpress) -": the place in capitals, and the agency in brackets before a dash."""
    follower = row[last].word if last < len(row) else ""
    start, stop, words = slice_of(text, row, at, last)
    is_first = row[at].is_opening or (at > 1 and row[at - 1].word == "/" and row[at - 2].is_upper)
    if (
        is_first
        and follower in (",", "(", "–", "—", "/")
        and all(token.is_upper for token in row[at:last])
        and len(words) > 4
    ):
        place = place_of(words.title())
        if place is None and last - at > 1 and (is_given_name(row[at].word) or _is_host(row, last)):
            return Mention(start, stop, "person", words, 85), last  # a transcript's speaker: "ANNA BRIGHT, HOST:"
        return Mention(start, stop, "place", place.canonical if place else words.title(), 80), last
    after = row[last + 1].word if last + 1 < len(row) else ""
    if at > 0 and row[at - 1].word == "(" and follower == ")" and after in ("-", "–", "—", "―"):
        return Mention(start, stop, "organisation", words, 96), last
    return None


def _is_host(row: list[Token], at: int) -> bool:
    return at + 1 < len(row) and row[at + 1].word in ("HOST", "BYLINE", "GUEST", "ANCHOR", "REPORTER")


def based(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    """ "Vilnius-based", "Kremlin-backed": the name before the hyphen."""
    head, _, tail = row[at].word.rpartition("-")
    if not head or not tail.islower() or "-" in head or len(tail) < 4:
        return None
    start, stop = row[at].start, row[at].start + len(head)
    if (name := known_organisation(head)) is not None:
        return Mention(start, stop, "organisation", name, 85), at + 1
    if nationality_of(head) is not None:
        return Mention(start, stop, "nationality", head, 85), at + 1
    place = place_of(head)
    if place is not None or tail == "based":
        return Mention(start, stop, "place", place.canonical if place else head, 85), at + 1
    return None, at + 1


def institution(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    """ "Министерство внутренних дел", "Национальный банк"."""
    if row[at].word.isascii():
        return None
    if is_role(row[at].word) and at + 1 < last and is_organisation_head(row[at + 1].word):
        return None, at + 1
    end = institution_end(text, row, at)
    return (
        (Mention(*slice_of(text, row, at, end)[:2], "organisation", slice_of(text, row, at, end)[2], 80), end)
        if end
        else None
    )


def joined_letters(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    """ "AT&T", "H&R Block": letters joined by "&"."""
    if "&" not in row[at].word or at + 3 < last:
        return None
    start, stop, words = slice_of(text, row, at, last)
    return Mention(start, stop, "organisation", words, 85), last


_GROUPS = frozenset(
    ["People", "Women", "Workers", "Children", "Men", "Students", "Teachers", "Veterans", "Farmers", "Citizens"]
)


def office(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    """ "Prosecutor General's Office", "People's Court": an institution named after an office or a group."""
    is_owned = row[last - 1].is_possessive and last < len(row) and row[last].is_capital
    if not is_owned or not is_organisation_head(row[last].word):
        return None
    if not is_role(row[at].word) and row[last - 1].word not in _GROUPS and not is_role(row[last - 1].word):
        return None
    end = run_to(text, row, last)
    start, stop, words = slice_of(text, row, at, end)
    return Mention(start, stop, "organisation", words, 85), end


def direction(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    """ "West Germany", "French Sudan", "Greater Manchester": a direction before a place."""
    if at + 1 >= last or not is_direction(row[at].word) or is_organisation_head(row[last - 1].word):
        return None
    for end in range(min(last, at + 4), at + 1, -1):
        whole, rest = place_of(phrase_of(row, at, end)), place_of(phrase_of(row, at + 1, end))
        is_people = nationality_of(row[at].word) is not None
        if whole is not None or (rest is not None and rest.is_certain and not (is_people and not row[at].is_capital)):
            if end < last and is_thing(row[last - 1].word):
                continue
            start, stop, words = slice_of(text, row, at, end)
            return Mention(start, stop, "place", whole.canonical if whole else words, 85), end
    if last - at == 2 and (row[at + 1].word.endswith("ans") or nationality_of(row[at + 1].word) is not None):
        start, stop, words = slice_of(text, row, at, last)
        return Mention(start, stop, "nationality", words.removesuffix("s"), 85), last
    if last - at == 2 and row[at].word in ("Upper", "Lower", "Greater", "North", "South", "East", "West"):
        start, stop, words = slice_of(text, row, at, last)
        is_plain = not is_thing(row[at + 1].word) and not is_common(row[at + 1].word)
        return (Mention(start, stop, "place", words, 60), last) if is_plain else None
    return None
