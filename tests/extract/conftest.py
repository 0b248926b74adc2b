"""Captures built in one line, and one invented news page that tests vary."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from infostreamer.model import Capture

FETCHED = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
ADDRESS = "https://www.marsh-courier.example/news/2026/03/02/ferry"

PROSE = (
    "The ferry between Port Alder and Sorrel Island stopped on Monday after inspectors found cracks in "
    "its hull, the harbour office said.",
    "About 400 commuters were stranded on the island overnight, and two schools stayed closed on Tuesday morning.",
    "“We will not sail before every weld has been checked,” said Ilse Brandvik, who heads the harbour "
    "office. “Nobody wants a second night like this one.”",
    "The operator, Northern Crossings, denied that it had postponed repairs and said that a replacement "
    "vessel was on its way from the mainland.",
)

CaptureMaker = Callable[..., Capture]
PageMaker = Callable[..., str]


@pytest.fixture
def prose() -> tuple[str, ...]:
    return PROSE


@pytest.fixture
def capture() -> CaptureMaker:
    def make(body: bytes | str, *, address: str = ADDRESS, **fields: Any) -> Capture:
        data = body.encode() if isinstance(body, str) else body
        given = {"final_address": address, "fetched_at": FETCHED, **fields}
        return Capture(id=Capture.make_id(address, data), address=address, body=data, **given)

    return make


@pytest.fixture
def page() -> PageMaker:
    def make(*, head: str = "", article: dict[str, Any] | None = None, before: str = "", after: str = "") -> str:
        data = f'<script type="application/ld+json">{json.dumps(article)}</script>' if article else ""
        paragraphs = "".join(f"<p>{text}</p>" for text in PROSE)
        return (
            f"<!doctype html><html lang='en'><head><title>Ferry stopped | Marsh "
            f"Courier</title>{head}{data}</head><body>"
            f"<nav><a href='/'>Home</a> <a href='/world'>World</a></nav><article><h1>Ferry stopped after "
            f"cracks found</h1>"
            f"{before}{paragraphs}{after}</article><footer>© 2026 Marsh Courier</footer></body></html>"
        )

    return make
