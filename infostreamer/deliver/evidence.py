"""A story -> an evidence bundle: the bytes received, where and when from, what was derived, and hashes over all of it.

A zip without compression and with fixed dates, so that the same desk gives the same bytes. Its files:

    manifest.json    every other file with its length and SHA-256
    captures.warc    the exact bytes and headers of every capture
    custody.json     when each was fetched, from where, what was read from it, and what people decided
    story.json       the story and its reports, schema infostreamer/compile/1
    story.html       the story as one page that opens from disk
    README.txt       what this is and how to check it
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from infostreamer import __version__
from infostreamer.deliver.citing import text_hash
from infostreamer.deliver.contract import compiled_to_json
from infostreamer.deliver.gathering import cited_reports, sheet_of_story
from infostreamer.deliver.page import single_file
from infostreamer.deliver.sheet import Place, Sheet
from infostreamer.deliver.warc import NAME, target_of, warc
from infostreamer.desk import Desk, Judged
from infostreamer.desk.decisions import SOMEBODY
from infostreamer.model import Capture, Judgement, NotFound, Report, Source, Story, sha256_hex

SCHEMA = "infostreamer/evidence/1"
MANIFEST = "manifest.json"
_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold
Json = dict[str, Any]

_README = """Evidence for one story of {desk}

{title}
{address}
{state}

captures.warc   the exact bytes that were received, with their headers (WARC 1.0)
custody.json    when each was fetched, from where, what was read from it, and what people decided
story.json      the story, its reports and every finding, each with the place in the text that it rests on
story.html      the story as a page that opens from disk, with the quoted sentences
manifest.json   length and SHA-256 of each of these files

To check that nothing was changed and that every line stands where it says it does:

    infostreamer evidence verify BUNDLE.zip

By hand: sha256sum of each file against manifest.json; the payloads of captures.warc against custody.json.
The reports belong to their publishers. This bundle is for checking, not for publishing.
"""


def bundle(desk: Desk, story: Story, place: Place) -> bytes:
    """The bundle of a story as a zip file.

    Raises:
        BadInput: the package that writes WARC is not installed.
        NotFound: a capture that a report was read from is not kept.
        IntegrityError: a capture's bytes are damaged.
    """
    reports = desk.reports(cited_reports(story))
    ordered = [reports[report_id] for report_id in cited_reports(story) if report_id in reports]
    captures = desk.captures_of(ordered)
    sheet = sheet_of_story(desk, story, place)
    compiled = compiled_to_json(ordered, desk.findings([report.id for report in ordered]), [story], [])
    files = {
        "README.txt": _readme(sheet),
        NAME: warc(captures, software=f"Information Streamer {__version__}"),
        "custody.json": _json(
            _custody(sheet, captures, ordered, _sources(desk, captures), desk.judgements(story=story))
        ),
        "story.html": single_file(sheet),
        "story.json": _json(compiled),
    }
    files[MANIFEST] = _json(_manifest(sheet, files))
    return _zip(files)


def _manifest(sheet: Sheet, files: Mapping[str, bytes]) -> Json:
    return {
        "schema": SCHEMA,
        "made_by": f"Information Streamer {__version__}",
        "desk": sheet.place.desk,
        "story": sheet.id,
        "revision": sheet.revision,
        "title": sheet.title,
        "address": sheet.permanent,
        "state": sheet.state,
        "files": [
            {"path": path, "bytes": len(body), "sha256": sha256_hex(body)} for path, body in sorted(files.items())
        ],
    }


def _custody(
    sheet: Sheet,
    captures: Sequence[Capture],
    reports: Sequence[Report],
    sources: Mapping[str, Source],
    judged: Sequence[Judged],
) -> Json:
    return {
        "schema": "infostreamer/custody/1",
        "story": sheet.id,
        "revision": sheet.revision,
        "state": sheet.state,
        "read_by": f"Information Streamer {__version__}",
        "captures": [_capture(capture, reports, sources.get(capture.source_id or "")) for capture in captures],
        "judgements": [
            {**_plain(_unsigned(one.judgement)), "words": one.words, "stories": list(one.story_ids)}
            for one in sorted(judged, key=lambda one: one.judgement.id)
        ],
        "corrections": [_plain(one) for one in sheet.corrections],
    }


def _unsigned(made: Judgement) -> Judgement:
    """The judgement without the names of accounts and without their reasons, which stay with the desk."""
    return replace(made, by=SOMEBODY, undone_by=SOMEBODY if made.undone_by else None, note=None)


def _capture(capture: Capture, reports: Sequence[Report], source: Source | None) -> Json:
    return {
        "capture": capture.id,
        "sha256": capture.sha256,
        "bytes": len(capture.body),
        "asked_for": capture.address,
        "came_from": capture.final_address,
        "warc_target": target_of(capture),
        "fetched_at": capture.fetched_at.isoformat(),
        "status": capture.status,
        "mime": capture.mime,
        "charset": capture.charset,
        "source": {"id": source.id, "address": source.address, "outlet": source.outlet} if source else None,
        "announced": _plain(capture.lead) if capture.lead else None,
        "reports": [
            {
                "report": report.id,
                "address": report.canonical,
                "outlet": report.outlet,
                "title": report.title,
                "text_sha256": text_hash(report),
                "earlier_version": report.previous_id,
            }
            for report in reports
            if report.capture_id == capture.id
        ],
    }


def _sources(desk: Desk, captures: Sequence[Capture]) -> dict[str, Source]:
    """The sources that are still followed, by id."""
    found = {}
    for source_id in {capture.source_id for capture in captures if capture.source_id}:
        try:
            found[source_id] = desk.source(source_id)
        except NotFound:
            continue
    return found


def _readme(sheet: Sheet) -> bytes:
    text = _README.format(desk=sheet.place.desk, title=sheet.title, address=sheet.permanent, state=sheet.state)
    return text.encode("utf-8", "replace")


def _plain(value: object) -> Json:
    fields: Json = msgspec.to_builtins(value)
    return fields


def _json(value: Json) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=1) + b"\n"


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for path, body in sorted(files.items()):
            entry = zipfile.ZipInfo(path, date_time=_DATE)
            entry.external_attr, entry.create_system = 0o644 << 16, 3
            archive.writestr(entry, body)
    return out.getvalue()
