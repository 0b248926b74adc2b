"""A purged report of a source that is followed never comes back, whatever the source says of it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from fakes.web_server import Route, WebServer

from infostreamer.desk import Desk
from infostreamer.desk.purging import of_report, purge
from infostreamer.model import Source
from infostreamer.settings import Settings

WAIT_S = 120.0
PLACES = {"quay": "A fire closed the north quay of Port Sollen", "rail": "Rail workers of Dravin voted for a strike"}


def page(title: str, more: str = "") -> Route:
    words = f"{title} on Tuesday, spokeswoman Olga Merin told reporters in the town hall. {more}"
    body = "".join(f"<p>{words} It was the {nth} such case this year, she said.</p>" for nth in ("third", "fourth"))
    return Route(f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}".encode())


def feed(server: WebServer, day: int, *paths: str) -> Route:
    items = "".join(
        f"<item><title>{path} {day}</title><link>{server.address('/' + path)}</link><guid>{path}{day}</guid></item>"
        for path in paths
    )
    text = f'<rss version="2.0"><channel><title>The Herald</title>{items}</channel></rss>'
    return Route(text.encode(), mime="application/rss+xml")


def test_a_purged_report_of_a_followed_feed_never_comes_back(store_url: str, tmp_path: Path) -> None:
    values = {"store.url": store_url, "desk.data": str(tmp_path), "collect.allow_private": True, "collect.pace": 0.0}
    with WebServer() as server, Desk.open(Settings(values)) as desk:
        server.routes["/feed"] = feed(server, 1, *PLACES)
        server.routes |= {f"/{path}": page(title) for path, title in PLACES.items()}
        source = Source(id="s", kind="feed", address=server.address("/feed"), outlet="The Herald")
        desk.visit(desk.put_sources([source]))
        quay = next(one for one in desk.newest_reports() if "quay" in one.canonical)
        purge(desk, [of_report(desk, quay.id)], why="A witness is in danger.")
        asked = server.count("/quay")

        server.routes["/feed"] = feed(server, 2, *PLACES)
        server.routes["/quay"] = page(PLACES["quay"], "The gate was barred.")
        desk.visit([source])
        assert server.count("/quay") == asked, "it is not even fetched"

        server.routes["/feed"] = feed(server, 3, *PLACES, "dam", "moved")
        server.routes["/dam"] = page("A dam broke at Lesk")
        server.routes["/moved"] = Route(status=302, headers={"Location": server.address("/quay")})
        desk.refresh("s")
        command = [sys.executable, "-m", "infostreamer", "--data", str(tmp_path), "--set", "web.port=0"]
        command += ["--set", "collect.allow_private=true", "--set", "collect.pace=0", "serve"]
        serving = subprocess.Popen(command, env={**os.environ, "INFOSTREAMER_STORE__URL": store_url})
        try:
            end = time.monotonic() + WAIT_S
            while desk.counts()["reports"] < 2 and time.monotonic() < end:
                time.sleep(0.1)
        finally:
            serving.terminate()
            serving.wait(60)
        assert sorted(one.canonical.rpartition("/")[2] for one in desk.newest_reports()) == ["dam", "rail"]
        with desk.store.read() as unit:
            assert {capture.final_address.rpartition("/")[2] for capture in _captures(unit)} == {"dam", "rail"}


def _captures(unit: object) -> list[object]:
    changes = unit.changes.after(0, 1_000, {"capture"})  # type: ignore[attr-defined]
    return unit.captures.many(sorted({change.id for change in changes}))  # type: ignore[attr-defined, no-any-return]
