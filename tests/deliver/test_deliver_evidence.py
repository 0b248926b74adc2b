"""Evidence bundles: the same bytes twice, read by warcio, every change noticed."""

import hashlib
import io
import json
import sys
import zipfile

import pytest
from taken import ROWS
from warcio.archiveiterator import ArchiveIterator

from infostreamer.deliver.evidence import bundle
from infostreamer.deliver.gathering import place_of
from infostreamer.deliver.verifying import verify
from infostreamer.demo import DemoServer, sources, ticks
from infostreamer.desk import Desk
from infostreamer.model import BadInput
from infostreamer.settings import Settings


@pytest.fixture(scope="module")
def made(hostile_desk, place):
    story = next(one for one in hostile_desk.stories() if one.headline.text.startswith("Fire"))
    return bundle(hostile_desk, story, place)


def _files(body):
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def _written(folder, files):
    path = folder / "bundle.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return path


def test_the_same_story_gives_the_same_bytes(hostile_desk, place, made):
    story = next(one for one in hostile_desk.stories() if one.headline.text.startswith("Fire"))
    assert bundle(hostile_desk, story, place) == made


def test_a_bundle_as_it_was_made_holds(tmp_path, made):
    path = tmp_path / "bundle.zip"
    path.write_bytes(made)
    checks = verify(path)
    assert [check for check in checks if not check.holds] == []
    assert {check.what for check in checks} >= {
        "captures.warc",
        "custody.json",
        "story.json",
        "story.html",
        "README.txt",
    }


def test_the_manifest_names_every_file_with_its_hash(made):
    files = _files(made)
    manifest = json.loads(files.pop("manifest.json"))
    assert {row["path"]: row["sha256"] for row in manifest["files"]} == {
        name: hashlib.sha256(body).hexdigest() for name, body in files.items()
    }
    assert manifest["state"] == "machine-compiled, not reviewed"


def test_a_page_without_headers_is_a_resource_with_its_exact_bytes(made):
    records = [
        (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.raw_stream.read())
        for record in ArchiveIterator(io.BytesIO(_files(made)["captures.warc"]))
    ]
    assert [kind for kind, _, _ in records] == ["warcinfo", "resource"]
    assert records[1][1].startswith("urn:infostreamer:capture:")
    assert json.loads(records[1][2])["title"] == ROWS[0]["title"]


def test_captures_from_the_web_are_responses_whose_digests_warcio_confirms(tmp_path):
    settings = Settings({"desk.data": str(tmp_path), "collect.pace": 0.0, "collect.every": 60})
    with DemoServer(ticks()[0]) as server, Desk.open(settings, hosts=server.hosts, clock=lambda: server.now) as desk:
        desk.visit([source for _, source in zip(range(3), desk.put_sources(sources()), strict=False)])
        story = desk.stories()[0]
        archive = _files(bundle(desk, story, place_of(desk.settings)))["captures.warc"]
        (capture,) = desk.captures_of([desk.report(story.report_ids[0])])
    found = {}
    for record in ArchiveIterator(io.BytesIO(archive), check_digests="raise"):
        if record.rec_type == "response":
            body = record.content_stream().read()
            found[record.rec_headers.get_header("WARC-Target-URI")] = (body, record.http_headers)
            assert record.digest_checker.passed
    body, headers = found[capture.final_address]
    assert body == capture.body
    assert headers.get_statuscode() == "200"
    assert headers.get_header("content-type") == dict(capture.headers)["content-type"]
    assert headers.get_header("x-archive-orig-content-length") == dict(capture.headers)["content-length"]


@pytest.mark.parametrize("name", ["captures.warc", "custody.json", "story.json", "story.html", "README.txt"])
def test_one_changed_byte_is_noticed(tmp_path, made, name):
    files = _files(made)
    files[name] = files[name][:-9] + bytes([files[name][-9] ^ 1]) + files[name][-8:]
    bad = [check for check in verify(_written(tmp_path, files)) if not check.holds]
    assert [check.what for check in bad] == [name]


def test_a_file_that_is_missing_or_was_added_is_noticed(tmp_path, made):
    files = _files(made)
    del files["story.html"]
    files["extra.txt"] = b"x"
    troubles = {check.what: check.trouble for check in verify(_written(tmp_path, files)) if not check.holds}
    assert troubles == {"story.html": "it is missing", "extra.txt": "the manifest does not name it"}


def test_a_forged_line_under_a_fresh_manifest_does_not_stand(tmp_path, made):
    files = _files(made)
    story = json.loads(files["story.json"])
    story["stories"][0]["abstract"][0]["citations"][0]["end"] = 10**6
    story["reports"][0]["text"] += " More."
    story["reports"][0]["findings"][0]["words"] = "forged"
    files["story.json"] = json.dumps(story).encode()
    manifest = json.loads(files["manifest.json"])
    for row in manifest["files"]:
        row["sha256"] = hashlib.sha256(files[row["path"]]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()
    bad = [check.what for check in verify(_written(tmp_path, files)) if not check.holds]
    assert len(bad) == 3
    assert {what.split(" ")[0] for what in bad} == {"text", "citations", "words"}


@pytest.mark.parametrize(
    "damage", [{"custody.json": b"{}"}, {"story.json": b'{"reports": [1], "stories": 2}'}, {"captures.warc": b"zzz"}]
)
def test_a_bundle_of_another_shape_is_refused_in_a_sentence(tmp_path, made, damage):
    files = {**_files(made), **damage}
    manifest = json.loads(files["manifest.json"])
    for row in manifest["files"]:
        row["sha256"] = hashlib.sha256(files[row["path"]]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()
    with pytest.raises(BadInput, match=r"no evidence bundle|no web archive"):
        verify(_written(tmp_path, files))


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04", b"no zip at all"])
def test_what_is_no_bundle_is_said_in_a_sentence(tmp_path, body):
    path = tmp_path / "x.zip"
    path.write_bytes(body)
    with pytest.raises(BadInput, match="is no zip file"):
        verify(path)
    with pytest.raises(BadInput, match="cannot be read"):
        verify(tmp_path / "absent.zip")
    with pytest.raises(BadInput, match="no evidence bundle"):
        verify(_written(tmp_path, {"manifest.json": b"[]"}))


def test_without_warcio_one_sentence_says_what_to_install(monkeypatch, hostile_desk, place):
    monkeypatch.setitem(sys.modules, "warcio.warcwriter", None)
    with pytest.raises(BadInput, match=r"pip install 'infostreamer\[archive\]'"):
        bundle(hostile_desk, hostile_desk.stories()[0], place)
