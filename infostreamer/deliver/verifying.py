"""An evidence bundle -> what holds and what does not. Nothing of a desk is needed."""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infostreamer.deliver.evidence import MANIFEST, SCHEMA
from infostreamer.deliver.warc import NAME
from infostreamer.model import BadInput, sha256_hex

_MOST_BYTES = 2_147_483_648
_MOST_FILES = 1_000
_MOST_SQUEEZED = 200  # times; pages of text shrink to a tenth
_SMALL = 10_000_000  # bytes that may come of a file however small
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked; `trouble` says what is wrong, None that it holds."""

    what: str
    trouble: str | None = None

    @property
    def holds(self) -> bool:
        """True when nothing is wrong."""
        return self.trouble is None


def verify(path: Path) -> list[Check]:
    """Every check of a bundle, in order: its files, the bytes received, the texts, the citations.

    Raises:
        BadInput: the file cannot be read, or is no evidence bundle.
    """
    files = _read(path)
    manifest = _object(files, MANIFEST)
    if manifest.get("schema") != SCHEMA:
        raise BadInput(f"{path} is no evidence bundle: its manifest names another schema.")
    checks = list(_files(manifest, files))
    if all(check.holds for check in checks):
        checks += _inside(files)
    return checks


def _inside(files: dict[str, bytes]) -> list[Check]:
    custody, story = _object(files, "custody.json"), _object(files, "story.json")
    try:
        return [*_captures(custody, files[NAME]), *_texts(custody, story), _citations(story), _findings(story)]
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError, EOFError) as error:
        raise BadInput("This is no evidence bundle: its files do not have the fields that they need.") from error


def _read(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > _MOST_BYTES or len(entries) > _MOST_FILES:
                raise BadInput(f"{path} unpacks to more than 2 GB or to more than {_MOST_FILES} files: no bundle does.")
            if sum(entry.file_size for entry in entries) > _SMALL + _MOST_SQUEEZED * path.stat().st_size:
                raise BadInput(f"{path} unpacks to more than {_MOST_SQUEEZED} times its size, which no bundle does.")
            if len({entry.filename for entry in entries}) < len(entries):
                raise BadInput(f"{path} holds two files of one name, so that it could show each reader another one.")
            return {entry.filename: _body(archive, entry) for entry in entries}
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from error
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError, struct.error) as error:
        raise BadInput(f"{path} is no zip file, or a damaged one.") from error


def _body(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of one file; none where they do not match the zip's own sum, which no hash in the manifest matches."""
    try:
        return archive.read(entry)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError):
        return b""


def _object(files: dict[str, bytes], name: str) -> Json:
    try:
        found = json.loads(files[name])
    except (KeyError, ValueError, RecursionError) as error:
        raise BadInput(f"This is no evidence bundle: {name} is missing or is not JSON.") from error
    if not isinstance(found, dict):
        raise BadInput(f"This is no evidence bundle: {name} is not a JSON object.")
    return found


def _files(manifest: Json, files: dict[str, bytes]) -> Iterator[Check]:
    rows = manifest.get("files")
    named = {str(row.get("path")): row for row in rows if isinstance(row, dict)} if isinstance(rows, list) else {}
    for path, row in sorted(named.items()):
        body = files.get(path)
        if body is None:
            yield Check(path, "it is missing")
        elif sha256_hex(body) != row.get("sha256"):
            yield Check(path, "its SHA-256 is not the one in the manifest")
        else:
            yield Check(path)
    for path in sorted(set(files) - set(named) - {MANIFEST}):
        yield Check(path, "the manifest does not name it")


def _captures(custody: Json, archive: bytes) -> Iterator[Check]:
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise BadInput(
            "Checking the web archive needs the package warcio; install it with: pip install 'infostreamer[archive]'."
        ) from error
    found: dict[str, list[str]] = {}
    try:
        for record in ArchiveIterator(io.BytesIO(archive)):
            if record.rec_type in ("response", "resource"):
                digest = hashlib.sha256(record.raw_stream.read()).hexdigest()
                found.setdefault(str(record.rec_headers.get_header("WARC-Target-URI")), []).append(digest)
    except ArchiveLoadFailed as error:
        raise BadInput("captures.warc is no web archive.") from error
    for row in custody["captures"]:
        held = row["sha256"] in found.get(row["warc_target"], ())
        yield Check(f"bytes of {row['asked_for']}", None if held else "the archive does not hold them")


def _texts(custody: Json, story: Json) -> Iterator[Check]:
    hashes = {row["report"]: row["text_sha256"] for capture in custody["captures"] for row in capture["reports"]}
    for report in story["reports"]:
        is_same = sha256_hex(report["text"].encode("utf-8", "surrogatepass")) == hashes.get(report["id"])
        title = report["title"] or report["id"]
        yield Check(f"text of “{title}”", None if is_same else "it is not the text that was read from the capture")


def _citations(story: Json) -> Check:
    """Every derived line cites words that stand in a text of the bundle."""
    texts = {report["id"]: report["text"] for report in story["reports"]}
    cited = wrong = 0
    for line in _lines(story["stories"]):
        places = line["citations"]
        cited += 1
        wrong += not places or any(not _stands(place, texts) for place in places)
    return Check(f"citations of {cited} lines", f"{wrong} of them do not stand in the texts" if wrong else None)


def _findings(story: Json) -> Check:
    """Every finding's words are the exact slices of its report's text."""
    found = wrong = 0
    for report in story["reports"]:
        for finding in report["findings"]:
            found += 1
            wrong += " ".join(report["text"][start:end] for start, end in finding["spans"]) != finding["words"]
    return Check(f"words of {found} findings", f"{wrong} of them are not the words at their place" if wrong else None)


def _stands(place: Json, texts: dict[str, str]) -> bool:
    return bool(0 <= place["start"] < place["end"] <= len(texts.get(place["report"], "")))


def _lines(value: Any) -> Iterator[Json]:
    """Everything in the story that has a text and citations."""
    if isinstance(value, dict):
        if isinstance(value.get("citations"), list) and "text" in value:
            yield value
        for item in value.values():
            yield from _lines(item)
    elif isinstance(value, list):
        for item in value:
            yield from _lines(item)
