"""Feeds that misbehave over time, through the real collectors, flow and both databases: nothing twice, nothing lost,
and a true sentence about the source."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import pytest
from fakes.following import Clock, Follower
from peer.over_time import Scripted, documents, item, scripted_peer, story
from peer.server import answer, feed, page

from infostreamer.collect import Web
from infostreamer.collect.discover import new_source
from infostreamer.flow import Flow
from infostreamer.flow.rooms import built_in
from infostreamer.settings import Settings
from infostreamer.store import open_store

VISITS = 6
ATOM_NEXT = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="{rel}" href="{href}"/>'
SPAM = page(
    "Казино предлагает бонус каждому новому игроку, который сделает ставку до конца недели.\n\n"
    "Выигрыш выплачивается сразу, говорят организаторы, и никакой комиссии с него не берут.",
    title="Лучшее казино недели",
)


def scripts():
    """Host -> what it plays. Numbers in names of stories are unique per host: no text is on two hosts by accident."""
    made = {
        "changing-guids": documents(*([item(n, guid=f"{visit}-{n}") for n in (10, 11, 12)] for visit in range(VISITS))),
        "equal-guids": documents([item(n, guid="1") for n in (13, 14, 15)]),
        "flapping-items": documents([item(16), item(17)], [item(17)], [], [item(16)], [item(16), item(17)], []),
        "reordered": documents(
            [item(18), item(19), item(20)], [item(20), item(18), item(19)], [item(19), item(20), item(18)]
        ),
        "trackers": documents(
            *([item(21, link=f"/n/21?utm_source=v{visit}&fbclid={visit}x")] for visit in range(VISITS))
        ),
        "sessions": documents(
            *(
                [item(22, link=f"/n/22?sid=0{visit}7", guid="story-22"), item(23, link=f"/n/23?t={visit}")]
                for visit in range(VISITS)
            )
        ),
        "future": documents(
            [item(24, date="Fri, 14 Mar 2098 09:00:00 GMT"), item(25, date="Fri, 31 Dec 9999 23:59:59 GMT")]
        ),
        "epoch": documents(
            [item(26, date="Thu, 01 Jan 1970 00:00:00 GMT")], [item(27, date="Thu, 01 Jan 1970 00:00:00 GMT")]
        ),
        "edited": documents([item(28)]),
        "deleted": documents([item(29), item(30)]),
        "one-of-many": documents([item(31, link="http://wire.peer.example/n/31")]),
        "two-of-many": documents([item(31, link="http://wire.peer.example/n/31?utm_medium=feed", title="Read this")]),
        "wire": documents([item(31)]),
        "turns-html": [
            feed(item(32)),
            answer(page(), mime="text/html"),
            answer(page(), mime="text/html"),
            feed(item(32), item(33)),
        ],
        "turns-empty": documents([item(34)], []),
        "turns-blank": [feed(item(35)), answer(b"")],
        "shrinks": documents([item(36), item(37)], [item(37)]),
        "doubles": documents(
            [item(38)], [item(38), item(38), item(38, link="/n/38#again"), item(38, link="/n/38?utm_campaign=x")]
        ),
        "next-loop": documents(
            [item(39)],
            head=ATOM_NEXT.format(rel="next", href="/feed") + ATOM_NEXT.format(rel="prev-archive", href="/feed?page=2"),
        ),
        "hub-lies": documents(
            [item(40)],
            head=ATOM_NEXT.format(rel="hub", href="http://hub.peer.example/")
            + ATOM_NEXT.format(rel="self", href="http://elsewhere.peer.example/feed"),
        ),
        "title-flaps": documents(*([item(41, title=f"Version {visit} of a headline")] for visit in range(VISITS))),
        "text-flaps": documents([item(42)]),
        "json-loop": [
            answer(
                json.dumps(
                    {
                        "version": "https://jsonfeed.org/version/1.1",
                        "title": "J",
                        "next_url": "http://json-loop.peer.example/feed",
                        "items": [{"id": 1, "url": "/n/43"}, {"id": 1, "url": "/n/44"}],
                    }
                ).encode(),
                mime="application/feed+json",
            )
        ],
        "taken-over": [
            feed(item(45), title="The Ostwick Herald", head="<language>en</language>"),
            feed(item(46), title="The Ostwick Herald", head="<language>en</language>"),
            answer(b"", ("Location", "http://casino.example/feed"), status="301 Moved Permanently"),
        ],
        "casino": [
            feed(
                "<item><title>Лучшее казино недели</title><link>/n/47</link></item>",
                title="Казино Фортуна",
                head="<language>ru</language>",
            )
        ],
    }
    played = {name: Scripted(given) for name, given in made.items()}
    played["casino"].pages["/n/47"] = SPAM
    return played


@dataclass
class Ran:
    """One desk after all visits."""

    desk: object
    flow: object
    peer: object
    played: dict
    healths: dict  # source -> its health after each visit

    def reports(self, name):
        with self.desk.read() as unit:
            return unit.reports.by_source(source(name).id, 100)

    def failures(self, name):
        with self.desk.read() as unit:
            return [failure.error for failure in unit.failures.of_source(source(name).id)]

    def health(self, name, visit=-1):
        return self.healths[name][visit]


def source(name):
    return new_source(f"http://{name}.peer.example/feed", "feed")


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def ran(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    url = (
        f"sqlite:///{folder}/desk.sqlite3" if request.param == "sqlite" else request.getfixturevalue("lasting_postgres")
    )
    clock, played = Clock(), scripts()
    settings = Settings({"collect.pace": 0.0, "collect.deadline": 5.0, "desk.data": str(folder)})
    store = open_store(url)
    with scripted_peer(played) as peer, Web(settings, hosts=peer.hosts, clock=clock) as web:
        flow = Flow(store, settings=settings, web=web, clock=clock, rooms=unread(settings))
        yield Ran(store, flow, peer, played, run(store, flow, clock, played))
    store.close()


def unread(settings):
    """The package's rooms, but that nobody looks for names: what reports say is not what is tried here."""
    return replace(built_in(settings), understand=lambda report: (), understand_many=None, understood_by="nobody")


def run(store, flow, clock, played):
    """Every source is visited so often, whatever it thinks of when it is due; `wire` and `casino` only by others."""
    followed = [source(name) for name in played if name not in ("wire", "casino")]
    with store.unit() as unit:
        for one in followed:
            unit.sources.put(one)
    healths = {name: [] for name in played}
    for visit in range(VISITS):
        change(played, visit)
        counts = flow.collect(followed, now=clock.now)
        assert counts.visited == len(followed)
        with store.read() as unit:
            for one in followed:
                healths[one.address.split("//")[1].split(".")[0]].append(unit.sources.health(one.id))
        clock.forward(hours=1, minutes=7)
    flow.enrich()
    return healths


def change(played, visit):
    """What is different at this visit."""
    for script in played.values():
        script.visit = visit
    if visit >= 2:
        played["edited"].pages["/n/28"] = story(28, "The office later said that nobody had been hurt.")
        played["deleted"].pages["/n/29"] = b""
    played["text-flaps"].pages["/n/42"] = story(42, "One." if visit % 2 else "Two.")


REPORTS = {
    "changing-guids": 3, "equal-guids": 3, "flapping-items": 2, "reordered": 3, "trackers": 1, "sessions": 2,
    "future": 2, "epoch": 2, "edited": 2, "deleted": 2, "turns-html": 2, "turns-empty": 1, "turns-blank": 1,
    "shrinks": 2, "doubles": 1, "next-loop": 1, "hub-lies": 1, "title-flaps": 1, "text-flaps": 2, "json-loop": 2,
    "taken-over": 3,
}  # fmt: skip
STATES = {"flapping-items": "empty", "turns-empty": "empty", "turns-blank": "failing"}


@pytest.mark.parametrize("name", REPORTS)
def test_no_report_is_lost_and_none_comes_twice(ran, name):
    reports = ran.reports(name)
    assert len(reports) == REPORTS[name], [(report.canonical, report.title) for report in reports]
    assert len({report.text for report in reports}) == len(reports)


@pytest.mark.parametrize("name", REPORTS)
def test_the_source_is_called_what_it_is(ran, name):
    assert ran.health(name).state == STATES.get(name, "ok"), ran.health(name)


def test_nothing_was_a_fault_of_the_program(ran):
    with ran.desk.read() as unit:
        assert [failure for failure in unit.failures.all() if failure.kind == "bug"] == []


def test_one_item_in_many_feeds_is_one_report(ran):
    assert len(ran.reports("one-of-many")) + len(ran.reports("two-of-many")) == 1


def test_an_edit_is_a_new_version_of_the_same_publication(ran):
    newer, older = ran.reports("edited")
    assert newer.previous_id == older.id
    assert newer.canonical == older.canonical


def test_a_deleted_report_stays_and_its_absence_is_told(ran):
    assert {report.canonical[-2:] for report in ran.reports("deleted")} == {"29", "30"}
    assert "empty page" in " ".join(ran.failures("deleted"))


def test_a_feed_that_became_a_page_said_so_while_it_was_one(ran):
    states = [health.state for health in ran.healths["turns-html"]]
    assert states == ["ok", "failing", "failing", "ok", "ok", "ok"]
    assert "web page" in ran.health("turns-html", 1).error
    assert ran.health("turns-html").error is None


def test_pages_dated_in_the_future_are_not_looked_at_for_ever(ran):
    """For edits like others, counted from when they came."""
    assert ran.peer.count("future", "/n/24") == VISITS
    clock = Clock()
    clock.forward(days=9)
    ran.flow.collect([source("future")], now=clock.now)
    assert ran.peer.count("future", "/n/24") == VISITS


def test_next_pages_hubs_and_other_selves_are_not_asked(ran):
    assert not [seen for seen in ran.peer.seen if seen.host in ("hub", "elsewhere") or seen.query == "page=2"]
    assert ran.peer.count("next-loop", "/feed") == VISITS
    assert ran.peer.count("json-loop", "/feed") == VISITS


def test_a_feed_taken_over_by_a_stranger_is_told_and_goes_on_being_told(ran):
    assert ran.health("taken-over", 1).notice is None
    for visit in (2, 3, 4, 5):
        notice = ran.health("taken-over", visit).notice
        assert "casino.example" in notice
        assert "'Казино Фортуна'" in notice
        assert "'The Ostwick Herald'" in notice
        assert notice.endswith(".")


def test_what_a_stranger_says_is_not_put_under_the_old_name(ran):
    spam = next(report for report in ran.reports("taken-over") if "казино" in report.title)
    assert spam.outlet != "The Ostwick Herald"
    assert spam.canonical.startswith("http://casino.example/")


def test_other_feeds_that_changed_a_little_are_not_suspected(ran):
    assert [name for name, healths in ran.healths.items() if healths and healths[-1].notice] == ["taken-over"]


@pytest.fixture
def follow():
    """Follows one scripted host with settings of its own."""
    opened = []

    def start(script, **settings):
        peer = scripted_peer({"one": script})
        clock = Clock()
        web = Web(Settings({"collect.pace": 0.0} | settings), hosts=peer.hosts, clock=clock)
        opened.extend((web, peer))
        return Follower(source("one"), web, clock)

    yield start
    for one in opened:
        one.close()


def test_a_backlog_is_taken_little_by_little_and_whole(follow):
    many = [item(number, date=f"{1 + number // 10:02} Mar 2031 09:00:00 GMT") for number in range(120)]
    follower, taken = follow(Scripted(documents(many)), **{"collect.max_leads": 50, "collect.recheck_hours": 0}), []
    for _ in range(4):
        taken.append([capture.address for capture in follower.visit().captures])
        follower.clock.forward(hours=1)
    assert [len(some) for some in taken] == [50, 50, 20, 0]
    assert len({address for some in taken for address in some}) == 120
    assert "http://one.peer.example/n/119" in taken[0]  # the newest first


def test_a_backlog_of_ten_thousand_is_told_and_its_first_half_read(follow):
    entries = [f"<item><link>/n/{number}</link></item>" for number in range(10_000)]
    collected = follow(Scripted(documents(entries)), **{"collect.max_leads": 3}).visit()
    (failure,) = collected.failures
    assert (failure.kind, "the first 5000 are read" in failure.error) == ("too-many", True)
    assert (len(collected.captures), collected.health.announced) == (3, 5_000)
