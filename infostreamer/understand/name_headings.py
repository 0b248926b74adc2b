"""Names in a line of title case or capitals, where a capital says nothing: only what is known elsewhere."""

from __future__ import annotations

from dataclasses import replace

from infostreamer.model import Report
from infostreamer.text.capitals import Token, is_common, never_names, tokens_in
from infostreamer.text.mention import Mention
from infostreamer.text.names import is_given_name, key, known_organisation, nationality_of, place_of
from infostreamer.understand.name_links import WEAK, singular

_LONGEST_HEADING_NAME = 5  # words


def is_heading(report: Report, start: int, end: int) -> bool:
    """True for lines in title case or capitals, where a capital says nothing."""
    words = [word for word in report.text[start:end].split() if len(word) > 3 and word[0].isalpha()]
    upper = sum(word.isupper() for word in words)
    if len(words) < 4 or report.text[end - 1 : end] in '.”"':
        return len(words) > 1 and upper == len(words)
    lower = sum(not word[0].isupper() for word in words)
    return lower * 4 <= len(words) or upper * 2 > len(words)


def read_heading(text: str, start: int, end: int, linked: list[Mention]) -> list[Mention]:
    """Names in a line of title case: only what the report or the gazetteers know."""
    row = tokens_in(text, start, end)
    known = {key(text[mention.start : mention.end]): mention for mention in reversed(linked)}
    known |= {key(mention.canonical.split()[-1]): mention for mention in reversed(linked) if mention.type == "person"}
    found: list[Mention] = []
    at = 0
    while at < len(row):
        mention, size = _heading_name(text, row, at, known)
        if mention is not None:
            found.append(mention)
        at += size
    return found


def _heading_name(text: str, row: list[Token], at: int, known: dict[str, Mention]) -> tuple[Mention | None, int]:
    if row[at].kind not in ("word", "dotted") or not row[at].is_capital or row[at].word in never_names():
        return None, 1
    for size in range(min(_LONGEST_HEADING_NAME, len(row) - at), 0, -1):
        start, end = row[at].start, row[at + size - 1].end
        mention = _recognise(text[start:end], known) if row[at + size - 1].is_capital else None
        if mention is not None:
            return replace(mention, start=start, end=end, role=None), size
    return _given_pair(row, at)


def _recognise(words: str, known: dict[str, Mention]) -> Mention | None:
    if (mention := known.get(key(words))) is not None and mention.score > WEAK:
        return mention
    if (organisation := known_organisation(words)) is not None:
        return Mention(0, 0, "organisation", organisation, 85)
    if nationality_of(words) is not None:
        return Mention(0, 0, "nationality", singular(words), 90)
    place = place_of(words)
    if place is not None and place.is_certain and not is_given_name(words) and words != "West":
        return Mention(0, 0, "place", place.canonical, 85)
    return None


def _given_pair(row: list[Token], at: int) -> tuple[Mention | None, int]:
    is_pair = at + 1 < len(row) and row[at + 1].is_capital and row[at + 1].kind == "word" and not row[at].is_possessive
    if not is_pair or not is_given_name(row[at].word) or is_common(row[at + 1].word):
        return None, 1
    words = f"{row[at].word} {row[at + 1].word}"
    return Mention(row[at].start, row[at + 1].end, "person", words, 60), 2
