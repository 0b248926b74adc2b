"""Persons inside a run of capitals: where the role ends, where the name ends, and what speaks for a person."""

from __future__ import annotations

from infostreamer.text.capitals import Token, are_adjacent, has_surname_ending, is_common, reporting_words
from infostreamer.text.names import (
    begins_organisation,
    is_before_role,
    is_given_name,
    is_known_surname,
    is_organisation_head,
    is_portfolio,
    is_role,
    is_title,
    is_weak_given_name,
    nationality_of,
    place_of,
)

_ADVERBS = frozenset(["and", "then", "now", "late", "first", "second", "third", "new", "staff"])


def last_role(row: list[Token], at: int, last: int) -> int | None:
    """The last word of a role or title that opens the run [at, last)."""
    head = None
    for index in range(at, min(last, at + 6)):
        word = row[index].word
        if is_role(word) or is_title(word):
            head = index
        elif not _fits_in_role(word) and (head is not None or not _leads_to_role(row, index, last)):
            break
    return head


def _fits_in_role(word: str) -> bool:
    return word == "." or is_before_role(word) or is_portfolio(word) or nationality_of(word) is not None


def _leads_to_role(row: list[Token], index: int, last: int) -> bool:
    """ "Security Council Secretary …", "Kremlin Spokesman …": an organisation or place inside the role."""
    ahead = row[index + 1 : min(last, index + 4)]
    is_given = is_given_name(row[index].word) or is_weak_given_name(row[index].word)
    return not is_given and any(is_role(token.word) for token in ahead)


def is_plain_role(row: list[Token], at: int, head: int) -> bool:
    """True for "Deputy Foreign Minister": nothing but words of office before the head."""
    words = [token.word for token in row[at:head]]
    return all(is_before_role(word) or is_portfolio(word) for word in words)


def after_portfolio(text: str, row: list[Token], at: int) -> int:
    """Where the name begins after "Minister" in "Minister of Foreign Affairs and Trade X"; `at` when there is none."""
    if at >= len(row) or row[at].word not in ("of", "for"):
        return at
    name = at + 1
    while name < len(row) and row[name].kind != "mark":
        word = row[name].word
        is_place = row[name].is_capital and (place_of(word) is not None and not is_given_name(word))
        if not (is_portfolio(word) or word in ("and", "the", "of") or is_place):
            break
        name += 1
    is_name = (
        name > at + 1 and name < len(row) and row[name].is_capital and are_adjacent(text, row[name - 1], row[name])
    )
    return name if is_name and row[name - 1].is_capital else at


def run_to(text: str, row: list[Token], at: int) -> int:
    """Where the capitalised words that begin at `at` end."""
    end = at + 1
    while end < len(row) and row[end].is_capital and not row[end - 1].is_possessive:
        if not are_adjacent(text, row[end - 1], row[end]):
            break
        end += 1
    return end


def role_from(text: str, row: list[Token], at: int) -> int:
    """Index where the role begins: "Ukraine's" and lower-case "former" before it belong to it."""
    while at > 0 and row[at - 1].kind == "word" and are_adjacent(text, row[at - 1], row[at]):
        before = row[at - 1]
        is_owner = before.is_possessive and before.is_capital
        if not is_owner and not (is_before_role(before.word) and before.word.lower() not in _ADVERBS):
            break
        at -= 1
    return at


def person_end(row: list[Token], name: int, last: int) -> int:
    """Where a person's name ends in a run: before a word that opens something else."""
    for index in range(name + 1, min(last, name + 6)):
        word = row[index].word
        if row[index].kind == "mark" or nationality_of(word) or (is_organisation_head(word) and index > name + 1):
            return index
    return min(last, name + 5)


def person_score(text: str, row: list[Token], at: int, end: int, *, is_called: bool) -> int:
    """0–100 for tokens [at, end) as a person's name; `is_called` when a role stands before them."""
    size, token, final = end - at, row[at], row[end - 1]
    if size > 1 and token.is_upper and len(token.word) > 2 and final.is_upper:
        return 0
    if size > 1 and is_weak_given_name(token.word) and (town := place_of(token.word)) is not None and town.is_certain:
        return 78  # "Houston Methodist" as likely as "Houston Reed"
    if is_given_name(token.word) or (is_weak_given_name(token.word) and size > 1 and not token.is_opening):
        return 92 if size > 1 else 62 if is_given_name(token.word) and not token.is_opening else 40
    if token.kind == "dotted" and len(token.word) == 2 and size > 1:
        return 88
    if is_called and not is_common(token.word):
        return 85
    if size <= 2 and is_known_surname(final.word):
        return 80
    is_after_the = at > 0 and row[at - 1].word.lower() in ("the", "a", "an")
    if has_surname_ending(final.word) and not is_after_the:
        return 75 if size > 1 else 60 if not token.is_opening else 45
    is_plain = not is_after_the and not begins_organisation(token.word)
    if size in (2, 3) and is_plain and _has_person_context(text, row, at, end):
        return 68
    return 0


def _has_person_context(text: str, row: list[Token], at: int, end: int) -> bool:
    follower = row[end].word.lower() if end < len(row) else ""
    before = row[at - 1].word.lower() if at > 0 else ""
    return follower in reporting_words() or follower == "who" or before in ("said", "told", "says", "named", "by")


def follows_article(row: list[Token], at: int) -> bool:
    """True after "the", "a", "its" and the like: what follows is hardly a person."""
    return at > 0 and row[at - 1].word.lower() in ("the", "a", "an", "this", "its", "their", "his", "her")
