"""Web archives (WARC, ISO 28500) -> captures: the pages as they were received, with the day of the archive.

Read are `response` and `resource` records that hold a page or PDF; what a reader of archives passes over in silence is
told: a file cut short, records too large, bodies in an encoding that cannot be undone.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from infostreamer.collect.isolation import DEADLINE_S
from infostreamer.collect.leads import address_of
from infostreamer.collect.lines import Taken, file_failure
from infostreamer.isolation import Stopped, submit
from infostreamer.model import Capture, Failure

MOST_ARCHIVE_BYTES = 268_435_456  # of the file
MOST_BODY_BYTES = 268_435_456  # of all bodies taken from one file: they are held in memory until they are kept
MOST_UNPACKED_BYTES = 1_073_741_824  # of all records of a compressed file
MOST_RECORDS = 100_000
_MIMES = ("text/html", "application/xhtml+xml", "application/pdf")
_PIECE = 1_048_576
_PART_BYTES = 16_777_216
_FAILURE_BYTES = 1_000
_CONTENT_TYPE = re.compile(r"\s*([^\s;]+)\s*(?:;.*?charset=[\"']?([\w.:-]+))?", re.IGNORECASE)
_SENTENCES = {
    "cut": "ends in the middle of a record: it was cut short",
    "damaged": "holds something that is no web archive behind its pages, or is damaged there",
}
End = Literal["whole", "cut", "damaged", "large"]
_NEEDS_PACKAGE = "is a web archive; reading it needs the package warcio: pip install 'infostreamer[archive]'"


def is_archive(path: Path) -> bool:
    """True for .warc and .warc.gz."""
    return path.name.lower().endswith((".warc", ".warc.gz"))


def read_archive(path: Path, name: str, *, now: datetime, max_bytes: int) -> Taken:
    """One capture per page in the archive, in its order; read part by part in a process that can be killed.

    Args:
        path: the file.
        name: what it is called in failures.
        now: stated as the time of capture where a record gives none.
        max_bytes: larger bodies are failures, as are encodings that cannot be undone.

    Returns:
        captures with the address and time of their record, and failures with one sentence each; one of them says so
        where the file ends in the middle of a record.
    """
    trouble = _trouble(path)
    if trouble is not None:
        return [], [file_failure(f"file:{name}", f"{name} {trouble}.", now)]
    try:
        end = submit(end_of, str(path), deadline_s=DEADLINE_S).result()
        if end == "large":
            return [], [file_failure(f"file:{name}", f"{name} unpacks to more than 1 GiB, the limit; split it.", now)]
        captures, failures = _parts(path, name, now=now, max_bytes=max_bytes, end=end)
    except Stopped as error:
        return [], [file_failure(f"file:{name}", f"{name} cannot be read as a web archive: {error}", now)]
    if not captures and not failures:
        failures.append(file_failure(f"file:{name}", f"{name} holds no page; there is nothing to read.", now))
    return captures, failures


def _parts(path: Path, name: str, *, now: datetime, max_bytes: int, end: End) -> Taken:
    captures: list[Capture] = []
    failures: list[Failure] = []
    held, part = 0, _Part(next_offset=0)
    while part.next_offset is not None:
        if held > MOST_BODY_BYTES or len(captures) + len(failures) > MOST_RECORDS:
            sentence = f"{name} holds more than is taken at once; the rest of it was not read: split it."
            return captures, [*failures, file_failure(f"file:{name}", sentence, now)]
        part = submit(read_part, str(path), name, part.next_offset, now, max_bytes, deadline_s=DEADLINE_S).result()
        captures += part.captures
        failures += part.failures
        held += sum(len(capture.body) for capture in part.captures)
    if end == "cut" and part.is_last_taken:
        captures.pop()  # the half of a page would be kept as one of its versions
    if end in _SENTENCES and not failures:
        failures.append(file_failure(f"file:{name}", f"{name} {_SENTENCES[end]}.", now))
    return captures, failures


@dataclass(frozen=True, slots=True)
class _Part:
    """Some pages in the archive's order, and where the next ones begin; None at its end."""

    next_offset: int | None
    captures: tuple[Capture, ...] = ()
    failures: tuple[Failure, ...] = ()
    is_last_taken: bool = False  # the last record of the part is its last capture


def read_part(path: str, name: str, offset: int, now: datetime, max_bytes: int) -> _Part:
    """The pages from the record at this byte of the file on, until 16 MB of them are held."""
    captures: list[Capture] = []
    failures: list[Failure] = []
    held, last = 0, None
    try:
        for at, record in _records(path, offset):
            if held > _PART_BYTES and at > offset:
                return _Part(at, tuple(captures), tuple(failures))
            last = None
            if _is_page(record):
                last = taken = _taken(record, name, now, max_bytes)
                if isinstance(taken, Capture):
                    captures.append(taken)
                    held += len(taken.body)
                else:
                    failures.append(taken)
                    held += _FAILURE_BYTES
    except MemoryError:
        raise
    except Exception as error:  # warcio and zlib name no error of their own for damaged files
        sentence = f"{name} cannot be read as a web archive beyond this point ({type(error).__name__}); it is damaged."
        failures.append(file_failure(f"file:{name}", sentence, now))
    return _Part(None, tuple(captures), tuple(failures), captures[-1:] == [last])


def _trouble(path: Path) -> str | None:
    try:
        import warcio  # noqa: F401
    except ImportError:
        return _NEEDS_PACKAGE
    try:
        size = path.stat().st_size
    except OSError as error:
        return f"cannot be read ({error.strerror}); check the name and its permissions"
    if not path.is_file():
        return "is no regular file; give a file or a folder"
    if not size:
        return "is empty; there is nothing to read"
    return f"is larger than {MOST_ARCHIVE_BYTES} bytes, the limit; split it" if size > MOST_ARCHIVE_BYTES else None


def _records(path: str, offset: int) -> Iterator[tuple[int, Any]]:
    """Where each record begins, and the record."""
    from warcio.archiveiterator import ArchiveIterator

    with open(path, "rb") as stream:
        stream.seek(offset)
        records = ArchiveIterator(stream)
        for record in records:
            yield records.offset, record


def _is_page(record: Any) -> bool:
    if record.rec_type == "response":
        status = record.http_headers.get_statuscode() if record.http_headers else ""
        return status == "200" and _mime(record)[0] in _MIMES
    return record.rec_type == "resource" and _mime(record)[0] in _MIMES


def _mime(record: Any) -> tuple[str, str | None]:
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
    found = _CONTENT_TYPE.match((headers.get_header("Content-Type") if headers else None) or "")
    return (found[1].lower(), found[2].lower() if found[2] else None) if found else ("", None)


def _taken(record: Any, name: str, now: datetime, max_bytes: int) -> Capture | Failure:
    raw = (record.rec_headers.get_header("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">")
    address = address_of(raw, raw) if "://" in raw else None
    if address is None:
        return file_failure(f"file:{name}", f"{name} holds a page without a web address; it is left out.", now)
    body = record.content_stream().read(max_bytes + 1)
    if len(body) > max_bytes:
        return file_failure(address, f"{address} in {name} is larger than {max_bytes} bytes, the limit.", now)
    if not body.strip():
        return file_failure(address, f"{address} in {name} is empty; there is nothing to read.", now)
    encoding = record.http_headers.get_header("Content-Encoding") if record.http_headers else None
    if encoding and encoding.strip().lower() not in ("identity", "gzip", "deflate", "x-gzip"):
        return file_failure(address, f"{address} in {name} is encoded as {encoding[:20]}, which is not read here.", now)
    mime, charset = _mime(record)
    return Capture(
        id=Capture.make_id(address, body),
        address=address,
        final_address=address,
        fetched_at=_moment(record.rec_headers.get_header("WARC-Date")) or now,
        body=body,
        mime=mime,
        charset=charset,
        headers=_headers(record),
    )


def _headers(record: Any) -> tuple[tuple[str, str], ...]:
    if record.http_headers is None:
        return ()
    return tuple((str(key).lower()[:200], str(value)[:2000]) for key, value in record.http_headers.headers[:100])


def _moment(raw: str | None) -> datetime | None:
    """WARC-Date: W3C date and time, UTC, since WARC 1.1 with fractions of a second."""
    try:
        moment = datetime.fromisoformat((raw or "").strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def end_of(path: str) -> End:
    """What readers of archives do not tell: whether the last record is cut off, or something else follows it."""
    with open(path, "rb") as stream:
        is_compressed = stream.read(2) == b"\x1f\x8b"
        stream.seek(0)
        if is_compressed:
            return _ends_compressed(stream)
        stream.seek(-min(4, os.fstat(stream.fileno()).st_size), 2)
        return "whole" if stream.read() == b"\r\n\r\n" else "cut"  # a record ends with two line ends (ISO 28500, 4)


def _ends_compressed(stream: Any) -> End:
    """Every member of the gzip file, one per record, has its end (RFC 1952, 2.3.1)."""
    try:
        return _unpacked(stream)
    except zlib.error:
        return "damaged"


def _unpacked(stream: Any) -> End:
    member, unpacked = zlib.decompressobj(31), 0
    while piece := stream.read(_PIECE):
        while piece:
            if member.eof:
                member, piece = zlib.decompressobj(31), piece.lstrip(b"\0")
            unpacked += len(member.decompress(piece, _PIECE))
            if unpacked > MOST_UNPACKED_BYTES:
                return "large"
            piece = member.unused_data if member.eof else member.unconsumed_tail
    return "whole" if member.eof else "cut"
