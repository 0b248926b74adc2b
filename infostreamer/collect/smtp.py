"""The way to the owner's mail server, and what it says, for as long and as much as it may.

The standard library waits its whole time for each packet, and keeps an answer of any number of lines: whoever is on the
way to the server, before anything is encrypted, could fill the memory (3 GB in 6 s) or hold a thread for hours.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
import time
from collections.abc import Mapping
from typing import Any

from infostreamer.collect.guard import is_near
from infostreamer.collect.proxies import Proxy, opened, proxy_of
from infostreamer.collect.troubles import cause_of
from infostreamer.text.clean import one_line

MOST_BYTES = 65_536
"""Of one answer; RFC 5321, section 4.5.3.1.5, allows lines of 512, and the longest greetings have a few dozen."""

_LATE = "it took too long"
_MOST_SHOWN = 200


def connected(settings: Mapping[str, Any], deadline_s: float) -> smtplib.SMTP:
    """An open connection to the server of the mail.* settings, encrypted and logged in as they say.

    Args:
        settings: mail.host, mail.port, mail.tls, mail.starttls, mail.user, mail.password; proxy.*.
        deadline_s: for everything that is said on it.

    Raises:
        SMTPException: it refuses, or does not do what is asked of it; nothing readable was said to it but a greeting.
        OSError: it is not reached in time, or could not prove who it is.
        FetchError: the proxy gives no way to it.
        ConfigurationError: there is no such proxy.
    """
    host, port = str(settings["mail.host"]), int(settings["mail.port"])
    context = ssl.create_default_context()
    proxy = None if is_near(host) else proxy_of(settings)
    server: smtplib.SMTP
    if settings["mail.tls"]:
        server = _TunnelledTls(host, port, deadline_s, context, proxy)
    else:
        server = _Tunnelled(host, port, deadline_s, proxy)
    try:
        if settings["mail.starttls"] and not settings["mail.tls"]:
            server.starttls(context=context)
        if settings["mail.user"]:
            server.login(str(settings["mail.user"]), str(settings["mail.password"]))
    except BaseException:
        server.close()
        raise
    return server


def cause_in_words(error: Exception) -> str:
    """What one of the errors of `connected`, or of sending a mail, comes of, in one line without a full stop."""
    if isinstance(error, socket.gaierror):
        return "it has no address, or no name server answered"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "it offers no encryption or no login there"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"it {answer_in_words(error.smtp_code, error.smtp_error)}"
    if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
        return cause_of(error)
    said = one_line(str(error) or type(error).__name__)
    return said.removeprefix("Connection unexpectedly closed: ")[:_MOST_SHOWN].rstrip(".")


def answer_in_words(code: int, said: bytes | str) -> str:
    """As "answered 450 mailbox busy", or that this is no answer of a mail server (the library's code is then -1)."""
    if not 200 <= code < 600:
        return "does not speak as a mail server does; look at mail.host and mail.port"
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"answered {code} {one_line(text)[:_MOST_SHOWN]}".strip()


class _Lines:
    """The lines of one connection, in the place of its `makefile`."""

    def __init__(self, connection: socket.socket, ends_s: float) -> None:
        """Read from this connection, until this moment of `time.monotonic()`."""
        self._connection, self._ends_s = connection, ends_s
        self._held = b""
        self._left = MOST_BYTES

    def begin(self) -> None:
        """Another answer begins."""
        self._left = MOST_BYTES

    def readline(self, limit: int) -> bytes:
        """The next line, shorter than the limit; nothing at the end.

        Raises:
            TimeoutError: the time is up.
            SMTPServerDisconnected: the answer is longer than any.
        """
        while b"\n" not in self._held and len(self._held) < limit and self._more():
            pass
        size = self._held.find(b"\n") + 1 or len(self._held)
        self._left -= size
        if self._left < 0 or size >= limit:
            raise smtplib.SMTPServerDisconnected("its answer does not end")
        line, self._held = self._held[:size], self._held[size:]
        return line

    def close(self) -> None:
        """Nothing of its own to close."""

    def _more(self) -> bool:
        left_s = self._ends_s - time.monotonic()
        if left_s <= 0:
            raise TimeoutError(_LATE)
        self._connection.settimeout(left_s)
        try:
            got = self._connection.recv(8192)
        except TimeoutError:
            raise TimeoutError(_LATE) from None
        self._held += got
        return bool(got)


class _BoundedSmtp(smtplib.SMTP):
    """An SMTP client whose server has until `ends_s` (of `time.monotonic()`) for everything; set before `connect`."""

    ends_s: float

    def getreply(self) -> tuple[int, bytes]:
        """The next answer, of at most `MOST_BYTES`.

        Raises:
            SMTPServerDisconnected: there is none in time, or it does not end.
        """
        if isinstance(self.file, _Lines):
            self.file.begin()
        elif self.sock is not None:  # at first, and after STARTTLS
            self.file = _Lines(self.sock, self.ends_s)
        return super().getreply()


class _Tunnelled(_BoundedSmtp):
    """Through the proxy, where there is one: the standard library asks `_get_socket` for its connection."""

    def __init__(self, host: str, port: int, timeout_s: float, proxy: Proxy | None) -> None:
        self._proxy, self.ends_s = proxy, time.monotonic() + timeout_s
        super().__init__(host, port, timeout=timeout_s)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return _opened(self._proxy, host, port, timeout)


class _TunnelledTls(_BoundedSmtp, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""

    def __init__(self, host: str, port: int, timeout_s: float, context: ssl.SSLContext, proxy: Proxy | None) -> None:
        self._proxy, self._context, self.ends_s = proxy, context, time.monotonic() + timeout_s
        super().__init__(host, port, timeout=timeout_s, context=context)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._context.wrap_socket(_opened(self._proxy, host, port, timeout), server_hostname=host)


def _opened(proxy: Proxy | None, host: str, port: int, timeout_s: float) -> socket.socket:
    if proxy is None:
        return socket.create_connection((host, port), timeout=timeout_s)
    return opened(proxy, host, port, timeout_s)
