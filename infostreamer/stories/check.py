"""The law, one place for every writer: what a line says must stand in the words it cites. Why: docs/why/046-the-law.md.

A line is *verified* when it is a whole cited sentence, or passes every rule below; *repaired* when brackets put a name
or a date where the report has a pronoun or a day; *withheld* otherwise. The rules: citations slice; quotations are
verbatim and were quotations; every name, number and date stands in one cited passage, in its role, with its unit and
its "about"; no "not", "denied", "allegedly", "may" or "said" is lost or brought in; most other words stand there too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from infostreamer.model import Line, Span
from infostreamer.stories.cited import Passage, passages
from infostreamer.stories.cues import added, cut_off, lost
from infostreamer.stories.kept import kept
from infostreamer.stories.names_held import name_fault, role_fault
from infostreamer.stories.normal import Word, has_disguise, level, of_kind, opposites, words
from infostreamer.stories.quantities import date_fault, has_run, number_fault, same_day
from infostreamer.text.sentences import split_sentences

LEAST_SUPPORT = 700  # per mille of a line's content words that must stand in the cited words, where it is not verbatim
LONGEST_CITED = 1500  # characters that a line in other words may cite: a whole report supports nothing in particular
_QUOTED = re.compile(r'"([^"]*)"')
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_OUTSIDE = re.compile(r"\[[^\[\]]*\]")
_OPENED = re.compile(r"""(?:^|[\s(\[])["'][\s.,[(]?$|(?:^|\W)'\w""")
_TRANSCRIPT = re.compile(r"[^\W\d_a-z][^\n:a-z]{1,60}:\s|[—–-]\s")
_TRIM = " ,.;:!?…"
_MOST_KEPT = 200_000  # lines, at about 150 bytes each
Dates = Mapping[Span, str | None]
"""Where a finder read a date, and its EDTF value: what lets "Monday [16 November 2026]" stand."""


def check_line(line: Line, texts: Mapping[str, str], *, dates: Dates | None = None) -> Line:
    """The line with its state: verified, repaired (brackets resolve something, and are supported) or withheld.

    Args:
        texts: report id -> Report.text, for every report cited.
        dates: the dates that were found in these reports; without them no bracketed date is believed.

    Raises:
        IntegrityError: it cites a report whose text was not handed in.
    """
    if not _is_faultless(line, texts, dates):
        return replace(line, check="withheld")
    is_repaired = line.check == "repaired" or bool(_BRACKETS.search(line.text))
    return replace(line, check="repaired" if is_repaired else "verified")


def _key_of(line: Line, texts: Mapping[str, str], dates: Dates | None) -> bytes | None:
    """What decides about a line: its words, its label and the texts that it cites, in 16 bytes.

    None where more decides: a date in brackets, which findings bear out, or a text that is not at hand. A text counts
    by its hash, which is of this process, and its length; its report's id may have been used for other words.
    """
    if "[" in line.text or not all(span.report_id in texts for span in line.citations):
        return None
    cited = [(texts[span.report_id], span.start, span.end) for span in line.citations]
    told = repr((line.text, line.label, [(hash(text), len(text), start, end) for text, start, end in cited]))
    return blake2b(told.encode(), digest_size=16).digest()


@kept(_key_of, _MOST_KEPT)
def _is_faultless(line: Line, texts: Mapping[str, str], dates: Dates | None) -> bool:
    return fault_of(line, texts, dates=dates) is None


def fault_of(line: Line, texts: Mapping[str, str], *, dates: Dates | None = None) -> str | None:
    """What is wrong with a line, in one phrase; None when it may be shown.

    Raises:
        IntegrityError: it cites a report whose text was not handed in.
    """
    cited = passages(line.citations, texts)
    if not cited:
        return "it cites nothing that can be read"
    if not line.text.strip() or not (words(level(line.text)) or _is_whole(level(line.text).strip(), cited)):
        return "it says nothing"
    strange = has_disguise(line.text, "\n".join(passage.raw for passage in cited))
    if strange:
        return f"{strange!r} hides something"
    return _text_fault(line, cited, dates or {}) or (_label_fault(line.label, cited) if line.label else None)


def _text_fault(line: Line, cited: tuple[Passage, ...], dates: Dates) -> str | None:
    said = level(line.text).strip()
    if _is_whole(said, cited):
        return None
    undated, fault = _without_dates(said, cited, dates)
    is_attributed = line.label is not None or _is_all_quoted(undated)
    fault = fault or _quote_fault(undated, cited)
    if fault:
        return fault
    if _runs(undated, cited):
        return _words_fault(undated, cited, is_attributed)
    parts = (undated[start:end] for start, end in split_sentences(undated))
    return next((one for part in parts if (one := _words_fault(part, cited, is_attributed))), None)


def _is_whole(said: str, cited: tuple[Passage, ...]) -> bool:
    """The line is a passage as it stands, from the beginning of its first sentence to the end of its last one."""
    return any(passage.is_whole and said == passage.cited for passage in cited)


def _words_fault(text: str, cited: tuple[Passage, ...], is_attributed: bool) -> str | None:
    """What a cut lost, for words that stand there as they are; for other words every rule."""
    said = " ".join(_BRACKETS.sub(r"\1", text).split())
    runs = _runs(text, cited)
    if runs:
        cuts = (
            cut_off(row, run.start - first, run.end - first, is_attributed=is_attributed)
            for run in runs
            for first, row in run.passage.rows
        )
    else:
        cuts = (lost(words(said), row, is_attributed=is_attributed) for row in _bearing(words(said), cited))
    dropped = next((cut for cut in cuts if cut), None)
    if dropped:
        return f"the cited words have {dropped!r}, the line does not"
    fault = date_fault(said, cited) or number_fault(said, cited)
    return fault if fault or runs else _other_words_fault(words(said), cited)


def _other_words_fault(row: Sequence[Word], cited: tuple[Passage, ...]) -> str | None:
    if sum(len(passage.cited) for passage in cited) > LONGEST_CITED:
        return "it cites too much to rest on it"
    brought = added(row, [passage.words for passage in cited])
    if brought:
        return f"the line has {brought!r}, the cited words do not"
    return name_fault(row, cited) or _contrary(row, cited) or role_fault(row, cited) or _gist_fault(row, cited)


def _without_dates(said: str, cited: tuple[Passage, ...], dates: Dates) -> tuple[str, str | None]:
    """The line without the dates in brackets that findings bear out; and what is wrong with another bracket."""
    kept, end = "", 0
    for match in _BRACKETS.finditer(said):
        before = said[: match.start()].rstrip()
        if _is_dated(before, match[1].strip(), cited, dates):
            kept, end = kept + said[end : match.start()].rstrip(), match.end()
        elif fault := _bracket_fault(match[1], cited):
            return said, fault
    return kept + said[end:], None


def _bracket_fault(inner: str, cited: tuple[Passage, ...]) -> str | None:
    """A bracket holds a name in one piece, as it stands in a cited passage."""
    row = words(inner)
    keys = [word.key for word in row]
    if row and not any(has_run([word.key for word in part.inside], keys) for part in cited):
        return f"[{inner}] does not stand in the cited words"
    if any(word.key in of_kind(kind) for word in row for kind in ("negation", "denial", "doubt", "ahead")):
        return f"[{inner}] is more than a name"
    return None


def _is_dated(before: str, inner: str, cited: tuple[Passage, ...], dates: Dates) -> bool:
    """True for "Monday [16 November 2026]" where a finder read that day at a "Monday" that is cited."""
    for passage in cited:
        span = passage.span
        for where, value in dates.items():
            if where.report_id == span.report_id and span.start <= where.start and where.end <= span.end:
                shown = level(passage.raw[where.start - span.start : where.end - span.start]).strip()
                if before.casefold().endswith(shown.casefold()) and same_day(inner, value):
                    return True
    return False


def _quote_fault(said: str, cited: tuple[Passage, ...]) -> str | None:
    """Every quotation stands word for word, whole words, in one passage, and in quotation marks there."""
    for match in _QUOTED.finditer(said):
        quoted = _BRACKETS.sub(r"\1", match.group(1)).strip(_TRIM)
        if quoted and not any(_is_quoted_in(quoted, passage) for passage in cited):
            return f"the quotation {quoted!r} does not stand in the cited words"
    return "a quotation mark is missing" if said.count('"') % 2 and not _runs(said, cited) else None


def _is_quoted_in(quoted: str, passage: Passage) -> bool:
    wanted = [word.key for word in words(quoted)]
    row = passage.inside
    keys = [word.key for word in row]
    return any(
        keys[at : at + len(wanted)] == wanted and _is_marked(passage, row[at])
        for at in range(len(keys) - len(wanted) + 1)
    )


def _is_marked(passage: Passage, first: Word) -> bool:
    """In quotation marks: an opening one right before it, or an odd number of them before it in its paragraph.

    A social post, signed with its handle, is a quotation without marks; so is a paragraph of a transcript or dialogue.
    """
    before = passage.whole[: first.start]
    is_inside = (passage.marks + before.count('"')) % 2 == 1
    return (
        is_inside
        or _OPENED.search(before) is not None
        or "(@" in passage.behind
        or _TRANSCRIPT.match(passage.lead) is not None
    )


def _is_all_quoted(said: str) -> bool:
    rest = _QUOTED.sub("", said)
    return bool(_QUOTED.search(said)) and not words(rest)


@dataclass(frozen=True, slots=True)
class _Run:
    """Words [start, end) of a passage's whole sentences."""

    passage: Passage
    start: int
    end: int


def _runs(said: str, cited: tuple[Passage, ...]) -> list[_Run]:
    """Where the line stands word for word, marks aside; several quotations each by themselves. Empty: it does not.

    A bracket stands for one pronoun, or for nothing. Of several places the one that is cut least counts.
    """
    parts = [part for part in _QUOTED.findall(said) if part.strip()] if _is_all_quoted(said) else [said]
    found = [_run(part, cited) for part in parts]
    return [run for run in found if run is not None] if all(found) else []


def _run(part: str, cited: tuple[Passage, ...]) -> _Run | None:
    pieces = [[word.key for word in words(piece)] for piece in _OUTSIDE.split(part)]
    best: _Run | None = None
    for passage in cited:
        row, first = [word.key for word in passage.inside], passage.first
        for at in range(len(row)):
            end = _end_of(row, at, pieces)
            if end > at and (best is None or len(passage.words) - end < len(best.passage.words) - best.end):
                best = _Run(passage, first + at, first + end)
    return best


def _end_of(row: Sequence[str], at: int, pieces: Sequence[Sequence[str]]) -> int:
    """Where the pieces end that stand in the row from here on, at most one pronoun between two; 0: they do not."""
    for order, piece in enumerate(pieces):
        if order and list(row[at : at + len(piece)]) != list(piece):
            if not row[at : at + 1] or row[at] not in of_kind("pronouns"):
                return 0
            at += 1
        if list(row[at : at + len(piece)]) != list(piece):
            return 0
        at += len(piece)
    return at


def _bearing(row: Sequence[Word], cited: tuple[Passage, ...]) -> list[tuple[Word, ...]]:
    """The sentences that hold what the line says, not only a name of it."""
    content = {word.stem for word in row if word.is_content}
    least = min(3, len(content))
    sentences = [sentence for passage in cited for _, sentence in passage.rows]
    return [one for one in sentences if len(content & {word.stem for word in one if word.is_content}) >= least]


def _contrary(row: Sequence[Word], cited: tuple[Passage, ...]) -> str | None:
    held = {word.key for passage in cited for word in passage.words}
    for word in row:
        against = opposites().get(word.key, frozenset()) & held
        if against and word.key not in held:
            return f"the cited words say {min(against)!r}, the line {word.key!r}"
    strange = [word.key for word in row if word.key in of_kind("when") and word.key not in held]
    return f"{strange[0]!r} does not stand in the cited words" if strange else None


def _gist_fault(row: Sequence[Word], cited: tuple[Passage, ...]) -> str | None:
    """A line in other words needs most of its content words in the cited ones."""
    known = {word.stem for passage in cited for word in passage.inside}
    content = [word.stem for word in row if word.is_content]
    held = sum(word in known for word in content)
    return None if held * 1000 >= LEAST_SUPPORT * len(content) else "too few of its words stand in the cited words"


def _label_fault(label: str, cited: tuple[Passage, ...]) -> str | None:
    """Every part of "Name, role" stands in one piece in the cited words."""
    for part in label.split(","):
        row = [word.key for word in words(level(part))]
        if not any(has_run([word.key for word in passage.inside], row) for passage in cited):
            return f"the label {part.strip()!r} does not stand in the cited words"
    return None
