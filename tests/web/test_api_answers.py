"""What the API answers: cited lines, pages that stay stable, tags that spare a download, errors in one sentence."""

import json
from urllib.parse import urlencode

import pytest

API = "/api/v1"
TOPICS = {
    "alba": "A ferry ran aground in fog near the lighthouse",
    "brin": "Bakers lowered the price of rye bread",
    "corra": "The orchestra hired a conductor from abroad",
    "dorn": "A court freed two fishermen for want of proof",
    "esk": "Snow closed the mountain pass to lorries",
    "fell": "Scientists counted more storks than ever",
    "gale": "The mayor resigned over unpaid water bills",
    "holm": "A school burned down at night and nobody was hurt",
    "iver": "Railway workers voted for a shorter week",
}


def read(site, path, **query):
    answer = site.get(f"{API}/{path}" + (f"?{urlencode(query)}" if query else ""))
    assert answer.status == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return json.loads(answer.text)


def lines_in(value):
    """Every derived line anywhere in an answer."""
    if isinstance(value, dict):
        if "citations" in value and "text" in value and value["text"] is not None:
            yield value
        for one in value.values():
            yield from lines_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from lines_in(one)


@pytest.mark.parametrize(
    "path", ["stories", "stories/{id}", "stories/{id}/lines", "stories/{id}/facts", "stories/{id}/changes", "news"]
)
def test_every_line_cites_words_that_slice_exactly(demo, path):
    story_id = demo.desk.stories(limit=1)[0].id
    answer = read(demo, path.format(id=story_id), **({"since": "0"} if path == "news" else {}))
    notes = {(note["report_id"], note["start"], note["end"]): note["exact"] for note in answer["notes"]}
    reports = demo.desk.reports({key[0] for key in notes})
    assert all(reports[key[0]].text[key[1] : key[2]] == exact for key, exact in notes.items())
    lines = list(lines_in(answer))
    assert lines
    for line in lines:
        spans = [(one["report_id"], one["start"], one["end"]) for one in line["citations"]]
        assert any(span in notes for span in spans), line["text"]


def test_every_answer_names_its_schema_and_every_story_says_that_nobody_reviewed_it(demo):
    answer = read(demo, "stories")
    assert answer["schema"] == "infostreamer/api-stories/1"
    assert {story["state"] for story in answer["items"]} == {"machine-compiled, not reviewed"}
    assert answer["total"] == len(demo.desk.stories(limit=1000))


@pytest.mark.parametrize("path", ["stories", "reports", "sources", "who", "search?q=the", "stories?q=the"])
def test_pages_hold_everything_once_in_the_order_of_one_large_page(demo, path):
    name, _, query = path.partition("?")
    asked = dict(pair.split("=") for pair in query.split("&") if pair)
    whole = [json.dumps(row, sort_keys=True) for row in read(demo, name, limit=100, **asked)["items"]]
    assert len(whole) > 2
    found, after = [], ""
    while after is not None:
        page = read(demo, name, limit=3, **asked, **({"after": after} if after else {}))
        found += [json.dumps(row, sort_keys=True) for row in page["items"]]
        after = page["next"]
        if len(found) >= len(whole[:90]):
            break
    assert found == whole[: len(found)]


def test_a_report_that_arrives_between_two_pages_moves_nothing(tmp_path, serve_desk):
    from infostreamer.desk import Desk
    from infostreamer.settings import Settings

    def put(desk, name, day):
        row = {
            "url": f"https://{name}.example/a",
            "outlet": name,
            "title": f"{name}: {TOPICS[name]}",
            "language": "en",
        }
        row |= {
            "text": f"{TOPICS[name]}. The bridge of {name} was not named.",
            "published": f"2026-11-{day:02}T10:00:00Z",
        }
        desk.take_in_jsonl([json.dumps(row)])

    with Desk.open(Settings({"desk.data": str(tmp_path)})) as desk:
        for day, name in enumerate(("alba", "brin", "corra", "dorn", "esk", "fell"), 1):
            put(desk, name, day)
        site = serve_desk(desk)
        added = [("reports", "gale", 20), ("stories", "holm", 21), ("stories?q=bridge", "iver", 22)]
        for listing, newcomer, day in added:
            name, _, query = listing.partition("?")
            asked = dict([query.split("=")]) if query else {}
            first = read(site, name, limit=2, **asked)
            everything = [row["id"] for row in read(site, name, limit=50, **asked)["items"]]
            assert len(everything) > 5
            put(desk, newcomer, day)
            second = read(site, name, limit=50, after=first["next"], **asked)
            assert [row["id"] for row in (*first["items"], *second["items"])] == everything


def test_an_unchanged_answer_is_not_sent_again(demo):
    first = demo.get(f"{API}/stories")
    again = demo.get(f"{API}/stories", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert demo.get(f"{API}/stories", if_none_match='"other", ' + first.headers["etag"]).status == 304
    assert demo.get(f"{API}/stories?limit=1", if_none_match=first.headers["etag"]).status == 200


def test_head_and_options_say_what_get_would(demo):
    head = demo.ask("HEAD", f"{API}/stories")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["etag"] == demo.get(f"{API}/stories").headers["etag"]
    options = demo.ask("OPTIONS", f"{API}/dossiers")
    assert options.status == 204
    assert options.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert "access-control-allow-origin" not in options.headers


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "nothing/here", 404, "The API has no such address; /api lists all."),
        ("GET", "stories/nope", 404, "8 to 16 digits"),
        ("GET", "stories/0123456789abcdef", 404, "No story has the id"),
        ("PUT", "stories", 405, "This address takes GET, HEAD, OPTIONS, not PUT."),
        ("GET", "stories?limit=0", 422, "`limit` takes a whole number from 1 to 100."),
        ("GET", "stories?limit=1&limit=2", 422, "The parameter `limit` is given twice."),
        ("GET", "stories?limti=2", 422, "did you mean `limit`?"),
        ("GET", "stories?after=abc", 422, "`after` is no cursor of this listing"),
        ("GET", "search", 422, "`q` is missing."),
        ("GET", "search?q=%22open", 422, "."),
        ("GET", "news?since=whenever", 422, "is not a time"),
    ],
)
def test_every_error_is_a_problem_in_one_sentence(demo, method, path, status, words):
    answer = demo.ask(method, f"{API}/{path}")
    problem = json.loads(answer.text)
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status, problem["status"]) == (status, status)
    assert words in problem["detail"]
    assert problem["detail"].endswith((".", "?"))
    assert f'id="{problem["type"].partition("#")[2]}"' in demo.get("/api").text


def test_a_story_is_read_as_it_stood_at_a_revision(demo):
    story = max(demo.desk.stories(limit=100), key=lambda one: one.revision)
    rows = read(demo, f"stories/{story.id}/revisions")["items"]
    assert [row["revision"] for row in rows] == sorted({row["revision"] for row in rows})
    first = read(demo, f"stories/{story.id}/revisions/{rows[0]['revision']}")
    assert first["story"]["revision"] == rows[0]["revision"]
    assert len(first["story"]["members"]) <= len(story.members)


def test_the_page_lists_every_operation_of_the_document(demo):
    page, document = demo.get("/api").text, json.loads(demo.get(f"{API}/openapi.json").text)
    assert document["openapi"] == "3.1.0"
    for path, methods in document["paths"].items():
        for method, row in methods.items():
            assert f'id="op-{row["operationId"]}"' in page, (method, path)
