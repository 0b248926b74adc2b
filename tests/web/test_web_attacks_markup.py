"""Hostile markup through every text field, on every page, in a real browser, with our CSP and without it.

Without the policy nothing may run either: then it is the escaping that holds, and the policy is a second wall.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from fakes.hostile_words import ALL
from served_site import Site

from infostreamer.desk import Desk
from infostreamer.model import Span
from infostreamer.settings import Settings

pytestmark = pytest.mark.timeout(600)
NOW = datetime(2026, 11, 13, 8, tzinfo=UTC)
FORMS = (
    *("json", "md", "csv", "jsonl", "jsonld", "ninjs.json", "ics", "bib", "ris", "geojson", "atom", "rss", "feed.json"),
)
EVENTS = (
    ("fire", "The covered market of Port Sollen was closed by a fire", "About 40 stalls were destroyed"),
    ("strike", "Tram drivers in Gralin began a strike", "About 900 drivers stayed at home"),
    ("clock", "A stolen clock was found in the museum of Dravin", "Police arrested two men"),
)
_ODD = """() => [...document.querySelectorAll("*")].flatMap(one => [...one.attributes]
    .filter(a => a.name.startsWith("on")
        || !["value", "content", "placeholder"].includes(a.name) && /^\\s*(javascript|vbscript|data):/i.test(a.value))
    .map(a => one.tagName + " " + a.name + "=" + a.value.slice(0, 60)))"""
_SET = "window.hacked = () => { window.ran = (window.ran || 0) + 1 }"


def row(number, event, pieces):
    """A report in which each piece stands in a field of its own or within somebody's words."""
    name, what, more = event
    told = [
        f"{what} on Tuesday, 10 November 2026, mayor Ana Ruus said. {more}, police chief Bohdan Tvarek said.",
        *(f"“It is {piece} here,” Ana Ruus said. Tvarek said that {piece} was not so." for piece in pieces),
    ]
    a, b, c, d = (pieces * 4)[:4]
    return {
        "url": f"https://{name}{number}.example/{quote(a, safe='')}?a={quote(b, safe='')}#{quote(c, safe='')}",
        "outlet": f"Paper {number} {a}", "title": f"{what} {b}", "text": "\n\n".join(told), "language": "en",
        "published": f"2026-11-1{number % 3}T09:00:00+01:00", "byline": [f"Ana {c}", d],
    }  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """All pieces are in texts; titles, outlets, bylines and people's own fields have a share each."""
    settings = Settings({
        "desk.data": str(tmp_path_factory.mktemp("desk")), "desk.name": f"Desk {ALL[0]}", "desk.notice": ALL[19],
        "web.port": 0,
    })  # fmt: skip
    rows = [row(at, EVENTS[at % 3], ALL[at * 27 : at * 27 + 27]) for at in range(6)]
    with Desk.open(settings, clock=lambda: NOW) as opened:
        opened.take_in_jsonl([json.dumps(one) for one in rows])
        _people(opened)
        yield opened


def _people(desk):
    """What people type: titles, questions, notes on the story and on words, alerts, digests, searches, judgements."""
    story = desk.stories()[0]
    report = desk.report(story.report_ids[0])
    for at, piece in enumerate(ALL):
        desk.add_note(f"story:{story.id}", f"{at} {piece} .", line=piece, visibility="desk")
    desk.add_note(f"report:{report.id}", ALL[0], span=Span(report.id, 0, 40), visibility="desk")
    for at, piece in enumerate(ALL[::12]):
        desk.add_dossier(f"Dossier {at} {piece}"[:120], "fire OR strike OR clock")
        desk.save_search(f"Search {at} {piece}"[:120], f'"{at}" OR fire')
        channels = [("email", "a@b.example")]
        desk.add_alert(desk.drafted_alert(f"{at} {piece}"[:80].strip(), kinds=["denial"], channels=channels))
        desk.add_digest(desk.drafted_digest(f"{at} {piece}"[:80].strip(), to="a@b.example"))
    desk.keep(_owner(), "bookmark", f"story:{story.id}")


def _owner():
    from infostreamer.model import OWNER

    return OWNER


@pytest.fixture(scope="module")
def site(desk):
    served = Site(desk)
    yield served
    served.close()


def paths(desk):
    """A page of every kind; of stories and reports all."""
    stories, dossiers = desk.stories(), desk.dossiers()
    slug, search = quote(dossiers[0].slug, safe=""), quote(desk.searches()[0].name, safe="")
    found = ["/", "/dossiers", "/sources", "/notes", "/review", "/judgements", "/alerts", "/digests", "/settings",
             "/timeline", "/figures", "/map", "/shares", "/api", "/-/jobs", "/-/sources", "/-/versions", "/judge",
             f"/q/{search}", f"/alerts/{desk.alerts()[0].id}", "/report-error?item=story:" + stories[0].id,
             *(f"/d/{slug}{page}" for page in ("", "/timeline", "/who", "/map", "/figures", "/stories"))]  # fmt: skip
    for story in stories:
        found += [f"/s/{story.id}{page}" for page in ("", "/changes", "/compare", "/sources")]
        found += [f"/r/{report_id}" for report_id in story.report_ids]
    found += [f"/who/{who.id}" for who, _ in desk.find_who("Ruus", limit=5)]
    found += [f"/notes/{note.id}" for note in desk.notes()[:3]]
    return found


def asked_with(piece):
    """Addresses that show what was asked for."""
    word = quote(piece.encode("utf-8", "replace"), safe="")
    return (
        f"/search?q={word}", f"/?q={word}", f"/login?next={word}",
        f"/alerts?preview=1&name={word}&query={word}&email={word}",
        f"/notes?q={word}", f"/judge?do=merge&story={word}&with={word}", f"/s/{word}", f"/q/{word}", f"/d/{word}",
        f"/notes/new?item={word}", f"/nothing/{word}", f"/timeline?q={word}&from={word}", f"/dossiers?question={word}",
    )  # fmt: skip


class Watch:
    """Counts what runs and what is asked for beyond the desk."""

    def __init__(self, browser, site, *, is_bare):
        self.context = browser.new_context(bypass_csp=is_bare)
        self.context.add_init_script(_SET)
        self.page = self.context.new_page()
        self.remote, self.dialogs, self.own = [], [], site.address
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        self.context.route("**/*", self._route)

    def _route(self, route):
        address = route.request.url
        if address.startswith((self.own, "data:", "blob:", "file:")):
            route.continue_()
        else:
            self.remote.append(address)
            route.abort()

    def look(self, address):
        """What ran, what was asked for, and where the page is now."""
        self.page.goto(address, wait_until="load")
        self.page.evaluate("""() => {
            for (const one of document.querySelectorAll("details")) one.open = true
            for (const one of document.querySelectorAll("a, button, input, summary")) one.focus()
        }""")
        odd = self.page.evaluate(_ODD)
        return {"ran": self.page.evaluate("window.ran || 0"), "odd": odd, "remote": list(self.remote),
                "dialogs": list(self.dialogs), "is_here": self.page.url.startswith(self.own)}  # fmt: skip


QUIET = {"ran": 0, "odd": [], "remote": [], "dialogs": [], "is_here": True}


@pytest.mark.parametrize("is_bare", [False, True], ids=["with policy", "without policy"])
def test_nothing_in_a_text_runs_or_calls_out_on_any_page(browser, site, desk, is_bare):
    watch = Watch(browser, site, is_bare=is_bare)
    try:
        for path in paths(desk):
            assert watch.look(site.address.rstrip("/") + path) == QUIET, path
    finally:
        watch.context.close()


def test_nothing_that_is_asked_for_runs_or_calls_out(browser, site):
    watch = Watch(browser, site, is_bare=True)
    try:
        for at, piece in enumerate(ALL[::2]):
            addresses = asked_with(piece)
            path = addresses[at % len(addresses)]
            assert watch.look(site.address.rstrip("/") + path) == QUIET, path
    finally:
        watch.context.close()


class Elements(HTMLParser):
    """Collects what would run: handlers, scripts that are not ours, addresses that are code."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.found += [name for name in given if name.startswith("on") or name in ("srcdoc", "style", "http-equiv")]
        self.found += [tag] if tag in ("iframe", "object", "embed", "base", "plaintext") else []
        self.found += [tag] if tag == "script" and not (given.get("src") or "").startswith("/static/") else []
        addresses = [given.get(name) or "" for name in ("href", "src", "action", "formaction")]
        self.found += [one for one in addresses if re.match(r"\s*(javascript|vbscript|data|//|http://evil)", one)]


def test_no_markup_of_a_text_is_an_element_of_an_answer(site):
    """The same without a browser: each piece at a third of the addresses that show what was asked for."""
    for at, piece in enumerate(ALL):
        for path in asked_with(piece)[at % 3 :: 3]:
            answer, elements = site.get(path), Elements()
            assert answer.status < 500, path
            elements.feed(answer.text)
            assert elements.found == [], path
            assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
            assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_is_no_page_is_never_shown_as_one(site, desk):
    story, slug = desk.stories()[0], quote(desk.dossiers()[0].slug, safe="")
    for path in (
        *(f"/s/{story.id}.{form}" for form in FORMS),
        *("/desk.json", "/notes.json", "/api/v1/stories", "/timeline.ics", "/figures.csv", "/sources.opml"),
        *(f"/d/{slug}.json", f"/d/{slug}.atom", f"/d/{slug}/timeline.csv"),
    ):  # fmt: skip
        answer = site.get(path)
        if answer.status == 200:
            assert not answer.headers["content-type"].startswith(("text/html", "image/svg", "application/xhtml")), path
            assert answer.headers["x-content-type-options"] == "nosniff", path
            assert "\n" not in answer.headers.get("content-disposition", "")


def test_the_catalogue_is_large_and_each_piece_its_own():
    assert len(set(ALL)) == len(ALL) >= 120
