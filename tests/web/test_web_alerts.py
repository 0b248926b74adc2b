"""Alerts and digests in the browser: seen before made, paused, tried, ended by one click; the feed of alerts."""

import http.client
import json
from dataclasses import replace
from datetime import timedelta

import feedparser

from infostreamer.deliver.sending import deliver_once
from infostreamer.model.alert import KINDS

NEW = {"name": "Strike", "query": "who:ostrevko", "kinds": "origin,figure-changed", "quiet": "22:00-07:00"}


def made(demo, **fields):
    answer = demo.post("/alerts/add", {**NEW, **fields})
    assert answer.status == 303, answer.text
    return answer.headers["location"]


def test_an_alert_is_seen_before_it_is_made_and_then_listed_paused_and_removed(demo):
    page = demo.get("/alerts?preview=1&name=Strike&query=who:ostrevko&kind=origin&kind=story")
    assert page.status == 200
    assert "In the last 7 days it would have fired" in page.text
    assert 'value="origin,story"' in page.text
    assert json.loads(demo.get("/alerts.json").text)["rows"] == [], "looking makes nothing"
    path = made(demo)
    row = json.loads(demo.get("/alerts.json").text)["rows"][0]
    assert (row["name"], row["quiet"], row["path"]) == ("Strike", "22:00–07:00 UTC", path)
    assert demo.post("/alerts/add", NEW).status == 422, "a name is given once"
    demo.post(f"{path}/pause", {})
    assert json.loads(demo.get(f"{path}.json").text)["alert"]["is_paused"]
    demo.post(f"{path}/resume", {})
    assert not json.loads(demo.get(f"{path}.json").text)["alert"]["is_paused"]
    assert demo.post(f"{path}/remove", {}).status == 303
    assert demo.get(path).status == 404


def test_what_cannot_be_ordered_is_said_in_the_form_with_what_was_typed(demo):
    for query, said in (
        ("name=X&kind=denial&query=foo:bar", "foo"),
        ("name=X", "Say what the alert is on"),
        ("name=X&kind=denial&email=nobody", "mail address"),
        ("name=X&kind=denial&webhook=http://127.0.0.1/", "private"),
        ("name=X&kind=denial&zone=Nowhere", "time zone"),
        ("name=&kind=denial", "name"),
    ):
        page = demo.get(f"/alerts?preview=1&{query}")
        assert page.status == 422, query
        assert said in page.text.split('id="alert-error">')[1].split("</p>")[0]
    for query in ("name=X&to=nobody", "name=X&to=a@b.example&at=9", "name=X&to=a@b.example&rhythm=yearly"):
        assert demo.get(f"/digests?preview=1&{query}").status == 422


def test_every_kind_can_be_chosen_and_is_explained(demo):
    page = demo.get("/alerts").text
    assert [one.kind for one in KINDS if f'id="kind-{one.kind}"' in page] == [one.kind for one in KINDS]


def test_a_firing_is_shown_with_its_sentence_and_stands_in_the_feed(demo):
    desk = demo.desk
    path = made(demo, name="Early", kinds="story", query="")
    alert = desk.alert("Early")
    with desk.store.unit() as unit:  # as if it had been made before the wire began
        unit.alerts.put(replace(alert, since=0, since_at=desk.now() - timedelta(days=30)))
    assert deliver_once(desk).fired > 0
    page = json.loads(demo.get(f"{path}.json").text)
    reports = {note["number"]: note for note in page["notes"]}
    assert page["firings"]
    for row in page["firings"]:
        assert row["notes"]
        assert reports[row["notes"][0]]["exact"]
    feed = feedparser.parse(demo.get("/feeds/alerts.atom").body)
    assert not feed.bozo
    assert len(feed.entries) == len(desk.firings(limit=100))
    assert all(entry.id.startswith("urn:infostreamer:firing:") for entry in feed.entries)
    assert "not reviewed" in feed.entries[0].content[0].value
    assert demo.get("/feeds/alerts.rss").status == 200
    demo.post(f"{path}/remove", {})


def test_a_digest_is_read_before_it_is_made_and_ended_by_one_click_without_a_form(demo):
    fields = {"name": "Evening", "to": "ed@paper.example", "rhythm": "weekly", "at": "18:00", "weekday": "Friday"}
    query = "&".join(f"{name}={value}" for name, value in fields.items())
    page = demo.get(f"/digests?preview=1&{query}")
    assert "Of the last week it would have said:" in page.text
    assert "machine-compiled, not reviewed" in page.text
    assert demo.post("/digests/add", fields).status == 303
    row = json.loads(demo.get("/digests.json").text)["rows"][0]
    assert row["when"] == "Fridays at 18:00, UTC"
    key = demo.desk.digest_called("Evening").key
    assert "key" not in row
    assert "End these mails?" in demo.get(f"/unsubscribe/{key}").text
    assert not demo.desk.digest_called("Evening").is_paused, "looking at the link ends nothing"
    connection = http.client.HTTPConnection(demo.host, timeout=60)
    connection.request("POST", f"/unsubscribe/{key}", "List-Unsubscribe=One-Click")
    assert connection.getresponse().status == 200
    assert demo.desk.digest_called("Evening").is_paused
    assert demo.ask("POST", "/unsubscribe/nothing", "List-Unsubscribe=One-Click").status == 404
    demo.post(f"/digests/{row['id']}/remove", {})


def test_a_trial_message_says_how_it_fared(demo):
    path = made(demo, name="Tried", email="ed@paper.example")
    page = demo.post(f"{path}/test", {})
    assert page.status == 200
    assert "set mail.host and mail.from" in page.text
    demo.post(f"{path}/remove", {})


def test_other_forms_still_need_their_token(demo):
    assert demo.post("/alerts/add", NEW, token="").status == 403
