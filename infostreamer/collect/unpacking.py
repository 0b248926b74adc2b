"""Undoing the compression of a body piece by piece, so that a bomb is noticed at the first piece too many.

Done here and not by the HTTP client: that takes a stream which was cut off for a whole one, unpacks what nobody asked
to be packed, and fails on bytes behind the end, which servers send and readers have to pass over (RFC 1952, 2.2).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from infostreamer.model import FetchError

ACCEPTED = "gzip, deflate"
_PLAIN = frozenset({"", "identity", "none", "utf-8", "binary", "8bit"})  # the last four: mistakes that servers make
_GZIP = frozenset({"gzip", "x-gzip"})
_PIECE = 65_536
_MOST_MEMBERS = 1_000  # of one gzip stream; each costs more time to set up than to read
_WINDOW_GZIP, _WINDOW_ZLIB, _WINDOW_BARE = 31, 15, -15


class Unpacker:
    """Undoes one Content-Encoding. `received` and `given` count bytes."""

    def __init__(self, encoding: str | None, address: str) -> None:
        """Ready for the first bytes.

        Raises:
            FetchError: kind "decode", an encoding that was not asked for, or several one over the other.
        """
        self._name = (encoding or "").strip().lower()
        if self._name not in _PLAIN | _GZIP | {"deflate"}:
            raise _broken(address, f"it is packed as {self._name[:40]!r}, which was not asked for")
        self._address = address
        self._stream: zlib._Decompress | None = None
        self._members = 0
        self.received = 0
        self.given = 0

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What the bytes unpack to, at most 64 KiB at a time; a caller that stops asking stops the unpacking.

        Raises:
            FetchError: kind "decode", the compression is damaged.
        """
        self.received += len(data)
        if self._name in _PLAIN:
            self.given += len(data)
            yield data
            return
        try:
            for piece in self._unpacked(data):
                self.given += len(piece)
                yield piece
        except zlib.error:
            raise _broken(self._address, "its compression is damaged") from None

    def end(self) -> None:
        """Nothing more comes.

        Raises:
            FetchError: kind "decode", the stream was cut off.
        """
        if self._stream is not None and not self._stream.eof:
            raise _broken(self._address, "its compression breaks off before the end")

    def _unpacked(self, data: bytes) -> Iterator[bytes]:
        is_full = False  # more may wait within the stream, though all bytes are in it
        while data or is_full:
            if self._stream is None or self._stream.eof:
                if not data or not self._begins_here(data):
                    return
                self._stream = zlib.decompressobj(wbits=self._window(data))
            piece = self._stream.decompress(data, _PIECE)
            if piece:
                yield piece
            is_full = len(piece) == _PIECE
            data = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail

    def _begins_here(self, data: bytes) -> bool:
        """True at the first byte of a member of the stream; what stands behind the last one is passed over."""
        self._members += 1
        if self._members > _MOST_MEMBERS:
            raise _broken(self._address, "it is packed into more pieces than anybody needs")
        return self._members == 1 or (self._name in _GZIP and data[:2] == b"\x1f\x8b")

    def _window(self, data: bytes) -> int:
        """Of zlib.decompressobj. "deflate" stands for zlib's format (RFC 9110, 8.4.1.2), which some leave bare."""
        if self._name in _GZIP:
            return _WINDOW_GZIP
        is_framed = data[0] & 0x0F == 8 and (len(data) < 2 or int.from_bytes(data[:2]) % 31 == 0)
        return _WINDOW_ZLIB if is_framed else _WINDOW_BARE


def _broken(address: str, why: str) -> FetchError:
    return FetchError(f"{address} answered with something broken ({why}); it is asked again later.", kind="decode")
