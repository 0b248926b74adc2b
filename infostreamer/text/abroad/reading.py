"""A sentence in another language -> persons, organisations, places and peoples, by the first rule that fits."""

from __future__ import annotations

from collections.abc import Sequence

from infostreamer.text.abroad.bodies import institution_end, is_head, phrase_at, quoted_at
from infostreamer.text.abroad.people import given_name, is_patronymic, is_role, is_surname, likely_place, role_before
from infostreamer.text.abroad.tongue import is_in, words
from infostreamer.text.abroad.towns import Town, town_of
from infostreamer.text.capitals import Token, are_adjacent, has_surname_ending, tokens_in
from infostreamer.text.mention import Answer, Mention, slice_of
from infostreamer.text.names import is_known_surname, nationality_of
from infostreamer.text.words import stopwords

WEAK = 30  # a capital that nothing else explains: counts only where the report names a person so
_LONGEST_NAME = 4
_CYRILLIC = ("ru", "uk", "be", "bg")


def read_sentence(text: str, start: int, end: int, code: str) -> list[Mention]:
    """The mentions in one sentence, in order, not overlapping; `code` is a language of `tongue.LANGUAGES`."""
    row = [_capital(token) for token in tokens_in(text, start, end)]
    found: list[Mention] = []
    at = 0
    while at < len(row):
        mention, at = _next(text, row, at, code)
        if mention is not None:
            found.append(mention)
    return found


def _capital(token: Token) -> Token:
    """ "Jan", "Mai": words that only in English are months, and no names."""
    is_missed = token.kind == "word" and not token.is_capital and token.word[:1].isupper()
    return token._replace(is_capital=True) if is_missed else token


def _next(text: str, row: list[Token], at: int, code: str) -> Answer:
    token = row[at]
    if token.kind == "mark":
        return _quoted(text, row, at, code)
    if not token.is_capital or token.kind not in ("word", "dotted"):
        return None, at + 1
    for rule in (_listed, _person, _institution, _town, _surname, _people, _foreign, _acronym, _pair):
        answer = rule(text, row, at, code)
        if answer is not None:
            return answer
    return _weak(text, row, at, code)


def _quoted(text: str, row: list[Token], at: int, code: str) -> Answer:
    inside = quoted_at(text, row, at, code)
    if inside is None:
        return None, at + 1
    start, end, words_ = slice_of(text, row, *inside)
    return Mention(start, end, "organisation", words_, 85), inside[1] + 1


def _listed(text: str, row: list[Token], at: int, code: str) -> Answer | None:
    """Organisations, countries, regions and capitals of the language's own list."""
    if _is_barred(row[at], code):
        return None, at + 1
    is_first_of_person = given_name(row[at].word, code) is not None and _goes_on(text, row, at + 1, code)
    for section, kind, score in (("organisations", "organisation", 92), ("places", "place", 92)):
        hit = phrase_at(text, row, at, code, section)
        if hit is None or (is_first_of_person and hit[1] == at + 1):
            continue
        phrase, end = hit
        if kind == "organisation" and end < len(row) and end == at + 1 and is_head(row[at].word, code):
            longer = institution_end(text, row, at, code)
            if longer is not None and longer > end:
                continue
        start, stop, _ = slice_of(text, row, at, end)
        return Mention(start, stop, kind, phrase.canonical, score), end
    return None


def _is_barred(token: Token, code: str) -> bool:
    """Capitals that name nothing of ours, roles, and the words a sentence opens with."""
    low = token.word.lower()
    if len(token.word) == 1 or (len(token.word) <= 3 and not token.is_upper and _is_function_word(low, code)):
        return token.kind == "word"
    if is_in(token.word, code, "not") and not (token.is_upper and low not in words(code, "not")):
        return True
    return token.is_opening and not token.is_upper and low in stopwords(code)


def _is_function_word(low: str, code: str) -> bool:
    return any(low in words(code, section) for section in ("joints", "links", "locative"))


def _goes_on(text: str, row: list[Token], at: int, code: str) -> bool:
    """Whether a name can go on with token `at`."""
    if at >= len(row) or not are_adjacent(text, row[at - 1], row[at]):
        return False
    token = row[at]
    if not token.is_capital or token.kind != "word" or is_in(token.word, code, "not"):
        return False
    if code in _CYRILLIC and token.word.isascii() and not row[at - 1].word.isascii():
        return False
    return len(token.word) > 1 and not (token.is_upper and len(token.word) < 5 and not row[at - 1].is_upper)


def _person(text: str, row: list[Token], at: int, code: str) -> Answer | None:
    token = row[at]
    given = given_name(token.word, code) if token.kind == "word" else None
    called = role_before(text, row, at, code) if not is_role(token.word, code) or given else None
    is_initial = token.kind == "dotted" and len(token.word) <= 6
    end = _name_end(text, row, at, code)
    if is_initial and end > at + 1:
        return _mention(text, row, at, end, 88, called)
    if given is not None and end > at + 1:
        return _mention(text, row, at, end, 92, called)
    if called is not None and given is None and end > at + 1 and _is_of_place(row, at, end, code):
        return _unknown_place(row, at, code) or _weak(text, row, at, code)
    if token.kind != "word" or is_role(token.word, code):
        return None
    if given is None and _is_initial(text, row, at + 1) and not token.is_upper:
        return _with_initials(text, row, at, called)
    if called is not None and _fits_role(text, row, at, end, code):
        return _mention(text, row, at, end, 85, called)
    if given is not None and not token.is_opening and code != "de" and len(given) > 3:
        return _mention(text, row, at, at + 1, 55, None)
    return None


def _is_of_place(row: list[Token], at: int, end: int, code: str) -> bool:
    """Whether the word belongs to the role before the name: "министр Варании | Олег Дорник"."""
    form = likely_place(row[at].word, code)
    is_case = form is not None and form != row[at].word
    return _is_given_at(row, at + 1, code) or (is_case and end - at > 2 and code != "de")


def _is_given_at(row: list[Token], at: int, code: str) -> bool:
    """A given name in the nominative: "министр Варании | Олег Дорник"."""
    return code != "de" and at + 1 < len(row) and given_name(row[at].word, code) == row[at].word


def _fits_role(text: str, row: list[Token], at: int, end: int, code: str) -> bool:
    """A place or body after a role belongs to it: "президент США", "глава МИД", "министр Польши"."""
    word = row[at].word
    if any(phrase_at(text, row, at, code, section) for section in ("places", "organisations")):
        return False
    if row[at].is_upper or is_head(word, code) or nationality_of(word) is not None or not word[0].isalpha():
        return False
    if code == "de":
        is_noun = word.lower().endswith(tuple(words(code, "nouns"))) or is_in(word, code, "roles")
        return not is_noun and not is_in(word, code, "not") and town_of(word, code) is None and end - at <= 2
    return end - at > 1 or town_of(word, code) is None or is_surname(word, code)


def _name_end(text: str, row: list[Token], at: int, code: str) -> int:
    """Index after the name that begins at `at`: capitals up to a listed place or body."""
    end = at + 1
    while end - at < _LONGEST_NAME and (_goes_on(text, row, end, code) or _is_initial(text, row, end)):
        is_other = end > at + 1 and any(
            phrase_at(text, row, end, code, section) for section in ("places", "organisations")
        )
        if is_other or (is_head(row[end].word, code) and not is_surname(row[end].word, code)):
            break
        if end > at + 1 and _begins_anew(row, at, end, code):
            break
        end += 1
    while (
        end < len(row) - 1 and row[end].word.lower() in words(code, "particles") and _goes_on(text, row, end + 1, code)
    ):
        end += 2
    while end > at + 1 and row[end - 1].kind == "dotted":
        end -= 1
    return end


def _begins_anew(row: list[Token], at: int, end: int, code: str) -> bool:
    """After a surname another given name is somebody else ("соратник Ивана Петрова Олег …"); German has nouns there."""
    before = row[end - 1]
    is_surname_before = before.kind == "word" and given_name(before.word, code) is None
    if code == "de":
        return is_surname_before and given_name(row[at].word, code) is not None
    return is_surname_before and given_name(row[end].word, code) == row[end].word


def _is_initial(text: str, row: list[Token], at: int) -> bool:
    return (
        at < len(row) and row[at].kind == "dotted" and row[at].is_capital and are_adjacent(text, row[at - 1], row[at])
    )


def _with_initials(text: str, row: list[Token], at: int, called: tuple[int, int] | None) -> Answer:
    """ "Гаврилова А.В.", "Симоньян М. С."."""
    end = at + 2
    if len(row[at + 1].word) == 2 and _is_initial(text, row, end):
        end += 1
    return _mention(text, row, at, end, 85, called)


def _mention(text: str, row: list[Token], at: int, end: int, score: int, called: tuple[int, int] | None) -> Answer:
    start, stop, words_ = slice_of(text, row, at, end)
    role = (row[called[0]].start, row[called[1]].end) if called is not None else None
    return Mention(start, stop, "person", words_, score, role), end


def _institution(text: str, row: list[Token], at: int, code: str) -> Answer | None:
    end = institution_end(text, row, at, code)
    if end is None:
        return None
    while code in ("pl", "cs", "sk", "sl") and end - 1 > at + 1 and phrase_at(text, row, end - 1, code, "places"):
        end -= 1
    start, stop, words_ = slice_of(text, row, at, end)
    return Mention(start, stop, "organisation", words_, 80), end


def _town(text: str, row: list[Token], at: int, code: str) -> Answer | None:
    """Towns of the gazetteer: large ones, small ones after "in"; not what may as well be a surname."""
    is_located = at > 0 and row[at - 1].word.lower() in words(code, "locative")
    for end in (at + 2, at + 1):
        if end > len(row) or (end == at + 2 and not _goes_on(text, row, at + 1, code)):
            continue
        start, stop, name = slice_of(text, row, at, end)
        town = town_of(name.title() if row[at].is_upper and len(name) > 4 else name, code)
        if town is None or (row[at].is_upper and len(name) <= 4):
            continue
        is_plain = not (is_surname(name, code) or has_surname_ending(name)) and not _goes_on(text, row, end, code)
        if is_located or (town.is_large and is_plain and not (row[at].is_opening and _is_doubtful(town, code))):
            return Mention(start, stop, "place", town.name, 88 if town.is_large else 70), end
    return _unknown_place(row, at, code) if is_located and not _goes_on(text, row, at + 1, code) else None


def _is_doubtful(town: Town, code: str) -> bool:
    """At the start of a sentence a short name or a smaller town may be any word: "Рака паднялася"."""
    return code == "de" or len(town.name) < 5 or town.people < _KNOWN_ANYWHERE


_KNOWN_ANYWHERE = 300_000  # people


def _unknown_place(row: list[Token], at: int, code: str) -> Answer | None:
    """ "в Варанию": after a locative, a word with the ending of a country or town."""
    token = row[at]
    if token.is_upper:
        return None
    form = likely_place(token.word, code)
    is_body = is_head(token.word, code) or is_in(token.word, code, "generic") or nationality_of(token.word) is not None
    return None if form is None or is_body else (Mention(token.start, token.end, "place", form, 60), at + 1)


def _surname(text: str, row: list[Token], at: int, code: str) -> Answer | None:
    """A word with the ending of a surname, alone or after another capital."""
    if at + 1 < len(row) and _goes_on(text, row, at + 1, code) and given_name(row[at + 1].word, code):
        return _weak(text, row, at, code)
    end = _name_end(text, row, at, code)
    last = row[end - 1].word
    if code in ("de",) or not (is_surname(last, code) or is_patronymic(last, code)) or is_role(row[at].word, code):
        return None
    if end - at == 1 and (nationality_of(last) is not None or is_in(last, code, "adjectives")):
        return None
    if row[at].is_upper and end - at == 1:
        return None
    is_opening = row[at].is_opening
    if end - at == 1 and is_opening and not is_known_surname(last) and not _is_speaking(row, end, code):
        return _weak(text, row, at, code)
    if end - at == 1 and not _is_strong_surname(last, code):
        return _weak(text, row, at, code)
    start, stop, words_ = slice_of(text, row, at, end)
    if end - at > 1 and is_opening:
        return Mention(start, stop, "person", words_, 55, is_sure=False), end
    return Mention(start, stop, "person", words_, 60 if end - at == 1 else 75), end


def _is_speaking(row: list[Token], end: int, code: str) -> bool:
    return end < len(row) and row[end].word.lower() in words(code, "verbs")


def _is_strong_surname(word: str, code: str) -> bool:
    """Endings that hardly anything but a surname has, where the word stands alone; adjectives do not tell."""
    if is_known_surname(word):
        return True
    return (
        is_surname(word, code) and len(word) > 5 and not word.lower().endswith(tuple(words(code, "adjective endings")))
    )


def _people(text: str, row: list[Token], at: int, code: str) -> Answer | None:
    """ "Российские" at the start of a sentence: adjectives of peoples."""
    token = row[at]
    if code == "de" or nationality_of(token.word) is None or token.word.isascii():
        return None
    return Mention(token.start, token.end, "nationality", token.word, 85), at + 1


def _foreign(text: str, row: list[Token], at: int, code: str) -> Answer | None:
    """Latin words in a Cyrillic text are mostly companies and outlets: "Reuters", "Johnson & Johnson"."""
    if code not in _CYRILLIC or not _is_latin(row[at]):
        return None
    end = at + 1
    while end < len(row) and end - at < _LONGEST_NAME:
        is_and = row[end].word == "&" and end + 1 < len(row) and _is_latin(row[end + 1])
        if not is_and and not (_is_latin(row[end]) and are_adjacent(text, row[end - 1], row[end])):
            break
        end += 2 if is_and else 1
    start, stop, words_ = slice_of(text, row, at, end)
    is_word = (
        len(words_) > 1
        and not words_.lower().startswith(tuple(words("ru", "foreign things")))
        and not any(each.isdigit() for each in words_)
    )
    return (Mention(start, stop, "organisation", words_, 60) if is_word else None), end


def _is_latin(token: Token) -> bool:
    return token.kind == "word" and token.is_capital and token.word.replace("-", "").isascii()


def _acronym(text: str, row: list[Token], at: int, code: str) -> Answer | None:
    token = row[at]
    is_acronym = token.kind == "word" and token.is_upper and 3 <= len(token.word) <= 6 and token.word.isalpha()
    if not is_acronym or _is_shouted(row, at):
        return None
    return Mention(token.start, token.end, "organisation", token.word, 58), at + 1


def _is_shouted(row: list[Token], at: int) -> bool:
    """Inside a line of capitals a word in capitals is no acronym."""
    around = [row[index] for index in (at - 2, at - 1, at + 1, at + 2) if 0 <= index < len(row)]
    return sum(each.kind == "word" and each.is_upper and len(each.word) > 2 for each in around) > 1


def _pair(text: str, row: list[Token], at: int, code: str) -> Answer | None:
    """Two capitals in a row are a person in languages that write institutions small ("Хантер Сондерс")."""
    end = _name_end(text, row, at, code)
    if code == "de" or end - at not in (2, 3) or row[at].is_upper or row[at].kind != "word":
        return None
    if row[at].is_opening or any(_is_of_office(token.word, code) for token in row[at:end]):
        return None
    if row[at].word.lower().endswith(tuple(words(code, "adjective endings"))):
        return None
    start, stop, words_ = slice_of(text, row, at, end)
    return Mention(start, stop, "person", words_, 55), end


def _is_of_office(word: str, code: str) -> bool:
    return is_in(word, code, "adjectives") or is_head(word, code) or is_role(word, code)


def _weak(text: str, row: list[Token], at: int, code: str) -> Answer:
    """Kept for the report to decide: the surname alone of somebody it names in full."""
    token = row[at]
    if token.kind != "word" or len(token.word) < 2 or is_role(token.word, code):
        return None, at + 1
    return Mention(token.start, token.end, "person", token.word, WEAK, None, is_sure=False), at + 1


def read_sentences(text: str, sentences: Sequence[tuple[int, int]], code: str) -> list[Mention]:
    """The mentions of every sentence that is not set in capitals throughout, in order."""
    plain = (span for span in sentences if not _is_capitals(text[span[0] : span[1]]))
    return [mention for start, end in plain for mention in read_sentence(text, start, end, code)]


def _is_capitals(words_: str) -> bool:
    letters = [each for each in words_[:400] if each.isalpha()]
    return len(letters) > 12 and sum(each.isupper() for each in letters) * 10 > 8 * len(letters)
