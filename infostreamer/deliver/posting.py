"""One POST to an address that the desk's owner or a reader configured, through the same guard as collecting."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

import aiohttp
from yarl import URL

from infostreamer import __version__
from infostreamer.collect.guard import checked_url
from infostreamer.collect.headers import retry_after_s
from infostreamer.collect.proxies import Proxy, proxy_of
from infostreamer.collect.troubles import as_fetch_error
from infostreamer.collect.ways import Ways
from infostreamer.desk.orders import outgoing
from infostreamer.model import ConfigurationError, FetchError, Refused
from infostreamer.model.edition import Receipt
from infostreamer.text.urls import host_of

_LONGEST_WAIT_S = 86_400
_WORDS = {
    "dns": "{host} has no address, or no name server answered.",
    "tls": "{host} could not prove who it is over TLS.",
    "connect": "{host} did not take the connection.",
    "timeout": "{host} took longer than {deadline_s:g} s.",
    "decode": "{host} answered with something broken.",
    "proxy": "The proxy gave no way to {host}; nothing is sent without it.",
}
_GONE = 410


def post(address: str, body: bytes, headers: Mapping[str, str], settings: Mapping[str, Any]) -> Receipt:
    """How the receiver answered. Redirects are not followed: a message goes where it was meant to go or nowhere.

    Args:
        address: http or https; private networks only with notify.allow_private.
        body: sent as it is.
        headers: beside User-Agent and Content-Length.
        settings: notify.allow_private and notify.deadline.
    """
    try:
        url = checked_url(address, is_private_allowed=bool(settings["notify.allow_private"]))
        proxy = proxy_of(settings)
    except Refused as error:
        return Receipt(error=outgoing(str(error)), is_final=True)
    except ConfigurationError as error:
        return Receipt(error=str(error))
    return asyncio.run(_post(url, body, headers, settings, proxy))


async def _post(
    url: URL, body: bytes, headers: Mapping[str, str], settings: Mapping[str, Any], proxy: Proxy | None
) -> Receipt:
    deadline_s, address = float(settings["notify.deadline"]), str(url)
    ways = Ways(
        partial(
            aiohttp.ClientSession,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            timeout=aiohttp.ClientTimeout(total=deadline_s),
        ),
        hosts={},
        is_private_allowed=bool(settings["notify.allow_private"]),
        proxy=proxy,
    )
    sent = {"User-Agent": f"InformationStreamer/{__version__}", **headers}
    try:
        async with ways.session(url).post(url, data=body, headers=sent, allow_redirects=False) as answer:
            return _receipt(answer.status, answer.headers.get("Retry-After"), answer.url.host or address)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError, FetchError) as error:
        found = as_fetch_error(error, address, deadline_s)
        if isinstance(found, Refused):
            return Receipt(error=outgoing(str(found)), is_final=True)
        return Receipt(error=_WORDS[found.kind].format(host=host_of(address) or address, deadline_s=deadline_s))
    finally:
        await ways.close()


def _receipt(status: int, retry_after: str | None, host: str) -> Receipt:
    if 200 <= status < 300:
        return Receipt()
    if status == _GONE:
        return Receipt(error=f"{host} answered 410: it wants no more of these messages.", is_final=True, is_gone=True)
    if 300 <= status < 400:
        return Receipt(error=f"{host} sent the message elsewhere ({status}); give the address it should go to.")
    wait_s = retry_after_s(retry_after, datetime.now(UTC))
    return Receipt(
        error=f"{host} answered {status}.", wait_s=None if wait_s is None else max(0, min(wait_s, _LONGEST_WAIT_S))
    )
