"""Files that are not what they seem: each ends in captures or in one sentence, fast, and its neighbour is taken."""

from __future__ import annotations

import gzip
import io
import os
import socket
import sqlite3
import tarfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from doors import Watch

from infostreamer.collect import read_jsonl, read_opml, read_paths
from infostreamer.desk import Desk
from infostreamer.model import BadInput
from infostreamer.settings import Settings

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAGE = b"<html><title>Harbour closed</title><p>The harbour of Varan was closed on Monday, the mayor said.</p></html>"
WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://dawn.example/1\r\nWARC-Date: 2024-03-01T10:20:30Z\r\n"
    b"Content-Type: application/http; msgtype=response\r\nContent-Length: %s\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE + b"\r\n\r\n"
)
HTTP = len(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE)
WHOLE = WARC % str(HTTP).encode()


def zipped(*names: str, body: bytes = b"x", link: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o120777 << 16 if link else 0
            file.writestr(entry, body)
    return out.getvalue()


def tarred(name: str, kind: bytes = tarfile.REGTYPE, to: str = "") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as file:
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname = kind, to
        file.addfile(entry)
    return out.getvalue()


def sparse(size: int) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(size)

    return make


def holding(body: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(body) and None


def listening(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # a socket's path may have 107 bytes
    try:
        socket.socket(socket.AF_UNIX).bind(path.name)
    finally:
        os.chdir(here)


def looped(path: Path) -> None:
    path.mkdir()
    (path / "again").symlink_to(path)
    (path / "up").symlink_to(path.parent)
    (path / "a.html").write_bytes(PAGE)


_DEEP: list[Path] = []
"""Folders too deep for whoever goes down by recursion, as pytest does when it clears away the runs before."""


def deep(path: Path) -> None:
    path.mkdir()
    _DEEP.append(path)
    here = os.open(path, os.O_RDONLY)
    for _ in range(1_200):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)


@pytest.fixture(autouse=True)
def leveled() -> Iterator[None]:
    """Nothing deep is left behind: level by level, what is below comes up."""
    yield
    while _DEEP:
        path = _DEEP.pop()
        spare = path.with_name("spare")
        while (path / "d").is_dir():
            (path / "d").rename(spare)
            path.rmdir()
            spare.rename(path)


def database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("create table a (b)")
    connection.close()


def bomb_of_zips() -> bytes:
    body = b"\0" * 10_000_000
    for level in range(4):
        body = zipped(*(f"{level}-{n}.zip" for n in range(8)), body=body)
    return body


STRUCTURES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "names that leave the archive": ("a.zip", holding(zipped("../../etc/passwd"))),
    "the same as a page": ("a.html", holding(zipped("../../etc/passwd"))),
    "links in an archive": ("a.docx", holding(zipped("word/document.xml", body=b"/etc/passwd", link=True))),
    "archives in archives": ("a.epub", holding(bomb_of_zips())),
    "archives in archives as text": ("a.txt", holding(bomb_of_zips())),
    "an archive of a device": ("a.tar.gz", holding(tarred("x", tarfile.CHRTYPE))),
    "an archive of links": ("a.tgz", holding(tarred("x", tarfile.SYMTYPE, "/etc/passwd"))),
    "an archive cut short": ("a.json", holding(zipped("a")[:-10])),
    "a pipe": ("a.html", os.mkfifo),
    "a pipe as web archive": ("a.warc", os.mkfifo),
    "a socket": ("a.html", listening),
    "a device": ("a.txt", lambda path: path.symlink_to("/dev/zero")),
    "a device without end as web archive": ("a.warc.gz", lambda path: path.symlink_to("/dev/zero")),
    "a file of the system": ("a.txt", lambda path: path.symlink_to("/proc/self/mem")),
    "a file of the system that has no size": ("a.txt", lambda path: path.symlink_to("/proc/self/environ")),
    "a link to itself": ("a.html", lambda path: path.symlink_to(path)),
    "a link to nothing": ("a.html", lambda path: path.symlink_to("/nowhere/at/all")),
    "a folder that holds itself": ("a", looped),
    "a folder named like a page": ("a.html", Path.mkdir),
    "twelve hundred folders deep": ("a", deep),
    "ten gigabytes of nothing": ("a.html", sparse(10 << 30)),
    "ten gigabytes of web archive": ("a.warc", sparse(10 << 30)),
    "as much as is taken": ("a.html", sparse(15_728_640)),
    "ten gigabytes beside it": ("a.html.url", sparse(10 << 30)),
    "a pipe beside it": ("neighbour.html.url", os.mkfifo),
    "a name of two lines": ("a\nb.html", holding(PAGE)),
    "a name of escapes": ("\x1b]0;owned\x07.html", holding(PAGE)),
    "a name that turns round": ("\u202elmth.exe.html", holding(PAGE)),
    "a name of an address": ("http:%2f%2fdawn.example.html", holding(PAGE)),
    "a name of 250 bytes": ("x" * 245 + ".html", holding(PAGE)),
    "a name of dots": ("...html", holding(PAGE)),
    "a desk's own database": ("desk.sqlite3", database),
    "a desk's own database as a page": ("a.html", database),
    "a program": ("a.txt", holding(b"\x7fELF" + bytes(5000))),
    "a table of a million columns": ("a.csv", holding(b"a," * 1_000_000)),
    "a table of a million columns as text": ("a.txt", holding(b"a," * 1_000_000)),
    "a line of fourteen megabytes": ("a.jsonl", holding(b'{"text":"' + b"x" * 14_000_000 + b'"}')),
    "a list of half a million": ("a.json", holding(b"[" + b"1," * 500_000 + b"1]")),
    "a list of lists": ("a.json", holding(b"[" * 100_000)),
    "a web archive of nothing": ("a.warc", holding(b"")),
    "a web archive of garbage": ("a.warc.gz", holding(gzip.compress(os.urandom(1000)))),
    "a web archive packed twice": ("a.warc.gz", holding(gzip.compress(gzip.compress(WHOLE)))),
    "a web archive cut in its packing": ("a.warc.gz", holding(gzip.compress(WHOLE)[:-20])),
    "a web archive with more behind": ("a.warc.gz", holding(gzip.compress(WHOLE) + b"garbage")),
    "a record longer than its file": ("a.warc", holding(WARC % b"9999999999")),
    "a record of a negative length": ("a.warc", holding(WARC % b"-5")),
    "a record of no length": ("a.warc", holding(WARC % b"many")),
    "a record shorter than its page": ("a.warc", holding((WARC % b"40") * 3)),
    "a record of a hundred thousand headers": (
        "a.warc",
        holding(b"WARC/1.0\r\n" + b"X: y\r\n" * 100_000 + b"\r\n"),
    ),
    "a record of one long header": ("a.warc", holding(b"WARC/1.0\r\nX: " + b"y" * 5_000_000 + b"\r\n\r\n")),
    "packed nothing in a web archive": ("a.warc.gz", holding(gzip.compress(b"\0" * 30_000_000) * 40)),
}


LARGE = {
    *(
        "a line of fourteen megabytes",
        "as much as is taken",
        "a table of a million columns as text",
        "archives in archives",
    ),
    *("packed nothing in a web archive", "a list of half a million", "a record of one long header"),
}


@pytest.mark.parametrize("name", STRUCTURES)
def test_it_ends_in_captures_or_a_sentence_and_its_neighbour_is_taken(tmp_path: Path, name: str) -> None:
    file_name, make = STRUCTURES[name]
    make(tmp_path / file_name)
    (tmp_path / "neighbour.html").write_bytes(PAGE)
    started = time.monotonic()
    with Watch() as watch:
        captures, failures = read_paths([tmp_path], now=NOW)
    assert time.monotonic() - started < 30
    assert watch.peak_bytes < 256_000_000
    assert watch.own_bytes < 200_000_000, watch.own_bytes
    assert PAGE in [capture.body for capture in captures]
    for failure in failures:
        assert failure.error.endswith("."), failure.error
        assert "Error" not in failure.error.replace("BadGzipFile", ""), failure.error
        failure.item.encode("utf-8")


def test_bytes_in_a_name_that_are_no_utf_8_are_written_out(tmp_path: Path) -> None:
    with open(os.path.join(os.fsencode(tmp_path), b"\xff\xfe.html"), "wb") as file:
        file.write(PAGE)
    captures, failures = read_paths([tmp_path], now=NOW)
    assert (len(captures), failures) == (1, [])
    assert "\\xff" in captures[0].address or "\\udcff" in captures[0].address


def test_a_file_that_grows_while_it_is_read_ends_at_the_limit(tmp_path: Path) -> None:
    path, stop = tmp_path / "a.txt", threading.Event()
    path.write_bytes(b"x" * 1_000_000)

    def grow() -> None:
        with path.open("ab") as file:
            while not stop.is_set() and file.tell() < 300_000_000:
                file.write(b"x" * 1_000_000)

    thread = threading.Thread(target=grow)
    thread.start()
    try:
        captures, failures = read_paths([path], now=NOW, max_bytes=2_000_000)
    finally:
        stop.set()
        thread.join()
    assert len(captures) + len(failures) == 1
    assert all(len(capture.body) <= 2_000_000 for capture in captures)


def test_a_line_without_end_is_told_and_the_next_one_is_read() -> None:
    class Endless(io.RawIOBase):
        left = 300_000_000

        def readable(self) -> bool:
            return True

        def readinto(self, space: bytearray) -> int:  # type: ignore[override]
            size = min(len(space), self.left)
            self.left -= size
            space[:size] = b"x" * size
            if size and not self.left:
                space[size - 1 : size] = b"\n"
            return size

    class Both(io.BufferedReader):
        pass

    with Watch() as watch:
        captures, failures = read_jsonl(Both(Endless()), now=NOW)
    assert (captures, len(failures)) == ([], 1)
    assert "larger than" in failures[0].error
    assert watch.own_bytes < 100_000_000


def test_millions_of_bad_lines_are_counted_and_not_told_one_by_one() -> None:
    captures, failures = read_jsonl(io.BytesIO(b"x\n" * 300_000), now=NOW)
    assert captures == []
    assert len(failures) == 1_001
    assert failures[-1].error == "299000 more lines of - cannot be taken either; give one report as JSON per line."


@pytest.mark.parametrize("depth", [10_000, 400_000])
def test_outlines_in_outlines_are_read_or_told(depth: int) -> None:
    body = b"<opml><body>" + b"<outline text='a' xmlUrl='http://dawn.example/a'>" * depth
    with suppress(BadInput):
        assert len(read_opml(body)) == 1


@pytest.mark.parametrize("name", ["a pipe", "ten gigabytes of nothing", "a device", "a link to itself", "a program"])
def test_a_list_of_sources_is_a_file_or_a_sentence(tmp_path: Path, name: str, store_url: str) -> None:
    path = tmp_path / "list.opml"
    STRUCTURES[name][1](path)
    with (
        Desk.open(Settings({"desk.data": str(tmp_path / "desk"), "store.url": store_url})) as desk,
        pytest.raises(BadInput) as told,
    ):
        desk.add(str(path))
    assert str(told.value).endswith(".")


def test_all_of_them_in_one_folder_reach_the_desk(tmp_path: Path, store_url: str) -> None:
    folder = tmp_path / "all"
    for number, (name, (file_name, make)) in enumerate(STRUCTURES.items()):
        if name in LARGE or file_name.startswith("neighbour"):
            continue
        (folder / str(number)).mkdir(parents=True)
        make(folder / str(number) / file_name)
    (folder / "neighbour.html").write_bytes(PAGE)
    settings = Settings({"desk.data": str(tmp_path / "desk"), "store.url": store_url})
    with Desk.open(settings, clock=lambda: NOW) as desk:
        added = desk.take_in_paths([folder])
        assert added.taken_in >= 8
        assert len(added.failures) >= 20
        digest = desk.digest()
        again = desk.take_in_paths([folder])
        assert again.taken_in == 0
        assert {one.item for one in again.failures} <= {one.item for one in added.failures}, "nothing new"
        assert desk.digest() == digest


def test_there_are_forty_of_them() -> None:
    assert len(STRUCTURES) >= 40
