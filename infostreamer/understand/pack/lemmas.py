"""Dictionary forms: endings exchanged by rules learned from the treebanks, whole words where no ending decides."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

_LONGEST = 6  # letters of an ending
_KEEP = frozenset(("PROPN", "X", "SYM", "PUNCT", "NUM"))  # their spelling is kept where no rule speaks


@lru_cache(maxsize=50_000)
def lemma_of(word: str, tag: str) -> str:
    """The lemma of the word as this part of speech; lower case unless it is a name. Unknown endings stay."""
    low = word.lower().replace("’", "'")
    cut, added = _rule(low, tag)
    kept = word if tag in _KEEP else low
    return (kept[: len(kept) - cut] + added) or kept


def _rule(low: str, tag: str) -> tuple[int, str]:
    rules = _rules()
    whole = rules.get((tag, f"^{low}"))
    if whole is not None:
        return whole
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
