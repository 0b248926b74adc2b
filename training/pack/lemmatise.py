"""Rules for lemmas from the treebanks: the shortest endings that decide, whole words where no ending does."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from treebanks import Sample

from infostreamer.understand.lexicon import verb_forms

LONGEST, SUPPORT = 6, 4  # letters of an ending; different words it must be seen in
_TAGS = {"NOUN", "VERB", "AUX", "ADJ", "ADV", "PRON", "DET", "PART", "PROPN", "NUM", "SCONJ", "CCONJ", "ADP"}
Edit = tuple[int, str]


def irregular() -> list[tuple[str, str, str]]:
    """(tag, form, lemma) of the verbs that the product's own lists know, and of a few nouns."""
    verbs = [("VERB", form, found.lemma) for form, found in verb_forms().items() if form != found.lemma]
    nouns = {"people": "people", "men": "man", "women": "woman", "children": "child", "lives": "life", "wives": "wife"}
    return [*verbs, *(("NOUN", form, lemma) for form, lemma in nouns.items())]


def edit(form: str, lemma: str) -> Edit:
    """Letters to cut from the form and letters to add."""
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    return len(form) - same, lemma[same:]


def learn(samples: Iterable[Sample], extra: Iterable[tuple[str, str, str]] = ()) -> dict[tuple[str, str], Edit]:
    """(tag, ending or ^word) -> edit. `extra` are (tag, form, lemma) taken as certain."""
    seen: dict[tuple[str, str], Counter[Edit]] = defaultdict(Counter)
    for sample in (each for each in samples if each.lemmas):
        for word, tag, lemma in zip(sample.words, sample.tags, sample.lemmas, strict=True):
            if tag in _TAGS and lemma != "_":
                seen[tag, word.lower().replace("’", "'")][edit(word.lower().replace("’", "'"), lemma.lower())] += 1
    for tag, form, lemma in extra:
        seen[tag, form][edit(form, lemma)] += 2
    words = {key: counts.most_common(1)[0][0] for key, counts in seen.items()}
    rules: dict[tuple[str, str], Edit] = {}
    for size in range(LONGEST + 1):
        votes: dict[tuple[str, str], Counter[Edit]] = defaultdict(Counter)
        for (tag, form), change in words.items():
            if len(form) > size and form[:-1].isalpha():
                votes[tag, form[len(form) - size :]][change] += 1
        for (tag, ending), counts in votes.items():
            change, count = counts.most_common(1)[0]
            if count >= SUPPORT and change != guess(rules, tag, ending[1:] if ending else "", whole=False):
                rules[tag, ending] = change
    for (tag, form), change in sorted(words.items()):
        total = sum(seen[tag, form].values())
        if guess(rules, tag, form) != change and (total > 1 or change[0] < 4):
            rules[tag, f"^{form}"] = change
    return rules


def guess(rules: dict[tuple[str, str], Edit], tag: str, form: str, *, whole: bool = True) -> Edit:
    """The edit that the rules so far give."""
    for size in range(min(LONGEST, len(form) - whole), -1, -1):
        found = rules.get((tag, form[len(form) - size :]))
        if found is not None and (not whole or len(form) > found[0]):
            return found
    return 0, ""


def write(rules: dict[tuple[str, str], Edit], path: Path) -> None:
    """The rules as lines "tag, ending, letters to cut, letters to add"."""
    lines = [f"{tag}\t{ending}\t{cut}\t{added}" for (tag, ending), (cut, added) in sorted(rules.items())]
    head = [
        "# Lemma rules learned by training/pack from UD English EWT and GUM (see CARD.md for licences).",
        "# tag, ending or ^whole word (lower case), letters cut at the end, letters added.",
    ]
    path.write_text("\n".join([*head, *lines]) + "\n", "utf-8")
