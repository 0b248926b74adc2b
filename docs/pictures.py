"""Makes docs/images/*.png from the demo desk: the same desk, the same pictures.

    python docs/pictures.py        # needs Chromium and the test extra; about a minute

Pictures are 1280 px wide, light, and written with a palette of at most 256 colours, which keeps each below 150 kB.
"""

from __future__ import annotations

import base64
import shutil
import struct
import sys
import tempfile
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from infostreamer.demo import DemoServer, sources, ticks
from infostreamer.demo.replay import begin, replay
from infostreamer.desk import Desk
from infostreamer.model import OWNER
from infostreamer.settings import Settings
from infostreamer.web import serve

IMAGES = Path(__file__).parent / "images"
LARGEST = 150_000  # bytes
_TALL = 800
_HALF_WAY = 17  # ticks: what comes after them is news
_DECODE = """async (png) => {
  const image = new Image();
  image.src = "data:image/png;base64," + png;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), drawn = canvas.getContext("2d");
  drawn.drawImage(image, 0, 0);
  const { data } = drawn.getImageData(0, 0, image.width, image.height);
  let text = "";
  for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
  return btoa(text);
}"""


@contextmanager
def demo_desk() -> Iterator[tuple[Desk, str]]:
    """The desk after the whole demo wire, caught up half-way, with one dossier; and the address it is served at."""
    with (
        tempfile.TemporaryDirectory() as folder,
        DemoServer(ticks()[0]) as server,
        Desk.open(_settings(folder), hosts=server.hosts, clock=lambda: server.now) as desk,
    ):
        begin(desk.store, ticks())
        desk.put_sources(sources())
        never = threading.Event()
        replay(desk.store, desk.flow, server, ticks()[:_HALF_WAY], pause_s=0.0, stop=never)
        desk.caught_up(OWNER, desk.news(limit=1).position)
        replay(desk.store, desk.flow, server, ticks()[_HALF_WAY:], pause_s=0.0, stop=never)
        desk.add_dossier("Hruva and Upper Brod", '"upper brod" OR hruva -stadium')
        stop, ready, at = threading.Event(), threading.Event(), []
        thread = threading.Thread(
            target=serve,
            args=(desk, _settings(folder)),
            kwargs={"on_ready": lambda address: (at.append(address), ready.set()), "stop": stop},
        )
        thread.start()
        ready.wait(20)
        yield desk, at[0].rstrip("/")
        stop.set()
        thread.join()


def _settings(folder: str) -> Settings:
    return Settings({"desk.data": folder, "collect.pace": 0.0, "collect.every": 60, "web.port": 0})


def paths(desk: Desk) -> dict[str, tuple[str, int]]:
    """Address and width of each picture, by its name."""
    largest = max(desk.stories(limit=100), key=lambda story: (len(story.report_ids), story.id))
    return {
        "desk": ("/", 1280),
        "story": (f"/s/{largest.id}", 1280),
        "story-narrow": (f"/s/{largest.id}", 360),
        "dossier": ("/d/hruva-and-upper-brod", 1280),
        "review": ("/review", 1280),
        "map": ("/map", 1280),
    }


def picture(page: Page, address: str, width: int) -> bytes:
    """A PNG with a palette of what the page shows at this width."""
    page.set_viewport_size({"width": width, "height": _TALL})
    page.goto(address)
    page.wait_for_load_state("load")
    shot = base64.b64encode(page.screenshot()).decode()
    page.goto("about:blank")  # the desk's own pages refuse strangers' scripts
    raw = base64.b64decode(page.evaluate(_DECODE, shot))
    return with_palette(np.frombuffer(raw, np.uint8).reshape(_TALL, width, 4)[:, :, :3])


def with_palette(shown: np.ndarray) -> bytes:
    """A PNG of at most 256 colours: the most frequent ones, every other colour as the nearest of them."""
    codes = shown.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    colours, places, counts = np.unique(codes, return_inverse=True, return_counts=True)
    kept = colours[np.argsort(-counts, kind="stable")[:256]]
    rgb, palette = _channels(colours), _channels(kept)
    nearest = np.array([np.argmin(((palette - one) ** 2).sum(axis=1)) for one in rgb], np.uint8)
    height, width = codes.shape
    rows = np.zeros((height, width + 1), np.uint8)
    rows[:, 1:] = nearest[places.reshape(height, width)]
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0))
        + _chunk(b"PLTE", palette.astype(np.uint8).tobytes())
        + _chunk(b"IDAT", zlib.compress(rows.tobytes(), 9))
        + _chunk(b"IEND", b"")
    )


def _channels(codes: np.ndarray) -> np.ndarray:
    return np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1).astype(np.int32)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def main() -> int:
    """Write every picture and say its size; 1 when one is larger than the documents should carry."""
    path = next(found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name)))
    sizes = {}
    with demo_desk() as (desk, address), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(color_scheme="light", reduced_motion="reduce")
        for name, (where, width) in paths(desk).items():
            made = picture(page, address + where, width)
            (IMAGES / f"{name}.png").write_bytes(made)
            sizes[name] = len(made)
        browser.close()
    for name, size in sizes.items():
        print(f"{name:14} {size:7} bytes{'  too large' if size > LARGEST else ''}")
    return int(max(sizes.values()) > LARGEST)


if __name__ == "__main__":
    sys.exit(main())
