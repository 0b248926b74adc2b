"""How the independent checker reads words, numbers, dates and quotations. Standard library only, on purpose."""

from __future__ import annotations

import re
import unicodedata

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SIZES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f' ]\d{3}(?!\d))*(?:[.,]\d+)?")
_QUOTE_MARKS = dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚ʼ", "'") | dict.fromkeys("–—‑−", "-")
_LEVEL = str.maketrans(_QUOTE_MARKS)


def plain(text: str) -> str:
    """Without case, accents and kinds of marks; white space as single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LEVEL))
    bare = "".join(one for one in decomposed if not unicodedata.combining(one))
    return " ".join(bare.casefold().split())


def words(text: str) -> list[str]:
    """The words of the text in order."""
    return _WORD.findall(plain(text))


def numbers(text: str) -> set[str]:
    """Every number written with digits, separators taken out; the parts of one with separators count as well."""
    found: set[str] = set()
    for match in _NUMBER.finditer(text):
        whole = re.sub(r"[\s\u00a0\u202f']", "", match.group())
        joined = re.sub(r"[.,](?=\d{3}(?!\d))", "", whole).replace(",", ".")
        found.add(joined)
    return found


def spelled(text: str) -> set[str]:
    """The numbers that English words name: "one hundred and sixty" -> "160"."""
    found: set[str] = set()
    total = part = 0
    is_open = False
    for word in [*words(text), ""]:
        if word in ONES or word in TENS:
            part, is_open = part + (ONES.index(word) if word in ONES else 10 * TENS.index(word)), True
        elif word == "hundred" and is_open:
            part *= 100
        elif word in SIZES and is_open:
            total, part = total + part * SIZES[word], 0
        elif not (word == "and" and is_open):
            if is_open:
                found.add(str(total + part))
            total, part, is_open = 0, 0, False
    return found


def quotations(text: str) -> list[str]:
    """What stands between double quotation marks, levelled; an unclosed last one runs to the end."""
    parts = text.translate(_LEVEL).replace("''", '"').split('"')
    return [part.strip(" ,.;:!?…") for part in parts[1::2] if part.strip(" ,.;:!?…")]


def date_parts(text: str) -> str | None:
    """ "16 November 2026", "November 16, 2026" -> "2026-11-16"; "16 November" -> "XXXX-11-16"; None for no date."""
    iso = re.fullmatch(r"\s*(\d{4})-(\d\d)(?:-(\d\d))?\s*", text)
    if iso:
        return text.strip()
    found = words(text)
    month = next((MONTHS.index(word) + 1 for word in found if word in MONTHS), None)
    year = next((word for word in found if re.fullmatch(r"(?:19|20)\d\d", word)), None)
    day = next((word for word in found if re.fullmatch(r"\d{1,2}", word)), None)
    if month is None:
        return year if found == [year] else None
    return "-".join([year or "XXXX", f"{month:02}", *([f"{int(day):02}"] if day else [])])


def is_day(shown: str, value: str | None) -> bool:
    """True when the date shown says no more than the EDTF value."""
    ours = date_parts(shown)
    if ours is None or not value:
        return False
    return value.startswith(ours) or (ours.startswith("XXXX") and value[4:].startswith(ours[4:]))
