"""Files and folders -> captures."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import msgspec

from infostreamer.collect.archives import is_archive, read_archive
from infostreamer.collect.leads import address_of
from infostreamer.model import Capture, Failure
from infostreamer.model.capture import REPORT_MIME

MOST_BYTES = 15_728_640
_MIMES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".eml": "message/rfc822",
    ".pdf": "application/pdf",
}
_KINDS = "html, htm, txt, md, json, jsonl, eml, pdf, warc, warc.gz"
_SIDECAR_ADDRESS = re.compile(r"^(?:URL\s*=\s*)?(https?://\S+)\s*$", re.IGNORECASE | re.MULTILINE)

Taken = tuple[list[Capture], list[Failure]]


def read_paths(
    paths: Iterable[str | os.PathLike[str]], *, now: datetime, max_bytes: int = MOST_BYTES
) -> tuple[list[Capture], list[Failure]]:
    """One capture per file (per line of a .jsonl, element of a JSON list, page of a web archive), folders by name.

    Args:
        paths: files and folders, read in the order given. `NAME.url` beside a file (NAME with or without its ending)
            holds the address it was saved from: a bare address or an Internet shortcut.
        now: stated as the time of capture.
        max_bytes: larger files are failures.

    Returns:
        captures with address "file:" + the name as given (pages of an archive have their own), and one failure with
        one sentence per file that cannot be taken: missing, unreadable, empty, too large, binary or of an unknown kind.
    """
    captures: list[Capture] = []
    failures: list[Failure] = []
    for path in paths:
        for file in _files(Path(path)):
            more, troubles = _read_file(file, now, max_bytes)
            captures += more
            failures += troubles
    return captures, failures


def read_jsonl(
    stream: IO[str] | IO[bytes] | Iterable[str | bytes], *, now: datetime, name: str = "-", max_bytes: int = MOST_BYTES
) -> tuple[list[Capture], list[Failure]]:
    """One capture (REPORT_MIME) per line that holds a report: a JSON object with `text`; blank lines are skipped.

    Args:
        stream: lines of text or bytes.
        now: stated as the time of capture.
        name: what the stream is called; line 3 of "-" becomes the address "file:-#3".
        max_bytes: longer lines are failures.
    """
    captures: list[Capture] = []
    failures: list[Failure] = []
    for number, raw in enumerate(stream, 1):
        line = (raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else raw).strip()
        line = line.removeprefix(b"\xef\xbb\xbf")
        if not line:
            continue
        item = f"file:{name}#{number}"
        trouble = _too_large(len(line), max_bytes) or _not_a_report(_decode(line))
        if trouble:
            failures.append(_failure(item, f"Line {number} of {name} {trouble}.", now))
        else:
            captures.append(_report_capture(item, line, now))
    return captures, failures


def _files(path: Path) -> Iterator[Path]:
    """The file itself, or the folder's files by name; hidden ones, sidecars and links to folders are passed over.

    A folder that cannot be opened or holds nothing stands for itself, so that it is told and not passed over.
    """
    if not os.path.isdir(path):  # unlike Path.is_dir, False for a name that no system would take
        yield path
        return
    is_empty = True
    for child in _children(path):
        is_empty = False
        if not os.path.isdir(child):
            yield child
        elif not child.is_symlink():
            yield from _files(child)
    if is_empty:
        yield path


def _children(folder: Path) -> list[Path]:
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return []
    return [child for child in found if not child.name.startswith(".") and not _is_sidecar(child)]


def _name(path: Path) -> str:
    """The path as text that can be kept: bytes that are no UTF-8 are written out."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def _is_sidecar(path: Path) -> bool:
    return path.suffix.lower() == ".url"


def _read_file(path: Path, now: datetime, max_bytes: int) -> Taken:
    name = _name(path)
    item = f"file:{name}"
    if is_archive(path):
        return read_archive(path, name, now=now, max_bytes=max_bytes)
    try:
        size = path.stat().st_size
        body = path.read_bytes() if path.is_file() and size <= max_bytes else b""
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not valid"
        return [], [_failure(item, f"{name} cannot be read ({reason}); check the name and its permissions.", now)]
    trouble = _trouble(path, size, body, max_bytes)
    if trouble:
        return [], [_failure(item, f"{name} {trouble}.", now)]
    return _captures(path, item, body, now, max_bytes)


def _captures(path: Path, item: str, body: bytes, now: datetime, max_bytes: int) -> Taken:
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        return read_jsonl(body.splitlines(), now=now, name=_name(path), max_bytes=max_bytes)
    rows = _decode(body) if suffix == ".json" else None
    if isinstance(rows, list):
        return _rows(path, rows, now)
    capture = _capture(item, body, now, mime=_MIMES[suffix])
    return [replace(capture, final_address=_sidecar_address(path) or item)], []


def _rows(path: Path, rows: Sequence[Any], now: datetime) -> Taken:
    """A JSON list is taken like JSONL: one report per element."""
    lines = [msgspec.json.encode(row) for row in rows]
    captures, failures = read_jsonl(lines, now=now, name=_name(path))
    if not captures and not failures:
        failures = [_failure(f"file:{_name(path)}", f"{_name(path)} is an empty list; there is nothing to read.", now)]
    return captures, failures


def _trouble(path: Path, size: int, body: bytes, max_bytes: int) -> str | None:
    """What is wrong with the file, as the rest of a sentence that begins with its name."""
    suffix = path.suffix.lower()
    if os.path.isdir(path):
        return "is a folder with nothing to read in it; check its name and permissions"
    if suffix not in _MIMES:
        return f"is of a kind that is not read; give one of {_KINDS}"
    if not path.is_file():
        return "is no regular file; give a file or a folder"
    return _too_large(size, max_bytes) or _unreadable(suffix, body)


def _unreadable(suffix: str, body: bytes) -> str | None:
    if not body.strip():
        return "is empty; there is nothing to read"
    if suffix == ".pdf":
        return None if b"%PDF-" in body[:1024] else "is called PDF but is none; check the file"
    is_wide = body[:2] in (b"\xff\xfe", b"\xfe\xff")
    if b"\x00" in body[:8192] and not is_wide:
        return "is binary, not text; give the text or page itself"
    return None


def _too_large(size: int, max_bytes: int) -> str | None:
    return f"is larger than {max_bytes} bytes, the limit; split it" if size > max_bytes else None


def _not_a_report(row: Any) -> str | None:
    if row is _BROKEN:
        return "is not valid JSON; write one report as one JSON object"
    if not isinstance(row, dict):
        return "is not a JSON object; write one report as one JSON object"
    text = row.get("text")
    return None if isinstance(text, str) and text.strip() else "has no text; a report needs at least the field 'text'"


_BROKEN = object()


def _decode(data: bytes) -> Any:
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return _BROKEN


def _report_capture(item: str, line: bytes, now: datetime) -> Capture:
    row = msgspec.json.decode(line)
    url = row.get("url")
    address = address_of(url, url) if isinstance(url, str) and "://" in url else None
    return replace(_capture(item, line, now, mime=REPORT_MIME), final_address=address or item)


def _capture(item: str, body: bytes, now: datetime, *, mime: str) -> Capture:
    return Capture(
        id=Capture.make_id(item, body), address=item, final_address=item, fetched_at=now, body=body, mime=mime
    )


def _sidecar_address(path: Path) -> str | None:
    for beside in (path.with_name(f"{path.name}.url"), path.with_suffix(".url")):
        try:
            text = beside.read_text("utf-8", "replace")
        except OSError:
            continue
        found = _SIDECAR_ADDRESS.search(text.lstrip("\ufeff"))
        if found:
            return address_of(found.group(1), found.group(1))
    return None


def _failure(item: str, sentence: str, now: datetime) -> Failure:
    return Failure(item=item, stage="collect", error=sentence, kind="file", at=now)
