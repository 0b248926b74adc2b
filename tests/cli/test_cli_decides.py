"""Deciding on the command line: said, done, listed, taken back."""

import json
import shutil

import pytest
from test_cli_exit_codes import run

ROWS = [
    {"url": "https://herald.example/quay", "outlet": "The Herald", "title": "Fire closes the north quay of Port Sollen",
     "text": "A fire closed the north quay of Port Sollen on Tuesday. Fire chief Bohdan Tvarek said two people were "
             "injured.", "published": "2026-11-10T09:00:00+01:00"},
    {"url": "https://courier.example/rail", "outlet": "The Courier", "title": "Rail workers of Dravin vote to strike",
     "text": "Rail workers in Dravin voted on Wednesday for a strike over pay, union leader Olga Merin said.",
     "published": "2026-11-12T18:30:00+01:00"},
]  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("filled") / "data"
    assert run("--data", folder, "add", "-", given="\n".join(map(json.dumps, ROWS))).returncode == 0
    return folder


@pytest.fixture
def data(filled, tmp_path):
    return shutil.copytree(filled, tmp_path / "data")


def listed(data):
    return json.loads(run("--data", data, "stories", "--json").stdout)["stories"]


def judged(data):
    return json.loads(run("--data", data, "stories", "judgements", "--json").stdout)["judgements"]


def test_stories_are_merged_shown_split_listed_and_put_back(data):
    rail, fire = listed(data)
    ids = rail["id"][:8], fire["id"][:8]
    only_said = run("--data", data, "stories", "merge", *ids, "--dry-run")
    assert "become one story with 2 reports" in only_said.stderr
    assert len(listed(data)) == 2
    done = run("--data", data, "stories", "merge", *ids, "--by", "Ana", "--note", "one day")
    assert done.returncode == 0
    (merged,) = listed(data)
    shown = run("--data", data, "stories", merged["id"][:8])
    assert "here because: an editor put them together" in shown.stdout
    (row,) = judged(data)
    assert (row["kind"], row["by"], row["note"], row["stories"]) == ("merge", "Ana", "one day", [merged["id"]])
    assert row["id"][:8] in done.stderr
    run("--data", data, "stories", "split", rail["members"][0]["report"][:8])
    assert len(listed(data)) == 2
    again = run("--data", data, "db", "rebuild")
    assert "The same result as before." in again.stderr
    for row in judged(data):
        assert run("--data", data, "stories", "undo", row["id"][:8], "--by", "Bo").returncode == 0
    assert [story["id"] for story in listed(data)] == [rail["id"], fire["id"]]
    assert "(undone " in run("--data", data, "stories", "judgements").stdout


def test_a_story_is_shown_with_the_options_before_or_after_its_id(data):
    story = listed(data)[0]["id"]
    for words in (("stories", story, "--json"), ("stories", "--json", story), ("stories", "show", story, "--json")):
        assert json.loads(run("--data", data, *words).stdout)["id"] == story


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["stories", "merge", "nothing", "here"], 1, "No story has the id 'nothing'"),
        (["stories", "split", "nothing"], 1, "No report has the id 'nothing'"),
        (["stories", "undo", "nothing"], 1, "No judgement has the id 'nothing'"),
        (["stories", "merge", "one"], 2, "Missing argument"),
        (["sources", "owner", "nowhere.example", "X"], 1, "No source is called"),
        (["sources", "same-owner", "The Herald"], 1, "at least two"),
        (["who", "--same", "a", "b"], 1, "Nobody has the id 'a'"),
    ],
)
def test_what_cannot_be_decided_is_one_sentence(data, words, code, says):
    done = run("--data", data, *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_owners_and_people_are_stated(data, tmp_path):
    opml = tmp_path / "list.opml"
    opml.write_text(
        '<opml version="2.0"><body><outline text="A" type="rss" xmlUrl="https://a.example/feed"/></body></opml>'
    )
    run("--data", data, "add", opml, "--no-visit")
    assert "a.example/feed: A Group" in run("--data", data, "sources", "owner", "a.example", "A Group").stderr
    assert "a.example/feed: A Group" in run("--data", data, "sources", "owner", "a.example").stderr
    assert "owner unknown" in run("--data", data, "sources", "owner", "a.example", "--unknown").stderr
    assert "have one owner" in run("--data", data, "sources", "same-owner", "The Herald", "The Courier").stderr
    who = {row["name"]: row["id"] for row in json.loads(run("--data", data, "who", "--json").stdout)["who"]}
    assert "are one person" in run("--data", data, "who", "--same", who["Olga Merin"], who["Bohdan Tvarek"]).stderr
    assert {row["kind"] for row in judged(data)} == {"same-owner", "same-person"}
