"""Runs of capitals -> mentions: which words name a person, an organisation, a place or a people.

One sentence at a time, left to right, by the first rule that fits; what a whole report knows is added by the finder.
"""

from __future__ import annotations

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
from infostreamer.text.forms_of_names import based, dateline, direction, institution, joined_letters, office
from infostreamer.text.mention import Answer, Mention, phrase_of, slice_of
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
        dateline,
        based,
        joined_letters,
        office,
        institution,
        direction,
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


def _is_droppable(row: list[Token], at: int, last: int) -> bool:
    token = row[at]
    if token.word in ("The", "A", "An"):
        pair = phrase_of(row, at, at + 2)
        return at + 1 >= last or (known_organisation(pair) is None and place_of(pair) is None)
    if _is_feast(row, at):
        return True
    if is_direction(token.word) and at + 1 < last:
        return False
    if is_title(token.word) and at + 1 < last:
        return False
    if token.word in never_names() or token.word in ("I", "I'm", "I’m"):
        return True
    if is_organisation_head(token.word) or is_role(token.word) or nationality_of(token.word):
        return False
    if is_common(token.word) and not (token.is_upper and place_of(token.word) is not None):
        follows = at + 1 < last and (
            known_organisation(phrase_of(row, at, at + 2)) or place_of(phrase_of(row, at, at + 2))
        )
        return not follows and not (at + 1 < last and not token.is_opening and _head_at(row, at, last) is not None)
    return False


def _is_feast(row: list[Token], at: int) -> bool:
    """ "New" and "Eve" of "New Year's Eve"."""
    before, after = row[at - 1].word if at > 0 else "", row[at + 1].word if at + 1 < len(row) else ""
    return (row[at].word == "Eve" and before in ("Year", "Christmas")) or (row[at].word == "New" and after == "Year")


def _is_shouted(row: list[Token], at: int) -> bool:
    """A small word in a line of capitals: "WHY IS IT SO"."""
    beside = [row[index] for index in (at - 1, at + 1) if 0 <= index < len(row)]
    is_small = row[at].is_upper and len(row[at].word) <= 3 and is_common(row[at].word)
    return is_small and any(token.is_upper for token in beside)


def _known(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    """Organisations known by themselves, the longest first, also over "and" ("Securities and Exchange Commission")."""
    if last + 1 < len(row) and row[last].word in ("and", "for", "of") and row[last + 1].is_capital:
        for end in range(min(len(row), at + 7), last + 1, -1):
            if (name := known_organisation(phrase_of(row, at, end))) is not None:
                return Mention(*slice_of(text, row, at, end)[:2], "organisation", name, 95), end
    for end in range(min(last, at + 4), at, -1):
        name = known_organisation(phrase_of(row, at, end))
        if name is None or any(is_organisation_head(token.word) for token in row[end:last]):
            continue
        if end - at == 1 and ((end < last and is_given_name(row[at].word)) or _is_shouted(row, at)):
            continue
        start, stop, words = slice_of(text, row, at, end)
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
    if is_organisation_head(row[last - 1].word) and (last - name > 1 or is_role(row[head].word)):
        return None
    if name + 1 < last and is_organisation_head(row[name].word):
        return None  # "Major League Baseball"
    end = person_end(row, name, last)
    start, stop, words = slice_of(text, row, name, end)
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
    if head is None or (head == at + 1 and place_of(phrase_of(row, at, head + 1)) is not None):
        return None
    end = _tail_end(text, row, head + 1)
    if end == at + 1 and (row[at].is_opening or is_common(row[at].word) or not row[at].is_upper):
        return None, at + 1
    if head == at + 1 and nationality_of(row[at].word) and end == head + 1 and row[head].word.islower():
        return None
    if row[head].is_upper and not row[at].is_upper and nationality_of(row[at].word):
        return None
    start, stop, words = slice_of(text, row, at, end)
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
    if at + 1 < last and (place := place_of(phrase_of(row, at, min(last, at + 2)))) is not None and place.is_certain:
        return None
    token = row[at]
    return Mention(token.start, token.end, "nationality", token.word, 95), at + 1


def _place(text: str, row: list[Token], at: int, last: int) -> Answer | None:
    for end in range(min(last, at + 4), at, -1):
        place = place_of(phrase_of(row, at, end))
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
            start, stop, _ = slice_of(text, row, at, end)
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
        if is_given_name(row[at].word) and row[last - 1].word not in _NEVER_SURNAMES:
            return None
        start, stop, words = slice_of(text, row, at, last)
        return Mention(start, stop, "place", words, 75), last
    return None


_NEVER_SURNAMES = frozenset(
    ["River", "Street", "Square", "Airport", "Province", "Avenue", "Road", "Bridge", "Stadium", "Arena", "Hotel",
     "Tavern", "Cathedral", "Castle", "Palace", "Island", "Boulevard", "Prison", "Cemetery"]
)  # fmt: skip
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
    start, stop, words = slice_of(text, row, at, end)
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
        return Mention(*slice_of(text, row, at, last)[:2], "organisation", slice_of(text, row, at, last)[2], 55), last
    if size > 1 and token.is_opening and _is_known_start(row, at + 1, last):
        return None, at + 1
    start, stop, words = slice_of(text, row, at, last)
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


UNDERTAKINGS = frozenset(["Operation", "Project", "Hurricane", "Storm", "Typhoon", "Cyclone", "Tropical", "Mission"])


def has_place_ending(word: str) -> bool:
    """True for endings that mostly countries and towns have ("-ania", "-stan", "-burg", "-land")."""
    return word.endswith((*_PLACE_ENDINGS, "land", "ria", "stan", "ton", "ford"))


def _type_of_unknown(row: list[Token], at: int, last: int) -> str:
    """What two or more capitalised words are when no list knows any of them."""
    if (
        row[at].word in UNDERTAKINGS
        or is_thing(row[last - 1].word)
        or row[at].is_opening
        or follows_article(row, at)
        or last - at > 3
    ):
        return "other"
    if begins_place(row[at].word) or (_is_located(row, at) and row[at - 1].word.lower() != "to"):
        return "place"
    return "other" if at > 0 and row[at - 1].word.lower() == "of" else "person"
