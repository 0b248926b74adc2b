"""Files and folders -> captures."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from infostreamer.collect.archives import is_archive, read_archive
from infostreamer.collect.leads import address_of
from infostreamer.collect.lines import (
    GROUP_BYTES,
    MOST_BYTES,
    Taken,
    file_capture,
    file_failure,
    lines_in,
    merged,
    read_json_list,
    read_jsonl,
    too_large,
)
from infostreamer.model import BadInput, Capture, Failure

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
_FEEDS = frozenset({".xml", ".rss", ".rdf", ".atom"})
_KINDS = "html, htm, txt, md, json, jsonl, eml, pdf, warc, warc.gz"
_SIDECAR_ADDRESS = re.compile(r"^(?:URL\s*=\s*)?(https?://\S+)\s*$", re.IGNORECASE | re.MULTILINE)
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_SIDECAR_BYTES = 65_536
_LEAST_PER_NUL = 100
"""Bytes of a text for each NUL in it: a program that cut a word wrong leaves a few, a file that is no text has them
everywhere."""


def read_paths(paths: Iterable[str | os.PathLike[str]], *, now: datetime, max_bytes: int = MOST_BYTES) -> Taken:
    """All of `path_groups` at once."""
    return merged(path_groups(paths, now=now, max_bytes=max_bytes))


def path_groups(
    paths: Iterable[str | os.PathLike[str]], *, now: datetime, max_bytes: int = MOST_BYTES
) -> Iterator[Taken]:
    """One capture per file (per line of a .jsonl, element of a JSON list, page of a web archive), folders by name.

    Args:
        paths: files and folders, read in the order given. `NAME.url` beside a file (NAME with or without its ending)
            holds the address it was saved from: a bare address or an Internet shortcut.
        now: stated as the time of capture.
        max_bytes: larger files are failures.

    Yields:
        captures with address "file:" + the name as given (pages of an archive have their own), and one failure with
        one sentence per file that cannot be taken: missing, unreadable, empty, too large, binary or of an unknown kind.
        Whenever 16 MB are held, and at the end.
    """
    captures: list[Capture] = []
    failures: list[Failure] = []
    held = 0
    for path in paths:
        for file in _files(Path(path)):
            more, troubles = _read_file(file, now, max_bytes, within=Path(path))
            captures += more
            failures += troubles
            held += sum(len(capture.body) for capture in more)
            if held >= GROUP_BYTES:
                yield captures, failures
                captures, failures, held = [], [], 0
    yield captures, failures


def read_file(path: Path, *, max_bytes: int = MOST_BYTES) -> bytes:
    """The bytes of a regular file; never more than the limit, whatever its size is said to be, and nothing is waited
    for: a pipe has no end and a device no size.

    Raises:
        BadInput: it cannot be read, is no regular file, or is larger; half a sentence that follows the name.
    """
    try:
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
        with open(number, "rb") as file:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                raise BadInput("is no regular file; give a file or a folder")
            if trouble := too_large(os.fstat(number).st_size, max_bytes):
                raise BadInput(trouble)
            body = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not valid"
        raise BadInput(f"cannot be read ({reason}); check the name and its permissions") from None
    if trouble := too_large(len(body), max_bytes):
        raise BadInput(trouble)
    return body


def _files(path: Path) -> Iterator[Path]:
    """The file itself, or the folder's files by name; hidden ones, sidecars and links to folders are passed over.

    A folder that cannot be opened or holds nothing stands for itself, so that it is told and not passed over.
    """
    waiting, is_told = [path], False
    while waiting:
        here = waiting.pop()
        if here is not path and here.is_symlink() and os.path.isdir(here):
            continue
        # unlike Path.is_dir, False for a name that no system would take
        children = _children(here) if os.path.isdir(here) else []
        if children:
            waiting += reversed(children)  # a stack, not calls: folders may lie two thousand deep
        else:
            is_told = True
            yield here
    if not is_told:  # links to folders are all it holds
        yield path


def _children(folder: Path) -> list[Path]:
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return []
    return [child for child in found if not child.name.startswith(".") and not _is_sidecar(child)]


def _name(path: Path) -> str:
    """The path as text that can be kept and shown: bytes that are no UTF-8 are written out, and so are characters that
    steer a terminal or turn the words of a page round."""
    return _STEERING.sub(_written, str(path).encode("utf-8", "backslashreplace").decode("utf-8"))


def _written(found: re.Match[str]) -> str:
    return found.group().encode("unicode_escape").decode("ascii")


def _is_sidecar(path: Path) -> bool:
    return path.suffix.lower() == ".url"


def _read_file(path: Path, now: datetime, max_bytes: int, *, within: Path) -> Taken:
    name = _name(path)
    item = f"file:{name}"
    if path != within and _leads_out(path, within):
        return [], [file_failure(item, f"{name} is a link that leads out of its folder; give the file itself.", now)]
    if is_archive(path):
        return read_archive(path, name, now=now, max_bytes=max_bytes)
    suffix = path.suffix.lower()
    try:
        _refuse_kind(path, suffix)
        body = read_file(path, max_bytes=max_bytes)
        _refuse_content(suffix, body)
    except BadInput as error:
        return [], [file_failure(item, f"{name} {error}.", now)]
    return _captures(path, item, body, now, max_bytes)


def _leads_out(path: Path, folder: Path) -> bool:
    """True for a link to what lies elsewhere: a folder may be filled by somebody who may not read what it points to."""
    if not path.is_symlink():
        return False
    return not os.path.realpath(path).startswith(os.path.join(os.path.realpath(folder), ""))


def _captures(path: Path, item: str, body: bytes, now: datetime, max_bytes: int) -> Taken:
    suffix, name = path.suffix.lower(), _name(path)
    if suffix == ".jsonl":
        return read_jsonl(lines_in(body), now=now, name=name, max_bytes=max_bytes)
    is_list = suffix == ".json" and body[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"["
    taken = read_json_list(body, now=now, name=name) if is_list else None
    if taken is not None:
        return taken
    capture = file_capture(item, body, now, mime=_MIMES[suffix])
    return [replace(capture, final_address=_sidecar_address(path) or item)], []


def _refuse_kind(path: Path, suffix: str) -> None:
    if os.path.isdir(path):
        raise BadInput("is a folder with nothing to read in it; check its name and permissions")
    if suffix in _FEEDS and os.path.lexists(path):
        raise BadInput("is the file of a feed or list; follow its address, or import a list of feeds as .opml")
    if suffix not in _MIMES and os.path.lexists(path):
        raise BadInput(f"is of a kind that is not read; give one of {_KINDS}")


def _refuse_content(suffix: str, body: bytes) -> None:
    if not body.strip():
        raise BadInput("is empty; there is nothing to read")
    if suffix == ".pdf":
        if b"%PDF-" not in body[:1024]:
            raise BadInput("is called PDF but is none; check the file")
        return
    head = body[:8192]
    is_wide = head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[:4] == b"\x00\x00\xfe\xff"
    if head.count(b"\x00") > len(head) // _LEAST_PER_NUL and not is_wide:
        raise BadInput("is binary, not text; give the text or page itself")


def _sidecar_address(path: Path) -> str | None:
    for beside in (path.with_name(f"{path.name}.url"), path.with_suffix(".url")):
        try:
            text = read_file(beside, max_bytes=_SIDECAR_BYTES).decode("utf-8", "replace")
        except BadInput:
            continue
        found = _SIDECAR_ADDRESS.search(text.lstrip("\ufeff"))
        if found:
            return address_of(found.group(1), found.group(1))
    return None
