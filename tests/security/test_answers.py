"""Whoever takes over a reading process says what it answers: nothing of that runs, nor is it taken for another kind."""

from __future__ import annotations

import gc
import os
import pickle
import struct
from contextlib import suppress
from datetime import UTC, datetime
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from threading import Thread

import msgspec
import pytest

from infostreamer.cli.flow_process import _told
from infostreamer.collect.feeds import read_feed
from infostreamer.collect.opml import read_opml
from infostreamer.extract import extract_isolated
from infostreamer.isolation import Stopped, submit
from infostreamer.isolation.answers import heard, told_error, told_value
from infostreamer.model import BadInput, Capture, FetchError, InformationStreamerError, Lead, Refused

NOW = datetime(2031, 1, 5, tzinfo=UTC)


class Run:
    """Unpickled, it runs a program."""

    def __init__(self, file: str) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, ...]:
        return os.system, (f"touch {self.file}",)


def say_pickle(file: str) -> str:
    """Taken over: what stands on the pipe before the answer does."""
    say(pickle.dumps((True, Run(file))))
    return "read"


def say_raw(raw: bytes) -> str:
    say(raw)
    return "read"


def say_endless(_: str) -> str:
    os.write(door().fileno(), struct.pack("!iQ", -1, 1 << 40))
    return "read"


def say(raw: bytes) -> None:
    os.write(door().fileno(), struct.pack("!i", len(raw)) + raw)


def door() -> Connection:
    return next(one for one in gc.get_objects() if isinstance(one, Connection) and not one.closed and one.writable)


def test_an_answer_that_would_run_a_program_is_not_run(tmp_path: Path) -> None:
    file = tmp_path / "ran"
    with pytest.raises(Stopped, match="something else"):
        submit(say_pickle, str(file)).result()
    assert not file.exists()


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"{", b"[]", b"null", b'{"value": 7}', b'{"value": {"a": 1}}', b"[" * 100_000,
        b'{"trouble": {"name": "SystemExit"}}', b'{"trouble": {"name": 1, "message": ""}}',
    ],
)  # fmt: skip
def test_an_answer_of_another_kind_is_a_failure_of_its_document(raw: bytes) -> None:
    with pytest.raises(Stopped, match="something else"):
        submit(say_raw, raw).result()
    assert submit(str.upper, "next").result() == "NEXT"


def test_an_answer_that_says_it_is_endless_is_not_waited_for() -> None:
    with pytest.raises(Stopped):
        submit(say_endless, "").result()


@pytest.mark.parametrize(
    "name", ["SystemExit", "KeyboardInterrupt", "StopIteration", "BaseException", "eval", "Stopped"]
)
def test_an_error_of_a_name_that_is_not_known_is_a_sentence(name: str) -> None:
    told = msgspec.json.encode({"trouble": {"name": name, "message": "out"}})
    assert type(heard(say_raw, told)) is InformationStreamerError


def work() -> Lead:
    raise NotImplementedError


def test_values_and_errors_come_through_whole() -> None:
    lead = Lead(address="http://a.test/", title="\x00\u2028\U0001f600 é")
    assert heard(work, told_value(lead)) == lead
    error = heard(work, told_error(FetchError("No.", kind="status", status=503, retry_after_s=9)))
    assert isinstance(error, FetchError)
    assert (str(error), error.kind, error.status, error.retry_after_s) == ("No.", "status", 503, 9)
    assert type(heard(work, told_error(Refused("No.", kind="robots")))) is Refused
    assert str(heard(work, told_error(SystemExit(3)))) == "SystemExit: 3"
    assert str(heard(work, told_error(BadInput("half \ud800")))) == "half ?"


def test_half_characters_from_outside_end_no_reading() -> None:
    feed = b'<?xml version="1.0"?><rss version="2.0"><channel><title>A &#xD800; b</title><item><title>T &#xDFFF; u'
    feed += b"</title><link>http://a.test/1</link></item></channel></rss>"
    (lead,) = read_feed(feed, address="http://a.test/feed").leads
    assert lead.address == "http://a.test/1"
    assert lead.title is not None
    lead.title.encode()
    with pytest.raises(BadInput):
        read_opml(b'<opml><body><outline text="\xed\xa0\x80"/></body></opml>')
    html = b"<html><title>T &#xD800;</title><article><p>" + b"The harbour &#xDC00; was closed \xed\xa0\x80. " * 9
    body = Capture.make_id("http://a.test/", html)
    capture = Capture(id=body, address="http://a.test/", final_address="http://a.test/", fetched_at=NOW, body=html,
                      mime="text/html")  # fmt: skip
    assert "harbour" in extract_isolated([capture])[0].text


@pytest.mark.parametrize("said", [pickle.dumps((1, None)), b"{}", b'["1", 2]', b"7" * 200_000])
def test_pages_and_flow_take_nothing_from_each_other_but_numbers_and_sentences(said: bytes) -> None:
    ours, theirs = Pipe()
    with ours, theirs:

        def tell() -> None:
            with suppress(OSError, TypeError):  # nobody listens to all of it
                theirs.send_bytes(said)

        Thread(target=tell, daemon=True).start()
        with pytest.raises(OSError, match=r"something else|message"):
            _told(ours, tuple[int, str | None])
