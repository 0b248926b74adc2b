"""Somebody with a browser: cookies kept, forms sent with the token of the page, nothing followed by itself."""

from __future__ import annotations

import http.client
import re
from urllib.parse import urlencode

from argon2 import PasswordHasher

from infostreamer.desk import Desk, passwords

WORDS = "four words in a row"
NAMES = {"reader": "rita", "editor": "eddy", "admin": "anna"}


class Reply:
    """What came back; `cookies` are the Set-Cookie headers as sent."""

    def __init__(self, answer):
        self.status = answer.status
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        self.cookies = answer.headers.get_all("set-cookie") or []
        is_live = self.headers.get("content-type", "").startswith("text/event-stream")
        self.text = "" if is_live else answer.read().decode("utf-8")

    @property
    def leads(self):
        return self.headers.get("location")


class Visitor:
    """One browser at a served desk."""

    def __init__(self, site, **headers):
        self.site, self.jar = site, {}
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def ask(self, method, path, body=None, **headers):
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.jar:
            sent.setdefault("cookie", "; ".join(f"{name}={value}" for name, value in self.jar.items()))
        connection = http.client.HTTPConnection(self.site.host, timeout=60)
        try:
            connection.request(method, path, body, {name: value for name, value in sent.items() if value is not None})
            reply = Reply(connection.getresponse())
        finally:
            connection.close()
        for cookie in reply.cookies:
            name, _, value = cookie.split(";")[0].partition("=")
            if "max-age=0" in cookie.lower():
                self.jar.pop(name, None)
            else:
                self.jar[name] = value
        return reply

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def token(self, path="/login"):
        return re.search(r'name="token" value="([^"]+)"', self.get(path).text)[1]

    def post(self, path, form, *, token=None, **headers):
        body = urlencode({"token": self.token() if token is None else token, **form})
        sent = {"content_type": "application/x-www-form-urlencoded", "sec_fetch_site": "same-origin"}
        return self.ask("POST", path, body, **{**sent, **headers})

    def log_in(self, name, password=WORDS, **form):
        return self.post("/login", {"name": name, "password": password, **form})

    @property
    def session(self):
        return next((value for name, value in self.jar.items() if "session" in name), None)


def cheap_hashes():
    """The real argon2 at its least cost; what to call to have the dear one back."""
    kept = passwords._hasher, passwords._nobodys
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    nobodys = hasher.hash("nobody's password")
    passwords._hasher, passwords._nobodys = lambda: hasher, lambda: nobodys

    def back():
        passwords._hasher, passwords._nobodys = kept

    return back


def with_accounts(desk: Desk):
    """The desk with one account for each role."""
    for role in ("admin", "editor", "reader"):
        desk.add_user(NAMES[role], role, password=WORDS)
    return desk
