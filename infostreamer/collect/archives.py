"""Web archives (WARC, ISO 28500) -> captures: the pages as they were received, with the day of the archive.

Read are `response` and `resource` records that hold a page or PDF; what a reader of archives passes over in silence is
told: a file cut short, records too large, bodies in an encoding that cannot be undone.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infostreamer.collect.leads import address_of
from infostreamer.model import Capture, Failure

MOST_ARCHIVE_BYTES = 268_435_456  # of the file
MOST_BODY_BYTES = 805_306_368  # of all bodies taken from one file: they are held in memory until they are kept
MOST_UNPACKED_BYTES = 4_294_967_296  # of all records of a compressed file
MOST_RECORDS = 100_000
_MIMES = ("text/html", "application/xhtml+xml", "application/pdf")
_PIECE = 1_048_576
_CONTENT_TYPE = re.compile(r"\s*([^\s;]+)\s*(?:;.*?charset=[\"']?([\w.:-]+))?", re.IGNORECASE)
_NEEDS_PACKAGE = "is a web archive; reading it needs the package warcio: pip install 'infostreamer[archive]'"

Taken = tuple[list[Capture], list[Failure]]


def is_archive(path: Path) -> bool:
    """True for .warc and .warc.gz."""
    return path.name.lower().endswith((".warc", ".warc.gz"))


def read_archive(path: Path, name: str, *, now: datetime, max_bytes: int) -> Taken:
    """One capture per page in the archive, in its order.

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
        return [], [_failure(f"file:{name}", f"{name} {trouble}.", now)]
    captures: list[Capture] = []
    failures: list[Failure] = []
    held, end, last = 0, None, None
    try:
        end = _is_whole(path)
        if end is None:
            return [], [_failure(f"file:{name}", f"{name} unpacks to more than 4 GiB, the limit; split it.", now)]
        for number, record in enumerate(_records(path)):
            if number >= MOST_RECORDS or held > MOST_BODY_BYTES:
                sentence = f"{name} holds more than is taken at once; the rest of it was not read: split it."
                failures.append(_failure(f"file:{name}", sentence, now))
                break
            last = None
            if _is_page(record):
                last = taken = _taken(record, name, now, max_bytes)
                if isinstance(taken, Capture):
                    captures.append(taken)
                    held += len(taken.body)
                else:
                    failures.append(taken)
    except Exception as error:  # warcio and zlib name no error of their own for damaged files
        sentence = f"{name} cannot be read as a web archive beyond this point ({type(error).__name__}); it is damaged."
        failures.append(_failure(f"file:{name}", sentence, now))
    if end is False and captures[-1:] == [last]:
        captures.pop()  # the half of a page would be kept as one of its versions
    if not failures and not end:
        failures.append(_failure(f"file:{name}", f"{name} ends in the middle of a record: it was cut short.", now))
    if not captures and not failures:
        failures.append(_failure(f"file:{name}", f"{name} holds no page; there is nothing to read.", now))
    return captures, failures


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


def _records(path: Path) -> Iterator[Any]:
    from warcio.archiveiterator import ArchiveIterator

    with path.open("rb") as stream:
        yield from ArchiveIterator(stream)


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
        return _failure(f"file:{name}", f"{name} holds a page without a web address; it is left out.", now)
    body = record.content_stream().read(max_bytes + 1)
    if len(body) > max_bytes:
        return _failure(address, f"{address} in {name} is larger than {max_bytes} bytes, the limit.", now)
    if not body.strip():
        return _failure(address, f"{address} in {name} is empty; there is nothing to read.", now)
    encoding = record.http_headers.get_header("Content-Encoding") if record.http_headers else None
    if encoding and encoding.strip().lower() not in ("identity", "gzip", "deflate", "x-gzip"):
        return _failure(address, f"{address} in {name} is encoded as {encoding[:20]}, which is not read here.", now)
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


def _is_whole(path: Path) -> bool | None:
    """False where the last record is cut off, which readers of archives do not tell; None for more than is unpacked."""
    with path.open("rb") as stream:
        is_compressed = stream.read(2) == b"\x1f\x8b"
        stream.seek(0)
        if is_compressed:
            return _ends_compressed(stream)
        stream.seek(-min(4, path.stat().st_size), 2)
        return stream.read() == b"\r\n\r\n"  # a record ends with two line ends (ISO 28500, 4)


def _ends_compressed(stream: Any) -> bool | None:
    """Every member of the gzip file, one per record, has its end (RFC 1952, 2.3.1)."""
    member, unpacked = zlib.decompressobj(31), 0
    while piece := stream.read(_PIECE):
        while piece:
            if member.eof:
                member, piece = zlib.decompressobj(31), piece.lstrip(b"\0")
            unpacked += len(member.decompress(piece, _PIECE))
            if unpacked > MOST_UNPACKED_BYTES:
                return None
            piece = member.unused_data if member.eof else member.unconsumed_tail
    return member.eof


def _failure(item: str, sentence: str, now: datetime) -> Failure:
    return Failure(item=item, stage="collect", error=sentence, kind="file", at=now)
