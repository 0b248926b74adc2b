"""Sentences with names: WikiGold, UNER, GUM's entities reduced to names, our own annotated lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from treebanks import Mention, Sample, gum_mentions, sentences

from infostreamer.text.geonames import countries, states
from infostreamer.text.lexicon import lines_of
from infostreamer.understand.pack.tokens import split

_DEMONYMS = {word.lower() for line in lines_of("nationalities.txt") for word in line.split("|")[1].split()}
_FAITHS = "muslim muslims islamic christian christians jewish jews catholic sunni shia kurdish kurds arab arabs"
_DEMONYMS |= {*_FAITHS.split(), "european", "europeans", "african", "asian"}
_TYPES = {"PER": "person", "ORG": "organisation", "LOC": "place", "MISC": "other", "OTH": "other"}
_COUNTRIES = {name for _, name, _ in countries()} | {name for name, _ in states()} | {"US", "U.S.", "UK", "Hong Kong"}
_MARKED = re.compile(r"\[([^\[\]|]+)\|(person|organisation|place|nationality|other)\]")
_TITLE_WORDS = (
    "president mr mr. mrs mrs. ms ms. dr dr. prof prof. professor sir senator minister king queen prince princess "
    "judge justice captain colonel general major lieutenant sergeant pope saint governor mayor ambassador rev. "
    "secretary chancellor representative director dame lord lady emperor father the"
)
_TITLES = frozenset(_TITLE_WORDS.split())
_ROLES = _TITLES | {"spokesperson", "spokesman", "spokeswoman", "officer", "chairman", "ceo", "mom", "dad", "god"}
_LINKS = {
    "of",
    "for",
    "and",
    "the",
    "de",
    "del",
    "la",
    "le",
    "von",
    "van",
    "der",
    "du",
    "da",
    "al",
    "&",
    "-",
    "on",
}


def own(folder: Path) -> list[Sample]:
    """Our annotated sentences, cut into words by the tokeniser that runs later."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            if line.strip() and not line.startswith("#"):
                found.append(_from_marked(line, f"{path.stem}:{number}"))
    return found


def _from_marked(line: str, id_: str) -> Sample:
    text, spans, last = "", [], 0
    for mark in _MARKED.finditer(line):
        text += line[last : mark.start()]
        spans.append((len(text), len(text) + len(mark[1]), mark[2]))
        text += mark[1]
        last = mark.end()
    text += line[last:]
    places = [*split(text, 0, len(text))]
    names = ["O"] * len(places)
    for start, end, kind in spans:
        inside = [at for at, (first, after) in enumerate(places) if first < end and start < after]
        for order, at in enumerate(inside):
            names[at] = f"{'I' if order else 'B'}-{kind}"
    words = [text[start:end] for start, end in places]
    glued = [places[at + 1][0] == places[at][1] if at + 1 < len(places) else False for at in range(len(places))]
    return Sample(words=words, names=names, id=id_, document=id_.split(":")[0], text=text, glued=glued)


def wikigold(path: Path) -> list[Sample]:
    """WikiGold; its nationalities told from other names by our list."""
    found, words, tags = [], [], []
    number = 0
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        if not line.strip():
            if words:
                found.append(Sample(words=words, names=_bio(words, tags), document=f"wikigold-{number}"))
            words, tags = [], []
        elif line.startswith("-DOCSTART-"):
            number += 1
        else:
            word, tag = line.split()
            words.append(word)
            tags.append(tag)
    return found


def uner(path: Path) -> list[Sample]:
    """UNER in IOB2; it marks no nationalities, so our list adds them where nothing is marked."""
    found = []
    for block in path.read_text("utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line and not line.startswith("#")]
        id_ = next((line.split("= ")[1] for line in block.splitlines() if line.startswith("# sent_id")), "")
        if rows:
            words = [row[1] for row in rows]
            found.append(Sample(words=words, names=_bio(words, [row[2] for row in rows]), id=id_, document=id_[:-5]))
    return found


def _bio(words: list[str], tags: list[str]) -> list[str]:
    """Tags as B-/I- with our type names."""
    names: list[str] = []
    for at, tag in enumerate(tags):
        if tag == "O":
            is_demonym = words[at].lower() in _DEMONYMS and words[at][0].isupper()
            names.append("B-nationality" if is_demonym else "O")
            continue
        prefix, kind = tag.split("-")[0], _TYPES[tag.split("-")[-1]]
        is_inside = at > 0 and tags[at - 1].split("-")[-1] == tag.split("-")[-1] and prefix == "I"
        names.append(f"{'I' if is_inside else 'B'}-{kind}")
    for at, tag in enumerate(names):
        is_single = at + 1 == len(names) or not names[at + 1].startswith("I-")
        if tag == "B-other" and is_single and words[at].lower() in _DEMONYMS:
            names[at] = "B-nationality"
    return names


def gum(text: str, document: str) -> Iterator[Sample]:
    """A GUM file with its entity annotation reduced to proper names."""
    for sample, mentions in zip(sentences(text, document), gum_mentions(text), strict=True):
        sample.names = reduce(sample, mentions)
        yield sample


_KINDS = {"person": "person", "organization": "organisation", "place": "place"}


def reduce(sample: Sample, mentions: Iterable[Mention]) -> list[str]:
    """BIO tags of the names among the mentions: those headed by a proper noun, cut down to the name itself."""
    names = ["O"] * len(sample.words)
    for first, after, kind, head in sorted(mentions, key=lambda each: each[0] - each[1]):
        head = [at for order, at in enumerate(head) if first <= at < after and at == head[0] + order]
        if kind == "time" or not any(sample.tags[at] == "PROPN" for at in head):
            continue
        label = _KINDS.get(kind, "other")
        top = next((at for at in range(first, after) if not first <= sample.heads[at] < after), head[0])
        span = _person_span(sample, after, top) if label == "person" else _name_span(sample, first, after, head)
        if " ".join(sample.words[at] for at in span) in _COUNTRIES:
            label = "place"  # GUM takes teams and governments for organisations; our guideline keeps the country
        while len(span) > 1 and _is_title(sample, span[0], label):
            span = span[1:]
        if label == "person" and span and sample.words[span[-1]].lower() in _ROLES:
            continue
        if not span or not sample.words[span[0]][0].isupper() or any(names[at] != "O" for at in span):
            continue
        for order, at in enumerate(span):
            names[at] = f"{'I' if order else 'B'}-{label}"
    for at, word in enumerate(sample.words):
        is_single = at + 1 == len(names) or not names[at + 1].startswith("I-")
        if word.lower() in _DEMONYMS and word[0].isupper() and names[at][0] in "OB" and is_single:
            names[at] = "B-nationality"
    return names


def _is_title(sample: Sample, at: int, label: str) -> bool:
    return sample.tags[at] == "DET" or (label == "person" and sample.words[at].lower() in _TITLES)


def _person_span(sample: Sample, after: int, top: int) -> list[int]:
    """The name's first word and the words that hang flat on it: titles and what follows "of" stay outside."""
    right = top + 1
    while right < after and (
        sample.relations[right] == "flat"
        or (sample.words[right] in ("-", "'") and right + 1 < after and sample.relations[right + 1] == "flat")
    ):
        right += 1
    return [*range(top, right)] if sample.tags[top] == "PROPN" else []


def _name_span(sample: Sample, first: int, after: int, head: list[int]) -> list[int]:
    """The run of words around the head that belong to the name: capitalised, or small links between such."""
    left = head[0]
    while left > first and (sample.words[left - 1][0].isupper() and sample.relations[left - 1] != "case"):
        left -= 1
    right = head[-1] + 1
    while right < after:
        ahead = right
        while ahead < after and sample.words[ahead].lower() in _LINKS:
            ahead += 1
        if ahead >= after or not (sample.words[ahead][0].isupper() or sample.words[ahead].isdigit()):
            break
        has_link = ahead > right
        if has_link and not (sample.tags[ahead] in ("PROPN", "NOUN", "ADJ") and ahead - right <= 2):
            break
        right = ahead + 1
    return [*range(left, right)]
