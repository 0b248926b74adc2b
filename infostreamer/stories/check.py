"""The law: a line is kept only when its every name, number, date and quotation stands at the spans it cites.

Normalisations, all of them: quotation marks, apostrophes, dashes and spaces are levelled; letters are compared without
case and accents; a possessive 's is dropped; a number is compared without its thousands separators. Words in [brackets]
are the writer's resolution of a pronoun or date: they must stand in the cited spans like any other word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from infostreamer.model import IntegrityError, Line, Span, fold
from infostreamer.text.words import stem, stopwords, words_of

_MARKS = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛ʼ", "'") | dict.fromkeys("–—‑−", "-"))
_QUOTED = re.compile(r'"([^"]+)"')
_NUMBER = re.compile(r"\d+(?:[.,   ]\d+)*")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_BRACKETS = re.compile(r"\[([^\]]*)\]")
_NEGATIONS = frozenset(
    [
        "no",
        "not",
        "never",
        "without",
        "none",
        "nor",
        "neither",
        "cannot",
        "can't",
        "won't",
        "don't",
        "didn't",
        "doesn't",
        "isn't",
        "wasn't",
    ]
)
LEAST_SUPPORT = 700  # per mille of a line's content words that must stand in the spans, where it is not verbatim


def check_line(line: Line, texts: Mapping[str, str]) -> Line:
    """The line with its state: verified, repaired (brackets resolve something, and are supported) or withheld.

    Args:
        texts: report id -> Report.text, for every report cited.

    Raises:
        IntegrityError: it cites a report whose text was not handed in.
    """
    cited = _cited(line, texts)
    if cited is None or fault_in(line.text, cited) or (line.label and _label_fault(line.label, cited)):
        return replace(line, check="withheld")
    is_repaired = line.check == "repaired" or bool(_BRACKETS.search(line.text))
    return replace(line, check="repaired" if is_repaired else "verified")


def fault_in(text: str, cited: str) -> str | None:
    """What is wrong with a line's text against the words it cites, in one phrase; None when nothing is."""
    said, source = _level(text), _level(cited)
    bare = _BRACKETS.sub(r"\1", said)
    if _is_verbatim(said, source):
        return None
    for quoted in _QUOTED.findall(bare):
        if fold(quoted).strip(" ,.;") not in fold(source):
            return f"the quotation {quoted!r} does not stand in the cited words"
    return _number_fault(bare, source) or _name_fault(bare, source) or _gist_fault(bare, source)


def _label_fault(label: str, cited: str) -> str | None:
    """A label's every name and number must stand in the cited words too."""
    said, source = _level(label), _level(cited)
    return _number_fault(said, source) or _name_fault(said, source)


def _cited(line: Line, texts: Mapping[str, str]) -> str | None:
    """The cited words, one span per line; None when a span does not slice."""
    if not line.citations or not line.text.strip():
        return None
    return "\n".join(words) if all(words := [_slice(span, texts) for span in line.citations]) else None


def _slice(span: Span, texts: Mapping[str, str]) -> str:
    if span.report_id not in texts:
        raise IntegrityError(f"A line cites report {span.report_id}, whose text is not at hand; rebuild the story.")
    text = texts[span.report_id]
    return text[span.start : span.end] if span.end <= len(text) else ""


@lru_cache(maxsize=4096)
def _level(text: str) -> str:
    return " ".join(text.translate(_MARKS).split())


def _is_verbatim(said: str, source: str) -> bool:
    """Word for word, but for the case of the first letter; a line in quotation marks may add the marks."""
    plain = said.strip()
    if plain.count('"') == 2 and plain[0] == '"' == plain[-1]:
        plain = plain[1:-1]
    return plain in source or (plain[:1].swapcase() + plain[1:]) in source


def _number_fault(said: str, source: str) -> str | None:
    known = {_digits(number) for number in _NUMBER.findall(source)}
    missing = [number for number in _NUMBER.findall(said) if _digits(number) not in known]
    return f"the number {missing[0]} does not stand in the cited words" if missing else None


def _digits(number: str) -> str:
    """Without thousands separators; a decimal part keeps its point: "1 500", "1,500" and "1500" are one number."""
    return re.sub(r"[,   .](?=\d{3}(?!\d))|[   ]", "", number).replace(",", ".")


def _name_fault(said: str, source: str) -> str | None:
    missing = _missing_names(said, source)
    return f"the name {missing[0]!r} does not stand in the cited words" if missing else None


def _missing_names(said: str, source: str) -> list[str]:
    """Capitalised words (names, months, weekdays) that the cited words lack; the first word may be any word."""
    known = set(words_of(source)) | {stem(word) for word in words_of(source)}
    words = [found.group() for found in _WORD.finditer(_level(said))]
    names = [word for at, word in enumerate(words) if word[0].isupper() and not (at == 0 and fold(word) in _common())]
    return [word for word in names if not {*words_of(word), stem(fold(word))} & known]


def _common() -> frozenset[str]:
    return stopwords("en")


def _gist_fault(said: str, source: str) -> str | None:
    """A line in other words needs most of its content words in the span, and its negations as they are."""
    ours, theirs = words_of(said), words_of(source)
    if (_NEGATIONS & set(ours)) - set(theirs):
        return "the line says no where the cited words do not"
    if (_NEGATIONS & set(theirs)) and not (_NEGATIONS & set(ours)):
        return "the cited words say no where the line does not"
    known = {stem(word) for word in theirs}
    content = [stem(word) for word in ours if word not in _common()]
    held = sum(word in known for word in content)
    return None if held * 1000 >= LEAST_SUPPORT * len(content) else "too few of its words stand in the cited words"
