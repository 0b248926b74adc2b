"""A real proxy on loopback: SOCKS5 and HTTP (CONNECT and whole addresses), which resolves names by its own table.

`proxy.asked` lists what it was asked for: ("socks5" | "connect" | "forward", host, port).
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Mapping
from urllib.parse import urlsplit


class ProxyServer:
    """`hosts`: name -> "address:port" that it leads to; other names are unreachable. `login`: (user, password)."""

    def __init__(self, hosts: Mapping[str, str], *, login: tuple[str, str] | None = None) -> None:
        self.hosts, self.login = dict(hosts), login
        self.asked: list[tuple[str, str, int]] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def address(self, scheme: str) -> str:
        return f"{scheme}://127.0.0.1:{self.port}"

    def close(self) -> None:
        for one in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._thread.join(5)

    def __enter__(self) -> ProxyServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(client)
            threading.Thread(target=self._meet, args=(client,), daemon=True).start()

    def _meet(self, client: socket.socket) -> None:
        try:
            client.settimeout(10)
            first = client.recv(1)
            if first == b"\x05":
                self._socks(client)
            elif first:
                self._http(client, first)
        except (OSError, ValueError, IndexError):
            pass
        finally:
            client.close()

    def _socks(self, client: socket.socket) -> None:
        methods = _exactly(client, _exactly(client, 1)[0])
        wanted = 2 if self.login else 0
        if wanted not in methods:
            client.sendall(b"\x05\xff")
            return
        client.sendall(bytes([5, wanted]))
        if self.login:
            _exactly(client, 1)
            user = _exactly(client, _exactly(client, 1)[0]).decode()
            password = _exactly(client, _exactly(client, 1)[0]).decode()
            is_right = (user, password) == self.login
            client.sendall(bytes([1, 0 if is_right else 1]))
            if not is_right:
                return
        kind = _exactly(client, 4)[3]
        if kind == 3:
            host = _exactly(client, _exactly(client, 1)[0]).decode()
        else:
            family = socket.AF_INET if kind == 1 else socket.AF_INET6
            host = socket.inet_ntop(family, _exactly(client, 4 if kind == 1 else 16))
        port = int.from_bytes(_exactly(client, 2), "big")
        target = self._target("socks5", host, port)
        client.sendall(b"\x05" + bytes([0 if target else 4]) + b"\x00\x01" + bytes(6))
        if target:
            self._join(client, target)

    def _http(self, client: socket.socket, first: bytes) -> None:
        head = first
        while b"\r\n\r\n" not in head:
            head += client.recv(1)
        method, address, version = head.split(b"\r\n", 1)[0].decode().split(" ")
        if method == "CONNECT":
            host, _, port = address.rpartition(":")
            target = self._target("connect", host.strip("[]"), int(port))
            client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n" if target else b"HTTP/1.1 502 Bad Gateway\r\n\r\n")
        else:
            parts = urlsplit(address)
            target = self._target("forward", parts.hostname or "", parts.port or 80)
            if target:
                path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                target.sendall(f"{method} {path} {version}\r\n".encode() + head.split(b"\r\n", 1)[1])
            else:
                client.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
        if target:
            self._join(client, target)

    def _target(self, kind: str, host: str, port: int) -> socket.socket | None:
        self.asked.append((kind, host, port))
        found = self.hosts.get(host)
        if found is None:
            return None
        address, _, real = found.rpartition(":")
        opened = socket.create_connection((address, int(real)), timeout=10)
        self._open.append(opened)
        return opened

    def _join(self, one: socket.socket, other: socket.socket) -> None:
        back = threading.Thread(target=_pour, args=(other, one), daemon=True)
        back.start()
        _pour(one, other)
        back.join(10)


def _pour(source: socket.socket, sink: socket.socket) -> None:
    try:
        while part := source.recv(65_536):
            sink.sendall(part)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def _exactly(client: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        part = client.recv(size - len(got))
        if not part:
            raise ValueError("hung up")
        got += part
    return got
