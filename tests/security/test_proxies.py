"""With a proxy everything goes through it or nowhere, and no name of the world outside is looked up here."""

from __future__ import annotations

import socket
import threading
from datetime import UTC, datetime, timedelta

import pytest
from fakes.llm_server import LlmServer
from fakes.mail_server import mail_server
from fakes.ports import free_port
from fakes.proxy_server import ProxyServer
from fakes.receiver import receiver
from fakes.sockets import watched

from infostreamer.collect import Web
from infostreamer.collect.proxies import proxy_of
from infostreamer.collect.web import FetchError
from infostreamer.deliver.mail import Mail
from infostreamer.deliver.posting import post
from infostreamer.desk import Desk
from infostreamer.model import ConfigurationError, Refused
from infostreamer.model.edition import Edition
from infostreamer.settings import Settings

SCHEMES = ("socks5", "http")
NOW = datetime(2026, 11, 10, 12, tzinfo=UTC)


def settings_of(proxy: str, **more: object) -> Settings:
    return Settings({"proxy.address": proxy, "collect.pace": 0.0, **more})  # type: ignore[dict-item]


@pytest.fixture
def outside(server):
    """A proxy that leads to the server under names which no resolver of this machine knows."""
    with ProxyServer({"lamp.example": server.target, "lampq2x4.onion": server.target}) as running:
        yield running


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_page_comes_through_the_proxy_and_its_name_is_looked_up_nowhere(server, outside, scheme):
    with watched() as seen, Web(settings_of(outside.address(scheme))) as web:
        got = web.get("http://lamp.example/ferry", check_robots=True)
    assert b"Ferry halted" in got.body
    assert {one[1:] for one in outside.asked} == {("lamp.example", 80)}
    assert set(seen.connected) - {("127.0.0.1", server.port)} == {("127.0.0.1", outside.port)}
    assert [name for name in seen.resolved if "lamp" in name] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_whole_desk_follows_a_source_through_the_proxy(server, outside, scheme, tmp_path):
    settings = settings_of(outside.address(scheme), **{"desk.data": str(tmp_path)})
    with watched() as seen, Desk.open(settings) as desk:
        desk.visit(desk.add("http://lamp.example/feed").sources)
        assert desk.counts()["reports"] == 1
    assert set(seen.connected) - {("127.0.0.1", server.port)} <= {("127.0.0.1", outside.port)} | {
        one for one in seen.connected if isinstance(one, str)
    }
    assert [name for name in seen.resolved if "lamp" in name] == []


def test_an_encrypted_page_is_a_tunnel_to_its_name(outside):
    outside.hosts["quay.example"] = outside.hosts["lamp.example"]
    for scheme in SCHEMES:
        with Web(settings_of(outside.address(scheme))) as web, pytest.raises(FetchError) as caught:
            web.get("https://quay.example/ferry")
        assert caught.value.kind == "tls", "the server behind it speaks no TLS"
    assert outside.asked == [("socks5", "quay.example", 443), ("connect", "quay.example", 443)]


def test_a_redirect_stays_in_the_proxy(server, outside):
    from fakes.web_server import Route

    outside.hosts["other.example"] = server.target
    server.routes["/moved"] = Route(status=302, headers={"Location": "http://other.example/ferry"})
    with watched() as seen, Web(settings_of(outside.address("socks5"))) as web:
        assert web.get("http://lamp.example/moved").final_address == "http://other.example/ferry"
    assert [host for _, host, _ in outside.asked] == ["lamp.example", "other.example"]
    assert set(seen.resolved) == {"127.0.0.1"}


def test_an_onion_address_is_asked_of_a_proxy_and_of_no_resolver(outside):
    with Web(settings_of(outside.address("socks5"))) as web:
        assert b"Ferry" in web.get("http://lampq2x4.onion/ferry").body
    with watched() as seen, Web(Settings()) as web, pytest.raises(Refused, match=r"set proxy\.address to Tor"):
        web.get("http://lampq2x4.onion/ferry")
    assert (seen.connected, seen.resolved) == ([], [])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_proxy_that_is_gone_is_said_and_nothing_is_asked_without_it(server, scheme):
    port = free_port()
    settings = settings_of(f"{scheme}://127.0.0.1:{port}")
    with watched() as seen, Web(settings) as web, pytest.raises(FetchError) as caught:
        web.get("http://lamp.example/ferry")
    assert caught.value.kind == "proxy"
    assert f"The proxy {scheme}://127.0.0.1:{port} gave no way to" in str(caught.value)
    assert "(Connection refused)" in str(caught.value)
    assert set(seen.connected) == {("127.0.0.1", port)}
    assert server.seen == []


def test_sources_are_asked_again_soon_after_the_proxy_is_back(server, outside, tmp_path):
    clock = [NOW]
    port = outside.port
    with Desk.open(
        settings_of(outside.address("socks5"), **{"desk.data": str(tmp_path)}), clock=lambda: clock[0]
    ) as desk:
        source = desk.add("http://lamp.example/feed").sources[0]
        outside.close()
        for _ in range(4):
            desk.visit([source])
            health = desk.sources()[0][1]
            assert health.next_at - clock[0] <= timedelta(minutes=5)
            clock[0] = health.next_at
        assert health.state == "failing"
        assert f"The proxy socks5://127.0.0.1:{port} gave no way to lamp.example" in health.error


def test_a_host_that_the_proxy_cannot_reach_is_that_host_s_trouble(outside):
    with Web(settings_of(outside.address("socks5"))) as web, pytest.raises(FetchError) as caught:
        web.get("http://nowhere.example/")
    assert caught.value.kind == "connect"
    assert str(caught.value) == (
        "nowhere.example cannot be reached through the proxy (the host cannot be reached); it is asked again later."
    )


def test_a_login_at_the_proxy_is_used_and_a_wrong_one_is_said_without_it(server):
    with ProxyServer({"lamp.example": server.target}, login=("desk", "canary-pw")) as locked:
        told = {"proxy.user": "desk", "proxy.password": "canary-pw"}
        with Web(settings_of(locked.address("socks5"), **told)) as web:
            assert web.get("http://lamp.example/ferry").status == 200
        for wrong in ({}, {"proxy.user": "desk", "proxy.password": "canary-no"}):
            with Web(settings_of(locked.address("socks5"), **wrong)) as web, pytest.raises(FetchError) as caught:
                web.get("http://lamp.example/ferry")
            assert caught.value.kind == "proxy"
            assert "canary" not in str(caught.value)
    assert "canary" not in repr(proxy_of(settings_of("socks5://127.0.0.1:1", **told)))


PRIVATE = [
    "http://127.0.0.1/", "http://2130706433/", "http://[::1]/", "http://169.254.169.254/latest", "http://localhost/",
    "http://router/", "http://printer.local/", "http://metadata.google.internal/", "http://nas.lan/", "http://LOCALHOST./",
    "http://x.localhost/", "http://10.0.0.1.:80/", "http://①②⑦.0.0.1/",
]  # fmt: skip


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("address", PRIVATE)
def test_the_proxy_is_never_asked_for_what_is_private(outside, address, scheme):
    with watched() as seen, Web(settings_of(outside.address(scheme))) as web, pytest.raises(Refused):
        web.get(address)
    assert outside.asked == []
    assert (seen.connected, seen.resolved) == ([], [])


def test_where_private_networks_are_allowed_they_are_asked_directly_and_the_rest_is_not(server, outside):
    settings = settings_of(outside.address("socks5"), **{"collect.allow_private": True})
    with Web(settings) as web:
        assert web.get(f"http://127.0.0.1:{server.port}/ferry").status == 200
        assert outside.asked == []
        with pytest.raises(FetchError):
            web.get("http://8.8.8.8/")
    assert outside.asked == [("socks5", "8.8.8.8", 80)]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1:9050", "socks5://", "ftp://127.0.0.1:1", "socks5://127.0.0.1:99999", "socks5://a b:1", "tor",
        "http://u:canary@127.0.0.1:1", "socks5://127.0.0.1:1/path", "socks4://127.0.0.1:1", "http://[::1", "socks5://a\n:1",
    ],
)  # fmt: skip
def test_what_is_no_proxy_is_a_clear_error_and_never_a_direct_connection(server, address, tmp_path):
    settings = settings_of(address, **{"desk.data": str(tmp_path)})
    with watched() as seen, Web(settings) as web, pytest.raises(ConfigurationError) as caught:
        web.get("http://lamp.example/")
    assert "canary" not in str(caught.value)
    assert seen.outside() == []
    assert post("http://8.8.8.8/", b"", {}, settings).error.startswith("proxy.address")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_webhooks_go_through_the_proxy(scheme):
    with receiver() as hook, ProxyServer({"hook.example": hook.address.removeprefix("http://")}) as proxy:
        with watched() as seen:
            got = post("http://hook.example/in", b"{}", {}, settings_of(proxy.address(scheme)))
        assert got.error is None
        assert [path for path, _, _ in hook.posts] == ["/in"]
        assert [host for _, host, _ in proxy.asked] == ["hook.example"]
        assert [name for name in seen.resolved if "hook" in name] == []
    lost = post("http://hook.example/in", b"{}", {}, settings_of(proxy.address(scheme)))
    assert lost.error == "The proxy gave no way to hook.example; nothing is sent without it."
    assert not lost.is_final


@pytest.mark.parametrize("scheme", SCHEMES)
def test_mail_goes_through_the_proxy(scheme):
    edition = Edition(
        id="ed-1", of="alert:a", reader="owner", channel="email", to="a@b.example", subject="s", text="t", at=NOW
    )
    with mail_server() as mail, ProxyServer({"mail.example": f"127.0.0.1:{mail.port}"}) as proxy:
        settings = settings_of(
            proxy.address(scheme),
            **{"mail.host": "mail.example", "mail.port": 25, "mail.from": "d@b.example", "mail.starttls": False},
        )
        with watched() as seen:
            assert Mail().deliver(edition, settings=settings, secret="", now=NOW).error is None
        assert len(mail.mails) == 1
        assert [host for _, host, _ in proxy.asked] == ["mail.example"]
        assert [name for name in seen.resolved if "mail" in name] == []
    lost = Mail().deliver(edition, settings=settings, secret="", now=NOW)
    assert "gave no way to mail.example" in (lost.error or "")


def test_a_language_model_outside_is_asked_through_the_proxy_and_one_beside_the_desk_is_not():
    from infostreamer.flow.rooms import built_in

    with LlmServer(lambda _: "{}") as model, ProxyServer({}) as proxy:
        settings = settings_of(proxy.address("socks5"), **{"llm.model": "m", "llm.address": "https://llm.example/v1"})
        with watched() as seen, pytest.raises(FetchError):
            built_in(settings).teller.ask("a", "b")
        assert proxy.asked == [("socks5", "llm.example", 443)]
        assert [name for name in seen.resolved if "llm" in name] == []
        near = settings.with_values({"llm.address": model.address})
        assert built_in(near).teller.ask("a", "b") == "{}"
        assert len(proxy.asked) == 1


def test_what_the_desk_calls_itself_can_be_chosen(server):
    for given, told in (
        ({}, "InformationStreamer/0.1.0"),
        ({"collect.agent": "Mozilla/5.0\r\nX: y"}, "Mozilla/5.0 X: y"),
    ):
        settings = Settings({"collect.pace": 0.0, **given})
        with Web(settings, hosts={"lamp.example": server.target}) as web:
            web.get("http://lamp.example/ferry")
        assert server.seen[-1].headers["user-agent"] == told
        assert "x" not in server.seen[-1].headers


def test_the_doctor_looks_at_the_proxy_and_looks_nothing_up_past_it(outside, tmp_path):
    from infostreamer.desk.doctor import examine

    model = {"llm.address": "https://llm.example/v1", "llm.model": "m", "desk.data": str(tmp_path)}
    with watched() as seen:
        told = {one.name: one for one in examine(settings_of(outside.address("socks5"), **model))}
    assert [name for name in seen.resolved if "example" in name] == []
    assert told["proxy"].state == told["contact"].state == told["language model"].state == "ok"
    assert "goes through socks5://127.0.0.1" in told["proxy"].text
    outside.close()
    assert {one.name: one for one in examine(settings_of(outside.address("socks5")))}["proxy"].state == "bad"
    assert {one.name: one for one in examine(settings_of("tor"))}["proxy"].state == "bad"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("said", [b"", b"\x15\x03\x03\x00\x02\x02\x28", b"SSH-2.0-x\r\n"])
def test_who_breaks_the_handshake_behind_the_proxy_is_told_and_not_the_proxy(outside, scheme, said):
    """Else one hostile host would have the desk say that nothing goes out any more."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        outside.hosts["quay.example"] = f"127.0.0.1:{listener.getsockname()[1]}"
        threading.Thread(target=_break, args=(listener, said), daemon=True).start()
        with Web(settings_of(outside.address(scheme))) as web, pytest.raises(FetchError) as caught:
            web.get("https://quay.example/feed")
    assert caught.value.kind == ("tls" if said else "connect")
    assert str(caught.value).startswith("quay.example ")
    assert "nothing is asked without it" not in str(caught.value)


def _break(listener: socket.socket, said: bytes) -> None:
    client, _ = listener.accept()
    with client:
        client.recv(4096)
        client.sendall(said)
