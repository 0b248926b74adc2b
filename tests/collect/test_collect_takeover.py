"""When a source counts as being in other hands, and when it does not."""

import pytest
from fakes.following import NOW, Clock
from fakes.web_server import Route

from infostreamer.collect.takeover import ACCEPTED_AFTER

HOME = {"title": "The Ostwick Herald", "language": "en", "site": "herald.example"}
CASES = [
    ({"title": "Fortuna Casino", "language": "ru"}, True),
    ({"title": "Fortuna Casino", "site": "casino.example"}, True),
    ({"language": "ru", "site": "casino.example"}, True),
    ({"title": "Fortuna Casino"}, False),  # a paper may take a new name
    ({"language": "be"}, False),  # or another language
    ({"site": "new-herald.example"}, False),  # or move
    ({"title": "Ostwick Herald – News", "language": "en-GB"}, False),
    ({"title": "", "language": "", "site": "casino.example"}, False),  # what says nothing denies nothing
    ({}, False),
]


def document(title, language, site):
    link = f"http://{site}/a"
    return f"<rss version='2.0'><channel><title>{title}</title><language>{language}</language><item><title>Ferry talks begin</title><link>{link}</link></item></channel></rss>".encode()  # noqa: E501 - one document


@pytest.fixture
def herald(server, follow, clock):
    server.routes |= {"/feed": Route(document(**HOME)), "/a": Route(b"<p>a")}
    visits = follow("http://herald.example/feed")
    visits.visit()
    clock.forward(hours=1)
    return visits


@pytest.mark.parametrize(("change", "is_told"), CASES)
def test_two_signs_are_needed_and_one_of_them_is_name_or_language(server, herald, change, is_told):
    server.routes["/feed"] = Route(document(**HOME | change))
    health = herald.visit().health
    assert (health.notice is not None) == is_told, health.notice
    assert health.state == "ok"


def test_it_is_told_until_the_source_is_itself_again(server, herald, clock):
    server.routes["/feed"] = Route(document("Fortuna Casino", "ru", "casino.example"))
    first = herald.visit().health
    clock.forward(days=3)
    second = herald.visit().health
    assert (second.notice, second.notice_at) == (first.notice, first.notice_at)
    assert second.title == HOME["title"]
    server.routes["/feed"] = Route(document(**HOME))
    clock.forward(hours=1)
    assert herald.visit().health.notice is None


def test_after_a_month_it_is_taken_for_what_it_has_become(server, herald, clock):
    server.routes["/feed"] = Route(document("Fortuna Casino", "ru", "casino.example"))
    assert herald.visit().health.notice
    clock.now = NOW + ACCEPTED_AFTER + (Clock().forward(hours=2) - NOW)
    health = herald.visit().health
    assert (health.notice, health.title, health.language) == (None, "Fortuna Casino", "ru")
    clock.forward(hours=1)
    assert herald.visit().health.notice is None


def test_a_page_that_is_itself_a_report_may_change_its_title(server, follow, clock):
    server.routes["/p"] = Route(b"<html lang=en><title>River rises</title><body><p>One.</p></body></html>")
    visits = follow("http://herald.example/p", "page")
    visits.visit()
    clock.forward(hours=1)
    server.routes |= {
        "/p": Route(status=301, headers={"Location": "http://casino.example/q"}),
        "/q": Route(b"<html lang=ru><title>Flood warning lifted</title><body><p>Two.</p></body></html>"),
    }
    assert visits.visit().health.notice is None
