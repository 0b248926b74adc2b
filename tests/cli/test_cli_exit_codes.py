"""Exit codes and errors: one sentence on stderr, data alone on stdout."""

import json
import subprocess
import sys

import pytest


def run(*words, given=None, **environment):
    return subprocess.run(
        [sys.executable, "-m", "infostreamer", *map(str, words)],
        capture_output=True,
        text=True,
        input=given,
        timeout=300,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", **environment},
    )


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


def test_help_and_version():
    assert run("--help").returncode == 0
    assert run("version").stdout.startswith("infostreamer ")
    assert json.loads(run("version", "--json").stdout)["schema"] == "infostreamer/version/1"


@pytest.mark.parametrize("words", [["fly"], ["stories", "--limit", "none"], ["compile"], ["--set", "port", "stories"]])
def test_wrong_usage_is_2(words):
    done = run(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_an_unknown_setting_is_5_and_says_what_was_meant():
    done = run("--set", "web.prt=1", "config", "show")
    assert done.returncode == 5
    assert "did you mean 'web.port'" in done.stderr
    assert run("config", "show", INFOSTREAMER_WEB__PRT="1").returncode == 5


@pytest.mark.parametrize("words", [["stories", "0123456789abcdef"], ["reports", "nothing"], ["dossiers", "nothing"]])
def test_what_is_not_there_is_1_in_one_sentence(data, words):
    done = run("--data", data, *words)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1


def test_an_empty_desk_lists_nothing_and_says_so(data):
    done = run("stories", "--data", data)
    assert (done.returncode, done.stdout) == (0, "No stories yet.\n")
    assert json.loads(run("--data", data, "stories", "--json").stdout) == {
        "schema": "infostreamer/stories/1",
        "stories": [],
    }


def test_nothing_new_is_4_when_asked(data):
    assert run("--data", data, "brief", "--exit-code").returncode == 4
    assert run("--data", data, "brief").returncode == 0


def test_reports_come_in_by_jsonl_and_go_out_as_stories(data):
    line = json.dumps(
        {
            "url": "https://herald.example/quay",
            "outlet": "The Herald",
            "title": "Quay closes after fire",
            "text": "A fire closed the north quay of Port Sollen on Tuesday. Fire chief Bohdan Tvarek said two people "
            "were injured.\n\n“We had it out within the hour,” Tvarek told the Herald.",
            "published": "2026-11-10T09:00:00+01:00",
        }
    )
    done = run("--data", data, "add", "-", given=line + "\n")
    assert done.returncode == 0, done.stderr
    (story,) = json.loads(run("--data", data, "stories", "--json").stdout)["stories"]
    assert story["headline"] == "Quay closes after fire"
    brief = run("--data", data, "brief")
    assert "Quay closes after fire" in brief.stdout
    assert run("--data", data, "brief").stdout == "Nothing new.\n"
    found = json.loads(run("--data", data, "search", "quay", "--json").stdout)
    assert [hit["title"] for hit in found["hits"]] == ["Quay closes after fire"]


def test_bad_input_is_said_and_the_rest_goes_on(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "good.txt").write_text(
        "Mine reopens\n\nThe mine at Hruva reopened on 3 March 2026, the company said. About 300 miners went down.\n"
    )
    done = run("compile", tmp_path, "--json")
    assert done.returncode == 3
    whole = json.loads(done.stdout)
    assert [report["title"] for report in whole["reports"]] == ["Mine reopens"]
    assert sorted(failure["source"].rsplit("/")[-1] for failure in whole["failures"]) == ["empty.txt", "noise.bin"]
    assert all(failure["error"].endswith(".") for failure in whole["failures"])


def test_nothing_usable_is_1(tmp_path):
    (tmp_path / "empty.html").write_bytes(b"")
    assert run("compile", tmp_path / "empty.html", "--json").returncode == 1


def test_a_private_address_is_refused_in_one_sentence(data):
    done = run("--data", data, "add", "http://127.0.0.1:9/feed.xml")
    assert done.returncode == 1
    assert "--allow-private" in done.stderr
    assert done.stderr.count("\n") == 1


def test_config_shows_where_a_value_is_from(data):
    rows = json.loads(run("config", "show", "--json", INFOSTREAMER_WEB__PORT="9001").stdout)["settings"]
    port = next(row for row in rows if row["name"] == "web.port")
    assert (port["value"], port["origin"]) == (9001, "environment")


def test_doctor_finds_an_unusable_folder(tmp_path):
    (tmp_path / "file").write_text("x")
    done = run("--data", tmp_path / "file", "doctor", "--json")
    assert done.returncode == 1
    folder = next(row for row in json.loads(done.stdout)["doctor"] if row["check"] == "data folder")
    assert folder["state"] == "bad"


def test_the_demo_never_writes_into_a_real_desk(data):
    came = run("--data", data, "add", "-", given=json.dumps({"text": "A bridge in Dravin was closed."}) + "\n")
    assert came.returncode == 0
    done = run("--data", data, "demo", "--check")
    assert done.returncode == 1
    assert "holds a real desk" in done.stderr
    assert json.loads(run("--data", data, "sources", "--json").stdout)["sources"] == []


def test_a_word_to_leave_out_is_no_option(data):
    rows = [
        {"text": "A strike closed the harbour in Sollen."},
        {"text": "A strike closed the football stadium in Dravin."},
    ]
    run("--data", data, "add", "-", given="".join(json.dumps(row) + "\n" for row in rows))
    found = json.loads(run("--data", data, "search", "strike", "-football", "--json").stdout)["hits"]
    assert len(found) == 1
