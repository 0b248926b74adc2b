"""What the bytes are, whatever they were declared to be."""

from __future__ import annotations

import re
from typing import Literal

from infostreamer.model import Capture
from infostreamer.model.capture import ENTRY_MIME, REPORT_MIME

Form = Literal["html", "text", "json", "mail", "pdf", "entry", "line", "feed", "binary", "empty"]

_MAGIC = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x7fELF",
    b"RIFF",
    b"OggS",
    b"ID3",
    b"\x00\x00\x01\x00",
    b"BZh",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x00asm",
    b"SQLite format 3",
    b"MZ\x90",
)
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|article|title|meta|div|p|h1|main|section|script|table|span)\b", re.I
)
_FEED = re.compile(
    rb"\A(?:<\?[^>]*>|<!--.{0,500}?-->|<!doctype[^>]*>|\s)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex|opml)\b",
    re.I | re.S,
)
_MAIL = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2,}")
_MAIL_FIELD = re.compile(
    rb"^(?:From|Subject|Date|Message-ID|MIME-Version|Received|Return-Path|Delivered-To):", re.I | re.M
)
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


def form_of(capture: Capture) -> Form:
    """The form of the body. Our own MIME types are trusted, all others only where the bytes agree."""
    if capture.mime == ENTRY_MIME:
        return "entry"
    if capture.mime == REPORT_MIME:
        return "line"
    return _form_of_bytes(capture.body, capture.mime or "", capture.address.lower())


def _form_of_bytes(body: bytes, mime: str, address: str) -> Form:
    head = body[:4096].lstrip()
    if not body.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        return "empty"
    if head.startswith(b"%PDF-") or b"%PDF-" in body[:1024]:
        return "pdf"
    if _is_binary(body):
        return "binary"
    if head[:1] in (b"{", b"[") and _is_json(head, mime, address):
        return "json"
    if _FEED.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "feed"
    if mime == "message/rfc822" or address.endswith(".eml") or _is_mail(body[:8192]):
        return "mail"
    return "html" if _is_html(head, mime, address) else "text"


def _is_binary(body: bytes) -> bool:
    if body.startswith(_MARKS):
        return False
    sample = body[:4096]
    control = sum(1 for byte in sample if byte < 9 or 13 < byte < 27 or 27 < byte < 32)
    return body.startswith(_MAGIC) or control > len(sample) // 50


def _is_json(head: bytes, mime: str, address: str) -> bool:
    declared = "json" in mime or address.endswith((".json", ".jsonl"))
    return declared or re.match(rb'\{\s*"|\[\s*\{\s*"', head) is not None


def _is_mail(head: bytes) -> bool:
    block = _MAIL.match(head)
    return block is not None and len({found.lower() for found in _MAIL_FIELD.findall(block.group())}) >= 3


def _is_html(head: bytes, mime: str, address: str) -> bool:
    if mime == "text/plain" or address.endswith((".txt", ".md")):
        return (
            re.match(rb"(?:<!--.{0,500}?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html)\b", head, re.I | re.S)
            is not None
        )
    return "html" in mime or _HTML.search(head) is not None
