"""What asking who asks costs: a request without accounts, with a session, with a token; a login; all metrics."""

from __future__ import annotations

import http.client
import tempfile
import threading
import time
from urllib.parse import urlsplit

from infostreamer.desk import Desk
from infostreamer.settings import Settings
from infostreamer.web import serve

_WORDS = "four words in a row"


def measure(count: int) -> dict[str, object]:
    """Milliseconds, median and 95th percentile over `count` (default 300) requests one after the other."""
    number = count or 300
    with tempfile.TemporaryDirectory() as folder, Desk.open(Settings({"desk.data": folder})) as desk:
        stop = threading.Event()
        host = _served(desk, stop)
        rows = {"nothing asked": _times(host, "/-/health", {}, number)}
        rows["no accounts"] = _times(host, "/login.json", {}, number)
        desk.add_user("anna", "admin", password=_WORDS)
        session = {"cookie": f"infostreamer_session_0={desk.log_in('anna', _WORDS, address='127.0.0.1')}"}
        rows["session"] = _times(host, "/login.json", session, number)
        token = {"authorization": f"Bearer {desk.add_token('anna', 'read')[1]}"}
        rows["token"] = _times(host, "/login.json", token, number)
        rows["metrics"] = _times(host, "/-/metrics", session, min(number, 50))
        start = time.process_time()
        desk.log_in("anna", _WORDS, address="127.0.0.1")
        rows["login, CPU"] = {"median_ms": round((time.process_time() - start) * 1000, 1)}
        stop.set()
    return {"rows": rows}


def _served(desk: Desk, stop: threading.Event) -> str:
    ready, found = threading.Event(), []

    def note(address: str) -> None:
        found.append(urlsplit(address).netloc)
        ready.set()

    given = {"on_ready": note, "stop": stop}
    threading.Thread(target=serve, args=(desk, Settings({"web.port": 0})), kwargs=given, daemon=True).start()
    ready.wait(20)
    return found[0]


def _times(host: str, path: str, headers: dict[str, str], number: int) -> dict[str, float]:
    connection, took = http.client.HTTPConnection(host, timeout=10), []
    for _ in range(number):
        start = time.perf_counter()
        connection.request("GET", path, None, headers)
        answer = connection.getresponse()
        answer.read()
        took.append(time.perf_counter() - start)
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
    connection.close()
    took.sort()
    return {"median_ms": round(took[number // 2] * 1000, 2), "p95_ms": round(took[int(number * 0.95)] * 1000, 2)}
