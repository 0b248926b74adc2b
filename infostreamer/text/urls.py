"""Addresses: one spelling for one page."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urljoin, urlsplit

from infostreamer.model.errors import BadInput

_DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST_HOST = 253
"""Characters of a name of the DNS (RFC 1035, section 2.3.4). PostgreSQL refuses an index entry of some thousands."""

_MARKS = "!$&'()*+,;=:@-._~/%"

# Parameters that say where a reader came from and never choose the page: campaign tags and click ids of the large
# networks and mailers, as their own documentation names them.
_TRACKING = re.compile(
    r"(?:utm_\w+|mtm_\w+|pk_\w+|hsa_\w+|(?:fb|g|wb|ms|dc|y|tw|tt|li_fat_|igs)clid\d*|igshid|gclsrc|_ga|_gl|mc_[ce]id|"
    r"_hs(?:enc|mi)|mkt_tok|vero_(?:id|conv)|cmpid|icid|ocid|ncid|smid|xtor|at_(?:medium|campaign|link\w*|format|ptr\w*)|"
    r"wt\.\w+|__twitter_impression|ref_(?:src|url)|s_cid|trk\w*|yclid|_openstat|from_?source)",
    re.IGNORECASE,
)


def normalise(address: str, base: str | None = None) -> str:
    """The absolute http(s) address in one spelling: lower host, no fragment, default port or tracking parameter.

    Args:
        address: as found; may be relative when `base` is given, or lack the scheme ("www.example.org/a").
        base: the page it was found on.

    Raises:
        BadInput: not an http(s) address.
    """
    parts = _split(address, base)
    if parts.scheme not in _DEFAULT_PORTS:
        raise BadInput(f"{_short(address)} is not a web address; give one that starts with http:// or https://.")
    host = _host(parts, address)
    path = _requote(parts.path) or "/"
    query = _without_tracking(parts.query)
    return f"{parts.scheme}://{host}{path}{'?' + query if query else ''}"


def is_within_feed(address: str) -> bool:
    """True for the address of a feed's entry that has no page of its own, FEED#ID: there is nothing to fetch there. No
    address that `normalise` gives is one."""
    return "#" in address


def host_of(address: str) -> str | None:
    """The host in lower case without "www."; None when the address names none."""
    try:
        parts = _split(address, None)
        host = parts.hostname
    except (BadInput, ValueError):
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return None
    found = _ascii(host).removeprefix("www.")
    return found if 0 < len(found) <= LONGEST_HOST else None


def _split(address: str, base: str | None) -> SplitResult:
    bare = re.sub(r"[\t\r\n]", "", address).strip()
    if base is None and "://" not in bare and re.match(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#]|$)", bare):
        bare = f"https://{bare}"
    try:
        return urlsplit(urljoin(base, bare) if base else bare)
    except ValueError as error:
        raise BadInput(f"{_short(address)} is not a valid address: {error}.") from None


def _host(parts: SplitResult, address: str) -> str:
    try:
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadInput(f"{_short(address)} is not a valid address: {error}.") from None
    if not host or re.search(r"[\s<>\"\\^`{|}]", host):
        raise BadInput(f"{_short(address)} names no host; write it as https://host/path.")
    name = f"[{host}]" if ":" in host else _ascii(host)
    if len(name) > LONGEST_HOST:
        raise BadInput(f"{_short(address)} names a host of more than {LONGEST_HOST} characters; no host has as many.")
    return name if port is None or port == _DEFAULT_PORTS[parts.scheme] else f"{name}:{port}"


def _ascii(host: str) -> str:
    lowered = host.rstrip(".").lower()
    try:
        return lowered.encode("idna").decode("ascii") if not lowered.isascii() else lowered
    except UnicodeError:
        return lowered


def _requote(path: str) -> str:
    clean = path.encode("utf-8", "replace").decode("utf-8")
    return re.sub(r"%[0-9a-f]{2}", lambda found: found.group().upper(), quote(clean, safe=_MARKS), flags=re.IGNORECASE)


def _without_tracking(query: str) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query.encode("utf-8", "replace").decode("utf-8"), keep_blank_values=True, errors="replace")
    kept = [(name, value) for name, value in pairs if not _TRACKING.fullmatch(name)]
    if "=" not in query and kept:
        return _requote(query)
    return urlencode(kept)


def _short(address: str) -> str:
    shown = address.encode("utf-8", "replace").decode("utf-8")
    return repr(shown if len(shown) <= 80 else shown[:77] + "…")
