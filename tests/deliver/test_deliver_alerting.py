"""Alerts fire on changes of facts, once each, with the sentence; over both databases."""

from dataclasses import replace

from fakes.build import report
from fakes.newsroom import ARREST, COPY, DENIAL, OTHER

from infostreamer.deliver.alerting import fire, has_news, preview, release
from infostreamer.deliver.occasions import _Read, _who_against_whom
from infostreamer.model import OWNER, Side, Span, Story
from infostreamer.model.alert import KINDS

RIBBON = "The mayor of Lomstad, Dora Pell, cut the ribbon beside Vera Samin, who had swum across as a child."
FERRY = "The ferry made its last crossing on Sunday with a brass band and forty passengers on board, its captain said."
MORE = {
    "url": "https://post.example/b",
    "outlet": "The Post",
    "title": "More than 300 held as the case of union leader Anton Belov goes to court",
    "text": "MIRSK – The union leader Anton Belov, arrested at the central station in Mirsk, will see a judge on "
    "Thursday.\n\nMore than 300 members of his union have been detained since the strike began in "
    "September, the lawyer Vera "
    "Samin told the Post.",
    "published": "2026-11-10T20:00:00+00:00",
}
ALL = [one.kind for one in KINDS]


def kinds(desk):
    return sorted(firing.kind for firing in desk.firings(limit=100))


def test_a_first_denial_and_a_changed_figure_fire_with_their_sentences(newsroom):
    newsroom.come(ARREST)
    newsroom.alert(query="belov")
    assert fire(newsroom.desk) == 0, "what was there before is no news"
    newsroom.come(DENIAL)
    fire(newsroom.desk)
    firings = {one.kind: one for one in newsroom.desk.firings()}
    assert set(firings) <= {"denial", "contested", "figure-changed"}
    denial = firings.get("contested") or firings["denial"]
    assert "denied" in denial.text
    assert "The Mirsk Courier" in [one.outlet for one in denial.cited]
    assert denial.state.endswith("machine-compiled, not reviewed")
    figure = firings["figure-changed"]
    assert "“About 160 members” → “About 170 members” (The Mirsk Courier, citing" in figure.text
    reports = newsroom.desk.reports({one.span.report_id for firing in firings.values() for one in firing.cited})
    for firing in firings.values():
        assert firing.cited
        for one in firing.cited:
            assert reports[one.span.report_id].text[one.span.start : one.span.end] == one.words
            assert one.link.startswith("https://")
            assert "#:~:text=" in one.link


def test_a_copied_denial_is_no_new_one_and_no_fact_fires_twice(newsroom):
    newsroom.come(ARREST)
    newsroom.alert(kinds=ALL)
    newsroom.come(DENIAL)
    fire(newsroom.desk)
    before = kinds(newsroom.desk)
    newsroom.come(COPY)
    fire(newsroom.desk)
    told = [kind for kind in kinds(newsroom.desk) if kind in ("denial", "contested", "figure-changed")]
    assert told == [kind for kind in before if kind in ("denial", "contested", "figure-changed")]
    position = newsroom.desk.position()
    newsroom.desk.rebuild()
    assert newsroom.desk.position() > position, "a rebuild is logged"
    known = kinds(newsroom.desk)
    fire(newsroom.desk)
    assert kinds(newsroom.desk) == known, "a rebuild is no news"


def test_only_stories_that_match_the_query_fire(newsroom):
    newsroom.alert(kinds=["story"], query="belov")
    newsroom.come(OTHER)
    newsroom.come(ARREST)
    fire(newsroom.desk)
    assert [one.headline for one in newsroom.desk.firings()] == [ARREST["title"]]


def test_somebody_followed_is_named_in_a_story_once(newsroom):
    newsroom.come(ARREST)
    who = newsroom.desk.find_who("Samin")[0][0]
    newsroom.desk.keep(OWNER, "follow", f"who:{who.id}")
    newsroom.alert(kinds=["person"])
    newsroom.come({**OTHER, "text": f"{RIBBON}\n\n{OTHER['text']} {FERRY}", "published": "2026-03-02T08:00:00+00:00"})
    newsroom.come(DENIAL)
    fire(newsroom.desk)
    assert [(one.kind, one.headline) for one in newsroom.desk.firings()] == [("person", OTHER["title"])]
    assert newsroom.desk.firings()[0].cited[0].words == RIBBON


def test_a_paused_alert_tells_nothing_of_the_meantime(newsroom):
    newsroom.come(ARREST)
    newsroom.alert("Belov", kinds=["denial", "contested", "story"])
    newsroom.desk.set_alert_paused("belov", True)
    newsroom.come(DENIAL)
    fire(newsroom.desk)
    newsroom.desk.set_alert_paused("Belov", False)
    fire(newsroom.desk)
    assert kinds(newsroom.desk) == []
    newsroom.come(OTHER)
    fire(newsroom.desk)
    assert kinds(newsroom.desk) == ["story"]


def test_the_preview_says_what_would_have_fired_and_keeps_nothing(newsroom):
    newsroom.come(ARREST)
    newsroom.come(DENIAL)
    draft = newsroom.desk.drafted_alert("Belov", kinds=["denial", "contested", "figure-changed"], query="belov")
    found = preview(newsroom.desk, draft)
    assert {one.kind for one in found.firings} >= {"figure-changed"}
    assert all(one.cited for one in found.firings)
    assert newsroom.desk.alerts() == [] == newsroom.desk.firings()
    newsroom.clock.pass_(days=8)
    assert preview(newsroom.desk, draft).firings == ()


def test_a_message_waits_for_the_cool_down_and_then_tells_what_came_meanwhile(newsroom):
    newsroom.come(ARREST)
    newsroom.alert(
        kinds=["figure-changed", "denial", "contested"], channels=[("email", "ed@paper.example")], cooldown="6h"
    )
    newsroom.come(DENIAL, hours=7)
    fire(newsroom.desk)
    release(newsroom.desk)
    alert = newsroom.desk.alert("All")
    (first,) = newsroom.desk.editions(alert)
    assert "\n1 more:\n" in first.text
    more = {**DENIAL, **MORE}
    newsroom.come(more, hours=1)
    fire(newsroom.desk)
    assert [one.text for one in newsroom.desk.firings() if one.told_at is None]
    assert release(newsroom.desk) == 0, "within the cool-down nothing is told"
    assert not has_news(newsroom.desk), "and nothing is done"
    newsroom.clock.pass_(hours=6)
    assert release(newsroom.desk) == 1
    assert "300 members" in newsroom.desk.editions(alert)[0].text
    assert all(one.told_at for one in newsroom.desk.firings())


def test_nothing_is_told_in_quiet_hours_and_all_of_it_after(newsroom):
    newsroom.alert(
        kinds=["story"], channels=[("email", "ed@paper.example")], quiet="13:00-15:00", zone="Europe/Vilnius"
    )
    newsroom.come(ARREST, minutes=30)  # 11:30 UTC is 13:30 in Vilnius
    fire(newsroom.desk)
    assert release(newsroom.desk) == 0
    newsroom.clock.pass_(hours=2)
    assert release(newsroom.desk) == 1


def test_messages_follow_from_what_they_tell_so_that_none_is_made_twice(newsroom):
    newsroom.alert(kinds=["story"], channels=[("email", "ed@paper.example"), ("ntfy", "http://127.0.0.1:1/desk")])
    newsroom.come(ARREST)
    fire(newsroom.desk)
    assert release(newsroom.desk) == 2
    firing = newsroom.desk.firings()[0]
    with newsroom.desk.store.unit() as unit:
        unit.firings.put([replace(firing, told_at=None)])  # as if it had been killed before this was noted
    assert release(newsroom.desk) == 0


def test_how_many_origins_a_story_begins_with_is_no_news_beside_its_beginning(newsroom):
    newsroom.alert(kinds=["story", "origin", "original"])
    newsroom.come(ARREST, DENIAL)
    fire(newsroom.desk)
    assert kinds(newsroom.desk) == ["story"]


def test_who_denies_and_which_outlets_lay_it_to_them_needs_no_verb_form():
    spans = [Span("r1", 0, 4), Span("r2", 0, 4)]
    read = _Read(
        Story(id="s", headline=None, members=()),
        {"r1": report("One.", outlet="The Post"), "r2": report("Two.", outlet="The Wire")},
    )
    workers = Side(who="Three miners", says="x", citations=spans[:1])
    firm = Side(who="The Interior Ministry", says="y", citations=spans[1:], stance="denies")
    here = replace(firm, citations=spans[:1])
    assert _who_against_whom(read, workers, firm, "denied") == (
        "Told by three miners (The Post), denied by the Interior Ministry (The Wire)."
    )
    assert _who_against_whom(read, workers, here, "denied") == (
        "Told by three miners, denied by the Interior Ministry, both in The Post."
    )
