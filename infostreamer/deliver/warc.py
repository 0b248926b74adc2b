"""Captures -> one WARC 1.0 file (ISO 28500) with their exact bytes; the same captures give the same file."""

from __future__ import annotations

import base64
import hashlib
import io
import uuid
from collections.abc import Sequence
from datetime import UTC
from http import HTTPStatus
from typing import Any

from infostreamer.model import BadInput, Capture

NAME = "captures.warc"
# What was true of the bytes on the wire and is not of the bytes that are kept, which are decoded: these headers are
# kept under another name, as web archives do, so that no reader decodes the body a second time.
_ON_THE_WIRE = frozenset(("content-encoding", "transfer-encoding", "content-length"))


def warc(captures: Sequence[Capture], *, software: str) -> bytes:
    """A warcinfo record, then one record per capture: `response` with its headers, `resource` where none were sent.

    Raises:
        BadInput: the package that writes WARC is not installed.
    """
    try:
        from warcio.statusandheaders import StatusAndHeaders
        from warcio.warcwriter import WARCWriter
    except ImportError as error:
        raise BadInput(
            "Writing a web archive needs the package warcio; install it with: pip install 'infostreamer[archive]'."
        ) from error

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version="1.0")
    writer.write_record(_information(writer, captures, software))
    for capture in captures:
        headers = None
        if _is_http(capture):
            headers = StatusAndHeaders(_status(capture), _headers(capture), protocol="HTTP/1.1")
        writer.write_record(_record(writer, capture, headers))
    return out.getvalue()


def _information(writer: Any, captures: Sequence[Capture], software: str) -> Any:
    body = f"software: {software}\r\nformat: WARC File Format 1.0\r\nconformsTo: ISO 28500:2009\r\n".encode()
    newest = max((capture.fetched_at for capture in captures), default=None)
    named = {
        "WARC-Record-ID": _record_id("warcinfo", *(capture.id for capture in captures)),
        "WARC-Date": newest.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if newest else "1970-01-01T00:00:00Z",
        "WARC-Filename": NAME,
    }
    return writer.create_warc_record(
        "",
        "warcinfo",
        payload=io.BytesIO(body),
        length=len(body),
        warc_content_type="application/warc-fields",
        warc_headers_dict=named,
    )


def _record(writer: Any, capture: Capture, headers: Any) -> Any:
    digest = base64.b32encode(hashlib.sha256(capture.body).digest()).decode()
    named = {
        "WARC-Record-ID": _record_id("capture", capture.id),
        "WARC-Date": capture.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "WARC-Payload-Digest": f"sha256:{digest}",
    }
    return writer.create_warc_record(
        target_of(capture),
        "response" if headers is not None else "resource",
        payload=io.BytesIO(capture.body),
        length=len(capture.body),
        http_headers=headers,
        warc_content_type="" if headers is not None else capture.mime or "application/octet-stream",
        warc_headers_dict=named,
    )


def target_of(capture: Capture) -> str:
    """The address of its record: where it came from, or a URN of its id where that is no web address."""
    return capture.final_address if _is_http(capture) else f"urn:infostreamer:capture:{capture.id}"


def _is_http(capture: Capture) -> bool:
    return capture.final_address.startswith(("http://", "https://")) and bool(capture.headers)


def _status(capture: Capture) -> str:
    try:
        return f"{capture.status} {HTTPStatus(capture.status).phrase}"
    except ValueError:
        return f"{capture.status} Unknown"


def _headers(capture: Capture) -> list[tuple[str, str]]:
    kept = []
    for name, value in capture.headers:
        shown = f"X-Archive-Orig-{name}" if name in _ON_THE_WIRE else name
        kept.append((shown, " ".join(value.split())))
    return [*kept, ("Content-Length", str(len(capture.body)))]


def _record_id(*parts: str) -> str:
    """A URN that depends on what the record holds and on nothing else (RFC 4122, version 5)."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, 'infostreamer:' + ':'.join(parts))}>"
