"""Reports as JSON, one per line or one per element of a list -> captures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import IO

import msgspec

from infostreamer.collect.isolation import DEADLINE_S
from infostreamer.collect.leads import address_of
from infostreamer.isolation import Stopped, submit
from infostreamer.model import Capture, Failure, content_id
from infostreamer.model.capture import REPORT_MIME
from infostreamer.model.typed import decoder_of

MOST_BYTES = 15_728_640
MOST_ROWS = 200_000  # reports taken at once: each takes about 1 kB until it is kept
MOST_TROUBLES = 1_000  # told line by line; a file of 15 million bad lines would else become 4 GB of sentences
GROUP_BYTES = 16_777_216  # of captures held before they are kept
Taken = tuple[list[Capture], list[Failure]]
Lines = IO[str] | IO[bytes] | Iterable[str | bytes]


def read_jsonl(stream: Lines, *, now: datetime, name: str = "-", max_bytes: int = MOST_BYTES) -> Taken:
    """All of `jsonl_groups` at once."""
    return merged(jsonl_groups(stream, now=now, name=name, max_bytes=max_bytes))


def jsonl_groups(stream: Lines, *, now: datetime, name: str = "-", max_bytes: int = MOST_BYTES) -> Iterator[Taken]:
    """One capture (REPORT_MIME) per line that holds a report: a JSON object with `text`; blank lines are skipped.

    Args:
        stream: lines of text or bytes.
        now: stated as the time of capture.
        name: what the stream is called; line 3 of "-" becomes the address "file:-#3". A report without `url` has its
            own `final_address`, made from its outlet, title, date and text: another that stands in line 3 tomorrow is
            no version of it, and the same in another line is the same.
        max_bytes: longer lines are failures.

    Yields:
        captures and failures with one sentence each, when 16 MB of captures are held. In all at most 200,000 captures
        and 1,000 failures; one more says what was left out.
    """
    captures: list[Capture] = []
    failures: list[Failure] = []
    taken = told = untold = held = 0
    for number, raw in enumerate(_lines(stream, max_bytes), 1):
        line = raw.strip().removeprefix(b"\xef\xbb\xbf")
        if not line:
            continue
        item = f"file:{name}#{number}"
        if taken >= MOST_ROWS:
            sentence = (
                f"{name} holds more than {MOST_ROWS} reports; those from line {number} on were not read: split it."
            )
            failures.append(file_failure(item, sentence, now))
            break
        trouble = too_large(len(line), max_bytes) or _not_a_report(line)
        if trouble is None:
            captures.append(_report_capture(item, line, now))
            taken, held = taken + 1, held + len(line)
        elif told < MOST_TROUBLES:
            failures.append(file_failure(item, f"Line {number} of {name} {trouble}.", now))
            told += 1
        else:
            untold += 1
        if held >= GROUP_BYTES:
            yield captures, failures
            captures, failures, held = [], [], 0
    if untold:
        sentence = f"{untold} more lines of {name} cannot be taken either; give one report as JSON per line."
        failures.append(file_failure(f"file:{name}#", sentence, now))
    yield captures, failures


def merged(groups: Iterable[Taken]) -> Taken:
    """Groups as one."""
    captures: list[Capture] = []
    failures: list[Failure] = []
    for more, troubles in groups:
        captures += more
        failures += troubles
    return captures, failures


def read_json_list(body: bytes, *, now: datetime, name: str) -> Taken | None:
    """A JSON list is taken like JSONL: one report per element. None where it is no list that can be read."""
    try:
        rows = submit(_elements, body, deadline_s=DEADLINE_S).result()
    except Stopped as error:
        return [], [file_failure(f"file:{name}", f"{name}: {error} It is left out.", now)]
    if rows is None:
        return None
    captures, failures = read_jsonl(rows, now=now, name=name)
    if not captures and not failures:
        failures = [file_failure(f"file:{name}", f"{name} is an empty list; there is nothing to read.", now)]
    return captures, failures


def lines_in(body: bytes) -> IO[bytes]:
    """The lines of a file that was read, one at a time: a list of 15 million empty ones takes 500 MB."""
    return BytesIO(body)


def file_capture(item: str, body: bytes, now: datetime, *, mime: str) -> Capture:
    """The capture of what was read from a file."""
    return Capture(
        id=Capture.make_id(item, body), address=item, final_address=item, fetched_at=now, body=body, mime=mime
    )


def file_failure(item: str, sentence: str, now: datetime) -> Failure:
    """What is wrong with a file, for a person."""
    return Failure(item=item, stage="collect", error=sentence, kind="file", at=now)


def too_large(size: int, max_bytes: int) -> str | None:
    """The rest of a sentence that begins with a name; None where the size is within the limit."""
    return f"is larger than {max_bytes} bytes, the limit; split it" if size > max_bytes else None


def _elements(body: bytes) -> list[bytes] | None:
    try:
        rows = decoder_of(list[msgspec.Raw]).decode(body.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
    return [bytes(row).replace(b"\n", b" ") for row in rows[: MOST_ROWS + 1]]


def _lines(stream: IO[str] | IO[bytes] | Iterable[str | bytes], max_bytes: int) -> Iterator[bytes]:
    """Line by line; of a line over the limit only so much as shows that it is: a line may be endless."""
    read = getattr(stream, "readline", None)
    if read is None:
        yield from (_as_bytes(raw) for raw in stream)
        return
    while raw := read(max_bytes + 2):
        yield _as_bytes(raw)
        while len(raw) > max_bytes + 1 and not raw.endswith(b"\n" if isinstance(raw, bytes) else "\n"):
            raw = read(max_bytes + 2)


def _as_bytes(raw: str | bytes) -> bytes:
    return raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else raw


class _Row(msgspec.Struct):
    """What is looked at here. Other fields are passed over without being built: 15 MB of `[[],[],…` take 500 MB."""

    text: msgspec.Raw = msgspec.Raw(b"null")
    url: msgspec.Raw = msgspec.Raw(b"null")
    outlet: msgspec.Raw = msgspec.Raw(b"null")
    title: msgspec.Raw = msgspec.Raw(b"null")
    published: msgspec.Raw = msgspec.Raw(b"null")


def _not_a_report(line: bytes) -> str | None:
    try:
        row = decoder_of(_Row).decode(line)
    except msgspec.ValidationError:
        return "is not a JSON object; write one report as one JSON object"
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return "is not valid JSON; write one report as one JSON object"
    try:
        has_text = bool(decoder_of(str).decode(row.text).strip())
    except msgspec.ValidationError:
        has_text = False
    except (msgspec.DecodeError, UnicodeDecodeError):
        return "is not valid JSON; write one report as one JSON object"
    return None if has_text else "has no text; a report needs at least the field 'text'"


def _report_capture(item: str, line: bytes, now: datetime) -> Capture:
    row = decoder_of(_Row).decode(line)
    url = _text(row.url)
    address = address_of(url, url) if "://" in url else None
    return replace(file_capture(item, line, now, mime=REPORT_MIME), final_address=address or _own_address(item, row))


def _own_address(item: str, row: _Row) -> str:
    """As "file:-#9f0c3d5a7b1e2468": 16 digits never are the number of a line."""
    said = (_text(field) for field in (row.outlet, row.title, row.published, row.text))
    return f"{item.rpartition('#')[0]}#{content_id('report', *said)}"


def _text(field: msgspec.Raw) -> str:
    """What a field says; of no text, its JSON as it stands."""
    try:
        return decoder_of(str).decode(field)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return bytes(field).decode("utf-8", "replace")
