"""One GET with everything a polite, guarded client owes: redirects, limits, pace, robots, one sentence per error."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, TypeVar

import aiohttp
from yarl import URL

from infostreamer.collect.fetched import UNREACHABLE, Fetched
from infostreamer.collect.guard import checked_url
from infostreamer.collect.headers import charset_of, mime_of, retry_after_s
from infostreamer.collect.loads import LIGHT_BYTES, Load, Loads
from infostreamer.collect.pace import LONGEST_RETRY_AFTER_S, Pace
from infostreamer.collect.proxies import proxy_of
from infostreamer.collect.robots import LONG_TEXT, LONGEST_BYTES, RuleBook, Rules, rules_from
from infostreamer.collect.troubles import as_fetch_error, status_error, too_large
from infostreamer.collect.unpacking import ACCEPTED, Unpacker
from infostreamer.collect.ways import Ways
from infostreamer.model import FetchError, Refused

_MOST_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
_WHOLE = {200, 203}  # of 2xx only these bring the whole document, and now
_PAUSING = {429, 503}
_CHUNK_BYTES = 65_536
_MOST_HEADERS = 100  # kept of one answer, and of each so many characters
_LONGEST_HEADER = 2_000
_LONGEST_CONDITION = (
    1_000  # an ETag of 30 kB, sent back, is refused by every server: the source would never be had again
)

_Made = TypeVar("_Made")


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
        self._clock = clock
        self._agent = agent
        self._robot = robot
        self._pace = Pace(float(settings["collect.pace"]))
        self._rules = RuleBook()
        self._loads = Loads()
        self._ways = Ways(
            self._open_session,
            hosts=hosts,
            is_private_allowed=bool(settings["collect.allow_private"]),
            proxy=proxy_of(settings),
        )
        self._slots: asyncio.Semaphore | None = None

    async def get(self, address: str, *, etag: str | None, modified: str | None, check_robots: bool) -> Fetched:
        """See `Web.get`."""
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        asked = {
            name: value
            for name, value in conditions.items()
            if value and value.isprintable() and len(value) <= _LONGEST_CONDITION
        }
        with self._loads.of_request() as load:
            try:
                return await self._follow(self._errand(address, asked, load), check_robots)
            except FetchError as error:
                if error.kind != "decode" or not asked:
                    raise
            # servers that send a body with their 304 break the frame; asked without conditions they give the document
            return await self._follow(self._errand(address, {}, load), check_robots)

    async def close(self) -> None:
        """Ends what is under way (its callers get an error) and open connections."""
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._ways.close()

    def _errand(self, address: str, asked: Mapping[str, str], load: Load, *, is_cut: bool = False) -> _Errand:
        most = LONGEST_BYTES if is_cut else int(self._settings["collect.max_bytes"])
        deadline_s = float(self._settings["collect.deadline"])
        return _Errand(address, asked, load, most, is_cut=is_cut, deadline_s=deadline_s, left_s=deadline_s)

    async def _follow(self, errand: _Errand, check_robots: bool) -> Fetched:
        url, permanent, is_permanent = self._check(errand.address), None, True
        first = url.host
        for _ in range(_MOST_REDIRECTS + 1):
            if check_robots:
                await self._ask_robots(url)
            # what one host gave us to recognise its copy by is no other host's business
            asked = errand.asked if url.host == first else {}
            answer = await self._ask(url, asked, errand)
            if answer.location is None:
                return self._fetched(errand.address, answer, permanent, is_conditional=bool(asked))
            url = self._next(answer)
            is_permanent = is_permanent and answer.status in _PERMANENT
            permanent = str(url) if is_permanent else permanent
        raise FetchError(
            f"{errand.address} redirects more than {_MOST_REDIRECTS} times; give the address it should end at.",
            kind="too-many-redirects",
        )

    def _check(self, address: str) -> URL:
        return checked_url(address, is_private_allowed=bool(self._settings["collect.allow_private"]))

    def _next(self, answer: _Answer) -> URL:
        try:
            joined = str(answer.url.join(URL(answer.location or "")))  # a bad port shows only when it is written
        except ValueError:
            raise FetchError(f"{answer.url} redirects to something that is no address.", kind="decode") from None
        try:
            url = self._check(joined)
        except Refused as error:
            raise Refused(f"{answer.url} redirects to what is not fetched: {error}") from None
        if answer.url.scheme == "https" and url.scheme == "http":
            raise Refused(
                f"{answer.url} redirects from https to http, where anybody on the way can read and change it; "
                "it is not followed."
            )
        return url

    def _fetched(self, address: str, answer: _Answer, permanent: str | None, *, is_conditional: bool) -> Fetched:
        is_not_modified = answer.status == 304 and is_conditional
        if not is_not_modified and answer.status not in _WHOLE:
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
            is_not_modified=is_not_modified,
            permanent_to=permanent,
        )

    def _pause_if_asked(self, answer: _Answer) -> int | None:
        after = retry_after_s(answer.header("retry-after"), self._clock())
        if answer.status in _PAUSING or (after and answer.status >= 500):
            return self._pace.pause(_host(answer.url), after)
        return None if after is None else min(after, LONGEST_RETRY_AFTER_S)

    async def _ask_robots(self, url: URL) -> None:
        origin = str(url.origin())
        rules = self._rules.get(origin, self._clock())
        if rules is None:
            rules = await self._read_robots(origin)
            self._rules.put(origin, rules)
        self._pace.slow_down(_host(url), rules.delay_s)
        if await _in_time(rules.is_long, rules.allow, str(url), self._robot):
            return
        if not rules.is_open:
            raise FetchError(
                f"{origin} does not say what may be asked (no robots.txt now); asked later.", kind="robots"
            )
        raise Refused(f"{url} is closed to us by {origin}/robots.txt; the page is not fetched.", kind="robots")

    def rules_of(self, address: str) -> Rules | None:
        """The rules of the address's host as last read; None where they were never asked for."""
        try:
            return self._rules.look(str(URL(address).origin()))
        except ValueError:
            return None

    async def _read_robots(self, origin: str) -> Rules:
        """The host's rules. A host that cannot be reached is an error of its own; other trouble states no rules."""
        errand = self._errand(f"{origin}/robots.txt", {}, Load(), is_cut=True)  # cut at half of what is light
        try:
            answer = await self._follow(errand, False)
        except FetchError as error:
            if error.kind in UNREACHABLE:
                raise
            return rules_from(error.status or 404, b"", self._clock())
        read = partial(rules_from, agent=self._robot)
        return await _in_time(len(answer.body) > LONG_TEXT, read, answer.status, answer.body, self._clock())

    async def _ask(self, url: URL, asked: Mapping[str, str], errand: _Errand) -> _Answer:
        async with self._pace.turn(_host(url)), self._slot():
            started = _now()
            try:
                async with asyncio.timeout(errand.left_s) as errand.limit:
                    return await self._request(url, asked, errand)
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
                raise as_fetch_error(error, errand.address, errand.deadline_s, _host(url)) from error
            finally:
                errand.left_s = max(0.05, errand.left_s - (_now() - started))

    async def _request(self, url: URL, asked: Mapping[str, str], errand: _Errand) -> _Answer:
        async with self._ways.session(url).get(url, headers=asked, allow_redirects=False) as response:
            headers = tuple(_kept(response.headers.items()))
            location = response.headers.get("Location") if response.status in _REDIRECTS else None
            wants_body = location is None and response.status in _WHOLE
            body = await self._read(response, errand) if wants_body else b""
            return _Answer(url, response.status, headers, body, location)

    async def _read(self, response: aiohttp.ClientResponse, errand: _Errand) -> bytes:
        if (response.content_length or 0) > errand.most and not errand.is_cut:
            raise too_large(str(response.url), errand.most)
        unpacker = Unpacker(response.headers.get("Content-Encoding"), str(response.url))
        parts: list[bytes] = []
        async for packed in response.content.iter_chunked(_CHUNK_BYTES):
            for part in unpacker.pieces(packed):
                parts.append(part)
                if unpacker.given > errand.most:
                    break
                if unpacker.given > LIGHT_BYTES and not errand.load.has_place:
                    await self._wait_for_place(errand)
            if max(unpacker.given, unpacker.received) > errand.most:
                if errand.is_cut:
                    return b"".join(parts)[: errand.most]
                raise too_large(str(response.url), errand.most)
        unpacker.end()
        if not errand.is_cut:  # what is cut is short, and read at once
            self._loads.add(errand.load, unpacker.given)
        return b"".join(parts)

    async def _wait_for_place(self, errand: _Errand) -> None:
        """Until it may be larger than others; that we have it wait is not the server's fault and costs it no time."""
        assert errand.limit is not None
        until, began = errand.limit.when(), _now()
        errand.limit.reschedule(None)
        await self._loads.place(errand.load, errand.address)
        waited_s = _now() - began
        errand.left_s += waited_s
        errand.limit.reschedule(None if until is None else until + waited_s)

    def _slot(self) -> asyncio.Semaphore:
        if self._slots is None:
            self._slots = asyncio.Semaphore(max(1, int(self._settings["collect.workers"])))
        return self._slots

    def _open_session(self, **connector: Any) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            **connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            timeout=aiohttp.ClientTimeout(total=None),
            headers={"User-Agent": self._agent, "Accept": "*/*", "Accept-Encoding": ACCEPTED},
            max_line_size=65_536,
            max_field_size=65_536,
            auto_decompress=False,
        )


@dataclass(slots=True)
class _Errand:
    """What one `get` wants, and the network time left for it; waiting for a host's turn does not count."""

    address: str
    asked: Mapping[str, str]  # headers that ask for the document only if it changed
    load: Load  # of the visit
    most: int  # bytes of the body, packed or unpacked
    is_cut: bool  # a longer body is cut there; otherwise it is an error
    deadline_s: float
    left_s: float
    limit: asyncio.Timeout | None = None  # of the request under way


async def _in_time(is_long: bool, work: Callable[..., _Made], *given: Any) -> _Made:
    """What the work makes; in another thread where it takes long: every request waits for the event loop."""
    return await asyncio.to_thread(work, *given) if is_long else work(*given)


def _kept(headers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Names in lower case; cookies are never kept. Bytes that are no UTF-8, which no database takes, become "?"."""
    for name, value in islice(headers, _MOST_HEADERS):
        if name.lower() != "set-cookie":
            yield _plain(name).lower()[:_LONGEST_HEADER], _plain(value)[:_LONGEST_HEADER]


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _host(url: URL) -> str:
    return url.host or ""


def _now() -> float:
    return asyncio.get_running_loop().time()
