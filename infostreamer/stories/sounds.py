"""A name or a number as any alphabet would write it."""

from __future__ import annotations

from functools import lru_cache

NUMBER, QUOTE = "#", "“"  # what an anchor that is no name begins with

_CYRILLIC = dict(
    zip(
        "бвгґджзйклмнпрстфхцчшщў",
        (
            "b",
            "v",
            "g",
            "g",
            "d",
            "s",
            "s",
            "",
            "k",
            "l",
            "m",
            "n",
            "p",
            "r",
            "s",
            "t",
            "f",
            "g",
            "s",
            "s",
            "s",
            "s",
            "v",
        ),
        strict=True,
    )
)
_LATIN = (("sch", "s"), ("tch", "s"), ("ch", "s"), ("sh", "s"), ("zh", "s"), ("kh", "g"), ("ph", "f"), ("ts", "s"),
          ("ck", "k"), ("x", "ks"), ("z", "s"), ("c", "k"), ("q", "k"), ("w", "v"), ("h", "g"))  # fmt: skip


@lru_cache(maxsize=16384)
def sound_of(text: str) -> str:
    """The consonants of a name as any alphabet would write them; a number as it is; "" for what cannot be compared."""
    if text.startswith(NUMBER):
        return text
    if text.startswith(QUOTE):
        return ""
    if text.isascii():
        for letters, sound in _LATIN:
            text = text.replace(letters, sound)
        kept = [letter for letter in text if letter not in "aeiouyj'"]
    else:
        kept = list("".join(_CYRILLIC.get(letter, letter if letter.isascii() else "") for letter in text))
    squeezed = [letter for at, letter in enumerate(kept) if at == 0 or letter != kept[at - 1]]
    return "".join(squeezed) if len(squeezed) > 1 else ""
