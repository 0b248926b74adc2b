"""How well the embedded pack tags and parses news it has never seen: GUM's news documents, from their plain text.

    python bench/quality.py parse --data ../shared/data

Our own words are aligned with the treebank's by their places. UPOS, lemma (of nouns, verbs, adjectives, adverbs and
auxiliaries), UAS and LAS count every treebank word, punctuation left out for the last two; a word that we cut
differently is wrong in all of them. The figure is LAS.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from infostreamer.understand.pack.reading import read_rows
from infostreamer.understand.pack.tokens import split
from infostreamer.understand.pack.words import Word

sys.path.insert(0, str(Path(__file__).parents[1] / "training/pack"))
LEMMATISED = {"NOUN", "VERB", "AUX", "ADJ", "ADV"}


def measure(data: Path) -> dict[str, Any]:
    """Accuracies over all news documents of GUM and over the test part of EWT."""
    from treebanks import read_archive, sentences

    gum = read_archive(data / "training/gum_open_genres.tar.xz", r"^gum/dep/GUM_news_")
    ewt = read_archive(data / "training/ud_english_ewt.tar.xz", r"en_ewt-ud-test\.conllu$")
    rows = {
        "gum-news": score([each for text in gum.values() for each in sentences(text)]),
        "ewt-test": score([each for text in ewt.values() for each in sentences(text)]),
    }
    return {**rows, "figure": rows["gum-news"]["las"]}


def score(samples: list[Any]) -> dict[str, float]:
    """Shares of right words, tags, lemmas, heads and relations."""
    tally: Counter[str] = Counter()
    for sample in samples:
        gold = places(sample)
        row = [Word(first, after, sample.text[first:after]) for first, after in split(sample.text, 0, len(sample.text))]
        found = next(iter(read_rows(sample.text, [row]))) if row else None
        count(tally, sample, gold, found.tokens if found else ())
    shares = {"words": "words", "upos": "words", "lemma": "lemmatised", "uas": "scored", "las": "scored"}
    return {name: round(tally[f"{name} right"] / max(1, tally[of]), 4) for name, of in shares.items()}


def places(sample: Any) -> list[tuple[int, int]]:
    """Where the treebank's words stand in its text; words that are not in it get an empty place."""
    found, at = [], 0
    for word in sample.words:
        first = sample.text.find(word, at)
        found.append((first, first + len(word)) if first >= 0 else (at, at))
        at = found[-1][1]
    return found


def count(tally: Counter[str], sample: Any, gold: list[tuple[int, int]], tokens: Any) -> None:
    """Add one sentence to the tally."""
    ours = {(token.start, token.end): token for token in tokens}
    for at, place in enumerate(gold):
        token = ours.get(place)
        tag = sample.tags[at]
        tally["words"] += 1
        tally["lemmatised"] += tag in LEMMATISED
        tally["scored"] += tag != "PUNCT"
        if token is None:
            continue
        tally["words right"] += 1
        tally["upos right"] += token.tag == tag
        tally["lemma right"] += tag in LEMMATISED and token.lemma.lower() == sample.lemmas[at].lower()
        head = (tokens[token.head].start, tokens[token.head].end) if token.head >= 0 else None
        wanted = gold[sample.heads[at]] if sample.heads[at] >= 0 else None
        if tag != "PUNCT" and head == wanted:
            tally["uas right"] += 1
            tally["las right"] += token.relation == sample.relations[at]
