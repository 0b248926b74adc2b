"""The gold reports of `tests/quality/wire`, read into offsets. The format stands in that folder's README."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from infostreamer.model import Published, Report
from infostreamer.text.sentences import split_paragraphs, split_sentences

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "quality" / "wire"
KINDS = ("quotes", "statements", "figures", "dates", "events")
SPLITS = ("dev", "test", "more")
_LAST_DEV, _LAST_TEST = 24, 40

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Label:
    """One gold label: where its words stand, the other places that name the same thing, and its fields."""

    spans: tuple[Span, ...]
    fields: dict[str, Any] = field(hash=False)
    again: tuple[Span, ...] = ()

    @property
    def is_optional(self) -> bool:
        """Careful readers may or may not list it."""
        return bool(self.fields.get("optional"))

    def any_of(self, name: str) -> tuple[Any, ...]:
        """The right values of a field: one, or the several that are."""
        value = self.fields.get(name)
        return tuple(value) if isinstance(value, list) else (value,)


@dataclass(frozen=True, slots=True)
class Gold:
    """A report and its labels, by kind."""

    name: str
    report: Report
    labels: dict[str, list[Label]] = field(hash=False)
    cues: tuple[Span, ...]  # where the reporting words of the quotations and statements stand


def read_split(split: str, folder: Path = FOLDER) -> list[Gold]:
    """The reports of "dev" (01-24), "test" (25-40), "more" (41-56) or "all", in order.

    Raises:
        ValueError: a label's words do not stand in its report; the message names both.
    """
    paths = sorted(folder.glob("[0-9][0-9]_*.json"))
    return [read_gold(path) for path in paths if split in ("all", split_of(path))]


def split_of(path: Path) -> str:
    """ "dev", "test" or "more", by the number in the file's name."""
    number = int(path.name[:2])
    return "dev" if number <= _LAST_DEV else "test" if number <= _LAST_TEST else "more"


def read_gold(path: Path) -> Gold:
    """One file's report with its labels as offsets; ValueError as in `read_split`."""
    raw = json.loads(path.read_text("utf-8"))
    report = _report(path.stem, raw)
    try:
        labels = {kind: [_label(report.text, each) for each in raw[kind]] for kind in KINDS}
    except LookupError as error:
        raise ValueError(f"{path.name}: {error}") from error
    said = [label for kind in ("quotes", "statements") for label in labels[kind]]
    return Gold(path.stem, report, labels, tuple(cue for label in said for cue in _cues(report.text, label)))


def _cues(text: str, label: Label) -> list[Span]:
    """Where each cue of the label stands closest to its words."""
    start, end = label.spans[0][0], label.spans[-1][1]
    found = []
    for cue in filter(None, label.any_of("cue")):
        found += sorted(places(text, cue), key=lambda each: min(abs(each[1] - start), abs(each[0] - end)))[:1]
    return found


def _report(name: str, raw: dict[str, Any]) -> Report:
    body, title = "\n\n".join(raw["paragraphs"]), raw["title"]
    text = f"{title}\n\n{body}" if title else body
    at = datetime.fromisoformat(raw["published"]) if raw["published"] else None
    address = f"https://wire.example/{name}"
    return Report(
        id=Report.make_id(address, text), capture_id=name, address=address, canonical=address, host="wire.example",
        outlet=None, title=title, byline=(), published=Published(at=at, basis="given") if at else None, language="en",
        kind=raw["kind"], text=text, body_start=len(title) + 2 if title else 0, paragraphs=split_paragraphs(text),
        sentences=split_sentences(text),
    )  # fmt: skip


def _label(text: str, fields: dict[str, Any]) -> Label:
    words = fields["trigger"] if "trigger" in fields else fields["words"]
    again = tuple(place(text, piece, nth) for piece, nth in fields.get("again", ()))
    return Label(_places(text, [words] if isinstance(words, str) else words, fields.get("nth", 1)), fields, again)


def _places(text: str, pieces: Iterable[str], nth: int) -> tuple[Span, ...]:
    """The first piece where it stands for the nth time, each further one at its first place after the one before."""
    spans: list[Span] = []
    for piece in pieces:
        spans.append(place(text, piece, 1, spans[-1][1]) if spans else place(text, piece, nth))
    return tuple(spans)


def place(text: str, piece: str, nth: int, after: int = 0) -> Span:
    """Where the piece stands as whole words for the nth time; LookupError when it does not."""
    found = [each for each in places(text, piece) if each[0] >= after]
    if len(found) < nth:
        raise LookupError(f"{piece!r} does not stand in the text {nth} time(s)")
    return found[nth - 1]


def places(text: str, piece: str) -> list[Span]:
    """Everywhere the piece stands as whole words."""
    found, start = [], text.find(piece)
    while start >= 0:
        end = start + len(piece)
        if not (_joins(text[start - 1 : start], piece[0]) or _joins(piece[-1], text[end : end + 1])):
            found.append((start, end))
        start = text.find(piece, start + 1)
    return found


def _joins(left: str, right: str) -> bool:
    return left.isalnum() and right.isalnum()
