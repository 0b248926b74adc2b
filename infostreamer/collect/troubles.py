"""What went wrong on the network, in one sentence with one stable word."""

from __future__ import annotations

import errno
import re
import socket
import ssl
from http import HTTPStatus

import aiohttp

from infostreamer.model import FetchError, Refused

_SENTENCES = {
    "dns": "{host} has no address; check the spelling of {address}.",
    "unnamed": "{host} could not be looked up (no name server answered); {address} is asked again later.",
    "tls": "{host} could not prove who it is ({why}); nothing was read from {address}.",
    "connect": "The connection to {host} failed ({why}); {address} is asked again later.",
    "decode": "{address} answered with something broken ({why}); it is asked again later.",
}
_CAUSES = {
    errno.ECONNREFUSED: "it was refused",
    errno.ECONNRESET: "it was cut off",
    errno.ECONNABORTED: "it was cut off",
    errno.EPIPE: "it was cut off",
    errno.EHOSTUNREACH: "no way leads there",
    errno.ENETUNREACH: "this machine's network does not reach it",
    errno.ENETDOWN: "this machine's network is down",
    errno.ETIMEDOUT: "nothing came back",
    errno.EMFILE: "this machine has too many files open",
    errno.ENFILE: "this machine has too many files open",
}
_UNANSWERED = {socket.EAI_AGAIN, socket.EAI_FAIL}
_WORDS = (
    (r"bad status line|data after .connection", "it is no HTTP, or more than one answer"),
    (r"too many headers|got more than", "its header is too long"),
    (r"transfer-encoding can't be present", "it states its length in two ways"),
    (r"disconnected|rawresponsemessage", "it was closed before there was an answer"),
    (r"contentlengtherror|transferencodingerror|not enough data", "it breaks off before the end"),
    (r"content-length", "its declared length makes no sense"),
    (r"chunk", "its parts make no sense"),
    (r"header|encoding", "its header makes no sense"),
    (r"self.signed", "its certificate is signed by nobody but itself"),
    (r"certificate has expired", "its certificate has run out"),
    (r"not yet valid", "its certificate is not valid yet; check this machine's clock"),
    (r"hostname mismatch|ip address mismatch", "its certificate is for another host"),
    (r"certificate purpose|invalid purpose", "its certificate is not one for a web server"),
    (r"key too (?:weak|small)|md too weak", "its key is too short to prove anything"),
    (r"excessive.message.size", "what it shows as its proof is too large"),
    (r"unrecognized.name", "it knows no host of this name"),
    (r"unable to get (?:local )?issuer|certificate verify failed", "nobody known here has signed its certificate"),
    (r"wrong.version.number|record layer|http.request", "it does not speak TLS there"),
    (r"handshake|protocol|cipher|alert", "it and this desk have no way to speak TLS in common"),
)
"""Words of a library's message -> what they mean; the first that fits."""

_INNER = re.compile(r"\[SSL[^\]]*\]|\(_ssl\.c:\d+\)")  # where in a library it was found

_REFUSALS = {401, 402, 403, 407, 451}
_NEXT = {
    202: " and has nothing to give yet; it is asked again later",
    204: " and gave nothing; look at it in a browser",
    205: " and gave nothing; look at it in a browser",
    206: " and gave a part where the whole was asked for; it is asked again later",
    304: " although no copy of it was named; it is asked again later",
    404: ": there is nothing at this address",
    410: ": there is nothing at this address",
}
_SPANS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def as_fetch_error(error: Exception, address: str, deadline_s: float, host: str | None = None) -> FetchError:
    """The error to raise for what the client raised.

    Args:
        error: as raised.
        address: what was asked for at first.
        deadline_s: the time it had.
        host: who was asked last, after redirects; None: the address's.
    """
    refused = _refused(error)
    if refused is not None:
        return refused
    if isinstance(error, FetchError):
        return error
    if isinstance(error, TimeoutError):
        return FetchError(f"{address} took longer than {deadline_s:g} s; it is asked again later.", kind="timeout")
    kind = _kind(error)
    sentence = _SENTENCES["unnamed" if _is_unanswered(error) else kind]
    said = sentence.format(host=host or _host(address), address=address, why=_why(error, kind))
    return FetchError(said, kind=kind)


def status_error(address: str, status: int, after_s: int | None) -> FetchError:
    """The error for an answer that gives no document; `after_s`: how long its host is left alone."""
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


def span_words(seconds: int) -> str:
    """A length of time in its largest fitting unit, rounded: "45 seconds", "2 hours", "7 days"."""
    unit, size = next((unit, size) for unit, size in _SPANS if seconds >= size or size == 1)
    number = round(seconds / size)
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _next_step(status: int, after_s: int | None) -> str:
    if status in _REFUSALS:
        return ": it is not open to everybody"
    if after_s is not None:
        return f"; it is left alone for {span_words(after_s)}"
    return _NEXT.get(status, "; it is asked again later")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def cause_of(error: OSError) -> str:
    """What a failed connection comes of, in a few words about the other side: "it was refused"."""
    return _why(error, _kind(error))


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


def _is_unanswered(error: Exception) -> bool:
    """True where nobody said that there is no such name: its name servers, or this machine's, are silent."""
    return isinstance(error, aiohttp.ClientConnectorDNSError) and error.os_error.errno in _UNANSWERED


def _why(error: Exception, kind: str) -> str:
    inner = getattr(error, "os_error", None) or getattr(error, "certificate_error", None) or error
    number = getattr(inner, "errno", None)
    if kind == "connect" and number in _CAUSES:
        return _CAUSES[number]
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(inner, ConnectionError):
        return "it was cut off before both had agreed on encryption"  # asyncio's own error, without a number
    text = " ".join(f"{inner} {getattr(error, 'message', '')}".lower().split())
    return next((said for words, said in _WORDS if re.search(words, text)), _cut(inner, error))


def _cut(inner: Exception, error: Exception) -> str:
    """The library's own words where nothing better is known."""
    text = str(getattr(inner, "strerror", None) or getattr(error, "message", None) or error or type(error).__name__)
    line = " ".join(_INNER.sub("", text).split()).rstrip(".")
    return line if len(line) <= 100 else line[:99] + "…"


def _host(address: str) -> str:
    from infostreamer.text.urls import host_of

    return host_of(address) or address
