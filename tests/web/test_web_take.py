"""Taking things along over HTTP, on the demo desk: feeds, exports, evidence, shares, citations."""

import json
import re
import zipfile
from datetime import timedelta
from io import BytesIO
from urllib.request import urlopen

import feedparser
import pytest
from lxml import etree

from infostreamer.deliver.exports import FORMATS
from infostreamer.deliver.feeds import FEEDS
from infostreamer.model import OWNER
from infostreamer.web.addresses import story_path


@pytest.fixture(scope="module")
def story(demo):
    return max(demo.desk.stories(), key=lambda story: len(story.members))


@pytest.fixture(scope="module")
def dossier(demo):
    return demo.desk.add_dossier("Strikes", "Ostrevko")


def _feeds(demo, story, dossier):
    who = story.who[0].id
    yield from ("/feeds/desk", f"/s/{story.id}", f"{story_path(story)}", f"/d/{dossier.slug}", f"/who/{who}")


def test_every_feed_is_served_in_three_forms_and_parses(demo, story, dossier):
    for path in _feeds(demo, story, dossier):
        for suffix, (media_type, _) in FEEDS.items():
            answer = demo.get(f"{path}.{suffix}")
            assert (answer.status, answer.headers["content-type"]) == (200, f"{media_type}; charset=utf-8"), path
            if suffix == "feed.json":
                assert json.loads(answer.text)["items"]
            else:
                read = feedparser.parse(answer.body)
                assert not read.bozo
                assert read.entries
                assert all(entry.link.startswith(demo.address) for entry in read.entries)


def test_a_reader_that_has_the_feed_gets_304(demo, story):
    for path in ("/feeds/desk.atom", f"/s/{story.id}.rss", f"/s/{story.id}.md"):
        first = demo.get(path)
        again = demo.get(path, if_none_match=first.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        assert demo.get(path, if_none_match='"other"').status == 200
    since = demo.get("/feeds/desk.atom").headers["last-modified"]
    assert demo.get("/feeds/desk.atom", if_modified_since=since).status == 304
    assert demo.get("/feeds/desk.atom", if_modified_since="Thu, 01 Jan 2026 00:00:00 GMT").status == 200
    assert demo.get("/feeds/desk.atom", if_modified_since="nonsense").status == 200


def test_since_filters_and_bad_input_is_a_sentence(demo):
    assert feedparser.parse(demo.get(f"/feeds/desk.atom?since={demo.desk.position()}").body).entries == []
    assert feedparser.parse(demo.get("/feeds/desk.atom?since=2026-01-01").body).entries
    assert demo.get("/feeds/desk.atom?since=whenever").status == 422
    assert demo.get("/feeds/search.atom").status == 422
    assert feedparser.parse(demo.get("/feeds/search.atom?q=Ostrevko").body).entries
    for path in (
        "/s/0000000000000000.atom",
        "/d/none.rss",
        "/who/0000.atom",
        "/s/nope.md",
        "/q/none.atom",
        "/d/x/timeline.md",
    ):
        assert demo.get(path).status == 404, path


def test_a_page_names_its_feeds_and_they_are_there(demo, story, dossier):
    for path in ("/", story_path(story), f"/d/{dossier.slug}", "/sources"):
        links = etree.HTML(demo.get(path).text).findall(".//link[@rel='alternate']")
        feeds = [link.get("href") for link in links if "json" not in link.get("type") or "feed" in link.get("type")]
        assert len(feeds) in (3, 6)
        assert "/feeds/desk.atom" in feeds
        assert all(demo.get(feed).status == 200 for feed in feeds)


def test_every_form_of_a_story_and_a_dossier_is_served(demo, story, dossier):
    for noun, path in (("story", f"/s/{story.id}"), ("story", story_path(story)), ("dossier", f"/d/{dossier.slug}")):
        for suffix, form in FORMATS.items():
            if noun in form.nouns:
                answer = demo.get(f"{path}.{suffix}")
                assert (answer.status, answer.headers["content-type"]) == (200, form.media_type), (path, suffix)
                assert ("attachment" in answer.headers.get("content-disposition", "")) is form.is_saved
                assert answer.body == demo.get(f"{path}.{suffix}").body
    assert demo.get(f"/d/{dossier.slug}.ninjs.json").status == 422


def test_parts_of_a_dossier_and_the_whole_desk_have_their_forms(demo, dossier):
    for path in ("timeline.ics", "timeline.csv", "figures.csv", "map.geojson"):
        assert demo.get(f"/d/{dossier.slug}/{path}").status == 200
        assert demo.get(f"/{path}").status == 200
    assert b"\r\nfigures," in demo.get(f"/d/{dossier.slug}/figures.csv").body
    assert b"\r\nabstract," not in demo.get(f"/d/{dossier.slug}/figures.csv").body
    assert json.loads(demo.get("/map.geojson").text)["features"]


def test_a_revision_is_taken_as_it_stood(demo, story):
    revisions = demo.desk.story_revisions(story.id)
    number = revisions[0][0]
    early = json.loads(demo.get(f"/s/{story.id}@{number}.jsonld").text)
    assert early["version"] == str(number)
    assert early["@id"] == f"{demo.address}s/{story.id}@{number}"
    assert len(early["isBasedOn"]) < len(story.members)
    assert demo.get(f"/s/{story.id}@99999.md").status == 404
    assert demo.get(f"/s/{story.id}@x.md").status == 404


def test_the_story_page_offers_forms_feeds_and_citations(demo, story):
    page = etree.HTML(demo.get(story_path(story)).text)
    take = page.find(".//section[@id='take']")
    links = [link.get("href") for link in take.iter("a")]
    for suffix in (*(key for key, form in FORMATS.items() if "story" in form.nouns), "atom", "rss", "feed.json"):
        assert f"/s/{story.id}.{suffix}" in links
    cited = ["".join(one.itertext()) for one in take.findall(".//p[@class='cite-text']")]
    assert len(cited) == 5
    assert all(f"/s/{story.id}@{story.revision}" in text and story.headline.text in text for text in cited)
    assert f"/s/{story.id}@{story.revision}" in links


def test_the_evidence_of_a_story_is_one_click_for_an_editor(demo, story):
    with urlopen(f"{demo.address}s/{story.id}/evidence.zip", timeout=60) as answer:  # noqa: S310 - loopback
        assert answer.headers["content-type"] == "application/zip"
        assert "attachment" in answer.headers["content-disposition"]
        body = answer.read()
    with zipfile.ZipFile(BytesIO(body)) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 6


def _share(demo, item, days="30"):
    answer = demo.post("/share", {"item": item, "days": days})
    assert answer.status == 303
    return demo.desk.shares(item)[0]


def test_a_share_is_a_public_page_until_it_is_revoked(demo, story):
    share = _share(demo, f"story:{story.id}")
    answer = demo.get(f"/share/{share.id}")
    assert answer.status == 200
    assert answer.headers["x-robots-tag"].startswith("noindex")
    page = etree.HTML(answer.text)
    assert story.headline.text in page.findtext(".//title")
    assert "not reviewed" in answer.text
    assert page.findall(".//script") == page.findall(".//style") == page.findall(".//form") == []
    assert all(link.get("href").startswith(("#", "http")) for link in page.iter("a"))
    assert demo.address not in answer.text, "no link into the desk"
    assert demo.get(page.find(".//link[@rel='stylesheet']").get("href")).headers["content-type"].startswith("text/css")
    assert share.id in demo.get(story_path(story)).text
    assert share.id in demo.get("/shares").text
    assert demo.post(f"/share/{share.id}/revoke", {}).status == 303
    assert demo.get(f"/share/{share.id}").status == 404
    assert share.id not in demo.get("/shares").text


def test_a_dossier_can_be_shared(demo, dossier):
    share = _share(demo, f"dossier:{dossier.slug}", days="ever")
    assert share.until is None
    assert dossier.title in demo.get(f"/share/{share.id}").text
    demo.desk.revoke(share.id)


def test_a_share_runs_out(demo, story, monkeypatch):
    share = _share(demo, f"story:{story.id}", days="1")
    assert demo.get(f"/share/{share.id}").status == 200
    clock = demo.desk._clock
    monkeypatch.setattr(demo.desk, "_clock", lambda: clock() + timedelta(days=1, seconds=1))
    assert demo.get(f"/share/{share.id}").status == 404
    assert demo.desk.shares(f"story:{story.id}") == []


def test_what_cannot_be_shared_is_said(demo, story):
    for form in (
        {"item": "report:1"},
        {"item": "story:0000000000000000"},
        {"item": ""},
        {"item": f"story:{story.id}", "days": "5"},
    ):
        assert demo.post("/share", form).status in (404, 422)
    assert demo.post("/share", {"item": f"story:{story.id}"}, token="wrong").status == 403  # noqa: S106
    assert demo.post("/share/nope/revoke", {}).status == 404
    assert demo.get("/share/nope").status == 404


def test_a_reviewed_story_says_so_in_every_form(demo):
    story = demo.desk.stories()[-1]
    demo.desk.mark_reviewed(story.id, by=OWNER.name)
    assert "reviewed by a person" in demo.get(f"/s/{story.id}.md").text
    assert "reviewed by a person" in json.loads(demo.get(f"/s/{story.id}.jsonld").text)["creativeWorkStatus"]
    entry = next(one for one in feedparser.parse(demo.get("/feeds/desk.atom").body).entries if story.id in one.id)
    assert "reviewed by a person" in entry.summary


@pytest.mark.browser
def test_citation_is_copied_and_the_page_from_disk_asks_for_nothing(demo, story, browser, tmp_path):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(demo.address.rstrip("/") + story_path(story))
    page.click("#cite > summary")
    page.click("[data-copy='cite-1']")
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.length > 20)")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.search(rf"/s/{story.id}@{story.revision} \(accessed", copied)
    with page.expect_download() as loading:
        page.evaluate("document.querySelectorAll('.take details').forEach((one) => { one.open = true; })")
        page.click(f"a[href='/s/{story.id}.html']")
    kept = tmp_path / "story.html"
    loading.value.save_as(kept)
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(kept.as_uri())
    assert asked == [kept.as_uri()]
    assert said == []
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.click("sup a >> nth=0")
    assert page.evaluate("document.querySelector(':target').tagName") == "LI"
    context.close()
