"""Names of a line against the cited passages: each in one piece, and doing there what it does here.

Closed on purpose: a name put together from two people, a name that stands only as somebody's possessive ("Dorn's
brother was arrested" -> "Dorn was arrested"), who and whom exchanged, and one sentence's person doing what another
sentence tells of somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from infostreamer.stories.cited import Passage
from infostreamer.stories.normal import Word, of_kind
from infostreamer.stories.quantities import has_run
from infostreamer.text.months import months
from infostreamer.text.words import stopwords

_JOINTS = frozenset("of the and for de la del der van von den al el bin ibn di da du le to in on".split())  # noqa: SIM905
_INSIDE_NAMES = (" ", "-", ". ", " & ", ".")
NEAR = 3  # content words on each side of a name that say what it does
Row = Sequence[Word]


def name_fault(line: Row, cited: Sequence[Passage]) -> str | None:
    """What is wrong with a name of the line, in one phrase; None when nothing is."""
    for name in names(line, cited):
        shown = " ".join(word.raw for word in name)
        if not _stands(name, cited):
            return f"the name {shown!r} does not stand in the cited words"
        if not name[-1].is_possessive and _is_only_possessive(name, cited):
            return f"the cited words speak of what is {shown!r}'s, not of {shown!r}"
    return None


def role_fault(line: Row, cited: Sequence[Passage]) -> str | None:
    """Two content words that change places around a third, or a name far from anything said of it; else None."""
    swapped = _swapped(line, cited)
    if swapped:
        return f"{swapped[0]!r} and {swapped[1]!r} have changed places"
    if len(cited) > 1:
        for name in names(line, cited):
            if not _is_at_home(name, line, cited):
                return f"no cited sentence says this of {' '.join(word.raw for word in name)!r}"
    return None


def names(line: Row, cited: Sequence[Passage]) -> Iterator[tuple[Word, ...]]:
    """Runs of capitalised words; a common word with the capital of a sentence's first word is none of it."""
    plain = {word.key for passage in cited for word in passage.words if not word.is_capital}
    run: list[Word] = []
    for at, word in enumerate(line):
        is_joined = bool(run) and word.gap in _INSIDE_NAMES and not run[-1].is_possessive
        is_first = at == 0 or any(mark in word.gap for mark in '.!?:"[]')
        if word.key in months("en") and _is_dated(line, at):
            yield from [tuple(run)] if run else []
            run = []
            continue
        if word.is_capital and is_first and not is_joined and (word.key in plain or word.key in stopwords("en")):
            continue
        is_joint = is_joined and word.key in _JOINTS and _goes_on(line, at)
        if is_joint or (word.is_capital and (is_joined or not run)):
            run.append(word)
        else:
            yield from [tuple(run)] if run else []
            run = [word] if word.is_capital else []
    yield from [tuple(run)] if run else []


def _is_dated(line: Row, at: int) -> bool:
    """A month beside digits: part of a date, which the rule on dates looks at."""
    return any(word.key[:1].isdigit() for word in (*line[max(0, at - 1) : at], *line[at + 1 : at + 2]))


def _goes_on(line: Row, at: int) -> bool:
    """ "Ministry of Foreign Affairs": a small word inside a name; "Dorn and Verin", "Dorn in Mirsk" are two."""
    if line[at].key in ("and", "in", "on", "to", "for") or at + 1 >= len(line):
        return False
    return line[at + 1].is_capital or (line[at + 1].key in _JOINTS and _goes_on(line, at + 1))


def _stands(name: Sequence[Word], cited: Sequence[Passage]) -> bool:
    """In one piece in one passage; its titles may stand close by in that passage, and initials may be left out."""
    wanted = [word.key for word in name]
    for passage in cited:
        row = [word.key for word in passage.inside]
        if has_run(row, wanted) or has_run(_without_initials(passage.inside), wanted):
            return True
        bare = _untitled(wanted)
        if len(bare) < len(wanted) and bare and has_run(row, bare) and _has_title(wanted[: -len(bare)], bare, row):
            return True
    return False


def _untitled(wanted: list[str]) -> list[str]:
    at = next((at for at, key in enumerate(wanted) if key not in of_kind("titles")), len(wanted))
    return wanted[at:]


def _has_title(title: list[str], bare: list[str], row: list[str]) -> bool:
    """ "Ivan Dorn, the interior minister" bears out "Interior Minister Ivan Dorn": the title close behind or before."""
    starts = [at for at in range(len(row)) if row[at : at + len(bare)] == bare]
    return any(has_run(row[max(0, at - 6) : at + len(bare) + 6], title) for at in starts)


def _without_initials(row: Row) -> list[str]:
    return [word.key for at, word in enumerate(row) if len(word.key) > 1 or not word.is_capital or at == 0]


def _is_only_possessive(name: Sequence[Word], cited: Sequence[Passage]) -> bool:
    last = [word for passage in cited for word in passage.inside if word.key == name[-1].key]
    return bool(last) and all(word.is_possessive for word in last)


def _is_at_home(name: Sequence[Word], line: Row, cited: Sequence[Passage]) -> bool:
    """True when a cited sentence that has the name also has one of the next content words that the line puts to it."""
    at = line.index(name[-1])
    around = [word.stem for word in line[at + 1 :] if word.is_content][:NEAR]
    around = around or [word.stem for word in line[: line.index(name[0])] if word.is_content][-NEAR:]
    if not around:
        return True
    homes = [{word.stem for word in passage.words} for passage in cited if _stands(name, [passage])]
    return any(home & set(around) for home in homes)


def _swapped(line: Row, cited: Sequence[Passage]) -> tuple[str, str] | None:
    """a … c of three content words in a row where a cited sentence has them as c … a, without a "by" in one of them."""
    content = [(at, word) for at, word in enumerate(line) if word.is_content]
    for passage in cited:
        places: dict[str, list[int]] = {}
        for at, word in enumerate(passage.words):
            places.setdefault(word.stem, []).append(at)
        for (first, one), (_, pivot), (last, other) in zip(content, content[1:], content[2:], strict=False):
            where = [places.get(word.stem, []) for word in (one, pivot, other)]
            if all(len(found) == 1 for found in where) and where[0][0] > where[1][0] > where[2][0]:
                between = {word.key for word in line[first:last]}
                theirs = {word.key for word in passage.words[where[2][0] : where[0][0]]}
                if ("by" in between) == ("by" in theirs):
                    return one.raw, other.raw
    return None
