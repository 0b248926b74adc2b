"""A public desk shows strangers the news and nothing of its people: no names of accounts, no reasons, no notes."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from fakes.newsroom import ARREST, COPY, DENIAL, OTHER, Clock, Newsroom, settings_for
from served_site import Site
from visitors import WORDS, Visitor, cheap_hashes

from infostreamer.deliver.exports import FORMATS
from infostreamer.deliver.feeds import FEEDS
from infostreamer.desk import Desk
from infostreamer.model import Reader, Source
from infostreamer.web.api.table import OPERATIONS, PREFIX
from infostreamer.web.permits import level_of
from infostreamer.web.routes import PROGRAM_ROUTES, ROUTES

NAME, NOTE, REASON = "zelda.quimby", "Zwetschgenknoedel", "Marillenbuchtel"
HIDDEN = (NAME, "quimby", NOTE, REASON)
ZELDA = Reader(name=NAME, role="editor")


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    folder, clock, back = tmp_path_factory.mktemp("desk"), Clock(), cheap_hashes()
    with Desk.open(settings_for(f"sqlite:///{folder}/d.sqlite3", folder), clock=clock) as desk:
        Newsroom(desk, clock).come(ARREST, DENIAL, COPY, OTHER)
        desk.add_user("anna", "admin", password=WORDS)
        desk.add_user(NAME, "editor", password=WORDS)
        yield desk
    back()


@pytest.fixture(scope="module")
def story(room):
    return next(story for story in room.stories() if "Belov" in story.headline.text)


@pytest.fixture(scope="module")
def worked(room, story):
    """Everything that somebody with an account can leave on a desk, signed and with a reason."""
    other = next(one for one in room.stories() if one.id != story.id)
    who = next(one for one in story.who if one.kind == "person" and " " in one.name)
    room.add_dossier("Strikes", "Belov")
    room.put_sources([Source(id="s1", kind="feed", address="https://orlan.example/feed", outlet="Orlan")])
    for item in ("source:s1", f"story:{story.id}", f"report:{story.report_ids[0]}", "dossier:strikes", f"who:{who.id}"):
        room.add_note(item, f"My source is {NOTE}", reader=ZELDA, visibility="desk")
    signed = {"note": f"Because of {REASON}", "by": NAME}
    for decision in (
        room.would_keep_apart(story.id, other.id),
        room.would_share_owner(["Orlan", "River Gazette"]),
        room.would_not_link(who.id),
    ):
        made = room.decide(decision, **signed)
    room.undo(made.id, by=NAME)
    room.decide(room.would_not_link(who.id), **signed)
    done = set()
    for item in room.review_items(room.story(story.id)):
        if item.kind in done or item.state != "open":
            continue
        choice = {"event": "correct", "statement": "correct", "figure": "reject"}.get(item.kind, "accept")
        words = f"{item.text.rstrip('.')}, it is said." if choice == "correct" else None
        room.judge(choice, story.id, item.key, words=words, **signed)
        done.add(item.kind)
    assert {"event", "figure", "first-hand"} <= done
    headline = next(one for one in room.review_items(room.story(story.id)) if one.kind == "headline")
    room.judge("correct", story.id, headline.key, words="Union leader Anton Belov arrested in Mirsk", **signed)
    room.mark_reviewed(story.id, **signed)
    saved = room.save_search("Strikes", "Belov", ZELDA)
    share = room.share(f"story:{story.id}", by=ZELDA), room.share("dossier:strikes", by=ZELDA)
    return {"who": who.id, "search": saved.name, "shares": [one.id for one in share]}


@pytest.fixture(scope="module")
def site(room, worked):
    served = Site(room, **{"web.public": True})
    yield served
    served.close()


@pytest.fixture(scope="module")
def stranger(site):
    return Visitor(site)


def found_in(text):
    return [word for word in HIDDEN if word.casefold() in text.casefold()]


def filled(path, room, story, worked):
    """Every address that a template of the table stands for."""
    story = room.story(story.id)
    firsts = {
        "/s/{id": [story.id], "/r/{id": story.report_ids, "/who/{id": [worked["who"]],
        "/place/{id": [one.id for one in story.who if one.kind == "place"], "/share/{token": worked["shares"],
        "/q/{name": [worked["search"]], "/d/{slug": ["strikes"],
    }  # fmt: skip
    rows = [path]
    for first, values in firsts.items():
        if path.startswith(first):
            rows = [re.sub(r"\{[^}]*\}", value, path, count=1) for value in values]
    for name, values in (
        ("rev:revision", range(1, story.revision + 1)), ("form:feed", FEEDS), ("form:export", FORMATS),
        ("part:bare", ("timeline", "figures", "map")), ("slug:bare", ("x",)), ("slug", ("x",)),
        ("id", (story.id,)), ("key", ("s1",)),
    ):  # fmt: skip
        rows = [row.replace(f"{{{name}}}", str(value)) for row in rows for value in values]
    return dict.fromkeys(rows)


def test_no_address_that_strangers_may_open_shows_them_what_people_wrote_or_who_they_are(
    room, site, stranger, story, worked
):
    opened, told = 0, []
    paths = [route.path for route in ROUTES if "GET" in route.methods]
    for path in dict.fromkeys(path for path in paths if level_of("GET", path) in ("open", "public")):
        for where in filled(path, room, story, worked):
            if where in ("/live", "/unsubscribe/s1"):
                continue
            answer = stranger.get(where)
            while answer.status in (307, 308):
                answer = stranger.get(answer.leads)
            opened += answer.status == 200
            assert answer.status in (200, 303, 404, 422), where
            told += [(where, found_in(answer.text))] if found_in(answer.text) else []
    assert told == []
    assert opened > 120


def test_no_operation_for_strangers_shows_them_either(room, stranger, story, worked):
    told, opened = [], 0
    ids = {"stories": [story.id], "reports": list(story.report_ids), "who": [worked["who"]], "dossiers": ["strikes"],
           "searches": [worked["search"]], "sources": ["s1"], "places": [worked["who"]]}  # fmt: skip
    for operation in OPERATIONS:
        if operation.method != "GET":
            continue
        revisions = range(1, room.story(story.id).revision + 1) if "{revision}" in operation.path else (0,)
        noun = operation.path.split("/")[1]
        for key in ids.get(noun, ["x"]) if "{" in operation.path else ["x"]:
            for revision in revisions:
                path = re.sub(r"\{[^}]*\}", key, operation.path.replace("{revision}", str(revision)))
                answer = stranger.get(PREFIX + path + ("?q=Belov" if noun == "search" else ""))
                opened += answer.status == 200
                told += [(path, found_in(answer.text))] if found_in(answer.text) else []
    assert told == []
    assert opened > 20


def test_programs_of_strangers_and_pages_for_readers_give_nothing(room, stranger, story, worked):
    paths = [route.path for route in (*ROUTES, *PROGRAM_ROUTES)]
    for path in dict.fromkeys(path for path in paths if level_of("GET", path) not in ("open", "public")):
        for where in filled(path, room, story, worked):
            for method in ("GET", "POST"):
                answer = stranger.ask(method, where, None if method == "GET" else "{}", content_type="application/json")
                assert not found_in(answer.text), where
    judged = [one.judgement.id for one in room.judgements()]
    for made in judged:
        assert not found_in(stranger.get(f"/s/{story.id}/x?decided={made}").text)
    for note in room.notes(reader=ZELDA):
        assert not found_in(stranger.get(f"/notes/{note.id}").text)


def test_who_is_logged_in_reads_names_reasons_and_notes(site, story, worked):
    zelda = Visitor(site)
    assert zelda.log_in(NAME).status == 303
    page = zelda.get(f"/s/{story.id}/x").text
    for path in (f"/s/{story.id}.json", f"/s/{story.id}/sources.json", "/sources.json", f"/who/{worked['who']}.json"):
        page = zelda.get(path).text
        if path != f"/s/{story.id}/sources.json":
            assert REASON in page, path
    page = zelda.get(f"/s/{story.id}.json").text
    assert NOTE in page
    assert json.loads(page)["people"]["review"]["by"] == NAME
    assert NAME in zelda.get(f"/q/{worked['search']}").text


def test_what_leaves_the_desk_names_no_account_whoever_takes_it(site, story):
    zelda = Visitor(site)
    assert zelda.log_in(NAME).status == 303
    for form in (*FORMATS, *FEEDS):
        for base in (f"/s/{story.id}", "/d/strikes"):
            answer = zelda.get(f"{base}.{form}")
            assert answer.status == (422 if (base, form) == ("/d/strikes", "ninjs.json") else 200), (base, form)
            assert found_in(answer.text) == [], (base, form)
    assert "reviewed by a person" in zelda.get(f"/s/{story.id}.md").text
    answer = site.get(f"/s/{story.id}/evidence.zip", cookie="; ".join(f"{a}={b}" for a, b in zelda.jar.items()))
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        assert {name: found_in(archive.read(name).decode("utf-8", "replace")) for name in archive.namelist()} == {
            name: [] for name in archive.namelist()
        }
