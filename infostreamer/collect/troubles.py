"""What went wrong on the network, in one sentence with one stable word."""

from __future__ import annotations

import ssl
from http import HTTPStatus

import aiohttp

from infostreamer.model import FetchError, Refused

_SENTENCES = {
    "dns": "{host} has no address; check the spelling of {address}.",
    "tls": "{host} could not prove who it is over TLS ({why}); nothing was read from {address}.",
    "connect": "{host} did not take the connection ({why}); {address} is asked again later.",
    "decode": "{address} answered with something broken ({why}); it is asked again later.",
}


def as_fetch_error(error: Exception, address: str, deadline_s: float) -> FetchError:
    """The error to raise for what the client raised."""
    refused = _refused(error)
    if refused is not None:
        return refused
    if isinstance(error, FetchError):
        return error
    if isinstance(error, TimeoutError):
        return FetchError(f"{address} took longer than {deadline_s:g} s; it is asked again later.", kind="timeout")
    kind = _kind(error)
    sentence = _SENTENCES[kind].format(host=_host(address), address=address, why=_why(error))
    return FetchError(sentence, kind=kind)


def status_error(address: str, status: int, after_s: int | None) -> FetchError:
    """The error for an answer that is neither 2xx nor 304."""
    phrase = _phrase(status)
    return FetchError(
        f"{address} answered {status}{f' ({phrase})' if phrase else ''}{_next_step(status, after_s)}.",
        kind="status",
        status=status,
        retry_after_s=after_s,
    )


def too_large(address: str, most_bytes: int) -> FetchError:
    """The error for a body over the limit."""
    return FetchError(
        f"{address} is larger than {most_bytes} bytes, the limit; raise collect.max_bytes to take it.", kind="too-large"
    )


def _next_step(status: int, after_s: int | None) -> str:
    if status in (401, 402, 403, 407, 451):
        return ": it is not open to everybody"
    if status in (404, 410):
        return ": there is nothing at this address"
    if after_s is not None:
        return f" and asked to be left alone for {after_s} s"
    return "; it is asked again later"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _refused(error: BaseException | None) -> Refused | None:
    while error is not None:
        if isinstance(error, Refused):
            return error
        error = error.__cause__ or error.__context__
    return None


def _kind(error: Exception) -> str:
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "dns"
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
        return "tls"
    if isinstance(error, aiohttp.ClientConnectionError) and not isinstance(error, aiohttp.ClientPayloadError):
        return "connect"
    if isinstance(error, OSError):
        return "connect"
    return "decode"


def _why(error: Exception) -> str:
    inner = getattr(error, "os_error", None)
    text = str(getattr(inner, "strerror", None) or getattr(error, "message", None) or error or type(error).__name__)
    line = " ".join(text.split()).rstrip(".")
    return line if len(line) <= 100 else line[:99] + "…"


def _host(address: str) -> str:
    from infostreamer.text.urls import host_of

    return host_of(address) or address
