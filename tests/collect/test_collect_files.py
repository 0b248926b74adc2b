"""Files, folders and lines to captures; what cannot be read to one sentence each."""

import io
import json
import os
import re
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infostreamer.collect import read_jsonl, read_paths
from infostreamer.model.capture import REPORT_MIME

NOW = datetime(2031, 3, 14, 12, 0, tzinfo=UTC)


def test_every_kind_is_taken_with_its_exact_bytes(tmp_path):
    kinds = {
        "a.html": "text/html",
        "b.HTM": "text/html",
        "c.txt": "text/plain",
        "d.md": "text/markdown",
        "e.json": "application/json",
        "f.eml": "message/rfc822",
        "g.pdf": "application/pdf",
    }
    for name in kinds:
        body = {"e.json": b'{"text": "Hello."}', "g.pdf": b"%PDF-1.4 \x00 rest"}.get(name, b"Gr\xfc\xdfe\r\n")
        (tmp_path / name).write_bytes(body)
    captures, failures = read_paths([tmp_path], now=NOW)
    assert failures == []
    assert [capture.mime for capture in captures] == list(kinds.values())
    assert captures[2].body == b"Gr\xfc\xdfe\r\n"
    assert captures[2].address == captures[2].final_address == f"file:{tmp_path}/c.txt"
    assert captures[2].fetched_at == NOW


def test_folders_are_read_to_the_bottom_by_name_without_hidden_files(tmp_path):
    for name in ("b/2.txt", "b/10.txt", "a/x.txt", "c.txt", ".hidden/x.txt", ".secret.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    captures, failures = read_paths([tmp_path], now=NOW)
    names = [capture.address.removeprefix(f"file:{tmp_path}/") for capture in captures]
    assert names == ["a/x.txt", "b/10.txt", "b/2.txt", "c.txt"]
    assert failures == []


def test_a_name_is_kept_as_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("x")
    assert read_paths(["a.txt"], now=NOW)[0][0].address == "file:a.txt"


@pytest.mark.parametrize("sidecar", ["page.html.url", "page.url"])
@pytest.mark.parametrize(
    "text",
    ["https://Dawn.example/1?utm_source=x\n", "[InternetShortcut]\r\nIconIndex=0\r\nURL=https://dawn.example/1\r\n"],
)
def test_a_sidecar_names_the_address(tmp_path, sidecar, text):
    (tmp_path / "page.html").write_text("<p>x")
    (tmp_path / sidecar).write_text(text)
    ((capture,), failures) = read_paths([tmp_path], now=NOW)
    assert capture.final_address == "https://dawn.example/1"
    assert capture.address == f"file:{tmp_path}/page.html"
    assert failures == []


@pytest.mark.parametrize(
    ("name", "body", "word"),
    [
        ("a.txt", b"", "empty"),
        ("a.html", b" \n\t", "empty"),
        ("a.txt", b"\x7fELF\x00\x01\x02", "binary"),
        ("a.html", b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        ("a.pdf", b"no pdf", "PDF"),
        ("a.exe", b"MZ", "kind"),
        ("a", b"text", "kind"),
        ("a.txt", b"x" * 1001, "larger"),
        ("a.json", b"[]", "empty list"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_the_others_go_on(tmp_path, name, body, word):
    (tmp_path / name).write_bytes(body)
    (tmp_path / "zz.txt").write_text("good")
    captures, (failure,) = read_paths([tmp_path], now=NOW, max_bytes=1000)
    assert [capture.body for capture in captures] == [b"good"]
    assert word in failure.error
    assert failure.error.endswith(".")
    assert "\n" not in failure.error
    assert (failure.item, failure.stage, failure.at) == (f"file:{tmp_path / name}", "collect", NOW)


def test_a_file_of_fifty_megabytes_is_not_even_opened(tmp_path):
    with (tmp_path / "big.html").open("wb") as file:
        file.truncate(50_000_000)
    captures, (failure,) = read_paths([tmp_path], now=NOW)
    assert captures == []
    assert "larger than" in failure.error


@pytest.mark.parametrize("name", ["missing.txt", "a\x00b.txt", "x" * 300 + ".txt"])
def test_a_file_that_is_not_there_is_one_sentence(tmp_path, name):
    captures, (failure,) = read_paths([f"{tmp_path}/{name}"], now=NOW)
    assert captures == []
    assert failure.error.endswith(".")


def test_an_empty_folder_is_told(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").write_text("x")
    captures, (failure,) = read_paths([tmp_path], now=NOW)
    assert len(captures) == 1
    assert "nothing to read" in failure.error


def test_a_pipe_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    assert "no regular file" in read_paths([tmp_path / "a.txt"], now=NOW)[1][0].error


LINES = [
    '{"text": "One.", "url": "https://dawn.example/1#top"}',
    "",
    '{"text": "Two."}',
    "{broken",
    '"text"',
    '{"title": "x"}',
]


@pytest.mark.parametrize("as_bytes", [False, True])
def test_lines_of_reports(as_bytes):
    text = "\ufeff" + "\n".join(LINES) + "\n"
    stream = io.BytesIO(text.encode()) if as_bytes else io.StringIO(text)
    captures, failures = read_jsonl(stream, now=NOW)
    assert [capture.address for capture in captures] == ["file:-#1", "file:-#3"]
    assert captures[0].final_address == "https://dawn.example/1"
    assert re.fullmatch("file:-#[0-9a-f]{16}", captures[1].final_address)
    assert all(capture.mime == REPORT_MIME for capture in captures)
    assert json.loads(captures[1].body) == {"text": "Two."}
    assert [failure.item for failure in failures] == ["file:-#4", "file:-#5", "file:-#6"]
    assert "Line 4 of - is not valid JSON" in failures[0].error


def test_a_report_without_an_address_is_known_by_what_it_says_wherever_it_stands():
    def known(*rows: str) -> list[str]:
        return [capture.final_address for capture in read_jsonl(list(rows), now=NOW)[0]]

    dam, ferry = '{"text": "A dam broke at Lesk – four dead.", "outlet": "The Dawn"}', '{"text": "A ferry sank."}'
    same = '{"outlet":"The Dawn","byline":["A. Moss"],"text":"A dam broke at Lesk \\u2013 four dead."}'
    other = '{"text": "A dam broke at Lesk – four dead.", "outlet": "The Herald"}'
    later = '{"text": "A dam broke at Lesk – four dead.", "outlet": "The Dawn", "published": "2031-03-15"}'
    assert known(dam, ferry) == known(same, ferry) == [*known("", dam), *known(ferry)]
    assert len({*known(dam, ferry, other, later, '{"text": "A ferry sank.", "title": 7}')}) == 5


def test_a_jsonl_file_and_a_json_list_give_the_same_reports(tmp_path):
    rows = [{"text": "One.", "outlet": "The Dawn"}, {"text": "Two."}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (tmp_path / "b.json").write_text(json.dumps(rows))
    captures, failures = read_paths([tmp_path], now=NOW)
    assert [json.loads(capture.body) for capture in captures] == rows * 2
    assert {capture.mime for capture in captures} == {REPORT_MIME}
    assert failures == []


@given(st.lists(st.binary(max_size=80).map(lambda line: line.replace(b"\n", b" "))))
def test_any_lines_give_a_capture_or_a_failure_each(lines):
    with suppress(UnicodeDecodeError):
        captures, failures = read_jsonl(lines, now=NOW)
        assert len(captures) + len(failures) == sum(bool(line.strip().removeprefix(b"\xef\xbb\xbf")) for line in lines)


@settings(deadline=None)  # the first list starts a reading process
@given(st.binary(max_size=300))
def test_any_file_gives_a_capture_or_one_sentence(tmp_path_factory, body):
    folder = tmp_path_factory.mktemp("any")
    for suffix in (".txt", ".html", ".json", ".pdf"):
        (folder / f"a{suffix}").write_bytes(body)
        captures, failures = read_paths([folder / f"a{suffix}"], now=NOW)
        assert len(captures) + len(failures) >= 1
