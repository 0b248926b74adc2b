"""What a mail server says, for as long and as much as it may.

The standard library waits its whole time for each packet, and keeps an answer of any number of lines: whoever is on the
way to the server, before anything is encrypted, could fill the memory (3 GB in 6 s) or hold a thread for hours.
"""

from __future__ import annotations

import smtplib
import socket
import time

MOST_BYTES = 65_536
"""Of one answer; RFC 5321, section 4.5.3.1.5, allows lines of 512, and the longest greetings have a few dozen."""

_LATE = "it took too long"


class Lines:
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


class BoundedSmtp(smtplib.SMTP):
    """An SMTP client whose server has until `ends_s` (of `time.monotonic()`) for everything; set before `connect`."""

    ends_s: float

    def getreply(self) -> tuple[int, bytes]:
        """The next answer, of at most `MOST_BYTES`.

        Raises:
            SMTPServerDisconnected: there is none in time, or it does not end.
        """
        if isinstance(self.file, Lines):
            self.file.begin()
        elif self.sock is not None:  # at first, and after STARTTLS
            self.file = Lines(self.sock, self.ends_s)
        return super().getreply()
