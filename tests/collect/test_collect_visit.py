"""Visits to sources, one after the other, against a real server."""

import threading
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from fakes.following import NOW, item, rss
from fakes.web_server import Route

from infostreamer.collect import Known, collect
from infostreamer.collect.discover import new_source
from infostreamer.model import Lead, decode
from infostreamer.model.capture import ENTRY_MIME

LONG = "The harbour stayed closed on Friday. " * 8
PAGE = b"<html><body><article><p>The harbour stayed closed.</p></article></body></html>"


def feed(*items, **options):
    return Route(rss(*items), mime="application/rss+xml", **options)


def test_a_first_visit_takes_the_exact_bytes_of_every_page(server, follow):
    server.routes |= {
        "/feed": feed(item("/b"), item("/a"), item("/c", published="Thu, 13 Mar 2031 09:00:00 GMT"), etag='"f"'),
        "/a": Route(PAGE, mime="text/html; charset=utf-8", etag='"a"'),
        "/b": Route(b"<p>b", mime="text/html"),
        "/c": Route(b"<p>c", mime="text/html"),
    }
    got = follow().visit()
    assert [capture.address[-1] for capture in got.captures] == ["c", "a", "b"]
    page = got.captures[1]
    assert (page.body, page.mime, page.charset, page.outlet) == (PAGE, "text/html", "utf-8", "The Dawn")
    assert (page.source_id, page.lead.title) == (got.health.source_id, "A headline")
    assert dict(page.headers)["etag"] == '"a"'
    assert (got.health.state, got.health.announced, got.health.title) == ("ok", 3, "The Dawn")
    assert (got.health.etag, got.health.new_at, got.failures) == ('"f"', NOW, ())
    assert got.health.next_at == NOW + timedelta(hours=1)


def test_the_same_world_gives_the_same_captures(server, web, clock):
    server.routes |= {"/feed": feed(*(item(f"/{n}") for n in range(9)))} | {
        f"/{n}": Route(b"<p>%d" % n) for n in range(9)
    }
    source = new_source("http://dawn.example/feed", "feed")
    first, second = (collect(source, web=web, known=Known(), now=NOW) for _ in range(2))
    assert [replace(capture, headers=()) for capture in first.captures] == [
        replace(capture, headers=()) for capture in second.captures
    ]
    assert (first.health, first.failures) == (second.health, second.failures)


def test_a_second_visit_is_conditional_and_takes_nothing_twice(server, follow, clock):
    server.routes |= {"/feed": feed(item("/a"), etag='"f"'), "/a": Route(PAGE, etag='"a"')}
    visits = follow()
    visits.visit()
    clock.forward(hours=1)
    got = visits.visit()
    asked = [seen for seen in server.seen if seen.path == "/feed"][1]
    assert asked.headers["if-none-match"] == '"f"'
    assert got.captures == ()
    assert (got.health.etag, got.health.announced, got.health.state) == ('"f"', 1, "ok")
    page = [seen for seen in server.seen if seen.path == "/a"][1]
    assert page.headers["if-none-match"] == '"a"'


def test_an_old_page_is_not_looked_at_again(server, follow, clock):
    server.routes |= {"/feed": feed(item("/a")), "/a": Route(PAGE)}
    visits = follow()
    visits.visit()
    clock.forward(hours=72)
    visits.visit()
    assert server.count("/a") == 1


@pytest.mark.parametrize("etag", [None, '"f"'], ids=["feed sent again", "feed not modified"])
def test_a_silent_edit_of_a_young_page_is_captured_with_its_lead(server, follow, clock, etag):
    server.routes |= {"/feed": feed(item("/a"), etag=etag), "/a": Route(PAGE)}
    visits = follow()
    visits.visit()
    server.routes["/a"] = Route(PAGE.replace(b"closed", b"open"))
    clock.forward(hours=1)
    (capture,) = visits.visit().captures
    assert b"open" in capture.body
    assert capture.lead.title == "A headline"
    clock.forward(hours=1)
    assert visits.visit().captures == ()


def test_a_page_is_looked_at_ever_less_often_as_it_grows_older(server, follow, clock):
    server.routes |= {"/feed": feed(item("/a"), etag='"f"'), "/a": Route(PAGE, etag='"a"')}
    visits, looked = follow(), []
    visits.source = replace(visits.source, every_s=900)
    visits.visit()
    for _ in range(4 * 52):
        clock.forward(seconds=900)
        before = server.count("/a")
        visits.visit()
        if server.count("/a") > before:
            looked.append((clock.now - NOW).total_seconds() / 3600 + 3)  # it was published at nine
    waits = [(later - at, at) for at, later in pairwise(looked)]
    assert looked[0] == 3.25
    assert looked[-1] > 40
    assert all(wait <= max(0.25, 0.1 * at) + 0.25 for wait, at in waits)
    assert all(wait >= 0.09 * at - 0.25 for wait, at in waits)
    assert 20 < len(looked) < 35


def test_a_capture_in_the_future_holds_nothing_up(server, follow, clock):
    server.routes |= {"/feed": feed(item("/a")), "/a": Route(PAGE)}
    visits = follow()
    visits.visit()
    server.routes["/a"] = Route(PAGE.replace(b"closed", b"open"))
    clock.forward(hours=-1)
    assert len(visits.visit().captures) == 1


def test_a_page_whose_announcement_changed_is_fetched_again_however_old(server, follow, clock):
    server.routes |= {"/feed": feed(item("/a")), "/a": Route(PAGE)}
    visits = follow()
    visits.visit()
    clock.forward(days=10)
    server.routes |= {"/feed": feed(item("/a", title="A corrected headline")), "/a": Route(PAGE + b"<p>Corrected")}
    (capture,) = visits.visit().captures
    assert capture.lead.title == "A corrected headline"


def test_the_feeds_own_text_stands_in_for_a_page_that_cannot_be_had(server, follow):
    server.routes |= {"/feed": feed(item("/a", description=LONG), item("/b", description="Too short."))}
    got = follow().visit()
    (entry,) = got.captures
    assert (entry.mime, entry.address) == (ENTRY_MIME, "http://dawn.example/a")
    assert decode(entry.body, Lead) == entry.lead
    assert [(failure.item, failure.kind) for failure in got.failures] == [
        ("http://dawn.example/a", "status"),
        ("http://dawn.example/b", "status"),
    ]
    assert all(failure.source_id == entry.source_id and failure.at == NOW for failure in got.failures)


def test_robots_close_pages_but_not_the_feed(server, follow):
    server.routes |= {
        "/robots.txt": Route(b"User-agent: *\nDisallow: /\n"),
        "/feed": feed(item("/a", description=LONG)),
        "/a": Route(PAGE),
    }
    got = follow().visit()
    assert [capture.mime for capture in got.captures] == [ENTRY_MIME]
    assert [failure.kind for failure in got.failures] == ["robots"]
    assert server.count("/a") == 0
    assert (got.health.robots, got.health.usage) == ("robots.txt closes this address to us", ())


def test_what_robots_say_of_other_uses_is_kept_as_it_stands(server, follow):
    robots = (
        b"User-agent: *\nContent-Signal:  search=yes, ai-train=no # reserved\nAllow: /\ncontent-usage: train-ai=n\n"
    )
    server.routes |= {"/robots.txt": Route(robots), "/feed": feed(item("/a")), "/a": Route(PAGE)}
    health = follow().visit().health
    assert health.robots == "robots.txt lets us ask"
    assert health.usage == ("Content-Signal: search=yes, ai-train=no", "content-usage: train-ai=n")


def test_a_passing_trouble_does_not_replace_a_page_by_the_feeds_shorter_text(server, follow, clock):
    server.routes |= {"/feed": feed(item("/a", description=LONG)), "/a": Route(PAGE)}
    visits = follow()
    visits.visit()
    server.routes["/a"] = Route(status=500)
    clock.forward(hours=1)
    got = visits.visit()
    assert got.captures == ()
    assert [failure.again_at for failure in got.failures] == [clock.now + timedelta(hours=1)]


def test_a_page_that_failed_is_tried_again_although_the_feed_did_not_change(server, follow, clock):
    server.routes |= {"/feed": feed(item("/a"), etag='"f"'), "/a": Route(status=500)}
    visits = follow()
    assert visits.visit().captures == ()
    server.routes["/a"] = Route(PAGE)
    clock.forward(hours=1)
    assert [capture.body for capture in visits.visit().captures] == [PAGE]


def test_a_host_that_cannot_say_what_it_allows_is_asked_again_later(server, follow, clock):
    server.routes |= {"/robots.txt": Route(status=500), "/feed": feed(*(item(f"/{n}") for n in range(9)), etag='"f"')}
    server.routes |= {f"/{number}": Route(PAGE + b"%d" % number) for number in range(9)}
    visits = follow()
    got = visits.visit()
    assert [failure.again_at for failure in got.failures] == [NOW + timedelta(hours=1)] * 3
    server.routes["/robots.txt"] = Route(status=404)
    clock.forward(hours=1)
    assert len(visits.visit().captures) == 9


def test_a_host_in_trouble_is_not_asked_for_every_page(server, follow, web):
    items = [item(f"http://dead.invalid/{number}") for number in range(20)]
    server.routes["/feed"] = feed(*items)
    assert len(follow().visit().failures) == 3


def test_the_newest_leads_come_first_where_there_are_too_many(server, follow, open_web, clock):
    days = [item(f"/{day:02}", published=f"{day:02} Mar 2031 09:00:00 GMT") for day in range(1, 15)]
    server.routes |= {"/feed": feed(*days, etag='"f"')} | {f"/{day:02}": Route(b"<p>%d" % day) for day in range(1, 15)}
    visits = follow(on=open_web(max_leads=3))
    assert [capture.address[-2:] for capture in visits.visit().captures] == ["12", "13", "14"]
    clock.forward(hours=1)
    assert [capture.address[-2:] for capture in visits.visit().captures] == ["09", "10", "11"]


def test_pages_may_be_left_alone_altogether(server, follow, open_web):
    server.routes |= {"/feed": feed(item("/a", description="Brief."), item("/b")), "/a": Route(PAGE), "/b": Route(PAGE)}
    got = follow(on=open_web(pages=False)).visit()
    assert [capture.mime for capture in got.captures] == [ENTRY_MIME]
    assert [failure.kind for failure in got.failures] == ["no-text"]
    assert server.count("/a") + server.count("/robots.txt") == 0


CHECK = b"<title>Just a moment...</title><script>%s</script><p>Verify that you are human." % (b"wait(); " * 5_000)


def test_behind_a_bot_check_the_text_that_the_feed_carries_is_taken(server, follow, clock):
    full = "The harbour of Varan was closed on Monday, the mayor said. " * 5
    server.routes |= {"/feed": feed(item("/a", description=full), item("/b", description="Brief."))}
    server.routes |= {"/a": Route(CHECK), "/b": Route(CHECK)}
    visits = follow()
    got = visits.visit()
    assert {capture.address[-2:]: capture.mime for capture in got.captures} == {"/a": ENTRY_MIME, "/b": "text/html"}
    assert [(failure.kind, failure.item[-2:]) for failure in got.failures] == [("bot-check", "/a")]


def test_a_page_that_was_had_is_not_replaced_by_the_feed_for_a_bot_check(server, follow, clock):
    full = "The harbour of Varan was closed on Monday, the mayor said. " * 5
    server.routes |= {"/feed": feed(item("/a", description=full)), "/a": Route(PAGE)}
    visits = follow()
    assert [capture.mime for capture in visits.visit().captures] == ["text/html"]
    server.routes["/a"] = Route(CHECK)
    clock.forward(hours=2)
    assert not visits.visit().captures


def test_an_article_on_bot_checks_is_none(server, follow):
    full = "The harbour of Varan was closed on Monday, the mayor said. " * 30
    server.routes |= {"/feed": feed(item("/a", description=full))}
    server.routes["/a"] = Route(f"<title>Are you human? Why pages ask</title><p>{full}".encode())
    assert [capture.mime for capture in follow().visit().captures] == ["text/html"]


def test_entries_without_an_address_are_one_failure(server, follow):
    server.routes["/feed"] = feed("<item><title>x</title></item>" * 3)
    got = follow().visit()
    assert [failure.kind for failure in got.failures] == ["no-address"]
    assert "3 entries" in got.failures[0].error
    assert got.health.state == "empty"


def test_an_entry_without_an_address_is_taken_from_the_feed_and_never_fetched(server, follow, clock):
    def entry(text):
        dated = "<title>One</title><pubDate>Fri, 14 Mar 2031 06:05:00 GMT</pubDate>"
        return feed(f"<item>{dated}<description>{text}</description></item>")

    server.routes["/feed"] = entry("The harbour of Varan was closed on Monday. " * 9)
    visits = follow()
    (first,) = visits.visit().captures
    assert first.address.startswith("http://dawn.example/feed#")
    assert first.lead is not None
    assert first.lead.title == "One"
    clock.forward(hours=2)
    assert not visits.visit().captures
    server.routes["/feed"] = entry("The harbour of Varan was opened on Tuesday. " * 9)
    clock.forward(hours=2)
    (edited,) = visits.visit().captures
    assert edited.address == first.address
    assert {seen.path for seen in server.seen} <= {"/feed", "/robots.txt"}


def test_a_feed_that_became_a_page_is_a_failure_that_names_its_feeds(server, follow):
    page = b'<html><title>New Dawn</title><link rel="alternate" type="application/rss+xml" href="/rss"></html>'
    server.routes["/feed"] = Route(page)
    got = follow().visit()
    assert (got.health.state, got.health.errors, got.failures[0].kind) == ("failing", 1, "not-a-feed")
    assert got.suggested == ("http://dawn.example/rss",)


def test_errors_back_off_and_one_good_visit_forgives_them(server, follow, clock):
    visits = follow()
    waits = []
    for _ in range(8):
        health = visits.visit().health
        waits.append((health.next_at - clock.now) / timedelta(hours=1))
        clock.now = health.next_at
    doubled = [1, 2, 4, 8, 16, 24, 24, 24]
    assert all(base <= wait <= base * 1.1 for base, wait in zip(doubled, waits, strict=True))
    assert visits.known.health.errors == 8
    server.routes["/feed"] = feed(item("/a"))
    health = visits.visit().health
    assert (health.errors, health.error) == (0, None)


def test_retry_after_is_honoured(server, follow, clock):
    server.routes["/feed"] = Route(status=429, headers={"Retry-After": "40000"})
    assert follow().visit().health.next_at == NOW + timedelta(seconds=40000)


@pytest.mark.parametrize(
    ("head", "headers", "hours"),
    [
        ("<ttl>180</ttl>", {}, 3),
        ("<ttl>5</ttl>", {}, 1),
        ("<ttl>999999</ttl>", {}, 24),
        ("", {"Cache-Control": "public, max-age=7200"}, 2),
        ("", {"Cache-Control": "no-cache, max-age=7200"}, 1),
    ],
)
def test_the_next_visit_is_no_sooner_than_the_publisher_wishes(server, follow, head, headers, hours):
    server.routes["/feed"] = Route(rss(item("/a"), head=head), headers=headers)
    assert follow().visit().health.next_at == NOW + timedelta(hours=hours)


def test_a_permanent_move_is_believed_after_three_visits(server, follow, clock):
    server.routes |= {
        "/feed": Route(status=301, headers={"Location": "/new"}),
        "/new": feed(item("/a")),
        "/a": Route(PAGE),
    }
    visits = follow()
    for sightings in (1, 2, 3):
        health = visits.visit().health
        assert (health.moved_to, health.moved_sightings) == ("http://dawn.example/new", sightings)
        clock.forward(hours=1)
    assert visits.visit().health.moved_sightings == 3
    assert server.count("/feed") == 3
    server.routes["/new"] = Route(status=404)
    clock.forward(hours=1)
    assert visits.visit().health.moved_to is None


def test_a_feed_that_is_gone_says_so(server, follow):
    server.routes["/feed"] = Route(status=410)
    got = follow().visit()
    assert got.health.state == "gone"
    assert got.failures[0].again_at is None


def test_a_feed_with_nothing_new_for_a_fortnight_is_silent(server, follow, clock):
    server.routes |= {"/feed": feed(item("/a"), etag='"f"'), "/a": Route(PAGE)}
    visits = follow()
    assert visits.visit().health.state == "ok"
    clock.forward(days=13)
    assert visits.visit().health.state == "ok"
    clock.forward(days=2)
    assert visits.visit().health.state == "silent"


def test_a_news_sitemap_and_an_index_of_them(server, follow):
    server.routes |= {
        "/index.xml": Route(
            b"<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap><sitemap><loc>/s2.xml</loc></sitemap></sitemapindex>"
        ),
        "/s1.xml": Route(
            b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
            b' xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
            b"<url><loc>/a</loc><n:news><n:publication><n:name>Dawn</n:name><n:language>en</n:language></n:publication>"
            b"<n:publication_date>2031-03-14T09:00+02:00</n:publication_date>"
            b"<n:title>Port &amp; pier</n:title></n:news></url>"
            b"</urlset>"
        ),
        "/s2.xml": Route(b"<urlset><url><loc>/b</loc><lastmod>2031-03-13</lastmod></url><url/></urlset>"),
        "/a": Route(PAGE),
        "/b": Route(b"<p>b"),
    }
    got = follow("http://dawn.example/index.xml", "sitemap").visit()
    undated, dated = got.captures
    assert (dated.lead.title, dated.lead.language, dated.lead.published_raw) == (
        "Port & pier",
        "en",
        "2031-03-14T09:00+02:00",
    )
    assert (undated.lead.published, undated.lead.updated.isoformat()) == (None, "2031-03-13T00:00:00+00:00")


def test_a_page_is_one_report_captured_when_it_changes(server, follow, clock):
    server.routes["/page"] = Route(PAGE, etag='"1"')
    visits = follow("http://dawn.example/page", "page")
    (capture,) = visits.visit().captures
    assert (capture.body, capture.lead, capture.address) == (PAGE, None, "http://dawn.example/page")
    clock.forward(hours=1)
    assert visits.visit().captures == ()
    server.routes["/page"] = Route(PAGE + b"<!-- -->", etag='"2"')
    clock.forward(hours=1)
    assert len(visits.visit().captures) == 1


def test_a_front_page_announces_its_reports(server, follow):
    titles = ["Harbour closed after storm", "Mayor of Ostwick resigns", "Ferry talks begin on Monday"]
    rows = "".join(
        f'<article><h2><a href="/n/{number}">{title}</a></h2>'
        f'<time datetime="2031-03-14T0{number}:00Z">x</time></article>'
        for number, title in enumerate(titles)
    )
    more = (
        '<nav><h3><a href="/about">About this fine newspaper</a></h3></nav>'
        '<h2><a href="http://ads.example/">Buy something very nice</a></h2>'
    )
    server.routes["/"] = Route(f"<html><title>Dawn</title><body>{more}<main>{rows}</main></body></html>".encode())
    server.routes |= {f"/n/{number}": Route(b"<p>%d" % number) for number in range(3)}
    got = follow("http://dawn.example/", "page").visit()
    assert [capture.lead.title for capture in got.captures] == titles
    assert got.captures[2].lead.published.hour == 2
    assert got.health.title == "Dawn"


def test_a_folder_is_read_again_at_every_visit(follow, tmp_path, clock):
    (tmp_path / "a.txt").write_text("One.")
    visits = follow(f"file:{tmp_path}", "file")
    assert [capture.body for capture in visits.visit().captures] == [b"One."]
    (tmp_path / "b.txt").write_text("Two.")
    assert [capture.body for capture in visits.visit().captures] == [b"Two."]
    assert visits.visit().health.announced == 2


def test_a_missing_folder_is_a_failing_source(follow, tmp_path):
    got = follow(f"file:{tmp_path}/none.txt", "file").visit()
    assert (got.health.state, len(got.failures)) == ("failing", 1)


def test_a_kind_nobody_reads_is_a_failure(web):
    source = replace(new_source("http://dawn.example/x.warc", "feed"), kind="archive")
    got = collect(source, web=web, known=Known(), now=NOW)
    assert (got.health.state, got.failures[0].source_id) == ("failing", source.id)


def test_a_plugged_collector_takes_its_kind(web):
    class Mine:
        kind = "archive"

        def collect(self, source, web, known):
            return "collected"

    source = replace(new_source("http://dawn.example/x", "feed"), kind="archive")
    assert collect(source, web=web, known=Known(), now=NOW, collectors=[Mine()]) == "collected"


def test_many_sources_are_visited_at_once(server, web):
    server.routes |= {"/feed": feed(item("/a")), "/a": Route(PAGE)}
    results = []

    def visit(number):
        source = new_source(f"http://h{number}.example/feed", "feed")
        results.append(collect(source, web=web, known=Known(), now=NOW))

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(result.captures) for result in results] == [1] * 8
