"""A language model behind an OpenAI-compatible address: Ollama, llama.cpp, vLLM or a service. Off by default.

One POST per story to ADDRESS/chat/completions. Nothing is asked that the user did not set: redirects are not followed,
proxies from the environment are not used, and plain http goes to this machine or a private network only.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from infostreamer.model import ConfigurationError, FetchError

if TYPE_CHECKING:
    import aiohttp

OpenSession = Callable[..., "aiohttp.ClientSession"]
"""(opens a session given its connector, address) -> that session."""

MOST_BYTES = 262_144  # of an answer: more than a model says in `LONGEST_TOKENS`
LONGEST_TOKENS = 1500
LONGEST_S = 100.0  # shorter than the lease of the flow
_NEAR = (".local", ".internal", ".localhost", ".home.arpa")


@dataclass(frozen=True, slots=True)
class Llm:
    """`ask` gives the model's words for one story."""

    address: str
    model: str
    key: str = field(default="", repr=False)
    timeout_s: float = 60.0
    open_session: OpenSession | None = field(default=None, repr=False, compare=False)

    @property
    def name(self) -> str:
        """What its lines are signed with: "llm/MODEL"."""
        return f"llm/{self.model}"

    def ask(self, instructions: str, sentences: str) -> str:
        """The answer's text.

        Raises:
            FetchError: no answer in time, a status other than 200, or an answer of another shape; `kind` says which.
        """
        try:
            with ThreadPoolExecutor(1) as apart:  # whoever calls may have a loop of its own running: a notebook has
                return apart.submit(lambda: asyncio.run(self._ask(instructions, sentences))).result()
        except TimeoutError:
            raise FetchError(
                f"The language model gave no answer within {self.timeout_s:g} s; raise llm.timeout_s or take a "
                "smaller model.", kind="timeout",
            ) from None  # fmt: skip

    async def _ask(self, instructions: str, sentences: str) -> str:
        import aiohttp  # its import takes longer than most commands

        try:
            async with (
                asyncio.timeout(self.timeout_s),
                self._session() as session,
                session.post(
                    f"{self.address.rstrip('/')}/chat/completions", json=self._body(instructions, sentences),
                    headers=self._headers(), allow_redirects=False,
                ) as response,
            ):  # fmt: skip
                return _said(response.status, await _read(response))
        except (aiohttp.ClientError, OSError, ValueError) as error:
            if isinstance(error, TimeoutError):
                raise
            said = _trouble(error)
            raise FetchError(f"The language model at {self.address} cannot be asked: {said}.", kind="connect") from None

    def _session(self) -> aiohttp.ClientSession:
        import aiohttp

        kept = partial(
            aiohttp.ClientSession,
            timeout=aiohttp.ClientTimeout(total=None),
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
        )
        return self.open_session(kept, self.address) if self.open_session else kept()

    def _body(self, instructions: str, sentences: str) -> dict[str, Any]:
        messages = [{"role": "system", "content": instructions}, {"role": "user", "content": sentences}]
        fixed = {"temperature": 0, "seed": 1, "stream": False, "max_tokens": LONGEST_TOKENS}
        return {"model": self.model, "messages": messages, **fixed}

    def _headers(self) -> dict[str, str]:
        return {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {self.key}"} if self.key else {})


def _trouble(error: Exception) -> str:
    import aiohttp

    if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientSSLError):
        return "it could not prove who it is over TLS"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "its host has no address, or no name server answered"
    if isinstance(error, aiohttp.ClientConnectorError | ConnectionError):
        return "nothing takes the connection there; start it, or mend llm.address"
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return "it closed the connection without an answer"
    return f"{type(error).__name__}: {error}".splitlines()[0][:160]


def llm_from(settings: Mapping[str, Any], *, open_session: OpenSession | None = None) -> Llm | None:
    """The model that the settings name; None where they name none.

    Args:
        settings: `llm.*`.
        open_session: the way out, which checks where a connection really leads; None: an unchecked one.

    Raises:
        ConfigurationError: an address without a model, or one that may not be asked.
    """
    address, model = str(settings["llm.address"]).strip(), str(settings["llm.model"]).strip()
    if not address:
        return None
    if not model:
        raise ConfigurationError("llm.address is set and llm.model is not; name the model, such as llm.model=llama3.2.")
    _check(address)
    timeout_s = min(max(float(settings["llm.timeout_s"]), 0.1), LONGEST_S)
    return Llm(address, model, str(settings["llm.key"]), timeout_s, open_session)


def _check(address: str) -> None:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ConfigurationError("llm.address is no web address; write http://HOST:PORT/v1 or https://….") from None
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        raise ConfigurationError("llm.address must be http://HOST:PORT/v1 or https://…, without a name or password.")
    if _ODD_NUMBER.fullmatch(host) and not _IPV4.fullmatch(host):
        raise ConfigurationError(f"llm.address: {host} is an IP address in an odd form; write four numbers with dots.")
    if parts.scheme == "http" and not _is_near(host):
        raise ConfigurationError(f"llm.address: {host} is not on this machine or a private network; use https.")


_ODD_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+))*\.?", re.IGNORECASE)
_IPV4 = re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}")


def _is_near(host: str) -> bool:
    """This machine, a private address, or a name that only a local network knows."""
    try:
        parsed = ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(_NEAR)
    return parsed.is_loopback or parsed.is_private


async def _read(response: Any) -> bytes:
    parts, size = [], 0
    async for part in response.content.iter_chunked(65_536):
        size += len(part)
        if size > MOST_BYTES:
            raise FetchError("The language model's answer does not end; it is not used.", kind="too-large")
        parts.append(part)
    return b"".join(parts)


def _said(status: int, body: bytes) -> str:
    if status != 200:
        raise FetchError(f"The language model answered with status {status}.", kind="status", status=status)
    try:
        said = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        said = None
    if not isinstance(said, str):
        raise FetchError("The language model's answer is not of the OpenAI shape.", kind="decode")
    return said
