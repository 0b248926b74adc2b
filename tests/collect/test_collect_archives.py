"""Web archives: pages with the day of the archive; whatever is wrong with the file is said, never passed over."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from infostreamer.collect import archives, read_paths

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAGE = b"<html><body><p>A page of the Dawn.</p></body></html>"


def archive(*records: tuple[str, str, bytes, dict[str, str]], compressed: bool = True) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=compressed)
    for address, status, body, headers in records:
        sent = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1")
        named = {"WARC-Date": "2024-03-01T10:20:30Z"}
        record = writer.create_warc_record(
            address, "response", payload=io.BytesIO(body), length=len(body), http_headers=sent, warc_headers_dict=named
        )
        writer.write_record(record)
    return out.getvalue()


HTML = {"Content-Type": "text/html; charset=windows-1251"}
TWO = (
    ("https://dawn.example/1", "200 OK", PAGE, HTML),
    ("https://dawn.example/robots.txt", "200 OK", b"User-agent: *", {"Content-Type": "text/plain"}),
    ("https://dawn.example/gone", "404 Not Found", PAGE, HTML),
    ("https://dawn.example/2", "200 OK", PAGE + b" ", HTML),
)


def read(path: Path, body: bytes, **options):
    path.write_bytes(body)
    return read_paths([path], now=NOW, **options)


@pytest.mark.parametrize(("name", "compressed"), [("a.warc", False), ("A.WARC.GZ", True)])
def test_pages_are_taken_with_address_and_day_of_their_record(tmp_path: Path, name: str, compressed: bool) -> None:
    captures, failures = read(tmp_path / name, archive(*TWO, compressed=compressed))
    assert failures == []
    assert [capture.address for capture in captures] == ["https://dawn.example/1", "https://dawn.example/2"]
    first = captures[0]
    assert first.body == PAGE
    assert (first.mime, first.charset) == ("text/html", "windows-1251")
    assert first.fetched_at == datetime(2024, 3, 1, 10, 20, 30, tzinfo=UTC)
    assert ("content-type", "text/html; charset=windows-1251") in first.headers


def test_a_compressed_body_is_unpacked_and_one_that_cannot_be_is_told(tmp_path: Path) -> None:
    packed = ("https://dawn.example/z", "200 OK", gzip.compress(PAGE), {**HTML, "Content-Encoding": "gzip"})
    odd = ("https://dawn.example/b", "200 OK", b"\x8b\x02\x80", {**HTML, "Content-Encoding": "br"})
    captures, failures = read(tmp_path / "a.warc", archive(packed, odd, compressed=False))
    assert [capture.body for capture in captures] == [PAGE]
    assert [failure.item for failure in failures] == ["https://dawn.example/b"]


@pytest.mark.parametrize("compressed", [True, False])
def test_a_file_cut_short_is_told(tmp_path: Path, compressed: bool) -> None:
    whole = archive(*TWO, compressed=compressed)
    for cut in (1, 9, 40, len(whole) // 3):
        _, failures = read(tmp_path / "a.warc", whole[:-cut])
        assert len(failures) >= 1, cut
        assert all(failure.error.endswith(".") for failure in failures)


def test_every_cut_of_an_archive_is_a_failure_or_fewer_pages_and_never_a_crash(tmp_path: Path) -> None:
    whole = archive(*TWO)
    for cut in range(0, len(whole), 17):
        captures, failures = read(tmp_path / "a.warc.gz", whole[:cut])
        assert failures or not cut
        assert all(capture.body.strip() == PAGE for capture in captures if capture.address.endswith("1"))


def test_what_is_no_archive_is_told_in_one_sentence(tmp_path: Path) -> None:
    for body in (b"", b"\x1f\x8b\x08\x00rubbish", b"WARC/1.0\r\nnonsense", b"<html>", b"\x00" * 4000):
        captures, failures = read(tmp_path / "a.warc.gz", body)
        assert captures == []
        assert len(failures) == 1


def test_a_page_larger_than_the_limit_is_told_and_the_next_one_taken(tmp_path: Path) -> None:
    large = ("https://dawn.example/large", "200 OK", b"x" * 5000, HTML)
    captures, failures = read(tmp_path / "a.warc.gz", archive(large, *TWO), max_bytes=1000)
    assert [failure.item for failure in failures] == ["https://dawn.example/large"]
    assert len(captures) == 2


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    one = gzip.compress(b" " * 100_000_000, 1)
    (tmp_path / "a.warc.gz").write_bytes(one * 12)
    captures, failures = read_paths([tmp_path / "a.warc.gz"], now=NOW)
    assert captures == []
    assert [failure.error for failure in failures] == [
        f"{tmp_path}/a.warc.gz unpacks to more than 1 GiB, the limit; split it."
    ]


def test_an_archive_read_in_parts_gives_every_page_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.warc.gz"
    for compressed in (True, False):
        pages = [(f"https://dawn.example/{n}", "200 OK", PAGE + b" " * n, HTML) for n in range(1, 12)]
        path.write_bytes(archive(*pages, compressed=compressed))
        monkeypatch.setattr(archives, "_PART_BYTES", 2 * len(PAGE))
        offset, found = 0, []
        while offset is not None:
            part = archives.read_part(str(path), "a", offset, NOW, 1_000_000)
            assert part.failures == ()
            assert len(part.captures) <= 3
            found += [capture.address for capture in part.captures]
            offset = part.next_offset
        assert found == [page[0] for page in pages]


def test_a_page_without_a_web_address_is_told(tmp_path: Path) -> None:
    captures, failures = read(tmp_path / "a.warc.gz", archive(("https://", "200 OK", PAGE, HTML)))
    assert captures == []
    assert "without a web address" in failures[0].error
