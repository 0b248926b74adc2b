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


_NEVER_V4 = tuple(
    IPv4Network(block)
    for block in ("100.100.100.200/32", "168.63.129.16/32", "169.254.0.0/16", "192.0.0.192/32", "224.0.0.0/4")
)
_NEVER_V6 = tuple(
    IPv6Network(block)
    for block in (
        # Where clouds hand out a machine's credentials, each as its provider's own documents or tools name it:
        "fd00:ec2::/112",  # Amazon: metadata at ::254, credentials of containers at ::23
        "fd20:ce::254/128",  # Google
        "fd00:c1::a9fe:a9fe/128",  # Oracle
        "fd00:42::42/128",  # Scaleway
        "fd00:a9fe:a9fe::1/128",  # Akamai
        "fd00:100::100:200/128",  # Alibaba
        "fe80::/10",
        "ff00::/8",
    )
)
_WRAPPING_V6 = tuple(IPv6Network(block) for block in ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96"))
_LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")  # RFC 8215: any length of prefix within it
_NAT64_BYTES = ((6, 7, 9, 10), (7, 9, 10, 11), (9, 10, 11, 12), (12, 13, 14, 15))
"""Where the four bytes stand behind a prefix of 48, 56, 64 and 96 bits (RFC 6052, section 2.2)."""

_ISATAP = (b"\x00\x00\x5e\xfe", b"\x02\x00\x5e\xfe")  # RFC 5214, section 6.1


def is_allowed(address: str, *, is_private_allowed: bool) -> bool:
    """True when the IP address may be connected to. With private networks allowed: every address but link-local ones
    (where clouds hand out a machine's credentials), the metadata addresses beside them, and groups of receivers."""
    return is_public(address) or (is_private_allowed and not _is_never(address))


def _is_never(address: str) -> bool:
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return True
    if isinstance(parsed, IPv6Address):
        if any(parsed in block for block in _NEVER_V6):
            return True
        return any(inner in block for inner in _inside(parsed) for block in _NEVER_V4)
    return any(parsed in block for block in _NEVER_V4)


def _inside(address: IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that this one may stand for: mapped, compatible, translated (RFC 2765), NAT64 (RFC 6052,
    8215), 6to4 (RFC 3056), Teredo's client and server (RFC 4380) or ISATAP (RFC 5214)."""
    packed, last = address.packed, IPv4Address(int(address) & 0xFFFFFFFF)
    if any(address in block for block in _WRAPPING_V6):
        return (last,)
    if address in _LOCAL_NAT64:
        return tuple(IPv4Address(bytes(packed[at] for at in places)) for places in _NAT64_BYTES)
    tunnelled = (last,) if packed[8:12] in _ISATAP else ()
    return (*tunnelled, *((address.sixtofour,) if address.sixtofour else ()), *(address.teredo or ()))


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
    """An address of ISATAP leads to the IPv4 address in it, on a machine that has such a tunnel."""
    is_given_out = address in _ALLOWED_V6 and not any(address in block for block in _DENIED_V6)
    return is_given_out and all(is_public(str(inner)) for inner in _inside(address))


def checked_url(address: str, *, is_private_allowed: bool = False) -> URL:
    """The address as it will be asked, without its fragment.

    Raises:
        Refused: not http(s), no host, a name and password in it, an IP address of a private network in any notation
            (dotted, decimal, octal, hexadecimal, IPv6), or any IPv4 address not written as four decimal numbers:
            programs read the other notations differently (RFC 6943, section 3.1.1), and no name ends in a number (URL
            standard, "ends in a number checker").
    """
    if not _is_line(address.strip()):
        raise Refused(f"{_short(address)} holds line breaks or other control characters; an address has none.")
    try:
        url = URL(address.strip()).with_fragment(None)
        host, port = url.raw_host, url.port  # the name as it will be resolved: ASCII, full-width digits folded
        _ = url.host  # a name that cannot be shown ("xn--" before no Punycode) is none
    except (ValueError, TypeError):
        raise Refused(f"{_short(address)} is not a web address; write it as https://host/path.") from None
    if url.scheme not in ("http", "https") or not host or not port or not _HOST.fullmatch(host):
        raise Refused(f"{_short(address)} is not an http or https address; only those are fetched.")
    if url.user is not None or url.password is not None:
        raise Refused(f"{url.with_user(None)} was given with a name or password in the address; leave them out.")
    literal = literal_of(host)
    if literal and not is_allowed(literal, is_private_allowed=is_private_allowed):
        raise refusal(str(url), literal)
    is_odd = literal != host if literal else bool(_ENDS_IN_NUMBER.search(host))
    if is_odd and ":" not in host:
        raise Refused(f"{_short(address)} writes an IP address in an odd form; write four numbers with dots.")
    if "%" in host:
        raise Refused(f"{_short(address)} names a network card of this machine behind %; leave that out.")
    return url


def refusal(address: str, literal: str) -> Refused:
    """The error for an address on a private network."""
    if _is_never(literal):
        return Refused(
            f"{_short(address)} leads to {literal}, where no source can be: link-local or a cloud's metadata service."
        )
    return Refused(
        f"{_short(address)} leads to {literal}, an address on a private or reserved network; "
        "pass --allow-private if that is meant."
    )


def is_near(host: str) -> bool:
    """True for a host of this machine or of the network around it: a private address in any notation, a name without
    a dot, or one that only local networks know (RFC 6761, RFC 6762, RFC 8375, ICANN's .internal)."""
    bare = host.strip("[]").rstrip(".").lower()
    literal = literal_of(bare)
    if literal is not None:
        return not is_public(literal)
    return "." not in bare or bare.endswith(_NEAR)


_NEAR = (".local", ".internal", ".localhost", ".home.arpa", ".lan", ".home", ".corp", ".intranet", ".localdomain")
_HOST = re.compile(
    r"(?=.{1,253}$)[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|[0-9a-f.]*:[0-9a-f:.]*(?:%[\w.%-]+)?", re.IGNORECASE | re.ASCII
)
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:0x[0-9a-f]*|[0-9]+)\.?$", re.IGNORECASE)
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}\.?", re.IGNORECASE)


def literal_of(host: str) -> str | None:
    """The IP address that the host is in any notation that a resolver would take for one; None for a name."""
    if ":" in host:
        return host.partition("%")[0]
    if not _NUMERIC.fullmatch(host):
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))
    except OSError:
        return "0.0.0.0"  # noqa: S104 - numeric, yet no address: refused like one


def _is_line(address: str) -> bool:
    return not any(ord(char) < 32 or ord(char) == 127 for char in address)


def _short(address: str) -> str:
    printable = "".join(char if char.isprintable() else " " for char in address)
    shown = " ".join(printable.encode("utf-8", "replace").decode("utf-8").split())
    return shown if len(shown) <= 120 else shown[:119] + "…"
