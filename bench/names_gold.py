"""Gold names of several open sets, each brought to one form: a text, its sentences, and (start, end, type) of names.

Types are person, organisation and place; other kinds of names are left out. Where a set marks whole noun phrases, the
name inside is taken: without article, title and what stands in apposition.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infostreamer.text.gazetteer import country_code
from infostreamer.text.names import nationality_of
from infostreamer.text.sentences import split_sentences

Name = tuple[int, int, str]
_TYPES = {"PER": "person", "ORG": "organisation", "LOC": "place"}
_RE3D_TYPES = {"Person": "person", "Organisation": "organisation", "Location": "place"}
_RE3D_PARTS = ("BBC Online", "CENTCOM", "US State Department", "Wikipedia")
_TIGHT_LEFT, _TIGHT_RIGHT = set(",.;:!?)]}%'’”"), set("([{$“")
_SENTENCES_MARKED = 6  # MEANTIME marks the headline, the date line and the first sentences of every document


@dataclass(frozen=True)
class Document:
    """One text with the names that it holds."""

    id: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    names: frozenset[Name]
    open: frozenset[tuple[int, int]] = frozenset()  # where the set's own rules leave open whether a name is one of ours


SETS: dict[str, Callable[[Path], Iterator[Document]]] = {}
NEWS = ("gum-news", "meantime", "uner-ewt-test")


def _set(name: str) -> Callable[[Callable[[Path], Iterator[Document]]], Callable[[Path], Iterator[Document]]]:
    def keep(reader: Callable[[Path], Iterator[Document]]) -> Callable[[Path], Iterator[Document]]:
        SETS[name] = reader
        return reader

    return keep


@_set("gum-news")
def gum_news(data: Path) -> Iterator[Document]:
    """News of GUM: marked noun phrases headed by a proper noun, cut down to the name by the syntax tree.

    GUM leaves many names before nouns unmarked ("U.S. President"), so a name marked once is a name wherever its words
    stand in the document.
    """
    for path in sorted((data / "names/gum-news/dep").glob("GUM_news_*.conllu")):
        blocks = [_rows(block) for block in path.read_text("utf-8").split("\n\n")]
        blocks = [rows for rows in blocks if rows]
        marked = [[*_outermost(_gum_names(rows))] for rows in blocks]
        known = {
            tuple(row[1] for row in rows[first:after]): kind
            for rows, names in zip(blocks, marked, strict=True)
            for first, after, kind in names
        }
        yield _laid_out(
            path.stem,
            [_gum_row(rows, [*names, *_repeated(rows, known)]) for rows, names in zip(blocks, marked, strict=True)],
        )


def _rows(block: str) -> list[list[str]]:
    return [line.split("\t") for line in block.splitlines() if re.match(r"\d+\t", line)]


def _gum_row(rows: list[list[str]], names: list[Name]) -> list[tuple[str, str, bool]]:
    tags = ["O"] * len(rows)
    for first, after, kind in names:
        if all(tag == "O" for tag in tags[first:after]):
            tags[first:after] = [f"B-{kind}", *[f"I-{kind}"] * (after - first - 1)]
    return [(row[1], tag, "SpaceAfter=No" in row[9] or _is_before_clitic(rows, at))
            for at, (row, tag) in enumerate(zip(rows, tags, strict=True))]  # fmt: skip


def _is_before_clitic(rows: list[list[str]], at: int) -> bool:
    return at + 1 < len(rows) and rows[at + 1][1].lower() in ("'s", "’s", "n't", "'ll", "'re", "'ve", "'d", "'m", "'")


def _repeated(rows: list[list[str]], known: dict[tuple[str, ...], str]) -> Iterator[Name]:
    for first in range(len(rows)):
        for size in range(min(6, len(rows) - first), 0, -1):
            kind = known.get(tuple(row[1] for row in rows[first : first + size]))
            if kind is not None:
                yield first, first + size, kind
                break


def _outermost(names: Iterator[Name]) -> Iterator[Name]:
    taken: set[int] = set()
    for first, after, kind in sorted(names, key=lambda each: (each[0] - each[1], each)):
        if not taken & {*range(first, after)}:
            taken |= {*range(first, after)}
            yield first, after, kind


_GUM_TYPES = {"person": "person", "organization": "organisation", "place": "place"}


def _gum_names(rows: list[list[str]]) -> Iterator[Name]:
    """(first word, after the last, type); "other" for names of other kinds, which keep what is inside them out."""
    open_: list[tuple[str, int, str]] = []
    for at, row in enumerate(rows):
        misc = next((part[7:] for part in row[9].split("|") if part.startswith("Entity=")), "")
        for mark in re.findall(r"\([^()]+|[^()]*\)", misc):
            if mark.startswith("("):
                group, kind = mark[1:].split("-")[:2]
                open_.append((group, at, _GUM_TYPES.get(kind, "other")))
                continue
            index = next((index for index in reversed(range(len(open_))) if mark[:-1] in ("", open_[index][0])), None)
            if index is not None:
                _, first, kind = open_.pop(index)
                span = _gum_span(rows, first, at + 1, kind)
                if span is not None:
                    yield span


def _gum_span(rows: list[list[str]], first: int, after: int, kind: str) -> Name | None:
    """The proper name that heads the phrase; None when none does."""
    inside = range(first, after)
    head = next((at for at in inside if not first <= int(rows[at][6]) - 1 < after), first)
    flat: list[int] = []
    for at in inside:
        if rows[at][7].startswith("flat") and int(rows[at][6]) - 1 in (head, *flat):
            flat.append(at)
    if kind == "person":
        words = [at for at in [head, *flat] if rows[at][3] == "PROPN" or (at in flat and rows[at][1][:1].isupper())]
        while words and _TITLES.fullmatch(rows[words[0]][1]):
            words = words[1:]
        is_run = (
            bool(words)
            and words[-1] - words[0] < 6
            and all(rows[at][1][:1].isalpha() or rows[at][1] in "-." for at in words)
        )
        while (
            words and words[-1] + 2 < after and rows[words[-1] + 1][1] == "-" and "SpaceAfter=No" in rows[words[-1]][9]
        ):
            words.append(words[-1] + 2)
        is_people = len(words) == 1 and (nationality_of(rows[words[0]][1]) or rows[words[0]][1].endswith("s"))
        return (words[0], words[-1] + 1, "open" if is_people else kind) if is_run else None
    if rows[head][3] != "PROPN" or not rows[head][1][:1].isupper():
        return None
    left = head
    while (step := _step_left(rows, first, left)) > 0:
        left -= step
    right = head + 1
    while right < after:
        ahead = right
        while ahead < after and rows[ahead][1].lower() in _LINKS:
            ahead += 1
        if ahead >= after or not (rows[ahead][4].startswith("NNP") or (ahead == right and rows[ahead][3] == "NUM")):
            break
        right = ahead + 1
    is_land = kind == "organisation" and country_code(" ".join(row[1] for row in rows[left:right])) is not None
    return left, right, "open" if is_land else kind


def _step_left(rows: list[list[str]], first: int, left: int) -> int:
    """How many words before `left` belong to the name: one in capitals, or one and "and", a hyphen, "People's"."""
    if left > first and _is_name_word(rows[left - 1]):
        return 1
    is_link = left - 1 > first and _is_name_word(rows[left - 2])
    is_owner = is_link and rows[left - 1][1] in ("'s", "’s") and rows[left - 2][1] in ("People", "Workers", "Women")
    return 2 if is_link and (rows[left - 1][1] in ("and", "&", "-") or is_owner) else 0


def _is_name_word(row: list[str]) -> bool:
    return row[4].startswith("NNP") and row[1][:1].isupper()


_LINKS = ("of", "for", "and", "the", "&", "-", "on", "de")


@_set("uner-ewt-test")
def uner_test(data: Path) -> Iterator[Document]:
    """The English web treebank's test part: weblogs, news groups, mail, reviews, answers; one document per source."""
    yield from _columns(data / "names/uner-ewt/en_ewt-ud-test.iob2", 1, 2)


@_set("wikigold")
def wikigold(data: Path) -> Iterator[Document]:
    """WikiGold: encyclopedia; the embedded tagger is trained on it, so its figure says little about the tagger."""
    yield from _columns(data / "names/wikigold/data/wikigold/CONLL-format/data/wikigold.conll.txt", 0, -1)


def _columns(path: Path, word: int, tag: int) -> Iterator[Document]:
    rows: list[list[tuple[str, str, bool]]] = []
    document, sentence = "", []
    text = ""
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        fields = line.split()
        new = fields[-1] if line.startswith("# sent_id") else ""
        if line.startswith("-DOCSTART-") or (new and new.rsplit("-", 1)[0] != document):
            if rows:
                yield _laid_out(f"{path.stem}:{document}", rows)
            rows, document = [], new.rsplit("-", 1)[0] if new else f"{len(document)}"
        elif line.startswith("# text = "):
            text = line[9:]
        elif fields and not line.startswith("#"):
            sentence.append((fields[word], _bio(fields[tag]), False))
        elif not fields and sentence:
            rows.append(_aligned(sentence, text) if text else _spaced(sentence))
            sentence, text = [], ""
    if rows:
        yield _laid_out(f"{path.stem}:{document}", rows)


def _aligned(sentence: Sequence[tuple[str, str, bool]], text: str) -> list[tuple[str, str, bool]]:
    """Words with the spaces that the text has."""
    found, at = [], 0
    for word, tag, _ in sentence:
        at = max(at, text.find(word, at)) + len(word)
        found.append((word, tag, not text[at : at + 1].isspace()))
    return found


def _bio(tag: str) -> str:
    return tag if tag == "O" else f"{tag[0]}-{_TYPES.get(tag.split('-')[-1], 'other')}"


def _spaced(sentence: Sequence[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
    """Words with the guess whether the next one follows without a space."""
    words = [word for word, _, _ in sentence] + [""]
    glued = [(words[at + 1][:1] in _TIGHT_LEFT) or words[at] in _TIGHT_RIGHT for at in range(len(sentence))]
    return [(word, tag, tight) for (word, tag, _), tight in zip(sentence, glued, strict=True)]


def _laid_out(id_: str, rows: Sequence[Sequence[tuple[str, str, bool]]]) -> Document:
    text = ""
    sentences: list[tuple[int, int]] = []
    names: set[Name] = set()
    for row in rows:
        begin, first, last, kind = len(text), -1, 0, ""
        for word, tag, is_glued in [*row, ("", "O", True)]:
            if first >= 0 and not (tag[0] == "I" and tag[2:] == kind):
                names.add((first, last, kind))
                first = -1
            if tag != "O" and first < 0:
                first, kind = len(text), tag[2:]
            text += word
            last = len(text)
            text += "" if is_glued else " "
        text = text.rstrip(" ")
        sentences.append((begin, len(text)))
        text += "\n\n"
    ours = frozenset(name for name in names if name[2] in _TYPES.values())
    return Document(id_, text, tuple(sentences), ours, frozenset(name[:2] for name in names if name[2] == "open"))


@_set("meantime")
def meantime(data: Path) -> Iterator[Document]:
    """MEANTIME English (Wikinews on aircraft makers and a computer maker): mentions that are names."""
    for path in sorted((data / "events/meantime").glob("intra_cross-doc_annotation/*/*.xml")):
        tree = ElementTree.parse(path).getroot()  # noqa: S314  (gold data of ours)
        if tree.get("lang") == "en":
            yield _meantime(path.stem, tree)


def _meantime(id_: str, tree: ElementTree.Element) -> Document:
    tokens = {each.get("t_id"): each for each in tree.iter("token")}
    number = {key: at for at, key in enumerate(tokens)}
    words = [each.text or "" for each in tokens.values()]
    in_sentence = [int(each.get("sentence", "0")) for each in tokens.values()]
    tags = ["O"] * len(words)
    for mention, kind in _meantime_mentions(tree):
        anchors = sorted(number[each.get("t_id")] for each in mention.iter("token_anchor"))
        for span in _names_in(words, anchors, (mention.get("head") or "").split(), kind):
            if span and all(tags[at] == "O" for at in span):
                for order, at in enumerate(span):
                    tags[at] = f"{'I' if order else 'B'}-{kind}"
    _repeat(words, tags)
    rows = [
        _spaced([(words[at], tags[at], False) for at in range(len(words)) if in_sentence[at] == sentence])
        for sentence in range(min(_SENTENCES_MARKED, max(in_sentence) + 1))
    ]
    return _laid_out(id_, rows)


def _repeat(words: Sequence[str], tags: list[str]) -> None:
    """Tag the words of marked names elsewhere too: those inside descriptions are not marked."""
    known: dict[tuple[str, ...], str] = {}
    for first in range(len(words)):
        after = first + 1
        if tags[first][0] == "B" and tags[first] != "B-open":
            while after < len(words) and tags[after][0] == "I":
                after += 1
            known.setdefault(tuple(words[first:after]), tags[first][2:])
    for name, kind in sorted(known.items(), key=lambda each: (-len(each[0]), each)):
        for first in range(len(words) - len(name) + 1):
            span = range(first, first + len(name))
            if all(words[at] == name[at - first] and tags[at] == "O" for at in span):
                for at in span:
                    tags[at] = f"{'B' if at == first else 'I'}-{kind}"


def _meantime_mentions(tree: ElementTree.Element) -> Iterator[tuple[Any, str]]:
    """Named mentions, the shortest first; products are "open": "Boeing" in "the Boeing 787" is one."""
    types = _TYPES | {"PRO": "open"}
    kinds = {each.get("m_id"): types.get(each.get("ent_type") or "") for each in tree.iter("ENTITY")}
    of: dict[str | None, str | None] = {}
    for link in tree.iter("REFERS_TO"):
        target = link.find("target")
        for source in link.iter("source"):
            of[source.get("m_id")] = kinds.get(target.get("m_id")) if target is not None else None
    named = [each for each in tree.iter("ENTITY_MENTION") if each.get("syntactic_type") in ("NAM", "PRE.NAM", "APP")]
    products = [each for each in tree.iter("ENTITY_MENTION") if of.get(each.get("m_id")) == "open"]
    for mention in [*sorted(named, key=lambda each: len(list(each.iter("token_anchor")))), *products]:
        kind = of.get(mention.get("m_id"))
        if kind is not None and (kind != "open" or mention in products):
            yield mention, kind


_TITLES = re.compile(
    r"(?i)(?:the|a|an|mr|mrs|ms|dr|president|ceo|prime|minister|chief|executive|senator|officer|company|general|"
    r"secretary|vice|emeritus|professor|administrator|commissioner|sheriff|undersecretary|MP|republican|state|department|us|u\.s|high|spokesman|spokesperson|chairman|director|analyst|apple|boeing|airbus|of|judge|captain)\.?"
)


def _names_in(words: Sequence[str], anchors: Sequence[int], head: Sequence[str], kind: str) -> Iterator[list[int]]:
    """Runs of capitals in the mention: the first (and, of a place, its comma too); of a person no title."""
    runs: list[list[int]] = []
    for at in anchors:
        is_inside = words[at][:1].isupper() or words[at][:1].isdigit() or words[at] in ("of", "and", "for", "&", "de")
        if is_inside and runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        elif words[at][:1].isupper() or re.match(r"[a-z][A-Z]", words[at]):
            runs.append([at])
    trimmed = [run for each in runs if (run := _trimmed(words, each, kind))]
    if head:
        trimmed = [run for run in trimmed if words[run[-1]] in head] or trimmed
    yield from trimmed if kind == "place" else trimmed[:1]


def _trimmed(words: Sequence[str], run: list[int], kind: str) -> list[int]:
    while run and words[run[-1]] in ("of", "and", "for", "&", "de"):
        run = run[:-1]
    while len(run) > 1 and (
        words[run[0]].lower() in ("the", "a") or (kind == "person" and _TITLES.fullmatch(words[run[0]]))
    ):
        run = run[1:]
    return run if words[run[0]].lower() not in ("the", "a", "its", "their") else []


@_set("re3d")
def re3d(data: Path) -> Iterator[Document]:
    """re3d: reports on Syria and Iraq; only marked phrases in capitals count, without article and title."""
    for part in _RE3D_PARTS:
        folder = data / "events/re3d" / part
        entities = [json.loads(line) for line in (folder / "entities.json").read_text("utf-8-sig").splitlines() if line]
        for line in (folder / "documents.json").read_text("utf-8-sig").splitlines():
            if line:
                yield _re3d(json.loads(line), entities)


def _re3d(row: dict[str, Any], entities: Sequence[dict[str, Any]]) -> Document:
    text = row["text"]
    names: dict[tuple[int, int], Name] = {}
    for each in entities:
        if each["documentId"] == row["_id"] and each["type"] in _RE3D_TYPES and each["confidence"] >= 0:
            start, end = _inner(text, each["begin"], each["end"])
            if text[start:end][:1].isupper():
                names.setdefault((start, end), (start, end, _RE3D_TYPES[each["type"]]))
    return Document(row["_id"], text, split_sentences(text, "en"), frozenset(names.values()))


def _inner(text: str, start: int, end: int) -> tuple[int, int]:
    words = [*re.finditer(r"\S+", text[start:end])]
    while len(words) > 1 and (words[0].group().islower() or _TITLES.fullmatch(words[0].group())):
        words = words[1:]
    return (start + words[0].start(), start + words[-1].end()) if words else (start, end)
