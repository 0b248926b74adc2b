"""Wherever the desk takes an address, none leads it to this machine, its network or a cloud's metadata service.

What counts is what happened: a listener on every address of this machine that nobody reached, and the interpreter's
own record of connections. Names are answered by a resolver that is told what to say; nothing leaves this machine.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest
from addresses import ADDRESSES
from fakes.names import answering
from fakes.sockets import watched
from fakes.web_server import Route
from resolved import ANSWERS, OUTSIDE

from infostreamer.collect import Web
from infostreamer.collect.guard import checked_url, is_public
from infostreamer.deliver.posting import post
from infostreamer.model import BadInput, ConfigurationError, FetchError, InformationStreamerError, Refused
from infostreamer.settings import Settings
from infostreamer.writers import llm_from

DATA = Path(__file__).parents[3] / "shared/data/security"


def test_the_catalogue_is_as_large_as_it_says():
    assert len(ADDRESSES) >= 400


def test_the_canary_would_be_reached(canary):
    with answering(ANSWERS), Web(Settings({"collect.allow_private": True, "collect.pace": 0.0})) as web:
        before = len(canary.visits)
        for address in (f"http://127.0.0.1:{canary.port}/", f"http://loop.test:{canary.port}/"):
            assert isinstance(_told(web.get, address), str)
        assert len(canary.visits) >= before + 2


def test_none_is_asked_for_by_the_door(bad, closed, server):
    with Web(Settings({"collect.pace": 0.0}), hosts={"dawn.example": server.target}) as web:
        for address in bad:
            assert _ends_at(web, address, "http://dawn.example"), address


def test_not_even_private_networks_allowed_open_a_way_to_what_a_cloud_hands_out(canary, closed):
    with Web(Settings({"collect.allow_private": True, "collect.pace": 0.0})) as web:
        for host in ("169.254.169.254", "169.254.170.2", "[::ffff:169.254.169.254]", "[fd00:ec2::254]", "meta.test",
                     "100.100.100.200", "168.63.129.16", "[fe80::1]", "[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::]",
                     "metadata.google.internal", "224.0.0.1", "[ff02::1]"):  # fmt: skip
            with pytest.raises(Refused, match=r"where no source can be"):
                web.get(f"http://{host}/latest/meta-data/")
    assert closed.connected == []


def test_a_name_that_leads_elsewhere_at_the_second_question_reaches_nothing(canary, closed):
    """DNS rebinding: the address that was checked is the one connected to, and each new connection checks anew."""
    settings = Settings({"collect.pace": 0.0})
    for _ in range(3):
        with Web(settings) as web, pytest.raises(FetchError):
            web.get(f"http://rebound.test:{canary.port}/")
    assert closed.connected == [(OUTSIDE, canary.port)]


@pytest.mark.parametrize(
    "answer", [[OUTSIDE, "127.0.0.1"], ["127.0.0.1", OUTSIDE], [OUTSIDE, "::1"], [OUTSIDE, "fd00::1"]]
)
def test_one_private_address_among_several_closes_the_name(canary, answer):
    with answering({"mixed.test": [answer]}), watched(is_closed=True) as seen, Web(Settings()) as web:
        assert "private or reserved" in _told(web.get, f"http://mixed.test:{canary.port}/")
    assert seen.connected == []


def test_none_is_followed_as_a_source(bad, desk):
    for address in bad:
        told = _told(desk.add, address)
        assert isinstance(told, str) or all(".example" in source.address for source in told.sources), address
    assert all(".example" in source.address for source, _, _ in desk.sources())


def test_none_is_asked_for_behind_the_entries_of_a_feed(bad, desk, server):
    items = "".join(
        f"<item><title>Entry {at}</title><guid>{at}</guid><link>{_xml(one)}</link>"
        f"<enclosure url={quoteattr(_clean(one))} type='image/png' length='1'/></item>"
        for at, one in enumerate(bad)
    )
    feed = f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>"
    server.routes["/feed"] = Route(feed.encode(), mime="application/rss+xml")
    desk.visit(desk.add("http://dawn.example/feed").sources)


def test_none_is_asked_for_from_a_json_feed(bad, desk, server):
    items = [{"id": str(at), "title": f"E {at}", "url": one, "external_url": one, "image": one, "banner_image": one,
              "attachments": [{"url": one, "mime_type": "image/png"}]} for at, one in enumerate(bad)]  # fmt: skip
    first = bad[0]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": items, "next_url": first,
            "icon": first, "hubs": [{"type": "WebSub", "url": first}], "home_page_url": first}  # fmt: skip
    server.routes["/feed"] = Route(json.dumps(feed).encode(), mime="application/feed+json")
    desk.visit(desk.add("http://dawn.example/feed").sources)


def test_none_is_asked_for_from_a_sitemap_or_an_index_of_them(bad, desk, server):
    space = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
    pages = "".join(f"<url><loc>{_xml(one)}</loc></url>" for one in bad)
    maps = "".join(f"<sitemap><loc>{_xml(one)}</loc></sitemap>" for one in bad)
    server.routes["/map.xml"] = Route(f"<urlset {space}>{pages}</urlset>".encode(), mime="text/xml")
    server.routes["/maps.xml"] = Route(f"<sitemapindex {space}>{maps}</sitemapindex>".encode(), mime="text/xml")
    desk.visit([*desk.add("http://dawn.example/map.xml").sources, *desk.add("http://eve.example/maps.xml").sources])


def test_none_is_asked_for_by_redirects(bad, closed, server):
    server.routes.update({f"/{at}": Route(status=302, headers={"Location": _clean(one)}) for at, one in enumerate(bad)})
    with Web(Settings({"collect.pace": 0.0}), hosts={"dawn.example": server.target}) as web:
        for at in range(len(bad)):
            assert _ends_at(web, f"http://dawn.example/{at}", "http://dawn.example"), bad[at]


def test_none_is_asked_for_by_a_redirect_of_robots_txt(bad, closed, server):
    for at, one in enumerate(bad[::5]):
        server.routes["/robots.txt"] = Route(status=302, headers={"Location": _clean(one)})
        with Web(Settings({"collect.pace": 0.0}), hosts={"*.example": server.target}) as web:
            assert _ends_at(web, f"http://h{at}.example/feed", "http://h", check_robots=True)


def test_none_is_asked_for_from_what_a_page_names(bad, desk, server):
    named = "".join(
        f"<img src={one}><img srcset={one}><link rel=icon href={one}>"
        f"<link rel=canonical href={one}><link rel=amphtml href={one}><link rel=hub href={one}>"
        f"<link rel=alternate type=application/rss+xml href={one}><meta property=og:image content={one}>"
        f"<meta property=og:url content={one}><iframe src={one}></iframe><script src={one}></script><a href={one}>x</a>"
        for one in map(quoteattr, map(_clean, bad[::3]))
    )
    told = "".join(
        f"<p>The harbour of Mirsk was closed for the {n}th time this year, said its master.</p>" for n in range(9)
    )
    linked = [{"@type": "NewsArticle", "headline": "x", "url": one, "image": one, "logo": one} for one in bad]
    page = (
        f"<html><head><title>Harbour</title><base href={quoteattr(bad[0])}>"
        f"<meta http-equiv=refresh content={quoteattr('0;url=' + bad[0])}>"
        f"<script type=application/ld+json>{json.dumps(linked)}</script></head>"
        f"<body><article><h1>Harbour closed</h1>{told}{named}</article></body></html>"
    ).encode()
    server.routes["/ferry"] = server.routes["/"] = Route(page)
    desk.visit([*desk.add("http://dawn.example/feed").sources, *desk.add("http://eve.example/").sources])
    assert desk.counts()["captures"] >= 1


def test_none_is_visited_from_a_list_of_feeds(bad, desk, tmp_path):
    outlines = "".join(f"<outline type='rss' text='x' xmlUrl={quoteattr(_clean(one))}/>" for one in bad)
    path = tmp_path / "list.opml"
    path.write_text(f"<opml version='2.0'><body>{outlines}</body></opml>", "utf-8", "surrogatepass")
    desk.visit(desk.add(str(path)).sources)
    failing = [(source.address, health.error) for source, health, _ in desk.sources()]
    assert failing
    assert all(error and "\n" not in error for _, error in failing)


def test_none_is_asked_for_from_rows_or_saved_pages(bad, desk, tmp_path):
    rows = [
        json.dumps(
            {"url": one, "title": f"Row {at}", "text": "A ferry was halted at Mirsk on Monday, the harbour said."}
        )
        for at, one in enumerate(bad[::4])
    ]
    desk.take_in_jsonl(io.BytesIO("\n".join(rows).encode("utf-8", "surrogatepass")))
    page = "".join(f"<link rel=canonical href={one}><img src={one}>" for one in map(quoteattr, map(_clean, bad)))
    (tmp_path / "saved.html").write_text(
        f"<html><head>{page}</head><body><p>The ferry was halted.</p></body></html>", "utf-8", "replace"
    )
    desk.add(str(tmp_path / "saved.html"))


def test_none_is_compiled(bad, closed, tmp_path):
    from click.testing import CliRunner

    from infostreamer.cli.main import infostreamer

    chosen = [one for one in bad if one.lower().startswith("http") and one.isprintable()]
    done = CliRunner().invoke(
        infostreamer, ["--data", str(tmp_path), "--set", "collect.pace=0", "compile", *chosen[::3]]
    )
    assert done.exit_code == 1, done.output
    assert "Traceback" not in done.output


def test_no_message_is_sent_to_one(bad, closed):
    settings = Settings()
    for address in bad:
        assert post(address, b"{}", {}, settings).error, address


def test_no_alert_is_made_that_posts_to_one(bad, desk):
    kept = []
    for kind in ("webhook", "ntfy"):
        for address in bad:
            told = _told(desk.drafted_alert, "a", kinds=["denial"], channels=[(kind, address)])
            kept += [] if isinstance(told, str) else [told.channels[0].to]
    literal = [one for one in kept if re.match(r"https?://(?:\[|[\d.]+(?:[:/]|$))", one)]
    assert literal == [], "names are looked up when a message is sent; what is an address already is refused at once"


def test_a_language_model_is_asked_in_the_clear_on_this_machine_and_its_network_alone(bad, closed, canary):
    from infostreamer.flow.rooms import built_in

    for address in bad:
        _told(llm_from, Settings({"llm.address": address, "llm.model": "m"}))
    for host in ("rebound", "mixed.local", "x.internal"):
        settings = Settings({"llm.address": f"http://{host}:{canary.port}/v1", "llm.model": "m"})
        with answering({host: [[OUTSIDE], [OUTSIDE]]}), pytest.raises(FetchError, match="not on this machine"):
            built_in(settings).teller.ask("a", "b")
    for host in ("169.254.169.254", "meta.internal"):
        with answering({"meta.internal": [["169.254.169.254"]]}), pytest.raises((FetchError, ConfigurationError)):
            built_in(Settings({"llm.address": f"http://{host}/v1", "llm.model": "m"})).teller.ask("a", "b")
    for host in ("134744072", "0x08080808", "010.8.8.8", "8.8.2056"):
        with pytest.raises(ConfigurationError):
            llm_from(Settings({"llm.address": f"http://{host}/v1", "llm.model": "m"}))


@pytest.mark.parametrize("lists", ["payloads-ssrf-xxe", "wpt-url"])
def test_no_address_of_public_lists_is_asked_for(lists, closed, server):
    if not (DATA / lists).is_dir():
        pytest.skip(f"no {lists} beside the repository")
    with Web(Settings({"collect.pace": 0.0}), hosts={"*.example": server.target}) as web:
        for address in sorted(_listed(DATA / lists)):
            is_private = isinstance(_told(checked_url, address), str)
            assert isinstance(_told(web.get, address), str) or not is_private, address
    inside = [one for one in closed.connected if not is_public(str(one[0])) and one != ("127.0.0.1", server.port)]
    closed.connected.clear()  # public addresses stand in the lists too; the way to them was closed
    assert inside == []


def _told(call: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """What the call gives, or its error: one sentence on one line."""
    try:
        return call(*given, **named)
    except InformationStreamerError as error:
        said = str(error)
    assert said.endswith("."), said
    assert "\n" not in said, said
    return said


def _ends_at(web: Web, address: str, where: str, **named: bool) -> bool:
    told = _told(web.get, address, **named)
    return isinstance(told, str) or told.final_address.startswith(where)


def _listed(folder: Path) -> set[str]:
    found: set[str] = set()
    for path in folder.rglob("*"):
        if path.suffix in (".md", ".txt"):
            found |= set(re.findall(r"[a-z0-9+]{2,12}://[^\s`\"'<>)]{1,200}", path.read_text("utf-8", "replace")))
        elif path.name == "urltestdata.json":
            rows = json.loads(path.read_text("utf-8", "surrogatepass"))
            found |= {row["input"] for row in rows if isinstance(row, dict)}
    return {one for one in found if one.lower().lstrip().startswith("http")}


def _clean(address: str) -> str:
    """As it can stand in a header or in XML."""
    return re.sub(r"[\x00-\x08\x0b-\x1f]", "", address).replace("\n", " ").strip()


def _xml(address: str) -> str:
    return _clean(address).replace("&", "&amp;").replace("<", "&lt;")


def test_a_refusal_says_what_to_do():
    with pytest.raises((Refused, BadInput), match="pass --allow-private if that is meant"):
        checked_url("http://127.0.0.1/")
