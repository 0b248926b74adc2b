"""Four hundred hostile words through every text field into every output: pages, files, headers, terminal, browser."""

# ruff: noqa: E501  # tables
from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from fakes.hostile_more import EVERY
from served import site_class

from infostreamer.collect import write_opml
from infostreamer.collect.discover import new_source
from infostreamer.desk import Desk
from infostreamer.settings import Settings

pytestmark = pytest.mark.timeout(600)
NOW = datetime(2026, 11, 13, 8, tzinfo=UTC)
EVENTS = (
    ("fire", "The covered market of Port Sollen was closed by a fire", "About 40 stalls were destroyed"),
    ("strike", "Tram drivers in Gralin began a strike", "About 900 drivers stayed at home"),
    ("clock", "A stolen clock was found in the museum of Dravin", "Police arrested two men"),
)
PER_REPORT = 60
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
CODE = re.compile(
    r"\s*(javascript|vbscript|data|blob|file|feed|jar|view-source|livescript|filesystem|//|http://evil)", re.I
)


def row(number, pieces):
    name, what, more = EVENTS[number % 3]
    told = [
        f"{what} on Tuesday, 10 November 2026, mayor Ana Ruus said. {more}, police chief Bohdan Tvarek said.",
        *(f"“It is {piece} here,” Ana Ruus said." for piece in pieces),
    ]
    a, b, c, d = (pieces * 4)[:4]
    return {
        "url": f"https://{name}{number}.example/{quote(a, safe='')}?a={quote(b, safe='')}", "outlet": f"Paper {number} {a}",
        "title": f"{what} {b}", "text": "\n\n".join(told), "language": "en", "published": "2026-11-10T09:00:00+01:00",
        "byline": [f"Ana {c}", d],
    }  # fmt: skip


def page_of(pieces):
    """A page whose publisher put a piece into each place that is read; not one of them is escaped."""
    a, b, c, d, e, f, g = (pieces * 7)[:7]
    more = "".join(f"<p>{piece} stood on the pier of Lower Sarn.</p>" for piece in pieces[7:])
    sheet = {
        "@type": "NewsArticle",
        "headline": a,
        "author": {"name": b},
        "publisher": {"name": c},
        "articleSection": d,
    }
    return f"""<!doctype html><html lang="{g}"><head><title>Ferry {a}</title><meta name=author content="{b}">
    <meta property="og:site_name" content="{c}"><link rel=canonical href="{d}"><meta property="og:image" content="{e}">
    <script type="application/ld+json">{json.dumps(sheet)}</script></head><body><article><h1>Ferry {f}</h1>
    <p>The ferry of Lower Sarn was closed on Tuesday, 10 November 2026, mayor Ana Ruus said in the town hall of Sarn.</p>
    <figure><img src="{e}" alt="{f}"><figcaption>The ferry {g} (Photo: {a} / {b})</figcaption></figure>
    <p>{c} said that {d} would come. <a href="{e}">{f}</a> About 40 people waited at the pier of Lower Sarn until night.</p>
    {more}</article></body></html>"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("markups")
    rows = [row(at, EVERY[at * PER_REPORT : (at + 1) * PER_REPORT]) for at in range(-(-len(EVERY) // PER_REPORT))]
    (folder / "in").mkdir()
    for at, piece in enumerate(EVERY[::9]):
        name = re.sub(r"[/\x00]", "_", piece)[:80]
        if at % 3 == 0:  # every piece stands in some page; more pages cost 0.3 s each
            (folder / "in" / f"{at} {name}.html").write_text(page_of(EVERY[at // 3 :: 17]), errors="replace")
        (folder / "in" / f"{at} {name}.exe").write_text("x")
    settings = Settings({"desk.data": str(folder / "desk"), "desk.name": f"Desk {EVERY[0]}", "web.port": 0})
    with Desk.open(settings, clock=lambda: NOW) as opened:
        opened.take_in_jsonl([json.dumps(one) for one in rows])
        opened.take_in_paths([folder / "in"])
        _people(opened)
        yield opened


def _people(desk):
    story = desk.stories()[0]
    for at, piece in enumerate(EVERY[::5]):
        desk.add_note(f"story:{story.id}", f"{at} {piece} .", line=piece, visibility="desk")
    for at, piece in enumerate(EVERY[::30]):
        desk.add_dossier(f"Dossier {at} {piece}"[:120], "fire OR strike OR clock")
        desk.save_search(f"Search {at} {piece}"[:120], f'"{at}" OR fire')
        desk.add_alert(
            desk.drafted_alert(f"{at} {piece}"[:80].strip(), kinds=["denial"], channels=[("email", "a@b.example")])
        )
    listed = [
        new_source(f"http://s{at}.example/{quote(piece, safe='')}", "feed", outlet=f"{at} {clean_xml(piece)}"[:100])
        for at, piece in enumerate(EVERY[::15])
    ]
    path = Path(str(desk.settings["desk.data"])) / "list.opml"
    path.write_bytes(write_opml(listed))
    assert len(desk.add(str(path)).sources) == len(listed)


def clean_xml(piece):
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", " ", piece)


@pytest.fixture(scope="module")
def site(desk):
    served = site_class()(desk)
    yield served
    served.close()


def paths(desk):
    dossiers = desk.dossiers()
    found = ["/", "/dossiers", "/sources", "/notes", "/review", "/alerts", "/timeline", "/figures", "/map", "/-/jobs"]
    found += ["/-/sources", f"/q/{quote(desk.searches()[0].name, safe='')}", f"/alerts/{desk.alerts()[0].id}"]
    found += [
        f"/d/{quote(dossiers[0].slug, safe='')}{page}" for page in ("", "/timeline", "/who", "/figures", "/stories")
    ]
    for story in desk.stories():
        found += [f"/s/{story.id}{page}" for page in ("", "/changes", "/compare", "/sources")]
        found += [f"/r/{report_id}" for report_id in story.report_ids]
    return found


class Elements(HTMLParser):
    """What would run or be fetched, and turning characters that nothing isolates."""

    def __init__(self):
        super().__init__()
        self.found, self.isolating, self.turning = [], 0, []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.isolating += tag == "bdi"
        self.found += [
            f"{tag} {name}" for name in given if name.startswith("on") or name in ("srcdoc", "http-equiv", "ping")
        ]
        self.found += (
            [tag] if tag in ("iframe", "object", "embed", "base", "plaintext", "marquee", "math", "style") else []
        )
        self.found += [tag] if tag == "script" and not (given.get("src") or "").startswith("/static/") else []
        for name in ("href", "src", "action", "formaction", "xlink:href", "poster", "srcset", "background"):
            self.found += [f"{tag} {given[name]}"] if CODE.match(given.get(name) or "") else []

    def handle_endtag(self, tag):
        self.isolating -= tag == "bdi"

    def handle_data(self, data):
        if TURNING.search(data) and not self.isolating:
            self.turning.append(data[:60])


def test_no_page_holds_an_element_of_somebody_else_or_a_character_that_turns_it_round(site, desk):
    for path in paths(desk):
        answer, elements = site.get(path), Elements()
        answer = site.get(answer.headers["location"]) if answer.status == 308 else answer  # to its full name
        assert answer.status == 200, path
        elements.feed(answer.text)
        assert elements.found == [], path
        assert elements.turning == [], path


def test_every_file_can_be_read_by_what_reads_such_files(site, desk):
    formed = 0
    addresses = [f"/s/{story.id}" for story in desk.stories()] + [f"/d/{quote(desk.dossiers()[0].slug, safe='')}"]
    for address in addresses:
        for form in (
            "json",
            "jsonld",
            "feed.json",
            "geojson",
            "ninjs.json",
            "atom",
            "rss",
            "csv",
            "ics",
            "bib",
            "ris",
            "md",
        ):
            answer = site.get(f"{address}.{form}")
            if answer.status != 200:
                assert answer.status in (404, 406, 422), (address, form)
                continue
            formed += 1
            assert "\n" not in answer.headers.get("content-disposition", "")
            assert not answer.headers["content-type"].startswith(("text/html", "image/svg"))
            if "json" in form:
                json.loads(answer.text)
            elif form in ("atom", "rss"):
                ET.fromstring(answer.text)  # noqa: S314  # what we wrote
            elif form == "csv":
                cells = [cell for line in csv.reader(io.StringIO(answer.text)) for cell in line]
                assert not [cell for cell in cells if re.match(r"[=+@\t\r]|-\D", cell)], form
            odd = re.search(".{0,60}[\x00-\x08\x0b\x0c\x0e-\x1f].{0,9}", answer.text)
            assert odd is None, (form, odd.group())
    assert formed >= 20


def test_nothing_steers_a_terminal(desk, capsys):
    from infostreamer.cli import main

    data, story = str(desk.settings["desk.data"]), desk.stories()[0]
    calls = [
        ("stories",), ("stories", "show", story.id), ("reports",), ("reports", "show", story.report_ids[0]), ("notes",), ("dossiers",),
        ("searches",), ("alerts",), ("sources",), ("timeline",), ("figures",), ("who",), ("review",), ("brief",), ("digest",),
        ("search", "fire"), *(("search", piece) for piece in EVERY[5::60]), *(("stories", "show", piece) for piece in EVERY[9::60]),
        ("export", "--to", "md", f"story:{story.id}"), ("stories", "--json"), ("notes", "--json"), ("sources", "--jsonl"),
    ]  # fmt: skip
    good = 0
    for words in calls:
        code = 0
        try:
            main(["--data", data, *words])
        except SystemExit as ended:
            code = ended.code or 0
        said = capsys.readouterr()
        assert not STEERING.search(said.out + said.err), words
        assert "Traceback" not in said.err, words
        good += code == 0
    assert good >= 12


@pytest.mark.browser
@pytest.mark.parametrize("is_bare", [False, True], ids=["with policy", "without policy"])
def test_nothing_runs_and_nothing_is_fetched_in_a_browser(browser, site, desk, is_bare):
    context, remote = browser.new_context(bypass_csp=is_bare), []
    context.add_init_script("window.hacked = () => { window.ran = (window.ran || 0) + 1 }")

    def route(asked):
        if asked.request.url.startswith((site.address, "data:", "blob:")):
            asked.continue_()
        else:
            remote.append(asked.request.url)
            asked.abort()

    context.route("**/*", route)
    page = context.new_page()
    try:
        for path in paths(desk)[:: 4 if is_bare else 16]:
            page.goto(site.address.rstrip("/") + path, wait_until="load")
            page.evaluate(
                """() => { for (const one of document.querySelectorAll("details")) one.open = true
                for (const one of document.querySelectorAll("a, button, input, summary")) one.focus() }"""
            )
            assert page.evaluate("window.ran || 0") == 0, path
            assert remote == [], path
            assert page.url.startswith(site.address), path
    finally:
        context.close()


def test_there_are_four_hundred_of_them():
    assert len(EVERY) == len(set(EVERY)) >= 400
