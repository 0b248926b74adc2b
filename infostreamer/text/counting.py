"""Number words -> whole numbers."""

from __future__ import annotations

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
ONES = {word: at for at, word in enumerate(_ONES.split())}
TENS = {word: 10 * at for at, word in enumerate(_TENS.split(), 2)}
_OTHERS = {"a": 1, "an": 1, "the": 1, "dozen": 12, "a dozen": 12, "half a dozen": 6, "a couple of": 2, "couple of": 2,
           "a couple": 2}  # fmt: skip


def small_number(words: str) -> int | None:
    """ "3", "three", "twenty-one", "a", "a couple of" -> the number; None for "several" and other vague words."""
    bare = " ".join(words.lower().replace(",", "").split())
    if bare.isdigit() and bare.isascii():
        return int(bare) if len(bare) <= 6 else None
    if bare in _OTHERS:
        return _OTHERS[bare]
    tens, _, one = bare.replace(" ", "-").partition("-")
    if tens in TENS:
        return TENS[tens] + (ONES.get(one, 0) if one else 0)
    return ONES.get(bare)


_FIRST = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth \
sixteenth seventeenth eighteenth nineteenth"
)
ORDINALS = {word: at for at, word in enumerate(_FIRST.split(), 1)} | {"twentieth": 20, "thirtieth": 30}


def ordinal(words: str) -> int:
    """ "third", "twenty-second" -> 3, 22; 0 for what is none (up to "thirty-first" and so on)."""
    tens, _, one = words.lower().strip().replace(" ", "-").rpartition("-")
    if tens:
        return TENS.get(tens, 0) + ORDINALS.get(one, 0) if tens in TENS and ORDINALS.get(one, 10) < 10 else 0
    return ORDINALS.get(one, 0)
