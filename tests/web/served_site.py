"""A desk served over real HTTP on a free loopback port of this process."""

from __future__ import annotations

import http.client
import threading
from dataclasses import dataclass, field
from urllib.parse import urlencode

from infostreamer.settings import Settings
from infostreamer.web import serve


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes
    text: str = field(init=False)

    def __post_init__(self):
        is_binary = self.headers.get("content-type") == "application/zip"
        self.text = "" if is_binary else self.body.decode("utf-8")


class Site:
    """A served desk: `get` and `post` like a browser that follows nothing by itself."""

    def __init__(self, desk, **settings):
        self.desk = desk
        self._stop, ready = threading.Event(), threading.Event()
        made = Settings({"web.port": 0, **settings})

        def note(address):
            self.address = address
            ready.set()

        self._thread = threading.Thread(
            target=serve, args=(desk, made), kwargs={"on_ready": note, "stop": self._stop}, daemon=True
        )
        self._thread.start()
        assert ready.wait(60), "the server did not start"
        self.host = self.address.removeprefix("http://").rstrip("/")

    def close(self):
        self._stop.set()
        self._thread.join(60)
        assert not self._thread.is_alive(), "the server did not stop"

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection(self.host, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.ask("GET", path, None, {name.replace("_", "-"): value for name, value in headers.items()})

    def token(self):
        page = self.get("/").text
        return page.split('name="token" value="', 1)[1].split('"', 1)[0]

    def post(self, path, form, *, token=None, **headers):
        body = urlencode({"token": self.token() if token is None else token, **form})
        sent = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        return self.ask("POST", path, body, {name: value for name, value in sent.items() if value is not None})
