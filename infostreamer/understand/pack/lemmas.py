"""Dictionary forms: endings exchanged by rules learned from the treebanks, whole words where no ending decides."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib import resources

from infostreamer.understand.pack.weights import static

_LONGEST = 6  # letters of an ending
_LONGEST_WORD = 60  # letters: anything longer is an address or noise, and stays as it is
_KEEP = frozenset(("PROPN", "X", "SYM", "PUNCT", "NUM"))  # their spelling is kept where no rule speaks


# Endings of regular forms and what the dictionary form may have in their place, the likelier first.
_REGULAR = {
    "VERB": (("ies", ("y",)), ("ied", ("y",)), ("es", ("e", "")), ("s", ("",)), ("ed", ("", "e")), ("ing", ("", "e"))),
    "NOUN": (("ies", ("y",)), ("ves", ("f", "fe")), ("es", ("e", "")), ("s", ("",))),
    "ADJ": (("ier", ("y",)), ("iest", ("y",)), ("er", ("", "e")), ("est", ("", "e"))),
}  # fmt: skip


def lemma_of(word: str, tag: str) -> str:
    """The lemma of the word as this part of speech; lower case unless it is a name. Unknown endings stay."""
    return _lemma(word, tag) if len(word) <= _LONGEST_WORD else word


@lru_cache(maxsize=50_000)
def _lemma(word: str, tag: str) -> str:
    low = word.lower().replace("’", "'")
    kept = word if tag in _KEEP else low
    whole = _rules().get((tag, f"^{low}"))
    cut, added = whole or _rule(low, tag)
    lemma = (kept[: len(kept) - cut] + added) or kept
    if whole is not None or tag not in _REGULAR or _is_word(lemma):
        return lemma
    return next((each for each in _stems(low, tag) if _is_word(each)), lemma)


def _stems(low: str, tag: str) -> Iterator[str]:
    """What the dictionary form may be by spelling alone: without the ending, with an e, with one letter of two."""
    for ending, replaced in _REGULAR[tag]:
        if low.endswith(ending) and len(low) > len(ending) + 1:
            stem = low.removesuffix(ending)
            if stem[-1] == stem[-2:-1] and tag != "NOUN":
                yield stem[:-1]
            yield from (stem + each for each in replaced)
            return


def _is_word(lemma: str) -> bool:
    """The word pieces hold it whole: some 20,000 English words."""
    return static().pieces.is_piece(lemma)


def _rule(low: str, tag: str) -> tuple[int, str]:
    rules = _rules()
    for size in range(min(_LONGEST, len(low) - 1), -1, -1):
        found = rules.get((tag, low[len(low) - size :]))
        if found is not None and len(low) > found[0]:
            return found
    return 0, ""


@lru_cache(maxsize=1)
def _rules() -> dict[tuple[str, str], tuple[int, str]]:
    """(tag, ending, or ^word) -> letters to cut, letters to add."""
    text = resources.files(__package__).joinpath("lemmas.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.split("\n") if line and not line.startswith("#"))
    return {(tag, ending): (int(cut), added) for tag, ending, cut, added in rows}
