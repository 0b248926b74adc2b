"""Words as the law compares them: every normalisation that a line may differ by from what it cites, in one place.

Quotation marks, apostrophes, dashes and runs of white space are levelled; letters are compared without case and
accents, digits of any script as ASCII; a possessive 's is dropped from a word (and noted). Superscripts are no digits.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from infostreamer.model import fold
from infostreamer.text.lexicon import lines_of, words_in
from infostreamer.text.words import stem, stopwords

LEXICON = "law_words.txt"
_MARKS = str.maketrans(
    dict.fromkeys("“”„‟«»〝〞＂", '"')
    | dict.fromkeys("‘’‚‛ʼ＇", "'")
    | dict.fromkeys("–—‑−‒―", "-")
    | {superscript: f"^{digit}" for digit, superscript in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
)
_TYPED = re.compile(r"''|``")
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ASCII = re.compile(r"[\x00-\x7f]*")
_LOOKS_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_LOOKS_OTHER = re.compile(r"[\u0370-\u03ff\u0400-\u052f\u0530-\u058f]")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a levelled text. `gap`: what stands between it and the word before."""

    start: int
    end: int
    raw: str
    key: str  # folded, without possessive 's
    stem: str
    gap: str
    is_capital: bool
    is_possessive: bool

    @property
    def is_content(self) -> bool:
        """True for a word that says something: no function word."""
        return self.key not in stopwords("en") and self.key not in of_kind("pronouns")


@lru_cache(maxsize=8192)
def level(text: str) -> str:
    """The text with its marks, dashes and white space levelled; white space at the ends stays, as one space."""
    return _SPACES.sub(" ", _TYPED.sub('"', text.translate(_MARKS)))


@lru_cache(maxsize=2048)
def words(levelled: str) -> tuple[Word, ...]:
    """The words of a levelled text in order."""
    found: list[Word] = []
    end = 0
    for match in _WORD.finditer(levelled):
        found.append(_word(match, levelled[end : match.start()]))
        end = match.end()
    return tuple(found)


def _word(match: re.Match[str], gap: str) -> Word:
    raw = match.group()
    folded = _ascii_digits(fold(raw))
    key = folded.removesuffix("'s") if folded.endswith("'s") else folded.removesuffix("'")
    return Word(match.start(), match.end(), raw, key, stem(key), gap, raw[:1].isupper(), key != folded)


def _ascii_digits(text: str) -> str:
    if _ASCII.fullmatch(text):
        return text
    return "".join(str(unicodedata.digit(one)) if one.isdigit() else one for one in text)


@lru_cache(maxsize=32)
def of_kind(section: str) -> frozenset[str]:
    """The words of one section of the lexicon, folded."""
    return frozenset(fold(word) for word in words_in(LEXICON, section=section))


@lru_cache(maxsize=1)
def opposites() -> dict[str, frozenset[str]]:
    """Word -> the words that say the contrary."""
    pairs: dict[str, set[str]] = {}
    for line in lines_of(LEXICON, section="opposites"):
        for one, other in (pair.split("/") for pair in line.split()):
            pairs.setdefault(one, set()).add(other)
            pairs.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in pairs.items()}


def has_disguise(text: str, source: str) -> str | None:
    """A word of the text that mixes scripts, or a hidden character, that the source does not hold; else None."""
    hidden = [one for one in text if unicodedata.category(one) in ("Cf", "Cc", "Co", "Cs") and not one.isspace()]
    strange = next((one for one in hidden if one not in source), None)
    if strange is not None:
        return f"U+{ord(strange):04X}"
    if text.isascii():
        return None
    mixed = (word.raw for word in words(level(text)) if _LOOKS_LATIN.search(word.raw) and _LOOKS_OTHER.search(word.raw))
    held = {word.raw for word in words(level(source))}
    return next((word for word in mixed if word not in held), None)
