"""One reader never sees or changes what another keeps, and no cache hands it on; every role by page and by API."""

from __future__ import annotations

import json

import pytest
from fakes.newsroom import ARREST, DENIAL, OTHER, Clock, Newsroom, settings_for
from served_site import Site
from visitors import NAMES, WORDS, Visitor, cheap_hashes, with_accounts

from infostreamer.desk import Desk
from infostreamer.model import Reader
from infostreamer.web.api.table import PREFIX

WORD = "Zwetschgenknoedel"
NAMES_OF_NOBODY = (
    *("", " ", "owner\0", "a\nb", "a" * 5_000, "\ud800", "<script>", "../x", "rita ", "RITA", "ｒｉｔａ", "rita\u200b"),
    *("owner", "public", "OWNER", "Public"),
)
FORM = "application/x-www-form-urlencoded"
RITA, EDDY = Reader(name="rita", role="reader"), Reader(name="eddy", role="editor")
PERSONAL = (
    *("/", "/desk.json", "/settings", "/settings.json", "/settings/marks.json", "/notes", "/notes.json", "/alerts"),
    *("/alerts.json", "/digests", "/digests.json", "/feeds/alerts.atom", "/feeds/alerts.rss", "/feeds/desk.atom"),
    *("/account", "/account.json", "/search?q=Belov", "/search.json?q=Belov", "/judgements.json", "/live"),
    *(f"{PREFIX}/{noun}" for noun in ("notes", "keeps", "alerts", "alerts/firings", "news", "searches")),
)


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    folder, clock, back = tmp_path_factory.mktemp("desk"), Clock(), cheap_hashes()
    with Desk.open(settings_for(f"sqlite:///{folder}/d.sqlite3", folder), clock=clock) as desk:
        Newsroom(desk, clock).come(ARREST, DENIAL, OTHER)
        yield with_accounts(desk)
    back()


@pytest.fixture(scope="module")
def site(room):
    served = Site(room)
    yield served
    served.close()


@pytest.fixture(scope="module")
def story(room):
    return next(story for story in room.stories() if "Belov" in story.headline.text)


@pytest.fixture(scope="module")
def kept(room, story):
    """What rita keeps for herself, each with the word that nobody else may read."""
    note = room.add_note(f"story:{story.id}", f"My source is {WORD}", reader=RITA)
    alert = room.add_alert(
        room.drafted_alert(WORD, kinds=["denial"], channels=[("email", "rita@post.example")], reader=RITA)
    )
    digest = room.add_digest(room.drafted_digest(WORD, to="rita@post.example", reader=RITA))
    search = room.save_search("Search of rita", "Belov", RITA)
    room.keep(RITA, "bookmark", f"story:{story.id}")
    return {"note": note.id, "alert": alert.id, "digest": digest.id, "search": search.name}


@pytest.fixture(scope="module")
def visitors(site, kept):
    found = {}
    for role, name in NAMES.items():
        found[role] = Visitor(site)
        assert found[role].log_in(name).status == 303
    return found


def keys(room, name, scope="write"):
    return f"Bearer {room.add_token(name, scope)[1]}"


def test_what_a_reader_keeps_is_seen_by_no_other_reader(visitors, story, kept):
    pages = [
        *(path for path in PERSONAL if path != "/live" and "searches" not in path and not path.startswith("/settings")),
        *(f"/s/{story.id}", f"/s/{story.id}.json", f"/r/{story.report_ids[0]}", f"/r/{story.report_ids[0]}.json"),
        *(f"/notes/{kept['note']}", f"/notes/{kept['note']}.json", f"/notes/{kept['note']}.jsonld"),
        *(f"/alerts/{kept['alert']}", f"/alerts/{kept['alert']}.json"),
        *(f"/s/{story.id}.{form}" for form in ("md", "html", "json", "jsonld", "csv", "atom")),
        *(f"{PREFIX}/stories/{story.id}", f"{PREFIX}/notes", f"{PREFIX}/alerts"),
    ]
    for path in pages:
        text = visitors["editor"].get(path).text
        assert WORD not in text, path
    assert visitors["editor"].get(f"/alerts/{WORD}").status == 404
    assert WORD in visitors["reader"].get("/notes").text, "rita herself does see it"
    assert WORD in visitors["reader"].get("/alerts").text


def test_another_reader_s_things_are_changed_by_nobody(room, visitors, kept):
    before = room.digest(), room.notes(reader=RITA), room.alerts(RITA), room.digests(RITA), room.searches()
    eddy = visitors["editor"]
    token = eddy.token("/account")
    for path, form in (
        (f"/notes/{kept['note']}/edit", {"body": "x"}),
        (f"/notes/{kept['note']}/state", {"state": "deleted"}),
        *((f"/alerts/{kept['alert']}/{what}", {}) for what in ("pause", "resume", "test", "remove")),
        *((f"/digests/{kept['digest']}/{what}", {}) for what in ("pause", "resume", "remove")),
        ("/drop", {"kind": "bookmark", "item": "story:x"}),
    ):
        assert eddy.post(path, form, token=token).status in (303, 403, 404), path
    assert (room.digest(), room.notes(reader=RITA), room.alerts(RITA), room.digests(RITA), room.searches()) == before
    assert room.keeps(RITA)


def test_a_saved_search_is_changed_by_who_made_it_or_an_editor_also_through_the_interface(room, site, kept):
    room.save_search("Of the editor", "bridge", EDDY)
    program = Visitor(site, authorization=keys(room, "rita"))
    assert program.ask("DELETE", f"{PREFIX}/searches/of-the-editor").status == 403
    assert "of-the-editor" in [one.name for one in room.searches()]
    assert program.ask("POST", "/q/of-the-editor/remove", "", content_type=FORM).status == 403
    mine = room.save_search("Of rita", "bridge", RITA)
    assert program.ask("DELETE", f"{PREFIX}/searches/{mine.name}").status == 204


def test_marks_of_one_reader_leave_those_of_another_alone(room, visitors, story):
    position = room.position()
    rita, eddy = visitors["reader"], visitors["editor"]
    assert rita.post("/seen", {"position": position}, token=rita.token("/account")).status == 303
    page = json.loads(eddy.get("/desk.json").text)
    assert json.loads(rita.get("/desk.json").text) != page
    undo = rita.post("/seen", {"position": position}, token=rita.token("/account")).leads.partition("undo=")[2]
    before = room.news(RITA).total
    eddy.post("/seen/undo", {"undo": undo}, token=eddy.token("/account"))
    assert room.news(RITA).total == before, "an undo key works for its reader alone"


@pytest.mark.parametrize("path", PERSONAL)
def test_no_shared_cache_keeps_what_is_personal_and_no_tag_is_shared(visitors, path):
    rita = visitors["reader"].get(path)
    told = rita.headers["cache-control"]
    assert "private" in told or "no-store" in told, path
    assert "public" not in told
    vary = rita.headers.get("vary", "").lower()
    assert "no-store" in told or ("cookie" in vary and "authorization" in vary)
    tag = rita.headers.get("etag")
    if tag and "alerts" in path:
        answer = visitors["editor"].get(path, if_none_match=tag)
        is_same = answer.status == 304 and visitors["editor"].get(path).text == rita.text
        assert is_same or answer.status == 200, "another reader's tag is no proof of having it"


def test_nobody_reads_anything_where_a_login_is_asked_for(site, story, kept):
    stranger = Visitor(site)
    shown = ("Belov", WORD, "Mirsk")
    for path in (*PERSONAL, f"/s/{story.id}", f"/s/{story.id}.md", f"/r/{story.report_ids[0]}", "/sources.opml", "/mcp",
                 "/reader/api/0/stream/contents", "/-/metrics", "/-/jobs.json", f"{PREFIX}/stories", "//", "/s//x",
                 f"/login/../s/{story.id}", f"/share/..%2fs%2f{story.id}", f"/share/x/../../s/{story.id}",
                 f"/static/../s/{story.id}", f"/static/..%2f..%2fs/{story.id}", f"/%2e%2e/s/{story.id}",
                 f"/-/health/../../s/{story.id}", f"/s/{story.id};/login"):  # fmt: skip
        answer = stranger.get(path)
        assert answer.status in (303, 307, 401, 404, 405), f"{path} {answer.status}"
        assert not [word for word in shown if word in answer.text.replace(path, "")], path


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1/login?", "127.0.0.1/login#", "127.0.0.1/share/x?", "127.0.0.1/unsubscribe/x?", "127.0.0.1:80/login?",
        "x@127.0.0.1/login?", "localhost/-/health?", "127.0.0.1\\login", "127.0.0.1 /login", "[::1]/login?",
        "127.0.0.1\t", "127.0.0.1:80:80", "127.0.0.1:x", "127.0.0.1,evil.example", "evil.example#.localhost",
        "evil.example/.localhost", "evil.example?.localhost", "a.localhost:1@evil.example",
    ],
)  # fmt: skip
def test_a_path_in_the_host_name_opens_no_door(site, story, host):
    for path in ("/", f"/s/{story.id}", "/desk.json", f"{PREFIX}/stories"):
        answer = Visitor(site).get(path, host=host)
        assert answer.status in (400, 401, 421), f"{host} {path} {answer.status}"
        assert "Belov" not in answer.text


def test_a_name_that_no_account_may_have_is_refused(room):
    from infostreamer.model import BadInput, NotFound

    for name in (
        "",
        " ",
        "owner\0",
        "a\nb",
        "a" * 5_000,
        "\ud800",
        "<script>",
        "../x",
        "rita ",
        "RITA",
        "ｒｉｔａ",
        "rita\u200b",
    ):
        try:
            made = room.add_user(name, "reader", password=WORDS)
        except (BadInput, NotFound):
            continue
        assert made.name not in ("rita", "owner", "public"), name
        room.remove_user(made.name)


def test_a_trial_is_no_way_to_fill_somebody_s_letter_box(room, visitors, kept):
    rita = visitors["reader"]
    token = rita.token("/account")
    answers = [rita.post(f"/alerts/{kept['alert']}/test", {}, token=token) for _ in range(8)]
    assert {answer.status for answer in answers[:3]} == {200}
    assert answers[-1].status == 422
    assert "trial" in answers[-1].text.lower()


def test_what_the_pages_hold_of_secrets_is_never_compressed(visitors, kept, room):
    """BREACH: the length of a compressed page tells what a secret in it shares with a word of the address."""
    room.add_alert(
        room.drafted_alert("Hook", kinds=["denial"], channels=[("webhook", "https://hook.example/x")], reader=RITA)
    )
    alert = next(one for one in room.alerts(RITA) if one.name == "Hook")
    answer = visitors["reader"].ask("GET", f"/alerts/{alert.id}?from=0", None, accept_encoding="identity")
    assert alert.key in answer.text
    packed = visitors["reader"].ask("HEAD", f"/alerts/{alert.id}", None, accept_encoding="gzip")
    assert packed.headers.get("content-encoding", "identity") == "identity"


def test_what_the_pages_refuse_a_reader_the_interface_does_too(room, site, story):
    rita, eddy = Visitor(site, authorization=keys(room, "rita")), Visitor(site, authorization=keys(room, "eddy"))
    before = room.position()
    for more in ({"visibility": "desk"}, {"kind": "error-report"}, {"kind": "error-report", "body": "x" * 9_000}):
        body = json.dumps({"item": f"story:{story.id}", "body": "Read this.", **more})
        answer = rita.ask("POST", f"{PREFIX}/notes", body, content_type="application/json")
        assert answer.status == 422, more
    assert room.position() == before
    body = json.dumps({"item": f"story:{story.id}", "body": "Read this.", "visibility": "desk"})
    assert eddy.ask("POST", f"{PREFIX}/notes", body, content_type="application/json").status == 201


def test_the_page_of_a_shared_note_shows_others_no_draft_and_nothing_once_it_is_deleted(room, visitors, story):
    note = room.add_note(f"story:{story.id}", "First draft names Dora.", reader=EDDY)
    room.edit_note(note.id, "Clean text.", reader=EDDY)
    room.set_note(note.id, visibility="desk", reader=EDDY)
    where = [f"/notes/{note.id}{form}" for form in ("", ".json", ".jsonld")]
    for path in where:
        page = visitors["reader"].get(path).text
        assert "Clean text." in page, path
        assert "Dora" not in page, path
    assert "Dora" in visitors["editor"].get(where[0]).text
    room.set_note(note.id, state="deleted", reader=EDDY)
    assert [visitors["reader"].get(path).status for path in where] == [404, 404, 404]
    assert "Clean text." not in visitors["reader"].get("/notes?state=deleted").text
    assert "Clean text." in visitors["editor"].get("/notes?state=deleted").text
