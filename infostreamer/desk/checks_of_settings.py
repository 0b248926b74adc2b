"""What the doctor looks at in the settings: parts that fit together only half."""

from __future__ import annotations

import socket
from ipaddress import ip_network
from urllib.parse import urlsplit

from infostreamer.collect.guard import is_near
from infostreamer.collect.proxies import proxy_of, reason_of
from infostreamer.desk.checks import Check
from infostreamer.desk.orders import zone_of
from infostreamer.model import BadInput, ConfigurationError
from infostreamer.settings import Settings

_WAIT_S = 3.0
_SHORTEST_S, _LONGEST_S = 60, 604_800
_WIDE_V4, _WIDE_V6 = 8, 16
_ENCRYPTED_PORT = 465  # RFC 8314, section 3.3
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def zone(settings: Settings) -> Check:
    """Whether quiet hours and digests have a time zone that exists."""
    name = str(settings["notify.zone"])
    try:
        zone_of(name)
    except BadInput as error:
        return Check("time zone", "bad", f"notify.zone: {error}")
    return Check("time zone", "ok", f"{name}.")


def host_names(settings: Settings) -> Check:
    """Whether a desk behind a proxy knows under which name it is asked: else it refuses every request."""
    odd = next((one.strip() for one in str(settings["web.hosts"]).split(",") if "/" in one), None)
    if odd is not None:
        text = f"web.hosts holds {odd!r}, which is no name of a host, so every request under it is refused."
        return Check("host names", "bad", f"{text} Leave out https:// and what stands after the name.")
    is_proxied = settings["web.proxy_login"] or settings["web.proxy_from"] or settings["web.host"] not in LOOPBACK
    if is_proxied and not settings["web.hosts"]:
        text = "web.hosts is empty: asked under any name but localhost, the desk refuses; name the host readers use."
        return Check("host names", "warn", text)
    return Check("host names", "ok", str(settings["web.hosts"]) or "Loopback names.")


def pace(settings: Settings) -> Check:
    """Whether sources are visited at a pace that publishers bear and readers wait for."""
    every = int(settings["collect.every"])
    if not _SHORTEST_S <= every <= _LONGEST_S:
        text = f"collect.every is {every} s; sources are visited every minute to every week (60 to 604800)."
        return Check("pace", "bad" if every < 1 else "warn", text)
    return Check("pace", "ok", f"Every source about every {every / 60:g} minutes, where it does not say otherwise.")


def believed(settings: Settings) -> Check:
    """Whether the headers of a proxy are believed from few machines: who is believed can be anybody."""
    wide = []
    for part in str(settings["web.proxy_from"]).split(","):
        try:
            network = ip_network(part.strip(), strict=False)
        except ValueError:
            if part.strip():
                return Check("proxies", "bad", f"web.proxy_from holds {part.strip()!r}, no address or network.")
            continue
        if network.prefixlen < (_WIDE_V4 if network.version == 4 else _WIDE_V6):
            wide.append(part.strip())
    if wide:
        text = (
            f"web.proxy_from believes {wide[0]}, nearly everybody: anyone can say who they are. Name the proxy alone."
        )
        return Check("proxies", "bad", text)
    if settings["web.proxy_user_header"] and not settings["web.proxy_from"]:
        return Check("proxies", "bad", "web.proxy_user_header needs web.proxy_from: the addresses it is believed from.")
    return Check("proxies", "ok", str(settings["web.proxy_from"]) or "None is believed.")


def mail(settings: Settings) -> Check:
    """Whether mail is configured wholly or not at all."""
    host, sender = settings["mail.host"], str(settings["mail.from"])
    missing = [name for name in ("mail.host", "mail.from") if not settings[name]]
    if not host and not sender and not settings["mail.user"] and not settings["mail.password"]:
        return Check("mail", "ok", "None is sent.")
    if missing:
        return Check("mail", "bad", f"{' and '.join(missing)} is empty, so no mail is sent.")
    if bool(settings["mail.user"]) != bool(settings["mail.password"]):
        return Check("mail", "bad", "Give both mail.user and mail.password, or neither.")
    if "@" not in sender:
        return Check("mail", "bad", f"mail.from is {sender!r}, which is no mail address.")
    if settings["mail.user"] and not settings["mail.starttls"] and not settings["mail.tls"]:
        return Check("mail", "bad", "mail.password would go over the wire readable: turn mail.starttls or mail.tls on.")
    if settings["mail.port"] == _ENCRYPTED_PORT and not settings["mail.tls"]:
        return Check("mail", "bad", "On port 465 a server waits for encryption from the start: turn mail.tls on.")
    if not settings["web.address"]:
        return Check("mail", "warn", "web.address is empty, so links in mails lead nowhere; give the desk's address.")
    return Check("mail", "ok", f"Sent through {host} as {sender}.")


def language_model(settings: Settings) -> Check:
    """Whether the language model, where one is configured, can be reached. Only a connection is opened."""
    address = str(settings["llm.address"])
    if not address:
        return Check("language model", "ok", "None is used.")
    if not settings["llm.model"]:
        return Check("language model", "bad", "llm.address is set but llm.model is not: name the model.")
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return Check("language model", "bad", "llm.address is no http(s) address.")
    if settings["proxy.address"] and not is_near(parts.hostname):
        return Check("language model", "ok", f"{parts.hostname} is asked through the proxy; not tried here.")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        with socket.create_connection((parts.hostname, port), timeout=_WAIT_S):
            pass
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        return Check("language model", "warn", f"{parts.hostname} does not answer ({said}); stories lack its lines.")
    return Check("language model", "ok", f"{parts.hostname} answers.")


def proxy(settings: Settings) -> Check:
    """Whether the proxy, where one is configured, takes a connection: without it nothing outside is asked."""
    try:
        found = proxy_of(settings)
    except ConfigurationError as error:
        return Check("proxy", "bad", str(error))
    if found is None:
        return Check("proxy", "ok", "None: sources see this machine's address.")
    try:
        with socket.create_connection((found.host, found.port), timeout=_WAIT_S):
            pass
    except OSError as error:
        return Check("proxy", "bad", f"{found.address} does not answer ({reason_of(error)}); nothing outside is asked.")
    return Check("proxy", "ok", f"All that leaves the machine goes through {found.address}.")
