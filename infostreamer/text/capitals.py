"""Text -> tokens and runs of capitalised words, the raw material of names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from infostreamer.model.ids import fold
from infostreamer.text.lexicon import words_in
from infostreamer.text.words import stopwords

# Addresses, handles and tags first, so that nothing inside them is taken for a name.
_TOKEN = re.compile(
    r"(?P<address>https?://\S+|www\.\S+|[@#]\w+|[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}"
    r"\.(?i:com|org|net|info|ru|by|ua|eu|uk|de|pl|lt|tv|io)\b)"
    r"|(?P<dotted>(?:[^\W\d_]\.){2,}|[^\W\d_]\.(?=\s?[^\W\d_]))"
    r"|(?P<word>[A-Z]{1,3}&[A-Z]{1,3}(?![^\W_])|[^\W_]+(?:['’ʼ`-][^\W_]+)*)"
    r"|(?P<mark>[^\w\s])"
)
_LONGEST_RUN = 60  # tokens
_WRAPPED = 50  # characters: shorter lines are items of a list, addresses, captions
_POSSESSIVE = ("'s", "’s", "ʼs")


class Token(NamedTuple):
    """A word, mark or address in one sentence. `end` leaves out a possessive 's; `after` includes it.

    A tuple, not a dataclass: a frozen dataclass takes three times as long to make, and there is one for every word.
    """

    start: int
    end: int
    after: int
    word: str
    kind: str  # word | dotted | mark | address
    is_capital: bool
    is_opening: bool  # first word of a sentence, of a quotation in it, or after a colon

    @property
    def is_possessive(self) -> bool:
        """True for "Ukraine's"."""
        return self.after > self.end

    @property
    def is_upper(self) -> bool:
        """True for "NATO" and "U.S."."""
        return len(self.word) > 1 and self.word.isupper()


def tokens_in(text: str, start: int, end: int) -> list[Token]:
    """The tokens of one sentence in order."""
    found: list[Token] = []
    opening = True
    for match in _TOKEN.finditer(text, start, end):
        kind = match.lastgroup or "mark"
        word, at = match.group(), match.start()
        if kind != "mark" and found and not opening and at > 0 and text[at - 1] == "\n":
            opening = not is_wrapped(text, at - 1)
        if kind == "mark":
            opening = opening or word in '“"«„:•*–—·' or (word == "-" and text[at - 1 : at] in ("", "\n"))
            found.append(Token(at, at + 1, at + 1, word, kind, False, opening))
            continue
        # Most words are small and have no mark inside: they need no closer look.
        is_plain = kind == "word" and word.isalpha() and word.islower()
        found.append(
            Token(at, match.end(), match.end(), word, kind, False, opening)
            if is_plain
            else _token(text, match, kind, opening)
        )
        opening = False
    return found


def _token(text: str, match: re.Match[str], kind: str, is_opening: bool) -> Token:
    word, end = match.group(), match.end()
    if kind == "word" and word.endswith(_POSSESSIVE):
        word, end = word[:-2], end - 2
    is_capital = kind in ("word", "dotted") and (word[0].isupper() or (word[0] in "aedAED" and _is_inner_capital(word)))
    if is_capital and word in _CALENDAR and not (word in _NAMES_TOO and _is_name(text, match.start(), match.end())):
        is_capital = False
    return Token(match.start(), end, match.end(), word, kind, is_capital, is_opening)


_CALENDAR = words_in("common_words.txt", section="calendar")
_NAMES_TOO = frozenset(["May", "April", "June", "August", "March"])
_BEFORE_DATE = re.compile(
    r"(?:\b(?:in|on|of|since|until|till|by|from|to|and|last|next|this|early|late|mid|\d{1,2})[ -]|^\W*)$", re.I
)


def _is_name(text: str, start: int, end: int) -> bool:
    """ "Theresa May", not "in May", "May 22", "22 May"."""
    is_followed = text[end : end + 2].strip()[:1].isdigit()
    return not is_followed and _BEFORE_DATE.search(text[max(0, start - 8) : start]) is None


def _is_inner_capital(word: str) -> bool:
    """ "al-Assad", "d'Estaing"."""
    prefix = 3 if word[:3] in ("al-", "el-", "ad-", "as-") else 2 if word[:2] in ("d'", "d’") else 0
    return prefix > 0 and word[prefix : prefix + 1].isupper()


def are_adjacent(text: str, left: Token, right: Token) -> bool:
    """True when one space parts them, or the break of a wrapped line; a short line ends what stands in it."""
    between = text[left.after : right.start]
    return between in (" ", "\xa0", "\u202f") or (between == "\n" and is_wrapped(text, left.after))


def is_wrapped(text: str, at: int) -> bool:
    """True where the line that ends at `at` is as long as lines of running text are."""
    return "\n" not in text[max(0, at - _WRAPPED) : at] and at >= _WRAPPED


def runs_of(text: str, row: list[Token]) -> list[tuple[int, int]]:
    """Longest runs [i, j) of capitalised tokens; particles inside are kept, a possessive ends a run.

    A run is cut at 60 tokens: whole lines in capitals hold no longer name, and rules look to the end of their run.
    """
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(row):
        if not row[at].is_capital:
            at += 1
            continue
        end = _run_end(text, row, at)
        runs.append((at, end))
        at = end
    return runs


def _run_end(text: str, row: list[Token], at: int) -> int:
    end = at + 1
    while end < len(row) and not row[end - 1].is_possessive and end - at < _LONGEST_RUN:
        if row[end].word == "." and row[end - 1].word in _SHORT_TITLES and _is_capital_at(row, end + 1):
            end += 2
        elif row[end].is_capital and are_adjacent(text, row[end - 1], row[end]):
            end += 1
        elif (step := _particles(text, row, end)) > 0:
            end += step
        else:
            break
    return end


def _is_capital_at(row: list[Token], at: int) -> bool:
    return at < len(row) and row[at].is_capital


_SHORT_TITLES = words_in("roles.txt", section="short titles")


def _particles(text: str, row: list[Token], at: int) -> int:
    """How many tokens "van der Bellen" adds at `at`; 0 when this is no particle before a capital."""
    step = at
    while step < len(row) and step - at < 3 and row[step].word in particles():
        if not are_adjacent(text, row[step - 1], row[step]):
            return 0
        step += 1
    is_inside = step > at and step < len(row) and row[step].is_capital and are_adjacent(text, row[step - 1], row[step])
    return step - at + 1 if is_inside else 0


@lru_cache(maxsize=1)
def particles() -> frozenset[str]:
    """Lower-case words that stand inside a person's name."""
    return words_in("common_words.txt", section="particles")


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    everyday = words_in("common_words.txt", section="openers")
    return everyday.union(*(stopwords(language) for language in ("en", "ru", "uk", "be")))


@lru_cache(maxsize=32768)
def is_common(word: str) -> bool:
    """True for words that a capital at the start of a sentence does not make a name."""
    folded = fold(word)
    return folded in _openers() or (len(folded) > 6 and folded.endswith(("ingly", "ously", "ally", "tively", "ately")))


@lru_cache(maxsize=1)
def never_names() -> frozenset[str]:
    """Acronyms and capitalised words that are neither person, organisation nor place."""
    return words_in("common_words.txt", section="capitals")


@lru_cache(maxsize=1)
def reporting_words() -> frozenset[str]:
    """Verbs next to which a speaker or actor stands, lower case."""
    return words_in("common_words.txt", section="reporting")


@lru_cache(maxsize=1)
def _surname_endings() -> tuple[str, ...]:
    return tuple(sorted(words_in("common_words.txt", section="surnames")))


def has_surname_ending(word: str) -> bool:
    """True for endings that mostly surnames have ("-enko", "-shvili", "-sson")."""
    folded = fold(word)
    return len(folded) > 5 and folded.endswith(_surname_endings())


def is_thing(word: str) -> bool:
    """True for "Cup", "War", "Act": what ends in it is no person, organisation or place."""
    folded = word.lower()
    return folded in words_in("common_words.txt", section="things") or (len(folded) > 6 and folded.endswith(_THINGS))


_THINGS = ("tion", "tions", "sion", "ment", "ments", "ness", "ship", "ology", "ities", "ability", "ware", "ings")


def is_direction(word: str) -> bool:
    """True for "West", "Greater", "New", which join the place they stand before."""
    return word in words_in("common_words.txt", section="directions")


def begins_place(word: str) -> bool:
    """True for "San", "Fort", "Nizhny"."""
    return word in words_in("common_words.txt", section="place beginnings")
