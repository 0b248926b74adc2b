"""Connections of the event loop that go through a proxy, or not at all."""

from __future__ import annotations

import asyncio
import socket
import ssl
from typing import Any, NoReturn

import aiohttp
from aiohttp import TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_proto import ResponseHandler

from infostreamer.collect.proxies import Proxy, proxy_error, reason_of
from infostreamer.collect.tunnel import ProxyRefused, Talk


class _ProxyConnector(TCPConnector):
    """Opens nothing by itself and resolves nothing."""

    def __init__(self, proxy: Proxy) -> None:
        super().__init__(
            resolver=_Unresolved(), socket_factory=_refuse_direct, limit=0, force_close=True, use_dns_cache=False
        )
        self._proxy = proxy


class TunnelConnector(_ProxyConnector):
    """Each connection is a tunnel through the proxy; the host's name is handed over as it is, never resolved here.

    It stands where the client library would open a connection (`_wrap_create_connection`). Should a later version of
    the library no longer ask there, `socket_factory` refuses to open anything: no connection is ever direct.
    """

    async def _wrap_create_connection(
        self, *args: Any, addr_infos: Any, req: Any, timeout: Any, client_error: Any = None, **kwargs: Any
    ) -> tuple[asyncio.Transport, ResponseHandler]:
        host, port = addr_infos[0][4][:2]
        loop = asyncio.get_running_loop()
        connection, is_through = await _connected(self._proxy, host), False
        try:
            await _converse(connection, self._proxy.talk(host, port))
            is_through = True
            return await loop.create_connection(*args, **kwargs, sock=connection)
        except ProxyRefused as error:
            connection.close()
            raise proxy_error(self._proxy, host, str(error), is_ours=error.is_ours) from error
        except ssl.SSLCertVerificationError as error:
            connection.close()
            raise aiohttp.ClientConnectorCertificateError(req.connection_key, error) from error
        except ssl.SSLError as error:
            connection.close()
            raise aiohttp.ClientConnectorSSLError(req.connection_key, error) from error
        except OSError as error:
            connection.close()
            raise proxy_error(self._proxy, host, reason_of(error), is_ours=not is_through) from error
        except BaseException:
            connection.close()
            raise


class ForwardConnector(_ProxyConnector):
    """Connections to an HTTP proxy that is asked for plain http pages by their full address (RFC 9112, 3.2.2)."""

    async def _wrap_create_connection(
        self, *args: Any, addr_infos: Any, req: Any, timeout: Any, client_error: Any = None, **kwargs: Any
    ) -> tuple[asyncio.Transport, ResponseHandler]:
        if addr_infos[0][4][:2] != (self._proxy.host, self._proxy.port):
            _refuse_direct(addr_infos[0])
        connection = await _connected(self._proxy, "the page")
        return await asyncio.get_running_loop().create_connection(*args, **kwargs, sock=connection)


class _Unresolved(AbstractResolver):
    """Every name stands for itself."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host=host, port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        return None


def _refuse_direct(info: Any) -> NoReturn:
    raise RuntimeError("a connection past the proxy was about to be opened")


async def _connected(proxy: Proxy, host: str) -> socket.socket:
    loop = asyncio.get_running_loop()
    why = "no answer"
    try:
        for family, kind, protocol, _, where in await loop.getaddrinfo(proxy.host, proxy.port, type=socket.SOCK_STREAM):
            connection = socket.socket(family, kind, protocol)
            connection.setblocking(False)
            try:
                await loop.sock_connect(connection, where)
            except OSError as error:
                connection.close()
                why = reason_of(error)
            except BaseException:
                connection.close()
                raise
            else:
                return connection
    except OSError as error:
        why = reason_of(error)
    raise proxy_error(proxy, host, why, is_ours=True)


async def _converse(connection: socket.socket, talk: Talk) -> None:
    loop = asyncio.get_running_loop()
    turn = next(talk)
    try:
        while True:
            if isinstance(turn, bytes):
                await loop.sock_sendall(connection, turn)
                turn = next(talk)
            else:
                turn = talk.send(await _read(loop, connection, turn))
    except StopIteration:
        return


async def _read(loop: asyncio.AbstractEventLoop, connection: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        part = await loop.sock_recv(connection, size - len(got))
        if not part:
            raise ProxyRefused("it hung up", is_ours=True)
        got += part
    return got
