"""Every page over a real server: what it shows, its twin, its headers, and what it refuses."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from fake_desk import FakeDesk
from fake_reports import FIRST, HOLM, MARSK, MINE_EDITED, OTHER_TONGUE, STATE_TV, line, span
from fake_stories import STORY, STORY_ID

from infostreamer.model import IntegrityError, Link, StoreBusy
from infostreamer.web.addresses import story_path
from infostreamer.web.static_files import static_path

PAGES = {
    "/": "/desk.json",
    story_path(STORY): story_path(STORY) + ".json",
    f"/s/{STORY_ID}/changes": f"/s/{STORY_ID}/changes.json",
    f"/s/{STORY_ID}/sources": f"/s/{STORY_ID}/sources.json",
    f"/s/{STORY_ID}/compare": f"/s/{STORY_ID}/compare.json",
    f"/judge?do=merge&story={STORY_ID}": f"/judge.json?do=merge&amp;story={STORY_ID}",
    f"/judge?do=split&report={FIRST.id}": f"/judge.json?do=split&amp;report={FIRST.id}",
    "/judgements": "/judgements.json",
    f"/r/{FIRST.id}": f"/r/{FIRST.id}.json",
    f"/r/{MINE_EDITED.id}/diff": f"/r/{MINE_EDITED.id}/diff.json",
    "/sources": "/sources.json",
    "/source/upland.example": "/source/upland.example.json",
    "/dossiers": "/dossiers.json",
    "/d/varania": "/d/varania.json",
    "/search?q=walkout": "/search.json?q=walkout",
    f"/who/{HOLM}/tessa-holm": f"/who/{HOLM}/tessa-holm.json",
}


class Shape(HTMLParser):
    """What tests ask of a page: ids, links, forms, headings; and that tags are closed in order."""

    VOID = ("meta", "link", "input", "br", "hr", "img")

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.heads, self.forms, self.open, self.wrong = [], [], [], [], [], []
        self.attributes = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.attributes += [name for name, _ in attrs]
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.links.append(found)
        if tag in ("h1", "h2", "h3"):
            self.heads.append(tag)
        if tag == "form":
            self.forms.append([found, []])
        if tag == "input" and self.forms:
            self.forms[-1][1].append(found.get("name"))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.attributes += [name for name, _ in attrs]

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_every_page_has_one_heading_closed_tags_unique_ids_and_a_twin(site):
    for path, twin in PAGES.items():
        answer = site.get(path)
        assert answer.status == 200, path
        shape = Shape(answer.text)
        assert not shape.wrong, (path, shape.wrong)
        assert not shape.open, (path, shape.open)
        assert shape.heads.count("h1") == 1, path
        assert len(shape.ids) == len(set(shape.ids)), (path, [one for one in shape.ids if shape.ids.count(one) > 1])
        assert f'href="{twin}"' in answer.text, path
        same = site.get(twin.replace("&amp;", "&"))
        assert same.headers["content-type"] == "application/json"
        assert re.fullmatch(r"infostreamer/[a-z-]+/[12]", json.loads(same.text)["schema"]), path


def test_no_page_holds_inline_script_or_style_or_asks_a_third_party(site):
    for path in PAGES:
        text = site.get(path).text
        shape = Shape(text)
        assert "style" not in shape.attributes, path
        assert not [name for name in shape.attributes if name.startswith("on")], path
        assert "<style" not in text
        assert re.findall(r"<script[^>]*>", text) == [f'<script type="module" src="{static_path("main.js")}">']
        assert not re.search(r'<(?:link|script|img|source|iframe)[^>]+(?:src|href)="(?:https?:)?//', text), path


def test_every_link_to_a_publisher_gives_no_referrer_and_no_opener(site):
    away = [link for path in PAGES for link in Shape(site.get(path).text).links if link["href"].startswith("http")]
    assert len(away) > 10
    assert all("noreferrer" in link["rel"] and "noopener" in link["rel"] for link in away)


def test_every_post_form_carries_the_token(site):
    posts = [form for path in PAGES for form in Shape(site.get(path).text).forms if form[0].get("method") == "post"]
    assert len(posts) > len(PAGES)
    assert all("token" in names for _, names in posts)


def test_headers_of_every_kind_of_answer(site):
    for path in ("/", "/desk.json", "/static/desk.css", "/nothing-here", "/-/health"):
        headers = site.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["x-frame-options"] == "DENY"
        assert "server" not in headers


def test_the_story_shows_every_section_and_every_line_has_a_note_with_its_exact_words(site):
    page = json.loads(site.get(f"/s/{STORY_ID}.json").text)
    for section in ("abstract", "happened", "said", "figures", "contested", "speculation", "commentary", "state"):
        assert page[section], section
    reports = FakeDesk().reports_by_id
    assert len(page["notes"]) > 15
    for note in page["notes"]:
        text = reports[note["report_id"]].text
        assert text[note["start"] : note["end"]] == note["exact"]
        assert note["pre"] + note["exact"] + note["post"] in text
    lines = [*page["abstract"], *page["happened"], *page["speculation"], *page["state"]]
    assert all(one["notes"] for one in lines)
    html = site.get(story_path(STORY)).text
    for note in page["notes"]:
        assert f'id="note-{note["number"]}"' in html
    for words in (
        "Original reporting",
        "at least 2",
        "at most 3 independent",
        "machine-compiled, not reviewed",
        "original missing",
    ):
        assert words in html, words


def test_a_citation_leads_to_its_sentence_in_the_stored_copy(site):
    page = json.loads(site.get(f"/s/{STORY_ID}.json").text)
    for note in page["notes"]:
        path, anchor = note["stored"].split("#")
        stored = site.get(path).text
        sentence = re.search(rf'<span class="sentence is-used" id="{anchor}">(.*?)</span>', stored, re.S)
        assert sentence, note["stored"]


def test_a_line_without_a_supporting_span_cannot_be_rendered(serve_desk):
    desk = FakeDesk()
    lost = span(STATE_TV, STATE_TV.title)
    del desk.reports_by_id[STATE_TV.id]
    orphan = line("Nobody can check this sentence.", "state", lost)
    withheld = line("This one was withheld.", "state", span(FIRST, FIRST.title), check="withheld")
    desk.stories_by_id[STORY_ID] = replace(STORY, lines=(*STORY.lines, orphan, withheld))
    served = serve_desk(desk)
    page = json.loads(served.get(f"/s/{STORY_ID}.json").text)
    html = served.get(story_path(STORY)).text
    assert "Nobody can check" not in html
    assert "This one was withheld" not in html
    assert page["withheld"] > STORY.withheld
    assert f"{page['withheld']} lines withheld" in html


def test_foreign_text_carries_its_language_and_direction(site):
    html = site.get(story_path(STORY)).text
    assert '<span lang="ru" dir="auto">Лоцман Илен Марск' in html
    assert 'lang="ru" dir="auto"' in site.get(f"/r/{OTHER_TONGUE.id}").text


def test_a_wrong_slug_leads_to_the_true_address_and_keeps_the_query(site):
    for wrong in (f"/s/{STORY_ID}", f"/s/{STORY_ID}/other-words"):
        answer = site.get(wrong + "?x=1")
        assert (answer.status, answer.headers["location"]) == (308, story_path(STORY) + "?x=1")
    assert site.get(f"/who/{HOLM}").headers["location"] == f"/who/{HOLM}/tessa-holm"


def test_a_report_is_found_by_the_first_eight_digits_of_its_id(site):
    assert site.get(f"/r/{FIRST.id[:8]}").status == 200
    assert site.get(f"/r/{FIRST.id[:7]}").status == 404


@pytest.mark.parametrize(
    "path", ["/s/0000000000000000", "/r/ffffffffff", "/d/none", "/source/none.example", "/who/none", "/no/such/page"]
)
def test_what_is_not_kept_is_a_friendly_404_with_a_way_on(site, path):
    answer = site.get(path)
    assert answer.status == 404
    assert "Nothing is kept under this address" in answer.text
    assert 'href="/"' in answer.text
    assert "Traceback" not in answer.text


def test_a_missing_thing_has_a_json_twin_too(site):
    answer = site.get("/s/0000000000000000.json")
    assert answer.status == 404
    assert json.loads(answer.text)["schema"] == "infostreamer/error/1"


HOSTILE = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>'{{ 7*7 }}&amp;\u202e"


def hostile_desk():
    """Every text that comes from outside is hostile."""
    desk = FakeDesk()
    bad = replace(
        FIRST,
        outlet=HOSTILE,
        byline=(HOSTILE,),
        address="javascript:alert(1)",
        canonical="javascript:alert(1)",
        via_outlet=HOSTILE,
        language="en",
        images=(replace(FIRST.images[0], credit=HOSTILE, caption=HOSTILE, address="javascript:alert(1)"),),
        links=(Link("javascript:alert(1)", HOSTILE), Link("data:text/html,x", HOSTILE)),
    )
    desk.reports_by_id[FIRST.id] = bad
    story = replace(
        STORY,
        headline=replace(STORY.headline, text=HOSTILE),
        abstract=(replace(STORY.abstract[0], text=HOSTILE),),
        lines=tuple(replace(one, text=HOSTILE, label=HOSTILE) for one in STORY.lines),
        who=(replace(STORY.who[0], name=HOSTILE, roles=(HOSTILE,), aliases=(HOSTILE,)),),
        originals_missing=(HOSTILE,),
        members=tuple(replace(one, outlet=HOSTILE, evidence=HOSTILE, reasons=(HOSTILE,)) for one in STORY.members),
    )
    desk.stories_by_id[STORY_ID] = story
    desk.source_rows = [
        (replace(source, outlet=HOSTILE, owner=HOSTILE), replace(health, error=HOSTILE), count)
        for source, health, count in desk.source_rows
    ]
    desk.dossier_rows["varania"] = replace(desk.dossier_rows["varania"], title=HOSTILE, question=HOSTILE)
    desk.log = [replace(change, text=HOSTILE) for change in desk.log]
    return desk, story


def test_hostile_text_in_any_field_stays_text(serve_desk):
    desk, story = hostile_desk()
    served = serve_desk(desk)
    paths = ["/", story_path(story), f"/s/{STORY_ID}/changes", f"/r/{FIRST.id}", "/sources", "/source/upland.example"]
    paths += ["/d/varania", "/dossiers", "/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "/search?q=pilot"]
    for path in paths:
        answer = served.get(path)
        assert answer.status == 200, path
        assert "<script>" not in answer.text, path
        assert "<img" not in answer.text, path
        shape = Shape(answer.text)
        assert not shape.wrong, path
        assert "onerror" not in shape.attributes
        assert not [one for one in shape.links if one["href"].startswith(("javascript:", "data:"))], path
        assert "7*7" in answer.text or path == "/search?q=pilot" or "search" in path, path
        assert ">49<" not in answer.text


def test_search_marks_the_words_and_pages_through(site):
    answer = site.get("/search?q=walkout")
    assert answer.text.count("<mark>walkout</mark>") >= 2
    assert site.get("/search").status == 200
    wrong = site.get("/search?q=%22open")
    assert wrong.status == 422
    assert "The phrase is not closed" in wrong.text
    none = site.get("/search?q=zebra")
    assert "No report has:" in none.text
    assert site.get("/search?q=walkout&from=abc").status == 200


def test_the_difference_between_two_versions_is_shown_word_by_word(site):
    answer = site.get(f"/r/{MINE_EDITED.id}/diff")
    assert "<del><b>Three</b> miners were missing" in answer.text
    assert "<ins><b>Two</b> miners were missing" in answer.text
    assert "nothing to compare it with" in site.get(f"/r/{FIRST.id}/diff").text


def test_who_shows_quotes_with_their_notes(site):
    page = json.loads(site.get(f"/who/{HOLM}/tessa-holm.json").text)
    assert page["said"][0]["words"].startswith("Nobody told him")
    assert page["notes"][page["said"][0]["notes"][0] - 1]["report_id"] == FIRST.id
    assert "No quote or statement" in site.get(f"/who/{MARSK}/ilen-marsk").text


def test_an_empty_desk_says_what_will_be_here_and_gives_one_action(serve_desk):
    served = serve_desk(FakeDesk(is_empty=True, seen=0))
    for path, action in (("/", "/sources#add"), ("/dossiers", "/dossiers#new"), ("/sources", "/sources/add")):
        answer = served.get(path)
        assert answer.status == 200
        assert 'class="empty"' in answer.text
        assert action in answer.text


def test_a_part_that_cannot_be_read_says_so_and_the_rest_stands(serve_desk):
    desk = FakeDesk()

    def fail():
        raise IntegrityError("The dossier's row cannot be decoded.")

    desk.dossiers = fail
    answer = serve_desk(desk).get("/")
    assert answer.status == 200
    assert "Dossiers could not be read." in answer.text
    assert "The dossier&#39;s row cannot be decoded." in answer.text
    assert "Make the first one" not in answer.text
    assert "Harbour pilot" in answer.text


def test_a_busy_store_is_503_with_retry_after_and_a_bug_is_500_without_details(serve_desk):
    desk = FakeDesk()
    served = serve_desk(desk)

    def busy():
        raise StoreBusy("The database is locked by another process; try again in a moment.")

    def broken():
        raise RuntimeError("secret detail")

    desk.position = busy
    answer = served.get("/")
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert served.get("/-/ready").status == 503
    assert served.get("/-/health").status == 200
    desk.position = broken
    answer = served.get("/")
    assert answer.status == 500
    assert "secret detail" not in answer.text
    assert answer.headers["content-security-policy"]


def test_since_takes_a_time_and_refuses_anything_else(site):
    answer = site.get("/?since=2026-11-19T12:00Z")
    assert "What changed since yesterday 12:00" in answer.text
    assert site.get("/?since=tomorrow").status == 422


def test_sources_are_offered_as_opml(site):
    answer = site.get("/sources.opml")
    assert answer.status == 200
    assert answer.body.lstrip().startswith(b"<?xml")
    assert b"https://north-wire.example/feed.xml" in answer.body
