"""Following real feeds through the command line: RSS, Atom and JSON Feed from a local server, again and again."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from fakes.web_server import Route, WebServer

NOW = datetime.now(UTC).replace(microsecond=0)
BODIES = {
    "rss": ("Ferry ran aground off Sollen", "A ferry with about 120 passengers ran aground off Port Sollen on Monday."),
    "atom": ("Council closes the old bridge", "The council of Dravin closed the old bridge after cracks were found."),
    "json": ("Bakers end their walkout", "Bakers in Tarvost ended a walkout of nine days, their union said."),
}
MORE = {
    "rss": "“Nobody was hurt and nobody panicked,” harbour master Irena Holt told reporters at the quay. She said the "
    "cause was not known. The transport ministry denied that the vessel had missed an inspection.",
    "atom": "Engineers spoke of at least 40 fissures in two piers. Lorries will be sent over the ring road until the "
    "spring, according to the mayor's office, which has asked the region for 3 million crowns.",
    "json": "Ovens in all but two shops were lit again before dawn. “We got most of what we wanted,” said Anton Bero, "
    "who leads the union. Flour prices had doubled within a year.",
}


def page(kind, *, count="120"):
    title, first = BODIES[kind]
    body = "".join(f"<p>{text}</p>" for text in (first.replace("120", count), MORE[kind]))
    article = f"<article><h1>{title}</h1>{body}</article>"
    return Route(f"<html lang=en><head><title>{title}</title></head><body>{article}</body></html>".encode())


def feeds(server):
    """One entry in each of three formats, every document with an ETag."""
    when = NOW - timedelta(hours=1)
    link = {kind: server.address(f"/{kind}/story") for kind in BODIES}
    rss = (
        f'<rss version="2.0"><channel><title>The Sollen Post</title><link>{server.address("/")}</link><item>'
        f"<title>{BODIES['rss'][0]}</title><link>{link['rss']}</link><pubDate>{format_datetime(when)}</pubDate></item>"
        "</channel></rss>"
    )
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Dravin Daily</title><id>urn:d</id>'
        f"<updated>{when.isoformat()}</updated><entry><title>{BODIES['atom'][0]}</title><id>urn:d:1</id>"
        f'<link href="{link["atom"]}"/><updated>{when.isoformat()}</updated></entry></feed>'
    )
    item = {"id": "1", "url": link["json"], "title": BODIES["json"][0], "date_published": when.isoformat()}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Tarvost Wire", "items": [item]}
    return {
        "/rss.xml": Route(rss.encode(), mime="application/rss+xml", etag='"r1"'),
        "/atom.xml": Route(atom.encode(), mime="application/atom+xml", etag='"a1"'),
        "/feed.json": Route(json.dumps(feed).encode(), mime="application/feed+json", etag='"j1"'),
    }


@pytest.fixture(scope="module")
def server():
    with WebServer() as running:
        running.routes |= feeds(running)
        running.routes |= {f"/{kind}/story": page(kind) for kind in BODIES}
        yield running


@pytest.fixture(scope="module")
def desk(server, tmp_path_factory):
    """Runs a command on one desk that is allowed to reach this machine and need not pace itself."""
    data = tmp_path_factory.mktemp("desk")

    def run(*words):
        command = [sys.executable, "-m", "infostreamer", "--data", str(data), "--allow-private"]
        command += ["--set", "collect.pace=0", "--set", "collect.every=1", *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, timeout=300)

    return run


def listed(desk, noun):
    return json.loads(desk(noun, "--json").stdout)[noun]


def test_add_follows_three_kinds_of_feed(desk, server):
    done = desk("add", *(server.address(path) for path in ("/rss.xml", "/atom.xml", "/feed.json")))
    assert done.returncode == 0, done.stderr
    reports = listed(desk, "reports")
    assert {report["title"] for report in reports} == {title for title, _ in BODIES.values()}
    assert {report["outlet"] for report in reports} == {"The Sollen Post", "Dravin Daily", "Tarvost Wire"}
    assert [row["state"] for row in listed(desk, "sources")] == ["ok"] * 3
    assert len(listed(desk, "stories")) == 3


def test_polling_again_asks_conditionally_and_gives_nothing_twice(desk, server):
    server.seen.clear()
    for row in listed(desk, "sources"):
        desk("sources", "--refresh", row["id"])
    assert desk("run", "--once").returncode == 0
    asked = {seen.path: seen.headers.get("if-none-match") for seen in server.seen if "story" not in seen.path}
    assert {path: asked[path] for path in ("/rss.xml", "/atom.xml", "/feed.json")} == {
        "/rss.xml": '"r1"',
        "/atom.xml": '"a1"',
        "/feed.json": '"j1"',
    }
    assert len(listed(desk, "reports")) == 3


def test_an_edited_article_is_a_new_version_of_the_same_report(desk, server):
    server.routes["/rss/story"] = page("rss", count="170")
    for row in listed(desk, "sources"):
        desk("sources", "--refresh", row["id"])
    assert desk("run", "--once").returncode == 0
    ferry = [report for report in listed(desk, "reports") if report["title"] == BODIES["rss"][0]]
    newer, older = ferry
    assert newer["previous_id"] == older["id"]
    assert "170" in newer["text"]
    assert "120" in older["text"]
    stories = [story for story in listed(desk, "stories") if story["headline"] == BODIES["rss"][0]]
    assert [sorted(member["superseded"] for member in story["members"]) for story in stories] == [[False, True]]


LOGIN = b"<html><head><title>Log in</title></head><body><form><input type=password name=p></form></body></html>"
BAD = {
    "/empty": Route(b"", mime="application/rss+xml"),
    "/binary": Route(bytes(range(256)) * 200, mime="application/octet-stream"),
    "/login": Route(LOGIN),
    "/other.xml": Route(b"<?xml version='1.0'?><recipe><title>Soup</title></recipe>", mime="application/xml"),
    "/huge": Route(b"<html>" + b"<p>word</p>" * 5_000_000, mime="text/html"),
}


@pytest.mark.parametrize("path", ["/missing", *BAD])
def test_a_bad_address_is_one_clear_sentence(desk, server, path):
    server.routes |= BAD
    done = desk("add", server.address(path))
    said = [line for line in done.stderr.splitlines() if line.strip()]
    assert done.returncode in (1, 3), done.stderr
    assert "Traceback" not in done.stderr
    assert any(line.rstrip().endswith(".") for line in said)


def test_a_feed_that_became_a_login_page_fails_alone_and_shows_it(desk, server):
    server.routes["/atom.xml"] = Route(LOGIN)
    for row in listed(desk, "sources"):
        desk("sources", "--refresh", row["id"])
    assert desk("run", "--once").returncode == 0
    states = {row["address"].rsplit("/")[-1]: row for row in listed(desk, "sources")}
    assert states["atom.xml"]["state"] == "failing"
    assert states["atom.xml"]["error"].endswith(".")
    assert states["rss.xml"]["state"] == states["feed.json"]["state"] == "ok"
