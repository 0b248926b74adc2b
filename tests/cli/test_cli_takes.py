"""`infostreamer export` and `infostreamer evidence` on a real desk."""

import json
import subprocess
import sys

import pytest

ROW = {
    "url": "https://herald.example/quay", "outlet": "The Herald", "title": "Fire closes the north quay of Port Sollen",
    "text": "A fire closed the north quay of Port Sollen on Tuesday. Fire chief Bohdan Tvarek said two people were "
    "injured. The market stays closed. The harbour was quiet.", "published": "2026-11-10T09:00:00+01:00",
}  # fmt: skip


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")

    def call(*words, given=None):
        return subprocess.run(
            [sys.executable, "-m", "infostreamer", "--data", str(folder), *words],
            input=given, capture_output=True, timeout=300, check=False, cwd=folder,
        )  # fmt: skip

    assert call("add", "-", given=json.dumps(ROW).encode()).returncode == 0
    call.story = json.loads(call("stories", "--json").stdout)["stories"][0]["id"]
    return call


def test_a_story_is_written_to_stdout_or_a_file(run, tmp_path):
    shown = run("export", run.story[:8])
    assert shown.returncode == 0
    assert b"# Fire closes the north quay of Port Sollen[^1]" in shown.stdout
    kept = tmp_path / "story.html"
    assert run("export", run.story, "--format", "html", "-o", str(kept)).returncode == 0
    assert kept.read_bytes().startswith(b"<!doctype html>")
    assert b"<feed" in run("export", run.story, "--format", "atom").stdout


def test_what_is_not_there_is_said_in_one_sentence(run, tmp_path):
    for words in (
        ("export", "nothing"),
        ("export", run.story, "--format", "docx"),
        ("evidence", "verify", "absent.zip"),
    ):
        ended = run(*words)
        assert ended.returncode == 1
        assert ended.stderr.count(b"\n") == 1
        assert b"Traceback" not in ended.stderr
    assert run("export", run.story, "-o", str(tmp_path / "no" / "such" / "folder")).returncode == 1


def test_evidence_is_made_and_checked_and_a_change_ends_with_6(run, tmp_path):
    bundle = tmp_path / "bundle.zip"
    assert run("evidence", "export", run.story, "-o", str(bundle)).returncode == 0
    held = run("evidence", "verify", str(bundle), "--json")
    assert held.returncode == 0
    assert all(check["holds"] for check in json.loads(held.stdout)["checks"])
    body = bundle.read_bytes()
    bundle.write_bytes(body.replace(b"two people were injured", b"ten people were injured"))
    changed = run("evidence", "verify", str(bundle))
    assert changed.returncode == 6
    assert b"BAD  captures.warc: its SHA-256 is not the one in the manifest" in changed.stdout
