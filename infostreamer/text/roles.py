"""Roles as a text gives them: before a name ("former Interior Minister") and after it (", a fellow at …")."""

from __future__ import annotations

import re

from infostreamer.text.capitals import Token, are_adjacent, is_common, is_wrapped
from infostreamer.text.lexicon import words_in
from infostreamer.text.names import is_before_role, is_portfolio, is_role, is_title, nationality_of, place_of

_MODIFIERS = 3  # plain words before the head
_LONGEST = 160  # characters of an apposition
_AGE = re.compile(r"\s*,\s*\d{1,3}\s*(?=,)")
_APPOSITION = re.compile(r"\s*(?:,|\(|–|—| - )\s*(?P<role>[^,;:()–—\n\"“”«»„]{3,160})(?P<close>[,;:)–—\n]|$)")
_CLAUSE = re.compile(r"\s(?:who|whom|whose|which)\b")
_WORD = re.compile(r"[\w'’.&-]+")
_ARTICLES = frozenset(["a", "an", "the", "one", "his", "her", "its", "their", "then", "also", "who", "is", "was"])
_REFUSED = words_in("roles.txt", section="not in roles")
_RELATIONS = frozenset([" from the ", " from ", " of the ", " of ", " at the ", " at ", " with the "])


def role_before(text: str, row: list[Token], at: int) -> tuple[int, int] | None:
    """(first, last) tokens of the role that ends right before token `at`, a comma between them or not; else None.

    "former opposition leader | Pavel …" gives "former" and "leader"; "the fire chief, | Bohdan …" "fire" and "chief".
    """
    head = at - 2 if at > 1 and row[at - 1].word == "," else at - 1
    if head < 0 or not is_role(row[head].word) or row[head].is_possessive or not _touches(text, row, head, at):
        return None
    if row[head].word == "official" and head > 0 and row[head - 1].word.lower() == "the":
        return None  # "the official Kverna account"
    first = head
    while first > 0 and _may_precede(row, first - 1, head) and are_adjacent(text, row[first - 1], row[first]):
        first -= 1
    first = _with_modifiers(text, row, first)
    while first < head and row[first].word.lower() in ("and", "or", "late", "first", "second", "third"):
        first += 1
    return first, head


def _touches(text: str, row: list[Token], head: int, at: int) -> bool:
    between = text[row[head].after : row[at].start]
    return between in (" ", "\xa0", ", ") or (between == "\n" and is_wrapped(text, row[head].after))


def _with_modifiers(text: str, row: list[Token], first: int) -> int:
    """Back over "fire", "opposition party": plain words after an article or an owner, one after a comma; or `first`."""
    at = first
    while at > 0 and first - at <= _MODIFIERS and are_adjacent(text, row[at - 1], row[at]):
        word = row[at - 1]
        if word.word in ("the", "a", "an", "its", "his", "her", "their", "our"):
            return at
        if word.is_possessive and word.word.islower():
            before = row[at - 2] if at > 1 else None
            return at - 2 if before is not None and before.word.lower() == "the" else at - 1
        if word.kind != "word" or not word.word.islower() or is_common(word.word) or word.word.endswith(("ed", "ing")):
            break
        at -= 1
    is_bare = first - at == 1 and at > 0 and not row[at].word.endswith("s") and row[at - 1].word in (",", "to", "by")
    return at if is_bare else first


def _may_precede(row: list[Token], at: int, head: int) -> bool:
    token = row[at]
    if token.kind not in ("word", "dotted"):
        return False
    if is_before_role(token.word) or is_portfolio(token.word) or nationality_of(token.word) is not None:
        return not token.is_possessive
    if token.is_capital and at > 0 and is_before_role(row[at - 1].word):
        return True  # "former Rand fellow"
    is_plain = not token.is_opening or not is_common(token.word)
    if token.is_capital and is_plain and (token.is_possessive or row[at + 1].is_capital):
        return True
    return token.is_capital and (place := place_of(token.word)) is not None and place.is_certain


def role_after(text: str, end: int, stop: int) -> tuple[int, int] | None:
    """Where the role in apposition to a name that ends at `end` stands; None when none follows before `stop`.

    Reads ", a fellow at the European Council on …," and "(head of the union)", skipping an age in between.
    """
    age = _AGE.match(text, end, stop)
    found = _APPOSITION.match(text, age.end() if age else end, min(stop, end + _LONGEST))
    if found is None:
        return None
    words = list(_WORD.finditer(text, found.start("role"), found.end("role")))
    if not words or not _holds_role([word.group().strip("'’.") for word in words]):
        return None
    clause = _CLAUSE.search(text, found.start("role"), found.end("role"))
    role_end = clause.start() if clause is not None else found.end("role")
    while role_end > found.start("role") and text[role_end - 1] in ' .!?"”’\xa0':
        role_end -= 1
    return found.start("role"), role_end


def _holds_role(words: list[str]) -> bool:
    """A role noun among the first words, with only what may stand before it; no verb or clause."""
    if words[0].lower() in _REFUSED:
        return False
    for at, word in enumerate(words[:7]):
        bare = word.removesuffix("'s").removesuffix("’s")
        if is_role(bare) or is_title(bare):
            return not (at + 1 < len(words) and words[at + 1].lower() in ("who", "said", "says"))
        is_fine = word.lower() in _ARTICLES or is_before_role(bare) or bare[:1].isupper() or is_portfolio(bare)
        if not is_fine and (word.lower() in _REFUSED or not _is_adjective(word)):
            return False
    return False


def _is_adjective(word: str) -> bool:
    return "-" in word or word.endswith(("al", "ic", "ive", "ous", "ary", "an", "ing", "ed", "ly", "ior", "ent", "or"))


def role_by_relation(text: str, end: int, organisation: tuple[int, int]) -> tuple[int, int] | None:
    """ "Yuliana … from the Belarusian Cyber Partisans": the words after the name when only a relation parts them."""
    if text[end : organisation[0]].lower() not in _RELATIONS:
        return None
    return end + 1, organisation[1]
