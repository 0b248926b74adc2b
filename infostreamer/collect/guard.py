"""Which addresses may be asked: never the machine itself, its network or a cloud's metadata service.

Python's `is_global` lets NAT64, 6to4, IPv4-compatible and some metadata addresses through, so the lists are explicit:
IPv4 by denial (IANA IPv4 Special-Purpose Address Registry, plus two metadata addresses), IPv6 by permission
(2000::/3, the only block handed out for public use, less what the IANA IPv6 registry sets apart in it).
"""

from __future__ import annotations

import re
import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from yarl import URL

from infostreamer.model import Refused

_DENIED_V4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # metadata of a large cloud, on a public address
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_ALLOWED_V6 = IPv6Network("2000::/3")
_DENIED_V6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address in disguise
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)


def is_public(address: str) -> bool:
    """True when the IP address (as a resolver or socket writes it) may be connected to; False also for nonsense."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return not any(parsed in block for block in _DENIED_V4)
    return _is_public_v6(parsed)


def _is_public_v6(address: IPv6Address) -> bool:
    return address in _ALLOWED_V6 and not any(address in block for block in _DENIED_V6)


def checked_url(address: str, *, is_private_allowed: bool = False) -> URL:
    """The address as it will be asked, without its fragment.

    Raises:
        Refused: not http(s), no host, a name and password in it, or an IP address of a private network in any
            notation (dotted, decimal, octal, hexadecimal, IPv6).
    """
    try:
        url = URL(address.strip()).with_fragment(None)
        host, port = url.raw_host, url.port  # the name as it will be resolved: ASCII, full-width digits folded
    except (ValueError, TypeError):
        raise Refused(f"{_short(address)} is not a web address; write it as https://host/path.") from None
    if url.scheme not in ("http", "https") or not host or not port or not _HOST.fullmatch(host):
        raise Refused(f"{_short(address)} is not an http or https address; only those are fetched.")
    if url.user is not None or url.password is not None:
        raise Refused(f"{url.with_user(None)} was given with a name or password in the address; leave them out.")
    literal = _literal(host)
    if literal and not is_private_allowed and not is_public(literal):
        raise refusal(str(url), literal)
    return url


def refusal(address: str, literal: str) -> Refused:
    """The error for an address on a private network."""
    return Refused(
        f"{_short(address)} leads to {literal}, an address on a private or reserved network; "
        "pass --allow-private if that is meant."
    )


_HOST = re.compile(r"[a-z0-9._-]{1,253}|[0-9a-f:.]+(?:%[\w.%-]+)?", re.IGNORECASE | re.ASCII)
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}\.?", re.IGNORECASE)


def _literal(host: str) -> str | None:
    """The IP address that the host is in any notation that a resolver would take for one; None for a name."""
    if ":" in host:
        return host.partition("%")[0]
    if not _NUMERIC.fullmatch(host):
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))
    except OSError:
        return "0.0.0.0"  # noqa: S104 - numeric, yet no address: refused like one


def _short(address: str) -> str:
    shown = address.encode("utf-8", "replace").decode("utf-8")
    return shown if len(shown) <= 120 else shown[:119] + "…"
