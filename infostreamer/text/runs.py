"""Runs of capitals -> mentions: which words name a person, an organisation, a place or a people.

One sentence at a time, left to right, by the first rule that fits; what a whole report knows is added by the finder.
"""

from __future__ import annotations

from dataclasses import dataclass

from infostreamer.text.capitals import (
    Token,
    are_adjacent,
    begins_place,
    has_surname_ending,
    is_common,
    is_direction,
    is_thing,
    never_names,
    reporting_words,
    runs_of,
    tokens_in,
)
from infostreamer.text.cyrillic import institution_end
from infostreamer.text.names import (
    begins_organisation,
    is_city,
    is_given_name,
    is_organisation_head,
    is_place_head,
    is_portfolio,
    is_role,
    is_title,
    is_weak_given_name,
    known_organisation,
    nationality_of,
    place_of,
    takes_tail,
)
from infostreamer.text.persons import (
    after_portfolio,
    follows_article,
    is_plain_role,
    last_role,
    person_end,
    person_score,
    role_from,
    run_to,
)
from infostreamer.text.roles import role_before

_LOCATIVE = frozenset(["in", "near", "from", "at", "to", "outside", "across", "around", "through", "towards", "toward",
                       "into", "в", "во", "из", "під", "у", "з", "із", "ў", "пад", "под"])  # fmt: skip
_TAIL_WORDS = frozenset(["of", "for", "on", "against"])


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name something. `score` 0–100; `is_sure` False waits for another mention in the report."""

    start: int
    end: int
    type: str  # person | organisation | place | nationality | other
    canonical: str
    score: int
    role: tuple[int, int] | None = None
    is_sure: bool = True


def read_sentence(text: str, start: int, end: int) -> list[Mention]:
    """The mentions in one sentence, in order, not overlapping."""
    row = tokens_in(text, start, end)
    found: list[Mention] = []
    done = 0
    for first, last in runs_of(text, row):
        at = max(first, done)
        while at < last:
            mention, at = _next(text, row, at, last)
            if mention is not None:
                found.append(mention)
        done = max(done, at)
    return found


def _next(text: str, row: list[Token], at: int, last: int) -> tuple[Mention | None, int]:
    """The mention that begins at token `at`, or None, and where to go on."""
    token = row[at]
    if token.kind != "word" and token.kind != "dotted":
        return None, at + 1
    if _is_droppable(row, at, last):
        return None, at + 1
    for rule in (
        _dateline,
        _based,
        _office,
        _institution,
        _direction,
        _known,
        _person_with_role,
        _organisation,
        _nationality,
        _place,
        _person,
        _acronym,
        _unknown,
    ):
        answer = rule(text, row, at, last)
        if answer is not None:
            return answer
    return None, at + 1


Answer = tuple[Mention | None, int]


def _is_droppable(row: list[Token], at: int, last: int) -> bool:
    token = row[at]
    if token.word in ("The", "A", "An"):
        pair = _phrase(row, at, at + 2)
        return at + 1 >= last or (known_organisation(pair) is None and place_of(pair) is None)
    if is_direction(token.word) and at + 1 < last:
        return False
    if is_title(token.word) and at + 1 < last:
        return False
    if token.word in never_names() or token.word in ("I", "I'm", "I’m"):
        return True
    if is_organisation_head(token.word) or is_role(token.word) or nationality_of(token.word):
        return False
    if is_common(token.word) and not (token.is_upper and place_of(token.word) is not None):
        follows = at + 1 < last and (known_organisation(_phrase(row, at, at + 2)) or place_of(_phrase(row, at, at + 2)))
        return not follows and not (at + 1 < last and not token.is_opening and _head_at(row, at, last) is not None)
    return False


def _phrase(row: list[Token], first: int, last: int) -> str:
    return " ".join(token.word for token in row[first:last] if token.kind != "mark")


def _slice(text: str, row: list[Token], first: int, last: int) -> tuple[int, int, str]:
    start, end = row[first].start, row[last - 1].end
    return start, end, " ".join(text[start:end].split())


def _dateline(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    """ "HAVEN, Nov 3 (Varpress) -": the place in capitals, and the agency in brackets before a dash."""
    follower = row[last].word if last < len(row) else ""
    start, stop, words = _slice(text, row, at, last)
    is_first = row[at].is_opening or (at > 1 and row[at - 1].word == "/" and row[at - 2].is_upper)
    if (
        is_first
        and follower in (",", "(", "–", "—", "/")
        and all(token.is_upper for token in row[at:last])
        and len(words) > 4
    ):
        place = place_of(words.title())
        return Mention(start, stop, "place", place.canonical if place else words.title(), 80), last
    after = row[last + 1].word if last + 1 < len(row) else ""
    if at > 0 and row[at - 1].word == "(" and follower == ")" and after in ("-", "–", "—", "―"):
        return Mention(start, stop, "organisation", words, 80), last
    return None


def _based(text: str, row: list[Token], at: int, last: int) -> Answer | None:
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
        return Mention(start, stop, "place", place.canonical if place else head, 75), at + 1
    return None, at + 1


def _institution(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    """ "Министерство внутренних дел", "Национальный банк"."""
    if row[at].word.isascii():
        return None
    if is_role(row[at].word) and at + 1 < last and is_organisation_head(row[at + 1].word):
        return None, at + 1
    end = institution_end(text, row, at)
    return (
        (Mention(*_slice(text, row, at, end)[:2], "organisation", _slice(text, row, at, end)[2], 80), end)
        if end
        else None
    )


_GROUPS = frozenset(
    ["People", "Women", "Workers", "Children", "Men", "Students", "Teachers", "Veterans", "Farmers", "Citizens"]
)


def _office(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    """ "Prosecutor General's Office", "People's Court": an institution named after an office or a group."""
    is_owned = row[last - 1].is_possessive and last < len(row) and row[last].is_capital
    if not is_owned or not is_organisation_head(row[last].word):
        return None
    if not is_role(row[at].word) and row[last - 1].word not in _GROUPS and not is_role(row[last - 1].word):
        return None
    end = run_to(text, row, last)
    start, stop, words = _slice(text, row, at, end)
    return Mention(start, stop, "organisation", words, 85), end


def _direction(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    """ "West Germany", "French Sudan", "Greater Manchester": a direction before a place."""
    if at + 1 >= last or not is_direction(row[at].word) or is_organisation_head(row[last - 1].word):
        return None
    for end in range(min(last, at + 4), at + 1, -1):
        whole, rest = place_of(_phrase(row, at, end)), place_of(_phrase(row, at + 1, end))
        is_people = nationality_of(row[at].word) is not None
        if whole is not None or (rest is not None and rest.is_certain and not (is_people and not row[at].is_capital)):
            if end < last and is_thing(row[last - 1].word):
                continue
            start, stop, words = _slice(text, row, at, end)
            return Mention(start, stop, "place", whole.canonical if whole else words, 85), end
    if (
        last - at == 2
        and row[at + 1].word.endswith(("ans", "an"))
        and nationality_of(row[at + 1].word.removesuffix("s"))
    ):
        start, stop, words = _slice(text, row, at, last)
        return Mention(start, stop, "nationality", words.removesuffix("s"), 85), last
    if last - at == 2 and row[at].word in ("Upper", "Lower", "Greater", "North", "South", "East", "West"):
        start, stop, words = _slice(text, row, at, last)
        is_plain = not is_thing(row[at + 1].word) and not is_common(row[at + 1].word)
        return (Mention(start, stop, "place", words, 60), last) if is_plain else None
    return None


def _known(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    """Organisations known by themselves, the longest first, also over "and" ("Securities and Exchange Commission")."""
    if last + 1 < len(row) and row[last].word in ("and", "for", "of") and row[last + 1].is_capital:
        for end in range(min(len(row), at + 7), last + 1, -1):
            if (name := known_organisation(_phrase(row, at, end))) is not None:
                return Mention(*_slice(text, row, at, end)[:2], "organisation", name, 95), end
    for end in range(min(last, at + 4), at, -1):
        name = known_organisation(_phrase(row, at, end))
        if name is None or any(is_organisation_head(token.word) for token in row[end:last]):
            continue
        if end - at == 1 and end < last and is_given_name(row[at].word):
            continue
        start, stop, words = _slice(text, row, at, end)
        return Mention(start, stop, "organisation", name if len(name) >= len(words) else words, 95), end
    return None


def _person_with_role(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    """ "Interior Minister Ivan Kubrakov", "Minister of Foreign Affairs Gabrielius Landsbergis", "Mr. Smith"."""
    head = last_role(row, at, last)
    if head is None:
        return None
    name = head + 1
    if name < len(row) and row[name].word == "." and name + 1 < last:
        name += 1
    if name == last and is_role(row[head].word) and not row[head].is_possessive:
        name = after_portfolio(text, row, last)
        if name == last:
            return (None, last) if head == at or is_plain_role(row, at, head) else None
        last = max(last, run_to(text, row, name))
    if (
        name >= last
        or not row[name].is_capital
        or (not row[name].word.isascii() and is_organisation_head(row[name].word))
    ):
        return None
    if is_organisation_head(row[last - 1].word) and last - name > 1:
        return None
    end = person_end(row, name, last)
    start, stop, words = _slice(text, row, name, end)
    called = role_before(text, row, at) if not is_title(row[head].word) else None
    role_at = role_from(text, row, called[0] if called and called[1] == at - 1 else at)
    role = (
        None
        if head == at and is_title(row[head].word) and not is_role(row[head].word)
        else (row[role_at].start, max(row[head].end, row[name - 1].end))
    )
    return Mention(start, stop, "person", words, 90, role), end


def _head_at(row: list[Token], at: int, last: int) -> int | None:
    """The last organisation word in the run, not counting one that a role follows."""
    for index in range(min(last, at + 8) - 1, at - 1, -1):
        if is_organisation_head(row[index].word) and not (index + 1 < last and is_role(row[index + 1].word)):
            return index
    return None


def _organisation(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    head = _head_at(row, at, last)
    if head is None or (head == at + 1 and place_of(_phrase(row, at, head + 1)) is not None):
        return None
    end = _tail_end(text, row, head + 1)
    if end == at + 1 and (row[at].is_opening or is_common(row[at].word) or not row[at].is_upper):
        return None, at + 1
    if head == at + 1 and nationality_of(row[at].word) and end == head + 1 and row[head].word.islower():
        return None
    if row[head].is_upper and not row[at].is_upper and nationality_of(row[at].word):
        return None
    start, stop, words = _slice(text, row, at, end)
    if at > 0 and row[at - 1].is_possessive and row[at - 1].is_capital and place_of(row[at - 1].word):
        words = " ".join(text[row[at - 1].start : stop].split())
    return Mention(start, stop, "organisation", words, 85), end


def _tail_end(text: str, row: list[Token], end: int) -> int:
    """Past "of Foreign Affairs", "on Foreign Relations", "for Human Rights and Democracy"."""
    while end + 1 < len(row) and row[end].word in _TAIL_WORDS and not row[end - 1].is_possessive:
        follow = end + 2 if row[end + 1].word == "the" else end + 1
        if follow >= len(row) or not row[follow].is_capital or not are_adjacent(text, row[follow - 1], row[follow]):
            break
        if row[end].word != "of" and not takes_tail(row[end - 1].word):
            break
        if nationality_of(row[follow].word) and row[end].word != "of":
            break
        end = run_to(text, row, follow)
        if (
            end + 1 < len(row)
            and row[end].word == "and"
            and is_portfolio(row[end + 1].word)
            and row[end + 1].is_capital
        ):
            end = run_to(text, row, end + 1)
    return end


def _nationality(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    country = nationality_of(row[at].word)
    if country is None:
        return None
    if at + 1 < last and (place := place_of(_phrase(row, at, min(last, at + 2)))) is not None and place.is_certain:
        return None
    token = row[at]
    return Mention(token.start, token.end, "nationality", token.word, 95), at + 1


def _place(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    for end in range(min(last, at + 4), at, -1):
        place = place_of(_phrase(row, at, end))
        if place is None or (end - at == 1 and end < last and _looks_like_surname(row, at, end, last)):
            continue
        if is_given_name(row[at].word) and end - at == 1 and (end < last or not place.is_certain):
            continue
        if place.canonical == "West" and not (at > 0 and row[at - 1].word.lower() == "the" and end == last):
            continue
        if row[at].is_upper and row[at].kind == "word" and len(row[at].word) <= 5 and row[at].word not in _STATES:
            continue
        if end < last and is_place_head(row[last - 1].word) and not is_given_name(row[at].word):
            break
        is_phrase = end - at > 1 and not is_given_name(row[at].word)
        if place.is_certain or is_phrase or (_is_located(row, at) and not has_surname_ending(row[end - 1].word)):
            start, stop, _ = _slice(text, row, at, end)
            return Mention(start, stop, "place", place.canonical, 92 if place.is_certain else 75), end
    return _place_by_head(text, row, at, last)


_STATES = frozenset(["US", "USA", "UK", "UAE", "USSR", "DPRK", "PRC", "DRC", "США", "ОАЭ", "СССР"])


def _looks_like_surname(row: list[Token], at: int, end: int, last: int) -> bool:
    """ "Paris Hilton", "Jordan Peterson": the word after a place that is also a given name."""
    follower = row[end].word
    is_else = (
        nationality_of(follower) or is_organisation_head(follower) or is_place_head(follower) or is_given_name(follower)
    )
    return is_weak_given_name(row[at].word) and not is_else and place_of(follower) is None and end < last


def _is_located(row: list[Token], at: int) -> bool:
    return at > 0 and row[at - 1].word.lower() in _LOCATIVE


def _place_by_head(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    if last - at > 1 and (
        is_place_head(row[last - 1].word) or row[at].word in ("Mount", "Lake", "Cape", "Fort", "Port")
    ):
        if is_given_name(row[at].word) and row[last - 1].word not in (
            "River",
            "Street",
            "Square",
            "Airport",
            "Province",
        ):
            return None
        start, stop, words = _slice(text, row, at, last)
        return Mention(start, stop, "place", words, 75), last
    return None


# Words for people and for companies alike: ", X," after them is either.
_EITHER = frozenset(
    ["owner", "partner", "rival", "member", "publisher", "producer", "developer", "broker", "trader", "contractor",
     "champion", "leader", "ally", "founder", "successor", "predecessor"]
)  # fmt: skip


def _given_inside(row: list[Token], at: int, last: int) -> int | None:
    """ "Courier NFL Insider | Jason Dorn": where a given name begins anew after an acronym or a role."""
    if is_given_name(row[at].word):
        return None
    inner = range(at + 1, last - 1)
    return next((index for index in inner if is_given_name(row[index].word) and _is_no_given(row[index - 1])), None)


def _is_no_given(token: Token) -> bool:
    return (token.is_upper and token.kind == "word") or is_role(token.word) or token.word in ("Insider", "Star", "Ace")


def _is_apposed(row: list[Token], at: int, end: int, called: tuple[int, int]) -> bool:
    """ "his lawyer, Igor Bely, said"; not "hired by his mother, Igor Bely,", nor "…, Tarvost rejects"."""
    before = row[called[0] - 1].word.lower() if called[0] > 0 else ""
    is_closed = end >= len(row) or row[end].word in (",", ".", ")", "–", "—")
    is_either = end - at == 1 and row[called[1]].word in _EITHER
    return is_closed and not is_either and before not in ("by", "with", "of")


def _person(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    if (given := _given_inside(row, at, last)) is not None:
        return None, given
    end = person_end(row, at, last)
    if not row[at].word.isascii() and is_organisation_head(row[at].word):
        return None, at + 1
    if end == last and end - at > 1 and (is_thing(row[end - 1].word) or begins_place(row[at].word)):
        return None
    called = role_before(text, row, at)
    if called is not None and row[at - 1].word == "," and not _is_apposed(row, at, end, called):
        called = None
    role = (row[called[0]].start, row[called[1]].end) if called is not None else None
    score = person_score(text, row, at, end, is_called=role is not None)
    if score == 0:
        return None
    start, stop, words = _slice(text, row, at, end)
    return Mention(
        start, stop, "person", words, score, role, is_sure=end - at > 1 or role is not None or score >= 60
    ), end


def _acronym(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    token = row[at]
    is_acronym = token.kind == "word" and token.is_upper and 3 <= len(token.word) <= 7 and token.word.isalpha()
    if not is_acronym or (at + 1 < last and row[at + 1].is_upper) or (at > 0 and row[at - 1].is_upper):
        return None
    return Mention(token.start, token.end, "organisation", token.word, 60), at + 1


def _unknown(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    token, size = row[at], last - at
    if token.is_upper and token.kind == "word" and size > 1:
        return None, last
    while last > at + 1 and (is_common(row[last - 1].word) or row[last - 1].kind == "mark"):
        last -= 1
    if size > 1 and begins_organisation(token.word) and not is_thing(row[last - 1].word):
        return Mention(*_slice(text, row, at, last)[:2], "organisation", _slice(text, row, at, last)[2], 55), last
    if size > 1 and token.is_opening and _is_known_start(row, at + 1, last):
        return None, at + 1
    start, stop, words = _slice(text, row, at, last)
    if size > 1:
        type_ = _type_of_unknown(row, at, last)
        return Mention(start, stop, type_, words, 50, is_sure=not token.is_opening), last
    if not token.is_opening and (is_city(token.word) or token.word.endswith(_PLACE_ENDINGS)):
        return Mention(start, stop, "place", words, 48), last
    if (
        token.word.endswith(("nian", "rian", "lian", "dian", "nians", "rians"))
        and last < len(row)
        and row[last].word.islower()
    ):
        return Mention(start, stop, "nationality", words.removesuffix("s"), 45), last
    is_listed = last + 1 < len(row) and row[last].word == "," and not token.is_opening
    if is_listed and (near := place_of(row[last + 1].word)) and near.is_certain:
        return Mention(start, stop, "place", words, 50), last
    if _is_located(row, at) and row[at - 1].word.lower() not in ("to", "from", "at") and not token.is_opening:
        return Mention(start, stop, "place", words, 45), last
    follower = row[last].word.lower() if last < len(row) else ""
    if (
        follower in reporting_words()
        and follower not in _AUXILIARIES
        and not follows_article(row, at)
        and not token.is_opening
    ):
        return Mention(start, stop, "person", words, 50), last
    return Mention(start, stop, "other", words, 40, is_sure=not token.is_opening), last


_AUXILIARIES = frozenset(["was", "is", "has", "had"])


def _is_known_start(row: list[Token], at: int, last: int) -> bool:
    """True when a known name begins at `at`: the word before it had its capital from opening the sentence."""
    word = row[at].word
    is_full = at + 1 < last or not word.isascii()
    is_named = is_full and is_given_name(word)
    return is_named or known_organisation(word) is not None or nationality_of(word) is not None


_PLACE_ENDINGS = (
    "ania",
    "onia",
    "avia",
    "aria",
    "eria",
    "uria",
    "istan",
    "burg",
    "grad",
    "ville",
    "shire",
    "ovsk",
    "insk",
    "ания",
    "ании",
    "анию",
    "ландия",
    "ландии",
    "стана",
    "стане",
)


def _type_of_unknown(row: list[Token], at: int, last: int) -> str:
    """What two or more capitalised words are when no list knows any of them."""
    if is_thing(row[last - 1].word) or row[at].is_opening or follows_article(row, at) or last - at > 3:
        return "other"
    if begins_place(row[at].word) or (_is_located(row, at) and row[at - 1].word.lower() != "to"):
        return "place"
    return "other" if at > 0 and row[at - 1].word.lower() == "of" else "person"
