"""One GET with everything a polite, guarded client owes: redirects, limits, pace, robots, one sentence per error."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import aiohttp
from yarl import URL

from infostreamer.collect.connector import make_connector
from infostreamer.collect.fetched import UNREACHABLE, Fetched
from infostreamer.collect.guard import checked_url
from infostreamer.collect.headers import charset_of, mime_of, retry_after_s
from infostreamer.collect.pace import Pace
from infostreamer.collect.robots import Rules, rules_from
from infostreamer.collect.troubles import as_fetch_error, status_error, too_large
from infostreamer.model import FetchError, Refused

_MOST_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
_CHUNK_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class _Answer:
    """One hop."""

    url: URL
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    location: str | None

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


class Client:
    """The asynchronous side of `Web`; lives in one event loop."""

    def __init__(
        self,
        settings: Mapping[str, Any],
        *,
        hosts: Mapping[str, str],
        clock: Callable[[], datetime],
        agent: str,
        robot: str,
    ) -> None:
        self._settings = settings
        self._hosts = hosts
        self._clock = clock
        self._agent = agent
        self._robot = robot
        self._pace = Pace(float(settings["collect.pace"]))
        self._rules: dict[str, Rules] = {}
        self._session: aiohttp.ClientSession | None = None
        self._slots: asyncio.Semaphore | None = None

    async def get(self, address: str, *, etag: str | None, modified: str | None, check_robots: bool) -> Fetched:
        """See `Web.get`."""
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        asked = {name: value for name, value in conditions.items() if value and value.isprintable()}
        budget = _Budget(float(self._settings["collect.deadline"]), address)
        return await self._follow(address, asked, check_robots, budget)

    async def close(self) -> None:
        """Ends what is under way (its callers get an error) and open connections."""
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _follow(self, address: str, asked: Mapping[str, str], check_robots: bool, budget: _Budget) -> Fetched:
        url, permanent, is_permanent = self._check(address), None, True
        for _ in range(_MOST_REDIRECTS + 1):
            if check_robots:
                await self._ask_robots(url, budget)
            answer = await self._ask(url, asked, budget)
            if answer.location is None:
                return self._fetched(address, answer, permanent)
            url = self._next(answer)
            is_permanent = is_permanent and answer.status in _PERMANENT
            permanent = str(url) if is_permanent else permanent
        raise FetchError(
            f"{address} redirects more than {_MOST_REDIRECTS} times; give the address it should end at.",
            kind="too-many-redirects",
        )

    def _check(self, address: str) -> URL:
        return checked_url(address, is_private_allowed=bool(self._settings["collect.allow_private"]))

    def _next(self, answer: _Answer) -> URL:
        try:
            joined = answer.url.join(URL(answer.location or ""))
        except ValueError:
            raise FetchError(f"{answer.url} redirects to something that is no address.", kind="decode") from None
        return self._check(str(joined))

    def _fetched(self, address: str, answer: _Answer, permanent: str | None) -> Fetched:
        if answer.status != 304 and not 200 <= answer.status < 300:
            raise status_error(address, answer.status, self._pause_if_asked(answer))
        declared = answer.header("content-type")
        return Fetched(
            address=address,
            final_address=str(answer.url),
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            mime=mime_of(declared),
            charset=charset_of(declared),
            fetched_at=self._clock(),
            is_not_modified=answer.status == 304,
            permanent_to=permanent,
        )

    def _pause_if_asked(self, answer: _Answer) -> int | None:
        after = retry_after_s(answer.header("retry-after"), self._clock())
        if answer.status in (429, 503):
            return self._pace.pause(_host(answer.url), after)
        return after

    async def _ask_robots(self, url: URL, budget: _Budget) -> None:
        origin = str(url.origin())
        rules = self._rules.get(origin)
        if rules is None or rules.until <= self._clock():
            rules = await self._read_robots(origin, budget)
            self._rules[origin] = rules
            self._pace.slow_down(_host(url), rules.delay_s(self._robot))
        if rules.allow(str(url), self._robot):
            return
        if not rules.is_open:
            raise FetchError(
                f"{origin} does not say what may be asked (no robots.txt now); asked later.", kind="robots"
            )
        raise Refused(f"{url} is closed to us by {origin}/robots.txt; the page is not fetched.", kind="robots")

    def rules_of(self, address: str) -> Rules | None:
        """The rules of the address's host as last read; None where they were never asked for."""
        try:
            return self._rules.get(str(URL(address).origin()))
        except ValueError:
            return None

    async def _read_robots(self, origin: str, budget: _Budget) -> Rules:
        """The host's rules. A host that cannot be reached is an error of its own; other trouble states no rules."""
        own_budget = replace_address(budget, f"{origin}/robots.txt")
        try:
            answer = await self._follow(own_budget.address, {}, False, own_budget)
        except FetchError as error:
            if error.kind in UNREACHABLE:
                raise
            return rules_from(error.status or 404, b"", self._clock())
        return rules_from(answer.status, answer.body, self._clock())

    async def _ask(self, url: URL, asked: Mapping[str, str], budget: _Budget) -> _Answer:
        async with self._pace.turn(_host(url)), self._slot():
            started = _now()
            try:
                async with asyncio.timeout(budget.left_s):
                    return await self._request(url, asked)
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
                raise as_fetch_error(error, budget.address, budget.deadline_s) from error
            finally:
                budget.left_s = max(0.05, budget.left_s - (_now() - started))

    async def _request(self, url: URL, asked: Mapping[str, str]) -> _Answer:
        async with self._open().get(url, headers=asked, allow_redirects=False) as response:
            headers = tuple(_kept(response.headers.items()))
            location = response.headers.get("Location") if response.status in _REDIRECTS else None
            wants_body = location is None and 200 <= response.status < 300
            body = await self._read(url, response) if wants_body else b""
            return _Answer(url, response.status, headers, body, location)

    async def _read(self, url: URL, response: aiohttp.ClientResponse) -> bytes:
        most = int(self._settings["collect.max_bytes"])
        if (response.content_length or 0) > most:
            raise too_large(str(url), most)
        parts: list[bytes] = []
        size = 0
        async for part in response.content.iter_chunked(_CHUNK_BYTES):
            size += len(part)
            if size > most:
                response.close()
                raise too_large(str(url), most)
            parts.append(part)
        return b"".join(parts)

    def _slot(self) -> asyncio.Semaphore:
        if self._slots is None:
            self._slots = asyncio.Semaphore(max(1, int(self._settings["collect.workers"])))
        return self._slots

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            is_private_allowed = bool(self._settings["collect.allow_private"])
            self._session = aiohttp.ClientSession(
                connector=make_connector(self._hosts, is_private_allowed=is_private_allowed),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
                timeout=aiohttp.ClientTimeout(total=None),
                headers={"User-Agent": self._agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"},
                max_line_size=65_536,
                max_field_size=65_536,
            )
        return self._session


@dataclass(slots=True)
class _Budget:
    """Network time left for one `get`; waiting for a host's turn does not count."""

    left_s: float
    address: str
    deadline_s: float = 0.0

    def __post_init__(self) -> None:
        self.deadline_s = self.deadline_s or self.left_s


def replace_address(budget: _Budget, address: str) -> _Budget:
    """A fresh budget of the same length for another address."""
    return replace(budget, address=address, left_s=budget.deadline_s)


def _kept(headers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Names in lower case; cookies are never kept."""
    return ((name.lower(), value) for name, value in headers if name.lower() != "set-cookie")


def _host(url: URL) -> str:
    return url.host or ""


def _now() -> float:
    return asyncio.get_running_loop().time()
