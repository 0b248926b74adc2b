"""The guard: nothing on this machine, its network or a cloud's metadata service is ever asked."""

import contextlib
import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infostreamer.collect.guard import checked_url, is_allowed, is_public
from infostreamer.model import Refused

PRIVATE = [
    "0.0.0.0",  # noqa: S104
    "10.1.2.3",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]
PUBLIC = [
    "8.8.8.8",
    "172.32.0.1",
    "100.63.255.255",
    "192.0.1.1",
    "198.20.0.1",
    "2606:4700:4700::1111",
    "2a00:1450:4001::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_or_special_address_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_ordinary_address_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("nonsense", ["", "localhost", "1.2.3", "1.2.3.4.5", "::g"])
def test_what_is_no_address_is_not_public(nonsense):
    assert not is_public(nonsense)


@given(st.integers(0, 2**32 - 1))
def test_no_ipv4_address_is_public_that_python_knows_as_private(number):
    address = ipaddress.IPv4Address(number)
    if address.is_private or address.is_multicast or address.is_reserved or address.is_link_local:
        assert not is_public(str(address))


@given(st.integers(0, 2**32 - 1))
def test_an_ipv4_address_never_becomes_public_by_being_wrapped_in_ipv6(number):
    for prefix in ("::", "::ffff:0:0", "::ffff:0:0:0", "64:ff9b::", "64:ff9b:1::"):
        assert not is_public(str(ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) | number)))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "0",
        "0.0.0.0",  # noqa: S104
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "0x7F.0x0.0x0.0x1",
        "127.0.0.1.",
        "169.254.169.254",
        "0xA9FEA9FE",
        "2852039166",
        "0251.0376.0251.0376",
        "0xA9.0xFE.0xA9.0xFE",
        "0251.254.169.254",
        "3232235521",
        "7147006462",
        "425.510.425.510",
        "[::1]",
        "[::]",
        "[0:0:0:0:0:ffff:127.0.0.1]",
        "[::ffff:a9fe:a9fe]",
        "[fd00:ec2::254]",
        "[fe80::1%25eth0]",
        "①②⑦.⓪.⓪.①",
        "127。0。0。1",
    ],
)
def test_a_private_address_is_refused_in_every_notation(host):
    with pytest.raises(Refused) as caught:
        checked_url(f"http://{host}/feed")
    assert caught.value.kind == "refused"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "feed",
        "file:///etc/passwd",
        "ftp://dawn.example/",
        "gopher://dawn.example/",
        "javascript:alert(1)",
        "http://",
        "http:///path",
        "https://reader:secret@dawn.example/",
        "http://dawn.example:99999/",
        "http://[::1",
        "http://\x00/",
    ],
)
def test_what_is_no_plain_web_address_is_refused_in_one_sentence(address):
    with pytest.raises(Refused) as caught:
        checked_url(address)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_name_and_a_public_address_pass_without_their_fragment():
    assert str(checked_url("https://dawn.example/feed?a=1#top")) == "https://dawn.example/feed?a=1"
    assert str(checked_url("http://8.8.8.8/")) == "http://8.8.8.8/"


@pytest.mark.parametrize("prefix", ["", "::", "::ffff:", "::ffff:0:", "64:ff9b::", "64:ff9b:1::"])
def test_a_machines_credentials_are_never_asked_for_however_the_address_is_wrapped(prefix):
    assert not is_allowed(f"{prefix}169.254.169.254", is_private_allowed=True)


def test_private_networks_are_asked_where_the_setting_allows_it():
    assert checked_url("http://127.0.0.1:8000/", is_private_allowed=True).port == 8000
    with pytest.raises(Refused):
        checked_url("file:///etc/passwd", is_private_allowed=True)


@given(st.text(max_size=60))
def test_any_text_is_either_an_address_or_refused(text):
    with contextlib.suppress(Refused):
        assert checked_url(text).scheme in ("http", "https")
